import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Starts a ticket's clocks, meets them, and does what a breach asks for.
///
/// Promise: a breach is written once, when it is found, beside the time at which it was due, and the rules
/// of the ladder that wait for it act. Late work never becomes punctual: both times stand in the row. Each
/// clock has one timer, which goes from warning to warning to the end.
package struct TicketClocks: Sendable {
    let settings: Settings
    let policy: DeadlinePolicy
    let notifier: Notifier
    let routing: TicketRouting
    package let ladder: TicketLadder

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        policy = DeadlinePolicy(settings: settings)
        self.notifier = notifier
        routing = TicketRouting(settings: settings)
        ladder = TicketLadder(settings: settings, notifier: notifier)
    }

    /// Starts the clocks of a new ticket. Their timers are the caller's to arm, with the others of the
    /// ticket in one statement.
    package func start(
        _ id: TicketID, _ draft: TicketDraft, estate: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> (responseDue: Instant?, timers: [TimerTable.Arming]) {
        let clocks = due(draft, estate: estate, at: now)
        try tx.clocks.add(id, clocks, policy: settings.sla.version)
        let due = clocks.first { $0.kind == .firstResponse }?.dueAt
        return (due, timers(of: clocks, id, draft, estate))
    }

    private func timers(
        of clocks: [TicketClock], _ id: TicketID, _ draft: TicketDraft, _ estate: String
    ) -> [TimerTable.Arming] {
        clocks.map {
            TimerTable.Arming(
                $0.kind.timer, subject: id.description, due: firstStage($0, draft, estate))
        }
    }

    /// The three clocks from the policy. Where the policy has none (an estate that left the settings), a
    /// wall clock of the promise's five minutes still runs: a ticket without a clock would be a silent
    /// drop.
    func due(_ draft: TicketDraft, estate: String, at now: Instant) -> [TicketClock] {
        let matter = DeadlinePolicy.Matter(
            estate: estate, category: draft.category, intent: draft.intent, urgency: draft.urgency)
        do throws(DeadlinePolicyError) {
            return try policy.clocks(for: matter, received: now).compactMap { clock in
                guard let kind = ClockKind(rawValue: clock.step.rawValue) else { return nil }
                return TicketClock(
                    kind: kind, startedAt: now, dueAt: clock.due, provisional: clock.isProvisional)
            }
        } catch {
            return [
                TicketClock(kind: .firstResponse, startedAt: now, dueAt: now + .minutes(5), provisional: true)
            ]
        }
    }

    /// A person has acted. The first response is met by accepting, arriving or a message. Where the time is
    /// over and its timer has not come yet, the breach is written first.
    package func meet(
        _ id: TicketID, _ kinds: [ClockKind], in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        for kind in kinds {
            guard let clock = try tx.clocks.find(id, kind), clock.metAt == nil else { continue }
            if clock.dueAt < now, clock.breachedAt == nil, let ticket = try tx.tickets.find(id) {
                _ = try breach(ticket, clock, in: tx, at: now)
            }
            try tx.clocks.meet(id, kind, at: now)
            try tx.timers.disarm(kind.timer, subject: id.description)
        }
        // Whoever acts on a matter acts for all who have reported it.
        for ticket in try tx.tickets.merged(into: id) {
            for kind in kinds { try tx.clocks.meet(ticket.id, kind, at: now) }
        }
    }

    /// More urgent than before: what the stricter limits ask for from now on is due, where it is earlier.
    package func raise(
        _ ticket: Ticket, to urgency: Urgency, why: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        try tx.tickets.setUrgency(ticket.id, urgency)
        try tx.ticketEvents.add(
            ticket.id, .note, actor: "system", detail: "升为\(urgency.rawValue)：\(why)", at: now)
        var raised = ticket
        raised.draft.urgency = urgency
        for clock in due(raised.draft, estate: ticket.estate, at: now) {
            guard let known = try tx.clocks.find(ticket.id, clock.kind), known.metAt == nil,
                known.breachedAt == nil, clock.dueAt < known.dueAt
            else { continue }
            try tx.clocks.postpone(
                ticket.id, clock.kind, to: clock.dueAt, provisional: clock.provisional)
            try tx.timers.arm(clock.kind.timer, subject: ticket.id.description, due: clock.dueAt)
        }
        notifier.armed(in: tx)
        try ladder.start(raised, in: tx, at: now)
    }

    /// A merged report is by itself again: its own clocks go on; where it has none left, new ones begin.
    package func goOn(_ id: TicketID, in tx: Transaction, at now: Instant) throws(SQLError) {
        let running = try tx.clocks.of(id).filter { $0.metAt == nil }
        guard !running.isEmpty else { return try startAgain(id, in: tx, at: now) }
        for clock in running where clock.breachedAt == nil {
            try tx.timers.arm(clock.kind.timer, subject: id.description, due: max(clock.dueAt, now))
        }
        notifier.armed(in: tx)
        guard let ticket = try tx.tickets.find(id) else { return }
        try ladder.start(ticket, in: tx, at: now)
    }

    /// Nothing is owed any more (cancelled, declined).
    package func stop(_ id: TicketID, in tx: Transaction, at now: Instant) throws(SQLError) {
        try stopSteps(id, in: tx, at: now)
        for kind in ClockKind.allCases {
            try tx.timers.disarm(kind.timer, subject: id.description)
        }
        try ladder.stop(id, in: tx)
    }

    /// A time of a clock has come: a warning's share, or its end. Checked again here, because the ticket
    /// may have moved on since the timer was read. What is found later than a minute after its time (the
    /// daemon was down) is written as late-detected.
    package func runOut(
        _ id: TicketID, _ kind: ClockKind, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let ticket = try tx.tickets.find(id), ticket.state.isOpen,
            ticket.state != .suspended || kind != .resolve,
            let clock = try tx.clocks.find(id, kind), clock.metAt == nil
        else { return }
        if clock.dueAt > now { return try warn(ticket, clock, in: tx, at: now) }
        let isFirst = try tx.ticketEvents.count(.breach, of: id) == 0
        guard try breach(ticket, clock, in: tx, at: now) else { return }
        if kind == .accept { try release(ticket, in: tx, at: now) }
        try ladder.breached(ticket, kind, isFirst: isFirst, in: tx, at: now)
        if kind == .firstResponse, ticket.draft.origin == .handoff {
            try returnHandoff(ticket, in: tx, at: now)
        }
    }

    private func breach(
        _ ticket: Ticket, _ clock: TicketClock, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Bool {
        guard try tx.clocks.breach(ticket.id, clock.kind, at: now) else { return false }
        let isLate = now - clock.dueAt > .seconds(Limits.timerPunctualSeconds)
        try tx.ticketEvents.add(
            ticket.id, .breach, actor: "system",
            detail: clock.kind.rawValue + (isLate ? " late_detected, due \(clock.dueAt.civil.written)" : ""),
            at: now)
        return true
    }

    /// Nobody came to a resident who asked for a person: an honest word to him, an alarm to the staff.
    private func returnHandoff(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) {
        try notifier.tell(
            ticket, Phrase("handoff.unanswered", ["ticket": ticket.number]), why: "handoff.unanswered",
            key: "ticket-\(ticket.id)-unanswered", in: tx, at: now)
        try notifier.tellStaff(
            .escalation, estate: ticket.estate, Phrase("staff.person_missing", ["ticket": ticket.number]),
            key: "ticket-\(ticket.id)-missing", in: tx, at: now)
    }

    /// One level up, never above L5, and the staff are told.
    package func escalate(
        _ ticket: Ticket, why: String, actor: String = "system", in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let current = try tx.tickets.find(ticket.id) else { return }
        try ladder.climb(current, to: current.level + 1, why: why, actor: actor, in: tx, at: now)
    }

    /// A reopened ticket: new clocks from now, and the ladder's rules again. The arrival is owed anew
    /// too, and runs from now, taken or not: it was once said that all is done.
    package func startAgain(_ id: TicketID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let ticket = try tx.tickets.find(id) else { return }
        try stopSteps(id, in: tx, at: now)
        let clocks = due(ticket.draft, estate: ticket.estate, at: now)
        try tx.clocks.add(
            id, clocks, policy: settings.sla.version, round: try tx.clocks.nextRound(id))
        try tx.timers.arm(timers(of: clocks, id, ticket.draft, ticket.estate))
        notifier.armed(in: tx)
        try owesArrival(ticket, from: now, in: tx, at: now)
        try ladder.start(ticket, in: tx, at: now)
    }
}

extension ClockKind {
    var timer: TimerRow.Kind {
        switch self {
        case .firstResponse: .firstResponse
        case .accept: .accept
        case .resolve: .resolve
        }
    }
}
