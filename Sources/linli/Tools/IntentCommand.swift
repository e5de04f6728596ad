import ArgumentParser
import Foundation
import LinliEngine
import LinliIntents
import LinliModel
import LinliSettings

struct IntentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intent", abstract: "What Linli understands: parse, test, measure, learn.",
        subcommands: [Parse.self, Test.self, Evaluate.self, Benchmark.self, Sample.self, Review.self])

    /// What every one of them needs.
    struct Options: ParsableArguments {
        @OptionGroup var config: ConfigOptions
        @Option(help: ArgumentHelp("The clock for relative dates.", valueName: "time"))
        var now: String?
        @Option(
            help: ArgumentHelp(
                "An estate's code: its register ranks readings of addresses.", valueName: "code"))
        var estate: String?

        func instant() throws -> Instant {
            try now.map { try TimeArgument.read($0, option: "--now") } ?? SystemClock().now()
        }

        /// Without an estate the settings are not needed.
        func load() throws -> (Understanding, (any PlaceRegister)?) {
            guard let estate else { return (try IntentFolder.load(config), nil) }
            let settings = try config.load(includingChannels: false)
            guard let register = settings.estates[estate] else {
                Console.error(
                    "There is no estate \(estate); known: "
                        + settings.estates.keys.sorted().joined(separator: ", ")
                )
                throw Exit.no
            }
            return (try config.loadUnderstanding(settings), register)
        }
    }

    struct Parse: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One JSON line a message; reads lines from standard input without arguments.",
            discussion: """
                Example:
                  linli intent parse 3栋2单元501水管爆了
                """)

        @OptionGroup var options: Options
        @Argument(help: "The messages.") var text: [String] = []

        func run() throws {
            let (understanding, register) = try options.load()
            let now = try options.instant()
            guard text.isEmpty else {
                for message in text { parse(message, understanding, register, now) }
                return
            }
            while let line = readLine(strippingNewline: true) { parse(line, understanding, register, now) }
        }

        private func parse(
            _ message: String, _ understanding: Understanding, _ register: (any PlaceRegister)?,
            _ now: Instant
        ) {
            let clock = ContinuousClock()
            var match: IntentMatch?
            let taken = clock.measure {
                match = understanding.understand(message, at: now, register: register)
            }
            guard let match else { return }
            Console.out(ParsedMessage(match, micros: taken.micros).json)
        }
    }

    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Run the golden sentences; exit 1 and a readable difference on a miss.",
            discussion: """
                Example:
                  linli intent test --golden Tests/Intents/zh
                """)

        @OptionGroup var config: ConfigOptions
        @Option(help: ArgumentHelp("The folder of the golden files.", valueName: "dir"))
        var golden: String?

        func run() throws {
            let understanding = try IntentFolder.load(config)
            let folder = golden ?? Checkout.find("Tests") + "/Intents/zh"
            let results: [GoldenResult]
            do throws(Findings) {
                results = try GoldenFiles.run(directory: folder, understanding: understanding)
            } catch {
                for finding in error.list { Console.error(finding.description) }
                throw Exit.usage
            }
            let misses = results.filter { !$0.passed }
            for miss in misses { Console.out(miss.description) }
            Console.out(
                "\(results.count - misses.count) of \(results.count) golden sentences understood as written"
            )
            guard misses.isEmpty, !results.isEmpty else { throw Exit.no }
        }
    }

    struct Sample: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Sentences that the templates can say.",
            discussion: """
                Example:
                  linli intent sample report_repair --count 20
                """)

        @OptionGroup var config: ConfigOptions
        @Argument(help: "An intent; all of them without one.") var intent: String?
        @Option(help: "How many of each.") var count = 10
        @Option(help: "Another seed gives other sentences.") var seed: UInt64 = 1

        func run() throws {
            var wanted = Intent.allCases
            if let intent {
                guard let known = Intent(rawValue: intent) else {
                    Console.error(
                        "There is no intent \(intent); known: "
                            + Intent.allCases.map(\.rawValue).joined(separator: " ")
                    )
                    throw Exit.no
                }
                wanted = [known]
            }
            let understanding = try IntentFolder.load(config)
            for one in wanted {
                for sentence in understanding.sentences(of: one, limit: count, seed: seed) {
                    Console.out(intent == nil ? "\(one.rawValue)\t\(sentence)" : sentence)
                }
            }
        }
    }
}

/// `Intents/` without the settings: beside `Config/`, or as `LINLI_INTENTS_DIRECTORY` says.
enum IntentFolder {
    static func path(_ config: ConfigOptions) -> String {
        let beside = (config.directory as NSString).deletingLastPathComponent
        let guess =
            config.config == nil ? Checkout.find("Intents") : "\(beside.isEmpty ? "." : beside)/Intents"
        let set = ProcessInfo.processInfo.environment["LINLI_INTENTS_DIRECTORY"]
        return set ?? (FileManager.default.fileExists(atPath: guess) ? guess : Checkout.find("Intents"))
    }

    static func load(_ config: ConfigOptions) throws -> Understanding {
        try reading(config) { folder throws(Findings) in
            try Understanding.load(
                directory: folder, holidays: holidays(config),
                models: LearntModels.file(of: folder, data: config.dataDirectory))
        }
    }

    /// None where the settings cannot be read: they are not needed here; `config check` says why.
    private static func holidays(_ config: ConfigOptions) -> Holidays {
        do throws(Findings) {
            return Holidays(try Settings.calendars(directory: config.directory))
        } catch {
            return Holidays()
        }
    }

    static func courtesies(_ config: ConfigOptions) throws -> Courtesies {
        try reading(config) { folder throws(Findings) in try Courtesies(directory: folder) }
    }

    private static func reading<Read>(
        _ config: ConfigOptions, _ read: (String) throws(Findings) -> Read
    ) throws -> Read {
        do throws(Findings) {
            return try read(path(config))
        } catch {
            for finding in error.list { Console.error(finding.description) }
            throw Exit.usage
        }
    }
}

extension Duration {
    /// Whole microseconds.
    var micros: Int {
        Int(components.seconds) * 1_000_000 + Int(components.attoseconds / 1_000_000_000_000)
    }

    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
