import LinliModel

/// The third head: values that no form gives (a vote is cast or asked about, points are counted or their
/// rules explained), learnt from the examples under `meanings`.
///
/// A slot learns only where its file has such examples, two of an intent at most; elsewhere the words under
/// `values` decide alone.
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

    /// The best value of every slot of the intent that learns, nil where the message says none. `words`:
    /// what its words alone say, without what holds by default. `features`: without the characters that stand
    /// near each other.
    func values(_ features: [UInt64], intent: Intent, words: Slots) -> [SlotName: SlotValue?] {
        guard let slots = slots[intent] else { return [:] }
        let margins = model.margins(features)
        var values: [SlotName: SlotValue?] = [:]
        for (slot, places) in slots {
            func margin(_ place: Int) -> Float {
                let isSaid = words[slot]?.text == labels[place].meaning.value
                return margins[place] + (isSaid ? ValueClassifier.word : 0)
            }
            guard let best = places.max(by: { margin($0) < margin($1) }) else { continue }
            values.updateValue(labels[best].meaning.slotValue, forKey: slot)
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

    /// Every value of each slot for which an intent's file has examples under `meanings`, and that it is left
    /// open where examples say so.
    private static func labels(_ sources: IntentSources) -> [Label] {
        Intent.allCases.flatMap { intent -> [Label] in
            guard let source = sources.intents[intent] else { return [] }
            let learning = Set(source.examples.flatMap(\.meanings))
            let slots = Set(learning.map(\.slot))
            let named = source.values.filter { slots.contains($0.slot) }.map {
                IntentSource.Meaning(slot: $0.slot, value: $0.value)
            }
            let open = learning.filter { $0.value == IntentSource.Example.unnamed }
                .sorted { $0.slot.rawValue < $1.slot.rawValue }
            return (named + open).map { Label(intent: intent, meaning: $0) }
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
                var meanings = example.meanings
                if meanings.isEmpty {
                    meanings = words(text, intent).filter { learning.contains($0.key) }
                        .map { IntentSource.Meaning(slot: $0.key, value: $0.value.text) }
                        .sorted { $0.slot.rawValue < $1.slot.rawValue }
                }
                let places = meanings.compactMap { labels.firstIndex(of: Label(intent: intent, meaning: $0)) }
                guard let label = places.first else { continue }
                let second = places.dropFirst().first ?? TrainingSet.none
                let weight: Float = example.meanings.isEmpty ? 0.5 : 1
                examples.add(features(text), label: label, second: second, weight: weight)
                for variant in Variants.of(text, intent, using: &generator).suffix(1) {
                    examples.add(
                        features(variant), label: label, second: second, weight: weight * 0.4,
                        isVariant: true)
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

extension IntentSource.Meaning {
    /// Nil where the slot stays open.
    fileprivate var slotValue: SlotValue? {
        switch value {
        case IntentSource.Example.unnamed: nil
        case "true", "false": .flag(value == "true")
        default: .text(value)
        }
    }
}
