/// A warning of the weather that is in force (`domain.md` G02).
package struct AlertInForce: Sendable, Hashable {
    /// Categories and how urgent they are at least.
    package var raise: [String: Urgency]
    /// A word alone → the category.
    package var words: [String: String]

    package init(raise: [String: Urgency], words: [String: String]) {
        self.raise = raise
        self.words = words
    }
}
