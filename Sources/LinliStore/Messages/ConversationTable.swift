import LinliModel
import LinliSQL

/// Where each conversation stands: one JSON value a person and channel, written in the commit of its turn.
package struct ConversationTable {
    let tx: Transaction

    package func load(channel: String, sender: String) throws(SQLError) -> String? {
        try tx.first(
            "SELECT state FROM conversations WHERE channel = \(channel) AND sender = \(sender)"
        ) { row throws(SQLError) in try row.text(0) }
    }

    package func save(
        _ state: String, channel: String, sender: String, at now: Instant
    ) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO conversations (channel, sender, state, updated_at)
            VALUES (\(channel), \(sender), \(state), \(now.milliseconds))
            ON CONFLICT (channel, sender) DO UPDATE
            SET state = excluded.state, updated_at = excluded.updated_at
            """)
    }

    package func delete(channel: String, sender: String) throws(SQLError) {
        try tx.run("DELETE FROM conversations WHERE channel = \(channel) AND sender = \(sender)")
    }
}
