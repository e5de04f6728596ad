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
        if let only = Self.onlyMatter(open, reference) {
            return try urge(.number(only.number), from: party, in: tx, at: now)
        }
        if open.count > 1 {
            var summaries: [TicketSummary] = []
            for ticket in Self.listed(open) { summaries.append(try summary(of: ticket, in: tx)) }
            return reference.isTogether(summaries.count) ? .allTickets(summaries) : .whichTicket(summaries)
        }
        let head = try head(of: ticket, in: tx)
        let last = try tx.ticketEvents.last(.urge, of: head.id)
        if let last, now - last < .minutes(Limits.urgeMinutes) {
            var urging = Outcome.Urging(isCounted: false)
            urging.late = try lateness(of: head, in: tx, at: now)
            return .ticketUrged(try summary(of: ticket, in: tx), urging)
        }
        let before = try tx.ticketEvents.count(.urge, of: head.id)
        try tx.ticketEvents.add(head.id, .urge, actor: "resident", detail: ticket.number, at: now)
        let late = try lateness(of: head, in: tx, at: now)
        if before >= 1 || late != nil { try clocks.ladder.urged(head, in: tx, at: now) }
        let level = try tx.tickets.find(head.id)?.level ?? head.level
        let isTold = try pushOwner(head, count: before, in: tx, at: now)
        var urging = Outcome.Urging(
            isCounted: true, isTold: isTold,
            level: level > head.level
                ? Ladder.Level(number: level).flatMap { settings.ladder.rung($0)?.name } : nil)
        urging.late = late
        return .ticketUrged(try summary(of: ticket, in: tx), urging)
    }

    /// One report beside questions that were handed on: nobody is asked which of them is to hurry.
    private static func onlyMatter(_ open: [Ticket], _ reference: TicketReference) -> Ticket? {
        guard reference == .latest, open.count > 1 else { return nil }
        let matters = open.filter { $0.draft.origin != .forwarded }
        return matters.count == 1 ? matters.first : nil
    }

    /// Nobody came, or nobody answered: the one that is late is meant. Nil where nothing is and he only asks.
    func pressLate(
        _ text: String, orStatus: Bool, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome? {
        let open = try open(of: party, in: tx)
        var late: [Ticket] = []
        for ticket in open {
            if try lateness(of: try head(of: ticket, in: tx), in: tx, at: now) != nil { late.append(ticket) }
        }
        if late.count == 1 { return try urge(.number(late[0].number), from: party, in: tx, at: now) }
        if late.count > 1 {
            var summaries: [TicketSummary] = []
            for ticket in Self.listed(late) { summaries.append(try summary(of: ticket, in: tx)) }
            return .whichTicket(summaries)
        }
        if orStatus { return nil }
        if open.isEmpty {
            return try rate(
                .latest, ResultAnswer(saysSolved: false), text: text, from: party, in: tx, at: now)
        }
        return try urge(.latest, from: party, in: tx, at: now)
    }

    /// The first of its clocks that has run out.
    private func lateness(
        of ticket: Ticket, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome.Lateness? {
        try tx.clocks.of(ticket.id).filter { $0.metAt == nil && $0.dueAt <= now }
            .min { $0.dueAt < $1.dueAt }.map { Outcome.Lateness($0.kind, dueAt: $0.dueAt) }
    }

    /// Whoever has taken it, else the people on duty of the role that takes it first, and the groups. False
    /// where nobody could be told.
    private func pushOwner(
        _ ticket: Ticket, count: Int, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Bool {
        let phrase = Phrase("staff.urged", values(of: ticket))
        let key = "ticket-\(ticket.id)-urge-\(count)"
        try notifier.tellStaff(.escalation, estate: ticket.estate, phrase, key: key, in: tx, at: now)
        let isTold = try tellOwner(ticket, phrase, key: key, in: tx, at: now)
        return isTold || notifier.hasRobot(.escalation, estate: ticket.estate)
    }

    /// Whoever has taken it, else the people on duty of the role that takes it first; false where none can be
    /// told.
    @discardableResult
    func tellOwner(
        _ ticket: Ticket, _ phrase: Phrase, key: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Bool {
        var chats =
            try ticket.taker.map { id throws(SQLError) in
                try tx.staff.chats(of: id).map { StaffReach.Chat(channel: $0.channel, sender: $0.sender) }
            } ?? []
        if chats.isEmpty {
            let role = routing.first(for: ticket.draft.category, estate: ticket.estate).role
            chats = try reach.crew(
                [role], estate: ticket.estate, for: ticket.draft.address,
                except: try tx.ticketEvents.concerned(by: ticket.id), in: tx, at: now
            ).chats
        }
        try clocks.ladder.tell(chats, phrase, key: key, in: tx, at: now)
        return !chats.isEmpty
    }
}

extension TicketReference {
    /// All of them are meant, and as many as he says.
    fileprivate func isTogether(_ found: Int) -> Bool {
        switch self {
        case .all(let count): count.map { $0 == found } ?? true
        case .several: true
        case .number, .tail, .about, .latest, .oldest, .position: false
        }
    }
}
