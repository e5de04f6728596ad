import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Staff accounts: roles, roster, tokens, and whose chat a staff member's is.
///
/// Promise: a secret is shown once, because the store keeps its hash only; a token never speaks for a role
/// that its account does not hold.
package struct StaffDesk: Sendable {
    private let settings: Settings
    private let door: DeskDoor
    private let scope: EstateScope
    private let areas: StaffAreas
    private let codes: RandomCodes

    package init(settings: Settings, codes: RandomCodes) {
        self.settings = settings
        areas = StaffAreas(settings: settings)
        self.codes = codes
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
    }

    /// Who the token speaks for. Everybody may ask.
    package func whoami(_ call: DeskCall) throws(SQLError) -> Ruling<Whoami> {
        let rights = settings.roles.byRole[call.staff.role]
        return .done(
            Whoami(
                staff: call.staff.name, role: call.staff.role.rawValue,
                roleName: rights?.name ?? call.staff.role.rawValue, estate: call.staff.estate,
                area: try areas.words(
                    of: call.staff.id, name: call.staff.name,
                    StaffRole(role: call.staff.role, estate: call.staff.estate), in: call.tx),
                acts: rights?.acts.sorted() ?? []))
    }

    package func list(_ call: DeskCall) throws(SQLError) -> Ruling<Page<StaffAccount>> {
        try door.pass("staff.list", "", call) { () throws(SQLError) in
            var accounts: [StaffAccount] = []
            for row in try call.tx.staff.list() { accounts.append(try view(row, call)) }
            return .done(Page(items: accounts))
        }
    }

    package func add(_ request: AddStaff, _ call: DeskCall) throws(SQLError) -> Ruling<StaffAccount> {
        try door.pass("staff.add", request.name, call) { () throws(SQLError) in
            if let refusal = Refusal.words(request.name, "name") { return .refused(refusal) }
            return try first(request, call).then { grant throws(SQLError) in
                guard let id = try account(request.name, call) else {
                    return .refused(
                        Refusal(
                            .conflict, "staff.exists", "已经有账号 \(request.name)。",
                            hint: "请换个名称，或者用 `linli staff role` 给它角色。"))
                }
                if let grant { try write(grant, to: id, call) }
                return try scope.staff(request.name, call).then { row throws(SQLError) in
                    .done(try view(row, call))
                }
            }
        }
    }

    /// A new one, or one again whose holder had left; nil where somebody has it.
    private func account(_ name: String, _ call: DeskCall) throws(SQLError) -> StaffID? {
        if let id = try call.tx.staff.add(name: name.withoutNUL, at: call.now) { return id }
        guard let known = try call.tx.staff.find(name: name), try call.tx.staff.open(known.id) else {
            return nil
        }
        return known.id
    }

    /// The role of a new account; nil where none is named.
    private func first(_ request: AddStaff, _ call: DeskCall) throws(SQLError) -> Ruling<Grant?> {
        if let refusal = refusal(ofEstate: request.estate, call) { return .refused(refusal) }
        guard let name = request.role else { return .done(nil) }
        return try Role.read(name).then { role throws(SQLError) in
            grant(role, request.estate, request.grids, request.buildings, call).map { $0 }
        }
    }

    package func changeRole(
        _ name: String, _ request: ChangeRole, _ call: DeskCall
    ) throws(SQLError) -> Ruling<StaffAccount> {
        let detail = "\(request.withdraw ? "withdraw" : "grant") \(request.role)"
        return try act("staff.role", name, call, detail: detail) { row throws(SQLError) in
            try Role.read(request.role).then { role throws(SQLError) in
                if let refusal = refusal(ofEstate: request.estate, call) { return .refused(refusal) }
                if request.withdraw {
                    guard request.grids == nil, request.buildings == nil else {
                        return .refused(Self.wholeRole)
                    }
                    guard try call.tx.staff.withdraw(role, from: row.id, estate: request.estate) else {
                        return .refused(lacks(name, role))
                    }
                    if let estate = request.estate {
                        try call.tx.staffAreas.set([], for: role, of: row.id, estate: estate)
                    }
                    for token in try call.tx.staffTokens.list(of: row.id)
                    where token.role == role && token.estate == request.estate {
                        try call.tx.staffTokens.revoke(token.id, at: call.now)
                    }
                    return .done(try view(row, call))
                }
                return try grant(role, request.estate, request.grids, request.buildings, call).then {
                    grant throws(SQLError) in
                    try write(grant, to: row.id, call)
                    return .done(try view(row, call))
                }
            }
        }
    }

    /// He meant one grid, and would lose the role with its tokens.
    private static let wholeRole = Refusal(
        .invalid, "area.withdrawn", "角色要整个收回，连同令牌。",
        hint: "只收回一个网格或一栋楼时，请用剩下的重新授予。")

    /// A role as it is to be written: where, and where it ends.
    private struct Grant: Sendable {
        let role: Role
        let estate: String?
        /// Empty leaves what was written before.
        let areas: [StaffAreaRow]
    }

    /// Grids and buildings are an estate's: a role that ends at some is given for that estate.
    private func grant(
        _ role: Role, _ estate: String?, _ grids: [String]?, _ buildings: [String]?, _ call: DeskCall
    ) -> Ruling<Grant> {
        let (grids, buildings) = (grids ?? [], buildings ?? [])
        guard !grids.isEmpty || !buildings.isEmpty else {
            return .done(Grant(role: role, estate: estate, areas: []))
        }
        switch scope.estate(estate, call.staff) {
        case .refused(let refusal): return .refused(refusal)
        case .done(let estate):
            return areas.read(grids: grids, buildings: buildings, for: role, in: estate).map {
                Grant(role: role, estate: estate.code, areas: $0)
            }
        }
    }

    private func write(_ grant: Grant, to id: StaffID, _ call: DeskCall) throws(SQLError) {
        try call.tx.staff.grant(grant.role, to: id, estate: grant.estate)
        guard let estate = grant.estate, !grant.areas.isEmpty else { return }
        try call.tx.staffAreas.set(grant.areas, for: grant.role, of: id, estate: estate)
    }

    /// `estates`: where the account does hold it. For all of them at once it would need the role without one.
    private func lacks(
        _ name: String, _ role: Role, heldIn estates: [String] = [], _ wished: String? = nil
    ) -> Refusal {
        if wished == nil, let first = estates.sorted().first {
            let known = estates.sorted().joined(separator: "、")
            return Refusal(
                .conflict, "staff.lacks_role",
                "\(name) 的角色 \(role.rawValue) 只在 \(known)，而没有填小区。",
                hint: "请加 --estate \(first)。")
        }
        return Refusal(
            .conflict, "staff.lacks_role", "\(name) 在那里没有角色 \(role.rawValue)。",
            hint: "请看 `linli staff list`；用 `linli staff role` 授予。")
    }

    private func refusal(ofEstate estate: String?, _ call: DeskCall) -> Refusal? {
        if estate == nil {
            guard call.staff.estate != nil else { return nil }
            return Refusal(
                .forbidden, "scope.forbidden", "一个小区的令牌不能给所有小区授权。",
                hint: "请填小区。")
        }
        return scope.estate(estate, call.staff).refusal
    }

    // MARK: Praise

    /// What residents have thanked people for, newest first; who thanked stands not in it.
    package func praises(
        estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<Praise>> {
        try scope.page("staff.praises", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.praises.list(estate: estate, rows: rows)
        } view: {
            Praise(id: $0.id, estate: $0.estate, named: $0.named, text: $0.text, at: $0.at.iso8601)
        }
    }

    // MARK: Roster

    package func roster(estate: String?, _ call: DeskCall) throws(SQLError) -> Ruling<Page<DutyEntry>> {
        try scope.pass("staff.roster", estate ?? "", in: estate, call) { estate throws(SQLError) in
            let rows = try call.tx.roster.onDuty(estate: estate.code, at: call.now)
            return .done(Page(items: rows.map { view($0, estate.code) }))
        }
    }

    package func addDuty(_ request: AddDuty, _ call: DeskCall) throws(SQLError) -> Ruling<DutyEntry> {
        try act("staff.roster", request.staff, call) { row throws(SQLError) in
            try scope.estate(request.estate, call.staff).then { estate throws(SQLError) in
                try duty(request).then { duty throws(SQLError) in
                    let holds = try call.tx.staff.roles(of: row.id).contains {
                        $0.role == duty.role && ($0.estate == nil || $0.estate == estate.code)
                    }
                    guard holds else { return .refused(lacks(request.staff, duty.role)) }
                    let id = try call.tx.roster.add(
                        estate: estate.code, role: duty.role, staff: row.id, from: duty.from,
                        until: duty.until)
                    return .done(
                        DutyEntry(
                            id: id, estate: estate.code, role: duty.role.rawValue, staff: row.name,
                            from: duty.from.iso8601, until: duty.until.iso8601))
                }
            }
        }
    }

    private struct Duty: Sendable {
        let role: Role
        let from: Instant
        let until: Instant
    }

    private func duty(_ request: AddDuty) throws(SQLError) -> Ruling<Duty> {
        try Role.read(request.role).then { role throws(SQLError) in
            try Instant.read(request.from, "from").then { from throws(SQLError) in
                try Instant.read(request.until, "until").then { until throws(SQLError) in
                    guard until > from else {
                        return .refused(
                            Refusal(
                                .invalid, "until.invalid", "值班的结束早于开始。",
                                hint: "请把结束填晚一些。"))
                    }
                    return .done(Duty(role: role, from: from, until: until))
                }
            }
        }
    }

    package func removeDuty(
        _ id: Int64, estate: String?, _ call: DeskCall
    ) throws(SQLError) -> Ruling<DutyEntry> {
        try scope.pass("staff.roster", "duty-\(id)", in: estate, call, detail: "remove") {
            estate throws(SQLError) in
            let rows = try call.tx.roster.onDuty(estate: estate.code, at: call.now)
            guard let row = rows.first(where: { $0.id == id }), try call.tx.roster.remove(id) else {
                return .refused(
                    Refusal(
                        .notFound, "duty.not_found",
                        "\(estate.code) 的值班表没有有效的 \(id)。",
                        hint: "请看 `linli staff roster`。"))
            }
            return .done(view(row, estate.code))
        }
    }

    // MARK: Tokens

    package func tokens(_ name: String, _ call: DeskCall) throws(SQLError) -> Ruling<Page<StaffToken>> {
        try act("staff.token", name, call, detail: "list") { row throws(SQLError) in
            .done(Page(items: try call.tx.staffTokens.list(of: row.id).map(view)))
        }
    }

    /// The secret is in the answer and nowhere else.
    package func makeToken(
        _ name: String, _ request: CreateToken, _ call: DeskCall
    ) throws(SQLError) -> Ruling<TokenSecret> {
        try act("staff.token", name, call, detail: request.role) { row throws(SQLError) in
            try Role.read(request.role).then { role throws(SQLError) in
                if let refusal = refusal(ofEstate: request.estate, call) { return .refused(refusal) }
                let held = try call.tx.staff.roles(of: row.id).filter { $0.role == role }
                guard held.contains(where: { $0.estate == nil || $0.estate == request.estate }) else {
                    return .refused(lacks(name, role, heldIn: held.compactMap(\.estate), request.estate))
                }
                if let days = request.days, !(1...Limits.tokenDays).contains(days) {
                    return .refused(
                        Refusal(
                            .invalid, "days.invalid", "令牌有效期是 1 到 \(Limits.tokenDays) 天。",
                            hint: "不填天数，令牌在吊销前一直有效。"))
                }
                let secret = codes.secret()
                let expiresAt = request.days.map { call.now + .days(Int64($0)) }
                let id = try call.tx.staffTokens.add(
                    row.id, role: role, estate: request.estate, hash: SecretHash.of(secret),
                    label: request.label,
                    expiresAt: expiresAt, at: call.now)
                return .done(
                    TokenSecret(
                        id: id, staff: row.name, role: role.rawValue, estate: request.estate,
                        token: secret,
                        expiresAt: expiresAt?.iso8601))
            }
        }
    }

    package func revoke(_ name: String, token id: Int64, _ call: DeskCall) throws(SQLError) -> Ruling<
        StaffToken
    > {
        try door.pass("staff.revoke", "token-\(id)", call) { () throws(SQLError) in
            guard let row = try call.tx.staff.find(name: name),
                let token = try call.tx.staffTokens.list(of: row.id).first(where: { $0.id == id })
            else {
                return .refused(
                    Refusal(
                        .notFound, "token.not_found", "\(name) 没有令牌 \(id)。",
                        hint: "请看 `linli staff token \(name) --list`。"))
            }
            if let estate = call.staff.estate, token.estate != estate {
                return .refused(
                    Refusal(
                        .forbidden, "scope.forbidden", "这个令牌不在您的小区。",
                        hint: "请找管理员。"))
            }
            guard try call.tx.staffTokens.revoke(id, at: call.now) else {
                return .refused(
                    Refusal(
                        .conflict, "token.revoked", "令牌 \(id) 已经吊销。",
                        hint: "不用再办。"))
            }
            return .done(view(try call.tx.staffTokens.list(of: row.id).first { $0.id == id } ?? token))
        }
    }

    /// A one-time code that the staff member types into a chat: that chat is then his.
    package func makeBindCode(_ name: String, _ call: DeskCall) throws(SQLError) -> Ruling<OneTimeCode> {
        try act("staff.bind", name, call) { row throws(SQLError) in
            let code = codes.digits(Limits.bindCodeDigits)
            let expiresAt = call.now + .minutes(Limits.staffCodeMinutes)
            try call.tx.staffCodes.add(
                row.id, hash: SecretHash.of(code, salt: Self.bindSalt), expiresAt: expiresAt)
            return .done(
                OneTimeCode(code: code, purpose: "staff \(row.name)", expiresAt: expiresAt.iso8601))
        }
    }

    /// Whoever reads the code out of a chat hashes it with this.
    package static let bindSalt = "staff"

    // MARK: Views

    private func act<Value: Sendable>(
        _ act: String, _ name: String, _ call: DeskCall, detail: String = "",
        _ body: (StaffRow) throws(SQLError) -> Ruling<Value>
    ) throws(SQLError) -> Ruling<Value> {
        try door.pass(act, name, call, detail: detail) { () throws(SQLError) in
            try scope.staff(name, call).then(body)
        }
    }

    private func view(_ row: StaffRow, _ call: DeskCall) throws(SQLError) -> StaffAccount {
        StaffAccount(
            name: row.name,
            roles: try call.tx.staff.roles(of: row.id).map { held throws(SQLError) in
                StaffRight(
                    role: held.role.rawValue, estate: held.estate,
                    area: try areas.words(of: row.id, name: row.name, held, in: call.tx))
            },
            disabled: row.disabledAt != nil)
    }

    private func view(_ row: RosterRow, _ estate: String) -> DutyEntry {
        DutyEntry(
            id: row.id, estate: estate, role: row.role.rawValue, staff: row.staff, from: row.from.iso8601,
            until: row.until.iso8601)
    }

    private func view(_ row: StaffTokenRow) -> StaffToken {
        StaffToken(
            id: row.id, role: row.role.rawValue, estate: row.estate, label: row.label,
            createdAt: row.createdAt.iso8601, expiresAt: row.expiresAt?.iso8601,
            revokedAt: row.revokedAt?.iso8601)
    }
}
