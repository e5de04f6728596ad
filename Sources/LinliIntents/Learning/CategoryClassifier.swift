import LinliModel

/// The second head: what a matter is about, learnt from the examples under `matters` and helped by the
/// word rules, whose best answer is one of its features.
struct CategoryClassifier: Sendable {
    let model: Classifier
    /// Category → its default, where no rule of `categories.yaml` matched.
    private let defaults: [String: CategoryRules.Category]
    /// Label → intents with which the category was seen.
    private let intents: [IntentSet]

    /// A category that never came with the intent must lead by this much.
    private static let strange: Float = 0.3
    /// Without a word of any category the examples decide from here; where a matter is only spoken of (催一下)
    /// they must be surer, since it may not be named at all.
    private static let sure: Float = -0.75
    private static let surer: Float = -0.6
    /// Where no word of any category stands in a message, what sends a crew at once must be this sure.
    private static let alarming: Float = -0.3

    private static func alarms(_ category: CategoryRules.Category) -> Bool {
        category.urgency == .p0 || category.code.hasPrefix("gas.") || category.code.hasPrefix("fire.")
    }

    /// What is broken or dangerous is no matter of the service, of accounts or of a question (报修 names none),
    /// and who complains asks nothing.
    private static func fits(_ code: String, _ intent: Intent) -> Bool {
        let group = code.prefix { $0 != "." }
        return switch intent {
        case .reportRepair, .reportHazard: !["service", "finance", "governance", "info"].contains(group)
        case .complain: group != "info"
        default: true
        }
    }

    /// Below this margin the words decide alone.
    private static let unsure: Float = -0.9

    /// The category of a message with this intent; nil where neither words nor examples know one.
    /// `margins`: the model's, one per label.
    /// `matches`: what the word rules allow. `isSpokenOf`: the message asks about a matter or presses it.
    func decide(
        _ margins: [Float], intent: Intent, matches: [CategoryRules.Match], rules: CategoryRules,
        isSpokenOf: Bool = false
    ) -> CategoryRules.Match? {
        let matches = isSpokenOf ? matches : matches.filter { CategoryClassifier.fits($0.code, intent) }
        let ruled = rules.best(matches, for: intent)
        var best: (label: Int, margin: Float)?
        var wanted = IntentSet()
        wanted.insert(intent)
        for (label, margin) in margins.enumerated() {
            let fair = intents[label].meets(wanted) ? margin : margin - CategoryClassifier.strange
            // Names are compared last: of a hundred labels few lead.
            guard fair > best?.margin ?? -.infinity,
                isSpokenOf || CategoryClassifier.fits(model.labels[label], intent)
            else { continue }
            best = (label, fair)
        }
        // Where no word of any category stands in the message ("我要报修"), the examples must be sure.
        let least = isSpokenOf ? CategoryClassifier.surer : CategoryClassifier.sure
        let needed = matches.isEmpty ? least : CategoryClassifier.unsure
        guard let best, best.margin > needed else { return ruled.map(calm) }
        let code = model.labels[best.label]
        if let match = matches.first(where: { $0.code == code }) { return calm(match) }
        guard let category = defaults[code] else { return ruled.map(calm) }
        // 那个报修 is no gas alarm: nobody is called out to a fire by a guess.
        if matches.isEmpty, CategoryClassifier.alarms(category), best.margin < CategoryClassifier.alarming {
            return nil
        }
        return calm(
            CategoryRules.Match(
                code: code, intent: category.intent, urgency: category.urgency, score: 0, words: []))
    }

    /// The margin of the category that fits an intent best.
    func lean(_ margins: [Float], to intent: Intent) -> Float {
        var wanted = IntentSet()
        wanted.insert(intent)
        var best: Float = -1
        for (label, margin) in margins.enumerated() where intents[label].meets(wanted) {
            best = max(best, margin)
        }
        return best
    }

    /// Whether words or examples know a category for a message with this intent.
    func knows(_ margins: [Float], matches: [CategoryRules.Match]) -> Bool {
        guard matches.isEmpty else { return true }
        return margins.contains { $0 > CategoryClassifier.unsure }
    }

    /// P0 becomes P1: emergencies are found by their rules and by the mark that is learnt from dangers.
    private func calm(_ match: CategoryRules.Match) -> CategoryRules.Match {
        guard match.urgency == .p0 else { return match }
        return CategoryRules.Match(
            code: match.code, intent: match.intent, urgency: .p1, score: match.score, words: match.words)
    }

    /// Nil where the file's labels are not those of the rules.
    static func kept(_ kept: ModelFile.Kept, rules: CategoryRules) -> CategoryClassifier? {
        let (labels, defaults) = names(rules)
        guard labels == kept.content.categories.labels, let model = kept.model(\.categories) else {
            return nil
        }
        return CategoryClassifier(
            model: model, defaults: defaults, intents: kept.content.categoryIntents.map(IntentSet.init))
    }

    /// For `ModelFile`, in an order of its own.
    var seenIntents: [[Intent]] { intents.map(\.members) }

    private static func names(
        _ rules: CategoryRules
    ) -> (labels: [String], defaults: [String: CategoryRules.Category]) {
        var labels: [String] = []
        var defaults: [String: CategoryRules.Category] = [:]
        for category in rules.categories {
            if !labels.contains(category.code) { labels.append(category.code) }
            if defaults[category.code] == nil { defaults[category.code] = category }
        }
        return (labels, defaults)
    }

    /// Only hand-written sentences and their last variants teach; those without a category take the one of
    /// the word rules. `examples`: sentence by sentence those of `lessons`.
    static func train(
        _ lessons: Lessons, _ examples: TrainingSet, rules: CategoryRules
    ) -> CategoryClassifier {
        let (labels, defaults) = names(rules)
        var places: [String: Int] = [:]
        for (place, label) in labels.enumerated() { places[label] = place }
        var intents = [IntentSet](repeating: IntentSet(), count: labels.count)
        for category in rules.categories {
            if let label = places[category.code] { intents[label].insert(category.intent) }
        }
        var ruled: String?
        let taught = lessons.sentences.enumerated().map { place, sentence -> TrainingSet.Lesson? in
            guard let example = sentence.example else { return nil }
            if sentence.isWritten { ruled = sentence.study.category }
            if sentence.intent == .outOfScope {
                return sentence.isWritten ? TrainingSet.Lesson(label: TrainingSet.none, weight: 0.2) : nil
            }
            guard withCategory.contains(sentence.intent) else { return nil }
            guard example.category != IntentSource.Example.unnamed else {
                // They are few, and each shares its words with hundreds that name a matter.
                return sentence.isWritten ? TrainingSet.Lesson(label: TrainingSet.none, weight: 4) : nil
            }
            let written = example.category.flatMap { places[$0] }
            guard let label = written ?? ruled.flatMap({ places[$0] }) else { return nil }
            if written != nil { intents[label].insert(sentence.intent) }
            let weight: Float = (written == nil ? 0.5 : 1) * sentence.sourceWeight
            if sentence.isWritten { return TrainingSet.Lesson(label: label, weight: weight) }
            return lessons.isLast(place) ? TrainingSet.Lesson(label: label, weight: weight * 0.4) : nil
        }
        var trainer = ClassifierTrainer()
        trainer.calibrates = false
        trainer.epochs = 6
        trainer.rarest = 2
        return CategoryClassifier(
            model: trainer.train(examples.taught(taught, isNarrow: true), labels: labels), defaults: defaults,
            intents: intents)
    }

    private static let withCategory: [Intent] = [
        .reportRepair, .reportHazard, .complain, .suggestNeed, .orderService, .infoQuery, .disclosureQuery,
    ]
}

/// What the second head says to one message. Worked out when it is first asked for, and once: one weight
/// for each category and feature.
final class HeadOpinion {
    /// Without the characters that stand near each other.
    let features: [UInt64]
    private let head: CategoryClassifier
    /// One per category.
    private(set) lazy var margins: [Float] = head.model.margins(features)

    init(of head: CategoryClassifier, on features: [UInt64]) {
        self.head = head
        self.features = features
    }
}
