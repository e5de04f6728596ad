import Foundation

/// Learns a `Classifier` from examples, in process, at load: per label a linear support vector machine with
/// squared hinge loss, by dual coordinate descent (Hsieh et al. 2008, the method of LIBLINEAR).
struct ClassifierTrainer {
    /// How much an error costs against large weights.
    var cost: Float = 1
    var epochs = 24
    /// Ends a label early: no coordinate would move by more.
    var tolerance: Float = 0.2
    var seed: UInt64 = 20_260_318
    /// Parts for calibration: each is scored by a model that has not seen it. Below two no calibration.
    var folds = 3
    /// A feature must stand in so many examples. Nil: two in a large set, where what was seen once decides
    /// nothing and doubles the model; one in a small one.
    var rarest: Int?

    /// The same for two characters that stand near each other: they are many, and each says little.
    var rarestNear = 4

    /// Whether rare labels count more.
    var balances = false
    /// A label beside the others that holds or not whatever else an example is; it becomes the last one.
    var mark: String?

    /// A label below zero belongs to an example that is none of them.
    func train(_ examples: consuming TrainingSet, labels: [String]) -> Classifier {
        examples.close()
        if balances { examples.balance(labels.count) }
        let calibration = folds >= 2 && examples.count >= 40 ? calibrated(examples, labels) : .none
        return model(
            examples, Array(0..<examples.count), labels: labels, calibration: calibration, epochs: epochs)
    }

    /// `chosen`: the examples of the set that teach.
    private func model(
        _ examples: TrainingSet, _ chosen: [Int], labels: [String], calibration: Calibration, epochs: Int
    ) -> Classifier {
        let (table, rows) = vocabulary(examples, chosen)
        let names = labels + (mark.map { [$0] } ?? [])
        var orders: [[Int32]] = []
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<min(epochs, 6) {
            orders.append(chosen.indices.shuffled(using: &generator).map(Int32.init))
        }
        let machine = LabelMachine(
            points: TrainingPoints(examples, chosen, rows: rows, rarity: table.rarity),
            rows: table.rarity.count, labels: chosen.map { examples.labels[$0] },
            weights: chosen.map { examples.weights[$0] }, cost: cost)
        let tolerance = tolerance
        let marked = mark.map { _ in chosen.map { examples.isMarked[$0] } }
        let seconds = chosen.map { examples.seconds[$0] }
        let learnt = Cores.map(names.count, start: { machine }) { [orders] machine, label in
            let isRight = label < labels.count ? nil : marked
            machine.learn(
                isRight ?? zip(machine.labels, seconds).map { $0 == Int32(label) || $1 == Int32(label) },
                orders: orders, epochs: epochs, tolerance: tolerance)
            return (column: SparseWeights.Column(machine.weights), bias: machine.bias)
        }
        let weights = SparseWeights(learnt.map(\.column), rows: table.rarity.count)
        return Classifier(
            labels: names, calibration: calibration, rows: table, weights: weights,
            biases: learnt.map(\.bias))
    }

    /// Margins of written examples that the model had not seen, nor their variants.
    private func calibrated(_ examples: TrainingSet, _ labels: [String]) -> Calibration {
        var generator = SeededGenerator(seed: seed &+ 1)
        let order = (0...Int(examples.families.last ?? 0)).shuffled(using: &generator)
        // Of a large set one part says enough.
        let isLarge = examples.count > 6_000
        let size = isLarge ? 5 : folds
        var part = [Int](repeating: 0, count: order.count)
        for (place, family) in order.enumerated() { part[family] = place % size }
        var seen: [(margins: [Float], label: Int)] = []
        for current in 0..<(isLarge ? 1 : size) {
            func isInside(_ example: Int) -> Bool { part[Int(examples.families[example])] != current }
            let inside = (0..<examples.count).filter(isInside)
            let partial = model(
                examples, inside, labels: labels, calibration: .none, epochs: isLarge ? 6 : epochs)
            for example in 0..<examples.count where examples.isWritten[example] && !isInside(example) {
                let margins = partial.margins(examples, example).prefix(labels.count)
                seen.append((Array(margins), Int(examples.labels[example])))
            }
        }
        return Calibration(seen)
    }

    /// The table of the features that stand in enough examples, and the row of each feature of the set; no
    /// row is -1.
    private func vocabulary(_ examples: TrainingSet, _ chosen: [Int]) -> (FeatureTable, [Int32]) {
        var documents = [Int32](repeating: 0, count: examples.keys.count)
        var order: [Int32] = []
        for example in chosen {
            examples.withFeatures(of: example) { number, _ in
                if documents[number] == 0 { order.append(Int32(number)) }
                documents[number] += 1
            }
        }
        let least = rarest ?? (chosen.count > 6_000 ? 2 : 1)
        let total = Float(chosen.count)
        var rows = [Int32](repeating: -1, count: examples.keys.count)
        var keys: [UInt32] = []
        var rarity: [Float] = []
        let kept = order.filter {
            Int(documents[Int($0)]) >= (examples.isWide[Int($0)] ? max(least, rarestNear) : least)
        }
        for number in kept.sorted(by: { examples.keys[Int($0)] < examples.keys[Int($1)] }) {
            rows[Int(number)] = Int32(keys.count)
            keys.append(examples.keys[Int(number)])
            rarity.append(log((total + 1) / (Float(documents[Int(number)]) + 1)) + 1)
        }
        return (FeatureTable(keys, rarity: rarity), rows)
    }
}
