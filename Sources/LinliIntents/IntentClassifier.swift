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
        /// Margin of "somebody's life is in danger", whatever the intent.
        var danger: Float = -1
        /// 0 … 1: how probable it is that the message is none of the estate's business.
        var outside: Double
    }

    /// Below this probability no intent is believed.
    static let threshold: Double = 0.16
    /// With a word of the estate this much is enough; the dialogue will ask, since the confidence is low.
    static let faint: Double = 0.06
    /// "Out of scope" with this probability is believed against all words.
    static let certain: Double = 0.5
    /// From this margin of the mark on a message is an emergency, though no rule knows its words: where
    /// unseen emergencies and harmless sentences part (`Docs/Understanding.md`). Recall first.
    /// `doubt`: the rules know such words and look past them. `isShort`: a few characters share a word
    /// with many dangers and tell none (腿麻了); those that do are known to the rules.
    static func alarming(_ intent: Intent, _ doubt: EmergencyRules.Doubt, isShort: Bool) -> Float {
        let usual: Float =
            switch intent {
            case .reportRepair, .reportHazard, .urge: -0.35
            case .complain: -0.35
            default: -0.1
            }
        let doubted: Float =
            switch doubt {
            case .none: 0
            case .voided: 0.3
            case .denied: 0.8
            }
        return usual + doubted + (isShort ? 0.5 : 0)
    }
    /// So many characters, marks not counted.
    static let short = 9
    /// A report without a category needs more than this.
    static let stray: Double = 0.9
    private static let reports = IntentSet([.reportRepair, .reportHazard, .complain])

    let model: Classifier
    let labels: [Label]
    let layer: SecondLayer

    /// Where the best in-scope intent is unsure and so is "out of scope", words of the estate's matters
    /// decide for the intent: a hazard lost as chit-chat is the second worst error (`domain.md` part 3).
    /// `leans`: the margins of the categories that fit best, one per intent of `SecondLayer.leaning`.
    /// `evidence`: the usual intent of the category that the words name, where they name one.
    /// `isKnown`: whether the second head knows a category for the message.
    func decide(
        _ features: [UInt64], leans: [Float], evidence: Intent? = nil, isOfEstate: Bool = false,
        isKnown: Bool = true
    ) -> Decision {
        let margins = model.margins(features)
        let ranking = ranking(layer.probabilities(SecondLayer.inputs(margins, leans)))
        var decision = decide(ranking, evidence, isOfEstate, isKnown)
        decision.danger = margins.count > labels.count ? margins[labels.count] : -1
        return decision
    }

    private func decide(
        _ ranking: [(label: Label, probability: Double)], _ evidence: Intent?, _ isOfEstate: Bool,
        _ isKnown: Bool
    ) -> Decision {
        let outside =
            ranking.first { $0.label.intent == .outOfScope } ?? (Label(.outOfScope, .otherDomain), 0)
        func decided(_ label: Label, _ confidence: Double) -> Decision {
            let isRefused = label.intent == .outOfScope
            return Decision(
                label: label, confidence: confidence, ranking: ranking,
                outside: isRefused ? max(confidence, outside.probability) : outside.probability)
        }
        guard let best = IntentClassifier.preferred(ranking) else {
            return decided(outside.label, outside.probability)
        }
        // A report about nothing that the estate knows, in words that are not of the estate: "脚崴了要拍片吗".
        let isStray =
            IntentClassifier.reports.contains(best.label.intent) && !isOfEstate && evidence == nil
            && best.probability < IntentClassifier.stray && !isKnown
        if isStray, outside.probability >= IntentClassifier.faint {
            return decided(outside.label, 1 - best.probability)
        }
        if best.probability >= IntentClassifier.threshold && best.probability > outside.probability {
            return decided(best.label, best.probability)
        }
        if let evidence, outside.probability < IntentClassifier.certain {
            return decided(best.probability >= IntentClassifier.faint ? best.label : Label(evidence), 0.4)
        }
        if isOfEstate, best.probability >= IntentClassifier.faint,
            best.probability * 2 > outside.probability
        {
            return decided(best.label, best.probability)
        }
        return decided(outside.label, outside.probability)
    }

    /// The best in-scope intent; of two that are close the one that does less: who is told his points and
    /// wanted a reward says so, a reward that nobody wanted is gone.
    static func preferred(
        _ ranking: [(label: Label, probability: Double)]
    ) -> (label: Label, probability: Double)? {
        let inside = ranking.lazy.filter { $0.label.intent != .outOfScope }
        guard let best = inside.first, IntentClassifier.costly.contains(best.label.intent),
            let other = inside.first(where: { !IntentClassifier.costly.contains($0.label.intent) }),
            best.probability - other.probability < IntentClassifier.close
        else { return inside.first }
        return other
    }

    /// What spends, ends or speaks for somebody.
    private static let costly = IntentSet([.redeem, .cancel, .vote, .pointsClaim, .privacyRequest])
    private static let close: Double = 0.1

    /// Every intent, best first, out of scope once: what its subtypes share each of them claims in part only.
    private func ranking(_ chances: [Double]) -> [(label: Label, probability: Double)] {
        var ranking: [(label: Label, probability: Double)] = []
        var outside: (label: Label, own: Double, sum: Double)?
        for (label, chance) in zip(labels, chances) {
            guard label.intent == .outOfScope else {
                ranking.append((label, chance))
                continue
            }
            let sum = (outside?.sum ?? 0) + chance
            outside =
                chance > outside?.own ?? -1
                ? (label, chance, sum) : outside.map { ($0.label, $0.own, sum) }
        }
        if let outside { ranking.append((outside.label, outside.sum)) }
        // Sorting is stable: equal ones stay in the order of the labels.
        return ranking.sorted { $0.probability > $1.probability }
    }

    private static let faults = IntentSet([.reportRepair, .reportHazard])

    /// Sentences of a template count less than those that people wrote, and so do their variants.
    private static let templateWeight: Float = 0.35
    private static let variantWeight: Float = 0.6

    static func kept(_ kept: ModelFile.Kept) -> IntentClassifier? {
        guard let model = kept.model(\.intents),
            let weights = Numbers<Float>(kept.numbers, kept.content.layer),
            let layer = SecondLayer(weights, labels: kept.content.intentLabels.count)
        else { return nil }
        return IntentClassifier(
            model: model, labels: kept.content.intentLabels.map { Label($0.intent, $0.subtype) }, layer: layer
        )
    }

    /// The examples with their labels; sentence by sentence those of `lessons`.
    static func examples(_ lessons: Lessons, _ sources: IntentSources) -> (TrainingSet, [Label]) {
        let deadly = Set(sources.categories.filter { $0.urgency == .p0 }.map(\.category))
        var labels: [Label] = []
        var examples = TrainingSet()
        var isMarked = false
        for sentence in lessons.sentences {
            let label = Label(sentence.intent, sentence.example?.subtype)
            if !labels.contains(label) { labels.append(label) }
            // What holds for a sentence holds for its variants.
            if !sentence.isVariant {
                let isDeadly = sentence.example?.category.map(deadly.contains) ?? false
                isMarked =
                    sentence.example?.isDanger == true
                    || (faults.contains(sentence.intent) && (isDeadly || sentence.study.isAlarming))
            }
            let weight =
                sentence.isWritten ? 1 : sentence.isVariant ? variantWeight : templateWeight
            examples.add(
                sentence.study.features, label: labels.firstIndex(of: label) ?? 0, weight: weight,
                isVariant: sentence.isVariant, isMarked: isMarked)
        }
        examples.close()
        return (examples, labels)
    }

    /// `leans`: example → the margins of the categories that fit best, one per intent of
    /// `SecondLayer.leaning`, by a head that had not seen it.
    static func train(
        _ examples: TrainingSet, labels: [Label], leans: (Int) -> [Float]
    ) -> IntentClassifier {
        var trainer = ClassifierTrainer()
        trainer.rarest = 2
        trainer.balances = true
        trainer.mark = "danger"
        trainer.epochs = 10
        trainer.calibrates = false
        let trained = trainer.learn(examples, labels: labels.map(\.name), leavingOut: true)
        let seen = trained.leftOut.map {
            (
                inputs: SecondLayer.inputs($0.margins, leans($0.example)),
                label: Int(examples.labels[$0.example])
            )
        }
        return IntentClassifier(
            model: trained.model, labels: labels, layer: SecondLayer.train(seen, labels: labels.count))
    }
}
