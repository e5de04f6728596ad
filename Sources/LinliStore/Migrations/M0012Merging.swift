import LinliSQL

extension Schema {
    /// Several reports of one matter: which ticket stands for them, and by what they are known to be one.
    static let merging = Migration(version: 12, name: "merging") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run("ALTER TABLE tickets ADD COLUMN merged_into \(integer) REFERENCES tickets (id)")
        try tx.run("ALTER TABLE tickets ADD COLUMN object_key TEXT")
        try tx.run(
            "CREATE INDEX tickets_object ON tickets (estate, object_key) WHERE object_key IS NOT NULL")
        try tx.run(
            "CREATE INDEX tickets_merged ON tickets (merged_into) WHERE merged_into IS NOT NULL")
    }
}
