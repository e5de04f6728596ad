import LinliSQL

extension Schema {
    /// Tickets, what happened to them, and their clocks.
    static let tickets = Migration(version: 3, name: "tickets") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        let identity = tx.dialect.identity
        let suffix = tx.dialect.tableSuffix
        try tx.run(
            """
            CREATE TABLE ticket_days (
                day TEXT NOT NULL PRIMARY KEY,
                last \(integer) NOT NULL
            ) \(suffix)
            """)
        try tx.run(
            """
            CREATE TABLE tickets (
                id \(identity),
                number TEXT NOT NULL UNIQUE,
                estate TEXT NOT NULL,
                resident_id \(integer) REFERENCES residents (id),
                channel TEXT NOT NULL,
                sender TEXT NOT NULL,
                category TEXT NOT NULL,
                urgency TEXT NOT NULL \(check: "urgency", among: ["P0", "P1", "P2", "P3"]),
                text TEXT NOT NULL,
                building TEXT,
                unit TEXT,
                room TEXT,
                place TEXT,
                origin TEXT NOT NULL,
                intent TEXT,
                anonymous \(integer) NOT NULL CHECK (anonymous IN (0, 1)),
                attachments TEXT NOT NULL DEFAULT '[]',
                state TEXT NOT NULL,
                level \(integer) NOT NULL DEFAULT 1 CHECK (level BETWEEN 1 AND 5),
                taker_id \(integer) REFERENCES staff (id),
                received_at \(integer) NOT NULL,
                accepted_at \(integer),
                arrived_at \(integer),
                resolved_at \(integer),
                result TEXT,
                false_closure \(integer) NOT NULL DEFAULT 0 CHECK (false_closure IN (0, 1)),
                rating \(integer) CHECK (rating BETWEEN 1 AND 5),
                version \(integer) NOT NULL DEFAULT 1
            ) \(suffix)
            """)
        try tx.run("CREATE INDEX tickets_resident ON tickets (resident_id, received_at)")
        try tx.run("CREATE INDEX tickets_open ON tickets (estate, state, received_at)")
        try tx.run(
            """
            CREATE TABLE ticket_events (
                id \(identity),
                ticket_id \(integer) NOT NULL REFERENCES tickets (id),
                kind TEXT NOT NULL,
                at \(integer) NOT NULL,
                actor TEXT NOT NULL,
                detail TEXT NOT NULL DEFAULT ''
            ) \(suffix)
            """)
        try tx.run("CREATE INDEX ticket_events_ticket ON ticket_events (ticket_id, id)")
        try tx.run(
            """
            CREATE TABLE ticket_clocks (
                ticket_id \(integer) NOT NULL REFERENCES tickets (id),
                kind TEXT NOT NULL \(check: "kind", among: ["first_response", "accept", "resolve"]),
                due_at \(integer) NOT NULL,
                provisional \(integer) NOT NULL CHECK (provisional IN (0, 1)),
                policy TEXT NOT NULL,
                met_at \(integer),
                breached_at \(integer),
                PRIMARY KEY (ticket_id, kind)
            ) \(suffix)
            """)
    }
}
