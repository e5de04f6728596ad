import LinliModel
import LinliSQL

/// What becomes of a ticket whose person asks to be forgotten, or that has been kept long enough
/// (`domain.md` 2.10).
extension TicketTable {
    /// Those of a resident that no hold keeps.
    package func forgettable(of resident: ResidentID) throws(SQLError) -> [TicketID] {
        try tx.all(
            "SELECT id FROM tickets WHERE resident_id = \(resident) AND held_at IS NULL ORDER BY id"
        ) { row throws(SQLError) in TicketID(try row.integer(0)) }
    }

    /// As `strip`, of tickets whose person is forgotten: where they were is gone too.
    package func erase(_ tickets: [TicketID]) throws(SQLError) {
        try strip(tickets)
        try tx.run("UPDATE tickets SET building = NULL WHERE id IN (\(list: tickets))")
    }

    /// Takes every word away that a resident wrote or that was written to or about him, and where he lives;
    /// category, urgency, state, times, clocks and what he answered to the result stay, since they are
    /// counted.
    package func strip(_ tickets: [TicketID]) throws(SQLError) {
        try tx.run(
            """
            UPDATE ticket_events SET detail = ''
            WHERE ticket_id IN (\(list: tickets))
                AND ((actor = 'resident' AND kind <> 'rate')
                    OR kind IN ('note', 'reply', 'resolve', 'picture', 'whistle_result'))
            """)
        try tx.run(
            """
            UPDATE tickets SET text = '', sender = '', channel = '', unit = NULL, room = NULL, place = NULL,
                attachments = '[]', object_key = NULL, riser = NULL,
                result = CASE WHEN result IS NULL THEN NULL ELSE '' END
            WHERE id IN (\(list: tickets))
            """)
        try tx.run("DELETE FROM ticket_suspensions WHERE ticket_id IN (\(list: tickets))")
        try tx.run("DELETE FROM ticket_holds WHERE ticket_id IN (\(list: tickets))")
        try tx.run(
            """
            UPDATE whistles SET result = CASE WHEN result IS NULL THEN NULL ELSE '' END
            WHERE ticket_id IN (\(list: tickets))
            """)
    }

    /// Strips tickets that ended, and that nothing happened to, before `limit`, and lets go of their persons;
    /// the building stays for the counts. One that was merged follows the one that stands for it.
    ///
    /// - Parameter rows: at most so many, the oldest first.
    /// - Returns: how many.
    package func pseudonymise(before limit: Instant, rows: Int, at now: Instant) throws(SQLError) -> Int {
        let tickets = try tx.all(
            "SELECT id \(Self.personal(before: limit)) ORDER BY received_at LIMIT \(rows) \(tx.rowLock)"
        ) { row throws(SQLError) in TicketID(try row.integer(0)) }
        guard !tickets.isEmpty else { return 0 }
        try strip(tickets)
        try tx.run(
            """
            UPDATE tickets SET resident_id = NULL, pseudonymised_at = \(now.milliseconds)
            WHERE id IN (\(list: tickets))
            """)
        return tickets.count
    }

    /// What `pseudonymise` finds.
    static func personal(before limit: Instant) -> Statement {
        let ended = TicketState.allCases.filter { !$0.isOpen }
        return """
            FROM tickets
            WHERE pseudonymised_at IS NULL AND received_at < \(limit.milliseconds)
                AND state IN (\(list: ended)) AND held_at IS NULL
                AND NOT EXISTS (
                    SELECT 1 FROM ticket_events e
                    WHERE e.ticket_id = tickets.id AND e.at >= \(limit.milliseconds))
                AND NOT EXISTS (
                    SELECT 1 FROM tickets main
                    WHERE main.id = tickets.merged_into AND main.pseudonymised_at IS NULL)
            """
    }

    /// When its person was taken out; nil where that has not been done.
    package func pseudonymised(_ id: TicketID) throws(SQLError) -> Instant? {
        try tx.first("SELECT pseudonymised_at FROM tickets WHERE id = \(id)") { row throws(SQLError) in
            try row.instantOrNil(0)
        } ?? nil
    }

    /// What `dropAttachments` finds.
    static func pictured(before limit: Instant) -> Statement {
        let ended = TicketState.allCases.filter { !$0.isOpen }
        return """
            FROM tickets
            WHERE attachments <> '[]' AND received_at < \(limit.milliseconds) AND state IN (\(list: ended))
                AND urgency <> \(Urgency.p0) AND (intent IS NULL OR intent <> \(Intent.reportHazard))
                AND held_at IS NULL
                AND NOT EXISTS (
                    SELECT 1 FROM ticket_events e
                    WHERE e.ticket_id = tickets.id AND e.at >= \(limit.milliseconds))
                AND NOT EXISTS (
                    SELECT 1 FROM tickets main WHERE main.id = tickets.merged_into
                    AND (main.urgency = \(Urgency.p0) OR main.intent = \(Intent.reportHazard)
                        OR main.held_at IS NOT NULL))
            """
    }

    /// Pictures of matters that ended before `limit`. Those of a danger, of what is held, and of what was
    /// merged into one, are kept as long as its ticket: they may be wanted as evidence.
    package func dropAttachments(before limit: Instant, rows: Int) throws(SQLError) -> Int {
        let tickets = try tx.all(
            "SELECT id \(Self.pictured(before: limit)) ORDER BY received_at LIMIT \(rows) \(tx.rowLock)"
        ) { row throws(SQLError) in TicketID(try row.integer(0)) }
        guard !tickets.isEmpty else { return 0 }
        try tx.run("UPDATE tickets SET attachments = '[]' WHERE id IN (\(list: tickets))")
        try tx.run(
            """
            UPDATE ticket_events SET detail = ''
            WHERE ticket_id IN (\(list: tickets)) AND kind = \(TicketEvent.Kind.picture)
            """)
        return tickets.count
    }
}
