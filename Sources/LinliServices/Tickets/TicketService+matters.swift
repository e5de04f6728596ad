import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Matters that belong to somebody else than the usual taker: a quarrel that may be mediated, and what an
/// owners' committee would decide if there were one (`domain.md` F10, B10).
extension TicketService {
    // MARK: Mediation

    /// Where the register names nobody who mediates, the community does.
    func openDispute(
        _ draft: TicketDraft, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let outcome = try open(draft, from: party, in: tx, at: now)
        guard case .ticketOpened(let opened) = outcome,
            try tx.tickets.mediate(opened.id, from: [], to: .offered)
        else { return outcome }
        try tx.ticketEvents.add(
            opened.id, .mediation, actor: "system", detail: Mediation.offered.rawValue, at: now)
        var summary = opened
        summary.mediation = .offered
        let estate = settings.estates[party.estate]
        let mediators = estate?.body(.mediation)?.name ?? estate?.body(.community)?.name ?? "社区"
        return .mediationOffered(summary, mediators: mediators)
    }

    /// With his consent the matter goes up to the community, which mediates.
    func answerMediation(
        _ number: String, consents: Bool, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let ticket = try own(number: number, of: party, in: tx), ticket.state.isOpen,
            try tx.tickets.mediate(ticket.id, from: [.offered], to: consents ? .consented : .refused)
        else { return .ticketNotFound }
        let state = consents ? Mediation.consented : .refused
        try tx.ticketEvents.add(ticket.id, .mediation, actor: "resident", detail: state.rawValue, at: now)
        if consents {
            try clocks.ladder.climb(ticket, to: 3, why: "mediation", actor: "resident", in: tx, at: now)
        }
        return .mediationAnswered(try currentSummary(of: ticket, in: tx), consents: consents)
    }

    // MARK: The committee

    /// His words go to the committee; where there is none, to whoever stands in for it.
    func askCommittee(
        _ words: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let category = "governance.committee"
        let draft = TicketDraft(
            category: category, urgency: .p3, text: words, address: Address(), origin: .forwarded,
            intent: .infoQuery)
        let outcome = try open(draft, from: party, in: tx, at: now)
        guard let bodies = settings.estates[party.estate]?.bodies, !bodies.isEmpty,
            case .ticketOpened(let summary) = outcome
        else { return outcome }
        let committee = settings.estates[party.estate]?.body(.committee)?.name
        let first = routing.first(for: category, estate: party.estate)
        return .committeeTold(summary, body: committee ?? first.name, standsIn: committee == nil)
    }
}
