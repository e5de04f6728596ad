import LinliModel
import LinliSQL

/// Departments called in for a ticket, and whether they came. A call is reported in to once and breached
/// once; neither is taken back.
package struct WhistleTable {
    let tx: Transaction

    /// Nil where this department is called already and has not come.
    package func blow(
        _ ticket: TicketID, department: String, isLead: Bool, by staff: StaffID?, at now: Instant,
        due: Instant, provisional: Bool
    ) throws(SQLError) -> WhistleID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO whistles (ticket_id, department, is_lead, blown_by, blown_at, due_at, provisional)
            VALUES (\(ticket), \(department.withoutNUL), \(isLead), \(staff), \(now.milliseconds),
                \(due.milliseconds), \(provisional))
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

    static let columns: Fragment =
        "id, ticket_id, department, is_lead, blown_at, due_at, provisional, reported_at, breached_at"

    static func decode(_ row: Row) throws(SQLError) -> WhistleRow {
        WhistleRow(
            id: WhistleID(try row.integer(0)), ticket: TicketID(try row.integer(1)),
            department: try row.text(2), isLead: try row.flag(3), blownAt: try row.instant(4),
            dueAt: try row.instant(5), provisional: try row.flag(6), reportedAt: try row.instantOrNil(7),
            breachedAt: try row.instantOrNil(8))
    }
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
}
