import Foundation
import LinliModel

/// The trained models on disk, so that a start does not train again what has not changed.
///
/// The file belongs to one digest of `Intents/` and one build of the program; with another one it is not
/// read. What cannot be read or written is as good as absent: the models are trained, and nothing else
/// changes. At a crash the file is the old one or the new one, never a part.
package struct ModelFile: Sendable {
    private let path: String
    /// Of the program: its file's size and time of change.
    private let build: String

    package init(path: String) {
        self.path = path
        build = ModelFile.stamp(of: Bundle.main.executablePath ?? "")
    }

    /// Models as they are written: a property list in its binary form, arrays as bytes in this machine's
    /// order.
    struct Content: Codable {
        var key: String
        var intents: Classifier.Parts
        var intentLabels: [Label]
        var categories: Classifier.Parts
        var categoryIntents: [[Intent]]
        var values: Classifier.Parts

        struct Label: Codable {
            var intent: Intent
            var subtype: OutOfScope?
        }
    }

    func read(digest: String) -> Content? {
        do {
            let content = try PropertyListDecoder().decode(
                Content.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
            let fits =
                content.intentLabels.count + 1 == content.intents.labels.count
                && content.categoryIntents.count == content.categories.labels.count
            return content.key == key(digest) && fits ? content : nil
        } catch {
            return nil
        }
    }

    /// False where the folder takes no file: then every start trains, as the first one did.
    func write(_ models: Models, digest: String) -> Bool {
        let content = Content(
            key: key(digest), intents: models.classifier.model.parts,
            intentLabels: models.classifier.labels.map {
                Content.Label(intent: $0.intent, subtype: $0.subtype)
            },
            categories: models.head.model.parts, categoryIntents: models.head.seenIntents,
            values: models.values.model.parts)
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        do {
            let data = try encoder.encode(content)
            try data.write(to: URL(fileURLWithPath: path), options: .atomic)
            return true
        } catch {
            return false
        }
    }

    private func key(_ digest: String) -> String { "\(digest) \(build)" }

    private static func stamp(of program: String) -> String {
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: program)
            let changed = (attributes[.modificationDate] as? Date)?.timeIntervalSince1970 ?? 0
            return "\(attributes[.size] ?? 0) \(changed)"
        } catch {
            return "unknown"
        }
    }
}

extension Classifier {
    /// A model taken apart for a file.
    struct Parts: Codable {
        var labels: [String]
        var calibration: Calibration
        var keys: Data
        var rarity: Data
        var starts: Data
        var entries: Data
        var upperEntries: Data
        var steps: Data
        var scales: Data
        var biases: Data
    }

    var parts: Parts {
        Parts(
            labels: labels, calibration: calibration, keys: Data(values: rows.keys),
            rarity: Data(values: rows.rarity), starts: Data(values: weights.starts),
            entries: Data(values: weights.labels),
            upperEntries: Data(values: weights.upperLabels), steps: Data(values: weights.steps),
            scales: Data(values: weights.scales), biases: Data(values: biases))
    }

    /// Nil where the parts do not fit each other.
    init?(_ parts: Parts) {
        let rows = FeatureTable(keys: parts.keys.values(), rarity: parts.rarity.values())
        let weights = SparseWeights(
            starts: parts.starts.values(), labels: parts.entries.values(),
            upperLabels: parts.upperEntries.values(), steps: parts.steps.values(),
            scales: parts.scales.values(), count: parts.labels.count)
        let biases: [Float] = parts.biases.values()
        guard let rows, let weights, biases.count == parts.labels.count,
            weights.rows == rows.rarity.count
        else { return nil }
        self.init(
            labels: parts.labels, calibration: parts.calibration, rows: rows, weights: weights,
            biases: biases)
    }
}

extension Data {
    /// Numbers as they lie in memory.
    fileprivate init<Number: BitwiseCopyable>(values: [Number]) {
        self = values.withUnsafeBytes { Data($0) }
    }

    fileprivate func values<Number: BitwiseCopyable & ExpressibleByIntegerLiteral>() -> [Number] {
        var values = [Number](repeating: 0, count: count / MemoryLayout<Number>.size)
        values.withUnsafeMutableBytes { target in
            _ = copyBytes(to: target)
        }
        return values
    }
}
