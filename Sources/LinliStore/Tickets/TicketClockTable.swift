import LinliModel
import LinliSQL

/// The clocks of tickets. A clock is met once and breached once; neither is ever taken back, and late work
/// stays late because both times stand here.
package struct TicketClockTable {
    let tx: Transaction

    /// Starts a round: the first one at the submission, another one with every reopening.
    package func add(
        _ ticket: TicketID, _ clocks: [TicketClock], policy: String, round: Int64 = 0
    ) throws(SQLError) {
        guard !clocks.isEmpty else { return }
        let rows: [[any Bindable]] = clocks.map {
            [
                ticket, $0.kind, round, $0.startedAt.milliseconds, $0.dueAt.milliseconds, $0.provisional,
                policy,
            ]
        }
        try tx.run(
            """
            INSERT INTO ticket_clocks (ticket_id, kind, round, started_at, due_at, provisional, policy)
            VALUES \(rows: rows)
            """)
    }

    /// The number of the round after the last one.
    package func nextRound(_ ticket: TicketID) throws(SQLError) -> Int64 {
        try tx.integer("SELECT COALESCE(max(round), -1) + 1 FROM ticket_clocks WHERE ticket_id = \(ticket)")
    }

    /// The clocks of the round that runs.
    package func of(_ ticket: TicketID) throws(SQLError) -> [TicketClock] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM ticket_clocks
            WHERE ticket_id = \(ticket) AND \(Self.isLatest) ORDER BY due_at, kind
            """,
            Self.decode)
    }

    package func find(_ ticket: TicketID, _ kind: ClockKind) throws(SQLError) -> TicketClock? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM ticket_clocks
            WHERE ticket_id = \(ticket) AND kind = \(kind) ORDER BY round DESC LIMIT 1
            """,
            Self.decode)
    }

    /// Stops a clock that still runs. False where it had been met before.
    @discardableResult
    package func meet(_ ticket: TicketID, _ kind: ClockKind, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE ticket_clocks SET met_at = \(now.milliseconds)
            WHERE ticket_id = \(ticket) AND kind = \(kind) AND met_at IS NULL
                AND \(Self.isLatest)
            """) == 1
    }

    /// Writes a breach, once. False where the clock was met or the breach is known.
    package func breach(_ ticket: TicketID, _ kind: ClockKind, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE ticket_clocks SET breached_at = \(now.milliseconds)
            WHERE ticket_id = \(ticket) AND kind = \(kind) AND met_at IS NULL AND breached_at IS NULL
                AND \(Self.isLatest)
            """) == 1
    }

    /// Gives a running clock back the time that a suspension took.
    package func postpone(
        _ ticket: TicketID, _ kind: ClockKind, to due: Instant, provisional: Bool
    ) throws(SQLError) {
        try tx.run(
            """
            UPDATE ticket_clocks SET due_at = \(due.milliseconds), provisional = \(provisional)
            WHERE ticket_id = \(ticket) AND kind = \(kind) AND met_at IS NULL AND breached_at IS NULL
                AND \(Self.isLatest)
            """)
    }

    /// Running clocks whose time was counted without a calendar.
    package func provisional() throws(SQLError) -> [(TicketID, TicketClock)] {
        try tx.all(
            """
            SELECT \(Self.columns), ticket_id FROM ticket_clocks
            WHERE provisional = 1 AND met_at IS NULL AND breached_at IS NULL AND \(Self.isLatest)
            ORDER BY ticket_id, kind
            """
        ) { row throws(SQLError) in (TicketID(try row.integer(6)), try Self.decode(row)) }
    }

    private static let isLatest: Fragment =
        """
        round = (SELECT max(x.round) FROM ticket_clocks x WHERE x.ticket_id = ticket_clocks.ticket_id)
        """

    static let columns: Fragment = "kind, started_at, due_at, provisional, met_at, breached_at"

    static func decode(_ row: Row) throws(SQLError) -> TicketClock {
        TicketClock(
            kind: try row.named(0), startedAt: try row.instant(1), dueAt: try row.instant(2),
            provisional: try row.flag(3), metAt: try row.instantOrNil(4), breachedAt: try row.instantOrNil(5))
    }
}
