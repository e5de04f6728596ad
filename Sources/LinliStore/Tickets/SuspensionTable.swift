import LinliModel
import LinliSQL

/// Suspensions that were asked for and wait for a second person. At most one a ticket: asking again replaces
/// it, and it goes when it is approved or the ticket is resolved.
package struct SuspensionTable {
    let tx: Transaction

    package func ask(_ suspension: SuspensionRow, at now: Instant) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO ticket_suspensions (ticket_id, asked_by, reason, resume_at, asked_at)
            VALUES (\(suspension.ticket), \(suspension.askedBy), \(suspension.reason.withoutNUL),
                \(suspension.resumeAt.milliseconds), \(now.milliseconds))
            ON CONFLICT (ticket_id) DO UPDATE
            SET asked_by = excluded.asked_by, reason = excluded.reason, resume_at = excluded.resume_at,
                asked_at = excluded.asked_at
            """)
    }

    package func of(_ ticket: TicketID) throws(SQLError) -> SuspensionRow? {
        try tx.first(
            """
            SELECT ticket_id, asked_by, reason, resume_at FROM ticket_suspensions
            WHERE ticket_id = \(ticket)
            """
        ) { row throws(SQLError) in
            SuspensionRow(
                ticket: TicketID(try row.integer(0)), askedBy: StaffID(try row.integer(1)),
                reason: try row.text(2), resumeAt: try row.instant(3))
        }
    }

    package func drop(_ ticket: TicketID) throws(SQLError) {
        try tx.run("DELETE FROM ticket_suspensions WHERE ticket_id = \(ticket)")
    }
}

package struct SuspensionRow: Sendable, Hashable {
    package let ticket: TicketID
    package let askedBy: StaffID
    package let reason: String
    package let resumeAt: Instant

    package init(ticket: TicketID, askedBy: StaffID, reason: String, resumeAt: Instant) {
        self.ticket = ticket
        self.askedBy = askedBy
        self.reason = reason
        self.resumeAt = resumeAt
    }
}
