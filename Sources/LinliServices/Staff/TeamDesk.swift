import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Teams that are sent as a group (`domain.md` C10).
///
/// Promise: of a team no more people are promised at one time than it has, whoever sends it; its lead has the
/// ticket, and the resident hears who comes and when in the same commit.
package struct TeamDesk: Sendable {
    private let settings: Settings
    private let scope: EstateScope
    private let door: DeskDoor
    private let tickets: TicketDesk

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        scope = EstateScope(settings: settings)
        door = DeskDoor(rights: settings.roles)
        tickets = TicketDesk(settings: settings, notifier: notifier)
    }

    package func list(
        estate: String?, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<Team>> {
        try scope.page("team.list", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.teams.list(estate: estate, rows: rows)
        } view: { row throws(SQLError) in
            try view(row, call)
        }
    }

    package func add(_ request: AddTeam, _ call: DeskCall) throws(SQLError) -> Ruling<Team> {
        try scope.pass("team.add", request.name, in: request.estate, call) { estate throws(SQLError) in
            if let refusal = Refusal.short(request.name, "name") ?? refusal(of: request.takes) {
                return .refused(refusal)
            }
            return try people(request, call).then { people throws(SQLError) in
                guard
                    let id = try call.tx.teams.add(
                        request.name, takes: request.takes, lead: people[0].id, estate: estate.code,
                        at: call.now)
                else {
                    return .refused(
                        Refusal(
                            .conflict, "team.exists", "已经有队伍“\(request.name)”。",
                            hint: "请看 `linli team list`。"))
                }
                for member in people.dropFirst() { _ = try call.tx.teams.join(id, member.id, at: call.now) }
                return try found(id, call).then { row throws(SQLError) in .done(try view(row, call)) }
            }
        }
    }

    /// The lead first.
    private func people(_ request: AddTeam, _ call: DeskCall) throws(SQLError) -> Ruling<[StaffRow]> {
        guard request.members.count < Limits.postSeats else {
            return .refused(
                Refusal(
                    .invalid, "members.too_many", "一支队伍最多 \(Limits.postSeats) 人。",
                    hint: "请分成两支。"))
        }
        var people: [StaffRow] = []
        for name in [request.lead] + request.members {
            switch try scope.staff(name, call) {
            case .done(let row): people.append(row)
            case .refused(let refusal): return .refused(refusal)
            }
        }
        return .done(people)
    }

    private func refusal(of takes: [String]) -> Refusal? {
        guard let unknown = takes.first(where: { settings.categories[$0] == nil }) else { return nil }
        return Refusal(
            .invalid, "category.unknown", "没有类别 \(unknown)。",
            hint: "请看 Config/categories.yaml，例如 care.errand。")
    }

    package func join(_ id: Int64, _ request: JoinTeam, _ call: DeskCall) throws(SQLError) -> Ruling<Team> {
        try act("team.join", id, call, detail: request.staff) { team throws(SQLError) in
            try scope.staff(request.staff, call).then { staff throws(SQLError) in
                let isNew = try call.tx.teams.join(team.id, staff.id, at: call.now)
                guard isNew || (request.lead && team.lead != staff.id) else {
                    return .refused(
                        Refusal(
                            .conflict, "team.member", "\(staff.name) 已经在“\(team.name)”。",
                            hint: "不用再办。"))
                }
                if request.lead { try call.tx.teams.setLead(team.id, staff.id) }
                return .done(true)
            }
        }
    }

    package func leave(_ id: Int64, _ request: JoinTeam, _ call: DeskCall) throws(SQLError) -> Ruling<Team> {
        try act("team.leave", id, call, detail: request.staff) { team throws(SQLError) in
            try scope.staff(request.staff, call).then { staff throws(SQLError) in
                guard staff.id != team.lead else {
                    return .refused(
                        Refusal(
                            .conflict, "team.lead", "\(staff.name) 是“\(team.name)”的队长。",
                            hint: "请先换队长：`linli team join \(id) NAME --lead`。"))
                }
                guard try call.tx.teams.leave(team.id, staff.id) else {
                    return .refused(
                        Refusal(
                            .conflict, "team.no_member", "\(staff.name) 不在“\(team.name)”。",
                            hint: "请看 `linli team list`。"))
                }
                return .done(true)
            }
        }
    }

    package func end(_ id: Int64, _ call: DeskCall) throws(SQLError) -> Ruling<Team> {
        try act("team.end", id, call) { team throws(SQLError) in
            let away = try call.tx.teams.away(team.id)
            guard away == 0 else {
                return .refused(
                    Refusal(
                        .conflict, "team.away", "“\(team.name)”有 \(away) 人在办未完的工单。",
                        hint: "请先办结或改派；请看 `linli ticket list --open`。"))
            }
            return .done(try call.tx.teams.end(team.id, at: call.now))
        }
    }

    // MARK: Sending

    package func send(_ id: Int64, _ request: SendTeam, _ call: DeskCall) throws(SQLError) -> Ruling<Team> {
        try act("team.send", id, call, detail: request.ticket) { team throws(SQLError) in
            try time(request.at, call).then { moment throws(SQLError) in
                try scope.ticket(request.ticket, call).then { ticket throws(SQLError) in
                    if let refusal = try refusal(toSend: team, to: ticket, request.people, call) {
                        return .refused(refusal)
                    }
                    try call.tx.teams.send(team.id, to: ticket.id, people: request.people, at: moment)
                    try tickets.hand(
                        ticket, to: team, people: request.people, at: moment, call)
                    return .done(true)
                }
            }
        }
    }

    private func time(_ text: String, _ call: DeskCall) throws(SQLError) -> Ruling<Instant> {
        try Instant.read(text, "at").then { moment throws(SQLError) in
            guard moment >= call.now, moment <= call.now + .days(Limits.teamOrderDays) else {
                return .refused(
                    Refusal(
                        .invalid, "at.invalid", "时间已经过去，或者太远。",
                        hint: "请填 \(Limits.teamOrderDays) 天以内的时间。"))
            }
            return .done(moment)
        }
    }

    private func refusal(
        toSend team: TeamRow, to ticket: Ticket, _ people: Int, _ call: DeskCall
    ) throws(SQLError) -> Refusal? {
        guard ticket.estate == team.estate else {
            return Refusal(
                .conflict, "team.other_estate", "“\(team.name)”属于小区 \(team.estate)。",
                hint: "请看 `linli team list --estate \(ticket.estate)`。")
        }
        if let refusal = TicketTransitions.refusal(of: .assign, ticket) { return refusal }
        guard team.takes.isEmpty || team.takes.contains(ticket.draft.category) else {
            return Refusal(
                .conflict, "team.other_category",
                "“\(team.name)”不接 \(ticket.draft.category) 类的事。",
                hint: "它接：\(team.takes.joined(separator: "、"))。")
        }
        let names = try call.tx.teams.members(of: team.id)
        let concerned = try call.tx.ticketEvents.concerned(by: ticket.id)
        if let name = names.first(where: concerned.contains) {
            return Refusal(
                .conflict, "ticket.concerns_him", "\(ticket.number) 是关于 \(name) 的。",
                hint: "请派另一支队伍。")
        }
        let free = names.count - (try call.tx.teams.away(team.id, except: ticket.id))
        guard people >= 1, people <= free else {
            return Refusal(
                .conflict, "team.too_few", "“\(team.name)”还有 \(max(free, 0)) 人空闲。",
                hint: "请少派一些，或者派另一支；请看 `linli team list`。")
        }
        return nil
    }

    // MARK: Views

    private func act(
        _ act: String, _ id: Int64, _ call: DeskCall, detail: String = "",
        _ body: (TeamRow) throws(SQLError) -> Ruling<Bool>
    ) throws(SQLError) -> Ruling<Team> {
        try door.pass(act, "team-\(id)", call, detail: detail) { () throws(SQLError) in
            try found(TeamID(id), call).then { team throws(SQLError) in
                try body(team).then { _ throws(SQLError) in
                    .done(try view(try call.tx.teams.find(team.id) ?? team, call))
                }
            }
        }
    }

    private func found(_ id: TeamID, _ call: DeskCall) throws(SQLError) -> Ruling<TeamRow> {
        guard let row = try call.tx.teams.find(id), row.endedAt == nil else {
            return .refused(
                Refusal(
                    .notFound, "team.not_found", "没有队伍 \(id)。", hint: "请看 `linli team list`。"))
        }
        if let refusal = call.staff.refusal(outside: row.estate) { return .refused(refusal) }
        return .done(row)
    }

    private func view(_ row: TeamRow, _ call: DeskCall) throws(SQLError) -> Team {
        let members = try call.tx.teams.members(of: row.id)
        return Team(
            id: row.id.rawValue, name: row.name, estate: row.estate, takes: row.takes,
            leader: try call.tx.staff.find(row.lead)?.name ?? "", members: members,
            free: max(0, members.count - (try call.tx.teams.away(row.id))))
    }
}

extension TicketDesk {
    /// Its lead has it and answers for it, and whoever has reported it hears who comes.
    fileprivate func hand(
        _ ticket: Ticket, to team: TeamRow, people: Int, at moment: Instant, _ call: DeskCall
    ) throws(SQLError) {
        if ticket.state == .submitted {
            try call.tx.tickets.move(ticket.id, from: [.submitted], to: .dispatched)
        }
        try call.tx.tickets.setTaker(ticket.id, team.lead)
        try call.tx.tickets.setOwner(ticket.id, team.lead, isHandover: true)
        try call.tx.ticketEvents.add(
            ticket.id, .assign, actor: call.staff.name, detail: "\(team.name)·\(people)人·\(moment.words)",
            at: call.now)
        try clocks.meet(ticket.id, .dispatch, in: call.tx, at: call.now)
        let order = ["team": team.name, "people": "\(people)", "at": moment.words]
        try tell(ticket, "team_sent", call, order)
        let place = ["ticket": ticket.number, "place": ticket.draft.address.publicWords]
        let phrase = Phrase(
            "staff.team_sent", order.merging(place) { $1 }.filter { !$0.value.isEmpty })
        for chat in try call.tx.staff.chats(of: team.lead) {
            try notifier.tell(
                channel: chat.channel, recipient: chat.sender, [phrase], why: "staff.team",
                key: "ticket-\(ticket.id)-team-\(call.now.milliseconds)-\(chat.channel)-\(chat.sender)",
                in: call.tx, at: call.now)
        }
    }
}
