import LinliModel

/// The third head: values that no form gives (a vote is cast or asked about, points are counted or their
/// rules explained), learnt from the examples under `meanings`.
///
/// A slot learns only where its file has such examples; elsewhere the words under `values` decide alone.
struct ValueClassifier: Sendable {
    struct Label: Sendable, Hashable {
        let intent: Intent
        let meaning: IntentSource.Meaning

        var name: String { "\(intent.rawValue) \(meaning.slot.rawValue)=\(meaning.value)" }
    }

    let model: Classifier
    private let labels: [Label]
    /// Intent → its slots that learn, with their labels.
    private let slots: [Intent: [SlotName: [Int]]]

    /// What a word under `values` is worth beside the examples, as a margin.
    static let word: Float = 0.5

    private init(model: Classifier, labels: [Label]) {
        self.model = model
        self.labels = labels
        var slots: [Intent: [SlotName: [Int]]] = [:]
        for (index, label) in labels.enumerated() {
            slots[label.intent, default: [:]][label.meaning.slot, default: []].append(index)
        }
        self.slots = slots
    }

    func knows(_ intent: Intent) -> Bool { slots[intent] != nil }

    /// The best value of every slot of the intent that learns. `words`: what its words alone say, without
    /// what holds by default. `features`: without the characters that stand near each other.
    func values(_ features: [UInt64], intent: Intent, words: Slots) -> Slots {
        guard let slots = slots[intent] else { return [:] }
        let margins = model.margins(features)
        var values: Slots = [:]
        for (slot, places) in slots {
            func margin(_ place: Int) -> Float {
                let isSaid = words[slot]?.text == labels[place].meaning.value
                return margins[place] + (isSaid ? ValueClassifier.word : 0)
            }
            guard let best = places.max(by: { margin($0) < margin($1) }) else { continue }
            let value = labels[best].meaning.value
            values[slot] = value == "true" || value == "false" ? .flag(value == "true") : .text(value)
        }
        return values
    }

    /// Nil where the file's labels are not those of the sources.
    static func kept(_ kept: ModelFile.Kept, _ sources: IntentSources) -> ValueClassifier? {
        let labels = labels(sources)
        guard labels.map(\.name) == kept.content.values.labels, let model = kept.model(\.values) else {
            return nil
        }
        return ValueClassifier(model: model, labels: labels)
    }

    /// Every value of each slot for which an intent's file has examples under `meanings`.
    private static func labels(_ sources: IntentSources) -> [Label] {
        Intent.allCases.flatMap { intent -> [Label] in
            guard let source = sources.intents[intent] else { return [] }
            let learning = Set(source.examples.compactMap { $0.meaning?.slot })
            return source.values.filter { learning.contains($0.slot) }.map {
                Label(intent: intent, meaning: IntentSource.Meaning(slot: $0.slot, value: $0.value))
            }
        }
    }

    /// Where the author named no value the words under `values` say one, which counts half.
    static func train(
        _ sources: IntentSources, features: (String) -> [UInt64], words: (String, Intent) -> Slots
    ) -> ValueClassifier {
        let labels = labels(sources)
        var examples = TrainingSet()
        var generator = SeededGenerator(seed: 41)
        for intent in Intent.allCases {
            let learning = Set(labels.filter { $0.intent == intent }.map(\.meaning.slot))
            guard !learning.isEmpty else { continue }
            for example in sources.intents[intent]?.examples ?? [] {
                let text = example.source.text
                var meanings = example.meaning.map { [$0] } ?? []
                if meanings.isEmpty {
                    meanings = words(text, intent).filter { learning.contains($0.key) }
                        .map { IntentSource.Meaning(slot: $0.key, value: $0.value.text) }
                        .sorted { $0.slot.rawValue < $1.slot.rawValue }
                }
                for meaning in meanings {
                    guard let label = labels.firstIndex(of: Label(intent: intent, meaning: meaning)) else {
                        continue
                    }
                    let weight: Float = example.meaning == nil ? 0.5 : 1
                    examples.add(features(text), label: label, weight: weight)
                    for variant in Variants.of(text, intent, using: &generator).suffix(1) {
                        examples.add(features(variant), label: label, weight: weight * 0.4, isVariant: true)
                    }
                }
            }
        }
        var trainer = ClassifierTrainer()
        trainer.folds = 0
        trainer.epochs = 12
        return ValueClassifier(
            model: trainer.train(examples, labels: labels.map(\.name)), labels: labels)
    }
}
