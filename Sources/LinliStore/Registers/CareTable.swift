import LinliModel
import LinliSQL

/// Homes that are called on each month (困难群众, `domain.md` A04, H05). Who stands here is nobody's business
/// but the community's and the grid worker's.
package struct CareTable {
    let tx: Transaction

    /// Nil where the home stands there already.
    package func add(
        _ unit: UnitID, estate: String, reason: String, contact: String = "", at now: Instant
    ) throws(SQLError) -> Int64? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO care_list (estate, unit_id, reason, contact, since)
            VALUES (\(estate), \(unit), \(reason.withoutNUL), \(contact.withoutNUL), \(now.milliseconds))
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

    /// Whom to call about a home that stands here now; nil where it does not, or nobody is entered.
    package func contact(of unit: UnitID) throws(SQLError) -> String? {
        try tx.first("SELECT contact FROM care_list WHERE unit_id = \(unit) AND ended_at IS NULL") {
            row throws(SQLError) in try row.text(0).nilIfEmpty
        } ?? nil
    }

    /// It is taken off, and why it stood there is forgotten; false where it did not.
    package func end(_ unit: UnitID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE care_list SET ended_at = \(now.milliseconds), reason = '', contact = ''
            WHERE unit_id = \(unit) AND ended_at IS NULL
            """) == 1
    }

    /// Who has stood here longest first.
    package func list(
        estate: String?, in area: StaffArea? = nil, rows: RowPage
    ) throws(SQLError) -> [CareRow] {
        try tx.all(
            """
            SELECT id, estate, unit_id, reason, since, contact FROM care_list
            WHERE \(column: "estate", is: estate) AND ended_at IS NULL AND id > \(rows.past)
                AND (\(area == nil) = 1 OR estate IN (\(list: area?.estates ?? []))
                    OR EXISTS (
                        SELECT 1 FROM units u WHERE u.id = care_list.unit_id
                            AND u.estate || '/' || u.building IN (\(list: area?.buildings ?? []))))
            ORDER BY id LIMIT \(rows)
            """
        ) { row throws(SQLError) in
            CareRow(
                id: try row.integer(0), estate: try row.text(1), unit: UnitID(try row.integer(2)),
                reason: try row.text(3), since: try row.instant(4), contact: try row.text(5))
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
    /// Whom to call where nobody opens; for those with the right `visit.care` alone.
    package let contact: String
}
