import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What residents, staff and the ladder have in common about agendas: a matter is put on the next meeting of
/// its kind, a case is lifted to the meeting's level, and whoever brought it up hears what becomes of it.
struct MeetingAgenda: Sendable {
    let settings: Settings
    let notifier: Notifier
    let ladder: TicketLadder
    let reach: StaffReach

    init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        ladder = TicketLadder(settings: settings, notifier: notifier)
        reach = StaffReach(settings: settings)
    }

    // MARK: Putting on

    /// Nil where the case stands there already. A case goes up to the meeting's level at once; its clocks
    /// run on.
    func add(
        _ item: AgendaRow, _ kind: MeetingRules.Kind, actor: String, except reader: ResidentID? = nil,
        in tx: Transaction, at now: Instant
    ) throws(SQLError) -> AgendaRow? {
        let meeting = try tx.meetings.next(kind.code, estate: item.estate, after: now)
        var item = item
        item.meeting = meeting?.id
        item.due = due(kind, meeting, estate: item.estate, at: now)
        guard let id = try tx.agenda.add(item, at: now), let added = try tx.agenda.find(id) else {
            return nil
        }
        if let ticket = try item.ticket.map({ id throws(SQLError) in try tx.tickets.find(id) }) ?? nil {
            try tx.ticketEvents.add(
                ticket.id, .agenda, actor: actor, detail: "\(kind.name) 议题\(id)", at: now)
            try ladder.place(ticket, on: kind.level.number, why: "meeting", actor: actor, in: tx, at: now)
            try tell(
                added, "agenda", values(of: added, kind, meeting), except: reader, in: tx, at: now)
        }
        return added
    }

    /// Of a case its category and public place, never what the resident wrote.
    func title(of ticket: Ticket) -> String {
        let category = settings.categories[ticket.draft.category]?.name ?? ticket.draft.category
        return [category, ticket.draft.address.publicWords].filter { !$0.isEmpty }.joined(separator: "·")
    }

    /// Office time after the meeting; before it has a date, after the end of the period in which it is owed.
    func due(
        _ kind: MeetingRules.Kind, _ meeting: MeetingRow?, estate: String, at now: Instant
    ) -> AgendaDue? {
        guard let from = meeting?.startsAt ?? kind.period(of: now.civil.date)?.to else { return nil }
        return ladder.counted(kind.answer, hours: .office, estate: estate, from: from)
    }

    // MARK: Telling

    /// Whoever has put it forward, or everybody who has reported the case.
    /// `reader` reads it in the reply already.
    func tell(
        _ item: AgendaRow, _ notice: String, _ values: [String: String], except reader: ResidentID? = nil,
        in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let key = "agenda-\(item.id)-\(notice)-\(now.milliseconds)"
        if let resident = item.resident {
            try notifier.tell(
                resident: resident, Phrase("notice.item_\(notice)", values), why: "agenda.\(notice)",
                key: key, in: tx, at: now)
        }
        guard let id = item.ticket, let ticket = try tx.tickets.find(id) else { return }
        for report in try [ticket] + tx.tickets.merged(into: id) {
            if let reader, report.resident == reader { continue }
            let own = values.merging(["ticket": report.number]) { $1 }
            try notifier.tell(
                report, Phrase("notice.case_\(notice)", own), why: "agenda.\(notice)",
                key: "\(key)-\(report.id)", in: tx, at: now)
        }
    }

    func values(
        of item: AgendaRow, _ kind: MeetingRules.Kind, _ meeting: MeetingRow?
    ) -> [String: String] {
        [
            "item": item.id.description, "title": item.title, "meeting": kind.name,
            "when": meeting?.startsAt.words ?? "", "place": meeting?.place ?? "",
            "until": item.due?.at.words ?? "", "decision": item.decision ?? "", "owner": item.owner ?? "",
        ].filter { !$0.value.isEmpty }
    }

    /// The robots that ask for escalations, and everybody of these roles who has bound a chat; of a matter
    /// with a place those who may see what lies there.
    func tellStaff(
        _ roles: [Role], estate: String, for place: Address? = nil, _ phrase: Phrase, key: String,
        withRobots: Bool = true, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        if withRobots {
            try notifier.tellStaff(.escalation, estate: estate, phrase, key: key, in: tx, at: now)
        }
        let crew = try reach.crew(roles, estate: estate, for: place, in: tx, at: now)
        for chat in crew.chats + crew.offDuty {
            try notifier.tell(
                channel: chat.channel, recipient: chat.sender, [phrase], why: "staff.meeting",
                key: "\(key)-\(chat.channel)-\(chat.sender)", in: tx, at: now)
        }
    }
}
