import LinliSQL

extension Schema {
    /// What departments owe after they have come, how both sides of a whistle judge each other, who holds a
    /// reception, what was brought up for a talk, praise, and by which way a matter came to the desk.
    static let answers = Migration(version: 20, name: "answers") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run("ALTER TABLE whistles ADD COLUMN result_due_at \(integer)")
        try tx.run("ALTER TABLE whistles ADD COLUMN result_at \(integer)")
        try tx.run("ALTER TABLE whistles ADD COLUMN result_breached_at \(integer)")
        try tx.run("ALTER TABLE whistles ADD COLUMN result TEXT")
        // Of the department by who called it, and the other way round.
        try tx.run(
            "ALTER TABLE whistles ADD COLUMN score \(integer) CHECK (score BETWEEN 1 AND 5)")
        try tx.run(
            """
            ALTER TABLE whistles ADD COLUMN caller_score \(integer) CHECK (caller_score BETWEEN 1 AND 5)
            """)
        try tx.run("CREATE INDEX whistles_blown ON whistles (blown_at)")
        try tx.run("ALTER TABLE sessions ADD COLUMN leader TEXT NOT NULL DEFAULT ''")
        // By which way it came where nobody wrote it in a chat: desk, phone, mailbox …
        try tx.run("ALTER TABLE tickets ADD COLUMN intake TEXT")
        try tx.run(
            """
            CREATE TABLE topics (
                id \(tx.dialect.identity),
                session_id \(integer) NOT NULL REFERENCES sessions (id),
                seq \(integer) NOT NULL,
                resident_id \(integer) REFERENCES residents (id),
                text TEXT NOT NULL,
                at \(integer) NOT NULL,
                answer TEXT,
                answered_at \(integer),
                ticket_id \(integer) REFERENCES tickets (id),
                UNIQUE (session_id, seq)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX topics_resident ON topics (resident_id)")
        try tx.run(
            """
            CREATE TABLE praises (
                id \(tx.dialect.identity),
                estate TEXT NOT NULL,
                resident_id \(integer) REFERENCES residents (id),
                named TEXT NOT NULL,
                text TEXT NOT NULL,
                at \(integer) NOT NULL
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX praises_estate ON praises (estate, at)")
    }
}
