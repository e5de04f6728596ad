import LinliModel
import LinliSQL

/// Staff accounts and the roles they hold. An account is a post, not a person's name.
package struct StaffTable {
    let tx: Transaction

    package func add(name: String, at now: Instant) throws(SQLError) -> StaffID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO staff (name, created_at) VALUES (\(name), \(now.milliseconds))
            ON CONFLICT (name) DO NOTHING
            """
        ).map { StaffID($0) }
    }

    package func find(name: String) throws(SQLError) -> StaffRow? {
        try tx.first("SELECT id, name, disabled_at FROM staff WHERE name = \(name)", Self.decode)
    }

    package func find(_ id: StaffID) throws(SQLError) -> StaffRow? {
        try tx.first("SELECT id, name, disabled_at FROM staff WHERE id = \(id)", Self.decode)
    }

    package func list() throws(SQLError) -> [StaffRow] {
        try tx.all("SELECT id, name, disabled_at FROM staff ORDER BY name", Self.decode)
    }

    package func grant(_ role: Role, to id: StaffID, estate: String?) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO staff_roles (staff_id, role, estate) VALUES (\(id), \(role), \(estate ?? ""))
            ON CONFLICT (staff_id, role, estate) DO NOTHING
            """)
    }

    @discardableResult
    package func withdraw(_ role: Role, from id: StaffID, estate: String?) throws(SQLError) -> Bool {
        try tx.run(
            """
            DELETE FROM staff_roles
            WHERE staff_id = \(id) AND role = \(role) AND estate = \(estate ?? "")
            """) == 1
    }

    package func roles(of id: StaffID) throws(SQLError) -> [StaffRole] {
        try tx.all(
            "SELECT role, estate FROM staff_roles WHERE staff_id = \(id) ORDER BY role, estate"
        ) { row throws(SQLError) in
            StaffRole(role: try row.named(0), estate: try row.text(1).nilIfEmpty)
        }
    }

    static func decode(_ row: Row) throws(SQLError) -> StaffRow {
        StaffRow(
            id: StaffID(try row.integer(0)), name: try row.text(1), disabledAt: try row.instantOrNil(2))
    }
}

package struct StaffRow: Sendable, Hashable {
    package let id: StaffID
    package let name: String
    package let disabledAt: Instant?
}

package struct StaffRole: Sendable, Hashable {
    package let role: Role
    package let estate: String?

    package init(role: Role, estate: String?) {
        self.role = role
        self.estate = estate
    }
}

extension Role: Bindable {}
