import LinliModel
import LinliSQL

/// The inbox: every message that was answered with 200, once.
///
/// Promise: a row is here before the platform hears 200, and a second delivery with the same key
/// changes nothing. States: `waiting` → `done`, or `quarantined` after three handlings that ended with the
/// process. At a crash a waiting row keeps its count of attempts and is handled again.
///
/// A row that was read in an earlier transaction is named by its id *and* by the platform's key. A promoted
/// replica gives ids out once more that its primary gave to rows which never reached it: the id alone may
/// then be another resident's message.
package struct InboxTable {
    let tx: Transaction

    /// Stores a message unless its key is known. Returns the new row's id, or nil for a redelivery.
    package func accept(_ message: InboundMessage, at now: Instant) throws(SQLError) -> InboxID? {
        try insert(message, .waiting, at: now)
    }

    /// Stores a message that nobody is to answer any more, unless its key is known.
    package func record(_ message: InboundMessage, at now: Instant) throws(SQLError) {
        _ = try insert(message, .done, at: now)
    }

    private func insert(
        _ message: InboundMessage, _ state: InboxRow.State, at now: Instant
    ) throws(SQLError) -> InboxID? {
        let content = StoredContent(message.content)
        return try tx.insertUnlessKnown(
            """
            INSERT INTO inbox (channel, external_id, sender, sent_at, kind, words, detail, received_at,
                handle, handle_until, state, done_at)
            VALUES (\(message.channel), \(message.externalID.withoutNUL), \(message.sender.withoutNUL),
                \(message.sentAt?.milliseconds), \(content.kind), \(content.words), \(content.detail),
                \(now.milliseconds), \(message.handle?.key), \(message.handle?.until.milliseconds),
                \(state), \(state == .done ? now.milliseconds : nil))
            ON CONFLICT (channel, external_id) DO NOTHING
            """
        ).map { InboxID($0) }
    }

    /// The oldest waiting rows after `position`, oldest first.
    package func waiting(after position: InboxID, limit: Int) throws(SQLError) -> [InboxRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM inbox WHERE state = 'waiting' AND id > \(position)
            ORDER BY id LIMIT \(limit)
            """,
            Self.decode)
    }

    /// Waiting rows whose last attempt did not come to an end, oldest first: at the start only those that a
    /// crash left behind.
    package func interrupted() throws(SQLError) -> [InboxRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM inbox WHERE state = 'waiting' AND attempts > 0 ORDER BY id",
            Self.decode)
    }

    /// The oldest waiting rows of conversations that no daemon holds, oldest first.
    package func claimable(limit: Int) throws(SQLError) -> [InboxRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM inbox
            WHERE state = 'waiting' AND NOT EXISTS (
                SELECT 1 FROM lanes
                WHERE key = \(ConversationKey.lanePrefix) || inbox.channel || \(ConversationKey.separator)
                        || inbox.sender
                    AND lease_until >= \(tx.dialect.clock))
            ORDER BY id LIMIT \(limit)
            """,
            Self.decode)
    }

    /// The oldest waiting rows of one conversation, oldest first.
    package func waiting(in conversation: ConversationKey, limit: Int) throws(SQLError) -> [InboxRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM inbox
            WHERE channel = \(conversation.channel) AND sender = \(conversation.sender) AND state = 'waiting'
            ORDER BY id LIMIT \(limit)
            """,
            Self.decode)
    }

    /// Counts for each row the attempt that follows `count` others, before the handler runs: a process that
    /// dies in it leaves the mark. Said twice, because nobody knows what became of the first time, it counts
    /// once.
    package func countAttempt(_ rows: [InboxRow], after count: Int) throws(SQLError) {
        guard !rows.isEmpty else { return }
        try tx.run(
            """
            UPDATE inbox SET attempts = \(count + 1)
            WHERE id IN (\(list: rows.map(\.id))) AND external_id IN (\(list: rows.map(\.externalID)))
                AND attempts <= \(count)
            """)
    }

    /// Takes an attempt back that did not begin, or that was stopped on request and not by the row.
    package func forgetAttempt(_ row: InboxRow) throws(SQLError) {
        try tx.run(
            """
            UPDATE inbox SET attempts = attempts - 1
            WHERE id = \(row.id) AND external_id = \(row.externalID)
                AND channel = \(row.conversation.channel) AND state = 'waiting' AND attempts > 0
            """)
    }

    /// Ends a row. False when it was not waiting any more.
    package func finish(_ row: InboxRow, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE inbox SET state = 'done', done_at = \(now.milliseconds)
            WHERE id = \(row.id) AND external_id = \(row.externalID)
                AND channel = \(row.conversation.channel) AND state = 'waiting'
            """) == 1
    }

    /// What somebody chose in a vote is nobody's to read: the row says only that there was something.
    package func forgetWords(of row: InboxRow) throws(SQLError) {
        try tx.run(
            """
            UPDATE inbox SET words = \(Self.forgotten)
            WHERE id = \(row.id) AND external_id = \(row.externalID)
                AND channel = \(row.conversation.channel)
            """)
    }

    package static let forgotten = "（表决内容不保留）"

    /// Sets a row aside. False when it was not waiting any more.
    package func quarantine(_ row: InboxRow, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE inbox SET state = 'quarantined', done_at = \(now.milliseconds)
            WHERE id = \(row.id) AND external_id = \(row.externalID)
                AND channel = \(row.conversation.channel) AND state = 'waiting'
            """) == 1
    }

    package func count(_ state: InboxRow.State) throws(SQLError) -> Int {
        Int(try tx.integer("SELECT count(*) FROM inbox WHERE state = \(state)"))
    }

    package func received(_ id: InboxID) throws(SQLError) -> InboxRow? {
        try tx.first("SELECT \(Self.columns) FROM inbox WHERE id = \(id)", Self.decode)
    }

    /// The newest messages of one sender since a moment, oldest first: the transcript.
    package func transcript(
        channel: String, sender: String, since: Instant, limit: Int
    ) throws(SQLError) -> [InboxRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM inbox
            WHERE channel = \(channel) AND sender = \(sender) AND kind <> ''
                AND received_at >= \(since.milliseconds)
            ORDER BY id DESC LIMIT \(limit)
            """,
            Self.decode
        ).reversed()
    }

    /// Handled messages since a moment whose words are still kept, the newest `limit` of them, oldest first.
    package func handled(since: Instant, limit: Int) throws(SQLError) -> [InboxRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM inbox
            WHERE state = 'done' AND kind <> '' AND received_at >= \(since.milliseconds)
            ORDER BY id DESC LIMIT \(limit)
            """,
            Self.decode
        ).reversed()
    }

    /// Deletes bodies of ended rows older than `limit`, at most `rows` of them, but keeps their keys, so that
    /// even a very late redelivery has no second effect. A key that had to be made of the sender loses
    /// him: nothing is delivered again after so long.
    package func prune(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        try tx.run(
            """
            UPDATE inbox SET kind = '', words = NULL, detail = NULL, sender = '', handle = NULL,
                handle_until = NULL,
                external_id = CASE WHEN sender = '' THEN external_id
                    ELSE replace(external_id, sender, 'erased-' || id) END
            WHERE id IN (SELECT id \(Self.worded(before: limit)) ORDER BY received_at LIMIT \(rows))
            """)
    }

    /// What `prune` finds.
    static func worded(before limit: Instant) -> Statement {
        "FROM inbox WHERE state <> 'waiting' AND received_at < \(limit.milliseconds) AND kind <> ''"
    }

    static let columns: Fragment =
        """
        id, received_at, attempts, state, channel, external_id, sender, sent_at, kind, words, detail, handle,
        handle_until
        """

    static func decode(_ row: Row) throws(SQLError) -> InboxRow {
        let conversation = ConversationKey(channel: try row.text(4), sender: try row.text(6))
        let externalID = try row.text(5)
        return InboxRow(
            id: InboxID(try row.integer(0)), externalID: externalID, conversation: conversation,
            message: try message(row, externalID, in: conversation), receivedAt: try row.instant(1),
            attempts: try row.int(2), state: try row.named(3))
    }

    private static func message(
        _ row: Row, _ externalID: String, in conversation: ConversationKey
    ) throws(SQLError) -> InboundMessage? {
        let stored = StoredContent(
            kind: try row.text(8), words: try row.textOrNil(9), detail: try row.textOrNil(10))
        guard let content = stored.content else { return nil }
        var handle: ReplyHandle?
        if let key = try row.textOrNil(11), let until = try row.instantOrNil(12) {
            handle = ReplyHandle(key: key, until: until)
        }
        return InboundMessage(
            channel: conversation.channel, externalID: externalID, sender: conversation.sender,
            sentAt: try row.instantOrNil(7), content: content, handle: handle)
    }
}

package struct InboxRow: Sendable {
    package enum State: String, Sendable {
        case waiting, done, quarantined
    }

    package let id: InboxID
    /// The platform's key, one a channel: whatever becomes of the id, the message is known by it.
    package let externalID: String
    package let conversation: ConversationKey
    /// Nil where nothing can be read (pruned, or written by another version).
    package let message: InboundMessage?
    package let receivedAt: Instant
    package let attempts: Int
    package let state: State
}

extension InboxRow.State: Bindable {}
extension Identifier: Bindable {}

extension String {
    package var withoutNUL: String {
        utf8.contains(0) ? replacing("\0", with: "\u{FFFD}") : self
    }
}
