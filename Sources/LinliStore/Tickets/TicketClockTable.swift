import LinliModel
import LinliSQL

/// The clocks of tickets. A clock is met once and breached once; neither is ever taken back, and late work
/// stays late because both times stand here.
package struct TicketClockTable {
    let tx: Transaction

    package func add(_ ticket: TicketID, _ clocks: [TicketClock], policy: String) throws(SQLError) {
        guard !clocks.isEmpty else { return }
        let rows: [[any Bindable]] = clocks.map {
            [ticket, $0.kind, $0.dueAt.milliseconds, $0.provisional, policy]
        }
        try tx.run(
            """
            INSERT INTO ticket_clocks (ticket_id, kind, due_at, provisional, policy) VALUES \(rows: rows)
            """)
    }

    package func of(_ ticket: TicketID) throws(SQLError) -> [TicketClock] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM ticket_clocks WHERE ticket_id = \(ticket) ORDER BY due_at, kind
            """,
            Self.decode)
    }

    package func find(_ ticket: TicketID, _ kind: ClockKind) throws(SQLError) -> TicketClock? {
        try tx.first(
            "SELECT \(Self.columns) FROM ticket_clocks WHERE ticket_id = \(ticket) AND kind = \(kind)",
            Self.decode)
    }

    /// Stops a clock that still runs. False where it had been met before.
    @discardableResult
    package func meet(_ ticket: TicketID, _ kind: ClockKind, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE ticket_clocks SET met_at = \(now.milliseconds)
            WHERE ticket_id = \(ticket) AND kind = \(kind) AND met_at IS NULL
            """) == 1
    }

    /// Writes a breach, once. False where the clock was met or the breach is known.
    package func breach(_ ticket: TicketID, _ kind: ClockKind, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE ticket_clocks SET breached_at = \(now.milliseconds)
            WHERE ticket_id = \(ticket) AND kind = \(kind) AND met_at IS NULL AND breached_at IS NULL
            """) == 1
    }

    static let columns: Fragment = "kind, due_at, provisional, met_at, breached_at"

    static func decode(_ row: Row) throws(SQLError) -> TicketClock {
        TicketClock(
            kind: try row.named(0), dueAt: try row.instant(1), provisional: try row.flag(2),
            metAt: try row.instantOrNil(3), breachedAt: try row.instantOrNil(4))
    }
}
