import Foundation

/// A linear classifier, one against the rest: for each label a weight per feature, learnt by logistic
/// regression with AdaGrad. Trained one label against all others (not by softmax), because then a
/// message that belongs to no label scores low on all of them.
///
/// Promise: the same examples in the same order give the same model, byte for byte, on every run.
package struct Classifier: Sendable {
    package struct Example: Sendable {
        let features: [UInt64]
        let label: Int
        /// 1 for a sentence that a person wrote; less for one that a template said.
        let weight: Float

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
        package var probability: Float { 1 / (1 + exp(-margin)) }
    }

    package let labels: [String]
    private let rows: FeatureTable
    /// Inverse document frequency per row.
    private let idf: [Float]
    /// Row after row, one weight per label, then the biases.
    private let weights: [Float]
    private let biases: [Float]

    init(labels: [String], rows: FeatureTable, idf: [Float], weights: [Float], biases: [Float]) {
        self.labels = labels
        self.rows = rows
        self.idf = idf
        self.weights = weights
        self.biases = biases
    }

    /// What the model takes in memory, in bytes.
    package var bytes: Int { (weights.count + idf.count + biases.count) * 4 + rows.bytes }

    /// One score per label, best first; equal ones in the order of the labels.
    package func scores(_ features: [UInt64]) -> [Score] {
        let margins = margins(features)
        return margins.enumerated().map { Score(label: $0.offset, margin: $0.element) }
            .sorted { ($0.margin, -$0.label) > ($1.margin, -$1.label) }
    }

    func margins(_ features: [UInt64]) -> [Float] {
        var margins = biases
        let vector = FeatureVector(features, rows: rows, idf: idf)
        let count = labels.count
        weights.withUnsafeBufferPointer { weights in
            margins.withUnsafeMutableBufferPointer { margins in
                for (row, value) in zip(vector.rows, vector.values) {
                    let base = Int(row) * count
                    for label in 0..<count { margins[label] += weights[base + label] * value }
                }
            }
        }
        return margins
    }

    /// The features that spoke most for a label, with what each added; for `explain`.
    func contributions(_ features: [UInt64], label: Int) -> [(feature: UInt64, gain: Float)] {
        let vector = FeatureVector(features, rows: rows, idf: idf)
        return zip(vector.features, zip(vector.rows, vector.values)).map { feature, entry in
            (feature, weights[Int(entry.0) * labels.count + label] * entry.1)
        }.sorted { $0.gain > $1.gain }
    }
}

/// Feature → row of the weights; only features seen in training have one.
struct FeatureTable: Sendable {
    private let keys: [UInt64]
    private let values: [Int32]

    init(_ entries: [UInt64: Int32]) {
        var size = 16
        while size < entries.count * 2 { size *= 2 }
        var keys = [UInt64](repeating: 0, count: size)
        var values = [Int32](repeating: 0, count: size)
        for (feature, row) in entries {
            let key = feature | 1
            var slot = Int(truncatingIfNeeded: key >> 20) & (size - 1)
            while keys[slot] != 0 && keys[slot] != key { slot = (slot + 1) & (size - 1) }
            keys[slot] = key
            values[slot] = row
        }
        self.keys = keys
        self.values = values
    }

    var bytes: Int { keys.count * 12 }

    /// The lowest bit of a hash is given up so that no key is zero.
    subscript(feature: UInt64) -> Int32? {
        let key = feature | 1
        var slot = Int(truncatingIfNeeded: key >> 20) & (keys.count - 1)
        while keys[slot] != 0 {
            if keys[slot] == key { return values[slot] }
            slot = (slot + 1) & (keys.count - 1)
        }
        return nil
    }
}

/// A message as a point of length one: rows of the features that training knew, and their values.
struct FeatureVector {
    private(set) var features: [UInt64] = []
    private(set) var rows: [Int32] = []
    private(set) var values: [Float] = []

    init(_ features: [UInt64], rows table: FeatureTable, idf: [Float]) {
        var norm: Float = 0
        for feature in features {
            guard let row = table[feature] else { continue }
            let value = idf[Int(row)]
            self.features.append(feature)
            rows.append(row)
            values.append(value)
            norm += value * value
        }
        guard norm > 0 else { return }
        let scale = 1 / norm.squareRoot()
        for index in values.indices { values[index] *= scale }
    }
}
