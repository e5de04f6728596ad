import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Who answers for a ticket and when the resident hears of it (`domain.md` A16, A17).
extension TicketService {
    /// What it waits for, as staff have entered it and he was told, or when it is to be done.
    func addPromise(
        of ticket: Ticket, to summary: inout TicketSummary, in tx: Transaction
    ) throws(SQLError) {
        guard ticket.state.isPending else { return }
        if ticket.state == .suspended {
            guard let until = try tx.timers.due(.resume, subject: ticket.id.description),
                let detail = try tx.ticketEvents.lastDetail(.suspend, of: ticket.id)
            else { return }
            let reason = detail.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? detail
            summary.wait = TicketSummary.Wait(reason: reason, until: until)
            return
        }
        guard let clock = try tx.clocks.find(ticket.id, .resolve), clock.metAt == nil else { return }
        summary.resultDue = clock.dueAt
    }

    /// The first who has touched it, by his post; before that the role that it was handed to.
    func owner(
        of reference: TicketReference, of party: Party, in tx: Transaction
    ) throws(SQLError) -> Outcome {
        let found = try named(reference, of: party, in: tx)
        guard let own = found.first(where: { $0.state.isPending }) ?? found.first else {
            return .ownerUnknown
        }
        let ticket = try head(of: own, in: tx)
        var summary = try summary(of: own, in: tx)
        try addPromise(of: ticket, to: &summary, in: tx)
        let due = summary.responseDue ?? summary.wait?.until ?? summary.resultDue
        if let id = ticket.firstOwner ?? ticket.taker, let name = try postName(of: id, ticket, in: tx) {
            return .ownerTold(summary, TicketOwner(name: name, hasTaken: true, due: due))
        }
        let role = routing.first(for: ticket.draft.category, estate: ticket.estate).role
        return .ownerTold(
            summary, TicketOwner(name: settings.roles.name(of: role), hasTaken: false, due: due))
    }

    /// The post of the estate's register that has the account's name, else its role; never the account.
    private func postName(
        of id: StaffID, _ ticket: Ticket, in tx: Transaction
    ) throws(SQLError) -> String? {
        guard let account = try tx.staff.find(id) else { return nil }
        if let post = settings.estates[ticket.estate]?.roster.first(where: { $0.code == account.name }) {
            return post.name
        }
        let roles = try tx.staff.roles(of: id).filter { $0.estate == nil || $0.estate == ticket.estate }
        return roles.first.map { settings.roles.name(of: $0.role) }
    }
}
