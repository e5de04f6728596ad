import LinliModel
import LinliSQL

/// Whose turn it was last in a role of an estate, and how many tickets its people have in hand.
///
/// Promise: whoever has entered a pool is alone in it until his commit, on every engine, so that two tickets
/// at once go to two people. All pools of an estate have one gate: two messages with two matters each, which
/// go to the same two roles in another order, would otherwise wait for each other.
package struct DispatchPoolTable {
    let tx: Transaction

    /// Counts the ticket, keeps the row, and says who had the last one; nil where nobody had.
    package func enter(_ role: Role, estate: String) throws(SQLError) -> StaffID? {
        try tx.lanes.pass(LaneClaim.jobKey("dispatch-\(estate)"))
        return try tx.first(
            """
            INSERT INTO dispatch_pools (estate, role, dispatched) VALUES (\(estate), \(role), 1)
            ON CONFLICT (estate, role) DO UPDATE SET dispatched = dispatch_pools.dispatched + 1
            RETURNING last_staff_id
            """
        ) { row throws(SQLError) in try row.integerOrNil(0).map { StaffID($0) } } ?? nil
    }

    package func leave(_ role: Role, estate: String, to staff: StaffID) throws(SQLError) {
        try tx.run(
            """
            UPDATE dispatch_pools SET last_staff_id = \(staff)
            WHERE estate = \(estate) AND role = \(role)
            """)
    }

    /// Open tickets by taker; who has none is not in it.
    package func loads(of staff: [StaffID]) throws(SQLError) -> [StaffID: Int] {
        guard !staff.isEmpty else { return [:] }
        let rows = try tx.all(
            """
            SELECT taker_id, count(*) FROM tickets
            WHERE taker_id IN (\(list: staff))
                AND state IN (\(list: TicketState.allCases.filter(\.isOpen)))
            GROUP BY taker_id
            """
        ) { row throws(SQLError) in (StaffID(try row.integer(0)), try row.int(1)) }
        return Dictionary(rows, uniquingKeysWith: { first, _ in first })
    }
}
