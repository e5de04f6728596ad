import LinliModel

/// The meetings of `Config/meetings.yaml`: how often each must be held, who calls it, and the level on which
/// a matter lies that stands on its agenda (`domain.md` B01–B06).
package struct MeetingRules: Sendable {
    package enum Period: String, Sendable, Hashable, CaseIterable {
        case month, quarter
        /// Held when it is called: no period can pass without one.
        case none
    }

    /// What the members do with a matter (红联议事厅: 共议, 共决, 共商).
    package enum Way: String, Sendable, Hashable, CaseIterable {
        case discuss
        /// Decided by their votes.
        case vote
        /// They are asked at once, before any meeting.
        case ask
    }

    package struct Class: Sendable, Hashable {
        package var code: String
        /// 大事.
        package var name: String
        package var way: Way
        /// Until when those who are asked answer; only with `ask`.
        package var answer: TimeTarget?
    }

    package struct Kind: Sendable, Hashable {
        package var code: String
        package var name: String
        /// What residents call it, the name among them; the longest first.
        package var words: [String]
        package var period: Period
        package var level: Ladder.Level
        package var callers: [Role]
        package var members: [Role]
        package var answer: TimeTarget
        /// True where a resident may put a matter forward.
        package var takesResidents: Bool
        /// Codes of the classes that it tells apart.
        package var classes: [String]
        /// Nil for every estate.
        package var estates: [String]?

        package func covers(_ estate: String) -> Bool { estates?.contains(estate) ?? true }
    }

    package var version: String
    package var remindDays: Int
    package var openItems: Int
    package var classes: [Class]
    package var kinds: [Kind]

    /// By code or by one of its names.
    package func kind(_ text: String, estate: String? = nil) -> Kind? {
        kinds.first { kind in
            (kind.code == text || kind.words.contains(text)) && (estate.map(kind.covers) ?? true)
        }
    }

    /// By code or by name: `urgent`, `急事`.
    package func itemClass(_ text: String) -> Class? { classes.first { $0.code == text || $0.name == text } }
}

extension MeetingRules {
    static func read(_ item: Item, estates: [String: Estate]?) -> MeetingRules? {
        guard let table = item.table else { return nil }
        let version = table.required("version")?.code
        let remind = table.required("remind_days")?.integer(in: 1...27)
        let open = table.required("open_items")?.integer(in: 1...100)
        let classes = (table.optional("classes")?.items ?? []).compactMap(readClass)
        let kindItems = table.items("kinds")
        table.finish()
        var codes: Set<String> = []
        var words: [String: String] = [:]
        let kinds = kindItems.compactMap { item -> Kind? in
            guard let kind = readKind(item, classes: classes, estates: estates) else { return nil }
            if !codes.insert(kind.code).inserted { item.report("the kind \(kind.code) is listed twice") }
            for word in kind.words {
                if let other = words.updateValue(kind.code, forKey: word) {
                    item.report("\(word) names both \(other) and \(kind.code); keep one")
                }
            }
            return kind
        }
        return MeetingRules(
            version: version ?? "", remindDays: remind ?? 1, openItems: open ?? 1, classes: classes,
            kinds: kinds)
    }

    private static func readClass(_ item: Item) -> Class? {
        guard let table = item.table else { return nil }
        let code = table.required("code")?.code
        let name = table.required("name")?.text
        let way = table.required("way")?.choice(Way.self)
        let answer = table.optional("answer")?.target
        table.finish()
        guard let code, let name, let way else { return nil }
        if (way == .ask) != (answer != nil) {
            item.report("answer belongs to way: ask and to no other; until when the members answer")
        }
        return Class(code: code, name: name, way: way, answer: answer)
    }

    private static func readKind(_ item: Item, classes: [Class], estates: [String: Estate]?) -> Kind? {
        guard let table = item.table else { return nil }
        let code = table.required("code")?.code
        let name = table.required("name")?.text
        let words = table.optional("words")?.texts ?? []
        let period = table.required("period")?.choice(Period.self)
        let level = table.required("level")?.choice(Ladder.Level.self)
        let callers = table.required("calls")?.choices(Role.self) ?? []
        let members = table.required("members")?.choices(Role.self) ?? []
        let answer = table.required("answer")?.target
        let residents = table.required("residents")?.flag
        let classItem = table.optional("classes")
        let estateItem = table.optional("estates")
        table.finish()
        let ownClasses = classItem?.texts ?? []
        for name in ownClasses where !classes.contains(where: { $0.code == name }) {
            classItem?.report("there is no class \(name) above")
        }
        let ownEstates = estateItem?.texts
        if let estates {
            for code in ownEstates ?? [] where estates[code] == nil {
                estateItem?.report("there is no estate \(code)")
            }
        }
        for word in words where word.count < 2 {
            item.report("the word \(word) is too short to name a meeting; use two characters at least")
        }
        guard let code, let name, let period, let level, let answer, let residents else { return nil }
        return Kind(
            code: code, name: name,
            words: ([name] + words).sorted { ($0.count, $1) > ($1.count, $0) }, period: period,
            level: level, callers: callers, members: members, answer: answer, takesResidents: residents,
            classes: ownClasses, estates: ownEstates)
    }
}
