import LinliModel

/// What WeChat allows an official account (platforms.md 1.6).
enum WeChatLimits {
    static let channel = ChannelLimits(
        textBytes: Limits.wechatTextBytes,
        window: .init(span: .hours(Limits.wechatWindowHours), messages: Limits.wechatWindowMessages),
        eventWindow: .init(
            span: .seconds(Limits.wechatEventWindowSeconds), messages: Limits.wechatEventWindowMessages),
        takesIdempotencyKey: false)

    /// An openid has 28 characters; no platform that speaks this protocol has longer ones than 64.
    static let senderBytes = 128
    /// An address check sends a number of 19 digits.
    static let echoBytes = 256
    /// The head of a menu; longer texts go out without buttons.
    static let menuBytes = 1_024
    /// A key against redelivery longer than this is replaced by its digest.
    static let keyBytes = 128
    /// The per-minute quota (45011) is open again after this.
    static let frequencyPause = TimeSpan.seconds(60)
    /// The daily quota (45009) opens at midnight in China. A try every three hours passes that hour
    /// within eight attempts and stays inside the 48 hours of the resident's window.
    static let quotaPause = TimeSpan.hours(3)
}
