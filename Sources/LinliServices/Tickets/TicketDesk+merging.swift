import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// 并单 by hand: the staff say that two reports are one matter, or that they are not.
extension TicketDesk {
    package func merge(
        _ number: String, _ request: MergeTicket, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.merge, number, call, detail: request.into.uppercased()) { ticket throws(SQLError) in
            try find(request.into, call).then { head throws(SQLError) -> Ruling<Bool> in
                if let refusal = refusal(ofMerging: ticket, into: head) { return .refused(refusal) }
                guard try call.tx.tickets.hold(head.id), try call.tx.tickets.merge(ticket.id, into: head.id)
                else {
                    return .refused(raced(ticket))
                }
                try call.tx.tickets.rehang(from: ticket.id, to: head.id)
                try service.recordMerge(
                    ticket, into: head, actor: call.staff.name, in: call.tx, at: call.now)
                try clocks.stop(ticket.id, in: call.tx, at: call.now)
                for clock in try call.tx.clocks.of(head.id) where clock.metAt != nil {
                    try clocks.meet(ticket.id, [clock.kind], in: call.tx, at: call.now)
                }
                if ticket.draft.urgency < head.draft.urgency {
                    try clocks.raise(
                        head, to: ticket.draft.urgency, why: "并入\(ticket.number)", in: call.tx, at: call.now)
                }
                try tell(ticket, "merged", call, ["state": head.state.chinese])
                return .done(true)
            }.refusal
        }
    }

    private func refusal(ofMerging ticket: Ticket, into head: Ticket) -> Refusal? {
        if ticket.id == head.id {
            return Refusal(
                .invalid, "ticket.same", "工单不能并入它自己。", hint: "请填另一张。")
        }
        guard head.estate == ticket.estate else {
            return Refusal(
                .conflict, "ticket.other_estate", "\(head.number) 属于另一个小区。",
                hint: "同一小区的才能并单。")
        }
        guard head.state.isOpen else {
            return Refusal(
                .conflict, "ticket.state",
                "\(head.number) 的状态是 \(head.state.chinese)（\(head.state.rawValue)）。",
                hint: "请并入未办结、没有并单的工单。")
        }
        let flats = [ticket, head].compactMap(\.draft.address.room)
        let isWide = settings.categories[ticket.draft.category]?.shared == .building
        guard flats.isEmpty || isWide else {
            return Refusal(
                .conflict, "ticket.in_flat", "户内的事不并单。",
                hint: "每户分开看；请在备注里写上另一张的编号。")
        }
        let groups = [ticket, head].map { settings.categories[$0.draft.category]?.group }
        guard groups[0] == groups[1] else {
            return Refusal(
                .conflict, "ticket.other_matter",
                "\(ticket.number) 和 \(head.number) 的大类不同。",
                hint: "同一类的才能并单。")
        }
        return nil
    }

    /// By itself again, with its own clocks.
    package func split(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.split, number, call) { ticket throws(SQLError) in
            guard try call.tx.tickets.split(ticket.id) else { return raced(ticket) }
            try call.tx.ticketEvents.add(ticket.id, .split, actor: call.staff.name, at: call.now)
            if let head = ticket.mergedInto {
                try call.tx.ticketEvents.add(
                    head, .split, actor: call.staff.name, detail: ticket.number, at: call.now)
            }
            try clocks.goOn(ticket.id, in: call.tx, at: call.now)
            try tell(ticket, "split", call)
            return nil
        }
    }

    /// Everybody who has reported the matter: the ticket itself and those merged into it, each chat once.
    func reporters(of ticket: Ticket, in tx: Transaction) throws(SQLError) -> [Ticket] {
        var seen: Set<String> = []
        return try ([ticket] + tx.tickets.merged(into: ticket.id)).filter {
            seen.insert("\($0.channel)\u{1F}\($0.sender)").inserted
        }
    }

    /// The matter has come to its end: so have the reports merged into it. Each reporter is asked by
    /// himself.
    func closeMerged(
        into head: Ticket, result: String, falseClosure: Bool, _ call: DeskCall
    ) throws(SQLError) {
        let level = try call.tx.tickets.find(head.id)?.level ?? head.level
        var asked: Set<ResidentID> = Set([head.resident].compactMap { $0 })
        for ticket in try call.tx.tickets.merged(into: head.id) {
            if let resident = ticket.resident, !asked.insert(resident).inserted {
                // Whoever has reported it twice is asked once.
                try call.tx.tickets.move(ticket.id, from: [.merged], to: .archived)
                try call.tx.ticketEvents.add(
                    ticket.id, .archive, actor: "system", detail: head.number, at: call.now)
                continue
            }
            if ticket.level < level {
                try call.tx.ticketEvents.add(
                    ticket.id, .escalate, actor: "system", detail: "L\(level) merged", at: call.now)
            }
            try call.tx.ticketEvents.add(
                ticket.id, .resolve, actor: call.staff.name, detail: result, at: call.now)
            try call.tx.tickets.resolveMerged(
                ticket.id, result: result, falseClosure: falseClosure, level: level, at: call.now)
            try clocks.settled(ticket, in: call.tx, at: call.now)
        }
    }
}
