import LinliSQL

extension Schema {
    /// Seats for somebody else (`domain.md` A13), and who waits for one where all are taken (2.7).
    static let seats = Migration(version: 24, name: "seats") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run(
            """
            ALTER TABLE bookings ADD COLUMN on_behalf \(integer) NOT NULL DEFAULT 0
                CHECK (on_behalf IN (0, 1))
            """)
        try tx.run("ALTER TABLE bookings ADD COLUMN attendee TEXT NOT NULL DEFAULT ''")
        // One seat of his own and one for somebody else: nobody fills a session with his family.
        try tx.run("DROP INDEX bookings_resident")
        try tx.run(
            """
            CREATE UNIQUE INDEX bookings_resident ON bookings (session_id, resident_id, on_behalf)
            WHERE state <> 'cancelled'
            """)
        try tx.run(
            """
            CREATE TABLE seat_waits (
                id \(tx.dialect.identity),
                session_id \(integer) NOT NULL REFERENCES sessions (id),
                resident_id \(integer) NOT NULL REFERENCES residents (id),
                matter TEXT NOT NULL,
                on_behalf \(integer) NOT NULL CHECK (on_behalf IN (0, 1)),
                attendee TEXT NOT NULL,
                state TEXT NOT NULL DEFAULT 'waiting'
                    \(check: "state", among: ["waiting", "seated", "left", "over"]),
                created_at \(integer) NOT NULL,
                decided_at \(integer),
                CHECK ((state = 'waiting') = (decided_at IS NULL))
            ) \(tx.dialect.tableSuffix)
            """)
        // Whoever says it twice waits once.
        try tx.run(
            """
            CREATE UNIQUE INDEX seat_waits_once ON seat_waits (session_id, resident_id, on_behalf)
            WHERE state = 'waiting'
            """)
        try tx.run("CREATE INDEX seat_waits_resident ON seat_waits (resident_id)")
    }
}
