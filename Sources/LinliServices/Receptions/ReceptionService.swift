import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Receptions as residents use them: list, book a seat, give it up (`domain.md` 2.7).
package struct ReceptionService: Sendable {
    private let rules: ReceptionRules

    package init(rules: ReceptionRules) {
        self.rules = rules
    }

    /// Sessions that can still be booked, soonest first; those of the wished day where there are any.
    package func list(
        _ wish: SessionWish, estate: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let open = try tx.sessions.upcoming(estate: estate, from: now, limit: 20)
            .filter { $0.bookingClosesAt > now }
        let wished = open.filter { wish.date == nil || $0.startsAt.civil.date == wish.date }
        let offers = (wished.isEmpty ? open : wished).prefix(6).map { session in
            var offer = Self.offer(session)
            if wish.asksLeader, !session.leader.isEmpty { offer.title += "（\(session.leader)）" }
            return offer
        }
        return .sessions(offers)
    }

    package func book(
        _ offer: SessionOffer, matter: String, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let session = try tx.sessions.find(offer.session), session.state == .open,
            session.bookingClosesAt > now
        else { return .bookingClosed(offer) }
        let current = Self.offer(session)
        if let known = try tx.bookings.find(session.id, by: party.resident) {
            return .alreadyBooked(current, seat: known.seat)
        }
        if let until = try paused(party.resident, in: tx), until > now {
            return .bookingPaused(noShows: rules.noShows, until: until)
        }
        let booking = try tx.bookings.take(
            session.id, seats: session.seats, resident: party.resident, matter: matter, at: now)
        guard let booking else {
            guard case .sessions(let others) = try list(SessionWish(), estate: party.estate, in: tx, at: now)
            else {
                return .sessionFull(current, others: [])
            }
            return .sessionFull(current, others: others.filter { $0.seatsLeft > 0 })
        }
        return .booked(current, seat: booking.seat, matter: booking.matter)
    }

    /// Until when he books at the desk only: `no_show_pause_days` from the last of `no_shows` sessions that
    /// he missed within as many days (`domain.md` 2.7). Nil where it is not so many. The rows say it each
    /// time: an attendance that staff put right ends the pause.
    private func paused(_ resident: ResidentID, in tx: Transaction) throws(SQLError) -> Instant? {
        let span = TimeSpan.days(Int64(rules.noShowPauseDays))
        let missed = try tx.bookings.absences(of: resident, limit: rules.noShows)
        guard missed.count == rules.noShows, let last = missed.first, let first = missed.last,
            last - first <= span
        else { return nil }
        return last + span
    }

    package func cancellable(
        of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> [Cancellable] {
        var found: [Cancellable] = []
        for booking in try tx.bookings.active(of: party.resident).prefix(5) {
            guard let session = try tx.sessions.find(booking.session), session.startsAt > now else {
                continue
            }
            let title = "预约 \(Self.offer(session).title) 第\(booking.seat)号"
            found.append(
                Cancellable(kind: .booking(booking.id), reference: booking.id.description, title: title))
        }
        return found
    }

    /// Until two hours before it begins.
    package func cancel(
        _ id: BookingID, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome.CancelRefusal? {
        guard let booking = try tx.bookings.find(id), booking.resident == party.resident,
            let session = try tx.sessions.find(booking.session)
        else { return .alreadyClosed }
        guard session.startsAt - now >= .hours(Int64(rules.cancelHours)) else { return .tooLate }
        return try tx.bookings.end(id, .cancelled, at: now) ? nil : .alreadyClosed
    }

    /// "3月19日（周四）15:00 议事亭 每周领导接访".
    package static func offer(_ session: SessionRow) -> SessionOffer {
        let time = session.startsAt.civil
        let minute = time.minute < 10 ? "0\(time.minute)" : "\(time.minute)"
        let day = "\(time.date.wordsOfWeek)\(time.hour):\(minute)"
        return SessionOffer(
            session: session.id, title: "\(day) \(session.place) \(session.name)", startsAt: session.startsAt,
            seatsLeft: max(0, session.seats - session.booked))
    }
}
