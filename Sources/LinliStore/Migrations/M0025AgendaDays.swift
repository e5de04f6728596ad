import LinliSQL

extension Schema {
    /// Whether a matter's due time was counted without the calendar of its year (`domain.md` 2.11).
    static let agendaDays = Migration(version: 25, name: "agenda days") { tx throws(SQLError) in
        try tx.run(
            """
            ALTER TABLE agenda_items ADD COLUMN provisional \(tx.dialect.integer) NOT NULL DEFAULT 0
                CHECK (provisional IN (0, 1))
            """)
    }
}
