import Foundation
import LinliModel
import LinliSQL

extension Schema {
    /// Messages in columns and tables by key: what every message costs the one writer.
    ///
    /// The inbox kept a message as one JSON text beside columns that said half of it again. Three tables with
    /// a key of two texts were two trees each. The outbox learns how often a send had no known end.
    static let queues = Migration(version: 7, name: "queues") { tx throws(SQLError) in
        try splitBodies(tx)
        try keyWindows(tx)
        try keyConversations(tx)
        try keyIdentities(tx)
        try tx.run("ALTER TABLE outbox ADD COLUMN unknowns \(tx.dialect.integer) NOT NULL DEFAULT 0")
    }

    private static func splitBodies(_ tx: Transaction) throws(SQLError) {
        try tx.run("ALTER TABLE inbox ADD COLUMN kind TEXT NOT NULL DEFAULT ''")
        try tx.run("ALTER TABLE inbox ADD COLUMN words TEXT")
        try tx.run("ALTER TABLE inbox ADD COLUMN detail TEXT")
        try tx.run("ALTER TABLE inbox ADD COLUMN sent_at \(tx.dialect.integer)")
        var position: Int64 = 0
        while let last = try splitBodies(after: position, tx) { position = last }
        try tx.run("ALTER TABLE inbox DROP COLUMN body")
    }

    /// A thousand rows at a time. Returns the last one's id, nil where none was left.
    private static func splitBodies(after position: Int64, _ tx: Transaction) throws(SQLError) -> Int64? {
        let rows = try tx.all(
            "SELECT id, body FROM inbox WHERE body <> '' AND id > \(position) ORDER BY id LIMIT 1000"
        ) { row throws(SQLError) in (id: try row.integer(0), body: try row.text(1)) }
        for row in rows {
            guard let message = message(of: row.body) else { continue }
            let content = StoredContent(message.content)
            try tx.run(
                """
                UPDATE inbox SET kind = \(content.kind), words = \(content.words),
                    detail = \(content.detail), sent_at = \(message.sentAt?.milliseconds)
                WHERE id = \(row.id)
                """)
        }
        return rows.last?.id
    }

    /// Nil where the body is none that this program has ever written: the row then counts as unreadable, as
    /// it did before.
    private static func message(of body: String) -> InboundMessage? {
        do {
            return try JSONDecoder().decode(InboundMessage.self, from: Data(body.utf8))
        } catch {
            return nil
        }
    }

    private static func keyWindows(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        try tx.run("ALTER TABLE reply_windows RENAME TO reply_windows_old")
        try tx.run(
            """
            CREATE TABLE reply_windows (
                channel TEXT NOT NULL,
                recipient TEXT NOT NULL,
                closes_at \(integer) NOT NULL,
                remaining \(integer) NOT NULL CHECK (remaining >= 0),
                PRIMARY KEY (channel, recipient)
            ) \(tx.dialect.keyedTableSuffix)
            """)
        try tx.run(
            """
            INSERT INTO reply_windows (channel, recipient, closes_at, remaining)
            SELECT channel, recipient, closes_at, remaining FROM reply_windows_old
            """)
        try tx.run("DROP TABLE reply_windows_old")
    }

    private static func keyConversations(_ tx: Transaction) throws(SQLError) {
        try tx.run("ALTER TABLE conversations RENAME TO conversations_old")
        try tx.run(
            """
            CREATE TABLE conversations (
                channel TEXT NOT NULL,
                sender TEXT NOT NULL,
                state TEXT NOT NULL,
                updated_at \(tx.dialect.integer) NOT NULL,
                PRIMARY KEY (channel, sender)
            ) \(tx.dialect.keyedTableSuffix)
            """)
        try tx.run(
            """
            INSERT INTO conversations (channel, sender, state, updated_at)
            SELECT channel, sender, state, updated_at FROM conversations_old
            """)
        try tx.run("DROP TABLE conversations_old")
    }

    private static func keyIdentities(_ tx: Transaction) throws(SQLError) {
        let integer = tx.dialect.integer
        try tx.run("ALTER TABLE identities RENAME TO identities_old")
        try tx.run("DROP INDEX identities_resident")
        try tx.run(
            """
            CREATE TABLE identities (
                channel TEXT NOT NULL,
                external_id TEXT NOT NULL,
                resident_id \(integer) NOT NULL REFERENCES residents (id),
                created_at \(integer) NOT NULL,
                PRIMARY KEY (channel, external_id)
            ) \(tx.dialect.keyedTableSuffix)
            """)
        try tx.run(
            """
            INSERT INTO identities (channel, external_id, resident_id, created_at)
            SELECT channel, external_id, resident_id, created_at FROM identities_old
            """)
        try tx.run("DROP TABLE identities_old")
        try tx.run("CREATE INDEX identities_resident ON identities (resident_id)")
    }
}
