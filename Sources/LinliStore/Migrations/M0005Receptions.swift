import LinliSQL

extension Schema {
    /// Reception sessions and their seats. One seat belongs to one booking because an index says so.
    static let receptions = Migration(version: 5, name: "receptions") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        let identity = tx.dialect.identity
        let suffix = tx.dialect.tableSuffix
        try tx.run(
            """
            CREATE TABLE sessions (
                id \(identity),
                estate TEXT NOT NULL,
                kind TEXT NOT NULL,
                name TEXT NOT NULL,
                place TEXT NOT NULL,
                starts_at \(integer) NOT NULL,
                booking_closes_at \(integer) NOT NULL,
                seats \(integer) NOT NULL CHECK (seats > 0),
                seat_minutes \(integer) NOT NULL CHECK (seat_minutes > 0),
                state TEXT NOT NULL DEFAULT 'open' \(check: "state", among: ["open", "cancelled", "held"]),
                UNIQUE (estate, kind, starts_at)
            ) \(suffix)
            """)
        try tx.run("CREATE INDEX sessions_start ON sessions (estate, starts_at)")
        try tx.run(
            """
            CREATE TABLE bookings (
                id \(identity),
                session_id \(integer) NOT NULL REFERENCES sessions (id),
                seat \(integer) NOT NULL CHECK (seat > 0),
                resident_id \(integer) NOT NULL REFERENCES residents (id),
                matter TEXT NOT NULL,
                state TEXT NOT NULL DEFAULT 'booked'
                    \(check: "state", among: ["booked", "cancelled", "attended", "absent"]),
                ticket_id \(integer) REFERENCES tickets (id),
                outcome TEXT NOT NULL DEFAULT '',
                created_at \(integer) NOT NULL,
                decided_at \(integer)
            ) \(suffix)
            """)
        try tx.run(
            "CREATE UNIQUE INDEX bookings_seat ON bookings (session_id, seat) WHERE state <> 'cancelled'")
        try tx.run(
            """
            CREATE UNIQUE INDEX bookings_resident ON bookings (session_id, resident_id)
            WHERE state <> 'cancelled'
            """)
        try tx.run("CREATE INDEX bookings_by_resident ON bookings (resident_id, created_at)")
    }
}
