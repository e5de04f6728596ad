import LinliSQL

extension Schema {
    /// Where a role ends inside its estate (`domain.md` 2.4): grids or buildings; a role without a row has no
    /// such end. And the building that a need is about, which stood in its place alone ("3栋2单元501").
    static let staffAreas = Migration(version: 26, name: "staff areas") { tx throws(SQLError) in
        let integer = tx.dialect.integer
        try tx.run(
            """
            CREATE TABLE staff_areas (
                staff_id \(integer) NOT NULL REFERENCES staff (id),
                role TEXT NOT NULL,
                estate TEXT NOT NULL,
                kind TEXT NOT NULL \(check: "kind", among: ["grid", "building"]),
                code TEXT NOT NULL,
                PRIMARY KEY (staff_id, role, estate, kind, code)
            ) \(tx.dialect.tableSuffix)
            """)
        try tx.run("ALTER TABLE needs ADD COLUMN building TEXT")
        let places = try tx.all("SELECT id, place FROM needs WHERE place LIKE '%栋%'") {
            row throws(SQLError) in (id: try row.integer(0), place: try row.text(1))
        }
        for (id, place) in places {
            guard let building = place.split(separator: "栋").first,
                building.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
            else { continue }
            try tx.run("UPDATE needs SET building = \(String(building)) WHERE id = \(id)")
        }
    }
}
