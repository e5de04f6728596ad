import LinliModel
import LinliSQL
import LinliStore

/// 重点关爱户 (`domain.md` H05): what touches a home of the care list is one step more urgent, and whoever
/// works on it sees why. Who else stands on the list is shown to nobody here.
extension TicketService {
    /// What stands in the history of such a ticket.
    static let careMark = "重点关爱户"

    /// The flat that it is about, or a home that is proven to be the reporter's. Whoever does not
    /// want to be known is not known by his home either.
    func touchesCare(
        _ draft: TicketDraft, from party: Party?, estate: String, in tx: Transaction
    ) throws(SQLError) -> Bool {
        let flats = try tx.units.find(estate: estate, draft.address)
        let flat = flats.count == 1 ? flats.first?.id : nil
        let reporter = draft.anonymous ? nil : party?.resident
        guard flat != nil || reporter != nil else { return false }
        return try tx.care.lists(flat, or: reporter, estate: estate)
    }

    /// The rules of `domain.md` 2.2.1 by which a new ticket is one step more urgent: one step, however
    /// many of them hold, and each with its reason.
    func raised(
        _ draft: TicketDraft, _ key: String?, from party: Party?, estate: String, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> (urgency: Urgency, reasons: [String]) {
        var reasons: [String] = []
        var urgency = draft.urgency
        if let repeated = try raisedByRepetition(draft, key, estate: estate, in: tx, at: now) {
            urgency = repeated
            reasons.append("\(Limits.repeatedFaultDays)天内第\(Limits.repeatedFaultEntries)次以上")
        }
        if try touchesCare(draft, from: party, estate: estate, in: tx) {
            urgency = min(urgency, draft.urgency.raised ?? draft.urgency)
            reasons.append(Self.careMark)
        }
        guard urgency != draft.urgency else { return (urgency, reasons) }
        return (urgency, reasons.map { "升为\(urgency.rawValue)：\($0)" })
    }

    /// A listed household has joined what others reported.
    func joinedByCare(
        _ ticket: Ticket, _ head: Ticket, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard try touchesCare(ticket.draft, from: party, estate: head.estate, in: tx) else { return }
        try tx.ticketEvents.add(ticket.id, .note, actor: "system", detail: Self.careMark, at: now)
        guard let head = try tx.tickets.find(head.id), try !isCare(head.id, in: tx) else { return }
        guard let raised = head.draft.urgency.raised else {
            return try tx.ticketEvents.add(head.id, .note, actor: "system", detail: Self.careMark, at: now)
        }
        try clocks.raise(head, to: raised, why: Self.careMark, in: tx, at: now)
    }

    private func isCare(_ id: TicketID, in tx: Transaction) throws(SQLError) -> Bool {
        try tx.ticketEvents.of(id).contains(where: \.isCare)
    }
}

extension TicketEvent {
    /// Says that the ticket touches a home of the care list.
    var isCare: Bool { kind == .note && actor == "system" && detail.hasSuffix(TicketService.careMark) }
}
