import LinliModel

/// What the built-in web chat allows.
enum WebLimits {
    static let channel = ChannelLimits(textBytes: nil, window: nil, takesIdempotencyKey: true)

    /// The page makes a UUID for each message.
    static let idBytes = 64
}
