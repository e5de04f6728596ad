import LinliModel

/// The five levels on which a matter can lie and what lifts it from one to the next (`domain.md` 2.4).
package struct Ladder: Sendable {
    package enum Level: String, Sendable, Hashable, Codable, Comparable, CaseIterable {
        case l1 = "L1"
        case l2 = "L2"
        case l3 = "L3"
        case l4 = "L4"
        case l5 = "L5"

        package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// What has (not) happened when a rung is climbed.
    package enum Condition: String, Sendable, Hashable, Codable, CaseIterable {
        case created
        case notAccepted = "not_accepted"
        case notArrived = "not_arrived"
        case notContained = "not_contained"
        case acceptOverdue = "accept_overdue"
        case resolveOverdue = "resolve_overdue"
        case firstBreach = "first_breach"
        case secondUrge = "second_urge"
        case notSettled = "not_settled"
    }

    package struct Rung: Sendable, Hashable {
        package var level: Level
        package var name: String
        package var roles: [Role]
        /// True where closing on this level counts as solved inside the estate.
        package var isInsideEstate: Bool
        /// True where it counts as solved inside the community.
        package var isInsideCommunity: Bool
        /// How long the level may take to answer; nil on L1, where the service levels rule.
        package var answer: TimeTarget?
    }

    package struct Rule: Sendable, Hashable {
        /// Nil for every urgency.
        package var urgency: Urgency?
        package var condition: Condition
        /// Measured from the submission; for `…Overdue` and `notSettled` from the due time or the climb.
        package var after: TimeTarget
        package var level: Level
        /// True where the level is only told and the owner stays.
        package var isNotice: Bool
        /// The level that the matter must lie on; nil for every one below `level`.
        package var from: Level?
        /// Working days and what says so count in these hours; nil runs on by the wall clock.
        package var hours: ServiceLevels.Hours?

        package func covers(_ urgency: Urgency) -> Bool { self.urgency == nil || self.urgency == urgency }

        /// Whether it lifts a matter that lies on `current`.
        package func lifts(_ current: Level) -> Bool {
            !isNotice && level > current && (from == nil || from == current)
        }
    }

    /// What a level does that was told and says nothing: it is told again, and then the next one.
    package struct Silence: Sendable {
        /// How often a level is told again before the next one is.
        package var rings: Int
        /// The highest level that silence lifts to.
        package var highest: Level
        package var limits: [Urgency: ServiceLevels.Limit]
        /// How often and how long staff may put the ringing off, always with a reason. A P0 is never put
        /// off.
        package var snoozes: Int
        package var snoozeHours: Int
    }

    package var version: String
    package var rungs: [Rung]
    package var rules: [Rule]
    /// How long after a whistle the departments report in (吹哨报到), by urgency.
    package var reportIn: [Urgency: TimeTarget]
    /// How long after a whistle each department tells what it came to; nothing where the file has none.
    package var result: [Urgency: TimeTarget]
    /// Departments that may be called in besides those that the categories name.
    package var departments: [String]
    /// Nil where the file has none: a level is then told once.
    package var silence: Silence?

    package func rung(_ level: Level) -> Rung? { rungs.first { $0.level == level } }
}

extension Ladder.Level {
    /// 1 … 5, as tickets keep it.
    package var number: Int { (Self.allCases.firstIndex(of: self) ?? 0) + 1 }

    /// Nil outside 1 … 5.
    package init?(number: Int) {
        guard Self.allCases.indices.contains(number - 1) else { return nil }
        self = Self.allCases[number - 1]
    }
}

extension Ladder {
    static func read(_ item: Item) -> Ladder? {
        guard let table = item.table else { return nil }
        let version = table.required("version")?.code
        let rungs = table.items("levels").compactMap(readRung)
        let rules = table.items("rules").compactMap { item in
            readRule(item).map { LadderCheck.Entry(rule: $0, item: item) }
        }
        let reportIn = readTargets(table.required("report_in"))
        let result = readTargets(table.optional("result"))
        let departments = table.optional("departments")?.texts ?? []
        let silence = table.optional("silence").flatMap(readSilence)
        table.finish()
        for level in Level.allCases where rungs.filter({ $0.level == level }).count != 1 {
            item.report("the level \(level.rawValue) must be listed exactly once under levels")
        }
        LadderCheck(rules: rules, all: item).run()
        return Ladder(
            version: version ?? "", rungs: rungs, rules: rules.map(\.rule), reportIn: reportIn,
            result: result, departments: departments, silence: silence)
    }

    private static func readTargets(_ item: Item?) -> [Urgency: TimeTarget] {
        guard let table = item?.table else { return [:] }
        var targets: [Urgency: TimeTarget] = [:]
        for urgency in [Urgency.p0, .p1, .p2, .p3] {
            targets[urgency] = table.required(urgency.rawValue)?.target
        }
        table.finish()
        return targets
    }

    private static func readSilence(_ item: Item) -> Silence? {
        guard let table = item.table else { return nil }
        let rings = table.required("rings")?.integer(in: 0...20)
        let highest = table.required("up_to")?.choice(Level.self)
        let snooze = table.required("snooze")?.table
        let times = snooze?.required("times")?.integer(in: 0...20)
        let hours = snooze?.required("hours")?.integer(in: 1...720)
        snooze?.finish()
        var limits: [Urgency: ServiceLevels.Limit] = [:]
        for urgency in [Urgency.p0, .p1, .p2, .p3] {
            limits[urgency] = table.required(urgency.rawValue).flatMap(ServiceLevels.readLimit)
        }
        table.finish()
        guard let rings, let highest, let times, let hours else { return nil }
        return Silence(rings: rings, highest: highest, limits: limits, snoozes: times, snoozeHours: hours)
    }

    private static func readRung(_ item: Item) -> Rung? {
        guard let table = item.table else { return nil }
        let level = table.required("level")?.choice(Level.self)
        let name = table.required("name")?.text
        let roles = table.required("roles")?.choices(Role.self) ?? []
        let inside = table.required("inside_estate")?.flag
        let community = table.required("inside_community")?.flag
        let answer = table.optional("answer")?.target
        table.finish()
        guard let level, let name, let inside, let community else { return nil }
        return Rung(
            level: level, name: name, roles: roles, isInsideEstate: inside, isInsideCommunity: community,
            answer: answer)
    }

    private static func readRule(_ item: Item) -> Rule? {
        guard let table = item.table else { return nil }
        let urgency = table.optional("urgency")?.choice(Urgency.self)
        let condition = table.required("when")?.choice(Condition.self)
        let after = table.optional("after").map(\.target) ?? .span(.zero)
        let level = table.required("to")?.choice(Level.self)
        let notice = table.optional("notice")?.flag ?? false
        let from = table.optional("from")?.choice(Level.self)
        let windows = table.optional("windows")?.choice(ServiceLevels.Hours.self)
        table.finish()
        guard let condition, let after, let level else { return nil }
        var hours = windows
        if case .workingDays = after { hours = windows ?? .office }
        return Rule(
            urgency: urgency, condition: condition, after: after, level: level, isNotice: notice, from: from,
            hours: hours)
    }
}
