// What the admin API says about what is kept, how long, and what is kept longer.

/// What the next run forgets up to a day. Counts only.
package struct RetentionPreview: Codable, Sendable, Hashable {
    /// The run that is meant begins then.
    package var asOf: String
    package var classes: [RetentionCount]
    /// Tickets that are kept whatever their age.
    package var heldTickets: Int

    package init(asOf: String, classes: [RetentionCount], heldTickets: Int) {
        self.asOf = asOf
        self.classes = classes
        self.heldTickets = heldTickets
    }
}

/// One class of data (`domain.md` 2.10).
package struct RetentionCount: Codable, Sendable, Hashable {
    /// The setting behind `retention.`.
    package var kind: String
    package var name: String
    package var days: Int
    /// What is older than this goes.
    package var before: String
    /// How many rows would be changed or deleted.
    package var rows: Int

    package init(kind: String, name: String, days: Int, before: String, rows: Int) {
        self.kind = kind
        self.name = name
        self.days = days
        self.before = before
        self.rows = rows
    }
}

/// A ticket that is kept while a dispute about it goes on.
package struct TicketHold: Codable, Sendable, Hashable {
    package var ticket: String
    package var estate: String
    package var since: String
    /// The account that said so.
    package var staff: String
    package var reason: String

    package init(ticket: String, estate: String, since: String, staff: String, reason: String) {
        self.ticket = ticket
        self.estate = estate
        self.since = since
        self.staff = staff
        self.reason = reason
    }
}
