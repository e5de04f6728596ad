import LinliModel
import LinliSQL

/// What an account has in hand and answers for, and that all of it goes to another at once.
extension TicketTable {
    /// Everything of his that is not at its end.
    package func held(by staff: StaffID) throws(SQLError) -> [Ticket] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM tickets
            WHERE (taker_id = \(staff) OR first_owner_id = \(staff)) AND state IN (\(list: Self.pending))
            ORDER BY id
            """,
            Self.decode)
    }

    /// With an event of each ticket that the new one now has or answers for.
    package func hand(
        from staff: StaffID, to other: StaffRow, actor: String, detail: String, at now: Instant
    ) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO ticket_events (ticket_id, kind, at, actor, detail)
            SELECT id, 'assign', \(now.milliseconds), \(actor), \(detail) FROM tickets
            WHERE (taker_id = \(staff) OR first_owner_id = \(staff)) AND state IN (\(list: Self.pending))
            """)
        try tx.run(
            """
            UPDATE tickets SET taker_id = \(other.id), version = version + 1
            WHERE taker_id = \(staff) AND state IN (\(list: Self.pending))
            """)
        try tx.run(
            """
            UPDATE tickets SET first_owner_id = \(other.id)
            WHERE first_owner_id = \(staff) AND state IN (\(list: Self.pending))
            """)
        try tx.run(
            "UPDATE ticket_watches SET acknowledged_by = \(other.id) WHERE acknowledged_by = \(staff)")
    }

    private static var pending: [TicketState] { TicketState.allCases.filter(\.isPending) }
}
