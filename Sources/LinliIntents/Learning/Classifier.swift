import Foundation

/// A linear classifier, one against the rest: for each label a weight per feature, learnt as a support
/// vector machine. Trained one label against all others (not by softmax), because then a message that
/// belongs to no label scores low on all of them.
///
/// Nine weights in ten are nothing or next to nothing. Those that are left are kept as one byte each with one
/// scale per feature: a third of the memory of all of them in bytes, and no measurable loss
/// (`Docs/Understanding.md`).
///
/// Promise: the same examples in the same order give the same model, byte for byte, on every run.
package struct Classifier: Sendable, Equatable {
    package struct Score: Sendable, Equatable {
        package let label: Int
        /// Signed distance from the border; above 0 is yes.
        package let margin: Float
        /// 0 … 1.
        package let probability: Float
    }

    package let labels: [String]
    package let calibration: Calibration
    let rows: FeatureTable
    let weights: SparseWeights
    let biases: [Float]
    /// Place of a text's vector → a weight for each label, row after row; empty where it learnt from no
    /// vectors.
    let blocks: Numbers<Float>

    init(
        labels: [String], calibration: Calibration, rows: FeatureTable, weights: SparseWeights,
        biases: [Float], blocks: Numbers<Float> = Numbers([])
    ) {
        self.labels = labels
        self.calibration = calibration
        self.rows = rows
        self.weights = weights
        self.biases = biases
        self.blocks = blocks
    }

    /// What the model takes in memory, in bytes.
    package var bytes: Int { weights.bytes + (biases.count + blocks.count) * 4 + rows.bytes }

    /// Whether the vector of a text belongs to its features.
    var usesVectors: Bool { !blocks.isEmpty }

    /// One score per label, best first; equal ones in the order of the labels.
    package func scores(_ features: [UInt64]) -> [Score] { ranked(margins(features)) }

    /// The same for margins that are known.
    func ranked(_ margins: [Float]) -> [Score] {
        var scores: [Score] = []
        scores.reserveCapacity(margins.count)
        for (label, margin) in margins.enumerated() {
            let score = Score(
                label: label, margin: margin, probability: calibration.probability(margin))
            // Two dozen labels: put in where it belongs.
            var place = scores.count
            while place > 0, scores[place - 1].margin < margin { place -= 1 }
            scores.insert(score, at: place)
        }
        return scores
    }

    /// `features`: sorted. `vector`: the text's, for a model that learnt from such; empty where it has none.
    /// Besides the answer nothing is allocated.
    package func margins(_ features: [UInt64], vector: [Float] = []) -> [Float] {
        var margins = biases
        let scale = scale(beside: vector)
        margins.withUnsafeMutableBufferPointer { margins in
            FeatureVector.withValues(of: features, rows: rows) { place, value in
                weights.add(row: Int(place), times: value * scale, to: margins)
            }
            vector.withUnsafeBufferPointer { add($0, to: margins) }
        }
        return margins
    }

    /// Without a vector the features have length one alone.
    private func scale(beside vector: some Collection<Float>) -> Float {
        usesVectors && !vector.isEmpty ? VectorShare.features : 1
    }

    private func add(
        _ vector: UnsafeBufferPointer<Float>, to margins: UnsafeMutableBufferPointer<Float>
    ) {
        guard blocks.count == vector.count * margins.count else { return }
        var entry = 0
        for value in vector {
            let factor = value * VectorShare.block
            for label in margins.indices { margins[label] += blocks[entry + label] * factor }
            entry += margins.count
        }
    }

    /// The same for an example of a training set.
    func margins(_ examples: TrainingSet, _ example: Int) -> [Float] {
        var margins = biases
        let vector = usesVectors ? examples.vector(of: example) : []
        let scale = scale(beside: vector)
        margins.withUnsafeMutableBufferPointer { margins in
            FeatureVector.withValues(
                of: examples.features(of: example), row: { rows.row(key: examples.keys[Int($0)]) },
                table: rows
            ) { place, value in
                weights.add(row: Int(place), times: value * scale, to: margins)
            }
            vector.withUnsafeBufferPointer { add($0, to: margins) }
        }
        return margins
    }

    /// The features that spoke most for a label, with what each added; for `explain`.
    func contributions(_ features: [UInt64], label: Int) -> [(feature: UInt64, gain: Float)] {
        var pieces: [(feature: UInt64, gain: Float)] = []
        let known = features.filter { rows[$0] != nil }.reduce(into: [UInt64]()) { distinct, feature in
            if distinct.last != feature { distinct.append(feature) }
        }
        FeatureVector.withValues(of: features, rows: rows) { place, value in
            let gain = weights.weight(row: Int(place), label: label) * value
            pieces.append((known[pieces.count], gain))
        }
        return pieces.sorted { ($0.gain, $0.feature) > ($1.gain, $1.feature) }
    }
}
