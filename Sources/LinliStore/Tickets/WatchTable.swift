import LinliModel
import LinliSQL

/// Which level was told last of a ticket, how often, and whether somebody of it has answered. One row a
/// ticket; a climb begins it anew.
package struct WatchTable {
    let tx: Transaction

    package func start(_ ticket: TicketID, level: Int, at now: Instant) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO ticket_watches (ticket_id, level, told_at)
            VALUES (\(ticket), \(level), \(now.milliseconds))
            ON CONFLICT (ticket_id) DO UPDATE
            SET level = excluded.level, told_at = excluded.told_at, rings = 0, acknowledged_by = NULL,
                acknowledged_at = NULL, snoozes = 0, snoozed_until = NULL
            """)
    }

    package func of(_ ticket: TicketID) throws(SQLError) -> WatchRow? {
        try tx.first(
            """
            SELECT ticket_id, level, told_at, rings, acknowledged_by, acknowledged_at, snoozes, snoozed_until
            FROM ticket_watches WHERE ticket_id = \(ticket)
            """
        ) { row throws(SQLError) in
            WatchRow(
                ticket: TicketID(try row.integer(0)), level: try row.int(1), toldAt: try row.instant(2),
                rings: try row.int(3), acknowledgedBy: try row.integerOrNil(4).map { StaffID($0) },
                acknowledgedAt: try row.instantOrNil(5), snoozes: try row.int(6),
                snoozedUntil: try row.instantOrNil(7))
        }
    }

    /// The level is told again; what was acknowledged before has not helped.
    package func ring(_ ticket: TicketID, at now: Instant) throws(SQLError) {
        try tx.run(
            """
            UPDATE ticket_watches SET rings = rings + 1, told_at = \(now.milliseconds), snoozed_until = NULL
            WHERE ticket_id = \(ticket)
            """)
    }

    package func acknowledge(_ ticket: TicketID, by staff: StaffID, at now: Instant) throws(SQLError) {
        try tx.run(
            """
            UPDATE ticket_watches
            SET acknowledged_by = \(staff), acknowledged_at = \(now.milliseconds), rings = 0
            WHERE ticket_id = \(ticket)
            """)
    }

    package func snooze(_ ticket: TicketID, until: Instant) throws(SQLError) {
        try tx.run(
            """
            UPDATE ticket_watches SET snoozed_until = \(until.milliseconds), snoozes = snoozes + 1
            WHERE ticket_id = \(ticket)
            """)
    }

    package func drop(_ ticket: TicketID) throws(SQLError) {
        try tx.run("DELETE FROM ticket_watches WHERE ticket_id = \(ticket)")
    }
}

package struct WatchRow: Sendable, Hashable {
    package let ticket: TicketID
    package let level: Int
    package let toldAt: Instant
    /// How often the level was told again without a sign of it.
    package let rings: Int
    package let acknowledgedBy: StaffID?
    package let acknowledgedAt: Instant?
    package let snoozes: Int
    package let snoozedUntil: Instant?
}
