import LinliModel
import LinliSQL

/// Deeds that residents report for points. States: pending → approved | rejected.
package struct ClaimTable {
    let tx: Transaction

    /// `item` and `points` are what is asked for; who approves may choose another item.
    /// `at` is when it was done, as far as that is known.
    package func add(
        _ resident: ResidentID, estate: String, text: String, attachment: String?, item: Int? = nil,
        points: Int? = nil, at now: Instant
    ) throws(SQLError) -> ClaimID {
        ClaimID(
            try tx.insert(
                """
                INSERT INTO claims (resident_id, estate, text, attachment, item, points, at)
                VALUES (\(resident), \(estate), \(text.withoutNUL), \(attachment), \(item), \(points),
                    \(now.milliseconds))
                """))
    }

    /// A picture that comes behind the words. False where there is one already, or the claim is decided or
    /// not his.
    package func attach(_ media: String, to id: ClaimID, of resident: ResidentID) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE claims SET attachment = \(media)
            WHERE id = \(id) AND resident_id = \(resident) AND state = 'pending' AND attachment IS NULL
            """) == 1
    }

    package func find(_ id: ClaimID) throws(SQLError) -> ClaimRow? {
        try tx.first("SELECT \(Self.columns) FROM claims WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    /// - Parameter area: only of residents who live in it.
    package func pending(
        estate: String?, in area: StaffArea? = nil, rows: RowPage
    ) throws(SQLError) -> [ClaimRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM claims
            WHERE state = 'pending' AND \(column: "estate", is: estate) AND id > \(rows.past)
                AND (\(area == nil) = 1 OR estate IN (\(list: area?.estates ?? []))
                    OR EXISTS (
                        SELECT 1 FROM homes h JOIN units u ON u.id = h.unit_id
                        WHERE h.resident_id = claims.resident_id
                            AND u.estate || '/' || u.building IN (\(list: area?.buildings ?? [])))
                    OR (estate IN (\(list: area?.common ?? []))
                        AND NOT EXISTS (
                            SELECT 1 FROM homes h WHERE h.resident_id = claims.resident_id)))
            ORDER BY id LIMIT \(rows)
            """,
            Self.decode)
    }

    /// How often this resident was given this item since `limit`.
    package func approvals(of item: Int, to resident: ResidentID, since limit: Instant) throws(SQLError)
        -> Int
    {
        Int(
            try tx.integer(
                """
                SELECT count(*) FROM claims WHERE resident_id = \(resident) AND item = \(item)
                    AND state = 'approved' AND at >= \(limit.milliseconds)
                """))
    }

    /// The first of two approvers.
    package func firstApproval(_ id: ClaimID, by staff: StaffID, item: Int, points: Int) throws(SQLError)
        -> Bool
    {
        try tx.run(
            """
            UPDATE claims SET first_approver = \(staff), item = \(item), points = \(points)
            WHERE id = \(id) AND state = 'pending' AND first_approver IS NULL
            """) == 1
    }

    package func approve(
        _ id: ClaimID, by staff: StaffID, item: Int, points: Int, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE claims SET state = 'approved', item = \(item), points = \(points),
                decided_at = \(now.milliseconds), decided_by = \(staff)
            WHERE id = \(id) AND state = 'pending'
            """) == 1
    }

    package func reject(
        _ id: ClaimID, by staff: StaffID, reason: String, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE claims SET state = 'rejected', reason = \(reason), decided_at = \(now.milliseconds),
                decided_by = \(staff)
            WHERE id = \(id) AND state = 'pending'
            """) == 1
    }

    static let columns: Fragment =
        "id, resident_id, estate, text, attachment, state, item, points, at, first_approver, reason"

    static func decode(_ row: Row) throws(SQLError) -> ClaimRow {
        ClaimRow(
            id: ClaimID(try row.integer(0)), resident: ResidentID(try row.integer(1)),
            estate: try row.text(2), text: try row.text(3), attachment: try row.textOrNil(4),
            state: try row.text(5), item: try row.integerOrNil(6).map { Int($0) },
            points: try row.integerOrNil(7).map { Int($0) }, at: try row.instant(8),
            firstApprover: try row.integerOrNil(9).map { StaffID($0) }, reason: try row.text(10))
    }
}

package struct ClaimRow: Sendable, Hashable {
    package let id: ClaimID
    package let resident: ResidentID
    package let estate: String
    package let text: String
    package let attachment: String?
    package let state: String
    package let item: Int?
    package let points: Int?
    package let at: Instant
    package let firstApprover: StaffID?
    package let reason: String
}
