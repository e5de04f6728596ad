import ArgumentParser
import Foundation
import LinliIntents
import LinliModel

extension IntentCommand {
    struct Evaluate: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measure the understanding on labelled messages.",
            discussion: """
                Example:
                  linli intent evaluate messages.jsonl --errors misses.jsonl --aspects intent,category
                """)

        @OptionGroup var options: Options
        @Argument(help: "Lines of {\"text\",\"intent\",\"slots\",\"category\",\"urgency\",\"also\",\"alt\"}.")
        var file: String
        @Option(help: ArgumentHelp("Where the misses are written.", valueName: "file"))
        var errors: String?
        @Option(help: "Which misses: \(Evaluation.Aspect.allCases.map(\.rawValue).joined(separator: ", ")).")
        var aspects = Evaluation.Aspect.intent.rawValue

        func validate() throws { _ = try wantedAspects() }

        func run() throws {
            let wanted = try wantedAspects()
            let lines = try LabelledLines.read(file)
            let (understanding, register) = try options.load()
            let now = try options.instant()
            let clock = ContinuousClock()
            var evaluation = Evaluation()
            for (index, text) in lines.enumerated() {
                let line: EvaluationLine
                do throws(Finding) {
                    line = try EvaluationLine.parse(text, number: index + 1, file: file)
                } catch {
                    Console.error(error.description)
                    throw Exit.usage
                }
                var match: IntentMatch?
                let taken = clock.measure {
                    match = understanding.understand(line.text, at: line.instant ?? now, register: register)
                }
                if let match { evaluation.add(line, match, micros: taken.micros) }
            }
            if let errors {
                try LabelledLines.write(evaluation.misses.filter { wanted.contains($0.aspect) }, to: errors)
            }
            try Console.json(evaluation.report)
        }

        private func wantedAspects() throws -> [Evaluation.Aspect] {
            try aspects.split(separator: ",").map { name in
                guard let aspect = Evaluation.Aspect(rawValue: String(name)) else {
                    throw ValidationError("--aspects knows no \(name)")
                }
                return aspect
            }
        }
    }

    struct Benchmark: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The statistical classifier alone on any labelled set.",
            discussion: """
                Greetings and thanks at the edges of a message are looked past, by the words of Intents/. Of
                6,000 lines or fewer it learns with the word vectors of Intents/vectors beside the characters.
                Example:
                  linli intent benchmark --train train.jsonl --test test.jsonl
                """)

        @OptionGroup var config: ConfigOptions
        @Option(
            help: ArgumentHelp(
                "Lines of {\"text\",\"intent\"}; intent oos is out of scope.", valueName: "file"))
        var train: String
        @Option(help: ArgumentHelp("Lines of the same form.", valueName: "file"))
        var test: String

        func run() throws {
            let benchmark = ClassifierBenchmark(
                courtesies: try IntentFolder.courtesies(config),
                vectors: WordVectors(directory: IntentFolder.path(config)))
            let clock = ContinuousClock()
            let start = clock.now
            let report = benchmark.run(train: try read(train), test: try read(test)) {
                start.duration(to: clock.now).inSeconds
            }
            try Console.json(report)
        }

        private func read(_ file: String) throws -> [ClassifierBenchmark.Line] {
            try LabelledLines.read(file).enumerated().map { index, line in
                do {
                    return try JSONDecoder().decode(ClassifierBenchmark.Line.self, from: Data(line.utf8))
                } catch {
                    Console.error("\(file):\(index + 1): no object with text and intent")
                    throw Exit.usage
                }
            }
        }
    }
}

/// Files of one JSON object a line.
enum LabelledLines {
    /// Lines without the empty ones.
    static func read(_ file: String) throws -> [String] {
        guard let data = FileManager.default.contents(atPath: file) else {
            Console.error("\(file) cannot be read.")
            throw Exit.usage
        }
        return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
            .filter { !$0.allSatisfy(\.isWhitespace) }
    }

    static func write(_ values: [some Encodable], to file: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        let lines = try values.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }
        try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: file))
    }
}
