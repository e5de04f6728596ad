import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// From the hand-over to the result: dispatch, assign, accept, arrive, resolve, return, resume.
extension TicketDesk {
    package func dispatch(
        _ number: String, _ request: DispatchTicket, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.dispatch, number, call) { ticket throws(SQLError) in
            if let name = request.staff {
                return try scope.staff(name, call).then { staff throws(SQLError) -> Ruling<Bool> in
                    if let refusal = try refusalToGive(ticket, to: staff, call) { return .refused(refusal) }
                    try hand(ticket, to: staff.id, detail: staff.name, call)
                    return .done(true)
                }.refusal
            }
            let role =
                request.role.map(Role.read)
                ?? .done(clocks.routing.first(for: ticket.draft.category, estate: ticket.estate).role)
            return try role.then { role throws(SQLError) in
                try hand(
                    ticket, to: nil, detail: settings.roles.byRole[role]?.name ?? role.rawValue, call)
                return .done(true)
            }.refusal
        }
    }

    private func hand(
        _ ticket: Ticket, to staff: StaffID?, detail: String, _ call: DeskCall
    ) throws(SQLError) {
        try call.tx.tickets.move(ticket.id, from: [ticket.state], to: .dispatched)
        try call.tx.tickets.setTaker(ticket.id, staff)
        try call.tx.ticketEvents.add(
            ticket.id, .dispatch, actor: call.staff.name, detail: detail, at: call.now)
        try clocks.meet(ticket.id, .dispatch, in: call.tx, at: call.now)
    }

    package func assign(
        _ number: String, _ request: AssignTicket, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.assign, number, call) { ticket throws(SQLError) in
            try scope.staff(request.staff, call).then { staff throws(SQLError) -> Ruling<Bool> in
                if let refusal = try refusalToGive(ticket, to: staff, call) { return .refused(refusal) }
                try call.tx.tickets.setTaker(ticket.id, staff.id)
                try call.tx.tickets.setOwner(ticket.id, staff.id, isHandover: true)
                try call.tx.ticketEvents.add(
                    ticket.id, .assign, actor: call.staff.name, detail: staff.name, at: call.now)
                try clocks.meet(ticket.id, .dispatch, in: call.tx, at: call.now)
                return .done(true)
            }.refusal
        }
    }

    /// One taker only: the first wins.
    package func accept(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<TicketDetail> {
        try door.pass(TicketAct.accept.right, number.uppercased(), call) { () throws(SQLError) in
            try find(number, call).then { ticket throws(SQLError) in
                if let refusal = try refusalToAccept(ticket, call) { return .refused(refusal) }
                let states = TicketTransitions.step(.accept).from
                guard try call.tx.tickets.take(ticket.id, by: call.staff.id, from: states, at: call.now)
                else {
                    return .refused(try taken(ticket, call))
                }
                try call.tx.tickets.setOwner(ticket.id, call.staff.id, isHandover: false)
                try call.tx.ticketEvents.add(
                    ticket.id, .accept, actor: call.staff.name, detail: TakerKind(call.staff.role).rawValue,
                    at: call.now)
                try clocks.meet(ticket.id, [.firstResponse, .accept], in: call.tx, at: call.now)
                try tell(ticket, "accepted", call, ["staff": postName(of: call.staff)])
                let mine = try call.tx.tickets.find(ticket.id) ?? ticket
                try clocks.taken(mine, in: call.tx, at: call.now)
                return .done(try views.detail(try call.tx.tickets.find(ticket.id) ?? ticket, call))
            }
        }
    }

    private func refusalToAccept(_ ticket: Ticket, _ call: DeskCall) throws(SQLError) -> Refusal? {
        if ticket.state == .accepted || ticket.state == .inProgress { return try taken(ticket, call) }
        if let refusal = TicketTransitions.refusal(of: .accept, ticket) { return refusal }
        if let own = try conflictOfInterest(ticket, call) { return own }
        if let taker = ticket.taker {
            guard taker != call.staff.id else { return nil }
            return Refusal(
                .conflict, "ticket.dispatched_to_other",
                "\(ticket.number) 已派给 \(try call.tx.staff.find(taker)?.name ?? "另一个账号")。",
                hint: "请让派单员改派给您。")
        }
        guard try call.tx.ticketEvents.count(.reopen, of: ticket.id) > 0,
            try call.tx.ticketEvents.of(ticket.id).last(where: { $0.kind == .accept })?.actor
                == call.staff.name
        else { return nil }
        return Refusal(
            .conflict, "ticket.other_person", "\(ticket.number) 在您办过之后重开。",
            hint: "请由别人接单，或者由派单员派给您。")
    }

    private func taken(_ ticket: Ticket, _ call: DeskCall) throws(SQLError) -> Refusal {
        let name = try ticket.taker.map { id throws(SQLError) in try call.tx.staff.find(id)?.name } ?? nil
        let since = ticket.acceptedAt.map { " \($0.civil.written) " } ?? ""
        return Refusal(
            .conflict, "ticket.taken", "\(name ?? "别人")\(since)已经接了 \(ticket.number)。",
            hint: "请接另一张；请看 `linli ticket list --state DISPATCHED`。")
    }

    package func arrive(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.arrive, number, call) { ticket throws(SQLError) in
            // A building lead may stamp the arrival for the taker (`domain.md` 2.4: confirms faults).
            if call.staff.role != .buildingLead, let refusal = try notTaker(ticket, call) {
                return refusal
            }
            guard try call.tx.tickets.arrive(ticket.id, at: call.now) else { return raced(ticket) }
            try call.tx.ticketEvents.add(ticket.id, .arrive, actor: call.staff.name, at: call.now)
            try clocks.meet(ticket.id, [.firstResponse, .accept], in: call.tx, at: call.now)
            try clocks.meet(ticket.id, .arrive, in: call.tx, at: call.now)
            try tell(ticket, "arrived", call)
            return nil
        }
    }

    /// Where the category asks for a visit and there is neither an arrival stamp nor a picture from the spot,
    /// it counts as a false closure and goes to the next level for a return visit (`domain.md` 2.3).
    package func resolve(
        _ number: String, _ request: ResolveTicket, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.resolve, number, call) { ticket throws(SQLError) in
            if let refusal = Refusal.words(request.result, "result") { return refusal }
            if let refusal = try notTaker(ticket, call) { return refusal }
            if let refusal = try conflictOfInterest(ticket, call) { return refusal }
            if let photo = request.photo, let refusal = Refusal.reference(photo, "photo") { return refusal }
            let needsStamp = settings.categories[ticket.draft.category]?.needsStamp ?? false
            let isFalse = needsStamp && ticket.arrivedAt == nil && request.photo == nil
            guard
                try call.tx.tickets.resolve(
                    ticket.id, result: request.result, falseClosure: isFalse, at: call.now)
            else { return raced(ticket) }
            if let photo = request.photo {
                try call.tx.ticketEvents.add(
                    ticket.id, .picture, actor: call.staff.name, detail: photo, at: call.now)
            }
            try call.tx.ticketEvents.add(
                ticket.id, .resolve, actor: call.staff.name, detail: request.result, at: call.now)
            try clocks.meet(ticket.id, [.resolve], in: call.tx, at: call.now)
            try clocks.stop(ticket.id, in: call.tx, at: call.now)
            try call.tx.suspensions.drop(ticket.id)
            if isFalse { try clocks.escalate(ticket, why: "false_closure", in: call.tx, at: call.now) }
            try tell(ticket, "resolved", call, ["result": request.result])
            try clocks.settled(ticket, in: call.tx, at: call.now)
            try closeMerged(into: ticket, result: request.result, falseClosure: isFalse, call)
            return nil
        }
    }

    /// What residents call the post: never the account's name.
    func postName(of staff: StaffIdentity) -> String {
        settings.roles.byRole[staff.role]?.name ?? ""
    }

    /// Back to the dispatcher, at most twice: after that he decides and it stays where he puts it.
    package func giveBack(
        _ number: String, _ request: Reason, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.giveBack, number, call) { ticket throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return refusal }
            if ticket.state == .accepted, let refusal = try notTaker(ticket, call) { return refusal }
            if try call.tx.ticketEvents.count(.giveBack, of: ticket.id) >= Limits.ticketReturns {
                return Refusal(
                    .conflict, "ticket.return_limit",
                    "\(ticket.number) 已经退单 \(Limits.ticketReturns) 次。",
                    hint: "由派单员决定：请他派单。")
            }
            try call.tx.tickets.move(
                ticket.id, from: TicketTransitions.step(.giveBack).from, to: .submitted)
            try call.tx.tickets.setTaker(ticket.id, nil)
            try call.tx.ticketEvents.add(
                ticket.id, .giveBack, actor: call.staff.name, detail: request.reason, at: call.now)
            try tell(ticket, "returned", call, ["reason": request.reason])
            try clocks.returned(ticket, in: call.tx, at: call.now)
            if try call.tx.ticketEvents.count(.giveBack, of: ticket.id) >= Limits.ticketReturns {
                try notifier.tellStaff(
                    .escalation, estate: ticket.estate,
                    Phrase("staff.ping_pong", service.values(of: ticket)),
                    key: "ticket-\(ticket.id)-ping-pong-\(call.now.milliseconds)", in: call.tx, at: call.now)
            }
            return nil
        }
    }

    // MARK: Going on

    package func resume(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.resume, number, call) { ticket throws(SQLError) in
            if let refusal = try notTaker(ticket, call) { return refusal }
            try goOn(ticket, actor: call.staff.name, in: call.tx, at: call.now)
            return nil
        }
    }

    /// The timer `resume` has run out. Does nothing where somebody resumed before.
    package func resumeByTimer(_ id: TicketID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let ticket = try tx.tickets.find(id), ticket.state == .suspended else { return }
        try goOn(ticket, actor: "system", in: tx, at: now)
    }

    /// The resolve clock gets back the counted time of the pause; where it is over even so, it is late at
    /// once.
    private func goOn(_ ticket: Ticket, actor: String, in tx: Transaction, at now: Instant)
        throws(SQLError)
    {
        let step = TicketTransitions.step(.resume)
        guard try tx.tickets.move(ticket.id, from: step.from, to: .inProgress) else { return }
        let postponed = try clocks.giveBack(pauseOf: ticket, in: tx, at: now)
        try tx.ticketEvents.add(
            ticket.id, .resume, actor: actor,
            detail: postponed.map { "resolve due \($0.civil.written)" } ?? "",
            at: now)
        try tx.timers.disarm(.resume, subject: ticket.id.description)
        try tell(ticket, "resumed", in: tx, at: now)
        try clocks.start(.progress, ticket, from: now, in: tx, at: now)
    }

    // MARK: Who may

    /// The taker works on it; who may assign it may also act for the taker.
    func notTaker(_ ticket: Ticket, _ call: DeskCall) throws(SQLError) -> Refusal? {
        if ticket.taker == call.staff.id || settings.roles.may(call.staff.role, TicketAct.assign.right) {
            return nil
        }
        let name = try ticket.taker.map { id throws(SQLError) in try call.tx.staff.find(id)?.name } ?? nil
        return Refusal(
            .conflict, "ticket.not_taker", "\(name ?? "另一个账号") 正在办 \(ticket.number)。",
            hint: "请让派单员改派给您。")
    }

    /// A complaint is not given to the person complained of.
    private func refusalToGive(
        _ ticket: Ticket, to staff: StaffRow, _ call: DeskCall
    ) throws(SQLError) -> Refusal? {
        guard try call.tx.ticketEvents.concerned(by: ticket.id).contains(staff.name) else { return nil }
        return Refusal(
            .conflict, "ticket.concerns_him", "\(ticket.number) 是关于 \(staff.name) 的。",
            hint: "请交给别人，最好是上一级。")
    }

    /// Nobody works on or closes what he reported himself, as far as the store knows it (`domain.md` 2.4).
    func conflictOfInterest(_ ticket: Ticket, _ call: DeskCall) throws(SQLError) -> Refusal? {
        guard let resident = ticket.resident,
            try call.tx.residents.of(staff: call.staff.id).contains(resident)
        else {
            return nil
        }
        return Refusal(
            .conflict, "ticket.own_matter", "\(ticket.number) 是您自己的事。",
            hint: "请由别人接单和办结。")
    }

    func raced(_ ticket: Ticket) -> Refusal {
        Refusal(
            .conflict, "ticket.state", "\(ticket.number) 刚刚被别人改过。",
            hint: "请再看一遍 `linli ticket show \(ticket.number)`。")
    }
}

extension Instant {
    /// "3月19日 15:00", for residents.
    var words: String {
        let time = civil
        return "\(time.date.month)月\(time.date.day)日 \(time.shortClock)"
    }
}
