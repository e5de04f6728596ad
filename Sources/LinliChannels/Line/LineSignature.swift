import Crypto
import Foundation

/// What proves that a call comes from LINE: base64 of HMAC-SHA256 over every byte of the body, by the
/// channel's secret (platforms.md 6). It covers no time: redeliveries are told apart by their event.
struct LineSignature: Sendable {
    static let header = "x-line-signature"

    private let key: SymmetricKey

    init(secret: String) {
        key = SymmetricKey(data: Array(secret.utf8))
    }

    func verifies(_ given: String, body: [UInt8]) -> Bool {
        guard let given = Data(base64Encoded: given) else { return false }
        return FixedTime.equal(given, Array(HMAC<SHA256>.authenticationCode(for: body, using: key)))
    }
}
