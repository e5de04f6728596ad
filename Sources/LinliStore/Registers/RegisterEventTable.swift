import LinliModel
import LinliSQL

/// What was done to a row of a register, by whom and when. Acts only, no words: it stays as it is when a
/// resident's data is erased.
package struct RegisterEventTable {
    let tx: Transaction

    /// Its number, by which what is told of it is known.
    @discardableResult
    package func add(
        _ register: RegisterKind, _ row: Int64, _ act: String, actor: String, at now: Instant
    ) throws(SQLError) -> Int64 {
        try tx.insert(
            """
            INSERT INTO register_events (register, row_id, act, actor, at)
            VALUES (\(register), \(row), \(act), \(actor), \(now.milliseconds))
            """)
    }

    /// Oldest first.
    package func of(_ register: RegisterKind, _ row: Int64) throws(SQLError) -> [RegisterEvent] {
        try tx.all(
            """
            SELECT act, actor, at FROM register_events
            WHERE register = \(register) AND row_id = \(row) ORDER BY id
            """
        ) { row throws(SQLError) in
            RegisterEvent(act: try row.text(0), actor: try row.text(1), at: try row.instant(2))
        }
    }
}

package struct RegisterEvent: Sendable, Hashable {
    package let act: String
    /// `resident`, `system` or an account of the staff.
    package let actor: String
    package let at: Instant
}

/// The registers, as their rows are kept apart in histories and timers.
package enum RegisterKind: String, Sendable, CaseIterable {
    case need, resource, visit, activity
}

extension RegisterKind: Bindable {}
