import LinliModel
import LinliSQL

/// When a room of the list is taken (`domain.md` A07, A17, H03). A row has no state of its own: it holds as
/// long as its ticket does. Whoever adds one keeps the room's row first (`resources.find`), so that of two
/// who want the same hour one finds the other.
package struct RoomBookingTable {
    let tx: Transaction

    package func add(_ booking: RoomBooking, of room: ResourceID, ticket: TicketID) throws(SQLError) {
        try tx.run(
            """
            INSERT INTO room_bookings (ticket_id, resource_id, day, opens, closes, people)
            VALUES (\(ticket), \(room), \(booking.day.description), \(booking.opens), \(booking.closes),
                \(booking.people))
            """)
    }

    /// What is taken on that day, in the order of the clock.
    package func of(_ room: ResourceID, on day: CivilDate) throws(SQLError) -> [RoomBooking] {
        try tx.all(
            """
            SELECT b.opens, b.closes, b.people FROM room_bookings b
            JOIN tickets t ON t.id = b.ticket_id
            WHERE b.resource_id = \(room) AND b.day = \(day.description)
                AND t.state NOT IN ('CANCELLED', 'DECLINED')
            ORDER BY b.opens, b.ticket_id LIMIT \(Limits.registerRows)
            """
        ) { row throws(SQLError) in
            RoomBooking(
                day: day, opens: try row.int(0), closes: try row.int(1), people: try row.int(2))
        }
    }
}

package struct RoomBooking: Sendable, Hashable {
    package var day: CivilDate
    /// Minutes since midnight.
    package var opens: Int
    package var closes: Int
    package var people: Int

    package init(day: CivilDate, opens: Int, closes: Int, people: Int) {
        self.day = day
        self.opens = opens
        self.closes = closes
        self.people = people
    }
}
