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
                    .conflict, "suspension.not_asked", "Nobody has asked to suspend \(ticket.number).",
                    hint: "Give --reason and --resume-at to suspend it.")
            }
            guard asked.askedBy != call.staff.id, ticket.taker != call.staff.id else {
                return Refusal(
                    .conflict, "suspension.own", "You ask for this suspension yourself.",
                    hint: "Somebody else approves it.")
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
            .conflict, "ticket.suspension_limit", "\(ticket.number) was suspended \(times) times already.",
            hint: "Go on with it, or escalate it.")
    }

    private func refusal(ofSuspensionUntil until: Instant, _ call: DeskCall) -> Refusal? {
        let last = call.now + .days(Int64(settings.sla.suspensionDays))
        if until > call.now, until <= last { return nil }
        return Refusal(
            .invalid, "resume_at.out_of_range",
            "A suspension ends in the future and within \(settings.sla.suspensionDays) days.",
            hint: "Give a time up to \(last.civil.written).")
    }
}

extension SuspensionRow {
    /// For the history of the ticket.
    fileprivate var words: String { "until \(resumeAt.civil.written): \(reason)" }
}
