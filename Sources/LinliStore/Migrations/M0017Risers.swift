import LinliSQL

extension Schema {
    /// Flats above each other that report water are found by their pipe, newest first, however many reports a
    /// building has sent that day.
    static let risers = Migration(version: 17, name: "risers") { tx throws(SQLError) in
        try tx.run("ALTER TABLE tickets ADD COLUMN riser TEXT")
        try tx.run(
            "CREATE INDEX tickets_riser ON tickets (estate, riser, received_at) WHERE riser IS NOT NULL")
    }
}
