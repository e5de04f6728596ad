import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What becomes of a matter outside the work on the spot: mediation, and a meeting's agenda.
extension TicketDesk {
    /// The community arranges it, or writes down how it ended; the resident hears every step
    /// (`domain.md` F10). Without an agreement he hears that the courts are open to him.
    package func mediate(
        _ number: String, _ request: MediateTicket, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try act(.mediate, number, call, detail: request.state) { ticket throws(SQLError) in
            let before: [Mediation]
            let state = Mediation(rawValue: request.state)
            switch state {
            case .underWay: before = [.consented]
            case .agreed, .failed: before = [.consented, .underWay]
            case .offered, .refused, .consented, nil:
                return Refusal(
                    .invalid, "mediation.unknown", "调解的进展由工作人员填写。",
                    hint: "可选：under_way、agreed、failed。")
            }
            guard let state else { return nil }
            if let refusal = Refusal.words(request.text, "text") { return refusal }
            guard try call.tx.tickets.mediate(ticket.id, from: before, to: state) else {
                let now = ticket.mediation?.rawValue ?? "未提出"
                return Refusal(
                    .conflict, "mediation.state", "\(ticket.number) 的调解状态是 \(now)。",
                    hint: "居民同意后开始，只结束一次。")
            }
            try call.tx.ticketEvents.add(
                ticket.id, .mediation, actor: call.staff.name, detail: "\(state.rawValue): \(request.text)",
                at: call.now)
            try tell(ticket, "mediation_\(state.rawValue)", call, ["text": request.text])
            return nil
        }
    }

    /// On the agenda of the next meeting of a kind, which lifts it to that meeting's level (`domain.md` B02).
    func escalate(
        _ ticket: Ticket, to meeting: String, reason: String, _ call: DeskCall
    ) throws(SQLError) -> Refusal? {
        let desk = MeetingDesk(settings: settings, notifier: notifier)
        return try desk.propose(
            ProposeItem(kind: meeting, words: reason, ticket: ticket.number), call
        ).refusal
    }
}
