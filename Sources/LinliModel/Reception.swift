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

/// A day that he named and on which no session can be booked.
package struct MissedDay: Sendable, Hashable, Codable {
    package var date: CivilDate
    /// The kind that he named, or that is held on that day, by its name: 律师咨询. Nil where neither is known.
    package var kind: String?
    /// The session of that day, where one is held and can be booked no longer.
    package var closed: String?
    /// From when the session of that day can be booked; nil where none is held.
    package var opensAt: Instant?

    package init(date: CivilDate, kind: String? = nil, closed: String? = nil, opensAt: Instant? = nil) {
        self.date = date
        self.kind = kind
        self.closed = closed
        self.opensAt = opensAt
    }
}

/// How many come together for one matter, as he counted them.
package struct SeatGroup: Sendable, Hashable, Codable {
    package var count: Int
    /// He counted households: 12户.
    package var isHouseholds: Bool

    package init(_ count: Int, isHouseholds: Bool = false) {
        self.count = count
        self.isHouseholds = isHouseholds
    }

    /// "8人", "12户".
    package var words: String { "\(count)\(isHouseholds ? "户" : "人")" }
}

/// A seat at a session, for oneself or for somebody else (`domain.md` A13).
package struct SeatWish: Sendable, Hashable, Codable {
    package var offer: SessionOffer
    package var matter: String
    /// Who comes in his stead, as kinship and never by name: "父亲". Nil where he comes himself.
    package var attendee: String?
    package var group: SeatGroup?
    /// So many may come for one matter; nil where the group is not larger (`people_per_matter`).
    package var mostPeople: Int?

    package init(
        _ offer: SessionOffer, matter: String, attendee: String? = nil, group: SeatGroup? = nil
    ) {
        self.group = group
        self.offer = offer
        self.matter = matter
        self.attendee = attendee
    }
}
