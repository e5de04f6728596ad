import LinliModel
import LinliSQL

/// Reception sessions: when and where somebody sits to listen (`domain.md` 2.7).
package struct SessionTable {
    let tx: Transaction

    /// Adds a session unless one of the kind begins at that time. Nil where it is known.
    package func add(_ session: SessionRow) throws(SQLError) -> SessionID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO sessions (estate, kind, name, place, starts_at, booking_closes_at, seats,
                seat_minutes, leader)
            VALUES (\(session.estate), \(session.kind), \(session.name), \(session.place),
                \(session.startsAt.milliseconds), \(session.bookingClosesAt.milliseconds), \(session.seats),
                \(session.seatMinutes), \(session.leader))
            ON CONFLICT (estate, kind, starts_at) DO NOTHING
            """
        ).map { SessionID($0) }
    }

    package func find(_ id: SessionID) throws(SQLError) -> SessionRow? {
        try tx.first("SELECT \(Self.columns) FROM sessions s WHERE id = \(id) \(tx.rowLock)", Self.decode)
    }

    /// Also one that was cancelled: it is not planned a second time.
    package func find(
        estate: String, kind: String, startsAt: Instant
    ) throws(SQLError) -> SessionRow? {
        try tx.first(
            """
            SELECT \(Self.columns) FROM sessions s
            WHERE estate = \(estate) AND kind = \(kind) AND starts_at = \(startsAt.milliseconds)
            """,
            Self.decode)
    }

    /// Sessions that have not begun, soonest first.
    package func upcoming(estate: String?, from: Instant, limit: Int) throws(SQLError) -> [SessionRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM sessions s
            WHERE \(column: "estate", is: estate) AND state = 'open'
                AND starts_at > \(from.milliseconds)
            ORDER BY starts_at, id LIMIT \(limit)
            """,
            Self.decode)
    }

    package func list(estate: String?, rows: RowPage) throws(SQLError) -> [SessionRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM sessions s
            WHERE \(column: "estate", is: estate) AND is_mark = 0
                AND \(rows, below: "starts_at", "id")
            ORDER BY starts_at DESC, id DESC LIMIT \(rows)
            """,
            Self.decode)
    }

    package func move(
        _ id: SessionID, startsAt: Instant, bookingClosesAt: Instant
    ) throws(SQLError) {
        try tx.run(
            """
            UPDATE sessions SET starts_at = \(startsAt.milliseconds),
                booking_closes_at = \(bookingClosesAt.milliseconds)
            WHERE id = \(id) AND state = 'open'
            """)
    }

    /// Where a session was before it was moved: nothing is planned there again, and nothing is to be seen.
    package func leaveMark(at session: SessionRow) throws(SQLError) {
        guard let mark = try add(session) else { return }
        try tx.run("UPDATE sessions SET state = 'cancelled', is_mark = 1 WHERE id = \(mark)")
    }

    /// A session comes to where there was only a mark. False where there is none.
    package func takeMark(_ id: SessionID) throws(SQLError) -> Bool {
        try tx.run("DELETE FROM sessions WHERE id = \(id) AND is_mark = 1") == 1
    }

    package func end(_ id: SessionID, _ state: SessionRow.State) throws(SQLError) -> Bool {
        try tx.run("UPDATE sessions SET state = \(state) WHERE id = \(id) AND state = 'open'") == 1
    }

    static let columns: Fragment =
        """
        s.id, s.estate, s.kind, s.name, s.place, s.starts_at, s.booking_closes_at, s.seats, s.seat_minutes,
        s.state, s.leader,
        (SELECT count(*) FROM bookings b WHERE b.session_id = s.id AND b.state <> 'cancelled'), s.is_mark
        """

    static func decode(_ row: Row) throws(SQLError) -> SessionRow {
        SessionRow(
            id: SessionID(try row.integer(0)), estate: try row.text(1), kind: try row.text(2),
            name: try row.text(3), place: try row.text(4), startsAt: try row.instant(5),
            bookingClosesAt: try row.instant(6), seats: try row.int(7), seatMinutes: try row.int(8),
            leader: try row.text(10), state: try row.named(9), booked: try row.int(11),
            isMark: try row.flag(12))
    }
}

package struct SessionRow: Sendable, Hashable {
    package enum State: String, Sendable {
        case open, cancelled, held
    }

    package var id: SessionID
    package var estate: String
    package var kind: String
    package var name: String
    package var place: String
    package var startsAt: Instant
    package var bookingClosesAt: Instant
    /// Seats that can be booked in advance; the walk-in share is not among them.
    package var seats: Int
    package var seatMinutes: Int
    /// Who sits there, as residents read it: "镇人大主席"; empty where nobody said.
    package var leader: String
    package var state: State
    package var booked: Int
    /// No session, but where one was before it was moved.
    package var isMark: Bool

    package init(
        id: SessionID = SessionID(0), estate: String, kind: String, name: String, place: String,
        startsAt: Instant, bookingClosesAt: Instant, seats: Int, seatMinutes: Int, leader: String = "",
        state: State = .open, booked: Int = 0, isMark: Bool = false
    ) {
        self.isMark = isMark
        self.id = id
        self.estate = estate
        self.kind = kind
        self.name = name
        self.place = place
        self.startsAt = startsAt
        self.bookingClosesAt = bookingClosesAt
        self.seats = seats
        self.seatMinutes = seatMinutes
        self.leader = leader
        self.state = state
        self.booked = booked
    }
}

extension SessionRow.State: Bindable {}
