import LinliModel
import LinliStore

/// Which lines of a chat belong to one ticket: the messages from which it was opened, those that were added
/// to it or spoke of it, and what was answered to them. A chat goes on for years and about many things;
/// whoever works on one of them reads that one.
struct TicketThread {
    private let ticket: Ticket
    /// A turn's acts carry the moment at which its message came.
    private let acts: Set<Instant>
    /// The resident's words, a message a line.
    private let words: [String]

    init(_ ticket: Ticket, _ events: [TicketEvent]) {
        self.ticket = ticket
        acts = Set(events.filter { $0.actor == "resident" }.map(\.at))
        words = ticket.draft.text.split(separator: "\n").map { String($0).squeezed }
    }

    /// Opened it or did something about it.
    func holds(_ row: InboxRow) -> Bool {
        if acts.contains(row.receivedAt) { return true }
        switch row.message?.content {
        case .text(let text), .voice(_, .some(let text)): return isOpening(text.squeezed, at: row.receivedAt)
        case .image(let media), .voice(let media, nil): return ticket.draft.attachments.contains(media)
        case .location, .event, .unsupported, nil: return false
        }
    }

    /// A line of its words, or a piece of one that came in several messages.
    private func isOpening(_ text: String, at moment: Instant) -> Bool {
        guard !text.isEmpty, moment <= ticket.receivedAt else { return false }
        let age = ticket.receivedAt - moment
        if age <= .hours(Limits.draftRecoveryHours), words.contains(text) { return true }
        return age <= .minutes(Limits.draftMinutes) && text.count > 1 && words.contains { $0.contains(text) }
    }

    /// Who asks for a person does so after something: what was said shortly before is why.
    func mayLead(_ row: InboxRow) -> Bool {
        guard ticket.draft.origin == .handoff, row.receivedAt < ticket.receivedAt else { return false }
        return ticket.receivedAt - row.receivedAt <= .minutes(Limits.draftMinutes)
    }

    func isNamed(in text: String) -> Bool { text.contains(ticket.number) }

    /// What is told of it without having been asked: `TicketDesk.tell`.
    func isNotice(_ row: OutboxRow) -> Bool {
        row.message.idempotencyKey.hasPrefix("ticket-\(ticket.id)-")
    }

    /// What an answer says of it. Lines about other tickets are left out; of a list its own line stays.
    func part(of text: String, isItsTurn: Bool) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let isWhole = isItsTurn || lines.first.map { isNamed(in: $0) } ?? false
        return lines.filter { isNamed(in: $0) || (isWhole && !$0.namesTicket) }.joined(separator: "\n")
    }
}

extension OutboxRow {
    /// The message that it answers; nil for what nobody asked for.
    var turn: String? {
        let parts = message.idempotencyKey.split(separator: "-")
        return parts.count == 3 && parts[0] == "turn" ? String(parts[1]) : nil
    }
}

extension String {
    private static let namesTicketPattern = Pattern(/LL[0-9]{6}-[0-9]{4}/, needs: ["LL"])

    /// `LL260318-0001` stands somewhere in it.
    var namesTicket: Bool { firstMatch(of: Self.namesTicketPattern) != nil }

    fileprivate var squeezed: String { filter { !$0.isWhitespace } }
}
