import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Tickets as staff use them.
///
/// Every act is one conditional UPDATE from the states that `TicketTransitions` names, with its event, its
/// clocks, its message to the resident and its audit row in the same commit. Two who accept at once: one has
/// it, the other reads who.
package struct TicketDesk: Sendable {
    let settings: Settings
    let door: DeskDoor
    let scope: EstateScope
    let notifier: Notifier
    let clocks: TicketClocks
    let service: TicketService
    let views: TicketViews

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
        clocks = TicketClocks(settings: settings, notifier: notifier)
        service = TicketService(settings: settings, notifier: notifier)
        views = TicketViews(settings: settings)
    }

    /// What `list` filters by. Empty or nil is "any".
    package struct Filter: Sendable, Hashable {
        package var states: [String] = []
        package var onlyOpen = false
        package var estate: String?
        package var urgencies: [String] = []
        package var onlyOverdue = false
        package var limit = 50
        /// The number of the last ticket of the page before.
        package var after: String?

        package init() {}
    }

    /// The most urgent first, then the oldest.
    package func list(_ filter: Filter, _ call: DeskCall) throws(SQLError) -> Ruling<Page<TicketLine>> {
        try door.pass("ticket.list", filter.estate ?? "", call) { () throws(SQLError) in
            try search(filter, call).then { search throws(SQLError) in
                var oneMore = search
                oneMore.limit += 1
                let found = try call.tx.tickets.search(oneMore)
                var lines: [TicketLine] = []
                for ticket in found.prefix(search.limit) { lines.append(try views.line(ticket, call)) }
                return .done(
                    Page(items: lines, next: found.count > search.limit ? lines.last?.number : nil))
            }
        }
    }

    private func search(_ filter: Filter, _ call: DeskCall) throws(SQLError) -> Ruling<TicketSearch> {
        let states = filter.states.compactMap { TicketState(rawValue: $0.uppercased()) }
        guard states.count == filter.states.count else {
            let known = TicketState.allCases.map(\.rawValue).joined(separator: "、")
            return .refused(
                Refusal(.invalid, "state.unknown", "没有这种状态。", hint: "可选：\(known)。"))
        }
        let urgencies = filter.urgencies.compactMap { Urgency(rawValue: $0.uppercased()) }
        guard urgencies.count == filter.urgencies.count else {
            return .refused(
                Refusal(
                    .invalid, "urgency.unknown", "没有这种紧急程度。",
                    hint: "可选：P0、P1、P2、P3。"))
        }
        let open = TicketState.allCases.filter(\.isOpen)
        let needsOpen = filter.onlyOpen || filter.onlyOverdue
        let wanted = needsOpen ? (states.isEmpty ? open : states.filter(\.isOpen)) : states
        guard !needsOpen || !wanted.isEmpty else {
            return .refused(
                Refusal(
                    .invalid, "state.not_open", "这些状态都是已经办完的。",
                    hint: "请不填 --open 和 --overdue，或者不填 --state。"))
        }
        var after: TicketID?
        if let number = filter.after {
            switch try find(number, call) {
            case .done(let ticket): after = ticket.id
            case .refused(let refusal): return .refused(refusal)
            }
        }
        let area = try scope.area(call)
        return scope.filter(filter.estate, call.staff).map { estate in
            TicketSearch(
                estate: estate, states: wanted, urgencies: urgencies,
                overdueAt: filter.onlyOverdue ? call.now : nil, area: area,
                asker: call.staff.name, limit: min(max(filter.limit, 1), Limits.adminPageRows), after: after)
        }
    }

    package func show(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<TicketDetail> {
        try door.pass("ticket.show", number, call) { () throws(SQLError) in
            try find(number, call).then { ticket throws(SQLError) in
                .done(try views.detail(ticket, call))
            }
        }
    }

    // MARK: Intake

    /// Intake for somebody who came or rang. He is told what happens where he is known on a channel.
    package func open(_ request: OpenTicket, _ call: DeskCall) throws(SQLError) -> Ruling<TicketDetail> {
        try door.pass("ticket.open", request.category, call) { () throws(SQLError) in
            if let refusal = check(request) { return .refused(refusal) }
            return try scope.estate(request.estate, call.staff).then { estate throws(SQLError) in
                if let refusal = try check(request, in: estate, call) { return .refused(refusal) }
                return try party(request.resident, estate: estate.code, call).then {
                    party throws(SQLError) in
                    let ticket = try service.add(
                        draft(request), from: party, estate: estate.code, actor: call.staff.name,
                        in: call.tx,
                        at: call.now)
                    if let intake = Intake(rawValue: request.channel) {
                        try call.tx.tickets.setIntake(ticket.id, intake)
                    }
                    try call.tx.ticketEvents.add(
                        ticket.id, .note, actor: call.staff.name,
                        detail: "渠道：\(Intake(rawValue: request.channel)?.chinese ?? request.channel)",
                        at: call.now)
                    return .done(try views.detail(ticket, call))
                }
            }
        }
    }

    private func check(_ request: OpenTicket) -> Refusal? {
        if let refusal = Refusal.words(request.text, "text") { return refusal }
        guard settings.categories[request.category] != nil else {
            return Refusal(
                .invalid, "category.unknown", "没有类别 \(request.category)。",
                hint: "请看 Config/categories.yaml，例如 power.public_lighting。")
        }
        if let urgency = request.urgency, Urgency(rawValue: urgency.uppercased()) == nil {
            return Refusal(
                .invalid, "urgency.unknown", "没有这种紧急程度。", hint: "可选：P0、P1、P2、P3。")
        }
        guard Intake(rawValue: request.channel) != nil else {
            let known = Intake.allCases.map(\.rawValue).joined(separator: "、")
            return Refusal(
                .invalid, "channel.unknown", "没有这种受理渠道。", hint: "可选：\(known)。")
        }
        return nil
    }

    /// A building or a flat that neither the register nor the store has: nobody would find it.
    private func check(
        _ request: OpenTicket, in estate: Estate, _ call: DeskCall
    ) throws(SQLError) -> Refusal? {
        guard let building = request.building, !estate.has(request) else { return nil }
        let home = Address(building: building, unit: request.unit, room: request.room)
        guard try call.tx.units.find(estate: estate.code, home).isEmpty else { return nil }
        return Refusal(
            .notFound, "place.not_found", "\(estate.code) 的登记表里没有\(home.spoken)。",
            hint: "请看 `linli estate show \(estate.code)`；登记表里没有的写在 --place。")
    }

    private func draft(_ request: OpenTicket) -> TicketDraft {
        let usual = settings.categories[request.category]?.urgency ?? .p3
        return TicketDraft(
            category: request.category,
            urgency: request.urgency.flatMap { Urgency(rawValue: $0.uppercased()) } ?? usual,
            text: request.text,
            address: Address(
                building: request.building, unit: request.unit, room: request.room, place: request.place),
            origin: .staff, anonymous: request.anonymous)
    }

    func party(
        _ reference: String?, estate: String, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Party?> {
        guard let reference else { return .done(nil) }
        return try scope.resident(reference, call).then { row throws(SQLError) in
            let identity = try call.tx.residents.identities(of: row.id).first
            return .done(
                Party(
                    resident: row.id, estate: estate, channel: identity?.channel ?? "",
                    sender: identity?.sender ?? ""))
        }
    }

    // MARK: Finding

    func find(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<Ticket> {
        try scope.ticket(number, call)
    }

    /// One act: right, ticket, state, then `body`, which does it or refuses before it changes anything.
    func act(
        _ act: TicketAct, _ number: String, _ call: DeskCall, detail: String = "",
        _ body: (Ticket) throws(SQLError) -> Refusal?
    ) throws(SQLError) -> Ruling<TicketDetail> {
        try door.pass(act.right, number.uppercased(), call, detail: detail) { () throws(SQLError) in
            try find(number, call).then { ticket throws(SQLError) in
                if let refusal = TicketTransitions.refusal(of: act, ticket) { return .refused(refusal) }
                if let refusal = try body(ticket) { return .refused(refusal) }
                guard let changed = try call.tx.tickets.find(ticket.id) else {
                    return .done(try views.detail(ticket, call))
                }
                return .done(try views.detail(changed, call))
            }
        }
    }

    /// Tells those who have reported it, in the words of `Intents/replies/notices.yaml`.
    func tell(
        _ ticket: Ticket, _ notice: String, _ call: DeskCall, _ extra: [String: String] = [:]
    ) throws(SQLError) {
        try tell(ticket, notice, in: call.tx, at: call.now, extra)
    }

    /// Everybody who has reported it, each with his own number and place.
    func tell(
        _ ticket: Ticket, _ notice: String, in tx: Transaction, at now: Instant,
        _ extra: [String: String] = [:]
    ) throws(SQLError) {
        try clocks.told(ticket, in: tx, at: now)
        for report in try reporters(of: ticket, in: tx) {
            var values = [
                "ticket": report.number,
                "category": settings.categories[report.draft.category]?.name ?? report.draft.category,
                "place": report.draft.address.words,
            ].filter { !$0.value.isEmpty }
            values.merge(extra) { $1 }
            try notifier.tell(
                report, Phrase("notice.\(notice)", values), why: "ticket.\(notice)",
                key: "ticket-\(report.id)-\(notice)-\(now.milliseconds)", in: tx, at: now)
        }
    }
}

extension Estate {
    fileprivate func has(_ request: OpenTicket) -> Bool {
        guard let building = request.building, hasBuilding(building) else { return false }
        if let unit = request.unit, !hasUnit(unit, building: building) { return false }
        return request.room.map { hasRoom($0, unit: request.unit, building: building) } ?? true
    }
}

extension Ruling {
    func map<Next: Sendable>(_ body: (Value) -> Next) -> Ruling<Next> {
        switch self {
        case .done(let value): .done(body(value))
        case .refused(let refusal): .refused(refusal)
        }
    }
}
