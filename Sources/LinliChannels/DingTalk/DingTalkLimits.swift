import LinliModel

/// What DingTalk allows a robot of an enterprise (platforms.md 3).
enum DingTalkLimits {
    /// Members are written to at any time. Who is none is answered by the address that came with his message,
    /// as long as it lives; the platform counts by the minute there, and says so. Nothing proves that the
    /// address is his: what was parked for him does not go there.
    static let channel = {
        var limits = ChannelLimits(textBytes: textBytes, window: nil, takesIdempotencyKey: false)
        limits.handleMessages = 100
        limits.signsHandles = false
        return limits
    }()

    /// What stands at the beginning of an id that is no member's.
    static let outsider = "$:"
    static let addressBytes = 512
    static let sessionPath = "/robot/sendBySession"
    /// The platform publishes no figure; some 20 KB are told of. A reply is far below it.
    static let textBytes = 18_000
    static let senderBytes = 128
    static let messageBytes = 128
    /// Pieces of one rich text.
    static let pieces = 64
    /// A flow control of the platform is over after this.
    static let frequencyPause = TimeSpan.seconds(60)
}
