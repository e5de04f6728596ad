import LinliModel
import LinliSQL

/// Who is on duty in which role, from when to when.
package struct RosterTable {
    let tx: Transaction

    package func add(
        estate: String, role: Role, staff: StaffID, from: Instant, until: Instant
    ) throws(SQLError) -> Int64 {
        try tx.insert(
            """
            INSERT INTO staff_roster (estate, role, staff_id, from_at, until_at)
            VALUES (\(estate), \(role), \(staff), \(from.milliseconds), \(until.milliseconds))
            """)
    }

    package func onDuty(estate: String, at now: Instant) throws(SQLError) -> [RosterRow] {
        try tx.all(
            """
            SELECT r.id, r.role, s.name, r.from_at, r.until_at
            FROM staff_roster r JOIN staff s ON s.id = r.staff_id
            WHERE r.estate = \(estate) AND r.until_at > \(now.milliseconds)
            ORDER BY r.from_at, r.id
            """
        ) { row throws(SQLError) in
            RosterRow(
                id: try row.integer(0), role: try row.named(1), staff: try row.text(2),
                from: try row.instant(3), until: try row.instant(4))
        }
    }

    package func remove(_ id: Int64) throws(SQLError) -> Bool {
        try tx.run("DELETE FROM staff_roster WHERE id = \(id)") == 1
    }
}

package struct RosterRow: Sendable, Hashable {
    package let id: Int64
    package let role: Role
    package let staff: String
    package let from: Instant
    package let until: Instant
}
