import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What has to be done for a matter of some categories (`tasks` in `Config/categories.yaml`; `domain.md` G05,
/// G07), and the hour for which the pictures of the cameras are looked through.
///
/// Promise: both stand in the ticket for its staff; no resident is told of them, and no picture goes to one.
extension TicketService {
    func noteTasks(_ id: TicketID, _ draft: TicketDraft, in tx: Transaction, at now: Instant) throws(SQLError)
    {
        for task in settings.categories[draft.category]?.tasks ?? [] {
            try tx.ticketEvents.add(id, .note, actor: "system", detail: "待办：\(task)", at: now)
        }
        if let moment = draft.happenedAt { try noteHour(moment, id, in: tx, at: now) }
        try noteUnheard(id, draft, in: tx, at: now)
    }

    /// What he says of the service stands on the ticket once, however often it comes.
    func noteUnheard(
        _ id: TicketID, _ draft: TicketDraft, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let words = draft.unheard else { return }
        let detail = TicketEvent.unheard + words
        guard try !tx.ticketEvents.of(id).contains(where: { $0.detail == detail }) else { return }
        try tx.ticketEvents.add(id, .note, actor: "system", detail: detail, at: now)
    }

    /// What a witness adds: building and side go to the place, the hour to the task.
    func noteWitness(
        _ number: String, text: String, address: Address, happenedAt: Instant?, from party: Party,
        in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let ticket = try own(number: number, of: party, in: tx), ticket.state.isPending else {
            return .ticketNotFound
        }
        if let happenedAt { try noteHour(happenedAt, ticket.id, in: tx, at: now) }
        return try complete(number, text: text, address: address, from: party, in: tx, at: now)
    }

    private func noteHour(
        _ moment: Instant, _ id: TicketID, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        let from = moment - .minutes(Limits.footageMinutes)
        let to = moment + .minutes(Limits.footageMinutes)
        let window = "\(from.civil.date.words)\(from.civil.clock)到\(to.civil.clock)"
        try tx.ticketEvents.add(id, .note, actor: "system", detail: "调取监控的时间段：\(window)", at: now)
    }
}

extension TicketEvent {
    /// How the note of what he says of the service begins.
    static let unheard = "居民反映服务："

    var isUnheard: Bool { kind == .note && detail.hasPrefix(Self.unheard) }
}
