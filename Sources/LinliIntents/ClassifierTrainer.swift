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

    /// How much a pair of sounds counts beside a pair of characters.
    var soundWeight: Float = 1

    /// Whether rare labels count more (by the root of how rare they are), so that the label with most
    /// examples does not swallow its neighbours.
    var balances = false

    /// A label below zero belongs to an example that is none of them.
    func train(_ examples: [Classifier.Example], labels: [String]) -> Classifier {
        let examples = balances ? balanced(examples, labels.count) : examples
        let calibration = folds >= 2 && examples.count >= 40 ? calibrated(examples, labels) : .none
        return model(examples, labels: labels, calibration: calibration)
    }

    private func balanced(_ examples: [Classifier.Example], _ labels: Int) -> [Classifier.Example] {
        var totals = [Float](repeating: 0, count: labels)
        for example in examples where example.label >= 0 { totals[example.label] += example.weight }
        let mean = totals.reduce(0, +) / Float(max(1, labels))
        return examples.map { example in
            guard example.label >= 0 else { return example }
            let factor = min(2, max(0.5, (mean / totals[example.label]).squareRoot()))
            return Classifier.Example(
                features: example.features, label: example.label, weight: example.weight * factor)
        }
    }

    private func model(
        _ examples: [Classifier.Example], labels: [String], calibration: Calibration
    ) -> Classifier {
        let table = vocabulary(examples)
        let points = Points(examples.map { FeatureVector($0.features, rows: table) })
        let rows = table.rarity.count
        var weights = [Float](repeating: 0, count: rows * labels.count)
        var biases = [Float](repeating: 0, count: labels.count)
        var orders: [[Int]] = []
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<min(epochs, 6) { orders.append(examples.indices.shuffled(using: &generator)) }
        var machine = Machine(rows: rows, examples: examples, points: points, cost: cost)
        for label in labels.indices {
            machine.learn(label, orders: orders, epochs: epochs, tolerance: tolerance)
            for row in 0..<rows { weights[row * labels.count + label] = machine.weights[row] }
            biases[label] = machine.bias
        }
        return Classifier(
            labels: labels, rows: table, weights: weights, biases: biases, calibration: calibration)
    }

    /// Margins of examples that the model had not seen.
    private func calibrated(_ examples: [Classifier.Example], _ labels: [String]) -> Calibration {
        var generator = SeededGenerator(seed: seed &+ 1)
        let order = examples.indices.shuffled(using: &generator)
        // Of a large set one part says enough.
        let parts = examples.count > 6_000 ? 1 : folds
        let size = examples.count > 6_000 ? 6 : folds
        var seen: [(margins: [Float], label: Int)] = []
        for part in 0..<parts {
            let inside = order.enumerated().filter { $0.offset % size != part }.map { examples[$0.element] }
            let outside = order.enumerated().filter { $0.offset % size == part }.map { examples[$0.element] }
            let partial = model(inside, labels: labels, calibration: .none)
            for example in outside where example.weight >= 0.5 {
                seen.append((partial.margins(example.features), example.label))
            }
        }
        return Calibration(seen)
    }

    /// Rows in the order of first appearance.
    private func vocabulary(_ examples: [Classifier.Example]) -> FeatureTable {
        var counts: [UInt64: (first: Int, documents: Int)] = [:]
        for example in examples {
            var last: UInt64?
            for feature in example.features where feature != last {
                last = feature
                let known = counts.count
                counts[feature, default: (known, 0)].documents += 1
            }
        }
        let least = rarest ?? (examples.count > 6_000 ? 2 : 1)
        let kept = counts.filter { $0.value.documents >= least }.sorted { $0.value.first < $1.value.first }
        let total = Float(examples.count)
        let rarity = kept.map { feature, count in
            let isSound = feature & FeatureExtractor.soundBit == 1
            return (log((total + 1) / (Float(count.documents) + 1)) + 1) * (isSound ? soundWeight : 1)
        }
        return FeatureTable(kept.map(\.key), rarity: rarity)
    }

    /// All vectors in one block of memory.
    private struct Points {
        var starts: [Int] = [0]
        var rows: [Int32] = []
        var values: [Float] = []

        init(_ vectors: [FeatureVector]) {
            for vector in vectors {
                rows += vector.rows
                values += vector.values
                starts.append(rows.count)
            }
        }
    }

    /// One label's machine; its memory serves the next label again.
    private struct Machine {
        var weights: [Float]
        var bias: Float = 0
        private var alphas: [Float]
        private var rests: [Int]
        private let examples: [Classifier.Example]
        private let points: Points
        private let cost: Float

        init(rows: Int, examples: [Classifier.Example], points: Points, cost: Float) {
            weights = Array(repeating: 0, count: rows)
            alphas = Array(repeating: 0, count: examples.count)
            rests = Array(repeating: 0, count: examples.count)
            self.examples = examples
            self.points = points
            self.cost = cost
        }

        mutating func learn(_ label: Int, orders: [[Int]], epochs: Int, tolerance: Float) {
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
        private mutating func pass(_ label: Int, _ order: [Int], _ epoch: Int) -> Float {
            var largest: Float = 0
            for index in order {
                if rests[index] > 0 {
                    rests[index] -= 1
                    continue
                }
                let example = examples[index]
                let sign: Float = example.label == label ? 1 : -1
                let damping = 0.5 / (cost * example.weight)
                let alpha = alphas[index]
                let slope = sign * margin(index) - 1 + damping * alpha
                let projected = alpha == 0 ? min(slope, 0) : slope
                guard abs(projected) > 1e-6 else {
                    rests[index] = epoch / 2
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
            let range = points.starts[index]..<points.starts[index + 1]
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
            let range = points.starts[index]..<points.starts[index + 1]
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
