import ArgumentParser
import LinliAdmin

/// Visits of the grid workers (三门工作法) and the care list.
struct VisitCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "visit", abstract: "Visits (敲门, 串门, 上门) and the care list.",
        discussion: "Example: linli visit list --overdue",
        subcommands: [
            VisitListCommand.self, VisitPlanCommand.self, VisitFinishCommand.self, VisitDropCommand.self,
            VisitCareCommand.self, VisitCareAddCommand.self, VisitCareRemoveCommand.self,
        ])
}

struct VisitListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Visits by due day.", discussion: "Example: linli visit list --planned"
    )

    @Flag(name: .long, help: "Only those that are to be made.")
    var planned = false

    @OptionGroup var rows: DueListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["visits"],
            rows.query + [("planned", planned ? "1" : nil)],
            of: Visit.self,
            columns: ["number", "name", "home", "owner", "due", "wish", "state", "overdueDays"])
    }
}

struct VisitPlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Plan a visit; the post of the home's grid is told.",
        discussion: "Example: linli visit plan --kind drop_in --home 3-2-501 --due 2026-03-31")

    @Option(name: .long, help: "knock (敲门), drop_in (串门) or at_door (上门).")
    var kind: String

    @Option(name: .long, help: "The home, like 3-2-501.")
    var home: String

    @OptionGroup var until: DueOption

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = PlanVisit(estate: scope.estate, kind: kind, home: home, due: until.due)
        try await staff.act(["visits"], request, as: Visit.self)
    }
}

/// One act on one visit.
struct VisitTarget: ParsableArguments {
    @Argument(help: "The visit's number, like V-07.")
    var visit: String

    @OptionGroup var staff: StaffOptions

    func act(_ act: String, _ text: String) async throws {
        try await staff.act(["visits", visit, act], Words(text: text), as: Visit.self)
    }
}

struct VisitFinishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finish", abstract: "The visit was made.",
        discussion: "Example: linli visit finish V-03 --text 已介绍门禁和紧急电话")

    @OptionGroup var target: VisitTarget

    @Option(name: .long, help: "What came of it; for the staff.")
    var text: String

    func run() async throws {
        try await target.act("finish", text)
    }
}

struct VisitDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "The visit is not made.",
        discussion: "Example: linli visit drop V-03 --reason 已搬走")

    @OptionGroup var target: VisitTarget

    @Option(name: .long, help: "Why; for the staff.")
    var reason: String

    func run() async throws {
        try await target.act("drop", reason)
    }
}

struct VisitCareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "care", abstract: "The homes that are called on each month.",
        discussion: "Example: linli visit care")

    @OptionGroup var rows: ListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["care"], rows.query, of: CareHome.self, columns: ["home", "reason", "since", "contact"])
    }
}

struct VisitCareAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "care-add", abstract: "Call on a home each month, from this one on.",
        discussion: "Example: linli visit care-add --home 3-2-501 --reason 独居老人")

    @Option(name: .long, help: "The home, like 3-2-501.")
    var home: String

    @Option(name: .long, help: "Why.")
    var reason: String

    @Option(name: .long, help: "Whom to call where nobody opens, like 女儿 13900000000.")
    var contact: String?

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["care"], AddCare(estate: scope.estate, home: home, reason: reason, contact: contact),
            as: CareHome.self)
    }
}

struct VisitCareRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "care-remove",
        abstract: "Take a home off the care list; why it stood there is forgotten.",
        discussion: "Example: linli visit care-remove --home 3-2-501 --yes")

    @Option(name: .long, help: "The home, like 3-2-501.")
    var home: String

    @OptionGroup var destructive: Destructive
    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        guard try destructive.mayBegin("take \(home) off the care list") else { return }
        try await staff.act(
            ["care", "remove"], RemoveCare(estate: scope.estate, home: home), as: Nothing.self)
    }
}
