import LinliModel
import LinliSQL

/// Which resident lives where, and how far that is proven.
package struct HomeTable {
    let tx: Transaction

    package func of(_ resident: ResidentID) throws(SQLError) -> [Home] {
        try tx.all(
            """
            SELECT u.id, u.building, u.unit, u.room, h.relation, h.proof
            FROM homes h JOIN units u ON u.id = h.unit_id
            WHERE h.resident_id = \(resident) ORDER BY h.since, u.id
            """
        ) { row throws(SQLError) in
            Home(
                unitID: UnitID(try row.integer(0)),
                address: Address(
                    building: try row.text(1), unit: try row.text(2).nilIfEmpty, room: try row.text(3)),
                relation: try row.named(4), proof: try row.named(5))
        }
    }

    /// Adds a home or raises its proof. A claim never lowers what was proven.
    package func add(
        _ resident: ResidentID, unit: UnitID, relation: Home.Relation, proof: Home.Proof, at now: Instant
    ) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO homes (resident_id, unit_id, relation, proof, since)
            VALUES (\(resident), \(unit), \(relation), \(proof), \(now.milliseconds))
            ON CONFLICT (resident_id, unit_id) DO UPDATE
            SET relation = excluded.relation, proof = excluded.proof
            WHERE excluded.proof <> 'claimed'
            """)
    }

    @discardableResult
    package func remove(_ resident: ResidentID, unit: UnitID) throws(SQLError) -> Bool {
        try tx.run("DELETE FROM homes WHERE resident_id = \(resident) AND unit_id = \(unit)") == 1
    }
}

extension Home.Relation: Bindable {}
extension Home.Proof: Bindable {}
