/// What was said about the wished session. Nil is "any".
package struct SessionWish: Sendable, Hashable, Codable {
    package var date: CivilDate?
    /// He asks who sits there.
    package var asksLeader: Bool
    /// As he said it: a kind of session may be named in it (支部的接待日, 律师).
    package var words: String
    /// When he can come, and when not.
    package var times: SessionTimes?
    /// He has a seat already and wants another one: his own session is none to choose.
    package var isMove = false

    package init(
        date: CivilDate? = nil, asksLeader: Bool = false, words: String = "", times: SessionTimes? = nil,
        isMove: Bool = false
    ) {
        self.date = date
        self.asksLeader = asksLeader
        self.words = words
        self.times = times
        self.isMove = isMove
    }
}

/// When he can come, as he said it piece by piece: 周四不行, 下周的, 晚上.
package struct SessionTimes: Sendable, Hashable, Codable {
    package enum Part: String, Sendable, Hashable, Codable {
        case morning, afternoon, evening
    }

    /// Weekdays on which he cannot come; 1 = Monday … 7 = Sunday.
    package var without: Set<Int> = []
    /// Days that were offered and that he does not want.
    package var withoutDates: Set<CivilDate> = []
    /// On these weekdays only; none: on any.
    package var only: Set<Int> = []
    package var from: CivilDate?
    /// The last day.
    package var to: CivilDate?
    package var part: Part?
    package var withoutPart: Part?
    /// The first one there is.
    package var isSoonest = false
    /// Another day than the one that is being spoken of.
    package var isOther = false

    package init() {}

    package init(without: Set<Int>, dates: Set<CivilDate>) {
        self.without = without
        withoutDates = dates
    }

    /// Whether a session that begins then is one that he has asked for and can come to.
    package func fits(_ start: Instant) -> Bool {
        guard allows(start), from.map({ start.civil.date >= $0 }) ?? true,
            to.map({ start.civil.date <= $0 }) ?? true,
            only.isEmpty || only.contains(start.civil.date.weekday)
        else { return false }
        return part == nil || part == Part(hour: start.civil.hour)
    }

    /// He has not said that he cannot come then.
    package func allows(_ start: Instant) -> Bool {
        let date = start.civil.date
        return !without.contains(date.weekday) && !withoutDates.contains(date)
            && (withoutPart == nil || withoutPart != Part(hour: start.civil.hour))
    }

    /// What he says now goes before what he said.
    package func merging(_ newer: SessionTimes) -> SessionTimes {
        var merged = newer
        merged.without.formUnion(without)
        merged.withoutDates.formUnion(withoutDates)
        if newer.only.isEmpty { merged.only = only }
        merged.only.subtract(merged.without)
        if newer.from == nil, newer.to == nil { (merged.from, merged.to) = (from, to) }
        merged.part = newer.part ?? part
        merged.withoutPart = newer.withoutPart ?? withoutPart
        return merged
    }
}

extension SessionTimes.Part {
    package init(hour: Int) {
        self = hour < 12 ? .morning : hour < 18 ? .afternoon : .evening
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
    /// Of a seat that he has already: what he wants to speak of besides; nil where that is nothing.
    package var more: [String]?

    package init(
        _ offer: SessionOffer, matter: String, attendee: String? = nil, group: SeatGroup? = nil
    ) {
        self.group = group
        self.offer = offer
        self.matter = matter
        self.attendee = attendee
    }
}

/// What a seat was taken for, as its row keeps it: "排污管；电梯（6人）".
package struct SeatMatter: Sendable, Hashable {
    package var items: [String]
    /// How many come for it, where he counted them.
    package var group: SeatGroup?

    package init(items: [String], group: SeatGroup? = nil) {
        self.items = items
        self.group = group
    }

    package init(_ text: String) {
        var rest = text[...]
        group = nil
        if rest.hasSuffix("）"), let open = rest.lastIndex(of: "（") {
            let counted = rest[rest.index(after: open)...].dropLast()
            if let unit = ["人", "户"].first(where: counted.hasSuffix), let count = Int(counted.dropLast()) {
                group = SeatGroup(count, isHouseholds: unit == "户")
                rest = rest[..<open]
            }
        }
        items = rest.split(separator: "；").map(String.init)
    }

    package var text: String {
        items.joined(separator: "；") + (group.map { "（\($0.words)）" } ?? "")
    }

    /// The same matter again is the same one.
    package mutating func add(_ item: String) {
        if !items.contains(item) { items.append(item) }
    }
}

/// What is to be put right of a seat that he has: its number stays.
package struct SeatChange: Sendable, Hashable, Codable {
    package enum Edit: Sendable, Hashable, Codable {
        /// Another matter instead.
        case replace([String])
        /// One more matter.
        case add([String])
        /// So many come.
        case count(SeatGroup)
    }

    package var edit: Edit
    /// For whom the seat is, as kinship; nil where he names nobody.
    package var attendee: String?
    /// As he said it: the kind or the day of the session may be named in it.
    package var words: String
    package var date: CivilDate?
    /// He has booked a moment ago: the newest one is meant.
    package var isFresh: Bool

    package init(
        _ edit: Edit, attendee: String? = nil, words: String, date: CivilDate? = nil, isFresh: Bool = false
    ) {
        self.edit = edit
        self.attendee = attendee
        self.words = words
        self.date = date
        self.isFresh = isFresh
    }
}

/// A seat that he has, as it is told.
package struct SeatTold: Sendable, Hashable {
    package var title: String
    package var seat: Int
    package var matter: String
    /// As kinship; nil where he comes himself.
    package var attendee: String?
    /// When his turn comes, counted from the session's begin and the minutes of a seat.
    package var turn: Instant
    package var minutesEach: Int

    package init(
        title: String, seat: Int, matter: String, attendee: String?, turn: Instant, minutesEach: Int
    ) {
        self.title = title
        self.seat = seat
        self.matter = matter
        self.attendee = attendee
        self.turn = turn
        self.minutesEach = minutesEach
    }
}

/// What came of a seat that he had.
package struct SeatResult: Sendable, Hashable {
    package var title: String
    package var matter: String
    /// What staff have written down; empty where they have not.
    package var outcome: String
    /// The ticket that came of it.
    package var ticket: TicketSummary?

    package init(title: String, matter: String, outcome: String, ticket: TicketSummary?) {
        self.title = title
        self.matter = matter
        self.outcome = outcome
        self.ticket = ticket
    }
}

/// What he wants to know about receptions and rows can say.
package enum SessionQuestion: String, Sendable, Hashable, Codable {
    /// His own seats: when, where, which number, what for.
    case own
    /// How long he has to wait there.
    case wait
    /// What became of what he has said there.
    case result
    /// The same, because he has heard nothing.
    case silence
}
