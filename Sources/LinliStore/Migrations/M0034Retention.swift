import LinliSQL

extension Schema {
    /// When a ticket lost its person, and indexes of what still has words, so that what has none is not
    /// looked through again every hour (`domain.md` 2.10).
    static let retention = Migration(version: 34, name: "retention") { tx throws(SQLError) in
        try tx.run("ALTER TABLE tickets ADD COLUMN pseudonymised_at \(tx.dialect.integer)")
        try tx.run(
            "CREATE INDEX tickets_personal ON tickets (received_at) WHERE pseudonymised_at IS NULL")
        try tx.run("CREATE INDEX tickets_pictures ON tickets (received_at) WHERE attachments <> '[]'")
        try tx.run("DROP INDEX inbox_received")
        try tx.run("CREATE INDEX inbox_worded ON inbox (received_at) WHERE kind <> ''")
        try tx.run("CREATE INDEX outbox_worded ON outbox (created_at) WHERE text <> ''")
        try tx.run("CREATE INDEX transfers_worded ON transfers (at) WHERE memo <> ''")
        try tx.run("CREATE INDEX audit_at ON audit (at)")
    }
}
