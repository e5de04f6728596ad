import LinliSQL

extension Schema {
    /// Departments that were called in for a ticket (吹哨报到), one row a department and whistle.
    static let whistles = Migration(version: 10, name: "whistles") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE whistles (
                id \(tx.dialect.identity),
                ticket_id \(integer) NOT NULL REFERENCES tickets (id),
                department TEXT NOT NULL,
                is_lead \(integer) NOT NULL CHECK (is_lead IN (0, 1)),
                blown_by \(integer) NOT NULL REFERENCES staff (id),
                blown_at \(integer) NOT NULL,
                due_at \(integer) NOT NULL,
                provisional \(integer) NOT NULL CHECK (provisional IN (0, 1)),
                reported_at \(integer),
                breached_at \(integer)
            ) \(tx.dialect.tableSuffix)
            """)
        // One open call a department: a second whistle finds the first one.
        try tx.run(
            "CREATE UNIQUE INDEX whistles_open ON whistles (ticket_id, department) WHERE reported_at IS NULL")
    }
}
