import LinliSQL

extension Schema {
    /// Suspensions that the taker of a ticket has asked for and nobody has approved yet, one a ticket.
    static let suspensions = Migration(version: 9, name: "suspensions") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        let suffix = tx.dialect.tableSuffix
        try tx.run(
            """
            CREATE TABLE ticket_suspensions (
                ticket_id \(integer) NOT NULL PRIMARY KEY REFERENCES tickets (id),
                asked_by \(integer) NOT NULL REFERENCES staff (id),
                reason TEXT NOT NULL,
                resume_at \(integer) NOT NULL,
                asked_at \(integer) NOT NULL
            ) \(suffix)
            """)
    }
}
