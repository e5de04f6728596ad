import Foundation

/// A linear classifier, one against the rest: for each label a weight per feature, learnt as a support
/// vector machine. Trained one label against all others (not by softmax), because then a message that
/// belongs to no label scores low on all of them.
///
/// Weights are kept as one byte each with one scale per feature: a quarter of the memory, and no
/// measurable loss (`Docs/Understanding.md`).
///
/// Promise: the same examples in the same order give the same model, byte for byte, on every run.
package struct Classifier: Sendable, Equatable {
    package struct Example: Sendable {
        let features: [UInt64]
        let label: Int
        /// 1 for a sentence that a person wrote; less for one that a template said.
        let weight: Float

        /// `features`: sorted, as `FeatureExtractor` gives them; a feature may stand several times.
        init(features: [UInt64], label: Int, weight: Float = 1) {
            self.features = features
            self.label = label
            self.weight = weight
        }
    }

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
    /// Row after row, one signed byte per label.
    let weights: [Int8]
    /// What a weight of one means, per row.
    let scales: [Float]
    let biases: [Float]

    init(
        labels: [String], rows: FeatureTable, weights: [Float], biases: [Float],
        calibration: Calibration = .none
    ) {
        self.labels = labels
        self.rows = rows
        self.biases = biases
        self.calibration = calibration
        var bytes: [Int8] = []
        var scales: [Float] = []
        bytes.reserveCapacity(weights.count)
        for start in stride(from: 0, to: weights.count, by: max(1, labels.count)) {
            let row = weights[start..<(start + labels.count)]
            let largest = row.reduce(Float(0)) { max($0, abs($1)) }
            let scale = largest / 127
            scales.append(scale)
            for weight in row { bytes.append(scale == 0 ? 0 : Int8((weight / scale).rounded())) }
        }
        self.weights = bytes
        self.scales = scales
    }

    init(
        labels: [String], calibration: Calibration, rows: FeatureTable, weights: [Int8], scales: [Float],
        biases: [Float]
    ) {
        self.labels = labels
        self.calibration = calibration
        self.rows = rows
        self.weights = weights
        self.scales = scales
        self.biases = biases
    }

    /// What the model takes in memory, in bytes.
    package var bytes: Int { weights.count + (scales.count + biases.count) * 4 + rows.bytes }

    /// One score per label, best first; equal ones in the order of the labels.
    package func scores(_ features: [UInt64]) -> [Score] {
        let margins = margins(features)
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

    package func margins(_ features: [UInt64]) -> [Float] {
        var margins = biases
        let vector = FeatureVector(features, rows: rows)
        let count = labels.count
        weights.withUnsafeBufferPointer { weights in
            margins.withUnsafeMutableBufferPointer { margins in
                for (row, value) in zip(vector.rows, vector.values) {
                    let base = Int(row) * count
                    let factor = value * scales[Int(row)]
                    for label in 0..<count { margins[label] += Float(weights[base + label]) * factor }
                }
            }
        }
        return margins
    }

    /// The features that spoke most for a label, with what each added; for `explain`.
    func contributions(_ features: [UInt64], label: Int) -> [(feature: UInt64, gain: Float)] {
        let vector = FeatureVector(features, rows: rows)
        return zip(vector.features, zip(vector.rows, vector.values)).map { feature, entry in
            let row = Int(entry.0)
            return (feature, Float(weights[row * labels.count + label]) * scales[row] * entry.1)
        }.sorted { ($0.gain, $0.feature) > ($1.gain, $1.feature) }
    }
}
