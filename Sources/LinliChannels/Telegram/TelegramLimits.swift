import LinliModel

/// What Telegram allows a bot (platforms.md 5).
enum TelegramLimits {
    /// The platform counts 4,096 UTF-16 units; bytes are never fewer. It takes no key: a second send is a
    /// second message.
    static let channel = ChannelLimits(textBytes: textBytes, window: nil, takesIdempotencyKey: false)

    static let textBytes = 4_096
    static let botTokenBytes = 128
    static let secretTokenBytes = 256
    static let fileBytes = 256
    /// Mentions and commands of one message that are looked at.
    static let entities = 100
    /// Where the platform refuses for a while and does not say how long.
    static let frequencyPause = TimeSpan.seconds(30)
}
