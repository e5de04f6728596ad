import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The clocks that begin later than the ticket: dispatch after a return, arrival once somebody has it, word
/// to the resident while it lasts, the return visit after the result (`domain.md` 2.2.2).
///
/// Promise: nothing of it is written when a ticket is created; the arrival is where one is opened again. Each
/// begins when the step before it ends, counts from where `domain.md` counts it from, and a late one is
/// written as late, once.
extension TicketClocks {
    /// Somebody has it. The arrival counts from the submission like the other clocks, where the category asks
    /// for a visit; from now on the resident hears how it stands.
    func taken(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) {
        try meet(ticket.id, .dispatch, in: tx, at: now)
        let submitted = try tx.clocks.find(ticket.id, .accept)?.startedAt ?? ticket.receivedAt
        try owesArrival(ticket, from: submitted, in: tx, at: now)
        try start(.progress, ticket, from: now, in: tx, at: now)
    }

    /// Where the category asks for a visit and nobody was there yet.
    func owesArrival(
        _ ticket: Ticket, from start: Instant, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard settings.categories[ticket.draft.category]?.needsStamp == true, ticket.arrivedAt == nil
        else { return }
        try self.start(.arrive, ticket, from: start, in: tx, at: now)
    }

    /// Back at the dispatcher: he hands it out anew in the time that he had at first. No other clock begins
    /// anew.
    func returned(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) {
        try stopSteps(ticket.id, [.arrive, .progress], in: tx, at: now)
        try start(.dispatch, ticket, from: now, in: tx, at: now)
    }

    /// The resident was told something of it: the next word is owed from now on.
    func told(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard try tx.steps.meet(ticket.id, .progress, at: now) else { return }
        try start(.progress, ticket, from: now, in: tx, at: now)
    }

    func start(
        _ step: WorkStep, _ ticket: Ticket, from start: Instant, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let known = ServiceStep(rawValue: step.rawValue) else { return }
        let draft = ticket.draft
        let matter = DeadlinePolicy.Matter(
            estate: ticket.estate, category: draft.category, intent: draft.intent, urgency: draft.urgency)
        let found: DeadlinePolicy.Clock?
        do throws(DeadlinePolicyError) {
            found = try policy.clock(known, for: matter, from: start)
        } catch {
            // The estate has left the settings: the clocks of the ticket itself still run.
            found = nil
        }
        guard let found else { return }
        let clock = StepClock(
            step: step, startedAt: start, dueAt: found.due, provisional: found.isProvisional)
        guard try tx.steps.start(ticket.id, clock) else { return }
        guard found.due > now else { return try breachStep(ticket, clock, in: tx, at: now) }
        try tx.timers.arm(.step, subject: Self.subject(ticket.id, step), due: found.due)
        notifier.armed(in: tx)
    }

    func meet(_ id: TicketID, _ step: WorkStep, in tx: Transaction, at now: Instant) throws(SQLError) {
        if let clock = try tx.steps.running(id, step), clock.dueAt < now, clock.breachedAt == nil,
            let ticket = try tx.tickets.find(id)
        {
            try breachStep(ticket, clock, in: tx, at: now)
        }
        guard try tx.steps.meet(id, step, at: now) else { return }
        try tx.timers.disarm(.step, subject: Self.subject(id, step))
    }

    func stopSteps(
        _ id: TicketID, _ steps: [WorkStep] = WorkStep.allCases, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        try tx.steps.stop(id, steps, at: now)
        if steps.count == WorkStep.allCases.count {
            return try tx.timers.disarmAll(.step, under: id.description)
        }
        for step in steps { try tx.timers.disarm(.step, subject: Self.subject(id, step)) }
    }

    private static func subject(_ id: TicketID, _ step: WorkStep) -> String { "\(id)/\(step.rawValue)" }

    // MARK: Running out

    func stepRanOut(_ subject: String, in tx: Transaction, at now: Instant) throws(SQLError) {
        let parts = subject.split(separator: "/").map(String.init)
        guard parts.count == 2, let number = Int64(parts[0]), let step = WorkStep(rawValue: parts[1]),
            let ticket = try tx.tickets.find(TicketID(number)),
            let clock = try tx.steps.running(ticket.id, step), clock.breachedAt == nil
        else { return }
        guard clock.dueAt <= now else {
            return try tx.timers.arm(.step, subject: subject, due: clock.dueAt)
        }
        try breachStep(ticket, clock, in: tx, at: now)
    }

    private func breachStep(
        _ ticket: Ticket, _ clock: StepClock, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard try tx.steps.breach(ticket.id, clock.step, at: now) else { return }
        let isLate = now - clock.dueAt > .seconds(Limits.timerPunctualSeconds)
        let due = isLate ? ", due \(clock.dueAt.civil.written)" : ""
        try tx.ticketEvents.add(
            ticket.id, .late, actor: "system", detail: clock.step.rawValue + due, at: now)
        // The return visit calls its own people (`followUpDue`).
        if clock.step == .followUp { return }
        try tellLate(ticket, clock, in: tx, at: now)
        guard clock.step == .progress, ticket.state == .accepted || ticket.state == .inProgress,
            try tx.steps.of(ticket.id).suffix(Limits.progressReminderEntries).filter({
                $0.step == .progress && $0.breachedAt != nil
            }).count < Limits.progressReminderEntries
        else { return }
        try tx.steps.stop(ticket.id, [.progress], at: now)
        try start(.progress, ticket, from: now, in: tx, at: now)
    }

    private func tellLate(
        _ ticket: Ticket, _ clock: StepClock, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        var chats: [StaffReach.Chat] = []
        if let taker = ticket.taker {
            chats = try tx.staff.chats(of: taker).map {
                StaffReach.Chat(channel: $0.channel, sender: $0.sender)
            }
        } else {
            chats = try ladder.reach.crew([.serviceDesk], estate: ticket.estate, in: tx, at: now).chats
        }
        var values = ladder.values(of: ticket, level: ticket.level, why: "")
        values["clock"] = clock.step.chinese
        let word = clock.step == .progress ? "staff.progress_due" : "staff.step_late"
        let key = "ticket-\(ticket.id)-late-\(clock.step.rawValue)-\(clock.dueAt.milliseconds)"
        try ladder.tell(chats, Phrase(word, values), key: key, in: tx, at: now)
        guard chats.isEmpty, clock.step != .progress else { return }
        try notifier.tellStaff(
            .escalation, estate: ticket.estate, Phrase(word, values), key: key, in: tx, at: now)
    }
}

extension WorkStep {
    /// For staff.
    var chinese: String {
        switch self {
        case .dispatch: "派单"
        case .arrive: "到场"
        case .progress: "进展告知"
        case .followUp: "回访"
        }
    }
}
