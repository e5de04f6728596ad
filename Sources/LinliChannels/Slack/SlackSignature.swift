import Crypto
import LinliModel

/// What proves that a call comes from Slack: `v0=` and hexadecimal HMAC-SHA256 over `v0:TIME:BODY`, by the
/// app's signing secret, within five minutes of our clock (platforms.md 8).
struct SlackSignature: Sendable {
    static let header = "x-slack-signature"
    static let timeHeader = "x-slack-request-timestamp"
    private static let version = "v0="

    private let key: SymmetricKey

    init(secret: String) {
        key = SymmetricKey(data: Array(secret.utf8))
    }

    func verifies(_ given: String, timestamp: String, body: [UInt8]) -> Bool {
        guard given.hasPrefix(Self.version) else { return false }
        var code = HMAC<SHA256>(key: key)
        code.update(data: Array("v0:\(timestamp):".utf8))
        code.update(data: body)
        let expected = Hexadecimal.lower(code.finalize())
        return FixedTime.equal(Array(given.dropFirst(Self.version.count).utf8), expected)
    }
}
