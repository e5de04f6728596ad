import LinliModel
import LinliSQL

/// What residents want to hear about at a talk (恳谈会, `domain.md` A14): numbered in the order in which
/// they came, answered once.
package struct TopicTable {
    let tx: Transaction

    /// The next number of the session. Two at once get two numbers: the session's row is held.
    package func add(
        _ session: SessionID, resident: ResidentID, text: String, at now: Instant
    ) throws(SQLError) -> TopicRow? {
        guard try tx.sessions.find(session) != nil else { return nil }
        let seq = try tx.integer("SELECT count(*) + 1 FROM topics WHERE session_id = \(session)")
        let id = try tx.insert(
            """
            INSERT INTO topics (session_id, seq, resident_id, text, at)
            VALUES (\(session), \(seq), \(resident), \(text.withoutNUL), \(now.milliseconds))
            """)
        return try find(TopicID(id))
    }

    package func find(_ id: TopicID) throws(SQLError) -> TopicRow? {
        try tx.first("SELECT \(Self.columns) FROM topics WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    package func of(_ session: SessionID) throws(SQLError) -> [TopicRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM topics WHERE session_id = \(session) ORDER BY seq", Self.decode)
    }

    /// What he has brought up and nobody has answered, the newest first.
    package func open(of resident: ResidentID) throws(SQLError) -> [TopicRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM topics WHERE resident_id = \(resident) AND answered_at IS NULL
            ORDER BY id DESC
            """,
            Self.decode)
    }

    /// False where it was answered before.
    package func answer(
        _ id: TopicID, _ text: String, ticket: TicketID?, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE topics SET answer = \(text.withoutNUL), answered_at = \(now.milliseconds),
                ticket_id = \(ticket)
            WHERE id = \(id) AND answered_at IS NULL
            """) == 1
    }

    static let columns: Fragment = "id, session_id, seq, resident_id, text, answer, ticket_id"

    static func decode(_ row: Row) throws(SQLError) -> TopicRow {
        TopicRow(
            id: TopicID(try row.integer(0)), session: SessionID(try row.integer(1)), seq: try row.int(2),
            resident: try row.integerOrNil(3).map { ResidentID($0) }, text: try row.text(4),
            answer: try row.textOrNil(5), ticket: try row.integerOrNil(6).map { TicketID($0) })
    }
}

package struct TopicRow: Sendable, Hashable {
    package let id: TopicID
    package let session: SessionID
    /// 1, 2, 3 … of its session.
    package let seq: Int
    package let resident: ResidentID?
    package let text: String
    /// What came of it; of one that was withdrawn, that it was.
    package let answer: String?
    package let ticket: TicketID?
}
