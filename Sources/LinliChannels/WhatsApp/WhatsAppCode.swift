import LinliModel

/// An error of WhatsApp by its number (platforms.md 7). Reasons carry the number and never the platform's
/// sentence.
struct WhatsAppCode {
    let number: Int64

    init(_ number: Int64) {
        self.number = number
    }

    var isWindow: Bool { number == 131_047 }

    /// Nil for a number that nobody here knows: the status decides then.
    func verdict(after wait: TimeSpan?) -> PushVerdict? {
        switch number {
        case 131_047: .windowClosed(reason: "\(reason) 24 hours are over")
        case 131_056: .retry(after: wait ?? WhatsAppLimits.pairPause, reason: "\(reason) too many to him")
        case 4, 80_007, 130_429:
            .retry(after: wait ?? WhatsAppLimits.frequencyPause, reason: "\(reason) too many")
        case 0, 190: .tokenRefused(reason: "\(reason) access_token not accepted: a person must correct it")
        case 1, 2, 131_000, 131_016: .retry(after: wait, reason: "\(reason) platform busy")
        case 3, 10, 200...299: .refused(reason: "\(reason) a right is missing: a person must add it")
        case 368, 131_048, 131_031: .refused(reason: "\(reason) account restricted: a person must act")
        case 131_030: .refused(reason: "\(reason) not among the numbers of the trial account")
        case 131_050: .refused(reason: "\(reason) the person wants no messages")
        case 131_026, 131_049: .refused(reason: "\(reason) not deliverable to this person")
        case 100: .refused(reason: "\(reason) request not accepted")
        default: nil
        }
    }

    private var reason: String { "code \(number)" }
}
