import LinliModel
import LinliSQL

/// Homes that are called on each month (困难群众, `domain.md` A04, H05). Who stands here is nobody's business
/// but the community's and the grid worker's.
package struct CareTable {
    let tx: Transaction

    /// Nil where the home stands there already.
    package func add(_ unit: UnitID, estate: String, reason: String, at now: Instant) throws(SQLError)
        -> Int64?
    {
        try tx.insertUnlessKnown(
            """
            INSERT INTO care_list (estate, unit_id, reason, since)
            VALUES (\(estate), \(unit), \(reason.withoutNUL), \(now.milliseconds))
            ON CONFLICT (unit_id) WHERE ended_at IS NULL DO NOTHING
            """)
    }

    /// Whether a home stands here now, or one that is proven to be a resident's.
    package func lists(_ unit: UnitID?, or resident: ResidentID?, estate: String) throws(SQLError) -> Bool {
        try tx.first(
            """
            SELECT 1 FROM care_list c
            WHERE c.estate = \(estate) AND c.ended_at IS NULL AND (c.unit_id = \(unit) OR EXISTS (
                SELECT 1 FROM homes h
                WHERE h.unit_id = c.unit_id AND h.resident_id = \(resident) AND h.proof <> 'claimed'))
            LIMIT 1
            """
        ) { _ throws(SQLError) in true } ?? false
    }

    /// It is taken off, and why it stood there is forgotten; false where it did not.
    package func end(_ unit: UnitID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE care_list SET ended_at = \(now.milliseconds), reason = ''
            WHERE unit_id = \(unit) AND ended_at IS NULL
            """) == 1
    }

    package func list(
        estate: String?, in area: StaffArea? = nil, rows: RowPage
    ) throws(SQLError) -> [CareRow] {
        try tx.all(
            """
            SELECT id, estate, unit_id, reason, since FROM care_list
            WHERE (estate = \(estate ?? "") OR \(estate == nil) = 1) AND ended_at IS NULL
                AND (\(area == nil) = 1 OR estate IN (\(list: area?.estates ?? []))
                    OR EXISTS (
                        SELECT 1 FROM units u WHERE u.id = care_list.unit_id
                            AND u.estate || '/' || u.building IN (\(list: area?.buildings ?? []))))
            ORDER BY id LIMIT \(rows)
            """
        ) { row throws(SQLError) in
            CareRow(
                id: try row.integer(0), estate: try row.text(1), unit: UnitID(try row.integer(2)),
                reason: try row.text(3), since: try row.instant(4))
        }
    }
}

package struct CareRow: Sendable, Hashable {
    package let id: Int64
    package let estate: String
    package let unit: UnitID
    /// 独居, 高龄, 残疾 …
    package let reason: String
    package let since: Instant
}
