/// What an `errcode` of WeCom's means, whichever of its interfaces gives it (platforms.md 2.2, 2.3). What is
/// to be done by its kind each of them decides for itself.
struct WeComCode {
    enum Kind {
        case done
        /// The access token is no longer good.
        case token
        /// The ticket of a notice is no longer good.
        case ticket
        /// Too much for now.
        case frequency
        /// Until the person writes again.
        case window
        /// It has ended, or is in other hands.
        case conversation
        /// Something in the question is not understood.
        case request
        /// A person must act, or nobody can.
        case refused
        /// Worth another try; also what is not known.
        case passing
    }

    let number: Int64

    init(_ number: Int64) {
        self.number = number
    }

    var kind: Kind { Self.table[number]?.kind ?? .passing }

    /// Such as `errcode 60020 our address is not trusted: a person must add it`.
    var reason: String {
        "errcode \(number)\(Self.table[number].map { " \($0.meaning)" } ?? "")"
    }

    private static let table: [Int64: (kind: Kind, meaning: String)] = [
        -1: (.passing, "platform busy"),
        0: (.done, "ok"),
        40_001: (.refused, "secret not accepted: a person must correct it"),
        40_003: (.refused, "person not known"),
        40_013: (.refused, "corp_id not accepted: a person must correct it"),
        40_014: (.token, "access token not accepted"),
        40_031: (.refused, "person not known"),
        40_056: (.refused, "agent_id not accepted: a person must correct it"),
        40_058: (.request, "request not understood"),
        40_091: (.refused, "secret not accepted: a person must correct it"),
        40_201: (.refused, "the platform does not let these words through"),
        41_001: (.token, "access token missing"),
        41_002: (.refused, "corp_id missing: a person must add it"),
        41_004: (.refused, "secret missing: a person must add it"),
        42_001: (.token, "access token expired"),
        42_009: (.token, "access token expired"),
        45_009: (.frequency, "too many a minute"),
        45_033: (.frequency, "too many at the same time"),
        48_002: (.refused, "the secret's application may not do this: a person must allow it"),
        50_003: (.refused, "application disabled: a person must enable it"),
        60_011: (.refused, "no right to reach this member"),
        60_020: (.refused, "our address is not trusted: a person must add it"),
        60_030: (.refused, "the account is outside what the application may see: a person must add it"),
        60_111: (.refused, "person not known"),
        81_013: (.refused, "nobody to send to"),
        82_001: (.refused, "nobody to send to"),
        95_000: (.refused, "open_kfid not accepted: a person must correct it"),
        95_001: (.window, "count of the reply window used up"),
        95_002: (.window, "48 hours are over"),
        95_003: (.refused, "the enterprise is not verified: a person must act"),
        95_004: (.refused, "open_kfid not accepted: a person must correct it"),
        95_007: (.ticket, "ticket of the notice not accepted"),
        95_012: (.refused, "the customer service is not enabled: a person must enable it"),
        95_013: (.conversation, "the conversation has ended"),
        95_016: (.conversation, "the conversation is in other hands"),
        95_017: (.refused, "the account is not managed by the interface: a person must allow it"),
        95_018: (.conversation, "the conversation is with a person of the staff, or has ended"),
        301_002: (.refused, "agent_id is not this secret's: a person must correct it"),
    ]
}
