import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Finds what a staff request names, inside the estate that its token is for.
struct EstateScope: Sendable {
    let settings: Settings

    /// The estate that a request means: the named one, the token's, or the only one there is.
    func estate(_ named: String?, _ staff: StaffIdentity) -> Ruling<Estate> {
        let only = settings.estates.count == 1 ? settings.estates.keys.first : nil
        guard let code = named ?? staff.estate ?? only else {
            return .refused(
                Refusal(
                    .invalid, "estate.missing", "配置了几个小区。",
                    hint: "请填一个：\(settings.estates.keys.sorted().joined(separator: "、"))。"))
        }
        if let refusal = staff.refusal(outside: code) { return .refused(refusal) }
        guard let estate = settings.estates[code] else {
            return .refused(
                Refusal(
                    .notFound, "estate.not_found", "没有小区 \(code)。",
                    hint: "请看 `linli estate list`。"))
        }
        return .done(estate)
    }

    /// For lists: the named estate, the token's, or nil for all that there are.
    func filter(_ named: String?, _ staff: StaffIdentity) -> Ruling<String?> {
        guard let named else { return .done(staff.estate) }
        if let refusal = staff.refusal(outside: named) { return .refused(refusal) }
        return .done(named)
    }

    /// A page of the rows of the named estate, of the token's, or of all, behind the door. It says where the
    /// next one begins.
    ///
    /// - Parameter find: gets the estate, and which rows it may read.
    func page<Row: ListedRow, Item: Codable & Sendable & Hashable>(
        _ act: String, of estate: String?, rows: RowPage, _ call: DeskCall,
        find: (String?, RowPage) throws(SQLError) -> [Row], view: (Row) throws(SQLError) -> Item
    ) throws(SQLError) -> Ruling<Page<Item>> {
        try door.pass(act, estate ?? "", call) { () throws(SQLError) in
            try filter(estate, call.staff).then { estate throws(SQLError) in
                .done(try Page(try find(estate, rows.andOne), of: rows, view: view))
            }
        }
    }

    /// An act in the estate that the request means, behind the door.
    func pass<Value: Sendable>(
        _ act: String, _ target: String, in estate: String?, _ call: DeskCall, detail: String = "",
        _ body: (Estate) throws(SQLError) -> Ruling<Value>
    ) throws(SQLError) -> Ruling<Value> {
        try door.pass(act, target, call, detail: detail) { () throws(SQLError) in
            try self.estate(estate, call.staff).then(body)
        }
    }

    private var door: DeskDoor { DeskDoor(rights: settings.roles) }

    /// A resident by number ("12"), by address on a channel ("web:abc") or by name.
    func resident(_ text: String, _ call: DeskCall) throws(SQLError) -> Ruling<ResidentRow> {
        guard let row = try find(text, call) else {
            return .refused(Self.noResident)
        }
        if let refusal = call.staff.refusal(outside: row.estate) { return .refused(refusal) }
        return .done(row)
    }

    private func find(_ text: String, _ call: DeskCall) throws(SQLError) -> ResidentRow? {
        if let number = Int64(text) { return try call.tx.residents.find(ResidentID(number)) }
        if let colon = text.firstIndex(of: ":") {
            let sender = String(text[text.index(after: colon)...])
            let known = try call.tx.residents.find(channel: String(text[..<colon]), sender: sender)
            return try known.map { id throws(SQLError) in try call.tx.residents.find(id) } ?? nil
        }
        let estates = call.staff.estate.map { [$0] } ?? settings.estates.keys.sorted()
        for estate in estates {
            if let row = try call.tx.residents.find(name: text, estate: estate) { return row }
        }
        return nil
    }

    static let noResident = Refusal(
        .notFound, "resident.not_found", "没有这位居民。",
        hint: "请填编号、`渠道:号码` 或姓名；请看 `linli resident list`。")

    func staff(_ name: String, _ call: DeskCall) throws(SQLError) -> Ruling<StaffRow> {
        guard let row = try call.tx.staff.find(name: name) else {
            return .refused(
                Refusal(
                    .notFound, "staff.not_found", "没有工作人员账号 \(name)。",
                    hint: "请看 `linli staff list`。"))
        }
        guard row.disabledAt == nil else {
            return .refused(
                Refusal(
                    .conflict, "staff.disabled", "账号 \(name) 已经停用。", hint: "请填另一个。"
                ))
        }
        return .done(row)
    }

    /// One flat of the store's register, from `3-2-501`.
    func home(_ text: String, estate: String, _ call: DeskCall) throws(SQLError) -> Ruling<UnitRow> {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        var units: [UnitRow] = []
        if parts.count == 3 {
            let address = Address(building: parts[0], unit: parts[1], room: parts[2])
            units = try call.tx.units.find(estate: estate, address)
        } else if parts.count == 2 {
            units = try call.tx.units.find(estate: estate, Address(building: parts[0], room: parts[1]))
        }
        guard units.count == 1, let unit = units.first,
            try holds(unit.address.building, of: estate, call)
        else {
            return .refused(
                Refusal(
                    .notFound, "home.not_found", "\(estate) 的登记表里没有这处住处。",
                    hint: "请写成 楼栋-单元-房号，如 3-2-501；请看 `linli estate show \(estate)`。"))
        }
        return .done(unit)
    }
}

extension Page {
    /// Of rows that were read with one more than wanted.
    init<Row: ListedRow>(
        _ found: [Row], of rows: RowPage, view: (Row) throws(SQLError) -> Item
    ) throws(SQLError) {
        var items: [Item] = []
        for row in found.prefix(rows.limit) { items.append(try view(row)) }
        let last = found.prefix(rows.limit).last
        self.init(items: items, next: rows.next(found: found.count, last: last))
    }
}

extension Role {
    /// Reads a role's name, or refuses with the list of them.
    static func read(_ text: String) -> Ruling<Role> {
        if let role = Role(rawValue: text) { return .done(role) }
        return .refused(
            Refusal(
                .invalid, "role.unknown", "没有角色 \(text)。",
                hint: "可选：\(Role.allCases.map(\.rawValue).joined(separator: "、"))。"))
    }
}

extension Instant {
    /// Reads a time with its offset, or as people write it (`2026-03-19 15:00`, at +08:00), or refuses;
    /// `name` is the field's.
    static func read(_ text: String, _ name: String) -> Ruling<Instant> {
        if let instant = Instant(iso8601: text) ?? Instant(iso8601: text.withOffset) { return .done(instant) }
        return .refused(
            Refusal(
                .invalid, "\(name).invalid", "\(name) 不是时间。",
                hint: "请写成 2026-03-19T15:00:00+08:00 或 \"2026-03-19 15:00\"。"))
    }
}

extension String {
    /// `2026-03-19 15:00` with its seconds and its offset.
    fileprivate var withOffset: String {
        let time = replacing(" ", with: "T", maxReplacements: 1)
        return (count { $0 == ":" } == 1 ? time + ":00" : time) + "+08:00"
    }
}

extension Address {
    /// "3-2-501", as `linli` takes it.
    package var code: String {
        [building, unit, room].compactMap { $0 }.joined(separator: "-")
    }
}
