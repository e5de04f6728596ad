import LinliSQL

extension Schema {
    /// Who answers for a ticket to the resident (首问负责), and whistles that a rule has blown instead of a
    /// person.
    static let owners = Migration(version: 13, name: "owners") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run("ALTER TABLE tickets ADD COLUMN first_owner_id \(integer) REFERENCES staff (id)")
        try tx.run(
            """
            CREATE TABLE whistle_calls (
                id \(tx.dialect.identity),
                ticket_id \(integer) NOT NULL REFERENCES tickets (id),
                department TEXT NOT NULL,
                is_lead \(integer) NOT NULL CHECK (is_lead IN (0, 1)),
                blown_by \(integer) REFERENCES staff (id),
                blown_at \(integer) NOT NULL,
                due_at \(integer) NOT NULL,
                provisional \(integer) NOT NULL CHECK (provisional IN (0, 1)),
                reported_at \(integer),
                breached_at \(integer)
            ) \(tx.dialect.tableSuffix)
            """)
        // The rows get numbers of the new table, and their timers with them.
        try tx.run(
            """
            INSERT INTO whistle_calls (ticket_id, department, is_lead, blown_by, blown_at, due_at,
                provisional, reported_at, breached_at)
            SELECT ticket_id, department, is_lead, blown_by, blown_at, due_at, provisional, reported_at,
                breached_at
            FROM whistles ORDER BY id
            """)
        try tx.run("DELETE FROM timers WHERE kind = 'report_in' AND state <> 'armed'")
        try tx.run(
            """
            UPDATE timers SET subject = (SELECT 'n' || CAST(n.id AS TEXT) FROM whistle_calls n
                JOIN whistles o ON o.ticket_id = n.ticket_id AND o.department = n.department
                    AND o.blown_at = n.blown_at
                WHERE CAST(o.id AS TEXT) = timers.subject)
            WHERE kind = 'report_in'
            """)
        try tx.run("UPDATE timers SET subject = substr(subject, 2) WHERE kind = 'report_in'")
        try tx.run("DROP TABLE whistles")
        try tx.run("ALTER TABLE whistle_calls RENAME TO whistles")
        try tx.run(
            "CREATE UNIQUE INDEX whistles_open ON whistles (ticket_id, department) WHERE reported_at IS NULL")
    }
}
