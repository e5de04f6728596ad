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
                .conflict, "resident.elsewhere", "This resident belongs to \(resident.estate).",
                hint: "Name somebody of \(activity.estate).")
        }
        guard (1...register.rules.people).contains(request.people) else {
            return Refusal(
                .invalid, "people.invalid", "One signs up for 1 to \(register.rules.people) people.")
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
                    .conflict, "signup.exists", "The resident has signed up for \(item.name) already.",
                    hint: "See `linli activity show \(activity.id.number)`."))
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
                .notFound, "item.not_found", "\(activity.id.number) has no \(name).",
                hint: "One of: \(items.map(\.name).joined(separator: ", "))."))
    }

    /// The place goes to whoever waits for it.
    package func leave(_ id: SignupID, _ call: DeskCall) throws(SQLError) -> Ruling<Signup> {
        try act("activity.signup", id, call) { signup, activity, item throws(SQLError) in
            guard activity.endsAt > call.now, try register.leave(signup, in: call.tx, at: call.now) else {
                return Refusal(
                    .conflict, "signup.over", "Sign-up \(id) is \(signup.state.rawValue), or it is over.")
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
                    "Sign-up \(id) is \(signup.state.rawValue), or the activity has not begun.",
                    hint: "Attendance is for those who have a place.")
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
                        .notFound, "signup.not_found", "There is no sign-up \(id).",
                        hint: "See `linli activity show`."))
            }
            if let refusal = call.staff.refusal(outside: activity.estate) { return .refused(refusal) }
            if let refusal = try body(signup, activity, item) { return .refused(refusal) }
            return .done(try view(try call.tx.signups.find(id) ?? signup, item, call))
        }
    }
}
