import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Points as residents see them: balance, statement, rules, and claims for deeds.
package struct PointsService: Sendable {
    let settings: Settings
    let rules: PointsRules
    let notifier: Notifier
    let reach: StaffReach

    package init(settings: Settings, notifier: Notifier) {
        self.settings = settings
        rules = settings.points
        self.notifier = notifier
        reach = StaffReach(settings: settings)
    }

    package func balance(of party: Party, in tx: Transaction) throws(SQLError) -> Outcome {
        .balance(
            try tx.ledger.balance(of: .available(party.resident, estate: party.estate)),
            held: try tx.ledger.balance(of: .held(party.resident, estate: party.estate)))
    }
}
