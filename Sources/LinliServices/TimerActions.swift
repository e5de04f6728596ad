import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What a due timer does. Its condition is checked again here: the matter may have moved on.
package struct TimerActions: Sendable {
    private let clocks: TicketClocks
    private let rewards: RewardService
    private let notifier: Notifier

    package init(settings: Settings, notifier: Notifier, codes: RandomCodes) {
        clocks = TicketClocks(settings: settings, notifier: notifier)
        rewards = RewardService(settings: settings, notifier: notifier, codes: codes)
        self.notifier = notifier
    }

    package func perform(_ timer: TimerRow, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let number = Int64(timer.subject) else { return }
        switch timer.kind {
        case .firstResponse: try clocks.runOut(TicketID(number), .firstResponse, in: tx, at: now)
        case .accept: try clocks.runOut(TicketID(number), .accept, in: tx, at: now)
        case .resolve: try clocks.runOut(TicketID(number), .resolve, in: tx, at: now)
        case .redemption: try rewards.expire(RedemptionID(number), in: tx, at: now)
        case .resume: try resume(TicketID(number), in: tx, at: now)
        }
    }

    /// The date of a suspension has come: the work goes on by itself.
    private func resume(_ id: TicketID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard try tx.tickets.move(id, from: [.suspended], to: .inProgress) else { return }
        try tx.ticketEvents.add(id, .resume, actor: "system", at: now)
        guard let ticket = try tx.tickets.find(id) else { return }
        try notifier.tell(
            ticket, Phrase("notice.resumed", ["ticket": ticket.number]), why: "ticket.resumed",
            key: "ticket-\(id)-resumed-\(now.milliseconds)", in: tx, at: now)
    }
}
