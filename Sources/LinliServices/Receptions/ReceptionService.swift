import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Receptions as residents use them: list, book a seat, wait for one, give it up (`domain.md` 2.7).
package struct ReceptionService: Sendable {
    private let settings: Settings
    private let seats: SeatRegister
    private let planner: SessionPlanner
    var rules: ReceptionRules { settings.receptions }

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        seats = SeatRegister(settings: settings, notifier: notifier)
        planner = SessionPlanner(settings: settings)
    }

    /// Sessions that can still be booked, soonest first; those of the kind, of the day and of the times that
    /// he names, where there are any.
    package func list(
        _ wish: SessionWish, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let estate = party.estate
        let own = wish.isMove ? try tx.bookings.active(of: party.resident).map(\.session) : []
        let coming = try tx.sessions.upcoming(
            estate: estate, from: now, limit: Limits.upcomingSessionRows)
        let open = coming.filter { $0.bookingClosesAt > now && !own.contains($0.id) }
        let kind = rules.kind(namedIn: wish.words)
        let ofKind = open.filter { kind == nil || $0.kind == kind?.code }
        let known = ofKind.isEmpty ? open : ofKind
        if let times = wish.times, wish.date == nil {
            let fitting = known.filter { times.fits($0.startsAt) }
            guard fitting.isEmpty else {
                return .sessions(offers(fitting, wish), missing: ofKind.isEmpty ? kind?.name : nil)
            }
            let later = try later(times, kind: kind, estate: estate, at: now)
            return .timesMissed(later: later, offers(open.filter { times.allows($0.startsAt) }, wish))
        }
        let wished = known.filter { wish.date == nil || $0.startsAt.civil.date == wish.date }
        let offers = offers(wished.isEmpty ? known : wished, wish)
        if let date = wish.date, wished.isEmpty, !known.isEmpty, !ofKind.isEmpty {
            let closed = coming.first {
                $0.startsAt.civil.date == date && (kind == nil || $0.kind == kind?.code)
            }
            let missed = missed(date, kind: kind, closed: closed, estate: estate, at: now)
            return .dayMissed(missed, offers)
        }
        return .sessions(offers, missing: ofKind.isEmpty && !open.isEmpty ? kind?.name : nil)
    }

    private func offers(_ sessions: [SessionRow], _ wish: SessionWish) -> [SessionOffer] {
        sessions.prefix(Limits.sessionOfferRows).map { session in
            var offer = Self.offer(session)
            offer.rhythm = settings.estates[session.estate].flatMap { planner.rhythm(of: session, in: $0) }
            if wish.asksLeader, !session.leader.isEmpty { offer.title += "（\(session.leader)）" }
            return offer
        }
    }

    /// The first session of a rhythm at these times that can be booked later.
    private func later(
        _ times: SessionTimes, kind: ReceptionRules.Kind?, estate: String, at now: Instant
    ) throws(SQLError) -> MissedDay? {
        guard let estate = settings.estates[estate] else { return nil }
        var day = max(times.from ?? now.civil.date, now.civil.date)
        let last = times.to ?? day.adding(days: Limits.sessionLookDays)
        for _ in 0..<Limits.sessionLookDays where day <= last {
            let opening = planner.opening(of: day, kind: kind?.code, in: estate, at: now)
            if let opening, opening.at > now, times.fits(day.at(minute: opening.startMinute)) {
                return MissedDay(date: day, kind: rules.kind(opening.kind)?.name, opensAt: opening.at)
            }
            day = day.adding(days: 1)
        }
        return nil
    }

    /// Why nothing can be booked on that day, from the rows and the estate's rhythm.
    private func missed(
        _ date: CivilDate, kind: ReceptionRules.Kind?, closed: SessionRow?, estate: String, at now: Instant
    ) -> MissedDay {
        if let closed { return MissedDay(date: date, closed: Self.offer(closed).title) }
        let opening = settings.estates[estate].flatMap {
            planner.opening(of: date, kind: kind?.code, in: $0, at: now)
        }
        let name = opening.flatMap { rules.kind($0.kind)?.name } ?? kind?.name
        return MissedDay(date: date, kind: name, opensAt: opening?.at)
    }

    package func book(
        _ wish: SeatWish, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        try seat(wish, for: party, in: tx, at: now) { _, _, wish throws(SQLError) in
            guard
                case .sessions(let others, _) = try list(SessionWish(), for: party, in: tx, at: now)
            else { return .sessionFull(wish, others: []) }
            return .sessionFull(wish, others: others.filter { $0.seatsLeft > 0 })
        }
    }

    /// Waits for a seat; where one came free meanwhile he has it.
    package func wait(
        _ wish: SeatWish, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        try seat(wish, for: party, in: tx, at: now) { session, claim, wish throws(SQLError) in
            switch try seats.wait(claim, for: session, in: tx, at: now) {
            case .place(let before, let isNew): return .seatAwaited(wish, before: before, isNew: isNew)
            case .full: return .waitlistFull(wish.offer)
            case .tooLate: return .bookingClosed(wish.offer)
            }
        }
    }

    /// - Parameter full: what to do where all seats are taken; gets the session as it stands now.
    private func seat(
        _ wish: SeatWish, for party: Party, in tx: Transaction, at now: Instant,
        full: (SessionRow, SeatClaim, SeatWish) throws(SQLError) -> Outcome
    ) throws(SQLError) -> Outcome {
        guard let session = try tx.sessions.find(wish.offer.session), session.state == .open,
            session.bookingClosesAt > now
        else { return .bookingClosed(wish.offer) }
        var wish = wish
        wish.offer = Self.offer(session)
        if let group = wish.group {
            let said = ["人", "个人", "户"].map { "\(group.count)\($0)" }
            if !wish.matter.mentionsAny(said) {
                wish.matter = SeatMatter(items: SeatMatter(wish.matter).items, group: group).text
            }
            wish.mostPeople = most(group)
        }
        let claim = SeatClaim(resident: party.resident, matter: wish.matter, attendee: wish.attendee)
        if let known = try tx.bookings.find(session.id, by: party.resident, isOnBehalf: claim.isOnBehalf) {
            wish.attendee = known.claim.isOnBehalf ? known.claim.attendee : nil
            let kept = SeatMatter(known.matter)
            let more = SeatMatter(wish.matter).items.filter { !kept.items.contains($0) }
            wish.more = more.isEmpty ? nil : more
            wish.matter = known.matter
            return .alreadyBooked(wish, seat: known.seat)
        }
        if let until = try paused(party.resident, in: tx), until > now {
            return .bookingPaused(noShows: rules.noShows, until: until)
        }
        guard let booking = try tx.bookings.take(session.id, seats: session.seats, claim, at: now) else {
            return try full(session, claim, wish)
        }
        return .booked(wish, seat: booking.seat)
    }

    /// Gives one seat up and takes another, or changes nothing.
    package func move(
        _ wish: SeatWish, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let (old, session) = try movable(wish, of: party, in: tx, at: now) else {
            return .seatToMoveNone(wish)
        }
        var wish = wish
        wish.matter = old.matter
        wish.attendee = old.claim.isOnBehalf ? old.claim.attendee : nil
        let outcome = try book(wish, for: party, in: tx, at: now)
        guard case .booked(let new, let seat) = outcome else { return outcome }
        guard try seats.free(old, of: session, in: tx, at: now) else {
            throw SQLError(.conflict, "the old seat was given up meanwhile")
        }
        return .seatMoved(new, seat: seat)
    }

    /// The seat of the next other session, as long as it may be given up.
    private func movable(
        _ wish: SeatWish, of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> (BookingRow, SessionRow)? {
        var found: [(BookingRow, SessionRow)] = []
        for booking in try tx.bookings.active(of: party.resident)
        where booking.session != wish.offer.session {
            guard wish.attendee == nil || booking.claim.isOnBehalf,
                let session = try tx.sessions.find(booking.session), session.state == .open,
                now <= seats.closes(session)
            else { continue }
            found.append((booking, session))
        }
        return found.min { $0.1.startsAt < $1.1.startsAt }
    }

    /// How many may come, where the group is larger.
    func most(_ group: SeatGroup?) -> Int? {
        group.flatMap { $0.count > rules.peoplePerMatter ? rules.peoplePerMatter : nil }
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
            guard let session = try tx.sessions.find(booking.session),
                now - session.startsAt < .days(Limits.seatBegunDays)
            else { continue }
            let attendee = booking.claim.attendee.isEmpty ? nil : booking.claim.attendee
            let whose = attendee.map { "（替\($0)）" } ?? ""
            let title = "预约 \(Self.offer(session).title) 第\(booking.seat)号\(whose)"
            found.append(
                Cancellable(
                    kind: .booking(booking.id), reference: booking.id.description, title: title,
                    refusal: session.startsAt <= now ? .begun : nil, attendee: attendee))
        }
        for wait in try tx.seatWaits.of(resident: party.resident) where wait.state == .waiting {
            guard let session = try tx.sessions.find(wait.session) else { continue }
            found.append(
                Cancellable(
                    kind: .seatWait(wait.id), reference: wait.id.description,
                    title: "候补 \(Self.offer(session).title)",
                    attendee: wait.claim.attendee.isEmpty ? nil : wait.claim.attendee))
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
        guard session.startsAt > now else { return .begun }
        guard session.startsAt - now >= .hours(Int64(rules.cancelHours)) else { return .tooLate }
        return try seats.free(booking, of: session, in: tx, at: now) ? nil : .alreadyClosed
    }

    package func cancel(
        _ id: SeatWaitID, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome.CancelRefusal? {
        guard let wait = try tx.seatWaits.find(id), wait.claim.resident == party.resident,
            try seats.leave(id, in: tx, at: now)
        else { return .alreadyClosed }
        return nil
    }

    /// "3月19日（周四）15:00 议事亭 每周领导接访".
    package static func offer(_ session: SessionRow) -> SessionOffer {
        let time = session.startsAt.civil
        return SessionOffer(
            session: session.id,
            title: "\(time.date.wordsOfWeek)\(time.shortClock) \(session.place) \(session.name)",
            startsAt: session.startsAt, seatsLeft: max(0, session.seats - session.booked))
    }
}
