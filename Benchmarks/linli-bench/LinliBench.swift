import ArgumentParser
import Foundation

@main
struct LinliBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linli-bench",
        abstract: "Measure the daemon from outside, each figure with its yardstick from the same run.",
        subcommands: [RunCommand.self, RepliesCommand.self, EchoCommand.self],
        defaultSubcommand: RunCommand.self)
}

/// The whole set, or a part of it.
struct RunCommand: ParsableCommand {
    enum Part: String, CaseIterable, ExpressibleByArgument {
        case accept, wholeWay = "whole-way", push, latency, restart, turn, postgres
    }

    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Measure, and print the table.",
        discussion: """
            Example:
              linli-bench --only accept --rounds 1 --json accept.json
              linli-bench --only turn --require turn_share
            """)

    @OptionGroup var options: RunOptions

    @Option(help: "Only this part; may be given several times.")
    var only: [Part] = []

    @Option(help: "End with 1 where this figure (its key in --json) misses what is expected.")
    var require: [String] = []

    @Option(help: "Write everything that was measured to this file.")
    var json: String?

    @Option(help: "Replace the figures in this page (Docs/Performance.md).")
    var markdown: String?

    func run() throws {
        var report = Report(
            date: String(ISO8601DateFormatter().string(from: Date()).prefix(10)), machine: Machine(),
            mix: MessageMix.words, parameters: options.parameters)
        let workshop = try Workshop(options)
        defer { workshop.clear() }
        var failures = 0
        for part in Part.allCases where only.isEmpty || only.contains(part) {
            do {
                report.figures += try figures(of: part, workshop)
            } catch let error as BenchError {
                // What the other parts give is still worth knowing.
                Console.note("\(part.rawValue): \(error)")
                failures += 1
            }
        }
        Console.out(report.table())
        if let json { try report.json().write(to: URL(fileURLWithPath: json)) }
        // A page with half of the figures would look whole.
        if let markdown, failures == 0 { try report.write(into: markdown) }
        let missed = require.filter { key in
            !report.figures.contains { $0.key == key && $0.expectation?.isMet == true }
        }
        for key in missed { Console.note("\(key) is not as it has to be") }
        if failures > 0 || !missed.isEmpty { throw ExitCode(1) }
    }

    private func figures(of part: Part, _ workshop: Workshop) throws -> [Figure] {
        switch part {
        case .accept: return try AcceptMeasure(workshop: workshop).figures()
        case .wholeWay: return try wholeWay(workshop)
        case .push: return try PushMeasure(workshop: workshop).figures()
        case .latency: return try LatencyMeasure(workshop: workshop).figures()
        case .restart: return try RestartMeasure(workshop: workshop).figures()
        case .turn: return try TurnMeasure(workshop: workshop).figures()
        case .postgres: return try PostgresMeasure(workshop: workshop).figures()
        }
    }

    /// One yardstick stores what a message leaves behind at least: the message, the resident, the
    /// conversation, the reply window and the reply. The other one is the processor's: disk and processor of
    /// one machine move apart from hour to hour.
    private func wholeWay(_ workshop: Workshop) throws -> [Figure] {
        let rowsAMessage = 5.0
        let disk = try SQLiteYardstick(in: try workshop.newStore())
        let echo = try workshop.echo()
        let accept = AcceptMeasure(workshop: workshop)
        var rows = [try disk.rowsPerSecond(seconds: 2)]
        var echoed = [try accept.echoRate(echo)]
        let result = try WholeWayMeasure(workshop: workshop).result()
        rows.append(try disk.rowsPerSecond(seconds: 2))
        echoed.append(try accept.echoRate(echo))
        let rounds = result.trials.map(\.perSecond)
        let figure = Figure(
            "whole_way", "Whole way, sustained for \(Int(options.seconds)) s", result.perSecond, "/s",
            yardstick: .init(
                name: "SQLite FULL, five 600-byte rows a message",
                value: Statistics.mean(rows) / rowsAMessage,
                unit: "/s"),
            expected: "≥ 3,000 /s on two cores", isMet: result.perSecond >= 3_000, rounds: rounds)
        let beside = Figure(
            "whole_way_echo", "Whole way, against the processor", result.perSecond, "/s",
            yardstick: .init(
                name: "bare Hummingbird POST echo", value: Statistics.mean(echoed), unit: "/s"),
            rounds: rounds)
        return [figure, beside] + (try MemoryMeasure(workshop: workshop).figures(result))
    }
}

/// What the daemon answers to the sentences of the mix: the proof that a run measures real work.
struct RepliesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replies", abstract: "Send one message of each kind and print the replies.")

    @OptionGroup var options: RunOptions

    @Option(help: "Messages to send.")
    var count = 20

    func run() throws {
        let workshop = try Workshop(options)
        defer { workshop.clear() }
        workshop.standIn.keepTexts()
        let daemon = try workshop.readyDaemon()
        var forge = try workshop.forge()
        let requests = try forge.mixed(count, residents: count)
        let load = Load.start(workshop.plan(daemon.port, requests, .closed, seconds: 20))
        load.finish()
        try load.checkClean("replies")
        _ = MonotonicTime.waits(atMost: 20) { workshop.standIn.sendCount >= count }
        for (send, body) in zip(workshop.standIn.log, workshop.standIn.bodies) {
            Console.out("\(MessageMix.text(send.resident))\n    → \(body)")
        }
        guard workshop.standIn.sendCount == count else {
            throw BenchError("\(count) messages, \(workshop.standIn.sendCount) replies; a run needs one each")
        }
    }
}
