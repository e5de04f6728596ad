import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// The conversation behind a case, for whoever takes over from the machine.
///
/// Only what belongs to it (`TicketThread`): his other matters and other chats of his are nobody's business
/// here. What he said about a case of his that is anonymous belongs to that case alone: those lines are left
/// out, because the reader may be the one he complained about. Telephone and identity numbers are masked.
extension TicketDesk {
    package static let transcriptRight = "ticket.transcript"

    /// Writes the audit row. The lines themselves are read from a snapshot: they may be many.
    package func admitTranscript(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<Nothing> {
        try door.pass(Self.transcriptRight, number.uppercased(), call) { () throws(SQLError) in
            try find(number, call).then { ticket throws(SQLError) in
                if let refusal = refusal(ofTranscript: ticket) { return .refused(refusal) }
                return .done(Nothing())
            }
        }
    }

    package func transcript(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<TicketTranscript> {
        try find(number, call).then { ticket throws(SQLError) in
            if let refusal = refusal(ofTranscript: ticket) { return .refused(refusal) }
            let said = try lines(of: ticket, call)
            let hidden = try own(of: ticket, call).filter(\.draft.anonymous)
            let shown = said.filter { line in !hidden.contains { line.belongs(to: $0) } }
            return .done(
                TicketTranscript(
                    number: ticket.number,
                    lines: shown.sorted { $0.at < $1.at }.suffix(Limits.transcriptMessages).map(\.line),
                    leftOut: said.count - shown.count))
        }
    }

    private func refusal(ofTranscript ticket: Ticket) -> Refusal? {
        if ticket.draft.anonymous {
            return Refusal(
                .forbidden, "ticket.anonymous", "\(ticket.number) 是匿名上报的。",
                hint: "原话见 `linli ticket show`。")
        }
        guard ticket.channel.isEmpty || ticket.sender.isEmpty else { return nil }
        return Refusal(
            .notFound, "ticket.no_channel", "\(ticket.number) 不是从会话来的。",
            hint: "原话见 `linli ticket show`。")
    }

    private struct Said {
        let at: Instant
        let line: TranscriptLine

        /// From the first sentence of the report to the last question about it, generously; and every line
        /// that names it.
        func belongs(to hidden: Ticket) -> Bool {
            let from = hidden.receivedAt - .minutes(Limits.anonymousBeforeMinutes)
            let to = hidden.receivedAt + .minutes(Limits.anonymousAfterMinutes)
            return (from..<to).contains(at) || line.text.contains(hidden.number)
        }
    }

    private func lines(of ticket: Ticket, _ call: DeskCall) throws(SQLError) -> [Said] {
        let since = ticket.receivedAt - .hours(Limits.draftRecoveryHours)
        let thread = TicketThread(ticket, try call.tx.ticketEvents.of(ticket.id))
        let received = try call.tx.inbox.transcript(
            channel: ticket.channel, sender: ticket.sender, since: since, limit: Limits.transcriptSearchRows)
        let sent = try call.tx.outbox.transcript(
            channel: ticket.channel, recipient: ticket.sender, since: since,
            limit: Limits.transcriptSearchRows)
        let isRevealed = try views.isRevealed(ticket, call)
        func shown(_ text: String) -> String { isRevealed ? text : Masking.numbers(in: text) }

        var own = Set(received.filter { thread.holds($0) }.map(\.id.description))
        if received.contains(where: { thread.mayLead($0) }) {
            own.formUnion(try leading(to: ticket, thread, received, sent, since: since, call))
        }
        let spoken = Set(sent.filter { thread.isNamed(in: $0.message.text) }.compactMap(\.turn))
        let questions = received.filter {
            own.contains($0.id.description) || spoken.contains($0.id.description)
        }.compactMap { row in
            (row.message?.content.asWords).map { words in
                Said(
                    at: row.receivedAt,
                    line: TranscriptLine(at: row.receivedAt.iso8601, from: "resident", text: shown(words)))
            }
        }
        return questions
            + sent.compactMap { row in
                let isOwn = row.turn.map { own.contains($0) } ?? thread.isNotice(row)
                guard isOwn || thread.isNamed(in: row.message.text) else { return nil }
                let words = thread.part(of: row.message.text, isItsTurn: isOwn)
                guard !words.isEmpty else { return nil }
                return Said(
                    at: row.createdAt,
                    line: TranscriptLine(
                        at: row.createdAt.iso8601, from: row.isFromStaff ? "staff" : "linli",
                        text: shown(words), state: row.state.rawValue))
            }
    }

    /// What was said before a person was asked for and belongs to no other ticket.
    private func leading(
        to ticket: Ticket, _ thread: TicketThread, _ received: [InboxRow], _ sent: [OutboxRow],
        since: Instant, _ call: DeskCall
    ) throws(SQLError) -> [String] {
        var others: [TicketThread] = []
        for other in try own(of: ticket, call) where other.id != ticket.id && other.receivedAt >= since {
            others.append(TicketThread(other, try call.tx.ticketEvents.of(other.id)))
        }
        let taken = Set(sent.filter(\.message.text.namesTicket).compactMap(\.turn))
        return received.filter { row in
            thread.mayLead(row) && !taken.contains(row.id.description)
                && !others.contains { $0.holds(row) }
        }.map(\.id.description)
    }

    private func own(of ticket: Ticket, _ call: DeskCall) throws(SQLError) -> [Ticket] {
        guard let resident = ticket.resident else { return [] }
        return try call.tx.tickets.of(resident, limit: Limits.adminPageRows)
    }
}

extension OutboxRow {
    fileprivate var isFromStaff: Bool { why == "ticket.reply" || why == "ticket.answered" }
}

extension InboundMessage.Content {
    fileprivate var asWords: String {
        switch self {
        case .text(let text): text
        case .image: "[图片]"
        case .voice(_, let recognised): recognised.map { "[语音] \($0)" } ?? "[语音]"
        case .location(_, _, let label): label.isEmpty ? "[位置]" : "[位置] \(label)"
        case .event(let name, _): "[\(name)]"
        case .unsupported: "[其他消息]"
        }
    }
}
