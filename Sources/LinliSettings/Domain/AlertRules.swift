import LinliModel

/// Warnings of the weather and what they mean for requests (`domain.md` G02).
package struct AlertRules: Sendable {
    package struct Check: Sendable, Hashable {
        package var category: String
        package var text: String
        package var urgency: Urgency
    }

    package struct Kind: Sendable, Hashable {
        package var code: String
        package var name: String
        package var levels: [String]
        /// What every resident reads.
        package var advice: String
        /// Categories that are at least so urgent while it lasts.
        package var raise: [String: Urgency]
        /// What a resident may write in a word → the category.
        package var words: [String: String]
        package var checks: [Check]
    }

    package var version: String
    package var kinds: [Kind]

    /// By code or by name: `typhoon`, `台风`.
    package func kind(_ text: String) -> Kind? { kinds.first { $0.code == text || $0.name == text } }

    /// Whether any kind of warning makes this more urgent.
    package func watches(_ category: String) -> Bool { kinds.contains { $0.raise[category] != nil } }
}

extension AlertRules {
    static func read(_ item: Item, categories: CategoryTable?) -> AlertRules? {
        guard let table = item.table else { return nil }
        let version = table.required("version")?.code
        let items = table.items("kinds")
        table.finish()
        var codes: Set<String> = []
        let kinds = items.compactMap { node -> Kind? in
            guard let kind = readKind(node, categories) else { return nil }
            if !codes.insert(kind.code).inserted { node.report("the kind \(kind.code) is listed twice") }
            return kind
        }
        return AlertRules(version: version ?? "", kinds: kinds)
    }

    private static func readKind(_ item: Item, _ categories: CategoryTable?) -> Kind? {
        guard let table = item.table else { return nil }
        let code = table.required("code")?.code
        let name = table.required("name")?.text
        let levels = table.required("levels")?.texts ?? []
        let advice = table.required("advice")?.text
        let raised = table.required("raise")?.table
        let words = table.items("words")
        let checks = table.optional("checks")?.items ?? []
        table.finish()
        var raise: [String: Urgency] = [:]
        for entry in raised?.entries ?? [] {
            known(entry.key, categories, at: entry.keyItem)
            raise[entry.key] = entry.value.choice(Urgency.self)
        }
        guard let code, let name, let advice else { return nil }
        return Kind(
            code: code, name: name, levels: levels, advice: advice, raise: raise,
            words: readWords(words, raise), checks: checks.compactMap { readCheck($0, raise, categories) })
    }

    private static func readWords(_ items: [Item], _ raise: [String: Urgency]) -> [String: String] {
        var found: [String: String] = [:]
        for item in items {
            guard let table = item.table else { continue }
            let word = table.required("word")?.text
            let category = table.required("category")
            table.finish()
            guard let word, let code = category?.text else { continue }
            if raise[code] == nil { category?.report("\(code) is not in raise; add its urgency there") }
            found[word] = code
        }
        return found
    }

    private static func readCheck(
        _ item: Item, _ raise: [String: Urgency], _ categories: CategoryTable?
    ) -> Check? {
        guard let table = item.table else { return nil }
        let category = table.required("category")
        let text = table.required("text")?.text
        let urgency = table.optional("urgency")?.choice(Urgency.self)
        table.finish()
        guard let category, let code = category.text, let text else { return nil }
        known(code, categories, at: category)
        return Check(category: code, text: text, urgency: urgency ?? raise[code] ?? .p1)
    }

    private static func known(_ code: String, _ categories: CategoryTable?, at item: Item) {
        guard let categories, categories[code] == nil else { return }
        item.report("there is no category \(code)")
    }
}
