import Foundation

/// Learns a `Classifier` from examples, in process, at load.
struct ClassifierTrainer {
    var epochs = 12
    var rate: Float = 0.6
    /// Pulls weights towards zero after each step in which they move.
    var decay: Float = 0.00002
    var seed: UInt64 = 20_260_318

    func train(_ examples: [Classifier.Example], labels: [String]) -> Classifier {
        let (rows, idf) = vocabulary(examples)
        let vectors = examples.map { FeatureVector($0.features, rows: rows, idf: idf) }
        var state = State(rows: idf.count, labels: labels.count)
        var order = Array(examples.indices)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<epochs {
            order.shuffle(using: &generator)
            for index in order {
                state.learn(vectors[index], examples[index], rate: rate, decay: decay)
            }
        }
        return Classifier(
            labels: labels, rows: rows, idf: idf, weights: state.weights, biases: state.biases)
    }

    /// Rows in the order of first appearance; idf from the examples that hold the feature.
    private func vocabulary(_ examples: [Classifier.Example]) -> (FeatureTable, [Float]) {
        var rowOf: [UInt64: Int32] = [:]
        var documents: [Float] = []
        for example in examples {
            for feature in example.features {
                if let row = rowOf[feature] {
                    documents[Int(row)] += 1
                } else {
                    rowOf[feature] = Int32(documents.count)
                    documents.append(1)
                }
            }
        }
        let total = Float(examples.count)
        return (FeatureTable(rowOf), documents.map { log((total + 1) / ($0 + 1)) + 1 })
    }

    private struct State {
        var weights: [Float]
        var squares: [Float]
        var biases: [Float]
        var biasSquares: [Float]
        private var margins: [Float]
        private let labels: Int
        /// Rows have length one; the sharper scale lets few examples speak.
        private let sharpness: Float = 1

        init(rows: Int, labels: Int) {
            self.labels = labels
            weights = Array(repeating: 0, count: rows * labels)
            squares = Array(repeating: 0.01, count: rows * labels)
            biases = Array(repeating: -1, count: labels)
            biasSquares = Array(repeating: 0.01, count: labels)
            margins = Array(repeating: 0, count: labels)
        }

        mutating func learn(
            _ vector: FeatureVector, _ example: Classifier.Example, rate: Float, decay: Float
        ) {
            let labels = labels
            vector.rows.withUnsafeBufferPointer { rows in
                vector.values.withUnsafeBufferPointer { values in
                    forward(rows, values)
                    for label in 0..<labels {
                        let target: Float = label == example.label ? 1 : 0
                        let gradient = (1 / (1 + exp(-margins[label])) - target) * example.weight
                        if abs(gradient) < 0.004 { continue }
                        step(rows, values, label, gradient, rate, decay)
                    }
                }
            }
        }

        private mutating func forward(
            _ rows: UnsafeBufferPointer<Int32>, _ values: UnsafeBufferPointer<Float>
        ) {
            let labels = labels
            margins = biases
            weights.withUnsafeBufferPointer { weights in
                margins.withUnsafeMutableBufferPointer { margins in
                    for index in 0..<rows.count {
                        let base = Int(rows[index]) * labels
                        let value = values[index]
                        for label in 0..<labels { margins[label] += weights[base + label] * value }
                    }
                }
            }
        }

        private mutating func step(
            _ rows: UnsafeBufferPointer<Int32>, _ values: UnsafeBufferPointer<Float>, _ label: Int,
            _ gradient: Float, _ rate: Float, _ decay: Float
        ) {
            let labels = labels
            weights.withUnsafeMutableBufferPointer { weights in
                squares.withUnsafeMutableBufferPointer { squares in
                    for index in 0..<rows.count {
                        let cell = Int(rows[index]) * labels + label
                        let slope = gradient * values[index] + decay * weights[cell]
                        squares[cell] += slope * slope
                        weights[cell] -= rate * slope / squares[cell].squareRoot()
                    }
                }
            }
            biasSquares[label] += gradient * gradient
            biases[label] -= rate * 0.2 * gradient / biasSquares[label].squareRoot()
        }
    }
}
