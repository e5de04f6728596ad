import Foundation
import LinliModel

/// One line of an evaluation file (`interface.md`): a message and what must be understood of it.
package struct EvaluationLine: Decodable, Sendable {
    package struct Also: Decodable, Sendable {
        package let intent: String
        package let category: String?
        package let slots: [String: SlotValue]?
    }

    package let text: String
    package let intent: String
    package let slots: [String: SlotValue]?
    package let category: String?
    package let urgency: String?
    package let subtype: String?
    package let also: [Also]?
    /// Other acceptable main intents.
    package let alt: [String]?
    /// The clock of this line, for relative dates.
    package let now: String?

    /// Reads one line of JSON. The failure names no content: it may be personal.
    package static func parse(_ line: String, number: Int, file: String) throws(Finding) -> EvaluationLine {
        do {
            return try JSONDecoder().decode(EvaluationLine.self, from: Data(line.utf8))
        } catch {
            throw Finding(
                file: file, line: number,
                message: "not a line of {\"text\",\"intent\",…}: correct the JSON here")
        }
    }

    package var instant: Instant? { now.flatMap { Instant(iso8601: $0) } }

    /// Whether an intent is right: the expected one or one of the acceptable others.
    func accepts(_ found: String) -> Bool { found == intent || (alt ?? []).contains(found) }
}
