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

    /// Signing up twice is signing up once, and with more heads it is the same entry for more.
    func signUp(
        _ id: ActivityItemID, people: Int, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        guard let (activity, _) = try tx.activities.keep(id), activity.estate == party.estate,
            activity.state == .planned, activity.closesAt > now
        else { return .signupClosed }
        if let known = try tx.signups.find(id, by: party.resident) {
            if known.state == .booked, people > known.people, people <= register.rules.people,
                try tx.activities.take(people - known.people, of: id)
            {
                try tx.signups.widen(known.id, to: people)
                let wider = try tx.signups.find(known.id).map { row throws(SQLError) in
                    try register.summary(of: row, in: tx)
                }
                return (wider ?? nil).map { .signedUp($0, isNew: true) } ?? .signupClosed
            }
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

    /// One item for another one, with as many heads. Where the new one has no place for them nothing is given
    /// up, and the waiting list is offered.
    func swap(
        from: String, to: String, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        let own = try current(of: party, in: tx, at: now)
        let named = own.filter { from.mentions($0.item.name) || from.mentions($0.activity.name) }
        guard let old = named.first ?? (from.hasNoName ? own.first : nil),
            let (activity, item) = try wanted(to, near: old.activity, in: tx, at: now), item.id != old.item.id
        else { return .signupSwapUnknown }
        guard activity.closesAt > now else { return .signupClosed }
        let people = old.signup.people
        if try tx.signups.find(item.id, by: party.resident) == nil, item.left < people {
            return .activityFound(
                try register.offer(activity, in: tx, at: now), items: [item.id], people: people, asks: true)
        }
        guard
            case .signedUp(let summary, _) = try signUp(item.id, people: people, for: party, in: tx, at: now)
        else { return .signupClosed }
        guard try cancel(old.signup.id, from: party, in: tx, at: now) == nil else {
            return .signedUp(summary, isNew: true)
        }
        return .signupSwapped(summary, left: old.item.name)
    }

    /// The item that the words name: at the same activity first; an activity by its name where it has one.
    private func wanted(
        _ words: String, near first: ActivityRow, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> (ActivityRow, ActivityItemRow)? {
        let others = try tx.activities.upcoming(
            estate: first.estate, from: now, limit: Limits.registerAnswerRows)
        let planned = [first] + others.filter { $0.id != first.id }
        for activity in planned {
            let items = try tx.activities.items(of: activity.id)
            if let item = items.first(where: { words.asksFor($0.name) }) { return (activity, item) }
        }
        for activity in planned where words.mentions(activity.name) {
            let items = try tx.activities.items(of: activity.id)
            if items.count == 1 { return (activity, items[0]) }
        }
        return nil
    }

    private typealias Entry = (signup: SignupRow, activity: ActivityRow, item: ActivityItemRow)

    /// What he has that is still to come, the newest first.
    private func current(
        of party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> [Entry] {
        var found: [Entry] = []
        for signup in try tx.signups.of(resident: party.resident).reversed()
        where signup.state == .booked || signup.state == .waiting {
            guard let (activity, item) = try tx.activities.keep(signup.item), activity.state == .planned,
                activity.endsAt > now
            else { continue }
            found.append((signup, activity, item))
        }
        return found
    }

    /// - Parameter words: where they name an item of his, only that one.
    func cancellable(
        of party: Party, named words: String = "", in tx: Transaction, at now: Instant
    ) throws(SQLError) -> [Cancellable] {
        var found: [Cancellable] = []
        let own = try current(of: party, in: tx, at: now)
        let named = own.filter { words.mentions($0.item.name) || words.mentions($0.activity.name) }
        let isNamed = !named.isEmpty && named.count < own.count
        for (signup, activity, item) in isNamed ? named : own {
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
    fileprivate var bare: String { lettersAndNumbers }

    /// 我不去了: not a word of what.
    fileprivate var hasNoName: Bool {
        ["", "我", "我不去了", "不去了", "帮我", "给我", "想", "我想", "那", "那就", "算了", "能不能", "不对", "还是"].contains(bare)
    }
}
