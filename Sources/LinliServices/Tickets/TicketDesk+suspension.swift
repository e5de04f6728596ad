import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// Suspending takes two (`domain.md` 2.2, 2.3): whoever works on the ticket asks, somebody else who may
/// approve suspensions agrees. Until then the work and its clock go on.
extension TicketDesk {
    /// Asks for it. Whoever may approve and does not hold the ticket himself is the second person already.
    package func suspend(
        _ number: String, _ request: SuspendTicket, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        if request.approve == true { return try approveSuspension(number, call) }
        return try act(.suspend, number, call) { ticket throws(SQLError) in
            let reason = request.reason ?? ""
            if let refusal = Refusal.words(reason, "reason") { return refusal }
            if let refusal = try notTaker(ticket, call) { return refusal }
            if let refusal = try tooOften(ticket, call) { return refusal }
            return try Instant.read(request.resumeAt ?? "", "resume_at").then {
                until throws(SQLError) -> Ruling<Bool> in
                if let refusal = refusal(ofSuspensionUntil: until, call) { return .refused(refusal) }
                let asked = SuspensionRow(
                    ticket: ticket.id, askedBy: call.staff.id, reason: reason, resumeAt: until)
                if settings.roles.may(call.staff.role, TicketAct.approveSuspension.right),
                    ticket.taker != call.staff.id
                {
                    try carryOut(asked, ticket, call)
                } else {
                    try call.tx.suspensions.ask(asked, at: call.now)
                    try call.tx.ticketEvents.add(
                        ticket.id, .askSuspension, actor: call.staff.name, detail: asked.words, at: call.now)
                }
                return .done(true)
            }.refusal
        }
    }

    private func approveSuspension(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<
        TicketDetail
    > {
        try act(.approveSuspension, number, call) { ticket throws(SQLError) in
            guard let asked = try call.tx.suspensions.of(ticket.id) else {
                return Refusal(
                    .conflict, "suspension.not_asked", "没有人申请挂起 \(ticket.number)。",
                    hint: "挂起请填 --reason 和 --resume-at。")
            }
            guard asked.askedBy != call.staff.id, ticket.taker != call.staff.id else {
                return Refusal(
                    .conflict, "suspension.own", "这次挂起是您自己申请的。",
                    hint: "请由别人批准。")
            }
            if let refusal = try conflictOfInterest(ticket, call) { return refusal }
            if let refusal = try tooOften(ticket, call) { return refusal }
            if let refusal = refusal(ofSuspensionUntil: asked.resumeAt, call) { return refusal }
            try carryOut(asked, ticket, call)
            return nil
        }
    }

    private func carryOut(_ asked: SuspensionRow, _ ticket: Ticket, _ call: DeskCall) throws(SQLError) {
        try call.tx.tickets.move(ticket.id, from: TicketTransitions.step(.suspend).from, to: .suspended)
        try call.tx.suspensions.drop(ticket.id)
        try call.tx.ticketEvents.add(
            ticket.id, .suspend, actor: call.staff.name, detail: asked.words, at: call.now)
        try call.tx.timers.arm(.resume, subject: ticket.id.description, due: asked.resumeAt)
        notifier.armed(in: call.tx)
        try tell(ticket, "suspended", call, ["reason": asked.reason, "until": asked.resumeAt.words])
        // He knows the day now: until then no word is owed.
        try clocks.stopSteps(ticket.id, [.progress], in: call.tx, at: call.now)
    }

    private func tooOften(_ ticket: Ticket, _ call: DeskCall) throws(SQLError) -> Refusal? {
        let times = settings.sla.suspensions
        guard try call.tx.ticketEvents.count(.suspend, of: ticket.id) >= times else { return nil }
        return Refusal(
            .conflict, "ticket.suspension_limit", "\(ticket.number) 已经挂起 \(times) 次。",
            hint: "请接着办，或者升级。")
    }

    private func refusal(ofSuspensionUntil until: Instant, _ call: DeskCall) -> Refusal? {
        let last = call.now + .days(Int64(settings.sla.suspensionDays))
        if until > call.now, until <= last { return nil }
        return Refusal(
            .invalid, "resume_at.out_of_range",
            "挂起要在将来结束，不超过 \(settings.sla.suspensionDays) 天。",
            hint: "请填不晚于 \(last.civil.written) 的时间。")
    }
}

extension SuspensionRow {
    /// For the history of the ticket.
    fileprivate var words: String { "until \(resumeAt.civil.written): \(reason)" }
}
