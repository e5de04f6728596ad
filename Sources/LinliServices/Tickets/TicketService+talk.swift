import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What residents say about tickets that exist: which one, what is different, and to the person who answers.
extension TicketService {
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
        // Another building is another flat too, unless he says which.
        let merged = Address(
            building: address.building ?? known.building, unit: address.unit ?? known.unit,
            room: address.room ?? known.room, place: address.place ?? known.place)
        try tx.tickets.complete(
            ticket.id, text: ticket.draft.text + "\n" + text.withoutNUL, address: merged)
        let change = merged == known ? text : "\(before) → \(merged.words)"
        try tx.ticketEvents.add(ticket.id, .complete, actor: "resident", detail: change, at: now)
        guard let changed = try tx.tickets.find(ticket.id) else { return .ticketNotFound }
        try rekey(changed, from: ticket.draft, in: tx, at: now)
        if let topic = StaffRobotConfiguration.Topic(rawValue: ticket.draft.urgency.rawValue) {
            try notifier.tellStaff(
                topic, estate: ticket.estate, Phrase("staff.ticket_changed", values(of: changed)),
                key: "ticket-\(ticket.id)-change-\(now.milliseconds)", in: tx, at: now)
        }
        return .ticketCorrected(try summary(of: changed, in: tx), before: before)
    }

    /// The reporter wants to stay unnamed: the ticket forgets whose it is for everybody who reads it
    /// (`domain.md` 2.10). His own door goes with his name; a place that is not his stays, and so does
    /// the flat in which somebody has to work.
    func hideReporter(
        of number: String, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let ticket = try own(number: number, of: party, in: tx) else { return .ticketNotFound }
        let homes = try tx.homes.of(party.resident).map(\.address)
        let isHis = homes.contains {
            $0.room != nil && $0.room == ticket.draft.address.room
                && $0.building == ticket.draft.address.building
        }
        var place = ticket.draft.address
        let isWorkedIn = settings.categories[ticket.draft.category]?.place == .home
        if isHis, !isWorkedIn { place.room = nil }
        try tx.tickets.hideReporter(ticket.id, address: place)
        try tx.ticketEvents.add(ticket.id, .note, actor: "resident", detail: "匿名", at: now)
        guard let changed = try tx.tickets.find(ticket.id) else { return .ticketNotFound }
        return .reporterHidden(try summary(of: changed, in: tx))
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
                try tx.tickets.of(party.resident, limit: 50).filter { $0.number.hasSuffix(tail) }.prefix(1))
        case .about(let words):
            let all = withoutRepeats(try tx.tickets.of(party.resident, limit: 20))
            let fitting = all.filter { isAbout(words, $0) }
            let open = (fitting.isEmpty ? all : fitting).filter(\.state.isPending)
            return open.isEmpty ? Array(fitting.prefix(1)) : open
        case .latest:
            let all = withoutRepeats(try tx.tickets.of(party.resident, limit: 20))
            let open = all.filter(\.state.isPending)
            return open.isEmpty ? Array(all.prefix(1)) : open
        }
    }

    /// Every word stands in the resident's own text, in the name of the category or in the place.
    private func isAbout(_ words: [String], _ ticket: Ticket) -> Bool {
        let text = ticket.draft.text + categoryName(of: ticket) + ticket.draft.address.words
        return words.allSatisfy { text.mentions($0) }
    }
}
