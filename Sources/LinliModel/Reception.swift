/// What was said about the wished session. Nil is "any".
package struct SessionWish: Sendable, Hashable, Codable {
    package var date: CivilDate?
    /// He asks who sits there.
    package var asksLeader: Bool
    /// As he said it: a kind of session may be named in it (支部的接待日, 律师).
    package var words: String

    package init(date: CivilDate? = nil, asksLeader: Bool = false, words: String = "") {
        self.date = date
        self.asksLeader = asksLeader
        self.words = words
    }
}

/// How often sessions of a kind are held.
package enum SessionRhythm: Sendable, Hashable, Codable {
    /// 1 = Monday … 7 = Sunday.
    case weekly(weekday: Int)
    /// The day of the month, 1 … 28: every month has it.
    case monthly(day: Int)
}

package struct SessionOffer: Sendable, Hashable, Codable {
    package var session: SessionID
    /// "3月19日（周四）15:00 议事亭 每周接访".
    package var title: String
    package var startsAt: Instant
    package var seatsLeft: Int
    /// Nil for a session that stands by itself.
    package var rhythm: SessionRhythm?

    package init(
        session: SessionID, title: String, startsAt: Instant, seatsLeft: Int, rhythm: SessionRhythm? = nil
    ) {
        self.session = session
        self.title = title
        self.startsAt = startsAt
        self.seatsLeft = seatsLeft
        self.rhythm = rhythm
    }
}

/// A seat at a session, for oneself or for somebody else (`domain.md` A13).
package struct SeatWish: Sendable, Hashable, Codable {
    package var offer: SessionOffer
    package var matter: String
    /// Who comes in his stead, as kinship and never by name: "父亲". Nil where he comes himself.
    package var attendee: String?

    package init(_ offer: SessionOffer, matter: String, attendee: String? = nil) {
        self.offer = offer
        self.matter = matter
        self.attendee = attendee
    }
}
