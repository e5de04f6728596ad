import LinliModel
import LinliSQL

/// Seats that were taken. The index on (session, seat) is what makes a seat one person's.
package struct BookingTable {
    let tx: Transaction

    /// Takes the lowest free seat up to `seats`. Nil where none is free, or where the resident has one
    /// already: one is his own, and one may be for somebody else.
    package func take(
        _ session: SessionID, seats: Int, _ claim: SeatClaim, at now: Instant
    ) throws(SQLError) -> BookingRow? {
        for seat in try free(session, seats: seats) {
            let made = try tx.first(
                """
                INSERT INTO bookings (session_id, seat, resident_id, matter, on_behalf, attendee, created_at)
                VALUES (\(session), \(seat), \(claim.resident), \(claim.matter.withoutNUL),
                    \(claim.isOnBehalf ? 1 : 0), \(claim.attendee.withoutNUL), \(now.milliseconds))
                ON CONFLICT DO NOTHING
                RETURNING \(Self.columns)
                """,
                Self.decode)
            if let made { return made }
        }
        return nil
    }

    private func free(_ session: SessionID, seats: Int) throws(SQLError) -> [Int] {
        let taken = Set(
            try tx.all(
                "SELECT seat FROM bookings WHERE session_id = \(session) AND state <> 'cancelled'"
            ) { row throws(SQLError) in try row.int(0) })
        return seats < 1 ? [] : (1...seats).filter { !taken.contains($0) }
    }

    package func find(_ id: BookingID) throws(SQLError) -> BookingRow? {
        try tx.first("SELECT \(Self.columns) FROM bookings WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    /// His own seat of the session, or the one that he has for somebody else.
    package func find(
        _ session: SessionID, by resident: ResidentID, isOnBehalf: Bool = false
    ) throws(SQLError) -> BookingRow? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM bookings
            WHERE session_id = \(session) AND resident_id = \(resident)
                AND on_behalf = \(isOnBehalf ? 1 : 0) AND state <> 'cancelled'
            """,
            Self.decode)
    }

    package func active(of resident: ResidentID) throws(SQLError) -> [BookingRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM bookings WHERE resident_id = \(resident) AND state = 'booked'
            ORDER BY id DESC
            """,
            Self.decode)
    }

    package func of(_ session: SessionID) throws(SQLError) -> [BookingRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM bookings WHERE session_id = \(session) ORDER BY seat, id",
            Self.decode)
    }

    /// Who has a seat and took it until a moment, by id: a page behind the last one.
    package func booked(
        _ session: SessionID, until moment: Instant, after last: BookingID, limit: Int
    ) throws(SQLError) -> [BookingRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM bookings
            WHERE session_id = \(session) AND state = 'booked' AND id > \(last)
                AND created_at <= \(moment.milliseconds)
            ORDER BY id LIMIT \(limit)
            """,
            Self.decode)
    }

    package func end(_ id: BookingID, _ state: BookingRow.State, at now: Instant) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE bookings SET state = \(state), decided_at = \(now.milliseconds)
            WHERE id = \(id) AND state = 'booked'
            """) == 1
    }

    /// False where the seat was given up or is over.
    package func setMatter(_ id: BookingID, _ matter: String) throws(SQLError) -> Bool {
        try tx.run(
            "UPDATE bookings SET matter = \(matter.withoutNUL) WHERE id = \(id) AND state = 'booked'") == 1
    }

    package func setOutcome(
        _ id: BookingID, _ outcome: String, ticket: TicketID?
    ) throws(SQLError) {
        try tx.run("UPDATE bookings SET outcome = \(outcome), ticket_id = \(ticket) WHERE id = \(id)")
    }

    static let columns: Fragment =
        """
        id, session_id, seat, resident_id, matter, state, ticket_id, outcome, created_at, on_behalf, attendee
        """

    static func decode(_ row: Row) throws(SQLError) -> BookingRow {
        BookingRow(
            id: BookingID(try row.integer(0)), session: SessionID(try row.integer(1)), seat: try row.int(2),
            claim: SeatClaim(
                resident: ResidentID(try row.integer(3)), matter: try row.text(4),
                isOnBehalf: try row.int(9) == 1, attendee: try row.text(10)),
            state: try row.named(5), ticket: try row.integerOrNil(6).map { TicketID($0) },
            outcome: try row.text(7), createdAt: try row.instant(8))
    }
}

package struct BookingRow: Sendable, Hashable {
    package enum State: String, Sendable {
        case booked, cancelled, attended, absent
    }

    package let id: BookingID
    package let session: SessionID
    package let seat: Int
    package let claim: SeatClaim
    package let state: State
    package let ticket: TicketID?
    package let outcome: String
    package let createdAt: Instant

    package var resident: ResidentID { claim.resident }
    package var matter: String { claim.matter }
}

extension BookingRow.State: Bindable {}
