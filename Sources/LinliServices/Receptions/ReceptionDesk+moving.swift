import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// A whole session at another time (`domain.md` 2.7).
///
/// Promise: seats and the waiting list stay as they are and everybody hears of it once; the time that it had
/// is offered no more, also by the rhythm that had planned it.
extension ReceptionDesk {
    package func move(
        _ id: SessionID, _ request: MoveReception, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Reception> {
        try door.pass("reception.move", "session-\(id)", call, detail: request.startsAt) {
            () throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return .refused(refusal) }
            return try find(id, call).then { session throws(SQLError) in
                guard session.state == .open, session.startsAt > call.now else {
                    return .refused(
                        Refusal(
                            .conflict, "session.closed", "This session is over, cancelled or has begun.",
                            hint: "Open a new one with `linli reception open`."))
                }
                return try times(request.startsAt, call).then { times throws(SQLError) in
                    var moved = session
                    moved.startsAt = times.starts
                    moved.bookingClosesAt = times.closes
                    if let refusal = try collision(of: moved, call) { return .refused(refusal) }
                    try call.tx.sessions.move(
                        id, startsAt: moved.startsAt, bookingClosesAt: moved.bookingClosesAt)
                    try leaveMark(at: session, call)
                    try tell(moved, before: session, request.reason, call)
                    return .done(view(try call.tx.sessions.find(id) ?? moved))
                }
            }
        }
    }

    /// At one place, and with one who sits there, is one session at a time.
    private func collision(of moved: SessionRow, _ call: DeskCall) throws(SQLError) -> Refusal? {
        if let known = try call.tx.sessions.find(
            estate: moved.estate, kind: moved.kind, startsAt: moved.startsAt)
        {
            let hint = known.id == moved.id ? "Give another time." : "See `linli reception list`."
            return Refusal(
                .conflict, "session.exists", "A session of this kind stands at that time already.",
                hint: hint)
        }
        let others = try call.tx.sessions.upcoming(
            estate: moved.estate, from: moved.startsAt - .days(1), limit: Limits.adminPageRows)
        let other = others.first { other in
            other.id != moved.id && other.startsAt < end(of: moved) && moved.startsAt < end(of: other)
                && (other.place == moved.place || (!moved.leader.isEmpty && other.leader == moved.leader))
        }
        guard let other else { return nil }
        return Refusal(
            .conflict, "session.collides",
            "Session \(other.id) is at \(other.place) from \(other.startsAt.civil.written).",
            hint: "Give another time, or move that one first.")
    }

    private func end(of session: SessionRow) -> Instant {
        let seats = max(session.seats, settings.receptions.kind(session.kind)?.seats ?? 0)
        return session.startsAt + .minutes(Int64(seats * session.seatMinutes))
    }

    /// Where the session was stands one that is cancelled: no rhythm plans it there again.
    private func leaveMark(at old: SessionRow, _ call: DeskCall) throws(SQLError) {
        guard let mark = try call.tx.sessions.add(old) else { return }
        _ = try call.tx.sessions.end(mark, .cancelled)
    }

    private func tell(
        _ moved: SessionRow, before: SessionRow, _ reason: String, _ call: DeskCall
    ) throws(SQLError) {
        var values = [
            "before": ReceptionService.offer(before).title, "title": ReceptionService.offer(moved).title,
            "reason": reason,
        ]
        let key = "\(moved.startsAt.milliseconds)"
        for booking in try call.tx.bookings.of(moved.id) where booking.state == .booked {
            values["seat"] = "\(booking.seat)"
            values["attendee"] = booking.claim.attendee
            try notifier.tell(
                resident: booking.resident,
                Phrase("notice.session_moved", values.filter { !$0.value.isEmpty }),
                why: "reception.session_moved", key: "booking-\(booking.id)-moved-\(key)", in: call.tx,
                at: call.now)
        }
        let waiting = try call.tx.seatWaits.waiting(moved.id)
        values["seat"] = nil
        for wait in waiting {
            values["attendee"] = wait.claim.attendee
            try notifier.tell(
                resident: wait.claim.resident,
                Phrase("notice.session_moved_waiting", values.filter { !$0.value.isEmpty }),
                why: "reception.session_moved", key: "seatwait-\(wait.id)-moved-\(key)", in: call.tx,
                at: call.now)
        }
        if !waiting.isEmpty { try seats.arm(.seats(moved.id), due: seats.closes(moved), in: call.tx) }
    }
}
