import LinliModel
import LinliSQL

/// Every step of the schema, oldest first. Append only: a released step is never edited.
package enum Schema {
    package static let migrations: [Migration] = [
        messages, people, tickets, points, receptions, operations, queues, staffCodes, suspensions,
        whistles, ladder, merging, owners, buttons, lanes, matters, risers, meetings, handling,
        answers, registers, visits, activities, seats, agendaDays, staffAreas, milestones, meals,
        visitWishes, sharing, office, posts, order, retention, pulls, rounds,
        holds, concerns,
    ]
}

extension Schema {
    /// Stores of an older schema than this are refused: their steps are no longer in the list, or are not
    /// tried any more.
    package static let oldest = 1

    /// Who brings a store to this schema, and refuses one outside the range that this binary accepts.
    package static var migrator: Migrator { Migrator(migrations, oldest: oldest) }

    /// Brings a store up to date. A step that takes something away waits until every daemon that works on the
    /// store can do without it; otherwise that one would fail in the middle of its work.
    ///
    /// - Parameter now: milliseconds since 1970.
    @discardableResult
    package static func migrate(
        _ database: any Database, at now: Int64, with migrator: Migrator = migrator
    ) async throws(SQLError) -> [Int] {
        try await migrator.migrate(database, at: now) { step, tx throws(SQLError) in
            guard let needed = step.compatibleFrom, step.version > lanes.version else { return }
            try tx.lanes.pass(gate)
            guard let known = try tx.lanes.leastKnown(), known < needed else { return }
            throw SQLError(
                .schema,
                "schema step \(step.version) waits until every daemon knows schema \(needed), "
                    + "and one works that knows \(known): upgrade it first")
        }
    }

    /// A daemon begins to work on the store, or goes on: from the commit on a step that takes something away
    /// waits for it, and one that was made before is seen here. Both pass one gate, so that neither misses
    /// the other.
    ///
    /// - Throws: `.schema` where this binary must not work on the store any more.
    package static func enlist(
        _ owner: String, for lease: TimeSpan, in tx: Transaction, with migrator: Migrator = migrator
    ) throws(SQLError) {
        try tx.lanes.pass(gate)
        try tx.lanes.live(owner, for: lease, knowing: migrator.newest)
        try migrator.admit(in: tx)
    }

    private static let gate = LaneClaim.jobKey("schema")

    /// The tables whose rows a store is, in an order in which every row finds those that it refers to. Not
    /// among them: what the migrator writes, and the lanes, which belong to daemons that run.
    package static let tables: [TableCopy.Table] =
        [
            "units", "residents", "identities", "homes", "party_members", "home_codes",
        ].map { TableCopy.Table($0) } + [TableCopy.Table("staff", deferred: "follower_id")]
        + [
            "staff_roles", "staff_areas",
            "staff_tokens",
            "staff_roster", "staff_codes", "staff_identities", "staff_code_tries", "inbox", "outbox",
            "reply_windows", "pulls", "conversations", "ticket_days",
        ].map { TableCopy.Table($0) } + [TableCopy.Table("tickets", deferred: "merged_into")]
        + [
            "ticket_events", "ticket_clocks", "ticket_steps", "ticket_suspensions", "ticket_holds",
            "ticket_watches", "whistles", "accounts",
            "transfers", "claims", "rewards", "redemptions", "reward_waits", "sessions", "bookings",
            "seat_waits", "session_moves", "topics",
            "praises",
            "meetings",
            "agenda_items", "agenda_voices", "dispatch_pools", "weather_alerts", "device_events",
        ].map { TableCopy.Table($0) } + [TableCopy.Table("needs", deferred: "merged_into")]
        + [
            "projects", "milestones", "need_followers", "need_news", "resources", "room_bookings",
            "care_list", "visits", "activities",
            "activity_items", "signups", "meal_orders", "meal_days",
            "inspections", "inspection_findings", "teams", "team_members", "team_orders",
            "posts", "post_holders", "post_applications",
            "register_events", "timers", "audit",
            "request_keys",
        ].map { TableCopy.Table($0) }
}
