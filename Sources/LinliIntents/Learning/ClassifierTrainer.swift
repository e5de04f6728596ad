import Foundation

/// Learns a `Classifier` from examples, in process, at load: per label a linear support vector machine with
/// squared hinge loss.
struct ClassifierTrainer {
    /// How much an error costs against large weights.
    var cost: Float = 1
    var epochs = 24
    /// Ends a label early: no coordinate would move by more.
    var tolerance: Float = 0.2
    var seed: UInt64 = 20_260_318
    /// Whether margins become probabilities; without it the calibration is none.
    var calibrates = true
    /// A feature must stand in so many examples. Nil: two in a large set, where what was seen once decides
    /// nothing and doubles the model; one in a small one.
    var rarest: Int?

    /// The same for two characters that stand near each other: they are many, and each says little.
    var rarestNear = 4

    /// How much more rare labels count; nil: they do not.
    var balance: TrainingSet.Balance?
    /// A label beside the others that holds or not whatever else an example is; it becomes the last one.
    var mark: String?

    /// A label below zero belongs to an example that is none of them.
    func train(_ examples: TrainingSet, labels: [String]) -> Classifier {
        var examples = examples
        examples.close()
        if let balance { examples.balance(labels.count, by: balance) }
        let calibration =
            calibrates && examples.count >= ClassifierTrainer.telling ? calibrated(examples, labels) : .none
        let vocabulary = vocabulary(examples)
        let names = labels + (mark.map { [$0] } ?? [])
        let points = TrainingPoints(
            examples, vocabulary,
            withVectors: examples.hasVectors && examples.count <= ClassifierTrainer.smallSet)
        let task = TrainingTask(
            examples, points, rows: vocabulary.rows, labels: labels.count, hasMark: mark != nil, cost: cost)
        let (orders, epochs, tolerance) = (orders(examples), epochs, tolerance)
        let blocks = (names.count + LabelMachine.width - 1) / LabelMachine.width
        let learnt = Cores.map(blocks, start: { () }) { _, block in
            LabelMachine(task, block: block).learn(
                orders: orders, epochs: epochs, tolerance: tolerance)
        }
        return Classifier(
            labels: names, calibration: calibration, rows: vocabulary.table,
            weights: SparseWeights(learnt.flatMap(\.columns), rows: vocabulary.rows.count),
            biases: learnt.flatMap(\.biases), blocks: vectorWeights(learnt, places: points.places))
    }

    /// Place after place the weights of all labels.
    private func vectorWeights(_ learnt: [LabelMachine.Learnt], places: Int) -> Numbers<Float> {
        Numbers(
            (0..<places).flatMap { place in
                learnt.flatMap { block in block.biases.indices.map { block.blocks[place][$0] } }
            })
    }

    /// A set of at most so many examples is small: what was seen once counts, and vectors help.
    static let smallSet = 6_000

    /// Fewer examples say nothing about how sure an answer may be.
    static let telling = 40

    /// By the margins of examples that a partial model had not seen, nor their variants.
    private func calibrated(_ examples: TrainingSet, _ labels: [String]) -> Calibration {
        // Of a large set one part says enough.
        let isLarge = examples.count > ClassifierTrainer.smallSet
        let size = isLarge ? 5 : 3
        // By what the first of a family says, as with the orders.
        var part = [Int](repeating: -1, count: Int(examples.families.last ?? 0) + 1)
        for (family, fingerprint) in zip(examples.families, examples.fingerprints)
        where part[Int(family)] < 0 {
            part[Int(family)] = Int(SeededGenerator.mixed(fingerprint ^ seed) % UInt64(size))
        }
        var trainer = self
        trainer.calibrates = false
        trainer.balance = nil
        trainer.mark = nil
        if isLarge { trainer.epochs = 4 }
        var seen: [(margins: [Float], label: Int)] = []
        for current in 0..<(isLarge ? 1 : size) {
            let isInside = (0..<examples.count).map { part[Int(examples.families[$0])] != current }
            let lessons = isInside.indices.map { isInside[$0] ? examples.lesson(of: $0) : nil }
            let partial = trainer.train(examples.taught(lessons, isNarrow: false), labels: labels)
            let asked = isInside.indices.filter { examples.isWritten[$0] && !isInside[$0] }
            seen += Cores.map(asked.count, start: { () }) { _, place in
                let margins = partial.margins(examples, asked[place]).prefix(labels.count)
                return (margins: Array(margins), label: Int(examples.labels[asked[place]]))
            }
        }
        return Calibration(seen)
    }

    /// In which order the examples are visited in each pass; a few orders serve all. Each example has its
    /// place by what it says: one line more leaves the others in theirs, or it would move answers that have
    /// nothing to do with it.
    private func orders(_ examples: TrainingSet) -> [[Int32]] {
        Cores.map(min(epochs, 6), start: { () }) { _, pass in
            let salt = seed &+ UInt64(pass)
            let places = examples.fingerprints.map { SeededGenerator.mixed($0 ^ salt) }
            return (0..<Int32(examples.count)).sorted {
                (places[Int($0)], $0) < (places[Int($1)], $1)
            }
        }
    }

    /// The features that stand in enough examples.
    private func vocabulary(_ examples: TrainingSet) -> TrainingVocabulary {
        var documents = [Int32](repeating: 0, count: examples.keys.count)
        for example in 0..<examples.count {
            examples.withFeatures(of: example) { number, _ in documents[number] += 1 }
        }
        let least = rarest ?? (examples.count > ClassifierTrainer.smallSet ? 2 : 1)
        let kept = documents.indices.filter {
            documents[$0] > 0
                && Int(documents[$0]) >= (examples.isWide[$0] ? max(least, rarestNear) : least)
        }
        let byKey = kept.sorted { examples.keys[$0] < examples.keys[$1] }
        let total = Float(examples.count)
        let rarity = byKey.map { log((total + 1) / (Float(documents[$0]) + 1)) + 1 }
        let byUse = byKey.indices.sorted {
            (documents[byKey[$1]], $0) < (documents[byKey[$0]], $1)
        }
        var places = [Int32](repeating: -1, count: examples.keys.count)
        for (place, row) in byUse.enumerated() { places[byKey[row]] = Int32(place) }
        return TrainingVocabulary(
            table: FeatureTable(byKey.map { examples.keys[$0] }, rarity: rarity), places: places,
            rows: byUse.map(Int32.init))
    }
}

/// The features that a model knows.
struct TrainingVocabulary: Sendable {
    let table: FeatureTable
    /// Feature's number → its place among the weights while they are learnt, -1 where it has none. What
    /// stands in most examples comes first: the weights that are asked for all the time lie together.
    let places: [Int32]
    /// Place → row of the table.
    let rows: [Int32]
}
