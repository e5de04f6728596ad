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

    // MARK: Leaving

    /// Who does today what an account was there for: itself, or whoever has followed it. Nil where there is
    /// none of the name.
    package func standing(name: String) throws(SQLError) -> StaffRow? {
        guard var row = try find(name: name) else { return nil }
        for _ in 0..<Limits.staffFollowerHops where row.disabledAt != nil {
            let next = try tx.first("SELECT follower_id FROM staff WHERE id = \(row.id)") {
                row throws(SQLError) in try row.integerOrNil(0).map { StaffID($0) }
            }
            guard let id = next ?? nil, let follower = try find(id) else { return row }
            row = follower
        }
        return row
    }

    /// Ends an account: its tokens, chats, codes, roles and areas, and its turn in every pool.
    package func leave(_ id: StaffID, to follower: StaffID, at now: Instant) throws(SQLError) {
        try shut(id, at: now)
        for table: Fragment in ["staff_roles", "staff_areas"] {
            try tx.run("DELETE FROM \(table) WHERE staff_id = \(id)")
        }
        try tx.run("UPDATE dispatch_pools SET last_staff_id = NULL WHERE last_staff_id = \(id)")
        try tx.run(
            """
            UPDATE staff SET disabled_at = \(now.milliseconds), follower_id = \(follower) WHERE id = \(id)
            """)
    }

    /// Nobody who had the account until now can act as it: no token, no chat and no open code is left.
    package func shut(_ id: StaffID, at now: Instant) throws(SQLError) {
        try tx.run(
            """
            UPDATE staff_tokens SET revoked_at = \(now.milliseconds)
            WHERE staff_id = \(id) AND revoked_at IS NULL
            """)
        try tx.run("DELETE FROM staff_identities WHERE staff_id = \(id)")
        try tx.run(
            """
            UPDATE staff_codes SET used_at = \(now.milliseconds) WHERE staff_id = \(id) AND used_at IS NULL
            """)
    }

    /// Opens an account again whose holder had left, without any role. False where it is open.
    package func open(_ id: StaffID) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE staff SET disabled_at = NULL, follower_id = NULL
            WHERE id = \(id) AND disabled_at IS NOT NULL
            """) == 1
    }

    /// How many turns on duty of his are not over.
    package func duties(of id: StaffID, at now: Instant) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                """
                SELECT count(*) FROM staff_roster
                WHERE staff_id = \(id) AND until_at > \(now.milliseconds)
                """))
    }

    /// His turns on duty that are not over go to another.
    package func handRoster(of id: StaffID, to other: StaffID, at now: Instant) throws(SQLError) -> Int {
        try tx.run(
            """
            UPDATE staff_roster SET staff_id = \(other)
            WHERE staff_id = \(id) AND until_at > \(now.milliseconds)
            """)
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
