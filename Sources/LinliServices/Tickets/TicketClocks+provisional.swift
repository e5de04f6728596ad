import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// A year's calendar has come: due times that were counted by Monday to Friday are counted again.
extension TicketClocks {
    /// Returns how many clocks have moved. A clock that a suspension has moved keeps its time: it was told
    /// so.
    package func recount(in tx: Transaction, at now: Instant) throws(SQLError) -> Int {
        var moved = 0
        for (id, clock) in try tx.clocks.provisional() {
            guard let ticket = try tx.tickets.find(id), ticket.state.isOpen,
                try tx.ticketEvents.count(.resume, of: id) == 0,
                let fresh = due(ticket.draft, estate: ticket.estate, at: clock.startedAt)
                    .first(where: { $0.kind == clock.kind }), !fresh.provisional
            else { continue }
            try tx.clocks.postpone(id, clock.kind, to: fresh.dueAt, provisional: false)
            if ticket.state != .suspended || clock.kind != .resolve {
                let next = stages(fresh, ticket.draft, ticket.estate).first { $0.at > now }?.at
                try tx.timers.arm(
                    clock.kind.timer, subject: id.description, due: max(next ?? fresh.dueAt, now))
            }
            let detail =
                "\(clock.kind.rawValue) due \(clock.dueAt.civil.written) → \(fresh.dueAt.civil.written)"
            try tx.ticketEvents.add(id, .note, actor: "system", detail: "日历已补，\(detail)", at: now)
            moved += 1
        }
        if moved > 0 { notifier.armed(in: tx) }
        return moved
    }
}
