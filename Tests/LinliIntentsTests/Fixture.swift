import Foundation
import LinliModel
import LinliTestKit

@testable import LinliIntents

/// The package's own `Intents/`, loaded once for all suites.
enum Fixture {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    static var understanding: Result<Understanding, Findings> { ShippedIntents.understanding }

    /// Wednesday 2026-03-18, 10:00 at +08:00.
    static let now = Instant(milliseconds: 1_773_799_200_000)

    static func understand(_ text: String, register: (any PlaceRegister)? = nil) throws -> IntentMatch {
        try understanding.get().understand(text, at: now, register: register)
    }

    /// What has a form of its own in a text, whatever it asks for, each as text.
    static func exactSlots(_ text: String) throws -> [SlotName: String] {
        let understanding = try understanding.get()
        let reading = understanding.reading(understanding.normalizer.normalize(text), now, nil)
        return understanding.decider.product.slots.exactSlots(of: reading).mapValues(\.text)
    }

    /// The labelled lines of a set under `Tests/Intents/sets`.
    static func lines(_ name: String) throws -> [EvaluationLine] {
        let path = root + "/Tests/Intents/sets/\(name).jsonl"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return try text.split(separator: "\n").enumerated().map { index, line in
            try EvaluationLine.parse(String(line), number: index + 1, file: name)
        }
    }
}
