import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore

/// What an inspection has found: each becomes a ticket, also where its words sound like a wish.
extension IntakeDesk {
    /// All of them, or why one is not understood.
    func read(_ findings: [String], _ category: String?, estate: String) -> Ruling<[TicketDraft]> {
        var drafts: [TicketDraft] = []
        for text in findings {
            let request = AddIntake(
                estate: estate, channel: Intake.desk.rawValue, text: text, category: category)
            switch reading(request, estate: estate) {
            case .refused(let refusal): return .refused(refusal)
            case .done(let reading):
                drafts.append(
                    TicketDraft(
                        category: reading.category ?? unclear, urgency: reading.urgency, text: text,
                        address: reading.address, origin: .staff, intent: .reportHazard))
            }
        }
        return .done(drafts)
    }

    func open(_ draft: TicketDraft, estate: String, _ call: DeskCall) throws(SQLError) -> TicketID {
        var draft = draft
        if draft.urgency == .none { draft.urgency = .p3 }
        let ticket = try tickets.add(
            draft, from: nil, estate: estate, actor: call.staff.name, in: call.tx, at: call.now)
        try call.tx.tickets.setIntake(ticket.id, .desk)
        return ticket.id
    }
}
