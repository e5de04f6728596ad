import LinliModel

/// What WhatsApp allows a business (platforms.md 7).
enum WhatsAppLimits {
    /// Free words go out for a day after the person wrote; templates, which could open a chat later, are not
    /// used. The platform takes no key: a second send is a second message.
    static let channel = ChannelLimits(
        textBytes: textBytes,
        window: .init(span: .hours(Limits.whatsAppWindowHours), messages: Limits.whatsAppWindowMessages),
        takesIdempotencyKey: false)

    /// The platform counts 4,096 characters; bytes are never fewer.
    static let textBytes = 4_096
    static let numberBytes = 32
    static let senderBytes = 160
    static let messageBytes = 256
    static let mediaBytes = 256
    static let challengeBytes = 512
    /// Entries, changes, messages and statuses of one call, each.
    static let pieces = 1_000
    /// Answers to press under a message, characters of one, and of the text above them.
    static let buttons = 3
    static let buttonCharacters = 20
    static let buttonTextCharacters = 1_024
    static let frequencyPause = TimeSpan.seconds(60)
    /// To one person the platform takes a message every six seconds behind a burst.
    static let pairPause = TimeSpan.seconds(12)
}
