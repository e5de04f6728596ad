import LinliSQL

extension Schema {
    /// Platforms whose messages are pulled, and keys that a platform gives along to answer one message by.
    static let pulls = Migration(version: 35, name: "pulls") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE pulls (
                account TEXT NOT NULL PRIMARY KEY,
                cursor TEXT NOT NULL DEFAULT '',
                ticket TEXT,
                noticed_at \(integer),
                notices \(integer) NOT NULL DEFAULT 0,
                heard \(integer) NOT NULL DEFAULT 0,
                began_at \(integer) NOT NULL,
                pulled_at \(integer)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("ALTER TABLE inbox ADD COLUMN handle TEXT")
        try tx.run("ALTER TABLE inbox ADD COLUMN handle_until \(integer)")
        try tx.run("ALTER TABLE reply_windows ADD COLUMN handle TEXT")
    }
}
