import LinliModel

/// Why a message was understood as it was, step by step (`linli explain message`).
package struct Explanation: Codable, Sendable, Equatable {
    package struct Score: Codable, Sendable, Equatable {
        package let intent: String
        package let probability: Double
    }

    /// A piece of the message and what it added to the score of the best intent.
    package struct Feature: Codable, Sendable, Equatable {
        package let text: String
        package let gain: Double
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
    /// What spoke most for the best of them.
    package let features: [Feature]
    /// Slots of the main request, by name.
    package let slots: [String: String]
    package let category: String?
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
        let vector = decider.features.features(reading, matches)
        let verdict = decider.classifier.decide(vector)
        let clauses = RequestSplitter.clauses(normalized.codes)
        return Explanation(
            normalized: normalized.text, decidedBy: main.source.rawValue, reason: main.reason,
            scores: verdict.ranking.prefix(6).map {
                Explanation.Score(intent: $0.label.name, probability: $0.probability)
            },
            features: strongest(vector, verdict.label, decider.features.names(reading)),
            slots: main.request.slots.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value.text },
            category: main.request.category,
            categories: matches.prefix(6).map {
                Explanation.Candidate(category: $0.code, words: $0.words, score: $0.score)
            },
            urgency: main.request.urgency.rawValue, urgencyReason: main.urgencyReason,
            clauses: clauses.map { normalized.string($0.range) })
    }

    /// The pieces that spoke most for a label.
    private func strongest(
        _ vector: [UInt64], _ label: IntentClassifier.Label, _ names: [UInt64: String]
    ) -> [Explanation.Feature] {
        guard let place = decider.classifier.labels.firstIndex(of: label) else { return [] }
        return decider.classifier.model.contributions(vector, label: place).prefix(8).compactMap { piece in
            names[piece.feature].map {
                Explanation.Feature(text: $0, gain: (Double(piece.gain) * 1000).rounded() / 1000)
            }
        }
    }
}
