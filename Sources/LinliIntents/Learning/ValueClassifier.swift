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

    /// Intents whose files have examples under `meanings`.
    static func learning(_ sources: IntentSources) -> Set<Intent> { Set(labels(sources).map(\.intent)) }

    /// Where the author named no value the words under `values` say one, which counts half. `examples`:
    /// sentence by sentence those of `lessons`.
    static func train(
        _ sources: IntentSources, _ lessons: Lessons, _ examples: TrainingSet
    ) -> ValueClassifier {
        let labels = labels(sources)
        var places: [Label: Int] = [:]
        for (place, label) in labels.enumerated() { places[label] = place }
        let slots = Dictionary(grouping: labels, by: \.intent).mapValues { Set($0.map(\.meaning.slot)) }
        var words: Slots = [:]
        let taught = lessons.sentences.enumerated().map { place, sentence -> TrainingSet.Lesson? in
            guard let example = sentence.example, let learning = slots[sentence.intent] else { return nil }
            if sentence.isWritten { words = sentence.study.words }
            var meanings = example.meanings
            if meanings.isEmpty {
                meanings = words.filter { learning.contains($0.key) }
                    .map { IntentSource.Meaning(slot: $0.key, value: $0.value.text) }
                    .sorted { $0.slot.rawValue < $1.slot.rawValue }
            }
            let found = meanings.compactMap { places[Label(intent: sentence.intent, meaning: $0)] }
            guard let label = found.first else { return nil }
            let weight: Float = example.meanings.isEmpty ? 0.5 : 1
            let second = found.dropFirst().first ?? TrainingSet.none
            if sentence.isWritten {
                return TrainingSet.Lesson(label: label, second: second, weight: weight)
            }
            return lessons.isLast(place)
                ? TrainingSet.Lesson(label: label, second: second, weight: weight * 0.4) : nil
        }
        var trainer = ClassifierTrainer()
        trainer.calibrates = false
        trainer.epochs = 12
        return ValueClassifier(
            model: trainer.train(examples.taught(taught, isNarrow: true), labels: labels.map(\.name)),
            labels: labels)
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
