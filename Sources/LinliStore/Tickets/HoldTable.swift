import LinliModel
import LinliSQL

/// Tickets that are not forgotten though their time is over, because a dispute about them goes on
/// (`domain.md` 2.10, PIPL 19 and 47).
///
/// Promise: while a hold runs neither the time nor an erasure takes a word, a picture or a person from the
/// ticket; at most one runs a ticket. One that was lifted stays, with who did it when and why, until the
/// ticket is forgotten. States: running → lifted. A crash leaves the one or the other: each is one commit.
package struct HoldTable {
    let tx: Transaction

    /// False where one runs already, and where the ticket was forgotten: nothing is left to keep.
    package func place(
        _ ticket: TicketID, by staff: StaffID, reason: String, at now: Instant
    ) throws(SQLError) -> Bool {
        // The ticket's row comes first: whoever is forgetting it has its lock.
        let marked = try tx.run(
            """
            UPDATE tickets SET held_at = \(now.milliseconds), version = version + 1
            WHERE id = \(ticket) AND held_at IS NULL AND pseudonymised_at IS NULL
            """)
        guard marked == 1 else { return false }
        try tx.run(
            """
            INSERT INTO ticket_holds (ticket_id, held_by, reason, held_at)
            VALUES (\(ticket), \(staff), \(reason.withoutNUL), \(now.milliseconds))
            """)
        return true
    }

    /// False where none runs.
    package func lift(
        _ ticket: TicketID, by staff: StaffID, reason: String, at now: Instant
    ) throws(SQLError) -> Bool {
        let marked = try tx.run(
            """
            UPDATE tickets SET held_at = NULL, version = version + 1
            WHERE id = \(ticket) AND held_at IS NOT NULL
            """)
        guard marked == 1 else { return false }
        try tx.run(
            """
            UPDATE ticket_holds SET lifted_by = \(staff), lift_reason = \(reason.withoutNUL),
                lifted_at = \(now.milliseconds)
            WHERE ticket_id = \(ticket) AND lifted_at IS NULL
            """)
        return true
    }

    /// The one that runs.
    package func of(_ ticket: TicketID) throws(SQLError) -> HoldRow? {
        try tx.first(
            "\(Self.select) WHERE h.ticket_id = \(ticket) AND h.lifted_at IS NULL", Self.decode)
    }

    /// Those that run, the newest first; none of a ticket that is about the `asker` himself.
    package func running(estate: String?, asker: String, rows: RowPage) throws(SQLError) -> [HoldRow] {
        try tx.all(
            """
            \(Self.select)
            WHERE h.lifted_at IS NULL AND \(column: "t.estate", is: estate) AND h.id < \(rows.below)
                AND NOT EXISTS (
                    SELECT 1 FROM ticket_events e WHERE e.ticket_id = h.ticket_id AND e.kind = 'concerns'
                        AND e.detail = \(asker))
            ORDER BY h.id DESC LIMIT \(rows)
            """,
            Self.decode)
    }

    package func count() throws(SQLError) -> Int {
        Int(try tx.integer("SELECT count(*) FROM ticket_holds WHERE lifted_at IS NULL"))
    }

    /// How many tickets of one resident are held.
    package func count(of resident: ResidentID) throws(SQLError) -> Int {
        Int(
            try tx.integer(
                "SELECT count(*) FROM tickets WHERE resident_id = \(resident) AND held_at IS NOT NULL"))
    }

    private static let select: Fragment =
        """
        SELECT h.id, t.number, t.estate, s.name, h.reason, h.held_at
        FROM ticket_holds h JOIN tickets t ON t.id = h.ticket_id JOIN staff s ON s.id = h.held_by
        """

    private static func decode(_ row: Row) throws(SQLError) -> HoldRow {
        HoldRow(
            place: try row.integer(0), number: try row.text(1), estate: try row.text(2),
            staff: try row.text(3), reason: try row.text(4), heldAt: try row.instant(5))
    }
}

package struct HoldRow: Sendable, Hashable, NewestFirst {
    package let place: Int64
    /// The ticket's.
    package let number: String
    package let estate: String
    /// The account that placed it.
    package let staff: String
    package let reason: String
    package let heldAt: Instant
}
