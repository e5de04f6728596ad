import LinliModel
import LinliSQL

/// The news that a session was moved, until everybody has heard it. A further move ends the news of the one
/// before: who has not heard that one hears the last.
package struct SessionMoveTable {
    let tx: Transaction

    package func add(_ move: SessionMoveRow) throws(SQLError) -> Int64 {
        try tx.run("DELETE FROM session_moves WHERE session_id = \(move.session)")
        return try tx.insert(
            """
            INSERT INTO session_moves (session_id, before, title, reason, at)
            VALUES (\(move.session), \(move.before), \(move.title), \(move.reason.withoutNUL),
                \(move.at.milliseconds))
            """)
    }

    package func find(_ id: Int64) throws(SQLError) -> SessionMoveRow? {
        try tx.first("SELECT session_id, before, title, reason, at FROM session_moves WHERE id = \(id)") {
            row throws(SQLError) in
            SessionMoveRow(
                session: SessionID(try row.integer(0)), before: try row.text(1), title: try row.text(2),
                reason: try row.text(3), at: try row.instant(4))
        }
    }

    package func end(_ id: Int64) throws(SQLError) {
        try tx.run("DELETE FROM session_moves WHERE id = \(id)")
    }
}

package struct SessionMoveRow: Sendable, Hashable {
    package let session: SessionID
    /// How residents read the session, before and now.
    package let before: String
    package let title: String
    package let reason: String
    /// Who came later knows the new time.
    package let at: Instant

    package init(session: SessionID, before: String, title: String, reason: String, at: Instant) {
        self.session = session
        self.before = before
        self.title = title
        self.reason = reason
        self.at = at
    }
}
