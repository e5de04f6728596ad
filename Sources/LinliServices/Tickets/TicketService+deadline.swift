import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Why a resident's ticket is due when it is (`linli explain deadline`, in his words).
extension TicketService {
    /// The clocks that concern him, first response and result, with what counted. Where the rows say another
    /// time than the policy of today counts, the rows are right, and he is told what they rest on.
    func explainDeadline(
        _ reference: TicketReference, of party: Party, in tx: Transaction
    ) throws(SQLError) -> Outcome {
        let found =
            try reference == .latest
            ? withoutRepeats(try meant(by: party, in: tx))
            : named(reference, of: party, in: tx)
        guard let own = found.first(where: { $0.state.isPending }) ?? found.first else {
            return .ticketNotFound
        }
        let ticket = try head(of: own, in: tx)
        let isPaused = try tx.ticketEvents.last(.resume, of: ticket.id) != nil
        var lines: [String] = []
        for clock in try tx.clocks.of(ticket.id) where clock.kind != .accept {
            lines.append(account(clock, ticket, isPaused: isPaused))
        }
        return .deadlineExplained(try summary(of: own, in: tx), lines)
    }

    private func account(_ clock: TicketClock, _ ticket: Ticket, isPaused: Bool) -> String {
        let name = clock.kind == .firstResponse ? "首次回复" : "办结"
        let due = DeadlineWords.moment(clock.dueAt)
        let end = clock.metAt.map { $0 <= clock.dueAt ? "已按时完成。" : "完成时已超时。" } ?? ""
        guard let step = ServiceStep(rawValue: clock.kind.rawValue),
            let (limit, deadline) = counted(step, ticket, from: clock.startedAt)
        else { return "\(name)：\(due)到期。\(end)" }
        guard deadline.due == clock.dueAt else {
            let why = isPaused ? "挂起的时间不算，已顺延" : "按受理时的办法算"
            return "\(name)：\(why)，\(due)到期。\(end)"
        }
        let isBusiness = limit.clock == .business
        let words = DeadlineWords(target: limit.target, start: clock.startedAt).line(
            deadline, isBusiness: isBusiness, closes: limit.target.isDays)
        return "\(name)：\(words)\(end)"
    }

    private func counted(
        _ step: ServiceStep, _ ticket: Ticket, from start: Instant
    ) -> (limit: ServiceLevels.Limit, deadline: Deadline)? {
        let draft = ticket.draft
        let matter = DeadlinePolicy.Matter(
            estate: ticket.estate, category: draft.category, intent: draft.intent, urgency: draft.urgency)
        do throws(DeadlinePolicyError) {
            return try clocks.policy.account(step, for: matter, from: start)
        } catch {
            // The estate has left the settings: the row still says when it is due.
            return nil
        }
    }
}

extension TimeTarget {
    var isDays: Bool {
        if case .workingDays = self { true } else { false }
    }
}
