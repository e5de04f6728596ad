import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Who comes: signing up at the desk, giving up, attendance.
extension ActivityDesk {
    /// For people without a chat, and after sign-up has closed too; until it is over.
    package func signUp(
        _ number: String, _ request: AddSignup, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Signup> {
        try door.pass("activity.signup", number, call) { () throws(SQLError) in
            try find(number, call).then { activity throws(SQLError) in
                guard activity.state == .planned, activity.endsAt > call.now else {
                    return .refused(over(activity))
                }
                return try item(request.item, of: activity, call).then { item throws(SQLError) in
                    try scope.resident(request.resident, call).then { resident throws(SQLError) in
                        if let refusal = refusal(of: request, resident, activity) {
                            return .refused(refusal)
                        }
                        return try enter(resident, request.people, item, activity, call)
                    }
                }
            }
        }
    }

    private func refusal(
        of request: AddSignup, _ resident: ResidentRow, _ activity: ActivityRow
    ) -> Refusal? {
        guard resident.estate == activity.estate else {
            return Refusal(
                .conflict, "resident.elsewhere", "该居民属于小区 \(resident.estate)。",
                hint: "请填 \(activity.estate) 的居民。")
        }
        guard (1...register.rules.people).contains(request.people) else {
            return Refusal(
                .invalid, "people.invalid", "一次报名 1 到 \(register.rules.people) 人。")
        }
        return nil
    }

    private func enter(
        _ resident: ResidentRow, _ people: Int, _ item: ActivityItemRow, _ activity: ActivityRow,
        _ call: DeskCall
    ) throws(SQLError) -> Ruling<Signup> {
        let made = try register.enter(resident.id, people: people, for: item.id, in: call.tx, at: call.now)
        guard let made else {
            return .refused(
                Refusal(
                    .conflict, "signup.exists", "该居民已经报名“\(item.name)”。",
                    hint: "请看 `linli activity show \(activity.id.number)`。"))
        }
        try register.tell(
            made, made.state == .booked ? "booked" : "queued", item, activity, in: call.tx, at: call.now)
        try call.tx.registerEvents.add(
            .activity, activity.id.rawValue, "signup", actor: call.staff.name, at: call.now)
        return .done(try view(made, item, call))
    }

    private func item(
        _ name: String, of activity: ActivityRow, _ call: DeskCall
    ) throws(SQLError) -> Ruling<ActivityItemRow> {
        let items = try call.tx.activities.items(of: activity.id)
        if let item = items.first(where: { $0.name == name }) { return .done(item) }
        return .refused(
            Refusal(
                .notFound, "item.not_found", "\(activity.id.number) 没有“\(name)”这一项。",
                hint: "可选：\(items.map(\.name).joined(separator: "、"))。"))
    }

    /// The place goes to whoever waits for it.
    package func leave(_ id: SignupID, _ call: DeskCall) throws(SQLError) -> Ruling<Signup> {
        try act("activity.signup", id, call) { signup, activity, item throws(SQLError) in
            guard activity.endsAt > call.now, try register.leave(signup, in: call.tx, at: call.now) else {
                return Refusal(
                    .conflict, "signup.over", "报名 \(id) 的状态是 \(signup.state.rawValue)，或者活动已经结束。")
            }
            try call.tx.registerEvents.add(
                .activity, activity.id.rawValue, "leave", actor: call.staff.name, at: call.now)
            try register.tell(signup, "left", item, activity, in: call.tx, at: call.now)
            return nil
        }
    }

    /// Whether he came, also over what was written before.
    package func attend(
        _ id: SignupID, _ request: AttendBooking, _ call: DeskCall
    ) throws(SQLError) -> Ruling<Signup> {
        try act("activity.attend", id, call) { signup, activity, _ throws(SQLError) in
            let came: SignupRow.State = request.present ? .attended : .absent
            guard activity.startsAt <= call.now, activity.state != .cancelled,
                try call.tx.signups.move(id, from: [.booked, .attended, .absent], to: came, at: call.now)
            else {
                return Refusal(
                    .conflict, "signup.not_attendable",
                    "报名 \(id) 的状态是 \(signup.state.rawValue)，或者活动还没有开始。",
                    hint: "只有报上名的人才记到场。")
            }
            return nil
        }
    }

    private func act(
        _ right: String, _ id: SignupID, _ call: DeskCall,
        _ body: (SignupRow, ActivityRow, ActivityItemRow) throws(SQLError) -> Refusal?
    ) throws(SQLError) -> Ruling<Signup> {
        try door.pass(right, "signup-\(id)", call) { () throws(SQLError) in
            guard let signup = try call.tx.signups.find(id),
                let (activity, item) = try call.tx.activities.keep(signup.item)
            else {
                return .refused(
                    Refusal(
                        .notFound, "signup.not_found", "没有报名 \(id)。",
                        hint: "请看 `linli activity show`。"))
            }
            if let refusal = call.staff.refusal(outside: activity.estate) { return .refused(refusal) }
            if let refusal = try body(signup, activity, item) { return .refused(refusal) }
            return .done(try view(try call.tx.signups.find(id) ?? signup, item, call))
        }
    }
}
