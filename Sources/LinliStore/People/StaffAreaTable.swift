import LinliModel
import LinliSQL

/// The grids or buildings in which a role of an account ends. What is written for a role and an estate stands
/// beside its row in `staff_roles` and goes with it.
package struct StaffAreaTable {
    let tx: Transaction

    /// Takes the place of what was written for the role in this estate.
    package func set(
        _ areas: [StaffAreaRow], for role: Role, of id: StaffID, estate: String
    ) throws(SQLError) {
        try tx.run(
            "DELETE FROM staff_areas WHERE staff_id = \(id) AND role = \(role) AND estate = \(estate)")
        for area in areas {
            try tx.run(
                """
                INSERT INTO staff_areas (staff_id, role, estate, kind, code)
                VALUES (\(id), \(role), \(estate), \(area.kind), \(area.code))
                ON CONFLICT (staff_id, role, estate, kind, code) DO NOTHING
                """)
        }
    }

    package func of(_ id: StaffID, _ role: Role) throws(SQLError) -> [StaffAreaRow] {
        try tx.all(
            """
            SELECT estate, kind, code FROM staff_areas
            WHERE staff_id = \(id) AND role = \(role) ORDER BY estate, kind, code
            """
        ) { row throws(SQLError) in
            StaffAreaRow(estate: try row.text(0), kind: try row.named(1), code: try row.text(2))
        }
    }
}

package struct StaffAreaRow: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case grid, building
    }

    package let estate: String
    package let kind: Kind
    package let code: String

    package init(estate: String, kind: Kind, code: String) {
        self.estate = estate
        self.kind = kind
        self.code = code
    }
}

/// What a member of the staff with an area may see: a condition for queries, and the same for one row.
package struct StaffArea: Sendable, Hashable {
    /// What was given to him he sees wherever it lies.
    package let staff: StaffID
    /// Estates that are his without an end.
    package var estates: [String] = []
    /// `HTL/3`.
    package var buildings: [String] = []
    /// Estates in which he sees what lies in no building.
    package var common: [String] = []

    package init(of staff: StaffID) { self.staff = staff }

    package func holds(_ building: String?, of estate: String) -> Bool {
        if estates.contains(estate) { return true }
        guard let building, !building.isEmpty else { return common.contains(estate) }
        return buildings.contains("\(estate)/\(building)")
    }
}

extension StaffAreaRow.Kind: Bindable {}
