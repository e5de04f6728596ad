import LinliModel

/// Finds rules of a ladder that can never act, that lead back, and matters that nobody would take over.
struct LadderCheck {
    struct Entry {
        let rule: Ladder.Rule
        let item: Item
    }

    let rules: [Entry]
    /// The whole file, for what is missing in it.
    let all: Item

    func run() {
        for entry in rules { checkDirection(entry) }
        for (index, entry) in rules.enumerated() { checkUse(entry, before: rules[..<index]) }
        checkReach()
    }

    /// Levels only go up: a rule that leads from a level to itself or below is a loop.
    private func checkDirection(_ entry: Entry) {
        let rule = entry.rule
        if let from = rule.from, from >= rule.level {
            entry.item.report(
                "a loop: this rule leads from \(from.rawValue) to \(rule.level.rawValue); lead it upwards")
        } else if rule.level == .l1 {
            entry.item.report("nothing is lifted to L1, where every matter begins; name a higher level")
        }
        if rule.isNotice, rule.condition != .created {
            entry.item.report("a notice goes out when a ticket is created; remove notice or say created")
        }
    }

    /// A rule that another one always comes before, or whose level below nothing reaches.
    private func checkUse(_ entry: Entry, before: ArraySlice<Entry>) {
        let rule = entry.rule
        let same = before.first {
            $0.rule.condition == rule.condition && $0.rule.level == rule.level && $0.rule.from == rule.from
                && $0.rule.urgency == rule.urgency && $0.rule.isNotice == rule.isNotice
        }
        if let same {
            entry.item.report("this rule stands on line \(same.item.line) already; keep one of them")
            return
        }
        let earlier = rules.first { $0.item.line != entry.item.line && $0.rule.precedes(rule) }
        if let earlier {
            entry.item.report(
                "never reached: the rule on line \(earlier.item.line) leads to "
                    + "\(earlier.rule.level.rawValue) before it")
        }
        guard rule.condition == .notSettled, let below = rule.startingLevel, below != .l1,
            !urgencies(of: rule).contains(where: { reached(by: $0).contains(below) })
        else { return }
        entry.item.report("never reached: no rule leads to \(below.rawValue), from where this one counts")
    }

    /// Every urgency must be able to leave L1, and every level must be led to by some rule.
    private func checkReach() {
        let urgencies: [Urgency] = [.p0, .p1, .p2, .p3]
        for urgency in urgencies where reached(by: urgency) == [.l1] {
            all.report("a gap: no rule lifts \(urgency.rawValue) from L1; add one under rules")
        }
        let everywhere = Set(urgencies.flatMap { reached(by: $0) })
        for level in Ladder.Level.allCases where !everywhere.contains(level) {
            all.report("a gap: no rule leads to \(level.rawValue); add one under rules")
        }
    }

    private func urgencies(of rule: Ladder.Rule) -> [Urgency] {
        rule.urgency.map { [$0] } ?? [.p0, .p1, .p2, .p3]
    }

    /// The levels that a matter of this urgency can come to, going from level to level.
    private func reached(by urgency: Urgency) -> Set<Ladder.Level> {
        var levels: Set<Ladder.Level> = [.l1]
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for rule in rules.map(\.rule) where rule.covers(urgency) && !levels.contains(rule.level) {
                let start = rule.startingLevel
                guard !rule.isNotice, start == nil || start.map(levels.contains) == true else { continue }
                levels.insert(rule.level)
                isGrowing = true
            }
        }
        return levels
    }
}

extension Ladder.Rule {
    /// The level that the rule counts from: named, or for `not_settled` the one below; nil for any.
    package var startingLevel: Ladder.Level? {
        if let from { return from }
        return condition == .notSettled ? Ladder.Level(number: level.number - 1) : nil
    }

    /// Whether this rule has always lifted the matter to `other.level` when `other` becomes true: nobody has
    /// arrived where nobody has accepted, and nothing is contained where nobody has arrived.
    fileprivate func precedes(_ other: Ladder.Rule) -> Bool {
        let chain: [Ladder.Condition] = [.notAccepted, .notArrived, .notContained]
        guard !isNotice, !other.isNotice, from == nil, hours == nil, other.hours == nil,
            urgency == nil || urgency == other.urgency, level >= other.level,
            let mine = chain.firstIndex(of: condition), let its = chain.firstIndex(of: other.condition),
            case .span(let early) = after, case .span(let late) = other.after
        else { return false }
        if mine == its { return early < late || (early == late && level > other.level) }
        return mine > its && early <= late
    }
}
