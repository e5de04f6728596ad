import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Several residents and one matter: the neighbour joins, everybody hears every step, and each is asked at
/// the end. A ticket that is merged keeps its number and its reporter; who the others are nobody is told.
extension TicketService {
    /// The ticket of the same thing that is open already, as the resident may see it: his own, or one that
    /// he joins. Nil where his report is the first.
    func shared(
        _ draft: TicketDraft, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome? {
        guard draft.origin == .resident, let key = objects.key(of: draft, estate: party.estate) else {
            return nil
        }
        // Of two neighbours who report at once through two daemons the second finds the first.
        try tx.lanes.pass("matters:\(party.estate):\(Self.gate(of: key))")
        guard let head = try tx.tickets.open(objectKey: key, estate: party.estate) else { return nil }
        if let own = try firstReport(of: party.resident, in: head, tx) {
            guard try tx.tickets.hold(head.id) else { return nil }
            _ = try enterMerged(draft, head, from: party, in: tx, at: now)
            return .ticketRepeated(try summary(of: own, in: tx))
        }
        // What is more urgent than the ticket that stands is no repetition of it.
        guard head.draft.urgency <= draft.urgency, try tx.tickets.hold(head.id) else { return nil }
        let households = try tx.tickets.residents(behind: head.id) + 1
        return try join(draft, head, from: party, others: households, in: tx, at: now)
    }

    /// One of so many gates for each thing, the same in every daemon: whoever reports something else seldom
    /// waits, and no thing leaves a row of its own.
    private static func gate(of key: String) -> UInt64 {
        key.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) } % Limits.matterGateRows
    }

    private func firstReport(
        of resident: ResidentID, in head: Ticket, _ tx: Transaction
    ) throws(SQLError) -> Ticket? {
        if head.resident == resident { return head }
        return try tx.tickets.firstReport(of: resident, behind: head.id)
    }

    private func join(
        _ draft: TicketDraft, _ head: Ticket, from party: Party, others: Int, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> Outcome {
        let ticket = try enterMerged(draft, head, from: party, in: tx, at: now)
        let count = others + 1
        try tellJoined(head, count: count, in: tx, at: now)
        if count >= Limits.sharedHouseholds, let raised = head.draft.urgency.raised {
            try clocks.raise(head, to: raised, why: "受影响\(count)户", in: tx, at: now)
        }
        try joinedByCare(ticket, head, from: party, in: tx, at: now)
        return .ticketJoined(try summary(of: ticket, in: tx), others: others)
    }

    /// A report of its own that begins behind the ticket that stands: his words are kept, nothing is done
    /// twice.
    private func enterMerged(
        _ draft: TicketDraft, _ head: Ticket, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Ticket {
        let number = try tx.tickets.nextNumber(at: now)
        let id = try tx.tickets.add(draft, number: number, party: party, estate: party.estate, at: now)
        try tx.ticketEvents.add(id, .submit, actor: "resident", at: now)
        try noteUnheard(head.id, draft, in: tx, at: now)
        guard try tx.tickets.merge(id, into: head.id), let ticket = try tx.tickets.find(id) else {
            throw SQLError(.value, "a new ticket could not be merged")
        }
        try recordMerge(ticket, into: head, actor: "system", in: tx, at: now)
        return ticket
    }

    /// A resident's tickets without his own repetitions: of several reports of one matter the first one.
    func withoutRepeats(_ tickets: [Ticket]) -> [Ticket] {
        let own = Set(tickets.map(\.id))
        var firsts: [TicketID: TicketID] = [:]
        for ticket in tickets where ticket.state == .merged {
            guard let head = ticket.mergedInto else { continue }
            let known = firsts[head] ?? ticket.id
            firsts[head] = known.rawValue < ticket.id.rawValue ? known : ticket.id
        }
        return tickets.filter { ticket in
            guard ticket.state == .merged, let head = ticket.mergedInto else { return true }
            return !own.contains(head) && firsts[head] == ticket.id
        }
    }

    func recordMerge(
        _ ticket: Ticket, into head: Ticket, actor: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        try tx.ticketEvents.add(ticket.id, .merge, actor: actor, detail: "into \(head.number)", at: now)
        try tx.ticketEvents.add(head.id, .merge, actor: actor, detail: ticket.number, at: now)
        let known = try tx.ticketEvents.concerned(by: head.id)
        for name in try tx.ticketEvents.concerned(by: ticket.id).subtracting(known).sorted() {
            try tx.ticketEvents.add(head.id, .concerns, actor: "system", detail: name, at: now)
        }
    }

    /// The staff of an urgent matter hear at once that it is more than one household.
    private func tellJoined(
        _ head: Ticket, count: Int, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let topic = StaffRobotConfiguration.Topic(rawValue: head.draft.urgency.rawValue) else { return }
        var values = values(of: head)
        values["count"] = "\(count)"
        try notifier.tellStaff(
            topic, estate: head.estate, Phrase("staff.joined", values),
            key: "ticket-\(head.id)-joined-\(count)-\(now.milliseconds)", in: tx, at: now)
    }

    /// An open ticket is found by where it is now, and a flat that is named later is a hint too. A merged one
    /// stays behind the ticket that it joined.
    func rekey(
        _ ticket: Ticket, from before: TicketDraft, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard ticket.state.isOpen else { return }
        let keys = objects.keys(of: ticket.draft, estate: ticket.estate)
        let old = objects.keys(of: before, estate: ticket.estate)
        if keys == old { return }
        try tx.tickets.setKeys(ticket.id, keys)
        if keys.riser != old.riser { try hintAtRiser(ticket, keys.riser, in: tx, at: now) }
    }

    /// Two flats above each other with water within a day: perhaps one pipe. A hint for the staff, no
    /// merging; a flat that has spoken already adds nothing to it.
    func hintAtRiser(
        _ ticket: Ticket, _ riser: String?, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let riser else { return }
        let others = try tx.tickets.atRiser(
            riser, estate: ticket.estate, since: now - .days(1), limit: Limits.riserEntries + 1
        ).filter { $0.id != ticket.id }
        let room = ticket.draft.address.room
        guard !others.isEmpty, !others.contains(where: { $0.draft.address.room == room }) else { return }
        let numbers = others.reversed().map(\.number).joined(separator: "、")
        try tx.ticketEvents.add(
            ticket.id, .note, actor: "system", detail: "同一立管24小时内还有：\(numbers)", at: now)
        try notifier.tellStaff(
            .escalation, estate: ticket.estate,
            Phrase("staff.riser", values(of: ticket).merging(["others": numbers]) { $1 }),
            key: "ticket-\(ticket.id)-riser", in: tx, at: now)
    }

    /// The same thing broken again and again is one step more urgent (`domain.md` 2.2.1).
    func raisedByRepetition(
        _ draft: TicketDraft, _ key: String?, estate: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Urgency? {
        guard let key, let raised = draft.urgency.raised else { return nil }
        let before = try tx.tickets.count(
            objectKey: key, estate: estate, since: now - .days(Limits.repeatedFaultDays))
        return before + 1 >= Limits.repeatedFaultEntries ? raised : nil
    }

    /// The ticket on which the work is done: the one that a merged report stands behind, or itself.
    func head(of ticket: Ticket, in tx: Transaction) throws(SQLError) -> Ticket {
        guard ticket.state == .merged, let id = ticket.mergedInto else { return ticket }
        return try tx.tickets.find(id) ?? ticket
    }

    /// A report goes its own way again, because its reporter says that it is not fixed for him.
    func leave(_ ticket: Ticket, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let head = ticket.mergedInto else { return }
        try tx.ticketEvents.add(ticket.id, .split, actor: "system", at: now)
        try tx.ticketEvents.add(head, .split, actor: "system", detail: ticket.number, at: now)
    }
}

extension Urgency {
    /// One step more urgent; nil above P0.
    var raised: Urgency? {
        switch self {
        case .p3: .p2
        case .p2: .p1
        case .p1, .p0, .none: nil
        }
    }
}
