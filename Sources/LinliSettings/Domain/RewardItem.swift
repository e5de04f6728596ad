import LinliModel

/// Something that points can be given for (`domain.md` 2.6).
package struct RewardItem: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case goods
        case voucher
        /// A line for the property's accountant: the points never change the fee itself.
        case feeDiscount = "fee_discount"
    }

    package var code: String
    package var name: String
    package var kind: Kind
    /// Price of one piece; of a fee discount the price of one yuan.
    package var points: Int
    /// How many pieces (yuan, for a fee discount) one person or flat may take in a period.
    package var cap: PointsRules.Cap
    /// Other words by which residents ask for it.
    package var aliases: [String]
    /// Words for as much as may be; of a fee discount.
    package var most: [String]
}

extension RewardItem {
    static func read(_ item: Item) -> [RewardItem] {
        guard let table = item.table else { return [] }
        let nodes = table.items("items")
        table.finish()
        var codes: Set<String> = []
        var aliases: Set<String> = []
        return nodes.compactMap { node in
            guard let reward = readOne(node) else { return nil }
            if !codes.insert(reward.code).inserted {
                node.report("the reward \(reward.code) is listed twice")
            }
            for alias in reward.aliases where !aliases.insert(alias).inserted {
                node.report("the alias \(alias) is used twice; keep one")
            }
            return reward
        }
    }

    private static func readOne(_ item: Item) -> RewardItem? {
        guard let table = item.table else { return nil }
        let code = table.required("code")?.code
        let name = table.required("name")?.text
        let kind = table.required("kind")?.choice(Kind.self)
        let points = table.required("points")?.integer(in: 1...100_000)
        let cap = table.required("cap").flatMap(PointsRules.readCap)
        let aliases = table.optional("aliases")?.texts ?? []
        let most = table.optional("most")?.texts ?? []
        table.finish()
        guard let code, let name, let kind, let points, let cap else { return nil }
        return RewardItem(
            code: code, name: name, kind: kind, points: points, cap: cap, aliases: aliases, most: most)
    }
}
