import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Points as residents see them: balance, statement, rules, and claims for deeds.
package struct PointsService: Sendable {
    private let rules: PointsRules

    package init(rules: PointsRules) {
        self.rules = rules
    }

    package func balance(of party: Party, in tx: Transaction) throws(SQLError) -> Outcome {
        .balance(
            try tx.ledger.balance(of: .available(party.resident, estate: party.estate)),
            held: try tx.ledger.balance(of: .held(party.resident, estate: party.estate)))
    }

    package func ledger(of party: Party, in tx: Transaction) throws(SQLError) -> Outcome {
        .ledger(
            try tx.ledger.lines(of: party.resident, limit: 10),
            balance: try tx.ledger.balance(of: .available(party.resident, estate: party.estate)))
    }

    package func list() -> Outcome {
        .pointsRules(
            rules.categories.map { category in
                let items = rules.items.filter { $0.category == category }
                return "【\(category)】" + items.map { "\($0.name) \($0.points)分" }.joined(separator: "、")
            })
    }

    /// A deed is noted as pending; a person decides which item it is and whether it counts.
    package func claim(
        _ text: String, attachment: String?, for party: Party, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Outcome {
        .claimPending(
            try tx.claims.add(
                party.resident, estate: party.estate, text: text, attachment: attachment, at: now))
    }
}
