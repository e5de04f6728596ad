import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Starts a ticket's clocks, meets them, and does what a breach asks for.
///
/// Promise: a breach is written once, with the time at which the clock ran out, and the ladder is climbed one
/// rung. Late work never becomes punctual: both times stand in the row.
package struct TicketClocks: Sendable {
    private let settings: Settings
    private let policy: DeadlinePolicy
    private let notifier: Notifier

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        policy = DeadlinePolicy(settings: settings)
        self.notifier = notifier
    }

    /// Starts the clocks of a new ticket; `dispatch` arms the rule that hands it to a role at once.
    /// Returns when a person owes the first response.
    package func start(
        _ id: TicketID, _ draft: TicketDraft, estate: String, dispatch: Bool, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> Instant? {
        let clocks = due(draft, estate: estate, at: now)
        try tx.clocks.add(id, clocks, policy: settings.sla.version)
        var timers = clocks.map { (kind: $0.kind.timer, due: $0.dueAt) }
        if dispatch { timers.append((kind: .dispatch, due: now)) }
        try tx.timers.arm(timers, subject: id.description)
        notifier.armed(in: tx)
        return clocks.first { $0.kind == .firstResponse }?.dueAt
    }

    /// The three clocks from the policy. Where the policy has none (an estate that left the settings), a wall
    /// clock of the promise's five minutes still runs: a ticket without a clock would be a silent drop.
    private func due(_ draft: TicketDraft, estate: String, at now: Instant) -> [TicketClock] {
        let matter = DeadlinePolicy.Matter(
            estate: estate, category: draft.category, intent: draft.intent, urgency: draft.urgency)
        do throws(DeadlinePolicyError) {
            return try policy.clocks(for: matter, received: now).compactMap { clock in
                guard let kind = ClockKind(rawValue: clock.step.rawValue) else { return nil }
                return TicketClock(kind: kind, dueAt: clock.due, provisional: clock.isProvisional)
            }
        } catch {
            return [TicketClock(kind: .firstResponse, dueAt: now + .minutes(5), provisional: true)]
        }
    }

    /// A person has acted. The first response is met by accepting, arriving or a message.
    package func meet(
        _ id: TicketID, _ kinds: [ClockKind], in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        for kind in kinds where try tx.clocks.meet(id, kind, at: now) {
            try tx.timers.disarm(kind.timer, subject: id.description)
        }
    }

    /// Nothing is owed any more (cancelled, declined).
    package func stop(_ id: TicketID, in tx: Transaction) throws(SQLError) {
        for kind in ClockKind.allCases {
            try tx.timers.disarm(kind.timer, subject: id.description)
        }
    }

    /// A clock has run out: checked again here, because the ticket may have moved on since the timer
    /// was read.
    package func runOut(
        _ id: TicketID, _ kind: ClockKind, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let ticket = try tx.tickets.find(id), ticket.state.isOpen,
            ticket.state != .suspended || kind != .resolve,
            try tx.clocks.breach(id, kind, at: now)
        else { return }
        try tx.ticketEvents.add(id, .breach, actor: "system", detail: kind.rawValue, at: now)
        try escalate(ticket, why: kind.rawValue, in: tx, at: now)
        if kind == .firstResponse, ticket.draft.origin == .handoff {
            try returnHandoff(ticket, in: tx, at: now)
        }
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
        guard let current = try tx.tickets.find(ticket.id), current.level < 5 else { return }
        let level = current.level + 1
        try tx.tickets.setLevel(ticket.id, level)
        try tx.ticketEvents.add(ticket.id, .escalate, actor: actor, detail: "L\(level) \(why)", at: now)
        let values = [
            "ticket": ticket.number, "urgency": ticket.draft.urgency.rawValue, "level": "L\(level)",
            "category": settings.categories[ticket.draft.category]?.name ?? ticket.draft.category,
            "place": ticket.draft.address.publicWords, "why": Self.reasons[why] ?? why,
        ].filter { !$0.value.isEmpty }
        try notifier.tellStaff(
            .escalation, estate: ticket.estate, Phrase("staff.escalated", values),
            key: "ticket-\(ticket.id)-level-\(level)-\(now.milliseconds)", in: tx, at: now)
    }

    private static let reasons = [
        "first_response": "首次响应超时", "accept": "接单超时", "resolve": "办结超时", "urge": "居民催办",
        "reopen": "居民反映未解决", "staff_reopen": "工作人员重新打开", "false_closure": "未到场即办结，待回访",
    ]
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
