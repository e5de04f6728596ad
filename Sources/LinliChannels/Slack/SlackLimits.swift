import LinliModel

/// What Slack allows an app (platforms.md 8).
enum SlackLimits {
    /// The platform takes no key: a second send is a second message.
    static let channel = ChannelLimits(textBytes: textBytes, window: nil, takesIdempotencyKey: false)

    /// The platform asks for no more than 4,000 characters, in which `&` may be five.
    static let textBytes = 4_000
    static let senderBytes = 64
    static let placeBytes = 64
    static let timeBytes = 32
    static let fileBytes = 64
    static let challengeBytes = 512
    /// Files of one message.
    static let files = 20
    /// Links and names of one message.
    static let marks = 200
    /// Where the platform asks for patience and does not say how long.
    static let frequencyPause = TimeSpan.seconds(30)
}
