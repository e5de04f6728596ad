import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Receptions as staff use them: open a session, book for people without phones, move, cancel, note who came
/// and what was said (`domain.md` 2.7).
///
/// Promise: whoever had a seat is told when it moves or falls away, and every matter that was raised becomes
/// a ticket with the origin `reception`.
package struct ReceptionDesk: Sendable {
    let settings: Settings
    let door: DeskDoor
    let scope: EstateScope
    let notifier: Notifier
    let seats: SeatRegister
    let tickets: TicketService
    private let calendar: WorkingCalendar

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
        seats = SeatRegister(settings: settings, notifier: notifier)
        tickets = TicketService(settings: settings, notifier: notifier)
        calendar = WorkingCalendar(settings.calendars)
    }

    /// Newest first.
    package func list(
        estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<Reception>> {
        try scope.page("reception.list", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.sessions.list(estate: estate, rows: rows)
        } view: {
            view($0)
        }
    }

    /// One session with its seats.
    package func show(_ id: SessionID, _ call: DeskCall) throws(SQLError) -> Ruling<Reception> {
        try door.pass("reception.list", "session-\(id)", call) { () throws(SQLError) in
            try find(id, call).then { session throws(SQLError) in
                var bookings: [ReceptionBooking] = []
                for row in try call.tx.bookings.of(id) { bookings.append(try view(row, session, call)) }
                var detail = view(session)
                detail.bookings = bookings
                let topics = try call.tx.topics.of(id)
                if !topics.isEmpty {
                    detail.topics = try topics.map { topic throws(SQLError) in try view(topic, call) }
                }
                return .done(detail)
            }
        }
    }

    /// Who waits for a seat of it, the first one first.
    package func waitlist(_ id: SessionID, _ call: DeskCall) throws(SQLError) -> Ruling<Page<SeatWait>> {
        try door.pass("reception.waitlist", "session-\(id)", call) { () throws(SQLError) in
            try find(id, call).then { session throws(SQLError) in
                var waits: [SeatWait] = []
                for row in try call.tx.seatWaits.waiting(session.id) {
                    waits.append(
                        SeatWait(
                            place: waits.count + 1, resident: row.claim.resident.rawValue,
                            name: Masking.name(
                                try call.tx.residents.find(row.claim.resident)?.name ?? ""),
                            matter: Masking.numbers(in: row.claim.matter), onBehalf: row.claim.isOnBehalf,
                            attendee: row.claim.attendee, since: row.createdAt.iso8601))
                }
                return .done(Page(items: waits))
            }
        }
    }

    /// Booking closes at 17:00 of the last working day before. A session never falls on a day off.
    package func open(_ request: OpenReception, _ call: DeskCall) throws(SQLError) -> Ruling<Reception> {
        try door.pass("reception.open", request.kind, call) { () throws(SQLError) in
            guard let kind = settings.receptions.kind(request.kind) else {
                let known = settings.receptions.kinds.map(\.code).joined(separator: "、")
                return .refused(
                    Refusal(
                        .invalid, "kind.unknown", "没有 \(request.kind) 这一种。",
                        hint: "可选：\(known)。"))
            }
            if let refusal = Refusal.words(request.place, "place") { return .refused(refusal) }
            if let leader = request.leader, let refusal = Refusal.words(leader, "leader") {
                return .refused(refusal)
            }
            let seats = request.seats ?? settings.receptions.bookableSeats(of: kind)
            guard (1...kind.seats).contains(seats) else {
                return .refused(
                    Refusal(
                        .invalid, "seats.invalid", "这类场次有 1 到 \(kind.seats) 个名额。",
                        hint: "不填名额，就按惯例给没预约的人留一部分。"))
            }
            return try scope.estate(request.estate, call.staff).then { estate throws(SQLError) in
                try times(request.startsAt, call).then { times throws(SQLError) in
                    let session = SessionRow(
                        estate: estate.code, kind: kind.code, name: request.name ?? kind.name,
                        place: request.place,
                        startsAt: times.starts, bookingClosesAt: times.closes, seats: seats,
                        seatMinutes: kind.minutesEach, leader: request.leader ?? "")
                    guard let id = try call.tx.sessions.add(session),
                        let row = try call.tx.sessions.find(id)
                    else {
                        return .refused(
                            Refusal(
                                .conflict, "session.exists",
                                "那个时间已经有同类的场次。",
                                hint: "请看 `linli reception list`。"))
                    }
                    return .done(view(row))
                }
            }
        }
    }

    struct Times: Sendable {
        let starts: Instant
        let closes: Instant
    }

    func times(_ text: String, _ call: DeskCall) -> Ruling<Times> {
        guard case .done(let starts) = Instant.read(text, "starts_at") else {
            return Instant.read(text, "starts_at").map { Times(starts: $0, closes: $0) }
        }
        guard starts > call.now else {
            return .refused(
                Refusal(
                    .invalid, "starts_at.past", "时间已经过去。",
                    hint: "请填晚一些的时间。"))
        }
        do throws(CalendarMissing) {
            let date = starts.civil.date
            let next = try calendar.firstWorkingDay(onOrAfter: date)
            // Statutory days off only: weekends are usual for evening talks.
            if let holiday = try calendar.day(date).holiday, next != date {
                return .refused(
                    Refusal(
                        .conflict, "starts_at.holiday", "\(date) 是休息日（\(holiday)）。",
                        hint: "请改到下一个工作日 \(next)。"))
            }
            let last = try calendar.workingDay(settings.receptions.closesWorkingDaysBefore, before: date)
            return .done(
                Times(starts: starts, closes: last.at(minute: settings.receptions.closesAtMinute)))
        } catch {
            return .refused(
                Refusal(
                    .invalid, "calendar.missing", "\(error.description)。",
                    hint: "请补在 Config/calendars 里。"))
        }
    }

    // MARK: Finding and showing

    func find(_ id: SessionID, _ call: DeskCall) throws(SQLError) -> Ruling<SessionRow> {
        guard let session = try call.tx.sessions.find(id) else {
            return .refused(
                Refusal(
                    .notFound, "session.not_found", "没有场次 \(id)。",
                    hint: "请看 `linli reception list`。"))
        }
        if let refusal = call.staff.refusal(outside: session.estate) { return .refused(refusal) }
        return .done(session)
    }

    struct Seat: Sendable {
        let booking: BookingRow
        let session: SessionRow
    }

    func find(_ id: BookingID, _ call: DeskCall) throws(SQLError) -> Ruling<Seat> {
        guard let booking = try call.tx.bookings.find(id) else {
            return .refused(
                Refusal(
                    .notFound, "booking.not_found", "没有预约 \(id)。",
                    hint: "请看 `linli reception list --session`。"))
        }
        return try find(booking.session, call).map { Seat(booking: booking, session: $0) }
    }

    func view(_ session: SessionRow) -> Reception {
        Reception(
            id: session.id.rawValue, estate: session.estate, kind: session.kind, name: session.name,
            place: session.place, startsAt: session.startsAt.iso8601,
            bookingClosesAt: session.bookingClosesAt.iso8601, seats: session.seats,
            booked: session.booked,
            seatMinutes: session.seatMinutes, state: session.state.rawValue, leader: session.leader)
    }

    func view(_ row: BookingRow, _ session: SessionRow, _ call: DeskCall) throws(SQLError)
        -> ReceptionBooking
    {
        let turn = session.startsAt + .minutes(Int64((row.seat - 1) * session.seatMinutes))
        let ticket =
            try row.ticket.map { id throws(SQLError) in try call.tx.tickets.find(id)?.number } ?? nil
        return ReceptionBooking(
            id: row.id.rawValue, session: session.id.rawValue, seat: row.seat, startsAt: turn.iso8601,
            resident: row.resident.rawValue,
            name: Masking.name(try call.tx.residents.find(row.resident)?.name ?? ""),
            matter: Masking.numbers(in: row.matter), onBehalf: row.claim.isOnBehalf,
            attendee: row.claim.attendee, state: row.state.rawValue, ticket: ticket,
            outcome: Masking.numbers(in: row.outcome))
    }
}
