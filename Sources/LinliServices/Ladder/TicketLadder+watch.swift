import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What follows when a level was told: it does something, says that it knows, puts it off with a reason, or
/// is silent; then it is told again, and after that the next level.
///
/// A watch ends when somebody works on the ticket and no clock of it is overdue, or when it is closed. An
/// acknowledgement begins the silence anew and does not end the watch.
extension TicketLadder {
    func watch(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) {
        try tx.watches.start(ticket.id, level: ticket.level, at: now)
        try armRing(ticket, from: now, in: tx, at: now)
    }

    private func armRing(
        _ ticket: Ticket, from start: Instant, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let limit = settings.ladder.silence?.limits[ticket.draft.urgency] else { return }
        let hours: ServiceLevels.Hours? = limit.clock == .business ? limit.hours : nil
        let due = due(limit.target, hours: hours, estate: ticket.estate, from: start)
        try tx.timers.arm(.ring, subject: ticket.id.description, due: due)
        notifier.armed(in: tx)
    }

    /// The silence has lasted; looked at again here, because somebody may have done something meanwhile.
    func ring(_ id: TicketID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let silence = settings.ladder.silence, let ticket = try tx.tickets.find(id),
            ticket.state.isOpen, let row = try tx.watches.of(id), try !isInHand(ticket, in: tx, at: now)
        else { return try tx.watches.drop(id) }
        if ticket.state == .suspended { return try armRing(ticket, from: now, in: tx, at: now) }
        if let until = row.snoozedUntil, until > now {
            try tx.timers.arm(.ring, subject: id.description, due: until)
            return notifier.armed(in: tx)
        }
        if let sign = try tx.ticketEvents.lastStaffAct(of: id, since: row.toldAt), sign > row.toldAt,
            row.snoozedUntil == nil, try isQuietStill(ticket, since: sign, at: now)
        {
            return try armRing(ticket, from: sign, in: tx, at: now)
        }
        guard row.rings < silence.rings else {
            if ticket.level < silence.highest.number {
                return try climb(ticket, to: ticket.level + 1, why: "silence", in: tx, at: now)
            }
            // Silence leads no higher: an alarm, and the ringing ends.
            try alarm(ticket, level: ticket.level, offDuty: [], in: tx, at: now)
            return try tx.watches.drop(id)
        }
        try tx.watches.ring(id, at: now)
        try tx.ticketEvents.add(
            id, .ring, actor: "system", detail: "L\(ticket.level) \(row.rings + 1)", at: now)
        try tellLevel(ticket, level: ticket.level, "ring", why: "silence", in: tx, at: now)
        try armRing(ticket, from: now, in: tx, at: now)
    }

    /// Whether the silence that began with a sign of life is not over yet.
    private func isQuietStill(_ ticket: Ticket, since sign: Instant, at now: Instant) throws(SQLError) -> Bool
    {
        guard let limit = settings.ladder.silence?.limits[ticket.draft.urgency] else { return false }
        let hours: ServiceLevels.Hours? = limit.clock == .business ? limit.hours : nil
        return due(limit.target, hours: hours, estate: ticket.estate, from: sign) > now
    }

    /// Somebody works on it and nothing of it is overdue.
    private func isInHand(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) -> Bool {
        guard ticket.state == .accepted || ticket.state == .inProgress else { return false }
        return try !tx.clocks.of(ticket.id).contains { $0.metAt == nil && $0.dueAt <= now }
    }
}
