import ArgumentParser
import LinliAdmin

/// Figures over a period, each with its formula and, on request, the tickets behind it.
struct ReportCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Figures over a period: rates, times, levels, quarter, year.",
        discussion: "Example: linli report quarterly 2026Q1",
        subcommands: [
            ReportCommand<Rates>.self, ReportCommand<SLA>.self, ReportCommand<Levels>.self,
            ReportCommand<Quarterly>.self, ReportCommand<Annual>.self, ReportCommand<Ranking>.self,
            ReportCommand<Meetings>.self, ReportCommand<Whistles>.self, ReportCommand<FourGoals>.self,
        ])

    enum Rates: ReportName {
        static let name = "rates"
        static let abstract = "三率: response, solved, satisfied, with what they are measured against."
        static let example = "2026-03"
    }

    enum SLA: ReportName {
        static let name = "sla"
        static let abstract = "Clocks: in time and how late (p50, p90, p99), by category, building or shift."
        static let example = "2026Q1 --by category"
    }

    enum Levels: ReportName {
        static let name = "levels"
        static let abstract = "What was solved inside the estate and inside the community."
        static let example = "2026Q1"
    }

    enum Quarterly: ReportName {
        static let name = "quarterly"
        static let abstract = "季报: due by the 5th after a quarter, or the last working day before."
        static let example = "2026Q1"
    }

    enum Annual: ReportName {
        static let name = "annual"
        static let abstract = "年报: due by the 10th of January, or the last working day before."
        static let example = "2025"
    }

    enum Ranking: ReportName {
        static let name = "ranking"
        static let abstract = "Estates by their rates, the best response first."
        static let example = "2026Q1"
    }

    enum Meetings: ReportName {
        static let name = "meetings"
        static let abstract = "Meetings held and missed, matters decided, cases settled."
        static let example = "2026H1"
    }

    enum Whistles: ReportName {
        static let name = "whistles"
        static let abstract = "吹哨报到: departments and callers, in time or not, and their scores."
        static let example = "2026Q1"
    }

    enum FourGoals: ReportName {
        static let name = "four-goals"
        static let abstract = "四有目标: precision, warmth, speed and strength of a month."
        static let example = "--month 2026-03"
    }
}

/// Working methods that the settings switch on (13415): how far they are kept.
struct PolicyCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Working methods by name: how far they are kept in a month.",
        discussion: "Example: linli policy show 13415", subcommands: [PolicyShowCommand.self])
}

struct PolicyShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Five-minute answers and visits of a month.",
        discussion: "Example: linli policy show 13415 --month 2026-03")

    @Argument(help: "13415.")
    var policy: String

    @Option(name: .long, help: "2026-03; else this month so far.")
    var month: String?

    @Option(name: .long, help: "One estate; else all that the token is for.")
    var estate: String?

    @Flag(name: .long, help: "The rows behind every figure.")
    var rows = false

    @OptionGroup var staff: StaffOptions

    func validate() throws {
        guard policy == "13415" else {
            throw ValidationError("There is no working method \(policy); one of: 13415.")
        }
    }

    func run() async throws {
        let query: [(name: String, value: String?)] = [
            ("period", month), ("estate", estate), ("rows", rows ? "1" : nil),
        ]
        if staff.json { return try await staff.show(["reports", policy], query, as: ReportAnswer.self) }
        let answer: ReportAnswer = try await staff.asking { client async throws(AdminClientError) in
            try await client.get(["reports", policy], query)
        }
        for line in ReportPage(answer).lines(.table) { Console.out(line) }
    }
}

protocol ReportName {
    static var name: String { get }
    static var abstract: String { get }
    static var example: String { get }
}

struct ReportCommand<Name: ReportName>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Name.name, abstract: Name.abstract,
            discussion: "Example: linli report \(Name.name) \(Name.example)")
    }

    @Argument(help: "2026, 2026H1, 2026Q1 or 2026-03; else the last whole period, or this month so far.")
    var period: String?

    @Option(name: .long, help: "The same as the argument.")
    var quarter: String?

    @Option(name: .long, help: "The same as the argument: 2026H1.")
    var half: String?

    @Option(name: .long, help: "The same as the argument: 2026-03.")
    var month: String?

    @Option(name: .long, help: "The first day, like 2026-03-01.")
    var from: String?

    @Option(name: .long, help: "The last day; today if it is left out.")
    var through: String?

    @Option(name: .long, help: "One estate; else all that the token is for.")
    var estate: String?

    @Option(name: .long, help: "Times also by category, building or shift.")
    var by: String?

    @Flag(name: .long, help: "The tickets behind every figure.")
    var rows = false

    @Option(name: .long, help: "table, csv, markdown (with its chart) or svg (the chart alone).")
    var format = ReportFormat.table

    @OptionGroup var staff: StaffOptions

    func validate() throws {
        guard [period, quarter, half, month].count(where: { $0 != nil }) < 2 else {
            throw ValidationError("Name one period: the argument, --quarter, --half or --month.")
        }
    }

    func run() async throws {
        let query: [(name: String, value: String?)] = [
            ("period", period ?? quarter ?? half ?? month), ("from", from), ("through", through),
            ("estate", estate),
            ("by", by), ("rows", rows ? "1" : nil),
        ]
        if staff.json {
            return try await staff.show(["reports", Name.name], query, as: ReportAnswer.self)
        }
        let answer: ReportAnswer = try await staff.asking { client async throws(AdminClientError) in
            try await client.get(["reports", Name.name], query)
        }
        for line in ReportPage(answer).lines(format) { Console.out(line) }
    }
}

enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case table, csv, markdown, svg
}
