import LinliModel

/// What LINE allows an official account (platforms.md 6).
enum LineLimits {
    /// The platform counts 5,000 UTF-16 units; bytes are never fewer. It knows a second send by its retry
    /// key for a day.
    static let channel = ChannelLimits(textBytes: textBytes, window: nil, takesIdempotencyKey: true)

    static let textBytes = 5_000
    static let senderBytes = 64
    static let eventBytes = 128
    static let messageBytes = 128
    /// Events of one call.
    static let events = 256
    /// Answers to press under a message, and characters of one of them.
    static let quickReplies = 13
    static let labelCharacters = 20
    static let frequencyPause = TimeSpan.seconds(60)
}
