import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// A suspension stops the resolve clock only (`domain.md` 2.2.4): what counted of the pause is given back.
extension TicketClocks {
    /// Moves the due time and arms its timer again. Returns the new time; nil where it stays as it was.
    func giveBack(pauseOf ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) -> Instant? {
        guard let clock = try tx.clocks.find(ticket.id, .resolve), clock.metAt == nil,
            clock.breachedAt == nil
        else { return nil }
        var due = clock.dueAt
        if let paused = try tx.ticketEvents.last(.suspend, of: ticket.id),
            let deadline = postponed(ticket, clock, pausedFrom: paused, to: now)
        {
            due = deadline.due
            if due != clock.dueAt {
                try tx.clocks.postpone(
                    ticket.id, .resolve, to: due, provisional: clock.provisional || deadline.isProvisional)
            }
        }
        try tx.timers.arm(.resolve, subject: ticket.id.description, due: max(due, now))
        notifier.armed(in: tx)
        return due == clock.dueAt ? nil : due
    }

    private func postponed(
        _ ticket: Ticket, _ clock: TicketClock, pausedFrom start: Instant, to end: Instant
    ) -> Deadline? {
        let draft = ticket.draft
        let matter = DeadlinePolicy.Matter(
            estate: ticket.estate, category: draft.category, intent: draft.intent, urgency: draft.urgency)
        do throws(DeadlinePolicyError) {
            return try policy.postponed(
                .resolve, for: matter, due: clock.dueAt, pausedFrom: start, to: end)
        } catch {
            // Nothing is given back where nothing can be counted: the promise stays the stricter one.
            return nil
        }
    }
}
