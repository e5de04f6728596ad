import LinliModel
import LinliSQL

/// The register of homes: one row a flat. Filled from the estate's register; never emptied by an import.
package struct UnitTable {
    let tx: Transaction

    /// Adds a flat unless it is there. True where it is new.
    @discardableResult
    package func add(estate: String, building: String, unit: String, room: String) throws(SQLError) -> Bool {
        try tx.run(
            """
            INSERT INTO units (estate, building, unit, room)
            VALUES (\(estate), \(building), \(unit), \(room))
            ON CONFLICT (estate, building, unit, room) DO NOTHING
            """) == 1
    }

    /// The flats that an address can mean: one for a whole address, several where the unit was not said.
    package func find(_ id: UnitID) throws(SQLError) -> UnitRow? {
        try tx.first("SELECT \(Self.columns) FROM units WHERE id = \(id)", Self.decode)
    }

    package func find(estate: String, _ address: Address) throws(SQLError) -> [UnitRow] {
        guard let building = address.building, let room = address.room else { return [] }
        guard let unit = address.unit else {
            return try tx.all(
                """
                SELECT \(Self.columns) FROM units
                WHERE estate = \(estate) AND building = \(building) AND room = \(room) ORDER BY unit
                """,
                Self.decode)
        }
        return try tx.all(
            """
            SELECT \(Self.columns) FROM units
            WHERE estate = \(estate) AND building = \(building) AND unit = \(unit) AND room = \(room)
            """,
            Self.decode)
    }

    package func count(estate: String) throws(SQLError) -> Int {
        Int(try tx.integer("SELECT count(*) FROM units WHERE estate = \(estate)"))
    }

    static let columns: Fragment = "id, building, unit, room"

    static func decode(_ row: Row) throws(SQLError) -> UnitRow {
        UnitRow(
            id: UnitID(try row.integer(0)),
            address: Address(
                building: try row.text(1), unit: try row.text(2).nilIfEmpty, room: try row.text(3)))
    }
}

package struct UnitRow: Sendable, Hashable {
    package let id: UnitID
    package let address: Address
}

extension String {
    var nilIfEmpty: String? { isEmpty ? nil : self }
}
