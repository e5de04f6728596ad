import LinliModel
import LinliSQL

/// Departments called in for a ticket, and whether they came. A call is reported in to once and breached
/// once; neither is taken back.
package struct WhistleTable {
    let tx: Transaction

    /// Nil where this department is called already and has not come.
    package func blow(
        _ ticket: TicketID, department: String, isLead: Bool, by staff: StaffID?, at now: Instant,
        due: Instant, resultDue: Instant?, provisional: Bool
    ) throws(SQLError) -> WhistleID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO whistles (ticket_id, department, is_lead, blown_by, blown_at, due_at, result_due_at,
                provisional)
            VALUES (\(ticket), \(department.withoutNUL), \(isLead), \(staff), \(now.milliseconds),
                \(due.milliseconds), \(resultDue?.milliseconds), \(provisional))
            ON CONFLICT (ticket_id, department) WHERE reported_at IS NULL DO NOTHING
            """
        ).map { WhistleID($0) }
    }

    /// A ticket's calls, oldest first.
    package func of(_ ticket: TicketID) throws(SQLError) -> [WhistleRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM whistles WHERE ticket_id = \(ticket) ORDER BY id", Self.decode)
    }

    package func find(_ id: WhistleID) throws(SQLError) -> WhistleRow? {
        try tx.first("SELECT \(Self.columns) FROM whistles WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    /// The department is here. False where it had come before.
    package func reportIn(_ id: WhistleID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE whistles SET reported_at = \(now.milliseconds)
            WHERE id = \(id) AND reported_at IS NULL
            """) == 1
    }

    /// Nobody has come in time. False where somebody has, or where it is known.
    package func breach(_ id: WhistleID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE whistles SET breached_at = \(now.milliseconds)
            WHERE id = \(id) AND reported_at IS NULL AND breached_at IS NULL
            """) == 1
    }

    /// What it came to. False where that was told before.
    package func finish(_ id: WhistleID, _ result: String, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE whistles SET result = \(result.withoutNUL), result_at = \(now.milliseconds)
            WHERE id = \(id) AND result_at IS NULL
            """) == 1
    }

    /// No result in time. False where there is one, or where that is known.
    package func breachResult(_ id: WhistleID, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE whistles SET result_breached_at = \(now.milliseconds)
            WHERE id = \(id) AND result_at IS NULL AND result_breached_at IS NULL
            """) == 1
    }

    /// Of the department by its caller; once. False where it has one.
    package func score(_ id: WhistleID, _ score: Int) throws(SQLError) -> Bool {
        try tx.run("UPDATE whistles SET score = \(score) WHERE id = \(id) AND score IS NULL") == 1
    }

    /// Of the caller by the department; once. False where it has one.
    package func scoreCaller(_ id: WhistleID, _ score: Int) throws(SQLError) -> Bool {
        try tx.run(
            "UPDATE whistles SET caller_score = \(score) WHERE id = \(id) AND caller_score IS NULL") == 1
    }

    /// Calls blown in `from ..< to`, with their ticket and who blew; oldest first.
    ///
    /// - Parameter estate: nil for all.
    package func blown(estate: String?, from: Instant, to: Instant) throws(SQLError) -> [WhistleHistory] {
        try tx.all(
            """
            SELECT \(Self.columns), number, state, resolved_at, caller FROM (
                SELECT w.*, t.number, t.state, t.resolved_at, s.name AS caller FROM whistles w
                JOIN tickets t ON t.id = w.ticket_id LEFT JOIN staff s ON s.id = w.blown_by
                WHERE w.blown_at >= \(from.milliseconds) AND w.blown_at < \(to.milliseconds)
                    AND \(column: "t.estate", is: estate)
            ) calls ORDER BY id
            """
        ) { row throws(SQLError) in
            WhistleHistory(
                whistle: try Self.decode(row), number: try row.text(15), state: try row.named(16),
                closedAt: try row.instantOrNil(17), caller: try row.textOrNil(18))
        }
    }

    static let columns: Fragment =
        """
        id, ticket_id, department, is_lead, blown_at, due_at, provisional, reported_at, breached_at,
        result_due_at, result_at, result_breached_at, result, score, caller_score
        """

    static func decode(_ row: Row) throws(SQLError) -> WhistleRow {
        WhistleRow(
            id: WhistleID(try row.integer(0)), ticket: TicketID(try row.integer(1)),
            department: try row.text(2), isLead: try row.flag(3), blownAt: try row.instant(4),
            dueAt: try row.instant(5), provisional: try row.flag(6), reportedAt: try row.instantOrNil(7),
            breachedAt: try row.instantOrNil(8), resultDueAt: try row.instantOrNil(9),
            resultAt: try row.instantOrNil(10), resultBreachedAt: try row.instantOrNil(11),
            result: try row.textOrNil(12), score: try row.integerOrNil(13).map { Int($0) },
            callerScore: try row.integerOrNil(14).map { Int($0) })
    }
}

/// A call with what became of its ticket.
package struct WhistleHistory: Sendable, Hashable {
    package let whistle: WhistleRow
    package let number: String
    package let state: TicketState
    package let closedAt: Instant?
    /// The account that blew; nil where the law called the department (`categories.yaml`).
    package let caller: String?
}

package struct WhistleRow: Sendable, Hashable {
    package let id: WhistleID
    package let ticket: TicketID
    package let department: String
    /// The unit that answers for the result (牵头单位).
    package let isLead: Bool
    package let blownAt: Instant
    package let dueAt: Instant
    /// True where no holiday notice covers the year.
    package let provisional: Bool
    package let reportedAt: Instant?
    package let breachedAt: Instant?
    /// Nil where the settings know no time for it.
    package let resultDueAt: Instant?
    package let resultAt: Instant?
    package let resultBreachedAt: Instant?
    package let result: String?
    /// 1 … 5, of the department by who called it.
    package let score: Int?
    /// 1 … 5, of the caller by the department.
    package let callerScore: Int?
}
