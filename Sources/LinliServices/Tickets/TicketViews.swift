import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// How a ticket looks to staff: clocks with their state, history, the reporter masked or not at all.
struct TicketViews: Sendable {
    let settings: Settings

    func line(_ ticket: Ticket, _ call: DeskCall) throws(SQLError) -> TicketLine {
        let running = try call.tx.clocks.of(ticket.id).filter { isRunning($0, ticket) }
        let next = running.min { $0.dueAt < $1.dueAt }
        return TicketLine(
            number: ticket.number, state: ticket.state.rawValue, stateName: ticket.state.chinese,
            category: ticket.draft.category, categoryName: name(of: ticket.draft.category),
            urgency: ticket.draft.urgency.rawValue, level: ticket.level, estate: ticket.estate,
            place: try words(of: ticket, call)(ticket.draft.address.words),
            receivedAt: ticket.receivedAt.iso8601,
            taker: try taker(of: ticket, call), nextClock: next?.kind.rawValue,
            nextDue: next?.dueAt.iso8601,
            overdue: running.contains { $0.dueAt <= call.now })
    }

    func detail(_ ticket: Ticket, _ call: DeskCall) throws(SQLError) -> TicketDetail {
        let words = try words(of: ticket, call)
        let clocks =
            try call.tx.clocks.of(ticket.id).map { clock in
                TicketClockState(
                    kind: clock.kind.rawValue, dueAt: clock.dueAt.iso8601, metAt: clock.metAt?.iso8601,
                    breachedAt: clock.breachedAt?.iso8601, provisional: clock.provisional,
                    state: state(of: clock, ticket, at: call.now))
            } + steps(of: ticket, call)
        let history = try call.tx.ticketEvents.of(ticket.id)
        let hidesCare = try hidesCare(ticket, call)
        let events = history.filter { !($0.isCare && hidesCare) }.map { event in
            TicketHistoryEntry(
                kind: event.kind.rawValue, at: event.at.iso8601, actor: event.actor,
                detail: detail(of: event, words))
        }
        return TicketDetail(
            number: ticket.number, state: ticket.state.rawValue, stateName: ticket.state.chinese,
            category: ticket.draft.category, categoryName: name(of: ticket.draft.category),
            urgency: ticket.draft.urgency.rawValue, level: ticket.level, estate: ticket.estate,
            place: words(ticket.draft.address.words), text: words(ticket.draft.text),
            origin: ticket.draft.origin.rawValue,
            anonymous: ticket.draft.anonymous,
            care: history.contains(where: \.isCare) && !hidesCare ? TicketService.careMark : nil,
            reporter: try reporter(of: ticket, call),
            taker: try taker(of: ticket, call), receivedAt: ticket.receivedAt.iso8601,
            acceptedAt: ticket.acceptedAt?.iso8601, arrivedAt: ticket.arrivedAt?.iso8601,
            resolvedAt: ticket.resolvedAt?.iso8601, result: ticket.result.map(words),
            falseClosure: ticket.falseClosure,
            rating: ticket.rating,
            answer: ticket.isAnsweredInWords ? TicketEvent.answer(in: history[...])?.code : nil,
            pseudonymisedAt: try call.tx.tickets.pseudonymised(ticket.id)?.iso8601,
            hold: try call.tx.holds.of(ticket.id).map { Self.hold($0, words) },
            attachments: ticket.draft.attachments,
            suspensionAsked: try suspensionAsked(of: ticket, call),
            whistles: try whistles(of: ticket, words, call),
            owner: try ticket.firstOwner.map { id throws(SQLError) in
                try call.tx.staff.find(id)?.name
            } ?? nil,
            mergedInto: try ticket.mergedInto.map { id throws(SQLError) in
                try call.tx.tickets.find(id)?.number
            } ?? nil,
            alsoAffected: try call.tx.tickets.merged(into: ticket.id).map(\.number),
            mediation: ticket.mediation?.rawValue, watch: try watch(of: ticket, call), clocks: clocks,
            events: events)
    }

    static func hold(_ row: HoldRow, _ words: (String) -> String) -> TicketHold {
        TicketHold(
            ticket: row.number, estate: row.estate, since: row.heldAt.iso8601, staff: row.staff,
            reason: words(row.reason))
    }

    /// An answer without a mark in words; a picture is an address, and nothing in it is masked.
    private func detail(of event: TicketEvent, _ words: (String) -> String) -> String {
        switch event.kind {
        case .picture: event.detail
        case .rate where event.answer?.mark == nil: event.answer?.chinese ?? words(event.detail)
        default: words(event.detail)
        }
    }

    /// The last run of each step that has begun.
    private func steps(of ticket: Ticket, _ call: DeskCall) throws(SQLError) -> [TicketClockState] {
        var last: [WorkStep: StepClock] = [:]
        for clock in try call.tx.steps.of(ticket.id) { last[clock.step] = clock }
        return WorkStep.allCases.compactMap { last[$0] }.map { clock in
            let state =
                if let metAt = clock.metAt {
                    metAt <= clock.dueAt ? "met" : "late"
                } else if clock.stoppedAt != nil {
                    clock.breachedAt == nil ? "stopped" : "overdue"
                } else {
                    clock.dueAt <= call.now ? "overdue" : "running"
                }
            return TicketClockState(
                kind: clock.step.rawValue, dueAt: clock.dueAt.iso8601, metAt: clock.metAt?.iso8601,
                breachedAt: clock.breachedAt?.iso8601, provisional: clock.provisional, state: state)
        }
    }

    private func watch(of ticket: Ticket, _ call: DeskCall) throws(SQLError) -> LadderWatch? {
        guard let row = try call.tx.watches.of(ticket.id) else { return nil }
        let knower = try row.acknowledgedBy.map { id throws(SQLError) in try call.tx.staff.find(id)?.name }
        return LadderWatch(
            level: row.level,
            levelName: Ladder.Level(number: row.level).flatMap { settings.ladder.rung($0)?.name } ?? "",
            toldAt: row.toldAt.iso8601, rings: row.rings, acknowledgedBy: knower ?? nil,
            acknowledgedAt: row.acknowledgedAt?.iso8601, snoozedUntil: row.snoozedUntil?.iso8601)
    }

    private func whistles(
        of ticket: Ticket, _ words: (String) -> String, _ call: DeskCall
    ) throws(SQLError) -> [WhistleState] {
        try call.tx.whistles.of(ticket.id).map { whistle in
            let state =
                if let came = whistle.reportedAt {
                    came <= whistle.dueAt ? "in_time" : "late"
                } else {
                    whistle.dueAt <= call.now ? "overdue" : "waiting"
                }
            return WhistleState(
                department: whistle.department, isLead: whistle.isLead, blownAt: whistle.blownAt.iso8601,
                dueAt: whistle.dueAt.iso8601, reportedAt: whistle.reportedAt?.iso8601, state: state,
                provisional: whistle.provisional, result: whistle.result.map(words),
                resultDueAt: whistle.resultDueAt?.iso8601, resultAt: whistle.resultAt?.iso8601,
                resultState: resultState(of: whistle, at: call.now), score: whistle.score,
                callerScore: whistle.callerScore)
        }
    }

    private func resultState(of whistle: WhistleRow, at now: Instant) -> String? {
        guard let due = whistle.resultDueAt else { return nil }
        if let told = whistle.resultAt { return told <= due ? "in_time" : "late" }
        return due <= now ? "overdue" : "waiting"
    }

    private func suspensionAsked(of ticket: Ticket, _ call: DeskCall) throws(SQLError) -> SuspensionAsked? {
        guard let asked = try call.tx.suspensions.of(ticket.id) else { return nil }
        return SuspensionAsked(
            staff: try call.tx.staff.find(asked.askedBy)?.name ?? "", reason: asked.reason,
            resumeAt: asked.resumeAt.iso8601)
    }

    /// Whose home was taken out of the ticket must not be guessed from the care list.
    private func hidesCare(_ ticket: Ticket, _ call: DeskCall) throws(SQLError) -> Bool {
        guard ticket.draft.anonymous, ticket.draft.address.room == nil else { return false }
        return try !isRevealed(ticket, call)
    }

    /// An anonymous reporter is nobody here, except to a role that may know and after somebody has asked
    /// with a reason (`domain.md` 2.4, 2.10).
    private func reporter(of ticket: Ticket, _ call: DeskCall) throws(SQLError) -> TicketReporter? {
        guard let id = ticket.resident, let row = try call.tx.residents.find(id), row.erasedAt == nil
        else { return nil }
        if ticket.draft.anonymous {
            guard try isRevealed(ticket, call) else { return nil }
        }
        return TicketReporter(
            resident: id.rawValue, name: Masking.name(row.name),
            homes: try call.tx.homes.of(id).map { Masking.home($0.address) })
    }

    /// Telephone and identity numbers are masked wherever somebody wrote them (`domain.md` 2.10), and who he
    /// is where the reporter wants to stay unnamed, for all but the role that may know after somebody has
    /// asked with a reason.
    private func words(of ticket: Ticket, _ call: DeskCall) throws(SQLError) -> (String) -> String {
        let isRevealed = try isRevealed(ticket, call)
        let isHidden = ticket.draft.anonymous
        return { text in
            if isRevealed { return text }
            return Masking.numbers(in: isHidden ? Masking.reporter(in: text) : text)
        }
    }

    func isRevealed(_ ticket: Ticket, _ call: DeskCall) throws(SQLError) -> Bool {
        guard settings.roles.may(call.staff.role, TicketAct.reveal.right) else { return false }
        return try call.tx.ticketEvents.count(.reveal, of: ticket.id) > 0
    }

    private func taker(of ticket: Ticket, _ call: DeskCall) throws(SQLError) -> String? {
        guard let taker = ticket.taker else { return nil }
        return try call.tx.staff.find(taker)?.name
    }

    private func name(of category: String) -> String { settings.categories[category]?.name ?? category }

    /// A suspension stops the resolve clock only (`domain.md` 2.2.4).
    private func isRunning(_ clock: TicketClock, _ ticket: Ticket) -> Bool {
        clock.metAt == nil && ticket.state.isOpen
            && !(ticket.state == .suspended && clock.kind == .resolve)
    }

    private func state(of clock: TicketClock, _ ticket: Ticket, at now: Instant) -> String {
        if let metAt = clock.metAt { return metAt <= clock.dueAt ? "met" : "late" }
        guard isRunning(clock, ticket) else { return clock.breachedAt == nil ? "stopped" : "overdue" }
        return clock.dueAt <= now ? "overdue" : "running"
    }
}
