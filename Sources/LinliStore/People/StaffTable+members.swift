import LinliModel
import LinliSQL

/// An account in one of its roles, with one of the chats that are bound to it.
package struct StaffMember: Sendable, Hashable {
    package let id: StaffID
    package let name: String
    package let role: Role
    /// Nil where no chat is bound.
    package let channel: String?
    package let sender: String?
}

extension StaffTable {
    /// Everybody who holds one of the roles for the estate, a row for every role and bound chat.
    package func members(of roles: [Role], estate: String) throws(SQLError) -> [StaffMember] {
        try tx.all(
            """
            SELECT s.id, s.name, r.role, i.channel, i.external_id
            FROM staff s JOIN staff_roles r ON r.staff_id = s.id
            LEFT JOIN staff_identities i ON i.staff_id = s.id
            WHERE s.disabled_at IS NULL AND r.role IN (\(list: roles))
                AND (r.estate = '' OR r.estate = \(estate))
            ORDER BY s.id, r.role, i.channel, i.external_id
            """
        ) { row throws(SQLError) in
            StaffMember(
                id: StaffID(try row.integer(0)), name: try row.text(1), role: try row.named(2),
                channel: try row.textOrNil(3), sender: try row.textOrNil(4))
        }
    }

    /// The chats that are bound to an account.
    package func chats(of id: StaffID) throws(SQLError) -> [(channel: String, sender: String)] {
        try tx.all(
            """
            SELECT channel, external_id FROM staff_identities
            WHERE staff_id = \(id) ORDER BY channel, external_id
            """
        ) { row throws(SQLError) in (channel: try row.text(0), sender: try row.text(1)) }
    }
}
