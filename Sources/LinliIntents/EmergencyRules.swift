import LinliModel

/// Danger to life, found before and apart from everything else (`domain.md` 2.2.1, P0).
///
/// Promise: no template and no statistics take part, so nothing that is learnt can hide an emergency.
/// In doubt it answers yes: a false alarm is forgivable, a missed one is not. What residents only say
/// as a figure of speech (火锅, 累得像触电) is listed as idioms in `Intents/zh/emergency.yaml`.
struct EmergencyRules: Sendable {
    struct Kind: Sendable {
        /// A category of `domain.md` 2.1, or `injury`.
        let category: String
        let intent: Intent
    }

    struct Match: Sendable {
        let category: String
        let intent: Intent
        /// The words that decided, for `explain`.
        let words: [String]
    }

    let kinds: [Kind]
    let rules: WordRules
    let idioms: Symbol

    /// Whether words of danger stand in a message that the rules look past: denied, feared, a figure of
    /// speech, beside a word that voids them.
    func isExplained(_ reading: MessageReading) -> Bool {
        guard match(reading) == nil else { return false }
        return reading.has(idioms)
            || !rules.matches(in: reading, masked: .none, isVoidable: false).isEmpty
    }

    func match(_ reading: MessageReading) -> Match? {
        let masked = reading.spans[idioms]
        let codes = reading.text.codes
        let matches = rules.matches(in: reading, masked: masked) { span in
            Negation.stands(before: span.lowerBound, in: codes)
                || Negation.isFeared(before: span.lowerBound, in: codes)
        }
        guard let match = matches.first else { return nil }
        let kind = kinds[match.rule]
        return Match(
            category: kind.category, intent: kind.intent,
            words: match.spans.map { reading.text.string($0) })
    }
}
