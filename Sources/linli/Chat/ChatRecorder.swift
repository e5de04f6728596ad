import Foundation
import LinliModel

/// Writes a conversation down in the form of `GoldenConversation`: what went in, and what it came to. Of the
/// words that were said only what has no number, code or name of its own is worth comparing: the acts, the
/// questions and the rows. Telephone numbers are masked (`domain.md` 2.10).
final class ChatRecorder {
    private struct Head: Encodable {
        var conversation: String
        var `as`: String
        var now: String
    }

    private struct Line: Encodable {
        var text: String
        var from: String
        var at: String?
        var attachment: String?
        var acts: [String]
        var ask: [String]
        var effects: [[String: String]]
    }

    private let file: FileHandle
    private let encoder = JSONEncoder()

    /// Replaces the file.
    init(path: String, person: String, now: Instant) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let file = FileHandle(forWritingAtPath: path)
        else {
            Console.error("\(path) cannot be written.")
            throw Exit.usage
        }
        self.file = file
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let name = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
        try write(Head(conversation: name, as: person, now: now.iso8601))
    }

    func add(_ input: ChatInput, _ turn: ChatTurn) throws {
        let effects = turn.effects.map { effect in effect.keys.filter { $0.key != "id" } }
        try write(
            Line(
                text: Self.masked(input.text), from: input.from, at: input.at?.iso8601,
                attachment: input.attachment, acts: turn.acts.map(\.rawValue), ask: turn.ask.map(\.rawValue),
                effects: effects))
    }

    private static let mobileNumber = Pattern(/(1[0-9]{2})[0-9]{4}([0-9]{4})/)

    /// 13812348000 → 138****8000.
    static func masked(_ text: String) -> String {
        text.replacing(Self.mobileNumber) { "\($0.output.1)****\($0.output.2)" }
    }

    private func write(_ line: some Encodable) throws {
        try file.write(contentsOf: try encoder.encode(line) + Data("\n".utf8))
    }
}
