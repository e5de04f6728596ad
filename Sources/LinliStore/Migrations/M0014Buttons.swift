import LinliSQL

extension Schema {
    /// Answers that a channel may show as buttons, one a line.
    static let buttons = Migration(version: 14, name: "buttons") { tx throws(SQLError) in
        try tx.run("ALTER TABLE outbox ADD COLUMN buttons TEXT NOT NULL DEFAULT ''")
    }
}
