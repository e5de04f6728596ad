import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Warnings at the shares of a limit that `sla.yaml` names, counted in the time that counts: half of a
/// night's clock lies in the morning. Never at birth: a share that falls on the start or on the end is
/// none.
extension TicketClocks {
    /// When the clock's timer fires first.
    func firstStage(_ clock: TicketClock, _ draft: TicketDraft, _ estate: String) -> Instant {
        stages(clock, draft, estate).first?.at ?? clock.dueAt
    }

    struct Stage: Sendable, Hashable {
        let percent: Int
        let at: Instant
    }

    /// The warnings that lie between the start and the end, in their order.
    func stages(_ clock: TicketClock, _ draft: TicketDraft, _ estate: String) -> [Stage] {
        let intervals = intervals(clock, draft, estate)
        let total = intervals.reduce(0) { $0 + $1.counted.milliseconds }
        return settings.sla.warnings.sorted().compactMap { percent in
            guard let at = Self.moment(total * Int64(percent) / 100, in: intervals), at > clock.startedAt,
                at < clock.dueAt
            else { return nil }
            return Stage(percent: percent, at: at)
        }
    }

    /// The stretches that count. Where the policy has changed since, or the clock was postponed, wall time.
    private func intervals(
        _ clock: TicketClock, _ draft: TicketDraft, _ estate: String
    ) -> [Deadline.Interval] {
        let matter = DeadlinePolicy.Matter(
            estate: estate, category: draft.category, intent: draft.intent, urgency: draft.urgency)
        let step = ServiceStep(rawValue: clock.kind.rawValue)
        do throws(DeadlinePolicyError) {
            if let step, let found = try policy.deadline(step, for: matter, from: clock.startedAt),
                found.due == clock.dueAt
            {
                return found.intervals
            }
        } catch {
            // Counted by the wall clock below, as the clock itself was.
        }
        let whole = clock.dueAt - clock.startedAt
        return [Deadline.Interval(from: clock.startedAt, to: clock.dueAt, counted: whole, why: "wall clock")]
    }

    private static func moment(_ used: Int64, in intervals: [Deadline.Interval]) -> Instant? {
        var left = used
        for interval in intervals {
            if left <= interval.counted.milliseconds { return interval.from + .milliseconds(left) }
            left -= interval.counted.milliseconds
        }
        return nil
    }

    /// One warning, and the timer goes on to the next stage. Two whose times have both passed are one.
    func warn(_ ticket: Ticket, _ clock: TicketClock, in tx: Transaction, at now: Instant) throws(SQLError) {
        let stages = stages(clock, ticket.draft, ticket.estate)
        let next = stages.first { $0.at > now }
        try tx.timers.arm(clock.kind.timer, subject: ticket.id.description, due: next?.at ?? clock.dueAt)
        notifier.armed(in: tx)
        guard let reached = stages.last(where: { $0.at <= now }) else { return }
        let detail = "\(clock.kind.rawValue) \(reached.percent)%"
        try tx.ticketEvents.add(ticket.id, .warn, actor: "system", detail: detail, at: now)
        try tellOwner(
            ticket, clock, percent: reached.percent, isLast: reached == stages.last, in: tx, at: now)
    }

    /// Whoever has the ticket, or the people on duty of the role that takes it first; the robot groups only
    /// at the last warning and where nobody could be told himself.
    private func tellOwner(
        _ ticket: Ticket, _ clock: TicketClock, percent: Int, isLast: Bool, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) {
        let chats: [StaffReach.Chat]
        if let taker = ticket.taker {
            chats = try tx.staff.chats(of: taker).map {
                StaffReach.Chat(channel: $0.channel, sender: $0.sender)
            }
        } else {
            let role = routing.first(for: ticket.draft.category, estate: ticket.estate).role
            chats = try ladder.reach.crew(
                [role], estate: ticket.estate, for: ticket.draft.address,
                except: try tx.ticketEvents.concerned(by: ticket.id), in: tx, at: now
            ).chats
        }
        var values = ladder.values(of: ticket, level: ticket.level, why: "")
        values["percent"] = "\(percent)"
        values["clock"] = clock.kind.chinese
        values["due"] = clock.dueAt.words
        let phrase = Phrase("staff.warning", values)
        let key = "ticket-\(ticket.id)-warn-\(clock.kind.rawValue)-\(clock.startedAt.milliseconds)-\(percent)"
        try ladder.tell(chats, phrase, key: key, in: tx, at: now)
        guard chats.isEmpty, isLast else { return }
        try notifier.tellStaff(.escalation, estate: ticket.estate, phrase, key: key, in: tx, at: now)
    }
}

extension ClockKind {
    /// For staff.
    var chinese: String {
        switch self {
        case .firstResponse: "首次响应"
        case .accept: "接单"
        case .resolve: "办结"
        }
    }
}
