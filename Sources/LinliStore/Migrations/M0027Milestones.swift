import LinliSQL

extension Schema {
    /// How far a project has come and who wants to hear of it (`domain.md` I07, B08); where and when
    /// something of the list of resources is to be had (A07, C15).
    static let milestones = Migration(version: 27, name: "milestones") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE milestones (
                id \(tx.dialect.identity),
                need_id \(integer) NOT NULL REFERENCES needs (id),
                name TEXT NOT NULL,
                due_at \(integer),
                reached_at \(integer),
                photo TEXT NOT NULL DEFAULT '',
                UNIQUE (need_id, name),
                CHECK (due_at IS NOT NULL OR reached_at IS NOT NULL)
            ) \(tx.dialect.tableSuffix)
            """)
        // Who has wished for it himself hears of it without this.
        try tx.run(
            """
            CREATE TABLE need_followers (
                need_id \(integer) NOT NULL REFERENCES needs (id),
                resident_id \(integer) NOT NULL REFERENCES residents (id),
                at \(integer) NOT NULL,
                PRIMARY KEY (need_id, resident_id)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("CREATE INDEX need_followers_resident ON need_followers (resident_id)")
        try tx.run("ALTER TABLE resources ADD COLUMN place TEXT NOT NULL DEFAULT ''")
        try tx.run("ALTER TABLE resources ADD COLUMN hours TEXT NOT NULL DEFAULT ''")
    }
}
