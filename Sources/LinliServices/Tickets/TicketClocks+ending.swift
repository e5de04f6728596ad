import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What follows a result: the time in which the resident may object, the return visit, and the archive
/// (`domain.md` 2.2.2, 2.3).
extension TicketClocks {
    /// A result was told. The archive closes when the resident's window does; a visit is owed where the
    /// sample says so, and always after a false closure or a reopening.
    func settled(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) {
        let subject = ticket.id.description
        let end = try moment(.objection, ticket, from: now) ?? now + .days(Limits.ratingDays)
        try tx.timers.arm(.archive, subject: subject, due: max(end, now + .days(Limits.ratingDays)))
        if try isVisited(ticket, in: tx), let visit = try moment(.followUp, ticket, from: now) {
            try tx.timers.arm(.followUp, subject: subject, due: visit)
            try start(.followUp, ticket, from: now, in: tx, at: now)
        } else {
            try tx.timers.disarm(.followUp, subject: subject)
        }
        notifier.armed(in: tx)
    }

    private func moment(
        _ step: ServiceStep, _ ticket: Ticket, from start: Instant
    ) throws(SQLError) -> Instant? {
        let draft = ticket.draft
        let matter = DeadlinePolicy.Matter(
            estate: ticket.estate, category: draft.category, intent: draft.intent, urgency: draft.urgency)
        do throws(DeadlinePolicyError) {
            return try policy.clock(step, for: matter, from: start)?.due
        } catch {
            // The estate has left the settings: nobody is there to visit, and the window is the usual one.
            return nil
        }
    }

    /// The same tickets for everybody who counts after: drawn by the id, not by chance.
    private func isVisited(_ ticket: Ticket, in tx: Transaction) throws(SQLError) -> Bool {
        if try tx.tickets.find(ticket.id)?.falseClosure == true { return true }
        if try tx.ticketEvents.count(.reopen, of: ticket.id) > 0 { return true }
        let share = settings.sla.followUpPercent[ticket.draft.urgency] ?? 0
        return Self.draw(ticket.id) < share
    }

    /// 0 ..< 100, spread evenly over the ids (Knuth's multiplicative hash).
    static func draw(_ id: TicketID) -> Int {
        let mixed = UInt64(bitPattern: id.rawValue) &* 2_654_435_761 & 0xFFFF_FFFF
        return Int((mixed &* 100) >> 32)
    }

    /// The visit is due. Whoever has answered meanwhile is not asked again.
    func followUpDue(_ id: TicketID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let ticket = try tx.tickets.find(id), ticket.state == .resolved else { return }
        try tx.ticketEvents.add(id, .followUp, actor: "system", at: now)
        let phrase = Phrase("staff.follow_up", ladder.values(of: ticket, level: ticket.level, why: ""))
        let key = "ticket-\(id)-follow-up-\(now.milliseconds)"
        let chats = try ladder.reach.crew([.serviceDesk], estate: ticket.estate, in: tx, at: now).chats
        try ladder.tell(chats, phrase, key: key, in: tx, at: now)
        guard chats.isEmpty else { return }
        try notifier.tellStaff(.escalation, estate: ticket.estate, phrase, key: key, in: tx, at: now)
    }

    /// The window is over: what was rated, and what was met with silence, is filed. Silence stays no answer.
    func archive(_ id: TicketID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let ticket = try tx.tickets.find(id), let resolved = ticket.resolvedAt,
            now - resolved >= .days(Limits.ratingDays),
            try tx.tickets.move(id, from: TicketTransitions.step(.archive).from, to: .archived)
        else { return }
        try tx.timers.disarm(.followUp, subject: id.description)
        try stopSteps(id, in: tx, at: now)
        try tx.ticketEvents.add(
            id, .archive, actor: "system", detail: ticket.state == .resolved ? "未评价" : "", at: now)
    }
}
