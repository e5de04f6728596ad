import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Residents as staff see them: masked; homes proven by staff or by a one-time code; erased when they ask.
///
/// Promise: nothing here shows a whole name or address except `export`, which is for the resident himself,
/// and a code is shown once, because the store keeps its hash only.
package struct ResidentDesk: Sendable {
    private let settings: Settings
    private let door: DeskDoor
    private let scope: EstateScope
    private let codes: RandomCodes
    private let wakeups: Wakeups
    private let visits: VisitRegister
    private let activities: ActivityRegister
    private let seats: SeatRegister

    package init(
        settings: Settings, notifier: Notifier, codes: RandomCodes, wakeups: Wakeups = .none
    ) {
        visits = VisitRegister(settings: settings, notifier: notifier)
        activities = ActivityRegister(settings: settings, notifier: notifier)
        seats = SeatRegister(settings: settings, notifier: notifier)
        self.wakeups = wakeups
        self.settings = settings
        self.codes = codes
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
    }

    /// Newest first.
    package func list(
        estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<ResidentLine>> {
        try scope.page("resident.list", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.residents.list(estate: estate, in: scope.area(call), rows: rows)
        } view: { row throws(SQLError) in
            try view(row, call)
        }
    }

    package func show(_ reference: String, _ call: DeskCall) throws(SQLError) -> Ruling<ResidentLine> {
        try act("resident.show", reference, call) { row throws(SQLError) in .done(try view(row, call)) }
    }

    /// Somebody without a chat, known at the desk only.
    package func add(_ request: AddResident, _ call: DeskCall) throws(SQLError) -> Ruling<ResidentLine> {
        try door.pass("resident.bind", "new", call) { () throws(SQLError) in
            if let refusal = Refusal.words(request.name, "name") { return .refused(refusal) }
            guard let relation = Home.Relation(rawValue: request.relation) else {
                return .refused(wrongRelation)
            }
            return try scope.estate(request.estate, call.staff).then { estate throws(SQLError) in
                let unit = try request.home.map { home throws(SQLError) in
                    try scope.home(home, estate: estate.code, call)
                }
                if let refusal = unit?.refusal { return .refused(refusal) }
                let id = try call.tx.residents.add(
                    estate: estate.code, name: request.name.withoutNUL, at: call.now)
                if let unit = unit?.value {
                    try call.tx.homes.add(
                        id, unit: unit.id, relation: relation, proof: .staff, at: call.now)
                    try knock(at: unit, for: id, estate: estate.code, call)
                }
                return try scope.resident(id.description, call).then { row throws(SQLError) in
                    .done(try view(row, call))
                }
            }
        }
    }

    // MARK: Homes

    /// The resident has shown at the desk that the home is his.
    package func bind(
        _ reference: String, _ request: BindHome, _ call: DeskCall
    ) throws(SQLError) -> Ruling<ResidentLine> {
        try act("resident.bind", reference, call, isNeighbour: false) { row throws(SQLError) in
            guard let relation = Home.Relation(rawValue: request.relation) else {
                return .refused(wrongRelation)
            }
            return try scope.home(request.home, estate: row.estate, call).then { unit throws(SQLError) in
                try call.tx.homes.add(
                    row.id, unit: unit.id, relation: relation, proof: .staff, at: call.now)
                try knock(at: unit, for: row.id, estate: row.estate, call)
                return .done(try view(row, call))
            }
        }
    }

    /// Whoever has moved in is knocked at, also where the desk has entered his home (`domain.md` A04).
    private func knock(
        at unit: UnitRow, for id: ResidentID, estate: String, _ call: DeskCall
    ) throws(SQLError) {
        _ = try visits.knock(
            at: unit, for: id, estate: estate, actor: call.staff.name, in: call.tx, at: call.now)
    }

    /// A one-time code for a home: handed over there, typed into the chat, good once and for seven days.
    package func makeCode(_ request: CreateHomeCode, _ call: DeskCall) throws(SQLError) -> Ruling<
        OneTimeCode
    > {
        try door.pass("resident.bind", "home \(request.home)", call, detail: "code") {
            () throws(SQLError) in
            guard let relation = Home.Relation(rawValue: request.relation) else {
                return .refused(wrongRelation)
            }
            return try scope.estate(request.estate, call.staff).then { estate throws(SQLError) in
                try scope.home(request.home, estate: estate.code, call).then { unit throws(SQLError) in
                    let code = codes.digits(Limits.bindCodeDigits)
                    let expiresAt = call.now + .days(Limits.bindCodeDays)
                    try call.tx.homeCodes.add(
                        unit: unit.id, relation: relation,
                        hash: SecretHash.of(code, salt: unit.id.description),
                        expiresAt: expiresAt, at: call.now)
                    return .done(
                        OneTimeCode(
                            code: code, purpose: "home \(request.home)", expiresAt: expiresAt.iso8601))
                }
            }
        }
    }

    /// Raises a home that the resident claimed to one that staff have checked.
    package func verify(
        _ reference: String, _ request: HomeReference, _ call: DeskCall
    ) throws(SQLError) -> Ruling<ResidentLine> {
        try act("resident.verify", reference, call) { row throws(SQLError) in
            try home(request.home, of: row, call).then { home throws(SQLError) in
                try call.tx.homes.add(
                    row.id, unit: home.unitID, relation: home.relation, proof: .staff, at: call.now)
                return .done(try view(row, call))
            }
        }
    }

    package func unbind(
        _ reference: String, _ request: HomeReference, _ call: DeskCall
    ) throws(SQLError) -> Ruling<ResidentLine> {
        try act("resident.unbind", reference, call) { row throws(SQLError) in
            try home(request.home, of: row, call).then { home throws(SQLError) in
                try call.tx.homes.remove(row.id, unit: home.unitID)
                return .done(try view(row, call))
            }
        }
    }

    private func home(_ text: String, of row: ResidentRow, _ call: DeskCall) throws(SQLError) -> Ruling<
        Home
    > {
        try scope.home(text, estate: row.estate, call).then { unit throws(SQLError) in
            guard let home = try call.tx.homes.of(row.id).first(where: { $0.unitID == unit.id }) else {
                return .refused(
                    Refusal(
                        .notFound, "home.not_bound", "该居民没有 \(text) 这处住处，也没有自称。",
                        hint: "请看 `linli resident show \(row.id)`。"))
            }
            return .done(home)
        }
    }

    private var wrongRelation: Refusal {
        Refusal(
            .invalid, "relation.unknown", "没有这种关系。",
            hint: "可选：owner（业主）、tenant（租户）、family（家人）。")
    }

    // MARK: His data

    package func erase(
        _ reference: String, _ request: EraseResident, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Erasure> {
        let detail = request.dryRun ? "dry run" : ""
        return try act("resident.erase", reference, call, detail: detail) { row throws(SQLError) in
            guard row.erasedAt == nil else {
                return .refused(
                    Refusal(
                        .conflict, "resident.erased", "该居民的资料已经删除。",
                        hint: "不用再办。"))
            }
            let count = try call.tx.residents.footprint(row.id)
            let held = try call.tx.holds.count(of: row.id)
            if !request.dryRun {
                try activities.leaveAll(row.id, in: call.tx, at: call.now)
                try seats.leaveAll(row.id, in: call.tx, at: call.now)
                try call.tx.residents.erase(row.id, at: call.now)
                call.tx.afterCommit(wakeups.erased)
            }
            return .done(
                Erasure(
                    resident: row.id.rawValue, dryRun: request.dryRun, identities: count.identities,
                    homes: count.homes, messages: count.messages, tickets: count.tickets,
                    openTickets: count.openTickets, bookings: count.bookings, claims: count.claims,
                    needs: count.needs, offers: count.offers, visits: count.visits,
                    signups: count.signups, heldTickets: held))
        }
    }

    /// All that the store holds about one resident, for himself (PIPL 45).
    package func export(_ reference: String, _ call: DeskCall) throws(SQLError) -> Ruling<ResidentExport> {
        try act("resident.export", reference, call) { row throws(SQLError) in
            let tickets = try call.tx.tickets.of(row.id, limit: Limits.exportRows).map {
                ticket throws(SQLError) in
                let history = ticket.isAnsweredInWords ? try call.tx.ticketEvents.of(ticket.id) : []
                return ExportedTicket(
                    number: ticket.number, state: ticket.state.rawValue, category: ticket.draft.category,
                    place: ticket.draft.address.words, text: ticket.draft.text,
                    receivedAt: ticket.receivedAt.iso8601, result: ticket.result, rating: ticket.rating,
                    answer: TicketEvent.answer(in: history[...])?.code)
            }
            let bookings = try call.tx.bookings.of(resident: row.id).map { booking in
                ExportedBooking(
                    session: booking.session.rawValue, seat: booking.seat, matter: booking.matter,
                    attendee: booking.claim.attendee, state: booking.state.rawValue,
                    createdAt: booking.createdAt.iso8601)
            }
            let waits = try call.tx.seatWaits.of(resident: row.id).map { wait in
                ExportedBooking(
                    session: wait.session.rawValue, seat: 0, matter: wait.claim.matter,
                    attendee: wait.claim.attendee, state: wait.state.rawValue,
                    createdAt: wait.createdAt.iso8601)
            }
            let claims = try call.tx.claims.of(row.id).map { claim in
                PointsViews.claim(
                    claim, name: row.name, firstApprover: nil,
                    item: settings.points.items.first { $0.number == claim.item }?.code)
            }
            let identities = try call.tx.residents.identities(of: row.id).map {
                "\($0.channel):\($0.sender)"
            }
            return .done(
                ResidentExport(
                    id: row.id.rawValue, estate: row.estate, name: row.name, since: row.createdAt.iso8601,
                    homes: try call.tx.homes.of(row.id).map { home($0, masked: false) },
                    identities: identities,
                    points: try PointsViews.balance(row, call, masked: false),
                    ledger: try call.tx.ledger.statement(
                        of: row.id, rows: RowPage(limit: Limits.exportRows)
                    )
                    .map(PointsViews.entry),
                    tickets: tickets, bookings: bookings + waits, claims: claims,
                    entries: try entries(of: row.id, call),
                    partyMemberSince: try membership(of: row.id, call)))
        }
    }

    private func membership(of id: ResidentID, _ call: DeskCall) throws(SQLError) -> String? {
        guard settings.roles.may(call.staff.role, "resource.membership") else { return nil }
        return try call.tx.partyMembers.consent(of: id)?.iso8601
    }

    /// What the registers hold about him.
    private func entries(of id: ResidentID, _ call: DeskCall) throws(SQLError) -> [ExportedEntry] {
        let needs = try call.tx.needs.of(id, limit: Limits.exportRows).map { need in
            ExportedEntry(
                number: need.id.number, state: need.state.rawValue, text: need.text,
                dueAt: need.dueAt.iso8601)
        }
        let offers = try call.tx.resources.of(id).map { offer in
            ExportedEntry(
                number: offer.id.number, state: offer.state.rawValue, text: offer.text,
                dueAt: offer.dueAt.iso8601)
        }
        let visits = try call.tx.visits.of(id).map { visit in
            ExportedEntry(
                number: visit.id.number, state: visit.state.rawValue, text: visit.note,
                dueAt: visit.dueAt.iso8601)
        }
        let meals = try call.tx.mealOrders.all(of: id).map { order in
            ExportedEntry(
                number: order.id.number, state: order.endedAt == nil ? "running" : "ended",
                text: order.diet.joined(separator: "、"), dueAt: order.from.start.iso8601)
        }
        let applications = try call.tx.postApplications.of(id).map { row in
            ExportedEntry(
                number: "\(row.id)", state: row.state.rawValue, text: row.name, dueAt: row.createdAt.iso8601)
        }
        return try needs + offers + visits + meals + applications + activities.entries(of: id, in: call.tx)
    }

    // MARK: Views

    /// One act on one resident. The audit row names him by number, whatever he was called by.
    ///
    /// - Parameter isNeighbour: he must live in the area of who acts.
    private func act<Value: Sendable>(
        _ act: String, _ reference: String, _ call: DeskCall, detail: String = "", isNeighbour: Bool = true,
        _ body: (ResidentRow) throws(SQLError) -> Ruling<Value>
    ) throws(SQLError) -> Ruling<Value> {
        let found =
            try isNeighbour ? scope.neighbour(reference, call) : scope.resident(reference, call)
        let target = found.value.map { "resident-\($0.id)" } ?? "resident"
        return try door.pass(act, target, call, detail: detail) { () throws(SQLError) in
            try found.then(body)
        }
    }

    private func view(_ row: ResidentRow, _ call: DeskCall) throws(SQLError) -> ResidentLine {
        ResidentLine(
            id: row.id.rawValue, estate: row.estate, name: Masking.name(row.name),
            homes: try call.tx.homes.of(row.id).map { home($0, masked: true) },
            channels: try call.tx.residents.identities(of: row.id).map {
                "\($0.channel):\(Masking.identity($0.sender))"
            },
            since: row.createdAt.iso8601, erasedAt: row.erasedAt?.iso8601)
    }

    private func home(_ home: Home, masked: Bool) -> ResidentHome {
        ResidentHome(
            home: masked ? Masking.home(home.address) : home.address.code,
            relation: home.relation.rawValue,
            proof: home.proof.rawValue)
    }
}
