import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// The register of needs as staff use it: sort what was said, offer it, hand it out, see it done
/// (`domain.md` A07, F12).
///
/// Promise: one who takes a need on has it alone; every step is in its history and in the audit rows, and
/// everybody who has wished for it hears of it in the same commit; who that was is shown to nobody.
package struct NeedDesk: Sendable {
    let settings: Settings
    let door: DeskDoor
    let scope: EstateScope
    let register: NeedRegister

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
        register = NeedRegister(settings: settings, notifier: notifier)
    }

    // MARK: Reading

    /// By due time; open ones only where no state is named.
    package func list(
        estate: String?, state: String?, onlyOverdue: Bool, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<Need>> {
        var states = NeedState.allCases.filter(\.isOpen)
        if let state {
            guard let named = NeedState(rawValue: state) else {
                let known = NeedState.allCases.map(\.rawValue).joined(separator: "、")
                return .refused(
                    Refusal(
                        .invalid, "state.unknown", "需求没有 \(state) 这种状态。", hint: "可选：\(known)。")
                )
            }
            states = [named]
        }
        return try scope.page("need.list", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.needs.list(
                estate: estate, in: scope.area(call), states: states,
                overdueAt: onlyOverdue ? call.now : nil, rows: rows)
        } view: { row throws(SQLError) in
            try view(row, call)
        }
    }

    /// With its history.
    package func show(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<Need> {
        try door.pass("need.show", number, call) { () throws(SQLError) in
            try find(number, call).then { need throws(SQLError) in .done(try detail(need, call)) }
        }
    }

    // MARK: Acting

    package func act(
        _ act: NeedAct, _ number: String, _ request: NeedAction, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Need> {
        try door.pass(act.right, number, call) { () throws(SQLError) in
            try find(number, call).then { need throws(SQLError) in
                if let refusal = NeedTransitions.refusal(of: act, need.id, in: need.state) {
                    return .refused(refusal)
                }
                if let refusal = try refusal(ofHolder: act, need, call) { return .refused(refusal) }
                return try plan(act, need, request, call).then { plan throws(SQLError) in
                    try perform(act, need, plan, call)
                }
            }
        }
    }

    /// Nil where the staff member's role has the need, or keeps the register: nobody ends, moves or gives
    /// back what another has taken on.
    private func refusal(
        ofHolder act: NeedAct, _ need: NeedRow, _ call: DeskCall
    ) throws(SQLError) -> Refusal? {
        guard [.begin, .postpone, .finish, .release, .plan, .reach].contains(act),
            call.staff.role != settings.registers.needs.owner,
            let project = try call.tx.projects.running(of: need.id), project.role != call.staff.role
        else { return nil }
        let holder = project.role.map { "角色 \($0.rawValue)" } ?? "工作人员以外的人"
        return Refusal(
            .forbidden, "need.not_yours",
            "\(need.id.number) 由 \(project.claimant) 认领，负责人是 \(holder)。",
            hint: "请找他们，或者找角色 \(settings.registers.needs.owner.rawValue)。")
    }

    /// Whose staff see it done: who claims it himself, else the body that is named, where it is a role's.
    private func holder(_ name: String, _ call: DeskCall) -> Role? {
        if call.staff.role != settings.registers.needs.owner { return call.staff.role }
        return Role.allCases.first { $0.rawValue == name || settings.roles.name(of: $0) == name }
    }

    /// What an act changes, and what is told.
    private struct Plan: Sendable {
        var change: NeedChange
        var values: [String: String] = [:]
        /// Who has it from now on.
        var taker: ProjectRow.Way?
        var step: StepChange?
    }

    private func plan(
        _ act: NeedAct, _ need: NeedRow, _ request: NeedAction, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Plan> {
        let to = NeedTransitions.step(act).to ?? need.state
        switch act {
        case .sort:
            return short(request.title, "title").map { Plan(change: NeedChange(to: to, title: $0)) }
        case .offer:
            return due(request, call).map { date in
                Plan(
                    change: NeedChange(to: to, owner: ownRole, dueAt: date.lastMoment),
                    values: ["until": date.words])
            }
        case .assign, .claim:
            return try short(request.by, "by").then { name throws(SQLError) in
                due(request, call).map { date in
                    Plan(
                        change: NeedChange(to: to, owner: name, dueAt: date.lastMoment),
                        values: ["owner": name, "until": date.words],
                        taker: act == .claim ? .claimed : .assigned)
                }
            }
        case .begin: return .done(Plan(change: NeedChange(to: to), values: ["owner": need.owner]))
        case .progress:
            return words(request.text, "text").map { Plan(change: NeedChange(to: to), values: ["text": $0]) }
        case .finish:
            return words(request.text, "text").map {
                Plan(change: NeedChange(to: to, result: $0), values: ["text": $0])
            }
        case .postpone, .release:
            return try words(request.reason, "reason").then { reason throws(SQLError) in
                due(request, call).map { date in
                    Plan(
                        change: NeedChange(
                            to: to, owner: act == .release ? ownRole : nil, dueAt: date.lastMoment),
                        values: ["reason": reason, "until": date.words])
                }
            }
        case .decline:
            return words(request.reason, "reason").map {
                Plan(change: NeedChange(to: to, result: $0), values: ["reason": $0])
            }
        case .plan, .reach:
            return try planStep(act, request, of: need.id, call).map {
                Plan(change: NeedChange(to: to), step: $0)
            }
        case .merge: return try mergePlan(need, request.into ?? "", call)
        case .withdraw:
            return .refused(
                Refusal(
                    .forbidden, "need.resident_only", "只有提出需求的人才能撤回。",
                    hint: "请改为不采纳，并写明理由。"))
        }
    }

    private func mergePlan(
        _ need: NeedRow, _ number: String, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Plan> {
        try find(number, call).then { head throws(SQLError) in
            guard head.id != need.id, head.estate == need.estate, head.state.isOpen else {
                return .refused(
                    Refusal(
                        .conflict, "need.not_mergeable", "\(need.id.number) 不能并入 \(head.id.number)。",
                        hint: "请填同一小区里没有办完的另一项需求。"))
            }
            // What had joined this one would lose its head.
            guard try call.tx.needs.merged(into: need.id).isEmpty else {
                return .refused(
                    Refusal(
                        .conflict, "need.has_joined", "\(need.id.number) 已经有别人并入。",
                        hint: "请反过来，把 \(head.id.number) 并入 \(need.id.number)。"))
            }
            return .done(
                Plan(
                    change: NeedChange(to: .merged, mergedInto: head.id),
                    values: ["head": head.id.number, "title": head.title, "state": head.state.chinese]))
        }
    }

    private func perform(
        _ act: NeedAct, _ need: NeedRow, _ plan: Plan, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Need> {
        let from = NeedTransitions.step(act).from
        if let step = plan.step, try !write(step, of: need.id, call) {
            return .refused(
                Refusal(
                    .conflict, "step.reached", "\(need.id.number) 的“\(step.name)”已经完成过。",
                    hint: "请给这个节点换个名称。"))
        }
        guard try moveProject(act, need, plan, call),
            try call.tx.needs.move(need.id, from: from, plan.change, at: call.now)
        else {
            return .refused(
                Refusal(
                    .conflict, "need.state", "\(need.id.number) 刚刚被别人改过。",
                    hint: "请再看一遍 `linli need show \(need.id.number)`。"))
        }
        let event = try call.tx.registerEvents.add(
            .need, need.id.rawValue, act.rawValue, actor: call.staff.name, at: call.now)
        if !plan.change.state.isOpen {
            try call.tx.timers.disarm(.register, subject: "need/\(need.id)")
        } else if let due = plan.change.dueAt {
            try register.arm(need.id, due: due, in: call.tx)
        }
        let moved = try call.tx.needs.find(need.id) ?? need
        let values = try plan.step.map { step throws(SQLError) in try self.values(of: step, need.id, call) }
        try register.tell(
            moved, act.rawValue, values ?? plan.values, event: event, in: call.tx, at: call.now)
        return .done(try detail(moved, call))
    }

    /// The row of the third list goes with the need.
    private func moveProject(
        _ act: NeedAct, _ need: NeedRow, _ plan: Plan, _ call: DeskCall
    ) throws(SQLError) -> Bool {
        if let way = plan.taker, let owner = plan.change.owner, let due = plan.change.dueAt {
            var project = ProjectRow(need: need.id, way: way, claimant: owner, dueAt: due)
            project.role = holder(owner, call)
            return try call.tx.projects.take(project, at: call.now) != nil
        }
        guard let project = try call.tx.projects.running(of: need.id) else { return true }
        switch act {
        case .begin: return try call.tx.projects.begin(project.id, at: call.now)
        case .finish: return try call.tx.projects.end(project.id, as: .done, at: call.now)
        case .release: return try call.tx.projects.end(project.id, as: .givenUp, at: call.now)
        case .postpone:
            if let due = plan.change.dueAt { try call.tx.projects.postpone(project.id, until: due) }
            return true
        default: return true
        }
    }

    // MARK: Reading a request

    private var ownRole: String { register.owner }

    private func words(_ text: String?, _ name: String) -> Ruling<String> {
        if let refusal = Refusal.words(text ?? "", name) { return .refused(refusal) }
        return .done(text ?? "")
    }

    private func short(_ text: String?, _ name: String) -> Ruling<String> {
        if let refusal = Refusal.short(text ?? "", name) { return .refused(refusal) }
        return .done(text ?? "")
    }

    private func due(_ request: NeedAction, _ call: DeskCall) -> Ruling<CivilDate> {
        CivilDate.readDue(request.due ?? "", "due", at: call.now)
    }

    func find(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<NeedRow> {
        let missing = Refusal(
            .notFound, "need.not_found", "没有需求 \(number)。",
            hint: "请写成 N-07；请看 `linli need list`。")
        guard let id = NeedID(number: number), let need = try call.tx.needs.find(id) else {
            return .refused(missing)
        }
        if let refusal = call.staff.refusal(outside: need.estate) { return .refused(refusal) }
        return try scope.holds(need.building, of: need.estate, call) ? .done(need) : .refused(missing)
    }

    // MARK: Views

    private func detail(_ row: NeedRow, _ call: DeskCall) throws(SQLError) -> Need {
        var need = try view(row, call)
        need.history = try call.tx.registerEvents.of(.need, row.id.rawValue).map {
            RegisterStep(act: $0.act, actor: $0.actor, at: $0.at.iso8601)
        }
        need.milestones = try steps(of: row.id, call)
        need.followers = try call.tx.followers.of(row.id).count
        return need
    }

    private func view(_ row: NeedRow, _ call: DeskCall) throws(SQLError) -> Need {
        let wishes = try [row] + call.tx.needs.merged(into: row.id)
        return Need(
            number: row.id.number, estate: row.estate, quarter: row.quarter, category: row.category,
            title: Masking.numbers(in: row.title), text: Masking.numbers(in: row.text),
            place: Masking.numbers(in: row.place), channel: row.intake,
            channelName: Intake(rawValue: row.intake)?.chinese ?? "聊天", state: row.state.rawValue,
            owner: row.owner, due: row.dueAt.civil.date.description,
            overdueDays: row.state.isOpen ? row.dueAt.daysLate(at: call.now) : 0,
            mergedInto: row.mergedInto?.number, result: row.result.map(Masking.numbers), wishes: wishes.count)
    }
}

extension Instant {
    /// Days that have begun since the due day; 0 on it and before it.
    func daysLate(at now: Instant) -> Int {
        max(0, now.civil.date.daysSinceEpoch - civil.date.daysSinceEpoch)
    }
}
