/// A reply before it has words: the key of a template in `Intents/replies` and what stands in its gaps.
package struct Phrase: Sendable, Hashable, Codable {
    package var key: String
    package var values: [String: String]

    package init(_ key: String, _ values: [String: String] = [:]) {
        self.key = key
        self.values = values
    }
}

/// Puts phrases into words. `Intents/replies` does it; a room that needs words is handed this.
package protocol Phrasebook: Sendable {
    /// Never fails in front of a resident: an unknown key or a missing value is found at load and in
    /// tests, and falls back to the general apology here.
    func words(_ phrase: Phrase, for kind: ChannelConfiguration.Kind?) -> String

    /// Answers to the phrase that can be pressed instead of typed; none for most.
    func buttons(_ phrase: Phrase) -> [String]
}

extension Phrasebook {
    package func buttons(_ phrase: Phrase) -> [String] { [] }
}
