import LinliSQL

extension Schema {
    /// How a matter is handed out and mediated, warnings of the weather, and what devices report.
    static let handling = Migration(version: 19, name: "handling") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run(
            """
            ALTER TABLE tickets ADD COLUMN mediation TEXT
                \(check: "mediation", among: ["offered", "refused", "consented", "under_way", "agreed",
                    "failed"])
            """)
        // What came back too late to be opened again.
        try tx.run("ALTER TABLE tickets ADD COLUMN repeat_of \(integer) REFERENCES tickets (id)")
        // One row for each role of an estate: whose turn it was last. It is also the lock of those who count.
        try tx.run(
            """
            CREATE TABLE dispatch_pools (
                estate TEXT NOT NULL,
                role TEXT NOT NULL,
                last_staff_id \(integer) REFERENCES staff (id),
                dispatched \(integer) NOT NULL,
                PRIMARY KEY (estate, role)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX tickets_taker ON tickets (taker_id) WHERE taker_id IS NOT NULL")
        try tx.run(
            """
            CREATE TABLE weather_alerts (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                kind TEXT NOT NULL,
                level TEXT NOT NULL,
                started_at \(integer) NOT NULL,
                ended_at \(integer),
                CHECK (ended_at IS NULL OR ended_at >= started_at)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run(
            """
            CREATE UNIQUE INDEX weather_alerts_active ON weather_alerts (estate, kind)
            WHERE ended_at IS NULL
            """)
        try tx.run(
            """
            CREATE TABLE device_events (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                device TEXT NOT NULL,
                kind TEXT NOT NULL,
                building TEXT NOT NULL,
                unit TEXT NOT NULL,
                at \(integer) NOT NULL,
                ticket_id \(integer) REFERENCES tickets (id)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run(
            "CREATE INDEX device_events_place ON device_events (estate, kind, building, unit, at)")
    }
}
