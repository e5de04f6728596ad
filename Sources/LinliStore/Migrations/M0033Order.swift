import LinliSQL

extension Schema {
    /// Indexes for the lists in the order of a time, and sessions that are moved: the mark that one leaves at
    /// its old time, and its news, which go out page by page (`domain.md` 2.7).
    static let order = Migration(version: 33, name: "order") { tx throws(SQLError) in
        try tx.run("CREATE INDEX needs_list ON needs (estate, due_at, id)")
        try tx.run("CREATE INDEX resources_list ON resources (estate, due_at, id)")
        try tx.run("CREATE INDEX meetings_list ON meetings (estate, starts_at, id)")
        try tx.run("CREATE INDEX sessions_list ON sessions (estate, starts_at, id)")
        try tx.run(
            """
            ALTER TABLE sessions ADD COLUMN is_mark \(tx.dialect.integer) NOT NULL DEFAULT 0
                CHECK (is_mark = 0 OR is_mark = 1)
            """)
        try tx.run(
            """
            CREATE TABLE session_moves (
                id \(tx.dialect.identity),
                session_id \(tx.dialect.integer) NOT NULL REFERENCES sessions (id),
                before TEXT NOT NULL,
                title TEXT NOT NULL,
                reason TEXT NOT NULL,
                at \(tx.dialect.integer) NOT NULL
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX session_moves_session ON session_moves (session_id)")
    }
}
