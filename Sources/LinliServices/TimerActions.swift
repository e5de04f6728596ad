import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The conversations behind the timers `quiet` and `draft`: a timeout is one more event of the dialogue.
package protocol ConversationTimeouts: Sendable {
    func timeOut(
        _ kind: TimerRow.Kind, of conversation: ConversationKey, in tx: Transaction, at now: Instant
    ) throws(SQLError)
}

/// What a due timer does. Its condition is checked again here: the matter may have moved on.
package struct TimerActions: Sendable {
    private let clocks: TicketClocks
    private let tickets: TicketService
    private let desk: TicketDesk
    private let rewards: RewardService
    private let reports: ReportReminders
    private let meetings: MeetingAlarms
    private let alerts: AlertDesk
    private let registers: RegisterAlarms
    private let activities: ActivityAlarms
    private let receptions: ReceptionAlarms
    private let sessions: SessionNews
    private let conversations: (any ConversationTimeouts)?

    package init(
        settings: Settings, notifier: Notifier, codes: RandomCodes,
        conversations: (any ConversationTimeouts)? = nil
    ) {
        self.conversations = conversations
        clocks = TicketClocks(settings: settings, notifier: notifier)
        tickets = TicketService(settings: settings, notifier: notifier)
        reports = ReportReminders(settings: settings, notifier: notifier)
        meetings = MeetingAlarms(settings: settings, notifier: notifier)
        alerts = AlertDesk(settings: settings, notifier: notifier)
        registers = RegisterAlarms(settings: settings, notifier: notifier)
        activities = ActivityAlarms(settings: settings, notifier: notifier)
        sessions = SessionNews(notifier: notifier)
        receptions = ReceptionAlarms(settings: settings, notifier: notifier)
        rewards = RewardService(settings: settings, notifier: notifier, codes: codes)
        desk = TicketDesk(settings: settings, notifier: notifier)
    }

    package func perform(_ timer: TimerRow, in tx: Transaction, at now: Instant) throws(SQLError) {
        if timer.kind == .quiet || timer.kind == .draft {
            guard let key = ConversationKey(subject: timer.subject) else { throw unreadable(timer) }
            try conversations?.timeOut(timer.kind, of: key, in: tx, at: now)
            return
        }
        if timer.kind == .ladder {
            guard let step = LadderStep(subject: timer.subject) else { throw unreadable(timer) }
            return try clocks.ladder.runOut(step, in: tx, at: now)
        }
        if timer.kind == .report { return try reports.fire(timer.subject, in: tx, at: now) }
        if timer.kind == .meeting { return try meetings.fire(timer.subject, in: tx, at: now) }
        if timer.kind == .register { return try registers.fire(timer.subject, in: tx, at: now) }
        if timer.kind == .activity { return try activities.fire(timer.subject, in: tx, at: now) }
        if timer.kind == .reception { return try receptions.fire(timer.subject, in: tx, at: now) }
        if timer.kind == .step { return try clocks.stepRanOut(timer.subject, in: tx, at: now) }
        if timer.kind == .broadcast { return try broadcast(timer.subject, in: tx, at: now) }
        guard let number = Int64(timer.subject) else { throw unreadable(timer) }
        switch timer.kind {
        case .firstResponse: try clocks.runOut(TicketID(number), .firstResponse, in: tx, at: now)
        case .dispatch: try tickets.dispatch(TicketID(number), in: tx, at: now)
        case .accept: try clocks.runOut(TicketID(number), .accept, in: tx, at: now)
        case .resolve: try clocks.runOut(TicketID(number), .resolve, in: tx, at: now)
        case .redemption: try rewards.expire(RedemptionID(number), in: tx, at: now)
        case .whistle: try desk.whistleByRule(TicketID(number), in: tx, at: now)
        case .reportIn: try desk.reportInRanOut(WhistleID(number), in: tx, at: now)
        case .whistleResult: try desk.whistleResultRanOut(WhistleID(number), in: tx, at: now)
        case .resume: try desk.resumeByTimer(TicketID(number), in: tx, at: now)
        case .archive: try clocks.archive(TicketID(number), in: tx, at: now)
        case .followUp: try clocks.followUpDue(TicketID(number), in: tx, at: now)
        case .ring: try clocks.ladder.ring(TicketID(number), in: tx, at: now)
        case .quiet, .draft, .ladder, .report, .meeting, .register, .activity, .reception, .step, .broadcast:
            break
        }
    }

    /// A timer whose subject says nothing is counted and set aside, where staff see it.
    private func unreadable(_ timer: TimerRow) -> SQLError {
        SQLError(.decoding, "the subject of a timer cannot be read: \(timer.kind.rawValue) \(timer.id)")
    }

    /// The next page of what is told to many.
    private func broadcast(_ subject: String, in tx: Transaction, at now: Instant) throws(SQLError) {
        switch try BroadcastPage(subject: subject) {
        case .alert(let alert, let last): try alerts.tellNext(alert, after: last, in: tx, at: now)
        case .session(let move, let last): try sessions.tellNext(move, after: last, in: tx, at: now)
        case .need(let event, let last): try registers.tellNext(event, after: last, in: tx, at: now)
        case .reward(let estate, let code): try rewards.tellWaiting(code, estate: estate, in: tx, at: now)
        }
    }
}
