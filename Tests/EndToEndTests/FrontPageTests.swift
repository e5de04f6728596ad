import Foundation
import LinliTestKit
import Testing

/// What the front page shows is what the program says.
@Suite(.timeLimit(.minutes(5))) struct FrontPageTests {
    /// A console block: what is typed at the shell, what is said to the program, and what it answers.
    private struct Transcript {
        let arguments: [String]
        let input: String
        let answers: [String]

        /// Nil where the block shows something else than the program that was just built.
        init?(_ block: String) {
            let lines = block.replacing("\\\n", with: " ").split(separator: "\n").map(String.init)
            guard let command = lines.first, let start = command.range(of: Transcript.program) else {
                return nil
            }
            let echoed = command[..<start.lowerBound].firstMatch(of: /echo '([^']+)'/).map {
                [String($0.output.1)]
            }
            let said = lines.filter { $0.hasPrefix("> ") }.map { String($0.dropFirst(2)) }
            arguments = command[start.upperBound...].split(separator: " ").map { $0.filter { $0 != "'" } }
            input = (echoed ?? said).map { $0 + "\n" }.joined()
            // What only a terminal shows: the greeting and what is typed.
            answers = lines.dropFirst().filter { !$0.hasPrefix("> ") && !$0.hasPrefix("邻里 · ") }
        }

        private static let program = ".build/release/linli "
    }

    /// Drawn anew each time, or moved by a hundredth with every sentence that is taught.
    private static func masked(_ line: String) -> String {
        line.replacing(/取货码\d{6}/, with: "取货码").replacing(/"confidence":[0-9.]+/, with: "")
            .replacing(/"alternatives":\[[^\]]*\]/, with: "").replacing(/"micros":[0-9.]+/, with: "")
    }

    @Test func itsTranscriptsAreTrue() async throws {
        let page = try String(contentsOfFile: TemporaryStore.packageRoot + "/README.md", encoding: .utf8)
        let transcripts = page.components(separatedBy: "```console\n").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }.compactMap(Transcript.init)
        #expect(transcripts.count == 4)
        try await LivingLinli.with { linli in
            for shown in transcripts {
                let process = try linli.command(shown.arguments, input: shown.input)
                #expect(try await process.end() == LinliProcess.End(code: 0))
                #expect(process.output.lines.map(Self.masked) == shown.answers.map(Self.masked))
            }
        }
    }
}
