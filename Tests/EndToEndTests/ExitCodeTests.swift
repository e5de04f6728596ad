import Foundation
import LinliTestKit
import Testing

/// The exit codes of `interface.md`, from outside: scripts branch on them.
@Suite(.timeLimit(.minutes(5))) struct ExitCodeTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var line: String
        var code: Int32
        var environment: [String: String] = [:]
        /// Stands in the errors.
        var says = ""
        var testDescription: String { line.isEmpty ? "nothing" : line }
    }

    static let rows = [
        Row(line: "--help", code: 0), Row(line: "--version", code: 0), Row(line: "ticket --help", code: 0),
        Row(line: "serve --help", code: 0), Row(line: "help ticket resolve", code: 0),
        Row(line: "foo", code: 2, says: "foo"),
        Row(line: "ticket foo", code: 2, says: "foo"),
        Row(line: "ticket resolve 1", code: 2, says: "--result"),
        Row(line: "meeting call --kind x", code: 2, says: "--start"),
        Row(line: "serve --no-such-option", code: 2, says: "--no-such-option"),
        // Its own `validate` refuses it.
        Row(line: "ticket suspend LL260318-0001", code: 2, says: "Usage:"),
        Row(
            line: "ticket list --server http://127.0.0.1:1", code: 2, environment: ["LINLI_TOKEN": ""],
            says: "LINLI_TOKEN is set but empty"),
        Row(line: "ticket list --data nowhere", code: 3, says: "linli serve"),
    ]

    /// The daemon says which port is taken, and which setting gives it another one.
    @Test(arguments: ["HTTP", "ADMIN"]) func aTakenPortIsNamed(_ listener: String) async throws {
        let other = try LoopbackServer { _ in .hang }
        try await LivingLinli.with { linli in
            linli.environment.withLock { $0["LINLI_\(listener)_PORT"] = "\(other.port)" }
            let daemon = try linli.command(["serve"])
            #expect(try await daemon.end() == LinliProcess.End(code: 3))
            let said = daemon.errors.lines.filter { $0.contains("Port \(other.port) on 127.0.0.1 is taken") }
            #expect(said.count == 1)
            #expect(said.first?.contains("LINLI_\(listener)_PORT") == true)
            #expect(daemon.errors.count(of: "bind(descriptor") == 0)
        }
        other.stop()
    }

    /// A line that cannot be read is named, the others are answered, and the script hears of it at the end.
    @Test func aConversationGoesOnBehindALineThatCannotBeRead() async throws {
        try await LivingLinli.with { linli in
            let lines = ["{\"text\":\"你好\"}", "{\"from\":\"A\"}", "{\"text\":", "谢谢"]
            let chat = try linli.command(
                ["chat", "--json"], input: lines.map { $0 + "\n" }.joined())
            #expect(try await chat.end() == LinliProcess.End(code: 2))
            #expect(chat.output.lines.count == 2)
            #expect(
                chat.errors.lines == [
                    "Line 2: the object has no \"text\".",
                    "Line 3: this is no JSON object; write {\"text\": …}.",
                ])
        }
    }

    @Test(arguments: rows) func aScriptReadsHowItEnded(_ row: Row) async throws {
        let process = try LinliProcess(
            row.line.split(separator: " ").map(String.init), environment: row.environment,
            directory: NSTemporaryDirectory())
        #expect(try await process.end() == LinliProcess.End(code: row.code))
        let errors = process.errors.lines.joined(separator: "\n")
        #expect(row.says.isEmpty || errors.contains(row.says), "\(errors)")
    }
}
