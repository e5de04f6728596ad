import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// 催办: counted at most once in 30 minutes a matter. The first one inside the limits pushes whoever has the
/// ticket; one beyond a deadline, or the second, lifts it a level (`domain.md` 2.3). The resident is told
/// what it has really done.
extension TicketService {
    package func urge(
        _ reference: TicketReference, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let open = try named(reference, of: party, in: tx).filter(\.state.isPending)
        guard let ticket = open.first else { return .ticketNotFound }
        if open.count > 1 {
            var summaries: [TicketSummary] = []
            for ticket in open.prefix(5) { summaries.append(try summary(of: ticket, in: tx)) }
            return .whichTicket(summaries)
        }
        let head = try head(of: ticket, in: tx)
        let last = try tx.ticketEvents.last(.urge, of: head.id)
        if let last, now - last < .minutes(Limits.urgeMinutes) {
            return .ticketUrged(try summary(of: ticket, in: tx), Outcome.Urging(isCounted: false))
        }
        let before = try tx.ticketEvents.count(.urge, of: head.id)
        try tx.ticketEvents.add(head.id, .urge, actor: "resident", detail: ticket.number, at: now)
        let isOverdue = try tx.clocks.of(head.id).contains { $0.metAt == nil && $0.dueAt <= now }
        if before >= 1 || isOverdue { try clocks.ladder.urged(head, in: tx, at: now) }
        let level = try tx.tickets.find(head.id)?.level ?? head.level
        let isTold = try pushOwner(head, count: before, in: tx, at: now)
        return .ticketUrged(
            try summary(of: ticket, in: tx),
            Outcome.Urging(
                isCounted: true, isTold: isTold,
                level: level > head.level
                    ? Ladder.Level(number: level).flatMap { settings.ladder.rung($0)?.name } : nil))
    }

    /// Whoever has taken it, else the people on duty of the role that takes it first, and the groups. False
    /// where nobody could be told.
    private func pushOwner(
        _ ticket: Ticket, count: Int, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Bool {
        let phrase = Phrase("staff.urged", values(of: ticket))
        let key = "ticket-\(ticket.id)-urge-\(count)"
        try notifier.tellStaff(.escalation, estate: ticket.estate, phrase, key: key, in: tx, at: now)
        var chats =
            try ticket.taker.map { id throws(SQLError) in
                try tx.staff.chats(of: id).map { StaffReach.Chat(channel: $0.channel, sender: $0.sender) }
            } ?? []
        if chats.isEmpty {
            let role = routing.first(for: ticket.draft.category, estate: ticket.estate).role
            chats = try reach.crew(
                [role], estate: ticket.estate, for: ticket.draft.address, in: tx, at: now
            ).chats
        }
        try clocks.ladder.tell(chats, phrase, key: key, in: tx, at: now)
        return !chats.isEmpty || notifier.hasRobot(.escalation, estate: ticket.estate)
    }
}
