import LinliModel
import LinliSQL

/// Who on the staff did what to what. Append-only; kept 12 months (`domain.md` 2.10). No message texts.
package struct AuditTable {
    let tx: Transaction

    package func add(
        _ staff: StaffIdentity, act: String, target: String, detail: String = "", at now: Instant
    ) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO audit (at, staff_id, staff_name, role, act, target, detail)
            VALUES (\(now.milliseconds), \(staff.id), \(staff.name), \(staff.role), \(act), \(target),
                \(detail))
            """)
    }

    package func list(target: String?, rows: RowPage) throws(SQLError) -> [AuditRow] {
        try tx.all(
            """
            SELECT at, staff_name, role, act, target, detail, id FROM audit
            WHERE \(column: "target", is: target) AND id < \(rows.below)
            ORDER BY id DESC LIMIT \(rows)
            """
        ) { row throws(SQLError) in
            AuditRow(
                at: try row.instant(0), staff: try row.text(1), role: try row.named(2), act: try row.text(3),
                target: try row.text(4), detail: try row.text(5), place: try row.integer(6))
        }
    }
}

package struct AuditRow: Sendable, Hashable, NewestFirst {
    package let at: Instant
    package let staff: String
    package let role: Role
    package let act: String
    package let target: String
    package let detail: String
    package let place: Int64
}
