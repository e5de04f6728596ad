import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// The conversation behind a case, for whoever takes over from the machine.
///
/// Two chats of one person never mix. What he said about a case of his that is anonymous belongs to that
/// case alone: those lines are left out, because the reader may be the one he complained about.
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
            let said = try received(ticket, call) + sent(ticket, call)
            let hidden = try anonymousCases(of: ticket, call)
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
                .forbidden, "ticket.anonymous", "\(ticket.number) was reported anonymously.",
                hint: "Its own words stand in `linli ticket show`.")
        }
        guard ticket.channel.isEmpty || ticket.sender.isEmpty else { return nil }
        return Refusal(
            .notFound, "ticket.no_channel", "\(ticket.number) did not come from a chat.",
            hint: "Its own words stand in `linli ticket show`.")
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

    private func received(_ ticket: Ticket, _ call: DeskCall) throws(SQLError) -> [Said] {
        try call.tx.inbox.transcript(
            channel: ticket.channel, sender: ticket.sender, limit: Limits.transcriptMessages
        ).compactMap { row in
            guard let words = row.message?.content.asWords else { return nil }
            return Said(
                at: row.receivedAt,
                line: TranscriptLine(at: row.receivedAt.iso8601, from: "resident", text: words))
        }
    }

    private func sent(_ ticket: Ticket, _ call: DeskCall) throws(SQLError) -> [Said] {
        try call.tx.outbox.transcript(
            channel: ticket.channel, recipient: ticket.sender, limit: Limits.transcriptMessages
        ).map { row in
            Said(
                at: row.createdAt,
                line: TranscriptLine(
                    at: row.createdAt.iso8601, from: row.why == "ticket.reply" ? "staff" : "linli",
                    text: row.message.text, state: row.state.rawValue))
        }
    }

    private func anonymousCases(of ticket: Ticket, _ call: DeskCall) throws(SQLError) -> [Ticket] {
        guard let resident = ticket.resident else { return [] }
        return try call.tx.tickets.of(resident, limit: Limits.adminPageRows).filter(\.draft.anonymous)
    }
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
