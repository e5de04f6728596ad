import LinliModel
import LinliSQL

/// One person on one channel, as the subject of a timer.
package struct ConversationKey: Sendable, Hashable {
    package let channel: String
    package let sender: String

    package init(channel: String, sender: String) {
        self.channel = channel
        self.sender = sender
    }

    static let separator = "\u{1F}"
    static let lanePrefix = "conversation:"

    /// The lane in which its messages are worked, one after the other.
    package var lane: String { Self.lanePrefix + subject }

    /// Nil for a text that is none.
    package init?(subject: String) {
        let parts = subject.split(separator: "\u{1F}", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        self.init(channel: String(parts[0]), sender: String(parts[1]))
    }

    package var subject: String { channel + Self.separator + sender }
}

/// Where each conversation stands: one JSON value a person and channel, written in the commit of its turn.
package struct ConversationTable {
    let tx: Transaction

    package func load(channel: String, sender: String) throws(SQLError) -> String? {
        try tx.first(
            """
            SELECT state FROM conversations WHERE channel = \(channel) AND sender = \(sender) \(tx.rowLock)
            """
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

    /// Deletes where conversations stood that nobody has gone on with since `limit`, at most `rows` of them:
    /// the next word begins a new one.
    package func prune(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        try tx.run(
            """
            DELETE FROM conversations
            WHERE updated_at < \(limit.milliseconds) AND (channel, sender) IN (
                SELECT channel, sender \(Self.left(before: limit)) ORDER BY updated_at LIMIT \(rows))
            """)
    }

    /// What `prune` finds.
    static func left(before limit: Instant) -> Statement {
        "FROM conversations WHERE updated_at < \(limit.milliseconds)"
    }

    package func delete(channel: String, sender: String) throws(SQLError) {
        try tx.run("DELETE FROM conversations WHERE channel = \(channel) AND sender = \(sender)")
    }
}
