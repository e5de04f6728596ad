import Foundation
import LinliModel

/// A conversation with what it should come to: one JSON object a line, in the keys of `linli chat --json`.
///
/// A line with `conversation` begins one: its name, `as` (who writes), `now` (the first clock). The lines
/// behind it are its turns: `text`, `at`, `from`, `attachment` go in; `intent`, `acts`, `ask`, `slots`,
/// `effects`, `replies`, `pushes`, `heard` are compared where they stand. Of `replies` and `pushes`
/// each text must be found in what was said; with a leading `!` it must not. Effects are compared by
/// the keys that are given. A line with `staff` is an act of a person on the newest ticket: `accept`,
/// `arrive`, `reply`, `answer` (a reply that closes it) or `resolve`; on a four-party meeting:
/// `meeting` (its time in `text`) and `minutes` (the decision in `text`); or `alert`, which starts a
/// warning of the weather (台风 橙 in `text`); on the newest need of the register `need`, with the act and
/// its words in `text` (`claim 物业C1 2026-04-30`).
struct GoldenConversation {
    struct Turn: Decodable {
        var text: String?
        var at: String?
        var from: String?
        var attachment: String?
        var staff: String?
        var intent: String?
        var acts: [String]?
        var ask: [String]?
        var slots: [String: SlotValue]?
        var replies: [String]?
        var pushes: [String]?
        var effects: [[String: String]]?
        /// The listener whose turn it was, by its name in `Listening.swift`.
        var heard: String?
    }

    private struct Head: Decodable {
        var conversation: String?
        var `as`: String?
        var now: String?
    }

    var name: String
    var person: String
    var now: Instant
    var turns: [Turn]

    static let usualNow = Instant(iso8601: "2026-03-18T10:00:00+08:00") ?? Instant(seconds: 0)

    static func read(_ path: String) throws -> [GoldenConversation] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw GoldenError(description: "\(path) cannot be read.")
        }
        var found: [GoldenConversation] = []
        let lines = String(decoding: data, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.allSatisfy(\.isWhitespace) {
            do {
                let head = try JSONDecoder().decode(Head.self, from: Data(line.utf8))
                if let name = head.conversation {
                    let now = try head.now.map { try time($0) } ?? usualNow
                    found.append(
                        GoldenConversation(name: name, person: head.as ?? "Z", now: now, turns: []))
                } else {
                    guard !found.isEmpty else { throw GoldenError(description: "no conversation has begun") }
                    found[found.count - 1].turns.append(
                        try JSONDecoder().decode(Turn.self, from: Data(line.utf8)))
                }
            } catch {
                throw GoldenError(description: "\(path):\(index + 1): \(error)")
            }
        }
        return found
    }

    static func time(_ text: String) throws -> Instant {
        guard let instant = Instant(iso8601: text) else {
            throw GoldenError(description: "\(text) is no time")
        }
        return instant
    }
}

struct GoldenError: Error, CustomStringConvertible {
    let description: String
}
