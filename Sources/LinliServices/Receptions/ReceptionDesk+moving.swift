import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// A whole session at another time (`domain.md` 2.7).
///
/// Promise: seats and the waiting list stay as they are and everybody hears of it once; the time that it had
/// is offered no more, also by the rhythm that had planned it; it may be moved back there.
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
                            .conflict, "session.closed", "这一场已经结束、取消或者开始。",
                            hint: "请用 `linli reception open` 另开一场。"))
                }
                return try times(request.startsAt, call).then { times throws(SQLError) in
                    var moved = session
                    moved.startsAt = times.starts
                    moved.bookingClosesAt = times.closes
                    if let refusal = try collision(of: moved, call) { return .refused(refusal) }
                    try clear(moved, call)
                    try call.tx.sessions.move(
                        id, startsAt: moved.startsAt, bookingClosesAt: moved.bookingClosesAt)
                    try call.tx.sessions.leaveMark(at: session)
                    try tell(moved, before: session, request.reason, call)
                    return .done(view(try call.tx.sessions.find(id) ?? moved))
                }
            }
        }
    }

    /// At one place, and with one who sits there, is one session at a time.
    private func collision(of moved: SessionRow, _ call: DeskCall) throws(SQLError) -> Refusal? {
        if let known = try call.tx.sessions.find(
            estate: moved.estate, kind: moved.kind, startsAt: moved.startsAt), !known.isMark
        {
            let hint = known.id == moved.id ? "请换一个时间。" : "请看 `linli reception list`。"
            return Refusal(
                .conflict, "session.exists", "那个时间已经有同类的场次。",
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
            "场次 \(other.id) 从 \(other.startsAt.civil.written) 起在 \(other.place)。",
            hint: "请换时间，或者先改那一场。")
    }

    /// Where a session was before, one may be again.
    private func clear(_ moved: SessionRow, _ call: DeskCall) throws(SQLError) {
        let known = try call.tx.sessions.find(
            estate: moved.estate, kind: moved.kind, startsAt: moved.startsAt)
        if let known, known.isMark { _ = try call.tx.sessions.takeMark(known.id) }
    }

    private func end(of session: SessionRow) -> Instant {
        let seats = max(session.seats, settings.receptions.kind(session.kind)?.seats ?? 0)
        return session.startsAt + .minutes(Int64(seats * session.seatMinutes))
    }

    private func tell(
        _ moved: SessionRow, before: SessionRow, _ reason: String, _ call: DeskCall
    ) throws(SQLError) {
        let move = SessionMoveRow(
            session: moved.id, before: ReceptionService.offer(before).title,
            title: ReceptionService.offer(moved).title, reason: reason, at: call.now)
        try SessionNews(notifier: notifier).begin(move, in: call.tx, at: call.now)
        if try !call.tx.seatWaits.waiting(moved.id).isEmpty {
            try seats.arm(.seats(moved.id), due: seats.closes(moved), in: call.tx)
        }
    }
}
