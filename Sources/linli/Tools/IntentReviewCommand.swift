import ArgumentParser
import Foundation
import LinliIntents
import LinliModel
import LinliSQL
import LinliStore

extension IntentCommand {
    /// The learning loop: what was not understood is labelled once and stays understood.
    struct Review: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go through messages that fell back; label one and it is learnt and guarded.",
            discussion: """
                Alone: what of the store's handled messages came out as nothing or unsure, or was taken
                back or followed by a call for a person; masked, and never longer than retention.message
                keeps the words. With --file: what of a file (lines of text or of {"text"}) came out as
                nothing or unsure, not masked. With --label: the phrase goes into Intents/zh and the
                golden file together.

                Examples:
                  linli intent review --days 7
                  linli intent review --file messages.txt
                  linli intent review --label 楼道里的灯瞎了 --intent report_repair \\
                    --category power.public_lighting
                """)

        @OptionGroup var options: Options
        @Option(help: "How far back the store's messages are looked through.") var days = 14
        @Option(help: ArgumentHelp("Messages to look through instead.", valueName: "file")) var file: String?
        @Option(help: "Show what is less sure than this.") var below = 0.5
        @Option(help: ArgumentHelp("A message to learn.", valueName: "text")) var label: String?
        @Option(help: "What it asks for.") var intent: String?
        @Option(help: "Its category, where it opens a ticket.") var category: String?
        @Option(help: "For out_of_scope: its kind.") var subtype: String?
        @Option(help: ArgumentHelp("The folder of the golden files.", valueName: "dir")) var golden: String?
        @Flag(help: "Say what would be written and write nothing.") var dryRun = false

        func validate() throws {
            guard (1...3650).contains(days) else { throw ValidationError("--days is from 1 to 3650.") }
        }

        func run() async throws {
            if let label { return try learn(label) }
            if let file { return try show(file) }
            try await showQueue()
        }

        /// More messages than these are not looked through at once: a minute's work at the most.
        private static let most = 200_000

        private func showQueue() async throws {
            let settings = try options.config.load(includingChannels: false)
            let since = try options.instant() - .days(Int64(days))
            let rows = try await StoreOpening(settings).with(.readOnly) { store throws(SQLError) in
                try await store.database.read { tx throws(SQLError) in
                    try tx.inbox.handled(since: since, limit: Self.most)
                }
            }
            let messages = rows.compactMap { row -> ReviewQueue.Message? in
                guard let message = row.message, let text = Self.words(of: message) else { return nil }
                return ReviewQueue.Message(
                    sender: "\(message.channel) \(message.sender)", text: text, at: row.receivedAt)
            }
            let entries = ReviewQueue.entries(
                of: messages, understanding: try options.config.loadUnderstanding(settings), below: below)
            for entry in entries {
                let second = entry.second.map { ", or \($0.rawValue)" } ?? ""
                let percent = Int((entry.confidence * 100).rounded())
                let reading = "\(entry.intent.rawValue) \(percent) %\(second)"
                Console.out("\(entry.times)×\t\(entry.reason.rawValue)\t\(reading)\t\(entry.text)")
            }
            guard entries.isEmpty else { return }
            Console.error("Nothing waits for review: \(messages.count) messages were looked through.")
        }

        private static func words(of message: InboundMessage) -> String? {
            switch message.content {
            case .text(let text): text
            case .voice(_, let recognised): recognised
            default: nil
            }
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
