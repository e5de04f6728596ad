import LinliModel
import LinliSQL

/// What staff look for. Empty or nil means "any".
package struct TicketSearch: Sendable, Hashable {
    package var estate: String?
    package var states: [TicketState]
    package var urgencies: [Urgency]
    /// Only open tickets with a clock that ran out before this moment and was not met.
    package var overdueAt: Instant?
    /// Only what lies in it, or was given to its owner.
    package var area: StaffArea?
    /// The account that looks: what is about him is not there.
    package var asker: String
    package var limit: Int
    /// The last ticket of the page before.
    package var after: TicketID?

    package init(
        estate: String? = nil, states: [TicketState] = [], urgencies: [Urgency] = [],
        overdueAt: Instant? = nil, area: StaffArea? = nil, asker: String = "", limit: Int,
        after: TicketID? = nil
    ) {
        self.estate = estate
        self.states = states
        self.urgencies = urgencies
        self.overdueAt = overdueAt
        self.area = area
        self.asker = asker
        self.limit = limit
        self.after = after
    }
}

extension TicketTable {
    /// The most urgent first, then the oldest. A page goes on behind the place of `after` in this order, so
    /// that no ticket is skipped however many share an urgency.
    package func search(_ wish: TicketSearch) throws(SQLError) -> [Ticket] {
        let states = wish.states.isEmpty ? TicketState.allCases : wish.states
        let urgencies = wish.urgencies.isEmpty ? Urgency.allCases : wish.urgencies
        let after = try wish.after.map { id throws(SQLError) in try find(id) } ?? nil
        return try tx.all(
            """
            SELECT \(Self.columns) FROM tickets
            WHERE \(column: "estate", is: wish.estate)
                AND state IN (\(list: states)) AND urgency IN (\(list: urgencies))
                AND (\(wish.overdueAt == nil) = 1 OR EXISTS (
                    SELECT 1 FROM ticket_clocks c WHERE c.ticket_id = tickets.id AND c.met_at IS NULL
                        AND c.due_at <= \(wish.overdueAt?.milliseconds ?? 0)
                        AND (c.kind <> 'resolve' OR tickets.state <> 'SUSPENDED')))
                AND (\(wish.area == nil) = 1 OR taker_id = \(wish.area?.staff)
                    OR estate IN (\(list: wish.area?.estates ?? []))
                    OR estate || '/' || building IN (\(list: wish.area?.buildings ?? []))
                    OR (COALESCE(building, '') = '' AND estate IN (\(list: wish.area?.common ?? []))))
                AND NOT EXISTS (
                    SELECT 1 FROM ticket_events e WHERE e.ticket_id = tickets.id AND e.kind = 'concerns'
                        AND e.detail = \(wish.asker))
                AND (\(after == nil) = 1 OR (urgency, received_at, id) >
                    (\(after?.draft.urgency ?? .p0), \(after?.receivedAt.milliseconds ?? 0),
                        \(after?.id.rawValue ?? 0)))
            ORDER BY urgency, received_at, id LIMIT \(wish.limit)
            """,
            Self.decode)
    }
}
