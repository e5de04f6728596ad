import Crypto
import Foundation
import LinliModel

/// The `timestamp` and `sign` of a robot's call: HMAC-SHA256 of the time and the secret, by the secret.
///
/// They do not cover the body (platforms.md 3.1): whoever has seen a pair can sign what he likes while it
/// lasts. So it lasts five minutes here and not the platform's hour, and the address must be https.
struct DingTalkSignature: Sendable {
    private let secret: String

    init(secret: String) {
        self.secret = secret
    }

    /// Such as `BQKsG+QOCl+bYJOLc6pxDHxjVquzlZPWgvRzeN2J5zY=` for a time in milliseconds.
    func sign(timestamp: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("\(timestamp)\n\(secret)".utf8), using: SymmetricKey(data: Array(secret.utf8)))
        return Data(code).base64EncodedString()
    }

    func verifies(_ signature: String, timestamp: String) -> Bool {
        FixedTime.equal(signature.utf8, sign(timestamp: timestamp).utf8)
    }

    /// True where the time is none or further from ours than `Limits.signatureAgeSeconds`.
    static func isStale(_ timestamp: String, at now: Instant) -> Bool {
        guard let signed = SignedTime.instant(milliseconds: timestamp) else { return true }
        return SignedTime.isStale(signed.milliseconds / 1000, at: now)
    }
}
