import LinliSQL

extension Schema {
    /// When a room of the list is taken (`domain.md` A07, A17, H03), who waits for goods that have run out
    /// (D03), and the news of a project that is told page by page (I07).
    static let sharing = Migration(version: 30, name: "sharing") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        // Whether it still holds stands in its ticket: one that was given up takes nothing.
        try tx.run(
            """
            CREATE TABLE room_bookings (
                ticket_id \(integer) PRIMARY KEY REFERENCES tickets (id),
                resource_id \(integer) NOT NULL REFERENCES resources (id),
                day TEXT NOT NULL,
                opens \(integer) NOT NULL CHECK (opens >= 0),
                closes \(integer) NOT NULL CHECK (closes <= 1440),
                people \(integer) NOT NULL CHECK (people > 0),
                CHECK (opens < closes)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX room_bookings_day ON room_bookings (resource_id, day)")
        try tx.run(
            """
            CREATE TABLE reward_waits (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                reward TEXT NOT NULL,
                resident_id \(integer) NOT NULL REFERENCES residents (id),
                at \(integer) NOT NULL,
                UNIQUE (estate, reward, resident_id),
                FOREIGN KEY (estate, reward) REFERENCES rewards (estate, code)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX reward_waits_resident ON reward_waits (resident_id)")
        try tx.run(
            """
            CREATE TABLE need_news (
                event_id \(integer) PRIMARY KEY,
                need_id \(integer) NOT NULL REFERENCES needs (id),
                notice TEXT NOT NULL,
                news TEXT NOT NULL
            ) \(tx.dialect.tableSuffix)
            """)
    }
}
