import Crypto
import LinliModel

/// What proves that a call comes from WhatsApp: `sha256=` and hexadecimal HMAC-SHA256 over every byte of the
/// body, by the app's secret (platforms.md 7). It covers no time: redeliveries come for a week, and are told
/// apart by the message's id.
struct WhatsAppSignature: Sendable {
    static let header = "x-hub-signature-256"
    private static let version = "sha256="

    private let key: SymmetricKey

    init(secret: String) {
        key = SymmetricKey(data: Array(secret.utf8))
    }

    func verifies(_ given: String, body: [UInt8]) -> Bool {
        guard given.hasPrefix(Self.version) else { return false }
        let expected = Hexadecimal.lower(HMAC<SHA256>.authenticationCode(for: body, using: key))
        return FixedTime.equal(Array(given.dropFirst(Self.version.count).utf8), expected)
    }
}
