import LinliModel
import LinliSQL

/// Tickets with all their clocks and events, page by page: what figures are made of. For readers only.
package struct CaseHistoryTable {
    let tx: Transaction

    /// Tickets that were received, came due or were told a result in `from ..< to`, in the order of their
    /// ids, after `position`.
    ///
    /// - Parameter estate: nil for all.
    package func page(
        estate: String?, from: Instant, to: Instant, after position: TicketID, limit: Int
    ) throws(SQLError) -> [CaseHistory] {
        let (first, end) = (from.milliseconds, to.milliseconds)
        let tickets = try tx.all(
            """
            SELECT id, number, estate, category, urgency, building, state, level, received_at, false_closure,
                intake
            FROM tickets t
            WHERE id > \(position) AND \(column: "estate", is: estate)
                AND received_at < \(end)
                AND (received_at >= \(first)
                    OR EXISTS (SELECT 1 FROM ticket_clocks c WHERE c.ticket_id = t.id
                        AND c.due_at >= \(first) AND c.due_at < \(end))
                    OR EXISTS (SELECT 1 FROM ticket_steps s WHERE s.ticket_id = t.id
                        AND s.due_at >= \(first) AND s.due_at < \(end))
                    OR EXISTS (SELECT 1 FROM ticket_events e WHERE e.ticket_id = t.id
                        AND e.kind = 'resolve' AND e.at >= \(first) AND e.at < \(end)))
            ORDER BY id LIMIT \(limit)
            """,
            Self.decode)
        guard let low = tickets.first?.id, let high = tickets.last?.id else { return [] }
        let clocks = try clocks(low, high)
        let steps = try steps(low, high)
        let events = try events(low, high)
        return tickets.map { ticket in
            var ticket = ticket
            ticket.clocks = clocks[ticket.id] ?? []
            ticket.steps = steps[ticket.id] ?? []
            ticket.events = events[ticket.id] ?? []
            return ticket
        }
    }

    private func clocks(
        _ low: TicketID, _ high: TicketID
    ) throws(SQLError) -> [TicketID: [TicketClock]] {
        var found: [TicketID: [TicketClock]] = [:]
        let rows = try tx.all(
            """
            SELECT \(TicketClockTable.columns), ticket_id FROM ticket_clocks
            WHERE ticket_id >= \(low) AND ticket_id <= \(high) ORDER BY ticket_id, due_at, kind
            """
        ) { row throws(SQLError) in (TicketID(try row.integer(6)), try TicketClockTable.decode(row)) }
        for (id, clock) in rows { found[id, default: []].append(clock) }
        return found
    }

    private func steps(
        _ low: TicketID, _ high: TicketID
    ) throws(SQLError) -> [TicketID: [StepClock]] {
        var found: [TicketID: [StepClock]] = [:]
        let rows = try tx.all(
            """
            SELECT \(StepTable.columns), ticket_id FROM ticket_steps
            WHERE ticket_id >= \(low) AND ticket_id <= \(high) ORDER BY ticket_id, id
            """
        ) { row throws(SQLError) in (TicketID(try row.integer(7)), try StepTable.decode(row)) }
        for (id, step) in rows { found[id, default: []].append(step) }
        return found
    }

    private func events(
        _ low: TicketID, _ high: TicketID
    ) throws(SQLError) -> [TicketID: [TicketEvent]] {
        var found: [TicketID: [TicketEvent]] = [:]
        let rows = try tx.all(
            """
            SELECT kind, at, actor, detail, ticket_id FROM ticket_events
            WHERE ticket_id >= \(low) AND ticket_id <= \(high) ORDER BY ticket_id, id
            """
        ) { row throws(SQLError) in
            (
                TicketID(try row.integer(4)),
                TicketEvent(
                    kind: try row.named(0), at: try row.instant(1), actor: try row.text(2),
                    detail: try row.text(3))
            )
        }
        for (id, event) in rows { found[id, default: []].append(event) }
        return found
    }

    private static func decode(_ row: Row) throws(SQLError) -> CaseHistory {
        CaseHistory(
            id: TicketID(try row.integer(0)), number: try row.text(1), estate: try row.text(2),
            category: try row.text(3), urgency: try row.named(4), building: try row.textOrNil(5),
            state: try row.named(6), level: try row.int(7), receivedAt: try row.instant(8),
            isFalseClosure: try row.flag(9), intake: try row.textOrNil(10).flatMap(Intake.init(rawValue:)))
    }
}

/// One ticket with everything that happened to it.
package struct CaseHistory: Sendable, Hashable {
    package var id: TicketID
    package var number: String
    package var estate: String
    package var category: String
    package var urgency: Urgency
    package var building: String?
    package var state: TicketState
    package var level: Int
    package var receivedAt: Instant
    package var isFalseClosure: Bool
    /// Nil where somebody wrote it in a chat, or a device or a rule opened it.
    package var intake: Intake?
    package var clocks: [TicketClock] = []
    /// Every run of a step's clock.
    package var steps: [StepClock] = []
    /// In the order in which they happened.
    package var events: [TicketEvent] = []

    package init(
        id: TicketID, number: String, estate: String, category: String, urgency: Urgency, building: String?,
        state: TicketState, level: Int, receivedAt: Instant, isFalseClosure: Bool,
        intake: Intake? = nil
    ) {
        self.intake = intake
        self.id = id
        self.number = number
        self.estate = estate
        self.category = category
        self.urgency = urgency
        self.building = building
        self.state = state
        self.level = level
        self.receivedAt = receivedAt
        self.isFalseClosure = isFalseClosure
    }
}
