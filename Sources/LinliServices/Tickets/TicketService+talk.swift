import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What residents say about tickets that exist: which one, what is different, and to the person who answers.
extension TicketService {
    /// Whoever asks for a person out of hours hears who answers and from when on; nil while somebody does.
    func opening(of ticket: Ticket, at now: Instant) -> TicketSummary.Opening? {
        let draft = ticket.draft
        let matter = DeadlinePolicy.Matter(
            estate: ticket.estate, category: draft.category, intent: draft.intent, urgency: draft.urgency)
        let deadline: Deadline?
        do throws(DeadlinePolicyError) {
            deadline = try clocks.policy.deadline(.firstResponse, for: matter, from: now)
        } catch {
            // The estate has left the settings: nothing is known of its hours, and nothing is said of them.
            return nil
        }
        guard let begins = deadline?.intervals.first?.from, begins > now else { return nil }
        return .init(who: routing.first(for: draft.category, estate: ticket.estate).name, at: begins)
    }

    /// Puts the place right, field by field, or notes the words. The history keeps what stood there before
    /// (`domain.md` 2.3), and the staff of an urgent matter hear of it at once.
    func correct(
        _ reference: TicketReference, text: String, address: Address, from party: Party, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> Outcome {
        let open = try named(reference, of: party, in: tx).filter(\.state.isPending)
        guard let ticket = open.first else { return .ticketNotFound }
        let known = ticket.draft.address
        let before = known.words
        // Another building is another flat too, unless he says which; a whole flat is in its own staircase.
        let isFlat = address.building != nil && address.room != nil
        let merged = Address(
            building: address.building ?? known.building, unit: address.unit ?? (isFlat ? nil : known.unit),
            room: address.room ?? known.room, place: address.place ?? known.place)
        let change = merged == known ? text : "\(before) → \(merged.words)"
        try tx.ticketEvents.add(ticket.id, .complete, actor: "resident", detail: change, at: now)
        guard let changed = try put(merged, and: text, into: ticket, in: tx, at: now) else {
            return .ticketNotFound
        }
        if let topic = StaffRobotConfiguration.Topic(rawValue: ticket.draft.urgency.rawValue) {
            // Who is on the way goes elsewhere only where the place is another.
            let news = merged == known ? "staff.ticket_noted" : "staff.ticket_changed"
            try notifier.tellStaff(
                topic, estate: ticket.estate, Phrase(news, values(of: changed)),
                key: "ticket-\(ticket.id)-change-\(now.milliseconds)", in: tx, at: now)
        }
        if merged != known, ticket.draft.urgency <= .p1 {
            try tellOwner(
                changed, Phrase("staff.ticket_changed", values(of: changed)),
                key: "ticket-\(ticket.id)-change-\(now.milliseconds)", in: tx, at: now)
        }
        return .ticketCorrected(try summary(of: changed, in: tx), before: before)
    }

    /// When the crew may come, or whom it is to call: into the newest ticket that somebody has to come for.
    func noteVisit(
        _ text: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let open = try open(of: party, in: tx)
        let visited = open.first { settings.categories[$0.draft.category]?.needsStamp ?? false }
        guard let ticket = visited ?? open.first else { return .ticketNotFound }
        return try correct(
            .number(ticket.number), text: text, address: Address(), from: party, in: tx, at: now)
    }

    /// What was given up stays so; the same words open a ticket that points at it. What is closed is opened
    /// again, what is open is told (`domain.md` 2.3).
    func restore(
        _ reference: TicketReference, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let own = try meant(by: party, in: tx)
        let wanted =
            switch reference {
            case .number, .tail: try named(reference, of: party, in: tx).first
            case .about(let words): own.first { $0.state == .cancelled && isAbout(words, $0) }
            case .latest, .all, .several, .oldest, .position: own.first { $0.state == .cancelled }
            }
        guard let ticket = wanted, now - ticket.receivedAt <= .days(Limits.restoreDays) else {
            return .ticketNotFound
        }
        guard ticket.state == .cancelled else {
            guard TicketTransitions.step(.reopen).from.contains(ticket.state) else {
                return .tickets([try summary(of: ticket, in: tx)])
            }
            return try rate(
                .number(ticket.number), ResultAnswer(saysSolved: false), text: "", from: party, in: tx,
                at: now)
        }
        let opened = try openAgain(ticket, "", why: "撤单后恢复", from: party, in: tx, at: now)
        guard case .ticketOpened(let summary) = opened else { return opened }
        return .ticketRestored(summary, old: ticket.number)
    }

    /// His words while a person speaks with him: into the ticket of that talk, and a word to the staff.
    func tellPerson(
        _ number: String, text: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let ticket = try own(number: number, of: party, in: tx) else { return .ticketNotFound }
        try tx.ticketEvents.add(ticket.id, .note, actor: "resident", detail: text, at: now)
        try notifier.tellStaff(
            .escalation, estate: ticket.estate, Phrase("staff.resident_wrote", values(of: ticket)),
            key: "ticket-\(ticket.id)-wrote-\(now.milliseconds)", in: tx, at: now)
        return .toldPerson
    }

    /// The tickets that the words can mean, the newest first. Open ones go before closed ones.
    func named(
        _ reference: TicketReference, of party: Party, in tx: Transaction
    ) throws(SQLError) -> [Ticket] {
        switch reference {
        case .number(let number):
            return try own(number: number, of: party, in: tx).map { [$0] } ?? []
        case .tail(let tail):
            return Array(
                try meant(by: party, in: tx).filter { $0.number.hasSuffix(tail) }.prefix(1))
        case .about(let words):
            let all = withoutRepeats(try meant(by: party, in: tx))
            let fitting = narrowed(all.filter { isAbout(words, $0) }, to: words)
            let open = (fitting.isEmpty ? all : fitting).filter(\.state.isPending)
            return open.isEmpty ? Array(fitting.prefix(1)) : open
        case .latest:
            let all = withoutRepeats(try meant(by: party, in: tx))
            let open = all.filter(\.state.isPending)
            return open.isEmpty ? Array(all.prefix(1)) : open
        case .all: return try open(of: party, in: tx)
        case .oldest: return Array(try open(of: party, in: tx).suffix(1))
        case .position(let place):
            return Array(Self.listed(try open(of: party, in: tx)).dropFirst(max(0, place - 1)).prefix(1))
        case .several(let references):
            var found: [Ticket] = []
            for reference in references {
                let named = try named(reference, of: party, in: tx).first
                if let named, !found.contains(where: { $0.id == named.id }) { found.append(named) }
            }
            return found
        }
    }

    /// Two matters told in one message have the same words: where the kind or the place of some says it,
    /// those are meant.
    private func narrowed(_ fitting: [Ticket], to words: [String]) -> [Ticket] {
        let named = fitting.filter { ticket in
            let title = categoryName(of: ticket) + ticket.draft.address.words
            return words.allSatisfy { title.mentions($0) }
        }
        return named.isEmpty ? fitting : named
    }

    /// All of his that his words can mean, the newest first.
    func meant(by party: Party, in tx: Transaction) throws(SQLError) -> [Ticket] {
        try tx.tickets.meant(
            by: party.resident, recent: Limits.residentTicketRows, pending: Limits.residentOpenTicketRows)
    }

    /// Those of one answer, the newest first. Where there are more, an emergency is among them, however old.
    static func listed(_ open: [Ticket]) -> [Ticket] {
        let urgent = open.filter { $0.draft.urgency == .p0 }.suffix(Limits.ticketAnswerRows).map(\.id)
        let others = open.filter { !urgent.contains($0.id) }
            .prefix(Limits.ticketAnswerRows - urgent.count).map(\.id)
        return open.filter { urgent.contains($0.id) || others.contains($0.id) }
    }

    /// What is not at its end, the newest first.
    func open(of party: Party, in tx: Transaction) throws(SQLError) -> [Ticket] {
        withoutRepeats(try meant(by: party, in: tx)).filter(\.state.isPending)
    }

    /// Every word stands in the resident's own text, in the name of the category or in the place.
    func isAbout(_ words: [String], _ ticket: Ticket) -> Bool {
        let text = ticket.draft.text + categoryName(of: ticket) + ticket.draft.address.words
        return words.allSatisfy { text.mentions($0) }
    }
}
