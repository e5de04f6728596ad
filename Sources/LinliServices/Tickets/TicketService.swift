import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Tickets as residents use them: report, complete, ask, urge, rate, cancel.
package struct TicketService: Sendable {
    let settings: Settings
    let notifier: Notifier
    let clocks: TicketClocks
    let objects: SharedObject
    let reach: StaffReach
    let routing: TicketRouting
    let hands: TicketDispatch

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        clocks = TicketClocks(settings: settings, notifier: notifier)
        objects = SharedObject(settings: settings)
        reach = StaffReach(settings: settings)
        routing = TicketRouting(settings: settings)
        hands = TicketDispatch(settings: settings, notifier: notifier, reach: reach, routing: routing)
    }

    // MARK: Opening

    package func open(
        _ draft: TicketDraft, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let since = now - .minutes(Limits.repeatMinutes)
        let known = try tx.tickets.same(
            resident: party.resident, text: draft.text.withoutNUL, category: knownCategory(of: draft),
            at: draft.address, since: since)
        if let known {
            try noteUnheard(known.id, draft, in: tx, at: now)
            return .ticketRepeated(try summary(of: known, in: tx))
        }
        if let shared = try shared(draft, from: party, in: tx, at: now) { return shared }
        let (ticket, due) = try enter(
            draft, from: party, estate: party.estate, actor: "resident", in: tx, at: now)
        var opened = summary(of: ticket, responseDue: due)
        if draft.origin == .handoff { opened.opening = opening(of: ticket, at: now) }
        return .ticketOpened(opened)
    }

    /// A ticket from anywhere: a resident's chat, the desk, a reception.
    package func add(
        _ draft: TicketDraft, from party: Party?, estate: String, actor: String, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> Ticket {
        try enter(draft, from: party, estate: estate, actor: actor, in: tx, at: now).ticket
    }

    /// Number, row, clocks and timers; the urgent ones are dispatched at once and told to the staff.
    private func enter(
        _ draft: TicketDraft, from party: Party?, estate: String, actor: String, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> (ticket: Ticket, responseDue: Instant?) {
        var draft = draft
        draft.category = knownCategory(of: draft)
        if draft.urgency == .none { draft.urgency = .p3 }
        draft.text = draft.text.withoutNUL
        let keys = objects.keys(of: draft, estate: estate)
        let raised = try raised(draft, keys.object, from: party, estate: estate, in: tx, at: now)
        draft.urgency = raised.urgency
        if draft.origin != .staff, settings.alerts.watches(draft.category),
            let alert = try AlertService(rules: settings.alerts).inForce(
                [draft.category], "", estate: estate, in: tx),
            let least = alert.raise[draft.category]
        {
            draft.urgency = min(draft.urgency, least)
        }
        let isUrgent = draft.urgency <= .p1
        let number = try tx.tickets.nextNumber(at: now)
        let id = try tx.tickets.add(
            draft, number: number, party: party, estate: estate, keys: keys, at: now)
        try tx.ticketEvents.add(id, .submit, actor: actor, at: now)
        if !draft.guesses.isEmpty {
            let guesses = draft.guesses.map(\.chinese).joined(separator: "、")
            try tx.ticketEvents.add(id, .note, actor: "system", detail: "机器的理解：\(guesses)", at: now)
        }
        try noteTasks(id, draft, in: tx, at: now)
        if let entered = try tx.tickets.find(id) { try noteComplainedOf(entered, in: tx, at: now) }
        let (due, timers) = try clocks.start(id, draft, estate: estate, in: tx, at: now)
        if isUrgent { try dispatch(id, category: draft.category, in: tx, at: now) }
        let ticket = Ticket(
            id: id, number: number, estate: estate, resident: party?.resident, channel: party?.channel ?? "",
            sender: party?.sender ?? "", draft: draft, state: isUrgent ? .dispatched : .submitted, level: 1,
            receivedAt: now)
        if let topic = StaffRobotConfiguration.Topic(rawValue: draft.urgency.rawValue) {
            try notifier.tellStaff(
                topic, estate: estate, Phrase("staff.new_ticket", values(of: ticket)),
                key: "ticket-\(id)-new", in: tx, at: now)
        }
        for reason in raised.reasons {
            try tx.ticketEvents.add(id, .note, actor: "system", detail: reason, at: now)
        }
        var armed = timers + (try clocks.ladder.begin(ticket, in: tx, at: now))
        if !isUrgent { armed.append(.init(.dispatch, subject: id.description, due: now)) }
        try hintAtRiser(ticket, keys.riser, in: tx, at: now)
        if settings.categories[draft.category]?.departments.isEmpty == false {
            armed.append(.init(.whistle, subject: id.description, due: now))
        }
        try tx.timers.arm(armed)
        notifier.armed(in: tx)
        return (ticket, due)
    }

    private func knownCategory(of draft: TicketDraft) -> String {
        settings.categories[draft.category] == nil ? "info.contact" : draft.category
    }

    /// The rule behind 组织派单 (`domain.md` A01): a ticket goes to the role that takes its category first. The
    /// urgent ones in the commit that opens them, the others by a timer that is due at once, so that a
    /// dispatcher's hand and the rule meet in one guarded move.
    package func dispatch(_ id: TicketID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let ticket = try tx.tickets.find(id) else { return }
        try dispatch(id, category: ticket.draft.category, in: tx, at: now)
    }

    private func dispatch(
        _ id: TicketID, category: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard try tx.tickets.move(id, from: [.submitted], to: .dispatched) else { return }
        guard let ticket = try tx.tickets.find(id) else { return }
        let usual = routing.first(for: category, estate: ticket.estate)
        let concerned = try tx.ticketEvents.concerned(by: ticket.id)
        let first = ComplainedOf(settings: settings).first(usual, of: ticket, concerned)
        try hands.hand(ticket, in: tx, at: now)
        if first.level > .l1 {
            let why = first.level > usual.level ? "staff_matter" : "no_company"
            try clocks.ladder.place(
                ticket, on: first.level.number, why: why, actor: "system", in: tx, at: now)
        }
    }

    package func complete(
        _ number: String, text: String, address: Address, from party: Party, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let ticket = try own(number: number, of: party, in: tx), ticket.state.isPending else {
            return .ticketNotFound
        }
        try tx.ticketEvents.add(ticket.id, .complete, actor: "resident", at: now)
        let whole = address.filled(from: ticket.draft.address)
        guard let changed = try put(whole, and: text, into: ticket, in: tx, at: now) else {
            return .ticketNotFound
        }
        if let topic = StaffRobotConfiguration.Topic(rawValue: ticket.draft.urgency.rawValue) {
            try notifier.tellStaff(
                topic, estate: ticket.estate, Phrase("staff.ticket_place", values(of: changed)),
                key: "ticket-\(ticket.id)-place-\(now.milliseconds)", in: tx, at: now)
        }
        return .ticketCompleted(try summary(of: changed, in: tx))
    }

    /// What hangs on the place and the words follows them: whom a complaint is about, and which thing it is
    /// that others may report too. The ticket as it stands then.
    func put(
        _ address: Address, and text: String, into ticket: Ticket, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Ticket? {
        try tx.tickets.complete(
            ticket.id, text: ticket.draft.text + "\n" + text.withoutNUL, address: address)
        guard let changed = try tx.tickets.find(ticket.id) else { return nil }
        try nameComplainedOf(changed, in: tx, at: now)
        try rekey(changed, from: ticket.draft, in: tx, at: now)
        return changed
    }

    /// Adds a picture to those of the tickets that are his and open; not found where none is.
    package func attach(
        _ media: String, to numbers: [String], from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        var attached: [String] = []
        for number in numbers {
            guard let ticket = try own(number: number, of: party, in: tx), ticket.state.isPending else {
                continue
            }
            try tx.tickets.attach(ticket.id, ticket.draft.attachments + [media])
            try tx.ticketEvents.add(ticket.id, .complete, actor: "resident", at: now)
            attached.append(number)
        }
        return attached.isEmpty ? .ticketNotFound : .pictureAttached(attached)
    }

    // MARK: Asking

    package func status(
        _ reference: TicketReference, of party: Party, in tx: Transaction
    ) throws(SQLError) -> Outcome {
        if reference != .latest {
            let found = try named(reference, of: party, in: tx)
            guard !found.isEmpty else { return .ticketNotFound }
            return .tickets(try summaries(of: found, in: tx))
        }
        let all = withoutRepeats(try meant(by: party, in: tx))
        let open = all.filter { $0.state.isPending }
        return .tickets(
            try summaries(of: open.isEmpty ? Array(all.prefix(1)) : Self.listed(open), in: tx))
    }

    /// One ticket with the steps that it has gone through (`domain.md` A16), several with their state alone.
    private func summaries(of tickets: [Ticket], in tx: Transaction) throws(SQLError) -> [TicketSummary] {
        var summaries: [TicketSummary] = []
        for ticket in tickets {
            var summary = try summary(of: ticket, in: tx)
            let head = try head(of: ticket, in: tx)
            if tickets.count == 1 { summary.steps = try steps(of: head, in: tx) }
            try addPromise(of: head, to: &summary, in: tx)
            summaries.append(summary)
        }
        return summaries
    }

    private func steps(of ticket: Ticket, in tx: Transaction) throws(SQLError) -> [TicketSummary.Step] {
        try tx.ticketEvents.of(ticket.id).compactMap { event in
            Self.phases[event.kind].map { TicketSummary.Step(name: $0, at: event.at) }
        }
    }

    private static let phases: [TicketEvent.Kind: String] = [
        .submit: "点单", .dispatch: "派单", .accept: "接单", .arrive: "到场", .suspend: "挂起", .resume: "恢复",
        .resolve: "办结", .rate: "评价", .reopen: "重开", .giveBack: "退回", .archive: "归档", .whistle: "吹哨",
        .reportIn: "报到",
    ]

    /// The same matter with new clocks; the old ticket stays as it was.
    func openAgain(
        _ old: Ticket, _ text: String, why: String = "再次发生", from party: Party, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> Outcome {
        var draft = old.draft
        draft.text = [old.draft.text, text].filter { !$0.isEmpty }.joined(separator: "\n")
        draft.origin = .resident
        let (ticket, due) = try enter(
            draft, from: party, estate: old.estate, actor: "resident", in: tx, at: now)
        try tx.tickets.link(ticket.id, repeatOf: old.id)
        try tx.ticketEvents.add(ticket.id, .note, actor: "system", detail: "\(why)：\(old.number)", at: now)
        return .ticketOpened(summary(of: ticket, responseDue: due))
    }

    // MARK: Cancelling

    package func cancellable(
        _ reference: TicketReference, of party: Party, in tx: Transaction
    ) throws(SQLError) -> [Cancellable] {
        let tickets: [Ticket]
        if reference == .latest {
            tickets = withoutRepeats(try meant(by: party, in: tx)).filter {
                $0.state.isPending
            }
        } else {
            tickets = try named(reference, of: party, in: tx)
        }
        var found: [Cancellable] = []
        for ticket in tickets.prefix(Limits.ticketAnswerRows) {
            let place = ticket.draft.address.words
            let detail = [categoryName(of: ticket), place].filter { !$0.isEmpty }.joined(separator: "，")
            found.append(
                Cancellable(
                    kind: .ticket(ticket.id), reference: ticket.number,
                    title: "工单 \(ticket.number)（\(detail)）",
                    refusal: try refusal(toCancel: ticket, in: tx)))
        }
        return found
    }

    private func refusal(
        toCancel ticket: Ticket, in tx: Transaction
    ) throws(SQLError) -> Outcome.CancelRefusal? {
        if ticket.draft.urgency == .p0 { return .emergency }
        guard TicketTransitions.step(.cancel).from.contains(ticket.state) else {
            return ticket.state.isOpen ? .workHasBegun : .alreadyClosed
        }
        return try tx.tickets.merged(into: ticket.id).isEmpty ? nil : .othersJoined
    }

    package func cancel(
        _ id: TicketID, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome.CancelRefusal? {
        guard let ticket = try tx.tickets.find(id), ticket.resident == party.resident else {
            return .alreadyClosed
        }
        if let refusal = try refusal(toCancel: ticket, in: tx) { return refusal }
        guard try tx.tickets.move(id, from: TicketTransitions.step(.cancel).from, to: .cancelled) else {
            return .alreadyClosed
        }
        try tx.ticketEvents.add(id, .cancel, actor: "resident", at: now)
        try clocks.stop(id, in: tx, at: now)
        return nil
    }

    // MARK: Words

    package func summary(of ticket: Ticket, in tx: Transaction) throws(SQLError) -> TicketSummary {
        // A merged report stands where the one stands that the work is done on.
        let head = try head(of: ticket, in: tx)
        let response = try tx.clocks.find(head.id, .firstResponse)
        var seen = ticket
        if ticket.state == .merged { seen.state = head.state }
        return summary(of: seen, responseDue: response?.metAt == nil ? response?.dueAt : nil)
    }

    /// As the row stands now: the act has changed it.
    func currentSummary(of ticket: Ticket, in tx: Transaction) throws(SQLError) -> TicketSummary {
        try summary(of: try tx.tickets.find(ticket.id) ?? ticket, in: tx)
    }

    private func summary(of ticket: Ticket, responseDue: Instant?) -> TicketSummary {
        var summary = TicketSummary(
            id: ticket.id, number: ticket.number, state: ticket.state, category: ticket.draft.category,
            categoryName: categoryName(of: ticket), urgency: ticket.draft.urgency,
            place: ticket.draft.address.words, origin: ticket.draft.origin,
            receivedAt: ticket.receivedAt, responseDue: responseDue)
        summary.mediation = ticket.mediation
        summary.address = ticket.draft.address
        if ticket.draft.anonymous { summary.isUnnamed = true }
        return summary
    }

    /// What residents and staff call it; where a person is asked for, the category says nothing.
    func categoryName(of ticket: Ticket) -> String {
        switch ticket.draft.origin {
        case .handoff: "转人工"
        case .forwarded: "咨询转办"
        default: settings.categories[ticket.draft.category]?.name ?? ticket.draft.category
        }
    }

    /// For messages to the staff. The resident's own words stay in the admin API: a group chat is no place
    /// for them.
    func values(of ticket: Ticket) -> [String: String] {
        [
            "ticket": ticket.number, "urgency": ticket.draft.urgency.rawValue,
            "category": categoryName(of: ticket), "place": ticket.draft.address.publicWords,
            "level": "L\(ticket.level)",
        ].filter { !$0.value.isEmpty }
    }

    func own(number: String, of party: Party, in tx: Transaction) throws(SQLError) -> Ticket? {
        guard let ticket = try tx.tickets.find(number: number), ticket.resident == party.resident else {
            return nil
        }
        return ticket
    }
}

extension Address {
    /// "3栋2单元501（北门）" for the resident himself and for staff who may see it.
    package var words: String { spoken }

    /// Without the room: for groups and robots (`domain.md` 2.10).
    package var publicWords: String {
        Address(building: building, unit: unit, room: nil, place: room == nil ? place : nil).words
    }
}
