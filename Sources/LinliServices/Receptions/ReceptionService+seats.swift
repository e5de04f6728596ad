import LinliModel
import LinliSQL
import LinliStore

/// The seat that somebody has: put right, told, and what came of it. Its number stays.
extension ReceptionService {
    /// Another matter, one more or how many come, until the session begins. Where several seats may be meant
    /// nothing is changed.
    func change(
        _ change: SeatChange, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let all = try recent(of: party, in: tx, at: now)
        let kind = rules.kind(namedIn: change.words)?.code
        var seats = all.filter { seat in
            change.attendee.map { seat.booking.claim.attendee.hasPrefix($0) } ?? true
        }
        seats = seats.narrowed { kind == nil || $0.session.kind == kind }
        seats = seats.narrowed { change.date == nil || $0.session.startsAt.civil.date == change.date }
        let open = seats.filter { $0.session.state == .open && $0.session.startsAt > now }
        guard let seat = open.first else {
            return seats.first.map { .seatBegun(title: Self.offer($0.session).title) } ?? .seatUnknown
        }
        guard open.count == 1 || change.isFresh else { return .whichSeat(open.map(\.told)) }
        var matter = SeatMatter(seat.booking.matter)
        switch change.edit {
        case .replace(let items): matter.items = items
        case .add(let items):
            for item in items { matter.add(item) }
        case .count(let group): matter.group = group
        }
        guard matter.items.count <= Limits.seatMatterRows else { return .seatMattersFull }
        guard try tx.bookings.setMatter(seat.booking.id, matter.text) else { return .seatUnknown }
        let attendee = seat.booking.claim.isOnBehalf ? seat.booking.claim.attendee : nil
        var wish = SeatWish(Self.offer(seat.session), matter: matter.text, attendee: attendee)
        wish.mostPeople = most(matter.group)
        return .seatChanged(wish, seat: seat.booking.seat)
    }

    /// His seats of sessions that have not begun, the newest first.
    func told(of party: Party, in tx: Transaction, at now: Instant) throws(SQLError) -> [SeatTold] {
        try recent(of: party, in: tx, at: now).filter { $0.session.startsAt > now }.map(\.told)
    }

    /// The seat of the last session that has begun, if it was of a session that he went to or could have.
    func last(of party: Party, in tx: Transaction, at now: Instant) throws(SQLError) -> ReceptionSeat? {
        var found: [ReceptionSeat] = []
        for booking in try tx.bookings.of(resident: party.resident) where booking.state != .cancelled {
            guard let session = try tx.sessions.find(booking.session), session.startsAt <= now else {
                continue
            }
            found.append(ReceptionSeat(booking: booking, session: session))
        }
        return found.max { $0.session.startsAt < $1.session.startsAt }
    }

    /// How long a seat of the next session lasts.
    func minutes(estate: String, in tx: Transaction, at now: Instant) throws(SQLError) -> Outcome {
        guard let next = try tx.sessions.upcoming(estate: estate, from: now, limit: 1).first else {
            return .sessions([])
        }
        return .seatMinutes(title: Self.offer(next).title, minutes: next.seatMinutes)
    }

    private func recent(
        of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> [ReceptionSeat] {
        var found: [ReceptionSeat] = []
        for booking in try tx.bookings.active(of: party.resident) {
            guard let session = try tx.sessions.find(booking.session),
                now - session.startsAt < .days(Limits.seatBegunDays)
            else { continue }
            found.append(ReceptionSeat(booking: booking, session: session))
        }
        return found
    }
}

/// A seat with its session.
struct ReceptionSeat: Sendable {
    let booking: BookingRow
    let session: SessionRow

    var told: SeatTold {
        SeatTold(
            title: ReceptionService.offer(session).title, seat: booking.seat, matter: booking.matter,
            attendee: booking.claim.attendee.isEmpty ? nil : booking.claim.attendee,
            turn: session.startsAt + .minutes(Int64((booking.seat - 1) * session.seatMinutes)),
            minutesEach: session.seatMinutes)
    }
}

extension [ReceptionSeat] {
    /// Those that fit; all where none does.
    fileprivate func narrowed(_ fits: (ReceptionSeat) -> Bool) -> [ReceptionSeat] {
        let fitting = filter(fits)
        return fitting.isEmpty ? self : fitting
    }
}
