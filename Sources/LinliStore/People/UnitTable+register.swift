import LinliModel
import LinliSQL

extension UnitTable {
    /// Every flat of an estate, by building, unit and room.
    package func all(estate: String) throws(SQLError) -> [UnitRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM units WHERE estate = \(estate) ORDER BY building, unit, room",
            Self.decode)
    }
}
