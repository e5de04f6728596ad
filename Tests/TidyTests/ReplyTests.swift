import Foundation
import Testing

/// A reply key that the code uses and no file has would be an apology in front of a resident.
@Suite struct ReplyTests {
    @Test func everyKeyInTheCodeHasItsWords() throws {
        let known = try Self.keysOfReplies()
        let used = try Self.keysInCode()
        #expect(used.count > 60)
        let missing = used.subtracting(known).sorted()
        #expect(
            missing.isEmpty,
            "no reply is called \(missing.joined(separator: ", ")): add it under Intents/replies")
    }

    @Test func findsKeysInCode() {
        let code = #"say("repair.ask_what") ; Phrase("staff.urged", values); say(x ? "a.b" : "c.d_e")"#
        #expect(Self.keys(in: code) == ["repair.ask_what", "staff.urged", "a.b", "c.d_e"])
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func keysOfReplies() throws -> Set<String> {
        let folder = root.appendingPathComponent("Intents/replies")
        var keys: Set<String> = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            for line in text.split(separator: "\n") where line.hasPrefix("  ") && !line.hasPrefix("   ") {
                keys.insert(String(line.dropFirst(2).prefix { $0 != ":" }))
            }
        }
        return keys
    }

    private static func keysInCode() throws -> Set<String> {
        var keys: Set<String> = []
        for room in ["LinliDialogue", "LinliServices", "LinliEngine"] {
            let folder = root.appendingPathComponent("Sources/\(room)")
            let files =
                FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
            for file in files where file.hasSuffix(".swift") {
                let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
                keys.formUnion(Self.keys(in: text))
            }
        }
        return keys
    }

    /// Literals of the form `word.word` that are said to somebody. What stands behind `why:` names a reason.
    private static func keys(in code: String) -> Set<String> {
        var found: Set<String> = []
        let said = ["say(", "Phrase(\"", "giveUp("]
        for line in code.split(separator: "\n") where said.contains(where: { line.contains($0) }) {
            let words = line.split(separator: "why:", maxSplits: 1)[0]
            for match in words.matches(of: /"([a-z]+(?:\.[a-z_A-Z]+)+)"/) { found.insert(String(match.1)) }
        }
        return found
    }
}
