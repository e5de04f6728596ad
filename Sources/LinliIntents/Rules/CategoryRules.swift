import LinliModel

/// What a matter is about: words of a thing and of what is wrong with it lead to a category of
/// `domain.md` 2.1 and its default urgency; the rules of 2.2.1 then raise or lower it.
struct CategoryRules: Sendable {
    struct Category: Sendable {
        let code: String
        /// The intent with which the matter usually comes.
        let intent: Intent
        let urgency: Urgency
    }

    struct Match: Sendable {
        let code: String
        let intent: Intent
        let urgency: Urgency
        let score: Int
        let words: [String]
        /// Its rule's place in the file; nil where no rule but the examples know it.
        var rule: Int?

        /// 空调水滴下来打在雨棚上: the words name in full what hurts nobody at once; at least four characters of
        /// them, each of which scores two.
        var isNuisance: Bool { urgency > .p1 && score >= 8 }
    }

    let categories: [Category]
    let rules: WordRules
    let idioms: Symbol
    /// Old and very young people, the sick: one step up.
    let vulnerable: Symbol
    /// Five households and more.
    let many: Symbol
    /// 不急: P2 may become P3.
    let unhurried: Symbol
    /// Words of the estate: they tell an odd report from chit-chat.
    let estate: Symbol

    /// All categories that the words allow, best first.
    func matches(_ reading: MessageReading) -> [Match] {
        rules.matches(in: reading, masked: reading.spans[idioms]).map { match in
            let category = categories[match.rule]
            return Match(
                code: category.code, intent: category.intent, urgency: category.urgency, score: match.score,
                words: match.spans.map { reading.text.string($0) }, rule: match.rule)
        }
    }

    /// The category for a message with this intent: one that usually comes with it is worth one
    /// character more than one that does not.
    func best(_ matches: [Match], for intent: Intent) -> Match? {
        matches.enumerated().max { left, right in
            (weight(left.element, intent), -left.offset) < (weight(right.element, intent), -right.offset)
        }?.element
    }

    private func weight(_ match: Match, _ intent: Intent) -> Int {
        match.score + (match.intent == intent ? 2 : 0)
    }

    /// The urgency of a ticket, with the reason for `explain`.
    func urgency(of category: Match?, intent: Intent, injury: Bool, _ reading: MessageReading) -> (
        Urgency, String
    ) {
        var urgency = category?.urgency ?? CategoryRules.fallback(intent)
        var reason = category.map { "default of \($0.code)" } ?? "default of \(intent.rawValue)"
        guard intent == .reportRepair || intent == .reportHazard || intent == .complain else {
            return (urgency, reason)
        }
        // What is only asked for in the published papers has a clock where somebody complains of it.
        if urgency == .none {
            urgency = category?.code.hasPrefix("finance.") == true ? .p3 : CategoryRules.fallback(intent)
        }
        // 保安骂我阿嬷: old people are helped sooner with what is broken, and not with manners or accounts.
        let isOfPaper = category.map {
            ["service", "finance", "governance"].contains($0.code.prefix { $0 != "." })
        }
        let isRaised = isOfPaper != true && (isVulnerable(reading) || reading.has(many))
        if injury, urgency > .p1 || category?.code.hasPrefix("throwing.") == true {
            urgency = urgency > .p1 ? .p1 : .p0
            reason += ", raised: somebody is injured"
        } else if urgency == .p2 || urgency == .p3, isRaised {
            urgency = urgency == .p3 ? .p2 : .p1
            reason += isVulnerable(reading) ? ", raised: vulnerable person" : ", raised: many households"
        } else if urgency == .p2, reading.has(unhurried) {
            urgency = .p3
            reason += ", lowered: the resident is in no hurry"
        }
        return (urgency, reason)
    }

    /// Words say so, or an age: from eighty years on (`domain.md` 2.2).
    private func isVulnerable(_ reading: MessageReading) -> Bool {
        reading.has(vulnerable)
            || reading.quantities.contains { $0.kind == .age && $0.value >= CategoryRules.frailYears }
    }

    /// From this age on a fault is one step more urgent (`domain.md` 2.2).
    private static let frailYears = 80

    static func fallback(_ intent: Intent) -> Urgency {
        switch intent {
        case .reportHazard: .p1
        case .reportRepair, .complain, .urge: .p2
        case .suggestNeed: .p3
        default: .none
        }
    }
}
