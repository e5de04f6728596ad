import LinliModel

/// The classifier over Linli's own intents: what templates miss is decided here, and what belongs
/// nowhere is refused here.
///
/// "Out of scope" is learnt as one label per subtype from examples, most of them near misses; beyond
/// that a message which no intent claims with at least `threshold` is out of scope as well.
struct IntentClassifier: Sendable {
    struct Label: Sendable, Equatable {
        let intent: Intent
        let subtype: OutOfScope?

        init(_ intent: Intent, _ subtype: OutOfScope? = nil) {
            self.intent = intent
            self.subtype = subtype
        }

        var name: String { subtype.map { "\(intent.rawValue)/\($0.rawValue)" } ?? intent.rawValue }
    }

    struct Decision: Sendable {
        let label: Label
        /// 0 … 1.
        let confidence: Double
        /// Every intent, best first, out of scope once (with its best subtype); together at most 1.
        let ranking: [(label: Label, probability: Double)]
    }

    /// Below this probability no intent is believed.
    static let threshold: Double = 0.22
    /// With a word of the estate this much is enough; the dialogue will ask, since the confidence is low.
    static let faint: Double = 0.06
    /// "Out of scope" with this probability is believed against all words.
    static let certain: Double = 0.6

    let model: Classifier
    let labels: [Label]

    /// Where the best in-scope intent is unsure and so is "out of scope", words of the estate's matters
    /// decide for the intent: a hazard lost as chit-chat is the second worst error (`domain.md` part 3).
    /// `evidence`: the usual intent of the category that the words name, where they name one.
    func decide(_ features: [UInt64], evidence: Intent? = nil, isOfEstate: Bool = false) -> Decision {
        let ranking = ranking(features)
        guard let best = ranking.first(where: { $0.label.intent != .outOfScope }) else {
            return Decision(label: Label(.outOfScope, .otherDomain), confidence: 0, ranking: ranking)
        }
        let outside =
            ranking.first { $0.label.intent == .outOfScope } ?? (Label(.outOfScope, .otherDomain), 0)
        if best.probability >= IntentClassifier.threshold && best.probability > outside.probability {
            return Decision(label: best.label, confidence: best.probability, ranking: ranking)
        }
        if let evidence, outside.probability < IntentClassifier.certain {
            return Decision(label: Label(evidence), confidence: 0.4, ranking: ranking)
        }
        if isOfEstate, best.probability >= IntentClassifier.faint,
            best.probability * 2 > outside.probability
        {
            return Decision(label: best.label, confidence: best.probability, ranking: ranking)
        }
        let confidence = max(outside.probability, 1 - best.probability)
        return Decision(label: outside.label, confidence: confidence, ranking: ranking)
    }

    /// Every intent, best first, out of scope once.
    private func ranking(_ features: [UInt64]) -> [(label: Label, probability: Double)] {
        var ranking: [(label: Label, probability: Double)] = []
        var sawOutside = false
        for score in model.scores(features) {
            let label = labels[score.label]
            if label.intent == .outOfScope {
                if sawOutside { continue }
                sawOutside = true
            }
            ranking.append((label, Double(score.probability)))
        }
        let total = max(1, ranking.reduce(0) { $0 + $1.probability })
        return ranking.map { ($0.label, $0.probability / total) }
    }

    /// Sentences of a template count less than those that people wrote.
    private static let templateWeight: Float = 0.35
    private static let templateSentences = 60

    static func train(
        _ sources: IntentSources, sampler: TemplateSampler, features: (String) -> [UInt64]
    ) -> IntentClassifier {
        var labels: [Label] = []
        var examples: [Classifier.Example] = []
        for intent in Intent.allCases {
            guard let source = sources.intents[intent] else { continue }
            for example in source.examples {
                let label = Label(intent, example.subtype)
                if !labels.contains(label) { labels.append(label) }
                let index = labels.firstIndex(of: label) ?? 0
                examples.append(Classifier.Example(features: features(example.source.text), label: index))
            }
            guard intent != .outOfScope, let index = labels.firstIndex(of: Label(intent)) else { continue }
            let said = sampler.sentences(of: intent, limit: templateSentences, seed: 7)
            examples += said.map {
                Classifier.Example(features: features($0), label: index, weight: templateWeight)
            }
        }
        let model = ClassifierTrainer().train(examples, labels: labels.map(\.name))
        return IntentClassifier(model: model, labels: labels)
    }
}
