import ArgumentParser
import Foundation
import LinliIntents
import LinliModel

extension IntentCommand {
    /// The learning loop: what was not understood is labelled once and stays understood.
    struct Review: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go through messages that fell back; label one and it is learnt and guarded.",
            discussion: """
                With --file: the messages of a file (lines of text or of {"text"}) that come out as nothing or
                unsure, numbered. With --label: the phrase goes into Intents/zh and the golden file together.

                Examples:
                  linli intent review --file messages.txt
                  linli intent review --label 楼道里的灯瞎了 --intent report_repair \\
                    --category power.public_lighting
                """)

        @OptionGroup var options: Options
        @Option(help: ArgumentHelp("Messages to look through.", valueName: "file")) var file: String?
        @Option(help: "Show what is less sure than this.") var below = 0.5
        @Option(help: ArgumentHelp("A message to learn.", valueName: "text")) var label: String?
        @Option(help: "What it asks for.") var intent: String?
        @Option(help: "Its category, where it opens a ticket.") var category: String?
        @Option(help: "For out_of_scope: its kind.") var subtype: String?
        @Option(help: ArgumentHelp("The folder of the golden files.", valueName: "dir")) var golden: String?
        @Flag(help: "Say what would be written and write nothing.") var dryRun = false

        func run() throws {
            if let label { return try learn(label) }
            guard let file else {
                Console.error("Say --file FILE to look through messages, or --label TEXT --intent NAME.")
                throw Exit.usage
            }
            try show(file)
        }

        private struct Message: Decodable {
            let text: String
        }

        private func show(_ file: String) throws {
            let (understanding, register) = try options.load()
            let now = try options.instant()
            for (index, line) in try LabelledLines.read(file).enumerated() {
                let text: String
                do {
                    text = try JSONDecoder().decode(Message.self, from: Data(line.utf8)).text
                } catch {
                    text = line
                }
                let match = understanding.understand(text, at: now, register: register)
                guard match.main.intent == .outOfScope || match.confidence < below else { continue }
                let second = match.alternatives.first.map { ", or \($0.intent.rawValue)" } ?? ""
                let percent = Int((match.confidence * 100).rounded())
                Console.out("\(index + 1)\t\(match.main.intent.rawValue) \(percent) %\(second)\t\(text)")
            }
        }

        private func learn(_ text: String) throws {
            guard let intent, let known = Intent(rawValue: intent) else {
                Console.error(
                    "--intent must be one of: " + Intent.allCases.map(\.rawValue).joined(separator: " "))
                throw Exit.usage
            }
            let kind = subtype.flatMap(OutOfScope.init(rawValue:))
            guard known != .outOfScope || kind != nil else {
                Console.error(
                    "--subtype must be one of: " + OutOfScope.allCases.map(\.rawValue).joined(separator: " "))
                throw Exit.usage
            }
            let phrase = ReviewedPhrase(text: text, intent: known, subtype: kind, category: category)
            let source = "\(IntentFolder.path(options.config))/zh/\(intent).yaml"
            let guardFile = "\(golden ?? Checkout.find("Tests") + "/Intents/zh")/\(intent).yaml"
            guard let examples = phrase.added(toExamples: try read(source)) else {
                Console.error("\(source) holds the phrase already, or has no list for it.")
                throw Exit.no
            }
            let cases = phrase.added(toGolden: try read(guardFile))
            Console.out((dryRun ? "would add to " : "added to ") + source)
            Console.out((dryRun ? "would add to " : "added to ") + guardFile)
            guard !dryRun else { return }
            try Data(examples.utf8).write(to: URL(fileURLWithPath: source), options: .atomic)
            try Data(cases.utf8).write(to: URL(fileURLWithPath: guardFile), options: .atomic)
        }

        private func read(_ path: String) throws -> String {
            guard let data = FileManager.default.contents(atPath: path) else {
                Console.error("\(path) cannot be read.")
                throw Exit.usage
            }
            return String(decoding: data, as: UTF8.self)
        }
    }
}
