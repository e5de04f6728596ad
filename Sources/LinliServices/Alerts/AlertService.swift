import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Warnings of the weather as they bear on what residents report.
package struct AlertService: Sendable {
    private let rules: AlertRules

    package init(rules: AlertRules) {
        self.rules = rules
    }

    /// Nil where none is in force, or the words are not about one. Almost every message is seen to be about
    /// something else without asking the store.
    package func inForce(
        _ categories: [String], _ text: String, estate: String, in tx: Transaction
    ) throws(SQLError) -> AlertInForce? {
        let isMeant = rules.kinds.contains { kind in
            categories.contains { kind.raise[$0] != nil } || kind.words.keys.contains { text.mentions($0) }
        }
        guard isMeant else { return nil }
        let kinds = try tx.alerts.active(estate: estate).compactMap { rules.kind($0.kind) }
        guard !kinds.isEmpty else { return nil }
        var alert = AlertInForce(raise: [:], words: [:])
        for kind in kinds {
            alert.raise.merge(kind.raise) { min($0, $1) }
            alert.words.merge(kind.words) { first, _ in first }
        }
        return alert
    }
}
