import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Activities as residents use them: ask when one is, sign up for what is to be had there, give it up
/// (便民服务日, `domain.md` A06).
struct ActivityService: Sendable {
    private let register: ActivityRegister

    init(settings: Settings, notifier: Notifier) {
        register = ActivityRegister(settings: settings, notifier: notifier)
    }

    /// Answers from the rows alone: the soonest activity whose items, name or kind he has named; without a
    /// name the soonest of all.
    func find(
        _ words: String, people: Int, estate: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let planned = try tx.activities.upcoming(estate: estate, from: now, limit: Limits.registerAnswerRows)
        for activity in planned {
            let named = try tx.activities.items(of: activity.id).filter { words.asksFor($0.name) }
            guard named.isEmpty else { return try found(activity, named.map(\.id), people, in: tx, at: now) }
        }
        let rules = register.rules
        let asksServiceDay = words.mentionsAny(rules.words)
        let fitting = planned.first {
            words.mentions($0.name) || ($0.kind == .serviceDay && asksServiceDay)
        }
        if let activity = fitting ?? (rules.bare.contains(words.bare) ? planned.first : nil) {
            return try found(activity, [], people, in: tx, at: now)
        }
        return asksServiceDay ? .activityNone(name: rules.words.first ?? "") : .activityUnknown(words)
    }

    private func found(
        _ activity: ActivityRow, _ items: [ActivityItemID], _ people: Int, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> Outcome {
        .activityFound(try register.offer(activity, in: tx, at: now), items: items, people: people)
    }

    /// Signing up twice is signing up once.
    func signUp(
        _ id: ActivityItemID, people: Int, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let (activity, _) = try tx.activities.keep(id), activity.estate == party.estate,
            activity.state == .planned, activity.closesAt > now
        else { return .signupClosed }
        if let known = try tx.signups.find(id, by: party.resident) {
            return try register.summary(of: known, in: tx).map { .signedUp($0, isNew: false) }
                ?? .signupClosed
        }
        guard people <= register.rules.people else { return .signupTooMany(register.rules.people) }
        guard
            let signup = try register.enter(party.resident, people: max(people, 1), for: id, in: tx, at: now),
            let summary = try register.summary(of: signup, in: tx)
        else { return .signupClosed }
        try tx.registerEvents.add(.activity, activity.id.rawValue, "signup", actor: "resident", at: now)
        return .signedUp(summary, isNew: true)
    }

    func cancellable(
        of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> [Cancellable] {
        var found: [Cancellable] = []
        for signup in try tx.signups.of(resident: party.resident).reversed()
        where signup.state == .booked || signup.state == .waiting {
            guard let (activity, item) = try tx.activities.keep(signup.item), activity.state == .planned,
                activity.endsAt > now
            else { continue }
            let place = try register.summary(of: signup, in: tx)?.waiting ?? 0
            let title = "报名 \(activity.title) \(item.name)" + (place > 0 ? "（候补第\(place)位）" : "")
            found.append(
                Cancellable(kind: .signup(signup.id), reference: signup.id.description, title: title))
        }
        return Array(found.prefix(5))
    }

    /// As long as it is not over: better late than an empty chair.
    func cancel(
        _ id: SignupID, from party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome.CancelRefusal? {
        guard let signup = try tx.signups.find(id), signup.resident == party.resident,
            let (activity, _) = try tx.activities.keep(signup.item), activity.endsAt > now,
            try register.leave(signup, in: tx, at: now)
        else { return .alreadyClosed }
        try tx.registerEvents.add(.activity, activity.id.rawValue, "leave", actor: "resident", at: now)
        return nil
    }
}

extension String {
    /// Without marks and spaces.
    fileprivate var bare: String { filter { $0.isLetter || $0.isNumber } }
}
