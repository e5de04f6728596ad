import LinliModel
import LinliSQL
import LinliStore

/// What residents answer to a result (`domain.md` A20, 2.3): within seven days, and as often as they like.
/// What they said before stands in the history.
extension TicketService {
    /// 1 or 2 of 5, or "not fixed", opens the ticket again one level up, rated or not; after seven days it is
    /// a new one that is linked to the old. Words without a mark leave the ticket without one.
    func rate(
        _ reference: TicketReference, _ answer: ResultAnswer, corrects: Bool = false, text: String,
        from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let own = try meant(by: party, in: tx)
        // A number that is not his own never stands for another ticket.
        var wanted =
            try reference == .latest
            ? lastTold(answer, corrects, own, in: tx) : toRate(reference, answer, own, of: party, in: tx)
        let deniesOnly = answer.mark == nil && answer.reopens
        if wanted == nil, deniesOnly { wanted = own.first { $0.state == .archived } }
        guard let ticket = wanted, let resolved = ticket.resolvedAt else {
            // Nothing has been closed, and he says that nothing is done: that is an urge.
            let open = try open(of: party, in: tx)
            guard deniesOnly, wanted != nil || !open.isEmpty else { return .ticketNotFound }
            return try urge(reference, from: party, in: tx, at: now)
        }
        guard now - resolved <= .days(Limits.ratingDays) else {
            return answer.reopens
                ? try openAgain(ticket, text, from: party, in: tx, at: now) : .ticketNotFound
        }
        try clocks.meet(ticket.id, .followUp, in: tx, at: now)
        guard answer.reopens else { return try note(answer, on: ticket, in: tx, at: now) }
        // Somebody else takes it up (`domain.md` 2.3).
        guard try tx.tickets.reopen(ticket.id, from: TicketTransitions.step(.reopen).from) else {
            return .ticketNotFound
        }
        try leave(ticket, in: tx, at: now)
        try tx.ticketEvents.add(ticket.id, .rate, actor: "resident", detail: answer.code, at: now)
        try tx.ticketEvents.add(ticket.id, .reopen, actor: "resident", detail: text, at: now)
        try clocks.startAgain(ticket.id, in: tx, at: now)
        try clocks.escalate(ticket, why: "reopen", in: tx, at: now)
        return .ticketRated(try currentSummary(of: ticket, in: tx), .reopened)
    }

    /// An answer that leaves the ticket at its end.
    private func note(
        _ answer: ResultAnswer, on ticket: Ticket, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let before = try self.answer(to: ticket, in: tx)
        let after = before?.followed(by: answer) ?? answer
        guard after != before else {
            return .ticketRated(try currentSummary(of: ticket, in: tx), .known)
        }
        let states = TicketTransitions.step(.rate).from
        guard try tx.tickets.rate(ticket.id, score: answer.mark, from: states) else {
            return .ticketNotFound
        }
        try tx.ticketEvents.add(ticket.id, .rate, actor: "resident", detail: answer.code, at: now)
        return .ticketRated(
            try currentSummary(of: ticket, in: tx), Self.rating(answer, after: before))
    }

    private static func rating(_ answer: ResultAnswer, after before: ResultAnswer?) -> Outcome.Rating {
        if let mark = answer.mark {
            guard let earlier = before?.mark, earlier != mark else { return .marked }
            return .replaced(earlier, by: mark)
        }
        switch answer.saysSatisfied {
        case true?: return .satisfied
        case false?: return .unsatisfied
        case nil: return before == nil ? .solved : .known
        }
    }

    /// What he has answered to the last result; nil where he has not.
    private func answer(to ticket: Ticket, in tx: Transaction) throws(SQLError) -> ResultAnswer? {
        guard ticket.state == .rated else { return nil }
        return TicketEvent.answer(in: try tx.ticketEvents.of(ticket.id)[...])
    }

    /// Of the results that he was told the one that he was last asked about or spoke of: that is what words
    /// without a number are about. A mark fills in what has none before it takes the place of another.
    private func lastTold(
        _ answer: ResultAnswer, _ corrects: Bool, _ own: [Ticket], in tx: Transaction
    ) throws(SQLError) -> Ticket? {
        var told: [(ticket: Ticket, at: Instant)] = []
        for ticket in own where ticket.state == .resolved || ticket.state == .rated {
            let spoken = ticket.state == .rated ? try tx.ticketEvents.last(.rate, of: ticket.id) : nil
            if let at = spoken ?? ticket.resolvedAt { told.append((ticket, at)) }
        }
        told.sort { $0.at > $1.at }
        let marked = told.first { $0.ticket.rating != nil }?.ticket
        if corrects, let marked { return marked }
        if answer.reopens, answer.mark == nil { return told.first?.ticket }
        let waiting = told.first { (ticket, _) in
            ticket.state == .resolved || (answer.mark != nil && ticket.rating == nil)
        }
        return waiting?.ticket ?? told.first?.ticket
    }

    /// Of several that the words fit, the one that waits for an answer, or for a mark.
    private func toRate(
        _ reference: TicketReference, _ answer: ResultAnswer, _ own: [Ticket], of party: Party,
        in tx: Transaction
    ) throws(SQLError) -> Ticket? {
        let named = try named(reference, of: party, in: tx).first
        guard case .about(let words) = reference else { return named }
        let fitting = own.filter { isAbout(words, $0) }
        if let told = fitting.first(where: { $0.state == .resolved }) { return told }
        // 灯还是不亮: of what is being worked on before what he was content with.
        if let named, answer.mark == nil, named.state.isPending { return named }
        return fitting.first { $0.state == .rated } ?? named
    }
}

extension Ticket {
    /// Answered, if at all, without a mark.
    var isAnsweredInWords: Bool { rating == nil && (state == .rated || state == .archived) }
}

extension TicketEvent {
    /// What he said, where this is an answer.
    var answer: ResultAnswer? { kind == .rate ? ResultAnswer(code: detail) : nil }

    private func isAnswer(at moment: Instant) -> Bool { kind == .rate && at == moment }

    /// What a resident answered in `events`, told together; nil where he did not. Where a ticket was opened
    /// again before answers stood by themselves, the reopening is the answer.
    static func answer(in events: ArraySlice<TicketEvent>) -> ResultAnswer? {
        var answer: ResultAnswer?
        for (place, event) in zip(events.indices, events) {
            let said: ResultAnswer?
            switch event.kind {
            case .resolve:
                answer = nil
                said = nil
            case .rate: said = event.answer
            case .reopen where place > events.startIndex && events[place - 1].isAnswer(at: event.at):
                said = nil
            case .reopen where event.actor == "resident": said = ResultAnswer(saysSolved: false)
            case .reopen where event.detail.hasPrefix("rated "):
                said = ResultAnswer(code: String(event.detail.dropFirst("rated ".count)))
            default: said = nil
            }
            if let said { answer = answer?.followed(by: said) ?? said }
        }
        return answer
    }
}
