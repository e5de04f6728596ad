import LinliSQL

extension Schema {
    /// Clocks in rounds: a reopened ticket gets new ones, and the old ones stand as they ended. Watches:
    /// which level was told of a ticket and what it did about it.
    static let ladder = Migration(version: 11, name: "ladder") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        let suffix = tx.dialect.tableSuffix
        try tx.run(
            """
            CREATE TABLE ticket_clock_rounds (
                ticket_id \(integer) NOT NULL REFERENCES tickets (id),
                kind TEXT NOT NULL \(check: "kind", among: ["first_response", "accept", "resolve"]),
                round \(integer) NOT NULL,
                started_at \(integer) NOT NULL,
                due_at \(integer) NOT NULL,
                provisional \(integer) NOT NULL CHECK (provisional IN (0, 1)),
                policy TEXT NOT NULL,
                met_at \(integer),
                breached_at \(integer),
                PRIMARY KEY (ticket_id, kind, round)
            ) \(suffix)
            """)
        try tx.run(
            """
            INSERT INTO ticket_clock_rounds
                (ticket_id, kind, round, started_at, due_at, provisional, policy, met_at, breached_at)
            SELECT c.ticket_id, c.kind, 0, t.received_at, c.due_at, c.provisional, c.policy, c.met_at,
                c.breached_at
            FROM ticket_clocks c JOIN tickets t ON t.id = c.ticket_id
            """)
        try tx.run("DROP TABLE ticket_clocks")
        try tx.run("ALTER TABLE ticket_clock_rounds RENAME TO ticket_clocks")
        try tx.run(
            """
            CREATE TABLE ticket_watches (
                ticket_id \(integer) NOT NULL PRIMARY KEY REFERENCES tickets (id),
                level \(integer) NOT NULL CHECK (level BETWEEN 1 AND 5),
                told_at \(integer) NOT NULL,
                rings \(integer) NOT NULL DEFAULT 0,
                acknowledged_by \(integer) REFERENCES staff (id),
                acknowledged_at \(integer),
                snoozes \(integer) NOT NULL DEFAULT 0,
                snoozed_until \(integer)
            ) \(suffix)
            """)
    }
}
