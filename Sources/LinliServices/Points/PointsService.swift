import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Points as residents see them: balance, statement, rules, and claims for deeds.
package struct PointsService: Sendable {
    let rules: PointsRules
    let notifier: Notifier
    let reach: StaffReach

    package init(settings: Settings, notifier: Notifier) {
        rules = settings.points
        self.notifier = notifier
        reach = StaffReach(settings: settings)
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
}
