import LinliSQL

extension Schema {
    /// When it suits whoever is called on, in his own words (`domain.md` A04).
    static let visitWishes = Migration(version: 29, name: "visit wishes") { tx throws(SQLError) in
        try tx.run("ALTER TABLE visits ADD COLUMN wish TEXT NOT NULL DEFAULT ''")
    }
}
