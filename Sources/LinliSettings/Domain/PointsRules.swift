import LinliModel

/// The points scheme: what earns how many points, how often, and who confirms it (`domain.md` 2.6).
package struct PointsRules: Sendable {
    package enum Period: String, Sendable, Hashable, Codable, CaseIterable {
        case day, week, month, quarter, year
        /// Once for every vote, meeting or the like.
        case occasion
        /// As often as a weather alert is active.
        case alert
    }

    package struct Cap: Sendable, Hashable {
        package var count: Int
        package var period: Period
    }

    package struct Item: Sendable, Hashable {
        /// 1 … 35, as the list is published.
        package var number: Int
        package var code: String
        /// The category's name: "文明督导".
        package var category: String
        package var name: String
        package var points: Int
        package var cap: Cap
        package var evidence: String
        /// Who may confirm; empty where the system does it alone.
        package var approvers: [Role]
        /// 0 where the system confirms alone, 2 where two different people must.
        package var approvals: Int
        /// True where the system itself must have seen the deed (a ticket, a receipt).
        package var isVerifiedBySystem: Bool
        /// Other words by which residents claim it: "守桶".
        package var aliases: [String]
    }

    package var version: String
    package var categories: [String]
    package var items: [Item]
    package var dailyLimit: Int
    package var monthlyLimit: Int
    package var claimDays: Int
    package var objectionDays: Int
    package var expiryNoticeDays: Int
    /// Points of a year are good until 31 December this many years later.
    package var validYears: Int
    /// What residents call those who confirm: 楼长.
    package var deciders: [Role: String]
    package var claims: DeedWords
    package var questions: PointsQuestions

    package func item(_ code: String) -> Item? { items.first { $0.code == code } }
}

extension PointsRules {
    /// The seed fixes the shape: 7 categories, 35 items (`domain.md` D01).
    static let categoryCount = 7
    static let itemCount = 35

    static func read(_ item: LinliSettings.Item) -> PointsRules? {
        guard let table = item.table else { return nil }
        let version = table.required("version")?.code
        let daily = table.required("daily_limit")?.integer(in: 1...100)
        let monthly = table.required("monthly_limit")?.integer(in: 1...1000)
        let claim = table.required("claim_days")?.integer(in: 1...90)
        let objection = table.required("objection_days")?.integer(in: 1...90)
        let notice = table.required("expiry_notice_days")?.integer(in: 1...180)
        let years = table.required("valid_years")?.integer(in: 0...10)
        let deciders = table.required("deciders")?.table
        let claims = table.required("claims").flatMap(DeedWords.read)
        let questions = table.required("questions").flatMap(PointsQuestions.read)
        let categories = table.required("categories")?.texts ?? []
        let itemNodes = table.items("items")
        table.finish()
        let items = itemNodes.compactMap { readItem($0, categories: categories) }
        checkShape(items, nodes: itemNodes, categories: categories, at: item)
        let called = readDeciders(deciders, of: items)
        return PointsRules(
            version: version ?? "", categories: categories, items: items, dailyLimit: daily ?? 1,
            monthlyLimit: monthly ?? 1, claimDays: claim ?? 1, objectionDays: objection ?? 1,
            expiryNoticeDays: notice ?? 1, validYears: years ?? 1, deciders: called,
            claims: claims ?? DeedWords(), questions: questions ?? PointsQuestions())
    }

    /// Everybody who confirms something has a name.
    private static func readDeciders(_ table: Table?, of items: [Item]) -> [Role: String] {
        var names: [Role: String] = [:]
        for role in Set(items.flatMap(\.approvers)).sorted(by: { $0.rawValue < $1.rawValue }) {
            names[role] = table?.required(role.rawValue)?.text
        }
        table?.finish()
        return names
    }

    private static func checkShape(
        _ items: [Item], nodes: [LinliSettings.Item], categories: [String], at item: LinliSettings.Item
    ) {
        if Set(categories).count != categoryCount || categories.count != categoryCount {
            item.report(
                "the scheme has \(categoryCount) different categories; \(categories.count) are listed")
        }
        if nodes.count != itemCount {
            item.report("the scheme has \(itemCount) items; \(nodes.count) are listed")
        }
        guard items.count == nodes.count else { return }
        var codes: Set<String> = []
        var aliases: Set<String> = []
        for (index, entry) in items.enumerated() {
            for alias in entry.aliases where !aliases.insert(alias).inserted {
                nodes[index].report("the alias \(alias) is used twice; keep one")
            }
            if entry.number != index + 1 {
                nodes[index].report(
                    "number \(entry.number) is out of order; \(index + 1) is expected here")
            }
            if !codes.insert(entry.code).inserted {
                nodes[index].report("the item \(entry.code) is listed twice")
            }
        }
    }

    private static func readItem(_ item: LinliSettings.Item, categories: [String]) -> Item? {
        guard let table = item.table else { return nil }
        let number = table.required("number")?.integer(in: 1...itemCount)
        let code = table.required("code")?.code
        let categoryItem = table.required("category")
        let name = table.required("name")?.text
        let points = table.required("points")?.integer(in: 1...10)
        let cap = table.required("cap").flatMap(readCap)
        let evidence = table.required("evidence")?.text
        let approvers = table.optional("approvers")?.choices(Role.self) ?? []
        let system = table.optional("system")?.flag ?? false
        let aliases = table.optional("aliases")?.texts ?? []
        let approvalsItem = table.optional("approvals")
        let approvals = approvalsItem?.integer(in: 1...2) ?? (approvers.isEmpty ? 0 : 1)
        table.finish()
        guard let number, let code, let category = categoryItem?.text, let name, let points, let cap,
            let evidence
        else { return nil }
        if !categories.contains(category) {
            categoryItem?.report("\(category) is not among the categories above")
        }
        if approvers.isEmpty, !system {
            item.report("nobody confirms \(code); add approvers or system: true")
        }
        if points >= 6, approvals < 2 {
            item.report("\(code) gives \(points) points; from 6 on write approvals: 2")
        }
        return Item(
            number: number, code: code, category: category, name: name, points: points, cap: cap,
            evidence: evidence, approvers: approvers, approvals: approvals, isVerifiedBySystem: system,
            aliases: aliases)
    }

    /// Reads `2/day`.
    static func readCap(_ item: LinliSettings.Item) -> Cap? {
        let periods = Period.allCases.map(\.rawValue).joined(separator: ", ")
        return item.parsed("a cap like 2/day (\(periods))") { text in
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            guard parts.count == 2, let count = Int(parts[0]), (1...1000).contains(count),
                let period = Period(rawValue: String(parts[1]))
            else { return nil }
            return Cap(count: count, period: period)
        }
    }
}
