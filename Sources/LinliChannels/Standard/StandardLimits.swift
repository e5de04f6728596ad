import LinliModel

/// What the generic signed webhook allows (Standard Webhooks, platforms.md 9).
enum StandardLimits {
    static let channel = ChannelLimits(textBytes: nil, window: nil, takesIdempotencyKey: true)

    /// Shorter keys can be guessed; the specification asks for 24, a published vector has 23.
    static let secretBytes = 16
    static let idBytes = 256
    static let senderBytes = 128
    /// A sender that turns its key over shows two or three signatures.
    static let signatures = 16
    static let attachments = 10
}
