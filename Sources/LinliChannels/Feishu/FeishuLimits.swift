import LinliModel

/// What Feishu allows a bot (platforms.md 4.2).
enum FeishuLimits {
    /// The platform drops a second send with the same `uuid` for an hour.
    static let channel = ChannelLimits(textBytes: textBytes, window: nil, takesIdempotencyKey: true)

    /// 150 KB of the request's content, in which a text may double by escaping.
    static let textBytes = 60_000
    static let keyBytes = 50
    static let senderBytes = 128
    static let messageBytes = 128
    /// The answer to an address check goes back as it came.
    static let challengeBytes = 512
    /// Paragraphs of a post, pieces of a paragraph, people named in a message.
    static let pieces = 256
    /// Frequency limits of a person, a chat and the platform are over after this.
    static let frequencyPause = TimeSpan.seconds(60)
}
