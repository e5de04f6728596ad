import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Meetings as residents use them: put a matter forward, ask when the next one is, ask what was decided.
///
/// Dates come from meetings that were called, decisions from minutes that were published; what is in
/// neither is not said.
struct MeetingService: Sendable {
    private let settings: Settings
    private let agenda: MeetingAgenda
    private let tickets: TicketService

    init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        tickets = TicketService(settings: settings, notifier: notifier)
        agenda = MeetingAgenda(settings: settings, notifier: notifier)
    }

    /// The same matter again is the same item.
    func propose(
        _ code: String, title: String, words: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let kind = settings.meetings.kind(code, estate: party.estate), kind.takesResidents else {
            return .meetingUnknown(words)
        }
        let open = try tx.agenda.open(of: party.resident, kind: code)
        if let known = open.first(where: { $0.title == title }) {
            return .agendaNoted(try summary(of: known, kind, in: tx, at: now), isNew: false)
        }
        guard open.count < settings.meetings.openItems else {
            return .agendaFull(meeting: kind.name, open: open.count)
        }
        let item = AgendaRow(
            estate: party.estate, kind: code, resident: party.resident, title: title, words: words)
        guard let added = try agenda.add(item, kind, actor: "resident", in: tx, at: now) else {
            return .meetingUnknown(words)
        }
        return .agendaNoted(try summary(of: added, kind, in: tx, at: now), isNew: true)
    }

    /// A case of his: it goes up to the meeting's level, as when staff put it there. Of a merged report the
    /// one goes that stands for it.
    func propose(
        _ code: String, _ reference: TicketReference, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let kind = settings.meetings.kind(code, estate: party.estate), kind.takesResidents else {
            return .meetingUnknown("")
        }
        let named = try tickets.named(reference, of: party, in: tx)
        guard let own = named.first(where: { $0.state.isPending }) else { return .ticketNotFound }
        let ticket = try tickets.head(of: own, in: tx)
        let item = AgendaRow(
            estate: party.estate, kind: code, ticket: ticket.id, title: agenda.title(of: ticket),
            words: "")
        if let added = try agenda.add(
            item, kind, actor: "resident", except: party.resident, in: tx, at: now)
        {
            return .agendaNoted(try summary(of: added, kind, in: tx, at: now), isNew: true)
        }
        guard let known = try tx.agenda.open(about: ticket.id, kind: code) else { return .ticketNotFound }
        return .agendaNoted(try summary(of: known, kind, in: tx, at: now), isNew: false)
    }

    // MARK: Taking back

    /// What he has put forward in his own words and is open, the newest first.
    func cancellable(of party: Party, in tx: Transaction, at now: Instant) throws(SQLError) -> [Cancellable] {
        var found: [Cancellable] = []
        for item in try tx.agenda.open(of: party.resident) {
            let name = settings.meetings.kind(item.kind, estate: item.estate)?.name ?? ""
            found.append(
                Cancellable(
                    kind: .agenda(item.id), reference: item.id.description,
                    title: "议题\(item.id)号“\(item.title)”（\(name)）",
                    refusal: try hasBegun(item, in: tx, at: now) ? .begun : nil))
        }
        return found
    }

    func withdraw(
        _ id: AgendaItemID, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome.CancelRefusal? {
        guard let item = try tx.agenda.find(id), item.resident == party.resident, item.state == .open else {
            return .alreadyClosed
        }
        if try hasBegun(item, in: tx, at: now) { return .begun }
        return try tx.agenda.drop(id, why: TopicService.withdrawn, at: now) ? nil : .alreadyClosed
    }

    private func hasBegun(_ item: AgendaRow, in tx: Transaction, at now: Instant) throws(SQLError) -> Bool {
        guard let id = item.meeting, let meeting = try tx.meetings.find(id) else { return false }
        return meeting.startsAt <= now
    }

    private func summary(
        of item: AgendaRow, _ kind: MeetingRules.Kind, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> AgendaSummary {
        AgendaSummary(
            item: item.id, title: item.title,
            meeting: try date(of: kind, estate: item.estate, in: tx, at: now)
        )
    }

    /// When it is, if it was called.
    func ask(
        _ code: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let kind = settings.meetings.kind(code, estate: party.estate) else {
            return .meetingUnknown("")
        }
        return .meetingDate(try date(of: kind, estate: party.estate, in: tx, at: now))
    }

    private func date(
        of kind: MeetingRules.Kind, estate: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> MeetingDate {
        let next = try tx.meetings.next(kind.code, estate: estate, after: now)
        return MeetingDate(
            name: kind.name, when: next?.startsAt, place: next?.place ?? "", rhythm: kind.rhythm)
    }

    /// What the published minutes say about the words; without a match the newest meeting of the kind.
    func minutes(
        _ code: String?, words: String, from party: Party, in tx: Transaction
    ) throws(SQLError) -> Outcome {
        let kind = code.flatMap { settings.meetings.kind($0, estate: party.estate) }
        let decided = try tx.agenda.published(
            estate: party.estate, kind: kind?.code, limit: Limits.minutesRows)
        let about = Self.subject(of: words, settings.meetings)
        let best = decided.map { (row: $0, score: Self.shared($0.title, about)) }
            .filter { $0.score >= 2 }.max { $0.score < $1.score }?.score
        var found = decided.filter { Self.shared($0.title, about) == best }
        if best == nil {
            guard let newest = decided.first?.meeting, kind != nil else {
                return kind.map { .minutesNone(meeting: $0.name) } ?? .meetingUnknown(words)
            }
            found = decided.filter { $0.meeting == newest }
        }
        var lines: [MinutesLine] = []
        for row in found.prefix(Limits.minutesAnswerRows) {
            guard let id = row.meeting, let meeting = try tx.meetings.find(id) else { continue }
            lines.append(
                MinutesLine(
                    meeting: meeting.name, heldAt: meeting.startsAt, title: row.title,
                    decision: row.decision ?? "", owner: row.owner ?? ""))
        }
        return .minutes(lines)
    }

    /// The words without the meeting's name and the question around them.
    static func subject(of words: String, _ rules: MeetingRules) -> String {
        var text = words
        let names = rules.kinds.flatMap(\.words)
        for word in (names + questions).sorted(by: { $0.count > $1.count }) {
            text = text.replacing(word, with: " ")
        }
        return text
    }

    private static let questions = [
        "会议纪要", "纪要", "决定了什么", "决定", "决议", "结果", "怎么样", "上次", "这次", "开会", "会上", "会议", "议题",
        "讨论", "事情", "的事", "有没有", "什么", "怎么", "说了", "定了",
    ]

    /// The longest run of characters that both have.
    static func shared(_ left: String, _ right: String) -> Int {
        let left = Array(left).filter { !$0.isWhitespace && !$0.isPunctuation }
        let right = Array(right)
        var longest = 0
        for start in left.indices {
            for other in right.indices {
                var length = 0
                while start + length < left.count, other + length < right.count,
                    left[start + length] == right[other + length]
                {
                    length += 1
                }
                longest = max(longest, length)
            }
        }
        return longest
    }
}
