// What the admin API says about residents. Names and addresses on the platforms are masked.

/// One row of the list.
package struct ResidentLine: Codable, Sendable, Hashable {
    package var id: Int64
    package var estate: String
    package var name: String
    package var homes: [ResidentHome]
    package var channels: [String]
    package var since: String
    package var erasedAt: String?

    package init(
        id: Int64, estate: String, name: String, homes: [ResidentHome], channels: [String], since: String,
        erasedAt: String? = nil
    ) {
        self.id = id
        self.estate = estate
        self.name = name
        self.homes = homes
        self.channels = channels
        self.since = since
        self.erasedAt = erasedAt
    }
}

/// A home and how far it is proven.
package struct ResidentHome: Codable, Sendable, Hashable {
    /// `3-2-501`.
    package var home: String
    /// `owner`, `tenant` or `family`.
    package var relation: String
    /// `claimed`, `code` or `staff`.
    package var proof: String

    package init(home: String, relation: String, proof: String) {
        self.home = home
        self.relation = relation
        self.proof = proof
    }
}

/// Gives a home to a resident who has shown at the desk that it is his.
package struct BindHome: Codable, Sendable, Hashable {
    package var home: String
    package var relation: String

    package init(home: String, relation: String = "owner") {
        self.home = home
        self.relation = relation
    }
}

/// Somebody who is on no channel: known at the desk only.
package struct AddResident: Codable, Sendable, Hashable {
    package var name: String
    package var estate: String?
    package var home: String?
    package var relation: String

    package init(name: String, estate: String? = nil, home: String? = nil, relation: String = "owner") {
        self.name = name
        self.estate = estate
        self.home = home
        self.relation = relation
    }
}

/// One home, like `3-2-501`.
package struct HomeReference: Codable, Sendable, Hashable {
    package var home: String

    package init(home: String) {
        self.home = home
    }
}

/// A one-time code that proves a home to whoever has it.
package struct CreateHomeCode: Codable, Sendable, Hashable {
    package var home: String
    package var relation: String
    package var estate: String?

    package init(home: String, relation: String = "owner", estate: String? = nil) {
        self.home = home
        self.relation = relation
        self.estate = estate
    }
}

/// Shown this once; the store keeps a hash.
package struct OneTimeCode: Codable, Sendable, Hashable {
    package var code: String
    package var purpose: String
    package var expiresAt: String

    package init(code: String, purpose: String, expiresAt: String) {
        self.code = code
        self.purpose = purpose
        self.expiresAt = expiresAt
    }
}

/// With `dry_run` nothing is deleted and the counts tell what would be.
package struct EraseResident: Codable, Sendable, Hashable {
    package var dryRun: Bool

    package init(dryRun: Bool = false) {
        self.dryRun = dryRun
    }
}

/// What is taken away. Tickets and ledger keep a bare number.
package struct Erasure: Codable, Sendable, Hashable {
    package var resident: Int64
    package var dryRun: Bool
    package var identities: Int
    package var homes: Int
    package var messages: Int
    package var tickets: Int
    package var openTickets: Int
    package var bookings: Int
    package var claims: Int
    package var needs: Int
    package var offers: Int
    package var visits: Int
    package var signups: Int
    /// Of `tickets`: kept with their words, because a dispute about them goes on. They go when the hold is
    /// lifted.
    package var heldTickets: Int

    package init(
        resident: Int64, dryRun: Bool, identities: Int, homes: Int, messages: Int, tickets: Int,
        openTickets: Int, bookings: Int, claims: Int, needs: Int, offers: Int, visits: Int, signups: Int,
        heldTickets: Int
    ) {
        self.resident = resident
        self.dryRun = dryRun
        self.identities = identities
        self.homes = homes
        self.messages = messages
        self.tickets = tickets
        self.openTickets = openTickets
        self.bookings = bookings
        self.claims = claims
        self.needs = needs
        self.offers = offers
        self.visits = visits
        self.signups = signups
        self.heldTickets = heldTickets
    }
}

/// A resident's own data, unmasked, for himself (PIPL 45).
package struct ResidentExport: Codable, Sendable, Hashable {
    package var id: Int64
    package var estate: String
    package var name: String
    package var since: String
    package var homes: [ResidentHome]
    package var identities: [String]
    package var points: PointsBalance
    package var ledger: [PointsEntry]
    package var tickets: [ExportedTicket]
    package var bookings: [ExportedBooking]
    package var claims: [PointsClaim]
    package var entries: [ExportedEntry]
    /// When he agreed to be known as a member of the party.
    package var partyMemberSince: String?

    package init(
        id: Int64, estate: String, name: String, since: String, homes: [ResidentHome],
        identities: [String], points: PointsBalance, ledger: [PointsEntry], tickets: [ExportedTicket],
        bookings: [ExportedBooking], claims: [PointsClaim], entries: [ExportedEntry],
        partyMemberSince: String? = nil
    ) {
        self.partyMemberSince = partyMemberSince
        self.id = id
        self.estate = estate
        self.name = name
        self.since = since
        self.homes = homes
        self.identities = identities
        self.points = points
        self.ledger = ledger
        self.tickets = tickets
        self.bookings = bookings
        self.claims = claims
        self.entries = entries
    }
}

/// A ticket as its reporter knows it.
package struct ExportedTicket: Codable, Sendable, Hashable {
    package var number: String
    package var state: String
    package var category: String
    package var place: String
    package var text: String
    package var receivedAt: String
    package var result: String?
    package var rating: Int?
    /// What he answered to the result without a mark; see `TicketDetail.answer`.
    package var answer: String?

    package init(
        number: String, state: String, category: String, place: String, text: String, receivedAt: String,
        result: String? = nil, rating: Int? = nil, answer: String? = nil
    ) {
        self.number = number
        self.state = state
        self.category = category
        self.place = place
        self.text = text
        self.receivedAt = receivedAt
        self.result = result
        self.rating = rating
        self.answer = answer
    }
}

/// A seat as he who took it knows it; seat 0 where he waits or waited for one.
package struct ExportedBooking: Codable, Sendable, Hashable {
    package var session: Int64
    package var seat: Int
    package var matter: String
    /// Who comes in his stead; empty where he comes himself.
    package var attendee: String
    package var state: String
    package var createdAt: String

    package init(
        session: Int64, seat: Int, matter: String, attendee: String, state: String, createdAt: String
    ) {
        self.session = session
        self.seat = seat
        self.matter = matter
        self.attendee = attendee
        self.state = state
        self.createdAt = createdAt
    }
}

/// What the registers hold about him: a wish, an offer, a visit to his home, a sign-up.
package struct ExportedEntry: Codable, Sendable, Hashable {
    /// `N-07`, `R-19`, `V-03`, `A-02`.
    package var number: String
    package var state: String
    package var text: String
    package var dueAt: String

    package init(number: String, state: String, text: String, dueAt: String) {
        self.number = number
        self.state = state
        self.text = text
        self.dueAt = dueAt
    }
}
