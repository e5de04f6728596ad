import LinliSQL

extension Schema {
    /// Tickets that are kept beyond their time while a dispute about them goes on (`domain.md` 2.10). The
    /// ticket's own row says so too: whoever forgets it looks at that row under its lock.
    static let holds = Migration(version: 37, name: "holds") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run("ALTER TABLE tickets ADD COLUMN held_at \(integer)")
        try tx.run(
            """
            CREATE TABLE ticket_holds (
                id \(tx.dialect.identity),
                ticket_id \(integer) NOT NULL REFERENCES tickets (id),
                held_by \(integer) NOT NULL REFERENCES staff (id),
                reason TEXT NOT NULL,
                held_at \(integer) NOT NULL,
                lifted_by \(integer) REFERENCES staff (id),
                lift_reason TEXT NOT NULL DEFAULT '',
                lifted_at \(integer),
                CHECK ((lifted_at IS NULL) = (lifted_by IS NULL))
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run(
            "CREATE UNIQUE INDEX ticket_holds_running ON ticket_holds (ticket_id) WHERE lifted_at IS NULL")
        try tx.run("CREATE INDEX ticket_holds_ticket ON ticket_holds (ticket_id)")
    }
}
