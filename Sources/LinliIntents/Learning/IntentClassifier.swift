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
    /// `isNuisance`: the words name a matter that by itself endangers nobody.
    static func alarming(
        _ intent: Intent, _ doubt: EmergencyRules.Doubt, isShort: Bool, isNuisance: Bool = false
    ) -> Float {
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
            case .feared: 0.8
            case .denied: 1.2
            }
        return usual + doubted + (isShort ? 0.5 : 0) + (isNuisance ? 0.3 : 0)
    }
    /// So many characters, marks not counted.
    static let short = 9
    /// A report without a category needs more than this.
    static let stray: Double = 0.9
    private static let reports = IntentSet([.reportRepair, .reportHazard, .complain])

    let model: Classifier
    let labels: [Label]
    /// Labels of the five intents that the second head tells apart, and those of "out of scope".
    private let matters: [Int]
    private let outside: [Int]

    init(model: Classifier, labels: [Label]) {
        self.model = model
        self.labels = labels
        matters = labels.indices.filter { IntentClassifier.told.contains(labels[$0].intent) }
        outside = labels.indices.filter { labels[$0].intent == .outOfScope }
    }

    /// Where the best in-scope intent is unsure and so is "out of scope", words of the estate's matters
    /// decide for the intent: a hazard lost as chit-chat is the second worst error (`domain.md` part 3).
    /// `evidence`: the usual intent of the category that the words name, where they name one.
    /// `lean`: how much the second head is for one of the reports, by the category that fits it best.
    /// `isKnown`: whether the second head knows a category of such an intent for the message.
    func decide(
        _ features: [UInt64], evidence: Intent? = nil, isOfEstate: Bool = false,
        lean: (Intent) -> Float = { _ in 0 }, isKnown: (Intent) -> Bool = { _ in true }
    ) -> Decision {
        var margins = model.margins(features)
        let danger = margins.count > labels.count ? margins.removeLast() : -1
        var decision = decide(ranking(margins, lean), evidence, isOfEstate, isKnown)
        decision.danger = danger
        return decision
    }

    private func decide(
        _ ranking: [(label: Label, probability: Double)], _ evidence: Intent?, _ isOfEstate: Bool,
        _ isKnown: (Intent) -> Bool
    ) -> Decision {
        guard let best = IntentClassifier.preferred(ranking) else {
            return Decision(label: Label(.outOfScope, .otherDomain), confidence: 0, ranking: ranking)
        }
        let outside =
            ranking.first { $0.label.intent == .outOfScope } ?? (Label(.outOfScope, .otherDomain), 0)
        // A report about nothing that the estate knows, in words that are not of the estate: "脚崴了要拍片吗".
        let isStray =
            IntentClassifier.reports.contains(best.label.intent) && !isOfEstate && evidence == nil
            && best.probability < IntentClassifier.stray && !isKnown(best.label.intent)
        if isStray, outside.probability >= IntentClassifier.faint {
            return Decision(label: outside.label, confidence: 1 - best.probability, ranking: ranking)
        }
        if best.probability >= IntentClassifier.threshold && best.probability > outside.probability {
            return Decision(label: best.label, confidence: best.probability, ranking: ranking)
        }
        if let evidence, outside.probability < IntentClassifier.certain {
            let isKnown = best.probability >= IntentClassifier.faint
            return Decision(label: isKnown ? best.label : Label(evidence), confidence: 0.4, ranking: ranking)
        }
        if isOfEstate, best.probability >= IntentClassifier.faint,
            best.probability * 2 > outside.probability
        {
            return Decision(label: best.label, confidence: best.probability, ranking: ranking)
        }
        let confidence = max(outside.probability, 1 - best.probability)
        return Decision(label: outside.label, confidence: confidence, ranking: ranking)
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

    /// Every intent, best first, out of scope once. The best one carries the calibrated confidence; the
    /// others share what is left as their own probabilities say.
    private func ranking(
        _ margins: [Float], _ lean: (Intent) -> Float
    ) -> [(label: Label, probability: Double)] {
        var margins = margins
        // "Out of scope" is several labels, and what they share each of them claims in part only.
        for place in outside { margins[place] += IntentClassifier.outward }
        let scores = model.ranked(leant(margins, lean))
        guard let first = scores.first else { return [] }
        let lead = scores.count > 1 ? first.margin - scores[1].margin : 10
        let top = model.calibration.confidence(margin: first.margin, lead: lead)
        let rest = max(0.0001, scores.dropFirst().reduce(0) { $0 + Double($1.probability) })
        let share = min(1, (1 - top) / rest)
        var ranking: [(label: Label, probability: Double)] = []
        var sawOutside = false
        for (place, score) in scores.enumerated() {
            let label = labels[score.label]
            if label.intent == .outOfScope {
                if sawOutside { continue }
                sawOutside = true
            }
            ranking.append((label, place == 0 ? top : min(top, Double(score.probability) * share)))
        }
        return ranking
    }

    /// A fault, a danger, a nuisance and a wish share their words; what a message is about tells them apart.
    /// Where one of them is best the second head moves them against each other. The best one keeps its
    /// margin: how sure it is that they are meant at all stays with this model.
    private func leant(_ margins: [Float], _ lean: (Intent) -> Float) -> [Float] {
        guard let (best, margin, _) = Calibration.lead(margins), matters.contains(best) else {
            return margins
        }
        var leant = margins
        var top: Float = -.infinity
        for place in matters {
            leant[place] += IntentClassifier.leaning * lean(labels[place].intent)
            top = max(top, leant[place])
        }
        for place in matters { leant[place] += margin - top }
        return leant
    }

    private static let faults = IntentSet([.reportRepair, .reportHazard])
    private static let leaning: Float = 0.7
    private static let outward: Float = 0.1
    private static let told = IntentSet([
        .reportRepair, .reportHazard, .complain, .suggestNeed, .orderService,
    ])

    /// Sentences of a template count less than those that people wrote, and so do their variants.
    private static let templateWeight: Float = 0.35
    private static let variantWeight: Float = 0.6

    static func kept(_ kept: ModelFile.Kept) -> IntentClassifier? {
        kept.model(\.intents).map { model in
            IntentClassifier(
                model: model, labels: kept.content.intentLabels.map { Label($0.intent, $0.subtype) })
        }
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
            let kind = sentence.isWritten ? 1 : sentence.isVariant ? variantWeight : templateWeight
            examples.add(
                sentence.study.features, label: labels.firstIndex(of: label) ?? 0,
                weight: kind * sentence.sourceWeight,
                isVariant: sentence.isVariant, isMarked: isMarked)
        }
        examples.close()
        return (examples, labels)
    }

    static func train(_ examples: TrainingSet, labels: [Label]) -> IntentClassifier {
        var trainer = ClassifierTrainer()
        trainer.rarest = 2
        trainer.balance = .root
        trainer.mark = "danger"
        trainer.epochs = 6
        return IntentClassifier(model: trainer.train(examples, labels: labels.map(\.name)), labels: labels)
    }
}
