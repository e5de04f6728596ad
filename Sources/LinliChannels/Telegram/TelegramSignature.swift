/// What proves that a call comes from Telegram: the word that was given to `setWebhook` (platforms.md 5).
///
/// It covers neither body nor time, so the address must be https. Updates are old by right: the platform
/// keeps one for a day while the daemon is away.
struct TelegramSignature: Sendable {
    static let header = "x-telegram-bot-api-secret-token"

    private let secret: [UInt8]

    /// Nil unless it is 1 to 256 of `A-Z a-z 0-9 _ -`, all that the platform takes.
    init?(secret: String) {
        guard (1...TelegramLimits.secretTokenBytes).contains(secret.utf8.count),
            secret.utf8.allSatisfy(Self.isPlain)
        else { return nil }
        self.secret = Array(secret.utf8)
    }

    func verifies(_ given: String) -> Bool { FixedTime.equal(Array(given.utf8), secret) }

    static func isPlain(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
}
