import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Activities as staff keep them: plan one with its items, tell everybody, sign people up who have no chat,
/// note who came and how it went (`domain.md` A06).
///
/// Promise: who has signed up is shown with a masked name and to the staff alone; of an activity that falls
/// away everybody hears who has a place or waits for one.
package struct ActivityDesk: Sendable {
    let settings: Settings
    let door: DeskDoor
    let scope: EstateScope
    let register: ActivityRegister

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        door = DeskDoor(rights: settings.roles)
        scope = EstateScope(settings: settings)
        register = ActivityRegister(settings: settings, notifier: notifier)
    }

    /// Newest first.
    package func list(
        estate: String?, onlyPlanned: Bool, rows: RowPage, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Page<Activity>> {
        try scope.page("activity.list", of: estate, rows: rows, call) { estate, rows throws(SQLError) in
            try call.tx.activities.list(
                estate: estate, onlyPlanned: onlyPlanned, overdueAt: nil, rows: rows)
        } view: { row throws(SQLError) in
            try view(row, withPeople: false, call)
        }
    }

    /// With who has signed up.
    package func show(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<Activity> {
        try act("activity.show", number, call) { _ throws(SQLError) in nil }
    }

    // MARK: Planning

    package func open(_ request: OpenActivity, _ call: DeskCall) throws(SQLError) -> Ruling<Activity> {
        try scope.pass("activity.open", request.kind, in: request.estate, call) { estate throws(SQLError) in
            try read(request, estate: estate.code, call).then { plan throws(SQLError) in
                let made = try register.plan(
                    plan.activity, plan.items, actor: call.staff.name, in: call.tx, at: call.now)
                guard let made else {
                    return .refused(
                        Refusal(
                            .conflict, "activity.exists", "那个时间已经有同名的活动。",
                            hint: "请看 `linli activity list`。"))
                }
                return .done(try view(made, withPeople: true, call))
            }
        }
    }

    /// Everybody in the estate who can be reached is told, once.
    package func announce(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<Activity> {
        try act("activity.announce", number, call) { row throws(SQLError) in
            guard row.closesAt > call.now else { return over(row) }
            guard try call.tx.activities.markAnnounced(row.id, at: call.now) else {
                return row.state == .planned
                    ? Refusal(.conflict, "activity.announced", "\(row.id.number) 已经通知过。")
                    : over(row)
            }
            try register.arm(.notice(row.id, .announce, after: 0), due: call.now, in: call.tx)
            return nil
        }
    }

    package func cancel(
        _ number: String, _ request: Reason, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Activity> {
        try act("activity.cancel", number, call) { row throws(SQLError) in
            if let refusal = Refusal.words(request.reason, "reason") { return refusal }
            guard row.endsAt > call.now,
                try call.tx.activities.end(row.id, as: .cancelled, note: request.reason, at: call.now)
            else { return over(row) }
            try register.arm(.notice(row.id, .cancel, after: 0), due: call.now, in: call.tx)
            return nil
        }
    }

    /// It was held, and how it went.
    package func finish(
        _ number: String, _ request: Words, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Activity> {
        try act("activity.finish", number, call) { row throws(SQLError) in
            if let refusal = Refusal.words(request.text, "text") { return refusal }
            guard row.startsAt <= call.now else {
                return Refusal(
                    .conflict, "activity.not_begun", "\(row.id.number) 还没有开始。",
                    hint: "不办的话请取消。")
            }
            guard try call.tx.activities.end(row.id, as: .held, note: request.text, at: call.now) else {
                return over(row)
            }
            try call.tx.timers.disarm(.activity, subject: ActivityAlarms.Alarm.finish(row.id).subject)
            return nil
        }
    }

    func over(_ row: ActivityRow) -> Refusal {
        Refusal(
            .conflict, "activity.over", "\(row.id.number) 的状态是 \(row.state.rawValue)，或者已经结束。",
            hint: "请用 `linli activity open` 另外安排。")
    }

    // MARK: Finding and showing

    /// One act on one activity; it stands in its history where it has changed something.
    private func act(
        _ right: String, _ number: String, _ call: DeskCall,
        _ body: (ActivityRow) throws(SQLError) -> Refusal?
    ) throws(SQLError) -> Ruling<Activity> {
        try door.pass(right, number, call) { () throws(SQLError) in
            try find(number, call).then { row throws(SQLError) in
                if let refusal = try body(row) { return .refused(refusal) }
                if right != "activity.show" {
                    let act = String(right.drop { $0 != "." }.dropFirst())
                    try call.tx.registerEvents.add(
                        .activity, row.id.rawValue, act, actor: call.staff.name, at: call.now)
                }
                return .done(try view(try call.tx.activities.find(row.id) ?? row, withPeople: true, call))
            }
        }
    }

    func find(_ number: String, _ call: DeskCall) throws(SQLError) -> Ruling<ActivityRow> {
        guard let id = ActivityID(number: number), let row = try call.tx.activities.find(id) else {
            return .refused(
                Refusal(
                    .notFound, "activity.not_found", "没有活动 \(number)。",
                    hint: "请写成 A-07；请看 `linli activity list`。"))
        }
        if let refusal = call.staff.refusal(outside: row.estate) { return .refused(refusal) }
        return .done(row)
    }

    private func view(
        _ row: ActivityRow, withPeople: Bool, _ call: DeskCall
    ) throws(SQLError) -> Activity {
        let items = try call.tx.activities.items(of: row.id).map { item throws(SQLError) in
            let signups = try call.tx.signups.of(item.id)
            let waiting = signups.filter { $0.state == .waiting }.reduce(0) { $0 + $1.people }
            return ActivityItem(
                name: item.name, hours: ActivityRow.hours(item.startsAt, item.endsAt), seats: item.seats,
                taken: item.taken, waiting: waiting,
                signups: withPeople
                    ? try signups.map { signup throws(SQLError) in try view(signup, item, call) } : nil)
        }
        return Activity(
            number: row.id.number, estate: row.estate, kind: row.kind.rawValue, name: row.name,
            place: row.place, startsAt: row.startsAt.iso8601, endsAt: row.endsAt.iso8601,
            closesAt: row.closesAt.iso8601, monthly: row.monthly, owner: row.owner,
            state: row.state.rawValue, announcedAt: row.announcedAt?.iso8601, note: row.note, items: items)
    }

    func view(_ row: SignupRow, _ item: ActivityItemRow, _ call: DeskCall) throws(SQLError) -> Signup {
        Signup(
            id: row.id.rawValue, item: item.name, resident: row.resident.rawValue,
            name: Masking.name(try call.tx.residents.find(row.resident)?.name ?? ""), people: row.people,
            state: row.state.rawValue)
    }
}
