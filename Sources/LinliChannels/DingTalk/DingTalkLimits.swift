import LinliModel

/// What DingTalk allows a robot of an enterprise (platforms.md 3).
enum DingTalkLimits {
    static let channel = ChannelLimits(textBytes: textBytes, window: nil, takesIdempotencyKey: false)

    /// The platform publishes no figure; some 20 KB are told of. A reply is far below it.
    static let textBytes = 18_000
    static let senderBytes = 128
    static let messageBytes = 128
    /// Pieces of one rich text.
    static let pieces = 64
    /// A flow control of the platform is over after this.
    static let frequencyPause = TimeSpan.seconds(60)
}
