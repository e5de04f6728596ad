import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// What the chat, the desk and the alarms have in common about activities: how one is planned, how its places
/// are given out and freed, and who hears of it (`domain.md` A06).
///
/// Promise: the last place goes to one person, and a place that is given up goes to whoever has waited
/// longest and fits, in the same commit.
struct ActivityRegister: Sendable {
    let settings: Settings
    let notifier: Notifier
    let agenda: MeetingAgenda

    init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        self.notifier = notifier
        agenda = MeetingAgenda(settings: settings, notifier: notifier)
    }

    var rules: RegisterRules.Activities { settings.registers.activities }

    /// The role that answers for it, by its name.
    var owner: String { settings.roles.name(of: rules.owner) }

    // MARK: Planning

    /// Nil where the estate has one of that name at that time.
    func plan(
        _ activity: ActivityRow, _ items: [ActivityItemRow], actor: String, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> ActivityRow? {
        let id = try Self.enter(activity, items, rules, actor: actor, in: tx, at: now)
        notifier.armed(in: tx)
        return try id.map { id throws(SQLError) in try tx.activities.find(id) } ?? nil
    }

    /// As `plan`, where nobody has to be woken: before any daemon works on the store.
    static func enter(
        _ activity: ActivityRow, _ items: [ActivityItemRow], _ rules: RegisterRules.Activities,
        actor: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> ActivityID? {
        guard let id = try tx.activities.add(activity, items, at: now) else { return nil }
        try tx.registerEvents.add(.activity, id.rawValue, "open", actor: actor, at: now)
        func arm(_ alarm: ActivityAlarms.Alarm, due: Instant) throws(SQLError) {
            try tx.timers.arm(.activity, subject: alarm.subject, due: due)
        }
        let remind = activity.startsAt.civil.date.adding(days: -1).at(minute: rules.remindMinute)
        if remind > now { try arm(.notice(id, .remind, after: 0), due: remind) }
        try arm(.over(id), due: activity.endsAt)
        return id
    }

    /// When it has to be said how it went.
    func finishBy(_ activity: ActivityRow) -> Instant {
        agenda.ladder.due(rules.finish, hours: .office, estate: activity.estate, from: activity.endsAt)
    }

    func arm(_ alarm: ActivityAlarms.Alarm, due: Instant, in tx: Transaction) throws(SQLError) {
        try tx.timers.arm(.activity, subject: alarm.subject, due: due)
        notifier.armed(in: tx)
    }

    // MARK: Places

    /// Gives him places, or a place on the waiting list. Nil where he has signed up for it already.
    func enter(
        _ resident: ResidentID, people: Int, for item: ActivityItemID, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> SignupRow? {
        guard try tx.activities.keep(item) != nil, try tx.signups.find(item, by: resident) == nil else {
            return nil
        }
        let state: SignupRow.State = try tx.activities.take(people, of: item) ? .booked : .waiting
        let id = try tx.signups.add(item, resident: resident, people: people, as: state, at: now)
        return try id.map { id throws(SQLError) in try tx.signups.find(id) } ?? nil
    }

    /// He gives it up. False where it is over already.
    func leave(_ signup: SignupRow, in tx: Transaction, at now: Instant) throws(SQLError) -> Bool {
        guard try tx.activities.keep(signup.item) != nil, let current = try tx.signups.find(signup.id),
            try tx.signups.move(signup.id, from: [.booked, .waiting], to: .cancelled, at: now)
        else { return false }
        if current.state == .booked {
            try tx.activities.free(current.people, of: current.item)
            try fill(current.item, in: tx, at: now)
        }
        return true
    }

    /// Places that are free go to those who wait, in the order in which they came; who is too many for what
    /// is left waits on.
    func fill(_ id: ActivityItemID, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard let (activity, item) = try tx.activities.keep(id), activity.state == .planned,
            activity.endsAt > now
        else { return }
        for signup in try tx.signups.waiting(id) where try tx.activities.take(signup.people, of: id) {
            _ = try tx.signups.move(signup.id, from: [.waiting], to: .booked, at: now)
            try tell(signup, "place", item, activity, in: tx, at: now)
        }
    }

    /// His data are erased: what he has not used up goes to those who wait.
    func leaveAll(_ resident: ResidentID, in tx: Transaction, at now: Instant) throws(SQLError) {
        for signup in try tx.signups.of(resident: resident) { _ = try leave(signup, in: tx, at: now) }
    }

    // MARK: Telling

    func tell(
        _ signup: SignupRow, _ notice: String, _ item: ActivityItemRow, _ activity: ActivityRow,
        _ more: [String: String] = [:], in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        var values = more
        values["activity"] = activity.title
        values["item"] = item.title(in: activity)
        values["people"] = signup.people > 1 ? "\(signup.people)" : ""
        try notifier.tell(
            resident: signup.resident,
            Phrase("notice.activity_\(notice)", values.filter { !$0.value.isEmpty }),
            why: "activity.\(notice)", key: "signup-\(signup.id)-\(notice)", in: tx, at: now)
    }

    // MARK: Words

    func offer(
        _ activity: ActivityRow, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> ActivityOffer {
        let items = try tx.activities.items(of: activity.id).map { item in
            ActivityOffer.Item(
                id: item.id, name: item.name, hours: item.hours(in: activity), left: item.left)
        }
        return ActivityOffer(
            name: activity.name, title: activity.when, items: items, isOpen: activity.closesAt > now)
    }

    /// For the copy of his own data.
    func entries(of resident: ResidentID, in tx: Transaction) throws(SQLError) -> [ExportedEntry] {
        var entries: [ExportedEntry] = []
        for signup in try tx.signups.of(resident: resident) {
            guard let (activity, item) = try tx.activities.keep(signup.item) else { continue }
            entries.append(
                ExportedEntry(
                    number: activity.id.number, state: signup.state.rawValue,
                    text: "\(item.name) ×\(signup.people)", dueAt: activity.startsAt.iso8601))
        }
        return entries
    }

    func summary(of signup: SignupRow, in tx: Transaction) throws(SQLError) -> SignupSummary? {
        guard let (activity, item) = try tx.activities.keep(signup.item) else { return nil }
        var waiting = 0
        if signup.state == .waiting {
            waiting = try tx.signups.waiting(item.id).count { $0.id.rawValue <= signup.id.rawValue }
        }
        var summary = SignupSummary(
            id: signup.id, activity: activity.title, item: item.title(in: activity), people: signup.people,
            waiting: waiting)
        summary.itemID = item.id
        return summary
    }
}

extension ActivityRow {
    /// "3月28日（周六）9:00–11:30，中心广场".
    var when: String {
        "\(startsAt.civil.date.wordsOfWeek)\(Self.hours(startsAt, endsAt))，\(place)"
    }

    /// "便民服务日 3月28日（周六）9:00–11:30，中心广场".
    var title: String { "\(name) \(when)" }

    /// "9:00–11:30".
    static func hours(_ from: Instant, _ to: Instant) -> String {
        [from, to].map(\.civil.shortClock).joined(separator: "–")
    }
}

extension ActivityItemRow {
    /// Empty where it goes on all the time.
    func hours(in activity: ActivityRow) -> String {
        startsAt == activity.startsAt && endsAt == activity.endsAt ? "" : ActivityRow.hours(startsAt, endsAt)
    }

    /// "磨刀（9:30–10:30）".
    func title(in activity: ActivityRow) -> String {
        let hours = hours(in: activity)
        return hours.isEmpty ? name : "\(name)（\(hours)）"
    }
}
