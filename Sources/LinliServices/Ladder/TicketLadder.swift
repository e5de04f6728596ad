import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Lifts tickets from level to level as `Config/ladder.yaml` says (`domain.md` 2.4).
///
/// Promise: a rule acts once its time has come and its condition still holds, also after a restart, because
/// it waits as a timer; levels only go up, one after the other, and everybody who is passed is told. A
/// ticket that is closed is lifted by nothing.
package struct TicketLadder: Sendable {
    let settings: Settings
    let policy: DeadlinePolicy
    let notifier: Notifier
    let reach: StaffReach

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        policy = DeadlinePolicy(settings: settings)
        self.notifier = notifier
        reach = StaffReach(settings: settings)
    }

    var rules: [Ladder.Rule] { settings.ladder.rules }

    // MARK: What sets a rule going

    /// A ticket begins, or begins again: rules that count from then wait; those of `created` act.
    package func start(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) {
        for rule in rules where rule.covers(ticket.draft.urgency) && rule.condition.waits {
            try take(rule, ticket, from: now, in: tx, at: now)
        }
    }

    /// The same for a ticket that is new: nothing waits for it yet, so that its timers can be armed together
    /// by the caller.
    package func begin(
        _ ticket: Ticket, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> [TimerTable.Arming] {
        var steps: [String: Instant] = [:]
        for rule in rules where rule.covers(ticket.draft.urgency) {
            guard rule.condition.waits || rule.condition == .created else { continue }
            let step = LadderStep(rule, of: ticket.id)
            let due = due(rule.after, hours: rule.hours, estate: ticket.estate, from: now)
            guard due > now else {
                try act(rule, step, ticket, why: nil, in: tx, at: now)
                continue
            }
            // Two rules of one condition and level are one step: the earlier one acts.
            steps[step.subject] = min(steps[step.subject] ?? due, due)
        }
        return steps.sorted { $0.key < $1.key }.map {
            TimerTable.Arming(.ladder, subject: $0.key, due: $0.value)
        }
    }

    /// A clock has run out.
    package func breached(
        _ ticket: Ticket, _ kind: ClockKind, isFirst: Bool, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        for rule in rules where rule.covers(ticket.draft.urgency) {
            let isMeant =
                switch rule.condition {
                case .acceptOverdue: kind == .accept
                case .resolveOverdue: kind == .resolve
                case .firstBreach: isFirst
                default: false
                }
            if isMeant { try take(rule, ticket, why: kind.rawValue, from: now, in: tx, at: now) }
        }
    }

    /// The resident has urged again, or has urged what is overdue: one level, unless a rule says another
    /// (`domain.md` 2.3).
    package func urged(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) {
        let level = Ladder.Level(number: ticket.level) ?? .l1
        let mine = rules.filter {
            $0.condition == .secondUrge && $0.covers(ticket.draft.urgency) && $0.lifts(level)
        }
        let target = mine.map(\.level.number).min() ?? ticket.level + 1
        let knows = rules.contains { $0.condition == .secondUrge }
        guard !mine.isEmpty || !knows || level < .l4 else { return }
        try climb(ticket, to: target, why: "urge", in: tx, at: now)
    }

    private func take(
        _ rule: Ladder.Rule, _ ticket: Ticket, why: String? = nil, from start: Instant, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) {
        let step = LadderStep(rule, of: ticket.id)
        let due = due(rule.after, hours: rule.hours, estate: ticket.estate, from: start)
        guard due > now else { return try act(rule, step, ticket, why: why, in: tx, at: now) }
        // Two rules of one condition and level are one step: the earlier one acts.
        if let known = try tx.timers.due(.ladder, subject: step.subject), known <= due { return }
        try tx.timers.arm(.ladder, subject: step.subject, due: due)
        notifier.armed(in: tx)
    }

    private func act(
        _ rule: Ladder.Rule, _ step: LadderStep, _ ticket: Ticket, why: String?, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) {
        if rule.isNotice { return try notice(ticket, level: rule.level, in: tx, at: now) }
        try climb(
            ticket, to: rule.level.number, from: step.from, why: why ?? rule.condition.rawValue, in: tx,
            at: now)
    }

    func due(
        _ target: TimeTarget, hours: ServiceLevels.Hours?, estate: String, from start: Instant
    ) -> Instant {
        counted(target, hours: hours, estate: estate, from: start).at
    }

    /// The same, and whether the calendar of a year was missing.
    func counted(
        _ target: TimeTarget, hours: ServiceLevels.Hours?, estate: String, from start: Instant
    ) -> AgendaDue {
        if hours == nil, case .span(let span) = target {
            return AgendaDue(at: start + span, isProvisional: false)
        }
        do throws(DeadlinePolicyError) {
            let deadline = try policy.due(target, hours: hours ?? .office, estate: estate, from: start)
            return AgendaDue(at: deadline.due, isProvisional: deadline.isProvisional)
        } catch {
            // An estate that left the settings: its matters still climb, by days of 24 hours.
            switch target {
            case .span(let span): return AgendaDue(at: start + span, isProvisional: false)
            case .workingDays(let count):
                return AgendaDue(at: start + .days(Int64(count)), isProvisional: true)
            }
        }
    }

    // MARK: Timers

    /// The time of a step has come: its condition is looked at now.
    func runOut(_ step: LadderStep, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let ticket = try tx.tickets.find(step.ticket), ticket.state.isOpen else { return }
        if ticket.state == .suspended {
            let resume = try tx.timers.due(.resume, subject: ticket.id.description)
            try tx.timers.arm(.ladder, subject: step.subject, due: max(resume ?? now, now + .minutes(1)))
            return
        }
        guard try holds(step.condition, ticket, in: tx) else { return }
        if step.isNotice { return try notice(ticket, level: step.level, in: tx, at: now) }
        try climb(
            ticket, to: step.level.number, from: step.from, why: step.condition.rawValue, in: tx, at: now)
    }

    private func holds(
        _ condition: Ladder.Condition, _ ticket: Ticket, in tx: Transaction
    ) throws(SQLError) -> Bool {
        switch condition {
        case .notAccepted: ticket.acceptedAt == nil
        case .notArrived: ticket.arrivedAt == nil
        case .notContained: try tx.ticketEvents.count(.contain, of: ticket.id) == 0
        case .acceptOverdue: try tx.clocks.find(ticket.id, .accept)?.metAt == nil
        case .resolveOverdue: try tx.clocks.find(ticket.id, .resolve)?.metAt == nil
        case .created, .firstBreach, .secondUrge, .notSettled: true
        }
    }

    /// Nothing is owed any more.
    package func stop(_ id: TicketID, in tx: Transaction) throws(SQLError) {
        try tx.timers.disarmAll(.ladder, under: id.description)
        try tx.timers.disarm(.ring, subject: id.description)
        try tx.watches.drop(id)
    }

    // MARK: Climbing

    /// Up to `level`, one after the other. Nothing where the matter lies there already, or not on `from`.
    package func climb(
        _ ticket: Ticket, to level: Int, from: Ladder.Level? = nil, why: String, actor: String = "system",
        in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let current = try tx.tickets.find(ticket.id) else { return }
        if let from, from.number != current.level { return }
        let target = min(level, 5)
        guard current.level < target, try tx.tickets.climb(ticket.id, to: target) else { return }
        for step in (current.level + 1)...target {
            try tx.ticketEvents.add(ticket.id, .escalate, actor: actor, detail: "L\(step) \(why)", at: now)
        }
        guard let lifted = try tx.tickets.find(ticket.id) else { return }
        for step in (current.level + 1)..<target {
            try tellPassed(lifted, level: step, why: why, in: tx, at: now)
        }
        try tellLevel(lifted, level: target, "escalated", why: why, in: tx, at: now)
        try tellTaker(lifted, why: why, in: tx, at: now)
        guard lifted.state.isOpen else { return }
        for rule in rules where rule.condition == .notSettled && rule.covers(lifted.draft.urgency) {
            guard rule.startingLevel?.number == target else { continue }
            try take(rule, lifted, from: now, in: tx, at: now)
        }
        try watch(lifted, in: tx, at: now)
    }

    /// 吹哨 and meetings put a matter on a level at once; whoever calls them has said so already.
    package func place(
        _ ticket: Ticket, on level: Int, why: String, actor: String, in tx: Transaction, at now: Instant
    )
        throws(SQLError)
    {
        guard try tx.tickets.climb(ticket.id, to: level) else { return }
        try tx.ticketEvents.add(ticket.id, .escalate, actor: actor, detail: "L\(level) \(why)", at: now)
        guard let lifted = try tx.tickets.find(ticket.id) else { return }
        for rule in rules where rule.condition == .notSettled && rule.covers(lifted.draft.urgency) {
            guard rule.startingLevel?.number == level else { continue }
            try take(rule, lifted, from: now, in: tx, at: now)
        }
    }
}

extension Ladder.Condition {
    /// Counts from the beginning of a ticket, and from each time that it begins again.
    var waits: Bool {
        switch self {
        case .notAccepted, .notArrived, .notContained: true
        case .created, .acceptOverdue, .resolveOverdue, .firstBreach, .secondUrge, .notSettled: false
        }
    }
}
