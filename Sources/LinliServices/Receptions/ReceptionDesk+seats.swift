import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Seats: book, move, cancel, attend, outcome, and the calendar file.
extension ReceptionDesk {
    /// At the desk a seat can be had until the session begins, also one of the walk-in share.
    package func book(
        _ id: SessionID, _ request: BookReception, _ call: DeskCall
    ) throws(SQLError) -> Ruling<ReceptionBooking> {
        try door.pass("reception.book", "session-\(id)", call) { () throws(SQLError) in
            if let refusal = Refusal.words(request.matter, "matter") { return .refused(refusal) }
            if let attendee = request.attendee, let refusal = Refusal.short(attendee, "attendee") {
                return .refused(refusal)
            }
            return try find(id, call).then { session throws(SQLError) in
                try scope.resident(request.resident, call).then { row throws(SQLError) in
                    if let refusal = refusal(ofSeatIn: session, row, call) { return .refused(refusal) }
                    let claim = SeatClaim(
                        resident: row.id, matter: request.matter, attendee: request.attendee)
                    let taken = try take(session, claim, call)
                    return try taken.then { booking throws(SQLError) in
                        try seats.tell(booking, "booked", session, in: call.tx, at: call.now)
                        return .done(try view(booking, session, call))
                    }
                }
            }
        }
    }

    private func refusal(ofSeatIn session: SessionRow, _ row: ResidentRow, _ call: DeskCall) -> Refusal? {
        guard row.estate == session.estate else {
            return Refusal(
                .conflict, "session.other_estate", "这一场只接待 \(session.estate) 的居民。",
                hint: "请选 \(row.estate) 的场次。")
        }
        guard session.state == .open, session.startsAt > call.now else {
            return Refusal(
                .conflict, "session.closed", "这一场已经结束、取消或者开始。",
                hint: "请看 `linli reception list`。")
        }
        return nil
    }

    private func take(
        _ session: SessionRow, _ claim: SeatClaim, _ call: DeskCall
    ) throws(SQLError) -> Ruling<BookingRow> {
        if let known = try call.tx.bookings.find(
            session.id, by: claim.resident, isOnBehalf: claim.isOnBehalf)
        {
            return .refused(
                Refusal(
                    .conflict, "booking.exists", "该居民在这一场已经有 \(known.seat) 号名额。",
                    hint: "请改或取消预约 \(known.id)。"))
        }
        // The share kept for walk-ins is for those who come to the desk, so all seats count here.
        let seats = max(session.seats, settings.receptions.kind(session.kind)?.seats ?? 0)
        guard
            let booking = try call.tx.bookings.take(session.id, seats: seats, claim, at: call.now)
        else {
            return .refused(
                Refusal(
                    .conflict, "session.full", "\(seats) 个名额都约满了。",
                    hint: "请另选一场，或者现在就建工单。"))
        }
        return .done(booking)
    }

    /// Gives one seat up and takes another, or changes nothing.
    package func move(
        _ id: BookingID, _ request: MoveBooking, _ call: DeskCall
    ) throws(SQLError) -> Ruling<ReceptionBooking> {
        try door.pass("reception.move", "booking-\(id)", call, detail: "session-\(request.session)") {
            () throws(SQLError) in
            try find(id, call).then { seat throws(SQLError) in
                guard seat.booking.state == .booked, seat.session.startsAt > call.now else {
                    return .refused(over(seat))
                }
                return try find(SessionID(request.session), call).then { target throws(SQLError) in
                    guard let row = try call.tx.residents.find(seat.booking.resident) else {
                        return .refused(over(seat))
                    }
                    if let refusal = refusal(ofSeatIn: target, row, call) { return .refused(refusal) }
                    return try take(target, seat.booking.claim, call).then { new throws(SQLError) in
                        guard
                            try seats.free(seat.booking, of: seat.session, in: call.tx, at: call.now)
                        else {
                            throw SQLError(.conflict, "the old seat was given up meanwhile")
                        }
                        try seats.tell(new, "booking_moved", target, in: call.tx, at: call.now)
                        return .done(try view(new, target, call))
                    }
                }
            }
        }
    }

    private func over(_ seat: Seat) -> Refusal {
        Refusal(
            .conflict, "booking.over",
            "预约 \(seat.booking.id) 的状态是 \(seat.booking.state.rawValue)，或者这一场已经开始。",
            hint: "请重新预约。")
    }

    // MARK: Cancelling

    package func cancel(
        _ id: BookingID, _ request: Reason, _ call: DeskCall
    ) throws(SQLError) -> Ruling<ReceptionBooking> {
        try door.pass("reception.cancel", "booking-\(id)", call) { () throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return .refused(refusal) }
            return try find(id, call).then { seat throws(SQLError) in
                guard try seats.free(seat.booking, of: seat.session, in: call.tx, at: call.now) else {
                    return .refused(over(seat))
                }
                try seats.tell(
                    seat.booking, "booking_cancelled", seat.session, ["reason": request.reason],
                    in: call.tx, at: call.now)
                return .done(try view(try call.tx.bookings.find(id) ?? seat.booking, seat.session, call))
            }
        }
    }

    /// The whole session falls away and everybody is told.
    package func cancel(
        _ id: SessionID, _ request: Reason, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Reception> {
        try door.pass("reception.cancel", "session-\(id)", call) { () throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return .refused(refusal) }
            return try find(id, call).then { session throws(SQLError) in
                guard try call.tx.sessions.end(id, .cancelled) else {
                    return .refused(
                        Refusal(
                            .conflict, "session.closed",
                            "场次 \(id) 的状态已经是 \(session.state.rawValue)。",
                            hint: "请看 `linli reception list`。"))
                }
                let values = try farewell(session, request.reason, call)
                for booking in try call.tx.bookings.of(id) where booking.state == .booked {
                    _ = try call.tx.bookings.end(booking.id, .cancelled, at: call.now)
                    try seats.tell(
                        booking, "session_cancelled", session, values, in: call.tx, at: call.now)
                }
                try seats.endWaiting(session, "session_cancelled", values, in: call.tx, at: call.now)
                return .done(view(try call.tx.sessions.find(id) ?? session))
            }
        }
    }

    /// Why it falls away, and the next one of its kind that has seats, else of any kind.
    private func farewell(
        _ session: SessionRow, _ reason: String, _ call: DeskCall
    ) throws(SQLError) -> [String: String] {
        let coming = try call.tx.sessions.upcoming(
            estate: session.estate, from: call.now, limit: Limits.sessionOfferRows)
        let open = coming.filter { $0.bookingClosesAt > call.now && $0.booked < $0.seats }
        let next = open.first { $0.kind == session.kind } ?? open.first
        return ["reason": reason, "next": next.map { ReceptionService.offer($0).title } ?? ""]
            .filter { !$0.value.isEmpty }
    }

    // MARK: The day itself

    package func attend(
        _ id: BookingID, _ request: AttendBooking, _ call: DeskCall
    ) throws(SQLError) -> Ruling<ReceptionBooking> {
        let detail = request.present ? "present" : "absent"
        return try door.pass("reception.attend", "booking-\(id)", call, detail: detail) {
            () throws(SQLError) in
            try find(id, call).then { seat throws(SQLError) in
                guard seat.session.startsAt.civil.date <= call.now.civil.date else {
                    return .refused(
                        Refusal(
                            .conflict, "session.not_begun",
                            "这一场在 \(seat.session.startsAt.civil.date)。",
                            hint: "请当天再记到场。"))
                }
                guard try call.tx.bookings.setAttendance(id, present: request.present, at: call.now)
                else {
                    return .refused(over(seat))
                }
                return .done(try view(try call.tx.bookings.find(id) ?? seat.booking, seat.session, call))
            }
        }
    }

    /// Every matter raised becomes a ticket (`domain.md` 2.7). A second outcome joins the first's ticket.
    package func writeOutcome(
        _ id: BookingID, _ request: BookingOutcome, _ call: DeskCall
    ) throws(SQLError) -> Ruling<ReceptionBooking> {
        try door.pass("reception.outcome", "booking-\(id)", call) { () throws(SQLError) in
            if let refusal = Refusal.words(request.text, "text") ?? check(request) {
                return .refused(refusal)
            }
            return try find(id, call).then { seat throws(SQLError) in
                guard seat.booking.state != .cancelled else { return .refused(over(seat)) }
                if let early = notBegun(seat.session, call) { return .refused(early) }
                let ticket: TicketID
                if let known = seat.booking.ticket {
                    ticket = known
                    try call.tx.ticketEvents.add(
                        known, .note, actor: call.staff.name, detail: request.text, at: call.now)
                } else {
                    let matter = Matter(
                        resident: seat.booking.resident, estate: seat.session.estate,
                        words: seat.booking.matter)
                    ticket = try open(matter, request, call).id
                }
                try call.tx.bookings.setOutcome(id, request.text, ticket: ticket)
                return .done(try view(try call.tx.bookings.find(id) ?? seat.booking, seat.session, call))
            }
        }
    }

    /// Nothing comes of a talk before it.
    func notBegun(_ session: SessionRow, _ call: DeskCall) -> Refusal? {
        guard session.startsAt > call.now else { return nil }
        return Refusal(
            .conflict, "session.not_begun", "这一场 \(session.startsAt.civil.written) 才开始。",
            hint: "请在开始以后写结果。")
    }

    func check(_ request: BookingOutcome) -> Refusal? {
        if let category = request.category, settings.categories[category] == nil {
            return Refusal(
                .invalid, "category.unknown", "没有类别 \(category)。",
                hint: "请看 Config/categories.yaml。")
        }
        if let urgency = request.urgency, Urgency(rawValue: urgency) == nil {
            return Refusal(
                .invalid, "urgency.unknown", "没有这种紧急程度。", hint: "可选：P0、P1、P2、P3。")
        }
        return nil
    }

    /// What somebody has brought up, from which a ticket comes.
    struct Matter {
        let resident: ResidentID
        let estate: String
        let words: String
    }

    func open(
        _ matter: Matter, _ request: BookingOutcome, _ call: DeskCall
    ) throws(SQLError) -> Ticket {
        let identity = try call.tx.residents.identities(of: matter.resident).first
        let party = Party(
            resident: matter.resident, estate: matter.estate, channel: identity?.channel ?? "",
            sender: identity?.sender ?? "")
        let home = try call.tx.homes.of(matter.resident).first { $0.isProven }
        let draft = TicketDraft(
            category: request.category ?? "info.contact",
            urgency: request.urgency.flatMap(Urgency.init(rawValue:)) ?? .p3,
            text: "\(matter.words)\n\(request.text)", address: home?.address ?? Address(),
            origin: .reception)
        return try tickets.add(
            draft, from: party, estate: matter.estate, actor: call.staff.name, in: call.tx, at: call.now)
    }

    // MARK: Calendar

    /// One event a session, without names: seats and how many are taken.
    package func export(estate: String?, _ call: DeskCall) throws(SQLError) -> Ruling<CalendarText> {
        try door.pass("reception.export", estate ?? "", call) { () throws(SQLError) in
            try scope.filter(estate, call.staff).then { estate throws(SQLError) in
                let sessions = try call.tx.sessions.list(
                    estate: estate, rows: RowPage(limit: Limits.adminPageRows))
                return .done(CalendarText(calendar: ReceptionCalendar.write(sessions, at: call.now)))
            }
        }
    }
}
