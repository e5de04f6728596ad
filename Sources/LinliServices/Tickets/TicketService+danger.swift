import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What is said of a danger after its ticket was opened: one emergency stays one ticket (`domain.md` 2.2.1).
extension TicketService {
    /// His words go into the ticket and its staff hear of it at once; where life is in danger now it becomes
    /// P0. Not found where the ticket has come to its end: then it is a danger of its own.
    func addToDanger(
        _ number: String, text: String, address: Address, news: DangerNews, from party: Party,
        in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let ticket = try own(number: number, of: party, in: tx), ticket.state.isPending else {
            return .ticketNotFound
        }
        let words = text.withoutNUL
        let known = ticket.draft.address
        try tx.tickets.complete(
            ticket.id, text: ticket.draft.text + "\n" + words, address: known.filled(from: address))
        try tx.ticketEvents.add(
            ticket.id, .complete, actor: "resident", detail: detail(of: words, news), at: now)
        let head = try head(of: ticket, in: tx)
        if case .rises(let category) = news { try raise(head, category, in: tx, at: now) }
        guard let changed = try tx.tickets.find(ticket.id), let worked = try tx.tickets.find(head.id) else {
            return .ticketNotFound
        }
        try rekey(changed, from: ticket.draft, in: tx, at: now)
        if let topic = StaffRobotConfiguration.Topic(rawValue: worked.draft.urgency.rawValue) {
            try notifier.tellStaff(
                topic, estate: worked.estate, Phrase(key(of: news), values(of: worked)),
                key: "ticket-\(worked.id)-\(key(of: news))-\(now.milliseconds)", in: tx, at: now)
        }
        return .dangerTold(try summary(of: changed, in: tx), news)
    }

    private func raise(
        _ head: Ticket, _ category: String?, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        var raised = head
        if let category, settings.categories[category] != nil, category != head.draft.category {
            try tx.tickets.setCategory(head.id, category)
            raised.draft.category = category
        }
        guard head.draft.urgency > .p0 else { return }
        try clocks.raise(raised, to: .p0, why: "居民说有人遇险", in: tx, at: now)
    }

    private func detail(of words: String, _ news: DangerNews) -> String {
        news == .over ? "居民说人已出来或没事了，请现场确认：\(words)" : words
    }

    private func key(of news: DangerNews) -> String {
        switch news {
        case .more: "staff.danger_more"
        case .rises: "staff.danger_rises"
        case .over: "staff.danger_over"
        }
    }
}
