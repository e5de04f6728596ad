import LinliModel
import LinliSQL

/// Who waits for a seat of a session that is full. Whoever acts here keeps the session's row first
/// (`sessions.find`): seats and those who wait for them belong together.
///
/// ```
/// waiting ── a seat is free ► seated
///    ├────── he gives it up ► left
///    └────── the session is near or cancelled ► over
/// ```
package struct SeatWaitTable {
    let tx: Transaction

    /// Nil where he waits for one already.
    package func add(
        _ session: SessionID, _ claim: SeatClaim, at now: Instant
    ) throws(SQLError) -> SeatWaitID? {
        try tx.insertUnlessKnown(
            """
            INSERT INTO seat_waits (session_id, resident_id, matter, on_behalf, attendee, created_at)
            VALUES (\(session), \(claim.resident), \(claim.matter.withoutNUL), \(claim.isOnBehalf ? 1 : 0),
                \(claim.attendee.withoutNUL), \(now.milliseconds))
            ON CONFLICT (session_id, resident_id, on_behalf) WHERE state = 'waiting' DO NOTHING
            """
        ).map { SeatWaitID($0) }
    }

    package func find(_ id: SeatWaitID) throws(SQLError) -> SeatWaitRow? {
        try tx.first("SELECT \(Self.columns) FROM seat_waits WHERE id = \(id)", Self.decode)
    }

    /// Those who wait, the first one first.
    package func waiting(_ session: SessionID) throws(SQLError) -> [SeatWaitRow] {
        try tx.all(
            """
            SELECT \(Self.columns) FROM seat_waits WHERE session_id = \(session) AND state = 'waiting'
            ORDER BY id
            """,
            Self.decode)
    }

    /// All of one resident, oldest first.
    package func of(resident: ResidentID) throws(SQLError) -> [SeatWaitRow] {
        try tx.all(
            "SELECT \(Self.columns) FROM seat_waits WHERE resident_id = \(resident) ORDER BY id", Self.decode)
    }

    /// False where he does not wait any more.
    package func end(
        _ id: SeatWaitID, _ state: SeatWaitRow.State, at now: Instant
    ) throws(SQLError) -> Bool {
        try tx.run(
            """
            UPDATE seat_waits SET state = \(state), decided_at = \(now.milliseconds)
            WHERE id = \(id) AND state = 'waiting'
            """) == 1
    }

    static let columns: Fragment =
        "id, session_id, resident_id, matter, on_behalf, attendee, state, created_at"

    static func decode(_ row: Row) throws(SQLError) -> SeatWaitRow {
        SeatWaitRow(
            id: SeatWaitID(try row.integer(0)), session: SessionID(try row.integer(1)),
            claim: SeatClaim(
                resident: ResidentID(try row.integer(2)), matter: try row.text(3),
                isOnBehalf: try row.int(4) == 1, attendee: try row.text(5)),
            state: try row.named(6), createdAt: try row.instant(7))
    }
}

package struct SeatWaitRow: Sendable, Hashable {
    package enum State: String, Sendable {
        case waiting, seated, left, over
    }

    package let id: SeatWaitID
    package let session: SessionID
    package let claim: SeatClaim
    package let state: State
    package let createdAt: Instant
}

extension SeatWaitRow.State: Bindable {}

/// Who wants a seat, and what for.
package struct SeatClaim: Sendable, Hashable {
    package let resident: ResidentID
    package let matter: String
    /// Somebody else comes (`domain.md` A13).
    package let isOnBehalf: Bool
    /// Who that is, as kinship: "父亲". Empty where he comes himself, and after an erasure.
    package let attendee: String

    package init(resident: ResidentID, matter: String, isOnBehalf: Bool, attendee: String) {
        self.resident = resident
        self.matter = matter
        self.isOnBehalf = isOnBehalf
        self.attendee = attendee
    }

    /// - Parameter attendee: nil or empty where he comes himself.
    package init(resident: ResidentID, matter: String, attendee: String? = nil) {
        let attendee = attendee ?? ""
        self.init(
            resident: resident, matter: matter, isOnBehalf: !attendee.isEmpty, attendee: attendee)
    }
}
