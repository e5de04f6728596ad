import LinliModel

/// What WeCom allows a customer service account (platforms.md 2.3).
enum WeComServiceLimits {
    /// The platform takes no second message with the same `msgid`, and one welcome by its code.
    static let channel = {
        var limits = ChannelLimits(
            textBytes: Limits.wechatTextBytes,
            window: .init(span: .hours(Limits.serviceWindowHours), messages: Limits.serviceWindowMessages),
            takesIdempotencyKey: true)
        limits.handleMessages = 1
        return limits
    }()

    static let accountBytes = 64
    static let senderBytes = 128
    static let messageBytes = 128
    static let cursorBytes = 512
    static let ticketBytes = 512
    static let codeBytes = 256
    /// The head of a menu and its items; longer texts go out without buttons.
    static let menuBytes = 1_024
    static let menuItems = 10
    /// Characters of an id of our own: `[0-9a-zA-Z_-]`.
    static let keyBytes = 32
}
