import Foundation
import LinliModel

/// The trained models on disk, so that a start does not train again what has not changed.
///
/// The file belongs to one digest of `Intents/` and one build of the program; with another one it is not
/// read. What cannot be read or written is as good as absent: the models are trained, and nothing else
/// changes. A file that a power cut left in pieces does not bear its sum and is not read.
///
/// The weights are read where they lie, from the mapped file, when a message asks for them: an idle daemon
/// holds few of them, and daemons on one machine share them.
package struct ModelFile: Sendable {
    private let path: String
    /// Of the program: its file's size and time of change.
    private let build: String

    package init(path: String) {
        self.path = path
        build = ModelFile.stamp(of: Bundle.main.executablePath ?? "")
    }

    /// What stands in the file beside the numbers: a property list in its binary form.
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

    /// Models as they were read. Their numbers stay in the file.
    struct Kept {
        let content: Content
        let numbers: NumberBlock

        func model(_ parts: KeyPath<Content, Classifier.Parts>) -> Classifier? {
            Classifier(content[keyPath: parts], in: numbers)
        }
    }

    func read(digest: String) -> Kept? {
        do {
            guard let numbers = NumberBlock(mapping: path), let list = ModelLayout.content(of: numbers) else {
                return nil
            }
            numbers.letGo()
            let content = try PropertyListDecoder().decode(Content.self, from: list)
            let fits =
                content.intentLabels.count + 1 == content.intents.labels.count
                && content.categoryIntents.count == content.categories.labels.count
            return content.key == key(digest) && fits ? Kept(content: content, numbers: numbers) : nil
        } catch {
            return nil
        }
    }

    /// False where the folder takes no file: then every start trains, as the first one did.
    func write(_ models: Models, digest: String) -> Bool {
        var writer = ModelLayout.Writer()
        let content = Content(
            key: key(digest), intents: models.classifier.model.parts(in: &writer),
            intentLabels: models.classifier.labels.map {
                Content.Label(intent: $0.intent, subtype: $0.subtype)
            },
            categories: models.head.model.parts(in: &writer), categoryIntents: models.head.seenIntents,
            values: models.values.model.parts(in: &writer))
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        do {
            let data = writer.finish(try encoder.encode(content))
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
    /// A model taken apart for a file: its numbers by where they lie.
    struct Parts: Codable {
        var labels: [String]
        var calibration: Calibration
        var features: NumberBlock.Stretch
        var firsts: NumberBlock.Stretch
        var rows: NumberBlock.Stretch
        var entries: NumberBlock.Stretch
        var upperLabels: NumberBlock.Stretch
        var biases: [Float]
        /// Absent where the model learnt from no vectors.
        var blocks: NumberBlock.Stretch?
    }

    func parts(in writer: inout ModelLayout.Writer) -> Parts {
        Parts(
            labels: labels, calibration: calibration, features: writer.add(rows.rows),
            firsts: writer.add(rows.firsts), rows: writer.add(weights.rows),
            entries: writer.add(weights.entries), upperLabels: writer.add(weights.upperLabels),
            biases: biases,
            blocks: blocks.isEmpty ? nil : writer.add(blocks))
    }

    /// Nil where the parts do not fit each other.
    init?(_ parts: Parts, in block: NumberBlock) {
        guard let features = Numbers<FeatureTable.Row>(block, parts.features),
            let firsts = Numbers<UInt32>(block, parts.firsts),
            let rows = Numbers<SparseWeights.Row>(block, parts.rows),
            let entries = Numbers<SparseWeights.Entry>(block, parts.entries),
            let upperLabels = Numbers<UInt8>(block, parts.upperLabels),
            parts.biases.count == parts.labels.count,
            let table = FeatureTable(rows: features, firsts: firsts),
            let weights = SparseWeights(rows: rows, entries: entries, upperLabels: upperLabels),
            weights.count == table.count,
            let blocks = parts.blocks.map({ Numbers<Float>(block, $0) }) ?? Numbers([]),
            blocks.count % max(1, parts.labels.count) == 0
        else { return nil }
        self.init(
            labels: parts.labels, calibration: parts.calibration, rows: table, weights: weights,
            biases: parts.biases, blocks: blocks)
    }
}
