import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The staff's words in a chat that is bound to a staff account: the same acts, rights and audit rows as on
/// the command line.
///
/// Promise: nobody else's chat has these words; there, and in a bound chat where no number stands behind the
/// word, a message is a resident's (`interface.md`, "Who is who").
package struct StaffChat: Sendable {
    private let settings: Settings
    private let desk: TicketDesk
    let meetings: MeetingDesk
    let points: PointsDesk

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        desk = TicketDesk(settings: settings, notifier: notifier)
        meetings = MeetingDesk(settings: settings, notifier: notifier)
        points = PointsDesk(settings: settings, notifier: notifier)
    }

    /// The answer to what was done.
    package static let done = "staff_chat.done"

    /// Whether pictures that were sent before these words belong to them: `办结` shows what was done.
    package static func takesPictures(_ text: String) -> Bool { StaffWords(text)?.verb == .resolve }

    /// The answer; nil where this is no word of the staff, or not in the chat of an account.
    ///
    /// - Parameter picture: what was sent from the spot before.
    package func answer(
        _ text: String, picture: String? = nil, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Phrase? {
        if let words = AgendaWords(text) { return try answer(words, from: party, in: tx, at: now) }
        if let words = ClaimWords(text) { return try answer(words, from: party, in: tx, at: now) }
        guard let words = StaffWords(text), let account = try account(of: party, in: tx),
            let identity = try identity(
                of: account, for: words.verb.right, on: words.number, estate: party.estate, in: tx)
        else { return nil }
        let call = DeskCall(staff: identity, in: tx, at: now)
        let ruling = try perform(words, picture, call)
        switch ruling {
        case .refused(let refusal): return phrase(of: refusal, words)
        case .done(let detail):
            if words.verb == .show { return shown(detail) }
            return Phrase(
                Self.done,
                ["ticket": detail.number, "act": words.verb.rawValue, "state": detail.stateName])
        }
    }

    /// Whose chat it is; nil where it is nobody's of the staff, or he has left.
    func account(of party: Party, in tx: Transaction) throws(SQLError) -> StaffRow? {
        guard let id = try tx.staffCodes.staff(channel: party.channel, sender: party.sender),
            let account = try tx.staff.find(id), account.disabledAt == nil
        else { return nil }
        return account
    }

    /// The first of his roles that may do it here, before others one that sees the ticket; else the first
    /// one, whose refusal he reads.
    func identity(
        of account: StaffRow, for right: String, on number: String? = nil, estate: String,
        in tx: Transaction
    ) throws(SQLError) -> StaffIdentity? {
        let held = try tx.staff.roles(of: account.id).filter { $0.estate == nil || $0.estate == estate }.map {
            StaffIdentity(id: account.id, name: account.name, role: $0.role, estate: $0.estate)
        }
        let able = held.filter { settings.roles.may($0.role, right) }
        if able.count > 1, let number, let ticket = try tx.tickets.find(number: number) {
            let areas = StaffAreas(settings: settings)
            for identity in able where try areas.sees(ticket, identity, in: tx) { return identity }
        }
        return able.first ?? held.first
    }

    private func perform(
        _ words: StaffWords, _ picture: String?, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        let number = words.number
        let reason = Reason(reason: words.rest)
        switch words.verb {
        case .accept: return try desk.accept(number, call)
        case .arrive: return try desk.arrive(number, call)
        case .resolve:
            return try desk.resolve(number, ResolveTicket(result: words.rest, photo: picture), call)
        case .giveBack: return try desk.giveBack(number, reason, call)
        case .resume: return try desk.resume(number, call)
        case .escalate: return try desk.escalate(number, EscalateTicket(reason: words.rest), call)
        case .acknowledge: return try desk.acknowledge(number, Acknowledge(text: words.rest), call)
        case .contain: return try desk.contain(number, Words(text: words.rest), call)
        case .reply: return try desk.reply(number, ReplyTicket(text: words.rest), call)
        case .note: return try desk.note(number, Words(text: words.rest), call)
        case .show: return try desk.show(number, call)
        case .suspend:
            guard let (until, reason) = words.time(after: call.now) else { return .refused(Self.noTime) }
            let request = SuspendTicket(reason: reason, resumeAt: until.iso8601)
            return try desk.suspend(number, request, call)
        case .snooze:
            guard let (until, reason) = words.time(after: call.now) else { return .refused(Self.noTime) }
            return try desk.snooze(number, SnoozeTicket(reason: reason, until: until.iso8601), call)
        }
    }

    private static let noTime = Refusal(
        .invalid, "until.missing", "没有填写时间。", hint: "请写在编号后面，如 3天。")

    private func shown(_ detail: TicketDetail) -> Phrase {
        let next = detail.clocks.filter { $0.state == "running" || $0.state == "overdue" }.first
        let due = next.flatMap { Instant(iso8601: $0.dueAt) }
        let values = [
            "ticket": detail.number, "state": detail.stateName, "urgency": detail.urgency,
            "category": detail.categoryName, "place": detail.place, "level": "L\(detail.level)",
            "words": detail.text, "due": due?.words ?? "", "care": detail.care ?? "",
        ]
        return Phrase("staff_chat.ticket", values.filter { !$0.value.isEmpty })
    }

    /// The command line's sentence is English; in a chat the same refusals have Chinese words.
    private func phrase(of refusal: Refusal, _ words: StaffWords) -> Phrase {
        let values = ["ticket": words.number, "act": words.verb.rawValue]
        let key =
            switch refusal.code {
            case "ticket.not_found": "no_ticket"
            case "ticket.taken": "taken"
            case "ticket.dispatched_to_other", "ticket.not_taker": "not_yours"
            case "ticket.other_person": "other_person"
            case "ticket.own_matter": "own_matter"
            case "ticket.state": "wrong_state"
            case "ticket.return_limit", "ticket.suspension_limit", "ticket.snooze_limit": "limit"
            case "result.missing", "reason.missing", "text.missing": "words_missing"
            case "until.missing", "resume_at.out_of_range", "until.out_of_range": "time_missing"
            case "role.forbidden", "scope.forbidden": "forbidden"
            default: "refused"
            }
        return Phrase("staff_chat.no.\(key)", values)
    }
}

extension StaffWords.Verb {
    var right: String {
        switch self {
        case .accept: TicketAct.accept.right
        case .arrive: TicketAct.arrive.right
        case .resolve: TicketAct.resolve.right
        case .giveBack: TicketAct.giveBack.right
        case .suspend: TicketAct.suspend.right
        case .resume: TicketAct.resume.right
        case .escalate: TicketAct.escalate.right
        case .acknowledge: TicketAct.acknowledge.right
        case .snooze: TicketAct.snooze.right
        case .contain: TicketAct.contain.right
        case .reply: TicketAct.reply.right
        case .note: TicketAct.note.right
        case .show: "ticket.show"
        }
    }
}
