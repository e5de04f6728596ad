import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Whom a climb tells: the robot groups that ask for it, the level's people on duty in their own chats, and
/// the one who works on it. That nobody can be reached is an alarm of its own.
extension TicketLadder {
    func tellLevel(
        _ ticket: Ticket, level: Int, _ word: String, why: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let phrase = Phrase("staff.\(word)", values(of: ticket, level: level, why: why))
        let key = "ticket-\(ticket.id)-\(word)-\(level)-\(now.milliseconds)"
        let crew = try crew(of: level, ticket, in: tx, at: now)
        let hasRobot = notifier.hasRobot(.escalation, estate: ticket.estate)
        try notifier.tellStaff(.escalation, estate: ticket.estate, phrase, key: key, in: tx, at: now)
        try tell(crew.chats, phrase, key: key, in: tx, at: now)
        if crew.isOnDuty, hasRobot || !crew.chats.isEmpty { return }
        try alarm(ticket, level: level, offDuty: crew.offDuty, in: tx, at: now)
    }

    /// Nobody of the level is on duty, or nobody on duty has a chat: its people off duty are told and the
    /// next level above that has somebody on duty.
    func alarm(
        _ ticket: Ticket, level: Int, offDuty: [StaffReach.Chat], in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        try tx.ticketEvents.add(ticket.id, .unreachable, actor: "system", detail: "L\(level)", at: now)
        var chats = offDuty
        for above in (level + 1)..<6 {
            let crew = try crew(of: above, ticket, in: tx, at: now)
            guard !crew.chats.isEmpty else { continue }
            chats += crew.chats.filter { !chats.contains($0) }
            break
        }
        let phrase = Phrase("staff.nobody_reachable", values(of: ticket, level: level, why: ""))
        let key = "ticket-\(ticket.id)-unreachable-\(level)-\(now.milliseconds)"
        try notifier.tellStaff(.escalation, estate: ticket.estate, phrase, key: key, in: tx, at: now)
        try tell(chats, phrase, key: key, in: tx, at: now)
    }

    /// A level that a matter has only passed through is told, and owes nothing.
    func tellPassed(
        _ ticket: Ticket, level: Int, why: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let phrase = Phrase("staff.passed", values(of: ticket, level: ticket.level, why: why))
        let crew = try crew(of: level, ticket, in: tx, at: now)
        try tell(
            crew.chats, phrase, key: "ticket-\(ticket.id)-passed-\(level)-\(now.milliseconds)", in: tx,
            at: now)
    }

    /// The level is told, the owner stays (a P0 at its creation).
    func notice(_ ticket: Ticket, level: Ladder.Level, in tx: Transaction, at now: Instant) throws(SQLError) {
        let phrase = Phrase("staff.notice", values(of: ticket, level: level.number, why: ""))
        let crew = try crew(of: level.number, ticket, in: tx, at: now)
        try tell(crew.chats, phrase, key: "ticket-\(ticket.id)-notice-\(level.rawValue)", in: tx, at: now)
        try tx.ticketEvents.add(ticket.id, .note, actor: "system", detail: "知会\(level.rawValue)", at: now)
    }

    /// Whoever works on it, and whoever answers for it, learns that it was lifted over his head.
    func tellTaker(
        _ ticket: Ticket, why: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        var chats: [StaffReach.Chat] = []
        let concerned = try tx.ticketEvents.concerned(by: ticket.id)
        for id in Set([ticket.taker, ticket.firstOwner].compactMap { $0 }).sorted(by: {
            $0.rawValue < $1.rawValue
        }) {
            if let name = try tx.staff.find(id)?.name, concerned.contains(name) { continue }
            chats += try tx.staff.chats(of: id).map {
                StaffReach.Chat(channel: $0.channel, sender: $0.sender)
            }
        }
        try tell(
            chats, Phrase("staff.lifted", values(of: ticket, level: ticket.level, why: why)),
            key: "ticket-\(ticket.id)-lifted-\(ticket.level)-\(now.milliseconds)", in: tx, at: now)
    }

    func tell(
        _ chats: [StaffReach.Chat], _ phrase: Phrase, key: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        for chat in chats {
            try notifier.tell(
                channel: chat.channel, recipient: chat.sender, [phrase], why: "staff.escalation",
                key: "\(key)-\(chat.channel)-\(chat.sender)", in: tx, at: now)
        }
    }

    func crew(
        of level: Int, _ ticket: Ticket, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> StaffReach.Crew {
        let roles = Ladder.Level(number: level).flatMap { settings.ladder.rung($0)?.roles } ?? []
        return try reach.crew(
            roles, estate: ticket.estate, for: ticket.draft.address,
            except: try tx.ticketEvents.concerned(by: ticket.id), in: tx, at: now)
    }

    /// For staff: never the resident's words, never a room (`domain.md` 2.10).
    func values(of ticket: Ticket, level: Int, why: String) -> [String: String] {
        let rung = Ladder.Level(number: level).flatMap { settings.ladder.rung($0)?.name } ?? ""
        return [
            "ticket": ticket.number, "urgency": ticket.draft.urgency.rawValue, "level": "L\(level)",
            "rung": rung,
            "category": settings.categories[ticket.draft.category]?.name ?? ticket.draft.category,
            "place": ticket.draft.address.publicWords, "why": Self.reasons[why] ?? why,
        ].filter { !$0.value.isEmpty }
    }

    private static let reasons = [
        "first_response": "首次响应超时", "accept": "接单超时", "resolve": "办结超时", "urge": "居民催办",
        "reopen": "居民反映未解决", "staff_reopen": "工作人员重新打开", "false_closure": "未到场即办结，待回访",
        "not_accepted": "尚未接单", "not_arrived": "尚未到场", "not_contained": "险情尚未控制",
        "resolve_overdue": "办结超时未处理", "accept_overdue": "接单超时", "first_breach": "时限已过",
        "no_company": "无物业，社区受理", "staff_matter": "投诉工作人员，上一级受理", "not_settled": "本级未能办结",
        "silence": "本级一直没有回应", "mediation": "居民同意调解",
    ]
}
