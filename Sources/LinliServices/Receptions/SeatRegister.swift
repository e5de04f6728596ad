import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What the chat, the desk and the alarms have in common about the seats of a session: how one is given up,
/// who gets it then, and who hears of it (`domain.md` 2.7).
///
/// Promise: a seat that is given up goes to whoever has waited longest, in the same commit, as long as he can
/// still hear of it in time.
struct SeatRegister: Sendable {
    private let rules: ReceptionRules
    private let notifier: Notifier

    init(settings: Settings, notifier: Notifier) {
        rules = settings.receptions
        self.notifier = notifier
    }

    /// Until then a seat can be given up, and goes to the next one.
    func closes(_ session: SessionRow) -> Instant { session.startsAt - .hours(Int64(rules.cancelHours)) }

    // MARK: Waiting

    enum Waiting: Equatable {
        /// With so many before him; not new where he had waited already.
        case place(before: Int, isNew: Bool)
        case full
        case tooLate
    }

    /// A place on the waiting list; his own where he waits already.
    func wait(
        _ claim: SeatClaim, for session: SessionRow, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Waiting {
        guard session.state == .open, now < closes(session) else { return .tooLate }
        let waiting = try tx.seatWaits.waiting(session.id)
        let own = waiting.firstIndex {
            $0.claim.resident == claim.resident && $0.claim.isOnBehalf == claim.isOnBehalf
        }
        if let own { return .place(before: own, isNew: false) }
        guard waiting.count < Limits.seatWaitRows else { return .full }
        // Nil where another daemon entered him since the list was read: he stands at its end.
        let isNew = try tx.seatWaits.add(session.id, claim, at: now) != nil
        if isNew { try arm(.seats(session.id), due: closes(session), in: tx) }
        return .place(before: waiting.count, isNew: isNew)
    }

    /// He waits no longer. False where he did not.
    func leave(_ id: SeatWaitID, in tx: Transaction, at now: Instant) throws(SQLError) -> Bool {
        try tx.seatWaits.end(id, .left, at: now)
    }

    // MARK: Giving up

    /// The seat is free for the next one. False where it was given up already.
    func free(
        _ booking: BookingRow, of session: SessionRow, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Bool {
        guard try tx.bookings.end(booking.id, .cancelled, at: now) else { return false }
        try fill(session, in: tx, at: now)
        return true
    }

    /// Free seats go to those who wait, in the order in which they came.
    private func fill(_ session: SessionRow, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard session.state == .open, now < closes(session) else { return }
        for wait in try tx.seatWaits.waiting(session.id) {
            guard let booking = try tx.bookings.take(session.id, seats: session.seats, wait.claim, at: now)
            else {
                let has = try tx.bookings.find(
                    session.id, by: wait.claim.resident, isOnBehalf: wait.claim.isOnBehalf)
                guard has != nil else { return }
                // The desk gave him a seat meanwhile.
                _ = try tx.seatWaits.end(wait.id, .seated, at: now)
                continue
            }
            _ = try tx.seatWaits.end(wait.id, .seated, at: now)
            try tell(booking, "seat_free", session, ["matter": booking.matter], in: tx, at: now)
        }
    }

    /// His data are erased: what he has not used goes to those who wait.
    func leaveAll(_ resident: ResidentID, in tx: Transaction, at now: Instant) throws(SQLError) {
        for wait in try tx.seatWaits.of(resident: resident) { _ = try leave(wait.id, in: tx, at: now) }
        for booking in try tx.bookings.active(of: resident) {
            guard let session = try tx.sessions.find(booking.session), session.startsAt > now else {
                continue
            }
            _ = try free(booking, of: session, in: tx, at: now)
        }
    }

    // MARK: The end of waiting

    /// No seat can be given on any more: those who still wait hear it while they can come without one.
    func waitingIsOver(_ id: SessionID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let session = try tx.sessions.find(id) else { return }
        try endWaiting(session, "seat_none", in: tx, at: now)
    }

    /// - Parameter more: values of the notice.
    func endWaiting(
        _ session: SessionRow, _ notice: String, _ more: [String: String] = [:], in tx: Transaction,
        at now: Instant
    ) throws(SQLError) {
        for wait in try tx.seatWaits.waiting(session.id) where try tx.seatWaits.end(wait.id, .over, at: now) {
            var values = more
            values["title"] = ReceptionService.offer(session).title
            try notifier.tell(
                resident: wait.claim.resident, Phrase("notice.\(notice)", values),
                why: "reception.\(notice)", key: "seatwait-\(wait.id)-\(notice)", in: tx, at: now)
        }
    }

    // MARK: Telling

    func tell(
        _ booking: BookingRow, _ notice: String, _ session: SessionRow, _ more: [String: String] = [:],
        in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        var values = more
        values["title"] = ReceptionService.offer(session).title
        values["seat"] = "\(booking.seat)"
        if !booking.claim.attendee.isEmpty { values["attendee"] = booking.claim.attendee }
        try notifier.tell(
            resident: booking.resident, Phrase("notice.\(notice)", values), why: "reception.\(notice)",
            key: "booking-\(booking.id)-\(notice)", in: tx, at: now)
    }

    func arm(_ alarm: ReceptionAlarms.Alarm, due: Instant, in tx: Transaction) throws(SQLError) {
        try tx.timers.arm(.reception, subject: alarm.subject, due: due)
        notifier.armed(in: tx)
    }
}
