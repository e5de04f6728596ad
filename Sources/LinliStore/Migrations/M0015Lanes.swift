import LinliSQL

extension Schema {
    /// Who works on what, where several daemons share a store.
    static let lanes = Migration(version: 15, name: "lanes") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE lanes (
                key TEXT NOT NULL PRIMARY KEY,
                owner TEXT NOT NULL,
                epoch \(integer) NOT NULL,
                lease_until \(integer) NOT NULL
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("ALTER TABLE outbox ADD COLUMN owner TEXT")
        // A daemon alone keeps its lanes in memory and pays for no index.
        guard tx.dialect.engine != .sqlite else { return }
        try tx.run("CREATE INDEX inbox_lane ON inbox (channel, sender, id) WHERE state = 'waiting'")
        try tx.run("CREATE INDEX outbox_sending ON outbox (owner) WHERE state = 'sending'")
    }
}
