import Foundation

/// Learns a `Classifier` from examples, in process, at load: per label a linear support vector machine with
/// squared hinge loss, by dual coordinate descent (Hsieh et al. 2008, the method of LIBLINEAR).
struct ClassifierTrainer {
    /// How much an error costs against large weights.
    var cost: Float = 1
    var epochs = 24
    /// Ends a label early: no coordinate would move by more.
    var tolerance: Float = 0.1
    var seed: UInt64 = 20_260_318
    /// Parts for calibration: each is scored by a model that has not seen it. Below two no calibration.
    var folds = 3
    /// A feature must stand in so many examples. Nil: two in a large set, where what was seen once decides
    /// nothing and doubles the model; one in a small one.
    var rarest: Int?

    /// Whether rare labels count more.
    var balances = false

    /// A label below zero belongs to an example that is none of them.
    func train(_ examples: consuming TrainingSet, labels: [String]) -> Classifier {
        examples.close()
        if balances { examples.balance(labels.count) }
        let calibration = folds >= 2 && examples.count >= 40 ? calibrated(examples, labels) : .none
        return model(examples, Array(0..<examples.count), labels: labels, calibration: calibration)
    }

    /// `chosen`: the examples of the set that teach.
    private func model(
        _ examples: TrainingSet, _ chosen: [Int], labels: [String], calibration: Calibration
    ) -> Classifier {
        let (table, rows) = vocabulary(examples, chosen)
        var weights = SparseWeights.Builder(rows: table.rarity.count, labels: labels.count)
        var biases = [Float](repeating: 0, count: labels.count)
        var orders: [[Int32]] = []
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<min(epochs, 6) {
            orders.append(chosen.indices.shuffled(using: &generator).map(Int32.init))
        }
        var machine = Machine(
            points: Points(examples, chosen, rows: rows, rarity: table.rarity), rows: table.rarity.count,
            labels: chosen.map { examples.labels[$0] }, examples: chosen.map { examples.weights[$0] },
            cost: cost)
        for label in labels.indices {
            machine.learn(Int32(label), orders: orders, epochs: epochs, tolerance: tolerance)
            weights.add(machine.weights, label: label)
            biases[label] = machine.bias
        }
        return Classifier(
            labels: labels, calibration: calibration, rows: table, weights: weights.build(), biases: biases)
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
            let partial = model(examples, inside, labels: labels, calibration: .none)
            for example in 0..<examples.count where examples.isWritten[example] && !isInside(example) {
                seen.append((partial.margins(examples, example), Int(examples.labels[example])))
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
        let kept = order.filter { Int(documents[Int($0)]) >= least }
        for number in kept.sorted(by: { examples.keys[Int($0)] < examples.keys[Int($1)] }) {
            rows[Int(number)] = Int32(keys.count)
            keys.append(examples.keys[Int(number)])
            rarity.append(log((total + 1) / (Float(documents[Int(number)]) + 1)) + 1)
        }
        return (FeatureTable(keys, rarity: rarity), rows)
    }

    /// All examples as points of length one, in one block of memory.
    private struct Points {
        private(set) var starts: [Int32] = [0]
        private(set) var rows: [Int32] = []
        private(set) var values: [Float] = []

        init(_ examples: TrainingSet, _ chosen: [Int], rows known: [Int32], rarity: [Float]) {
            let most = chosen.reduce(0) { $0 + examples.features(of: $1).count }
            starts.reserveCapacity(chosen.count + 1)
            rows.reserveCapacity(most)
            values.reserveCapacity(most)
            for example in chosen {
                let start = rows.count
                var norm: Float = 0
                examples.withFeatures(of: example) { number, times in
                    let row = known[number]
                    guard row >= 0 else { return }
                    let value = FeatureVector.often(times) * rarity[Int(row)]
                    rows.append(row)
                    values.append(value)
                    norm += value * value
                }
                if norm > 0 {
                    let scale = 1 / norm.squareRoot()
                    for index in start..<values.count { values[index] *= scale }
                }
                starts.append(Int32(rows.count))
            }
        }
    }

    /// One label's machine; its memory serves the next label again.
    private struct Machine {
        var weights: [Float]
        var bias: Float = 0
        private var alphas: [Float]
        private var rests: [Int8]
        private let points: Points
        private let labels: [Int32]
        /// How much each example counts.
        private let examples: [Float]
        private let cost: Float

        init(points: Points, rows: Int, labels: [Int32], examples: [Float], cost: Float) {
            weights = Array(repeating: 0, count: rows)
            alphas = Array(repeating: 0, count: examples.count)
            rests = Array(repeating: 0, count: examples.count)
            self.points = points
            self.labels = labels
            self.examples = examples
            self.cost = cost
        }

        mutating func learn(_ label: Int32, orders: [[Int32]], epochs: Int, tolerance: Float) {
            for row in weights.indices { weights[row] = 0 }
            for index in alphas.indices {
                alphas[index] = 0
                rests[index] = 0
            }
            bias = 0
            for epoch in 0..<epochs {
                let largest = pass(label, orders[epoch % orders.count], epoch)
                if largest < tolerance, epoch >= 3 { return }
            }
        }

        /// One pass over the examples; the largest violation that it met. An example that had nothing to
        /// say rests for some passes.
        private mutating func pass(_ label: Int32, _ order: [Int32], _ epoch: Int) -> Float {
            var largest: Float = 0
            for place in order {
                let index = Int(place)
                if rests[index] > 0 {
                    rests[index] -= 1
                    continue
                }
                let sign: Float = labels[index] == label ? 1 : -1
                let damping = 0.5 / (cost * examples[index])
                let alpha = alphas[index]
                let slope = sign * margin(index) - 1 + damping * alpha
                let projected = alpha == 0 ? min(slope, 0) : slope
                guard abs(projected) > 1e-6 else {
                    rests[index] = Int8(clamping: epoch / 2)
                    continue
                }
                largest = max(largest, abs(projected))
                // Vectors have length one; the bias is one more coordinate of value one.
                let next = max(alpha - slope / (2 + damping), 0)
                alphas[index] = next
                add((next - alpha) * sign, index)
            }
            return largest
        }

        private func margin(_ index: Int) -> Float {
            let range = Int(points.starts[index])..<Int(points.starts[index + 1])
            return weights.withUnsafeBufferPointer { weights in
                points.rows.withUnsafeBufferPointer { rows in
                    points.values.withUnsafeBufferPointer { values in
                        var sum = bias
                        for place in range { sum += weights[Int(rows[place])] * values[place] }
                        return sum
                    }
                }
            }
        }

        private mutating func add(_ step: Float, _ index: Int) {
            let range = Int(points.starts[index])..<Int(points.starts[index + 1])
            bias += step
            weights.withUnsafeMutableBufferPointer { weights in
                points.rows.withUnsafeBufferPointer { rows in
                    points.values.withUnsafeBufferPointer { values in
                        for place in range { weights[Int(rows[place])] += step * values[place] }
                    }
                }
            }
        }
    }
}
