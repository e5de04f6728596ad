import LinliSQL

extension Schema {
    /// How often a platform took a message and then said that it did not arrive (`platforms.md` 2.3): each
    /// time it goes out anew, by another id.
    static let rounds = Migration(version: 36, name: "rounds") { tx throws(SQLError) in
        try tx.run("ALTER TABLE outbox ADD COLUMN round \(tx.dialect.integer) NOT NULL DEFAULT 0")
    }
}
