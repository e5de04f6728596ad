import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Somebody leaves (`domain.md` A17, C12): what he has in hand goes to whoever follows, in one commit.
///
/// Promise: afterwards no open ticket, visit, turn on duty, open question, post or team is his, no token or
/// chat acts for him, and what the register names him for goes to whoever has followed him. Where one
/// of the tickets may not go there, nothing is done.
package struct HandoverDesk: Sendable {
    private let settings: Settings
    private let door: DeskDoor
    private let scope: EstateScope
    private let areas: StaffAreas
    private let notifier: Notifier

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
        areas = StaffAreas(settings: settings)
    }

    package func leave(
        _ name: String, _ request: LeaveStaff, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Handover> {
        let detail = request.dryRun ? "dry run" : request.to.map { "to \($0)" } ?? ""
        return try door.pass("staff.leave", name, call, detail: detail) { () throws(SQLError) in
            try scope.staff(name, call).then { row throws(SQLError) in
                if let refusal = try refusal(toEnd: row, call) { return .refused(refusal) }
                return try follower(of: row, request.to, call).then { other throws(SQLError) in
                    if let refusal = try refusal(toHand: row, to: other, call) { return .refused(refusal) }
                    let handover = try count(row, other, isDry: request.dryRun, call)
                    guard !request.dryRun else { return .done(handover) }
                    if other.id == row.id {
                        try call.tx.staff.shut(row.id, at: call.now)
                    } else {
                        try hand(row, to: other, handover, call)
                    }
                    return .done(handover)
                }
            }
        }
    }

    // MARK: Who follows

    private func refusal(toEnd row: StaffRow, _ call: DeskCall) throws(SQLError) -> Refusal? {
        if row.id == call.staff.id {
            return Refusal(
                .conflict, "staff.own_account", "这是您正在使用的账号。",
                hint: "请由别人来停用。")
        }
        guard let own = call.staff.estate else { return nil }
        guard try call.tx.staff.roles(of: row.id).contains(where: { $0.estate != own }) else { return nil }
        return Refusal(
            .forbidden, "scope.forbidden", "\(row.name) 在 \(own) 以外还有角色。", hint: "请找管理员。")
    }

    private func follower(
        of row: StaffRow, _ named: String?, _ call: DeskCall
    ) throws(SQLError) -> Ruling<StaffRow> {
        if let named { return try scope.staff(named, call) }
        let deputies = Set(try call.tx.posts.held(by: row.id).compactMap(\.deputyName))
        guard deputies.count == 1, let deputy = deputies.first else {
            return .refused(
                Refusal(
                    .invalid, "staff.follower_missing",
                    deputies.isEmpty
                        ? "\(row.name) 没有代理人。"
                        : "\(row.name) 有几位代理人：\(deputies.sorted().joined(separator: "、"))。",
                    hint: "请用 --to 填由谁接手。"))
        }
        return try scope.staff(deputy, call)
    }

    private func refusal(
        toHand row: StaffRow, to other: StaffRow, _ call: DeskCall
    ) throws(SQLError) -> Refusal? {
        guard other.id != row.id else { return nil }
        let held = try call.tx.staff.roles(of: other.id)
        for right in try call.tx.staff.roles(of: row.id)
        where !held.contains(where: {
            $0.role == right.role && ($0.estate == nil || $0.estate == right.estate)
        }) {
            let place = right.estate.map { " --estate \($0)" } ?? ""
            return Refusal(
                .conflict, "staff.lacks_role", "\(other.name) 没有角色 \(right.role.rawValue)。",
                hint: "请先授予：`linli staff role \(other.name) \(right.role.rawValue)\(place)`。")
        }
        let own = try call.tx.residents.of(staff: other.id)
        for ticket in try call.tx.tickets.held(by: row.id) {
            let isOwn = ticket.resident.map(own.contains) ?? false
            let concerns = try call.tx.ticketEvents.concerned(by: ticket.id).contains(other.name)
            guard isOwn || concerns else { continue }
            return Refusal(
                .conflict, "ticket.concerns_him",
                "\(ticket.number) 是关于 \(other.name) 的，或者是他自己的事。",
                hint: "请先派给别人：`linli ticket assign \(ticket.number)`。")
        }
        return nil
    }

    // MARK: Handing over

    private func count(
        _ row: StaffRow, _ other: StaffRow, isDry: Bool, _ call: DeskCall
    ) throws(SQLError) -> Handover {
        var handover = Handover(
            staff: row.name, to: other.name, dryRun: isDry,
            tickets: try call.tx.tickets.held(by: row.id).count,
            visits: try call.tx.visits.planned(post: row.name),
            duties: try call.tx.staff.duties(of: row.id, at: call.now), posts: [], teams: [])
        for held in try call.tx.posts.held(by: row.id) {
            if let post = try call.tx.posts.find(held.post) { handover.posts.append(post.name) }
        }
        handover.teams = try call.tx.teams.led(by: row.id).map(\.name)
        return handover
    }

    private func hand(
        _ row: StaffRow, to other: StaffRow, _ handover: Handover, _ call: DeskCall
    ) throws(SQLError) {
        let tx = call.tx
        try tx.tickets.hand(
            from: row.id, to: other, actor: call.staff.name, detail: "\(other.name)（\(row.name)离岗）",
            at: call.now)
        _ = try tx.visits.hand(post: row.name, to: other.name)
        _ = try tx.staff.handRoster(of: row.id, to: other.id, at: call.now)
        try tx.voices.hand(from: row.id, to: other.id)
        for held in try tx.posts.held(by: row.id) {
            _ = try tx.posts.vacate(held.post, row.id, at: call.now)
            let deputy = held.deputy == other.id ? nil : held.deputy
            _ = try tx.posts.appoint(held.post, other.id, deputy: deputy, at: call.now)
        }
        try tx.posts.dropDeputy(row.id)
        for team in try tx.teams.led(by: row.id) {
            _ = try tx.teams.join(team.id, other.id, at: call.now)
            try tx.teams.setLead(team.id, other.id)
        }
        try tx.teams.leaveAll(row.id)
        try widen(other, by: row, call)
        try tx.staff.leave(row.id, to: other.id, at: call.now)
        try tell(other, handover, call)
    }

    /// Where his role ends at some grids or buildings and the other's does too, they are all the other's now.
    private func widen(_ other: StaffRow, by row: StaffRow, _ call: DeskCall) throws(SQLError) {
        for role in Set(try call.tx.staff.roles(of: row.id).map(\.role)) {
            let left = try areas.bounds(of: row.id, name: row.name, role, in: call.tx)
            let own = try areas.bounds(of: other.id, name: other.name, role, in: call.tx)
            for estate in Set(left.map(\.estate)) {
                let here = own.filter { $0.estate == estate }
                guard !here.isEmpty else { continue }
                let all = here + left.filter { $0.estate == estate && !here.contains($0) }
                try call.tx.staffAreas.set(all, for: role, of: other.id, estate: estate)
            }
        }
    }

    private func tell(_ other: StaffRow, _ handover: Handover, _ call: DeskCall) throws(SQLError) {
        let phrase = Phrase(
            "staff.handed_over",
            [
                "staff": handover.staff, "tickets": "\(handover.tickets)", "visits": "\(handover.visits)",
                "duties": "\(handover.duties)",
            ].filter { $0.value != "0" })
        for chat in try call.tx.staff.chats(of: other.id) {
            try notifier.tell(
                channel: chat.channel, recipient: chat.sender, [phrase], why: "staff.handover",
                key: "handover-\(handover.staff)-\(call.now.milliseconds)-\(chat.channel)-\(chat.sender)",
                in: call.tx, at: call.now)
        }
    }
}
