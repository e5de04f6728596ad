import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Words to the resident. An answered question is answered and closed in one act, so that he reads one text.
extension TicketDesk {
    /// Counts as the first response; with `done` it is the result as well.
    package func reply(
        _ number: String, _ request: ReplyTicket, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.reply, number, call) { ticket throws(SQLError) in
            if let refusal = Refusal.words(request.text, "text") { return refusal }
            guard !ticket.channel.isEmpty, !ticket.sender.isEmpty else {
                return Refusal(
                    .conflict, "ticket.no_channel", "\(ticket.number) 没有可以答复的会话。",
                    hint: "请打电话，再用 `linli ticket note` 记下说了什么。")
            }
            if request.done ?? false { return try answer(ticket, request.text, call) }
            try call.tx.ticketEvents.add(
                ticket.id, .reply, actor: call.staff.name, detail: request.text, at: call.now)
            try call.tx.tickets.setOwner(ticket.id, call.staff.id, isHandover: false)
            try clocks.meet(ticket.id, [.firstResponse], in: call.tx, at: call.now)
            try tell(ticket, "reply", call, ["text": request.text])
            return nil
        }
    }

    /// Taken, answered and closed at once by whoever answers it.
    private func answer(_ ticket: Ticket, _ text: String, _ call: DeskCall) throws(SQLError) -> Refusal? {
        if let refusal = try refusalToAnswer(ticket, call) { return refusal }
        if ticket.state != .accepted, ticket.state != .inProgress {
            guard
                try call.tx.tickets.take(
                    ticket.id, by: call.staff.id, from: [.submitted, .dispatched], at: call.now)
            else { return raced(ticket) }
            try call.tx.ticketEvents.add(
                ticket.id, .accept, actor: call.staff.name, detail: TakerKind(call.staff.role).rawValue,
                at: call.now)
        }
        try call.tx.tickets.setOwner(ticket.id, call.staff.id, isHandover: false)
        guard
            try call.tx.tickets.resolve(ticket.id, result: text, falseClosure: false, at: call.now)
        else { return raced(ticket) }
        try call.tx.ticketEvents.add(
            ticket.id, .resolve, actor: call.staff.name, detail: text, at: call.now)
        try clocks.meet(ticket.id, .dispatch, in: call.tx, at: call.now)
        try clocks.meet(ticket.id, [.firstResponse, .accept, .resolve], in: call.tx, at: call.now)
        try clocks.stop(ticket.id, in: call.tx, at: call.now)
        try tell(ticket, "answered", call, ["text": text])
        try clocks.settled(ticket, in: call.tx, at: call.now)
        try closeMerged(into: ticket, result: text, falseClosure: false, call)
        return nil
    }

    private func refusalToAnswer(_ ticket: Ticket, _ call: DeskCall) throws(SQLError) -> Refusal? {
        if settings.categories[ticket.draft.category]?.needsStamp ?? false {
            return Refusal(
                .conflict, "ticket.needs_visit", "\(ticket.number) 要到现场办结，不能只答复。",
                hint: "答复时不加 --done，办完用 `linli ticket resolve`。")
        }
        // Whose question it is may close it, also where he closes nothing else.
        let first = clocks.routing.first(for: ticket.draft.category, estate: ticket.estate).role
        guard call.staff.role == first || settings.roles.may(call.staff.role, TicketAct.resolve.right)
        else {
            return Refusal(
                .forbidden, "role.forbidden",
                "角色 \(call.staff.role.rawValue) 不能办结 \(ticket.number)。",
                hint: "答复时请不加 --done。")
        }
        if let own = try conflictOfInterest(ticket, call) { return own }
        switch ticket.state {
        case .submitted: return nil
        case .dispatched where ticket.taker == nil: return nil
        case .dispatched, .accepted, .inProgress: return try notTaker(ticket, call)
        default: return TicketTransitions.refusal(of: .resolve, ticket)
        }
    }
}
