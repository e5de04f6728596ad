import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Who has a seat of a session that was moved, or waits for one, hears of it.
///
/// Promise: everybody hears once. The first page in the commit of the move, the others page by page by a
/// timer, so that neither hundreds of seats hold the writer nor a crash leaves anybody out.
struct SessionNews: Sendable {
    let notifier: Notifier

    func begin(_ move: SessionMoveRow, in tx: Transaction, at now: Instant) throws(SQLError) {
        let id = try tx.sessionMoves.add(move)
        try goOn(move, id, after: .seat(BookingID(0)), in: tx, at: now)
    }

    /// The next page.
    func tellNext(
        _ id: Int64, after: BroadcastPage.Seated, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let move = try tx.sessionMoves.find(id) else { return }
        try goOn(move, id, after: after, in: tx, at: now)
    }

    private func goOn(
        _ move: SessionMoveRow, _ id: Int64, after place: BroadcastPage.Seated, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) {
        guard let next = try page(move, id, after: place, in: tx, at: now) else {
            return try tx.sessionMoves.end(id)
        }
        try tx.timers.arm(
            .broadcast, subject: BroadcastPage.session(id, after: next).subject, due: now)
        notifier.armed(in: tx)
    }

    /// Tells so many as a page holds; nil where nobody is left.
    private func page(
        _ move: SessionMoveRow, _ id: Int64, after place: BroadcastPage.Seated, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> BroadcastPage.Seated? {
        var left = Limits.broadcastPageRows
        var last = SeatWaitID(0)
        switch place {
        case .seat(let before):
            let seats = try tx.bookings.booked(move.session, until: move.at, after: before, limit: left)
            for seat in seats {
                let more = ["seat": "\(seat.seat)", "attendee": seat.claim.attendee]
                try tell(
                    seat.resident, "notice.session_moved", move, more, key: "booking-\(seat.id)-moved",
                    id: id, in: tx, at: now)
            }
            if seats.count == left { return seats.last.map { .seat($0.id) } }
            left -= seats.count
        case .wait(let before): last = before
        }
        let waiting = try tx.seatWaits.waiting(move.session)
            .filter { $0.id.rawValue > last.rawValue && $0.createdAt <= move.at }
        for wait in waiting.prefix(left) {
            try tell(
                wait.claim.resident, "notice.session_moved_waiting", move,
                ["attendee": wait.claim.attendee], key: "seatwait-\(wait.id)-moved", id: id, in: tx, at: now)
        }
        return waiting.count >= left ? .wait(waiting.prefix(left).last?.id ?? last) : nil
    }

    private func tell(
        _ resident: ResidentID, _ notice: String, _ move: SessionMoveRow, _ more: [String: String],
        key: String, id: Int64, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let values = ["before": move.before, "title": move.title, "reason": move.reason]
        try notifier.tell(
            resident: resident, Phrase(notice, values.merging(more) { $1 }.filter { !$0.value.isEmpty }),
            why: "reception.session_moved", key: "\(key)-\(id)", in: tx, at: now)
    }
}
