import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Where the rights of an account end inside an estate (`domain.md` 2.4): at its grids or its buildings, for
/// the roles that `Config/roles.yaml` gives an `area`.
///
/// Two sources, the nearest first: what `linli staff role --grid/--building` has written for the role; the
/// post of the estate's register that bears the account's code. An account of which neither says anything has
/// the whole estate, as before there were areas. Bound in one estate, it has another one only where it holds
/// the role for that estate by name.
struct StaffAreas: Sendable {
    let settings: Settings

    /// Nil where no area binds him.
    func area(of staff: StaffIdentity, in tx: Transaction) throws(SQLError) -> StaffArea? {
        try area(of: staff.id, name: staff.name, staff.role, in: tx)
    }

    func area(
        of id: StaffID, name: String, _ role: Role, in tx: Transaction
    ) throws(SQLError) -> StaffArea? {
        guard let limit = settings.roles.byRole[role]?.area else { return nil }
        let rows = try bounds(of: id, name: name, role, in: tx)
        guard !rows.isEmpty else { return nil }
        let bound = Set(rows.map(\.estate))
        var area = StaffArea(of: id)
        area.estates = try tx.staff.roles(of: id).filter { $0.role == role }.compactMap(\.estate).filter {
            !bound.contains($0)
        }
        area.common = limit == .grid ? bound.sorted() : []
        for row in rows {
            let buildings =
                row.kind == .building
                ? [row.code]
                : settings.estates[row.estate]?.grids.first { $0.code == row.code }?.buildings ?? []
            area.buildings += buildings.map { "\(row.estate)/\($0)" }
        }
        return area
    }

    /// Empty where he has the whole of what his role is for.
    func bounds(
        of id: StaffID, name: String, _ role: Role, in tx: Transaction
    ) throws(SQLError) -> [StaffAreaRow] {
        guard settings.roles.byRole[role]?.area != nil else { return [] }
        var rows = try tx.staffAreas.of(id, role)
        let written = Set(rows.map(\.estate))
        for (code, estate) in settings.estates.sorted(by: { $0.key < $1.key })
        where !written.contains(code) {
            guard let post = estate.roster.first(where: { $0.code == name && $0.role == role }) else {
                continue
            }
            if let building = post.building {
                rows.append(StaffAreaRow(estate: code, kind: .building, code: building))
            } else if let grid = post.grid {
                rows.append(StaffAreaRow(estate: code, kind: .grid, code: grid))
            }
        }
        return rows
    }

    /// Whoever it was given to sees it wherever it lies; whom it is about, nowhere.
    func sees(
        _ ticket: Ticket, _ staff: StaffIdentity, in tx: Transaction
    ) throws(SQLError) -> Bool {
        if try tx.ticketEvents.concerned(by: ticket.id).contains(staff.name) { return false }
        if ticket.taker == staff.id { return true }
        return try area(of: staff, in: tx)?.holds(ticket.draft.address.building, of: ticket.estate) ?? true
    }

    // MARK: Writing

    /// What a request names, checked against the register.
    ///
    /// - Parameter estate: to which the role is given.
    func read(
        grids: [String], buildings: [String], for role: Role, in estate: Estate
    ) -> Ruling<[StaffAreaRow]> {
        guard let limit = settings.roles.byRole[role]?.area else {
            return .refused(
                Refusal(
                    .invalid, "area.not_for_role", "角色 \(role.rawValue) 不分范围。",
                    hint: "请不填 --grid 和 --building；见 Config/roles.yaml 的 `area`。"))
        }
        guard limit == .grid ? buildings.isEmpty : grids.isEmpty else {
            return .refused(
                Refusal(
                    .invalid, "area.other_kind", "角色 \(role.rawValue) 要限定 \(limit.rawValue)。",
                    hint: "请填 --\(limit.rawValue)。"))
        }
        let known = limit == .grid ? estate.grids.map(\.code) : estate.buildings.map(\.code)
        for code in grids + buildings where !known.contains(code) {
            return .refused(
                Refusal(
                    .invalid, "\(limit.rawValue).unknown",
                    "\(estate.code) 的登记表里没有 \(limit.rawValue) \(code)。",
                    hint: "可选：\(known.joined(separator: "、"))。"))
        }
        return .done(
            (grids + buildings).map {
                StaffAreaRow(estate: estate.code, kind: limit == .grid ? .grid : .building, code: $0)
            })
    }

    // MARK: Words

    /// "grid 1, 2" or "whole estate"; nil where the role has no area.
    func words(
        of id: StaffID, name: String, _ held: StaffRole, in tx: Transaction
    ) throws(SQLError) -> String? {
        guard settings.roles.byRole[held.role]?.area != nil else { return nil }
        let rows = try bounds(of: id, name: name, held.role, in: tx)
        let here = rows.filter { held.estate == nil || $0.estate == held.estate }
        guard let first = here.first else { return Self.whole }
        let severalEstates = Set(here.map(\.estate)).count > 1
        let codes = here.map { severalEstates ? "\($0.estate)/\($0.code)" : $0.code }
        return "\(first.kind.rawValue) \(codes.joined(separator: ", "))"
    }

    private static let whole = "whole estate"
}

extension EstateScope {
    /// Nil where no area binds who asks.
    func area(_ call: DeskCall) throws(SQLError) -> StaffArea? {
        try StaffAreas(settings: settings).area(of: call.staff, in: call.tx)
    }

    /// Whether something of an estate lies where he may see it; nil means in no building.
    func holds(_ building: String?, of estate: String, _ call: DeskCall) throws(SQLError) -> Bool {
        try area(call)?.holds(building, of: estate) ?? true
    }

    /// Whether one of a resident's homes lies in the area of who asks; without a home, as what lies in none.
    func livesThere(
        _ resident: ResidentID, estate: String, _ call: DeskCall
    ) throws(SQLError) -> Bool {
        guard let area = try area(call) else { return true }
        let homes = try call.tx.homes.of(resident)
        return homes.isEmpty
            ? area.holds(nil, of: estate) : homes.contains { area.holds($0.address.building, of: estate) }
    }

    /// A resident as `resident` finds him; not there where none of his homes lies in the area of who asks.
    func neighbour(_ text: String, _ call: DeskCall) throws(SQLError) -> Ruling<ResidentRow> {
        try resident(text, call).then { row throws(SQLError) in
            try livesThere(row.id, estate: row.estate, call) ? .done(row) : .refused(Self.noResident)
        }
    }

    /// A ticket by its number. Outside the area of who asks it is not there for him, unless it was given to
    /// him.
    func ticket(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<Ticket> {
        let missing = Refusal(
            .notFound, "ticket.not_found", "没有工单 \(number)。",
            hint: "编号写成 LL260318-0001；请看 `linli ticket list`。")
        guard let ticket = try call.tx.tickets.find(number: number.uppercased()) else {
            return .refused(missing)
        }
        if let refusal = call.staff.refusal(outside: ticket.estate) { return .refused(refusal) }
        return try StaffAreas(settings: settings).sees(ticket, call.staff, in: call.tx)
            ? .done(ticket) : .refused(missing)
    }

}
