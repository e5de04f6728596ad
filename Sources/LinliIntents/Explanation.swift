import LinliModel

/// Why a message was understood as it was, step by step (`linli explain message`).
package struct Explanation: Codable, Sendable, Equatable {
    package struct Score: Codable, Sendable, Equatable {
        package let intent: String
        package let probability: Double
    }

    package struct Candidate: Codable, Sendable, Equatable {
        package let category: String
        package let words: [String]
        package let score: Int
    }

    package let normalized: String
    /// empty, emergency, pattern, answer, template, act or classifier.
    package let decidedBy: String
    /// The template that matched, or the words of the emergency.
    package let reason: String
    /// Every intent that the classifier holds possible, best first: the losers too.
    package let scores: [Score]
    package let categories: [Candidate]
    package let urgency: String
    package let urgencyReason: String
    package let clauses: [String]
}

extension Understanding {
    package func explain(_ text: String, at now: Instant, register: (any PlaceRegister)? = nil)
        -> Explanation
    {
        let normalized = normalizer.normalize(text)
        let reading = reading(normalized, now, register)
        let matches = decider.product.categories.matches(reading)
        let (main, _) = decide(normalized, now, register)
        let verdict = decider.classifier.decide(decider.features.features(reading, matches))
        let clauses = RequestSplitter.clauses(normalized.codes)
        return Explanation(
            normalized: normalized.text, decidedBy: main.source.rawValue, reason: main.reason,
            scores: verdict.ranking.prefix(6).map {
                Explanation.Score(intent: $0.label.name, probability: $0.probability)
            },
            categories: matches.prefix(6).map {
                Explanation.Candidate(category: $0.code, words: $0.words, score: $0.score)
            },
            urgency: main.request.urgency.rawValue, urgencyReason: main.urgencyReason,
            clauses: clauses.map { normalized.string($0.range) })
    }
}
