import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What goes beside and after the work: escalate, reopen, cancel, decline, note, rate, reveal.
extension TicketDesk {
    package func escalate(
        _ number: String, _ request: EscalateTicket, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.escalate, number, call) { ticket throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return refusal }
            if let meeting = request.meeting {
                return try escalate(ticket, to: meeting, reason: request.reason, call)
            }
            guard ticket.level < 5 else {
                return Refusal(
                    .conflict, "ticket.highest_level", "\(ticket.number) 已经在 L5。",
                    hint: "上面没有了，请在这一级解决。")
            }
            try clocks.escalate(
                ticket, why: request.reason, actor: call.staff.name, in: call.tx, at: call.now)
            return nil
        }
    }

    /// One level up and to somebody else. Staff may reopen at any time.
    package func reopen(
        _ number: String, _ request: Reason, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.reopen, number, call) { ticket throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return refusal }
            try reopen(ticket, reason: request.reason, call)
            return nil
        }
    }

    private func reopen(_ ticket: Ticket, reason: String, _ call: DeskCall) throws(SQLError) {
        guard try call.tx.tickets.reopen(ticket.id, from: TicketTransitions.step(.reopen).from) else {
            return
        }
        try service.leave(ticket, in: call.tx, at: call.now)
        try call.tx.ticketEvents.add(
            ticket.id, .reopen, actor: call.staff.name, detail: reason, at: call.now)
        try clocks.startAgain(ticket.id, in: call.tx, at: call.now)
        try clocks.escalate(ticket, why: "staff_reopen", in: call.tx, at: call.now)
        try tell(ticket, "reopened", call, ["reason": reason])
    }

    package func cancel(
        _ number: String, _ request: Reason, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.cancel, number, call) { ticket throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return refusal }
            if ticket.draft.urgency == .p0 {
                return Refusal(
                    .conflict, "ticket.emergency",
                    "\(ticket.number) 是 P0：紧急情况不能撤单。",
                    hint: "请按现场情况办结。")
            }
            guard try call.tx.tickets.merged(into: ticket.id).isEmpty else {
                return Refusal(
                    .conflict, "ticket.others_joined", "\(ticket.number) 还有别人报过。",
                    hint: "请为所有人办结，或者先拆单。")
            }
            try call.tx.tickets.move(
                ticket.id, from: TicketTransitions.step(.cancel).from, to: .cancelled)
            try call.tx.ticketEvents.add(
                ticket.id, .cancel, actor: call.staff.name, detail: request.reason, at: call.now)
            try clocks.stop(ticket.id, in: call.tx, at: call.now)
            try tell(ticket, "cancelled", call, ["reason": request.reason])
            return nil
        }
    }

    package func decline(
        _ number: String, _ request: DeclineTicket, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.decline, number, call, detail: request.reason) { ticket throws(SQLError) in
            guard let reason = DeclineReason(rawValue: request.reason) else {
                let known = DeclineReason.allCases.map(\.rawValue).joined(separator: "、")
                return Refusal(
                    .invalid, "reason.unknown", "没有这种不受理的理由。",
                    hint: "可选：\(known)。")
            }
            if let refusal = Refusal.words(request.referral, "referral") { return refusal }
            try call.tx.tickets.move(
                ticket.id, from: TicketTransitions.step(.decline).from, to: .declined)
            try call.tx.ticketEvents.add(
                ticket.id, .decline, actor: call.staff.name,
                detail: "\(reason.rawValue): \(request.referral)",
                at: call.now)
            // He is told by a person: that is a response, and the end.
            try clocks.meet(ticket.id, [.firstResponse, .resolve], in: call.tx, at: call.now)
            try clocks.stop(ticket.id, in: call.tx, at: call.now)
            try tell(ticket, "declined", call, ["reason": reason.words, "text": request.referral])
            for report in try call.tx.tickets.merged(into: ticket.id) {
                try call.tx.tickets.move(report.id, from: [.merged], to: .declined)
                try call.tx.ticketEvents.add(
                    report.id, .decline, actor: call.staff.name, detail: reason.rawValue, at: call.now)
            }
            return nil
        }
    }

    /// For colleagues only: no resident ever reads it.
    package func note(
        _ number: String, _ request: Words, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.note, number, call) { ticket throws(SQLError) in
            if let refusal = Refusal.words(request.text, "text") { return refusal }
            try call.tx.ticketEvents.add(
                ticket.id, .note, actor: call.staff.name, detail: request.text, at: call.now)
            return nil
        }
    }

    /// What the resident said when the desk asked him: a mark, or only his words. 1 and 2, and what is not
    /// solved, open the ticket again; what he added stands as a note.
    package func rate(
        _ number: String, _ request: RateTicket, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.rate, number, call) { ticket throws(SQLError) in
            if let refusal = Self.refusal(of: request) { return refusal }
            if let refusal = try notByTaker(ticket, call) { return refusal }
            if let resolved = ticket.resolvedAt, call.now - resolved > .days(Limits.ratingDays) {
                return Refusal(
                    .conflict, "ticket.rating_closed",
                    "\(ticket.number) 办结已超过 \(Limits.ratingDays) 天。",
                    hint: "还有问题请新建工单。")
            }
            try clocks.meet(ticket.id, .followUp, in: call.tx, at: call.now)
            let answer = ResultAnswer(
                mark: request.score, saysSolved: request.solved, saysSatisfied: request.satisfied)
            if !answer.reopens {
                let states = TicketTransitions.step(.rate).from
                guard try call.tx.tickets.rate(ticket.id, score: answer.mark, from: states) else {
                    return raced(ticket)
                }
            }
            try call.tx.ticketEvents.add(
                ticket.id, .rate, actor: call.staff.name, detail: answer.code, at: call.now)
            if answer.reopens { try reopen(ticket, reason: answer.chinese, call) }
            if let text = request.text {
                try call.tx.ticketEvents.add(
                    ticket.id, .note, actor: call.staff.name, detail: text, at: call.now)
            }
            return nil
        }
    }

    private static func refusal(of request: RateTicket) -> Refusal? {
        if let score = request.score, !(1...5).contains(score) {
            return Refusal(
                .invalid, "score.out_of_range", "评分是 1 到 5。",
                hint: "请填 1 到 5 的数字。")
        }
        guard request.score == nil, request.solved == nil, request.satisfied == nil else { return nil }
        return Refusal(
            .invalid, "answer.missing", "没有写居民怎么回答。",
            hint: "请填评分，或者填是否解决、是否满意。")
    }

    private func notByTaker(_ ticket: Ticket, _ call: DeskCall) throws(SQLError) -> Refusal? {
        if let own = try conflictOfInterest(ticket, call) { return own }
        guard ticket.taker == call.staff.id else { return nil }
        return Refusal(
            .conflict, "ticket.own_work", "不能给自己办的事评分。",
            hint: "请由别人问居民。")
    }

    /// Who reported anonymously, for the role that may know. The reason stands in the ticket's history.
    package func reveal(
        _ number: String, _ request: Reason, _ call: DeskCall
    ) throws(SQLError) -> Ruling<RevealedReporter> {
        try door.pass(TicketAct.reveal.right, number.uppercased(), call) { () throws(SQLError) in
            try find(number, call).then { ticket throws(SQLError) in
                if let refusal = Refusal.words(request.reason, "reason") { return .refused(refusal) }
                guard let id = ticket.resident, let row = try call.tx.residents.find(id),
                    row.erasedAt == nil
                else {
                    return .refused(
                        Refusal(
                            .notFound, "ticket.no_reporter", "不知道 \(ticket.number) 是谁报的。"))
                }
                try call.tx.ticketEvents.add(
                    ticket.id, .reveal, actor: call.staff.name, detail: request.reason, at: call.now)
                return .done(
                    RevealedReporter(
                        ticket: ticket.number, resident: id.rawValue, name: row.name,
                        homes: try call.tx.homes.of(id).map(\.address.code),
                        identities: try call.tx.residents.identities(of: id).map {
                            "\($0.channel):\($0.sender)"
                        }))
            }
        }
    }
}
