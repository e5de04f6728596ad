import LinliModel
import LinliSQL

/// The clocks of steps, one running of each kind a ticket. A clock is met, breached and stopped once; late
/// work stays late because both times stand here.
package struct StepTable {
    let tx: Transaction

    /// False where one of the step runs already.
    package func start(_ ticket: TicketID, _ clock: StepClock) throws(SQLError) -> Bool {
        try tx.run(
            """
            INSERT INTO ticket_steps (ticket_id, step, started_at, due_at, provisional)
            VALUES (\(ticket), \(clock.step), \(clock.startedAt.milliseconds), \(clock.dueAt.milliseconds),
                \(clock.provisional))
            ON CONFLICT (ticket_id, step) WHERE met_at IS NULL AND stopped_at IS NULL DO NOTHING
            """) == 1
    }

    package func running(_ ticket: TicketID, _ step: WorkStep) throws(SQLError) -> StepClock? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM ticket_steps
            WHERE ticket_id = \(ticket) AND step = \(step) AND met_at IS NULL AND stopped_at IS NULL
            """,
            Self.decode)
    }

    /// Every run, in their order.
    package func of(_ ticket: TicketID) throws(SQLError) -> [StepClock] {
        try tx.all(
            "SELECT \(Self.columns) FROM ticket_steps WHERE ticket_id = \(ticket) ORDER BY id", Self.decode)
    }

    @discardableResult
    package func meet(_ ticket: TicketID, _ step: WorkStep, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE ticket_steps SET met_at = \(now.milliseconds)
            WHERE ticket_id = \(ticket) AND step = \(step) AND met_at IS NULL AND stopped_at IS NULL
            """) == 1
    }

    /// Once. False where it was met or the breach is known.
    package func breach(_ ticket: TicketID, _ step: WorkStep, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE ticket_steps SET breached_at = \(now.milliseconds)
            WHERE ticket_id = \(ticket) AND step = \(step) AND met_at IS NULL AND stopped_at IS NULL
                AND breached_at IS NULL
            """) == 1
    }

    package func stop(_ ticket: TicketID, _ steps: [WorkStep], at now: Instant) throws(SQLError) {
        try tx.run(
            """
            UPDATE ticket_steps SET stopped_at = \(now.milliseconds)
            WHERE ticket_id = \(ticket) AND step IN (\(list: steps)) AND met_at IS NULL
                AND stopped_at IS NULL
            """)
    }

    static let columns: Fragment =
        "step, started_at, due_at, provisional, met_at, breached_at, stopped_at"

    static func decode(_ row: Row) throws(SQLError) -> StepClock {
        StepClock(
            step: try row.named(0), startedAt: try row.instant(1), dueAt: try row.instant(2),
            provisional: try row.flag(3), metAt: try row.instantOrNil(4),
            breachedAt: try row.instantOrNil(5), stoppedAt: try row.instantOrNil(6))
    }
}

extension WorkStep: Bindable {}
