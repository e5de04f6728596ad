import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Visits and the care list as staff keep them (`domain.md` A04).
///
/// Promise: who stands on the care list is shown to those with the right `visit.care` alone, and each look at
/// it leaves an audit row; a visit names its building, and its home only to those who make visits.
package struct VisitDesk: Sendable {
    private let settings: Settings
    private let door: DeskDoor
    private let scope: EstateScope
    private let register: VisitRegister

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
        register = VisitRegister(settings: settings, notifier: notifier)
    }

    /// By due time.
    package func list(
        estate: String?, onlyPlanned: Bool, onlyOverdue: Bool, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<Visit>> {
        try scope.page("visit.list", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.visits.list(
                estate: estate, in: scope.area(call), onlyPlanned: onlyPlanned || onlyOverdue,
                overdueAt: onlyOverdue ? call.now : nil, rows: rows)
        } view: { row throws(SQLError) in
            try view(row, call)
        }
    }

    package func plan(_ request: PlanVisit, _ call: DeskCall) throws(SQLError) -> Ruling<Visit> {
        try scope.pass("visit.plan", request.kind, in: request.estate, call) { estate throws(SQLError) in
            guard let kind = VisitKind(rawValue: request.kind) else {
                let known = VisitKind.allCases.map(\.rawValue).joined(separator: "、")
                return .refused(
                    Refusal(
                        .invalid, "kind.unknown", "没有 \(request.kind) 这种走访。",
                        hint: "可选：\(known)。"))
            }
            return try scope.home(request.home, estate: estate.code, call).then { unit throws(SQLError) in
                try CivilDate.readDue(request.due, "due", at: call.now).then { due throws(SQLError) in
                    let visit = try register.plan(
                        kind, at: unit.id, unit.address, for: nil, estate: estate.code, due: due.lastMoment,
                        actor: call.staff.name, in: call.tx, at: call.now)
                    guard let visit else {
                        return .refused(
                            Refusal(
                                .conflict, "visit.planned", "那里已经安排了这种走访。",
                                hint: "请看 `linli visit list`。"))
                    }
                    return .done(try view(visit, call))
                }
            }
        }
    }

    package func finish(
        _ number: String, _ request: Words, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Visit> {
        try end("visit.finish", number, as: .done, request.text, call)
    }

    package func drop(
        _ number: String, _ request: Words, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Visit> {
        try end("visit.drop", number, as: .dropped, request.text, call)
    }

    private func end(
        _ right: String, _ number: String, as state: VisitRow.State, _ text: String, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Visit> {
        try door.pass(right, number, call) { () throws(SQLError) in
            if let refusal = Refusal.words(text, "text") { return .refused(refusal) }
            let missing = Refusal(
                .notFound, "visit.not_found", "没有走访 \(number)。",
                hint: "请写成 V-07；请看 `linli visit list`。")
            guard let id = VisitID(number: number), let visit = try call.tx.visits.find(id) else {
                return .refused(missing)
            }
            if let refusal = call.staff.refusal(outside: visit.estate) { return .refused(refusal) }
            let building = try call.tx.units.find(visit.unit)?.address.building
            guard try scope.holds(building, of: visit.estate, call) else { return .refused(missing) }
            guard try call.tx.visits.end(id, as: state, note: text, at: call.now) else {
                return .refused(
                    Refusal(
                        .conflict, "visit.over", "\(id.number) 的状态是 \(visit.state.rawValue)。",
                        hint: "请用 `linli visit plan` 另外安排。"))
            }
            try call.tx.timers.disarm(.register, subject: "visit/\(id)")
            let act = state == .done ? "finish" : "drop"
            try call.tx.registerEvents.add(.visit, id.rawValue, act, actor: call.staff.name, at: call.now)
            return .done(try view(try call.tx.visits.find(id) ?? visit, call))
        }
    }

    // MARK: The care list

    package func care(estate: String?, rows: RowPage, _ call: DeskCall) throws(SQLError) -> Ruling<
        Page<CareHome>
    > {
        try scope.page("visit.care", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.care.list(estate: estate, in: scope.area(call), rows: rows)
        } view: { row throws(SQLError) in
            CareHome(
                home: try call.tx.units.find(row.unit)?.address.code ?? "", estate: row.estate,
                reason: row.reason, since: row.since.civil.date.description, contact: row.contact)
        }
    }

    /// Visited from this month on.
    package func addCare(_ request: AddCare, _ call: DeskCall) throws(SQLError) -> Ruling<CareHome> {
        try scope.pass("visit.care", "care", in: request.estate, call, detail: "add") {
            estate throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return .refused(refusal) }
            if let contact = request.contact, let refusal = Refusal.words(contact, "contact") {
                return .refused(refusal)
            }
            return try scope.home(request.home, estate: estate.code, call).then { unit throws(SQLError) in
                let id = try call.tx.care.add(
                    unit.id, estate: estate.code, reason: request.reason, contact: request.contact ?? "",
                    at: call.now)
                guard id != nil else {
                    return .refused(
                        Refusal(
                            .conflict, "care.listed", "这处住处已经在重点关爱名单上。",
                            hint: "请看 `linli visit care`。"))
                }
                _ = try register.plan(
                    .atDoor, at: unit.id, unit.address, for: nil, estate: estate.code,
                    due: ReportPeriod(monthOf: call.now.civil.date).last.lastMoment,
                    actor: call.staff.name, in: call.tx, at: call.now)
                return .done(
                    CareHome(
                        home: unit.address.code, estate: estate.code, reason: request.reason,
                        since: call.now.civil.date.description, contact: request.contact ?? ""))
            }
        }
    }

    package func removeCare(_ request: RemoveCare, _ call: DeskCall) throws(SQLError) -> Ruling<Nothing> {
        try scope.pass("visit.care", "care", in: request.estate, call, detail: "remove") {
            estate throws(SQLError) in
            try scope.home(request.home, estate: estate.code, call).then { unit throws(SQLError) in
                guard try call.tx.care.end(unit.id, at: call.now) else {
                    return .refused(
                        Refusal(
                            .notFound, "care.not_listed", "这处住处不在重点关爱名单上。",
                            hint: "请看 `linli visit care`。"))
                }
                return .done(Nothing())
            }
        }
    }

    private func view(_ row: VisitRow, _ call: DeskCall) throws(SQLError) -> Visit {
        let address = try call.tx.units.find(row.unit)?.address ?? Address()
        let isVisitor = settings.roles.may(call.staff.role, "visit.finish")
        let home = isVisitor ? address.code : Masking.home(address)
        return Visit(
            number: row.id.number, estate: row.estate, kind: row.kind.rawValue, name: row.kind.chinese,
            home: home, owner: row.owner, due: row.dueAt.civil.date.description, state: row.state.rawValue,
            overdueDays: row.state == .planned ? row.dueAt.daysLate(at: call.now) : 0,
            note: Masking.numbers(in: row.note), wish: Masking.numbers(in: row.wish))
    }
}
