// What the admin API says about receptions.

/// When and where somebody sits to listen. `seats` are those that can be booked ahead.
package struct Reception: Codable, Sendable, Hashable {
    package var id: Int64
    package var estate: String
    package var kind: String
    package var name: String
    package var place: String
    package var startsAt: String
    package var bookingClosesAt: String
    package var seats: Int
    package var booked: Int
    package var seatMinutes: Int
    /// `open`, `cancelled` or `held`.
    package var state: String
    /// Who sits there; empty where nobody said.
    package var leader: String
    /// Only where one session was asked for.
    package var bookings: [ReceptionBooking]?
    /// What is to be spoken about at a talk; only where one session was asked for.
    package var topics: [ReceptionTopic]?

    package init(
        id: Int64, estate: String, kind: String, name: String, place: String, startsAt: String,
        bookingClosesAt: String, seats: Int, booked: Int, seatMinutes: Int, state: String, leader: String,
        bookings: [ReceptionBooking]? = nil, topics: [ReceptionTopic]? = nil
    ) {
        self.leader = leader
        self.topics = topics
        self.id = id
        self.estate = estate
        self.kind = kind
        self.name = name
        self.place = place
        self.startsAt = startsAt
        self.bookingClosesAt = bookingClosesAt
        self.seats = seats
        self.booked = booked
        self.seatMinutes = seatMinutes
        self.state = state
        self.bookings = bookings
    }
}

/// One seat.
package struct ReceptionBooking: Codable, Sendable, Hashable {
    package var id: Int64
    package var session: Int64
    package var seat: Int
    /// When this seat's turn begins.
    package var startsAt: String
    package var resident: Int64
    package var name: String
    package var matter: String
    /// Somebody else comes in the resident's stead.
    package var onBehalf: Bool
    /// Who that is, as kinship: "父亲"; empty where the resident comes himself.
    package var attendee: String
    /// `booked`, `cancelled`, `attended` or `absent`.
    package var state: String
    package var ticket: String?
    package var outcome: String

    package init(
        id: Int64, session: Int64, seat: Int, startsAt: String, resident: Int64, name: String,
        matter: String, onBehalf: Bool, attendee: String, state: String, ticket: String? = nil,
        outcome: String
    ) {
        self.id = id
        self.session = session
        self.seat = seat
        self.startsAt = startsAt
        self.resident = resident
        self.name = name
        self.matter = matter
        self.onBehalf = onBehalf
        self.attendee = attendee
        self.state = state
        self.ticket = ticket
        self.outcome = outcome
    }
}

/// Somebody who waits for a seat of a session that is full.
package struct SeatWait: Codable, Sendable, Hashable {
    /// 1 is the next one.
    package var place: Int
    package var resident: Int64
    package var name: String
    package var matter: String
    package var onBehalf: Bool
    package var attendee: String
    package var since: String

    package init(
        place: Int, resident: Int64, name: String, matter: String, onBehalf: Bool, attendee: String,
        since: String
    ) {
        self.place = place
        self.resident = resident
        self.name = name
        self.matter = matter
        self.onBehalf = onBehalf
        self.attendee = attendee
        self.since = since
    }
}

/// What a resident wants to hear about at a talk.
package struct ReceptionTopic: Codable, Sendable, Hashable {
    package var id: Int64
    /// Its number at this talk.
    package var number: Int
    package var text: String
    package var answer: String?
    package var ticket: String?

    package init(id: Int64, number: Int, text: String, answer: String? = nil, ticket: String? = nil) {
        self.id = id
        self.number = number
        self.text = text
        self.answer = answer
        self.ticket = ticket
    }
}

/// A new session. Seats, minutes and name come from the kind where missing.
package struct OpenReception: Codable, Sendable, Hashable {
    package var estate: String?
    package var kind: String
    package var startsAt: String
    package var place: String
    package var name: String?
    /// Bookable ahead; the walk-in share is not among them.
    package var seats: Int?
    /// Who sits there, as residents read it: "镇人大主席".
    package var leader: String?

    package init(
        estate: String? = nil, kind: String, startsAt: String, place: String, name: String? = nil,
        seats: Int? = nil, leader: String? = nil
    ) {
        self.leader = leader
        self.estate = estate
        self.kind = kind
        self.startsAt = startsAt
        self.place = place
        self.name = name
        self.seats = seats
    }
}

/// A seat for a resident, with the matter in one sentence.
package struct BookReception: Codable, Sendable, Hashable {
    package var resident: String
    package var matter: String
    /// Who comes in his stead, as kinship and never by name: "父亲".
    package var attendee: String?

    package init(resident: String, matter: String, attendee: String? = nil) {
        self.resident = resident
        self.matter = matter
        self.attendee = attendee
    }
}

/// The session to move to.
package struct MoveBooking: Codable, Sendable, Hashable {
    package var session: Int64

    package init(session: Int64) {
        self.session = session
    }
}

/// A whole session at another time; everybody who has a seat or waits for one is told, with the reason.
package struct MoveReception: Codable, Sendable, Hashable {
    /// ISO 8601 with an offset.
    package var startsAt: String
    package var reason: String

    package init(startsAt: String, reason: String) {
        self.startsAt = startsAt
        self.reason = reason
    }
}

/// Whether he came.
package struct AttendBooking: Codable, Sendable, Hashable {
    package var present: Bool

    package init(present: Bool) {
        self.present = present
    }
}

/// What was said or agreed; it becomes a ticket with the origin `reception`.
package struct BookingOutcome: Codable, Sendable, Hashable {
    package var text: String
    package var category: String?
    package var urgency: String?

    package init(text: String, category: String? = nil, urgency: String? = nil) {
        self.text = text
        self.category = category
        self.urgency = urgency
    }
}

/// iCalendar (RFC 5545).
package struct CalendarText: Codable, Sendable, Hashable {
    package var calendar: String

    package init(calendar: String) {
        self.calendar = calendar
    }
}
