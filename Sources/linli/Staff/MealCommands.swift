import ArgumentParser
import LinliAdmin

/// Lunch to the door (助餐).
struct MealCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meal", abstract: "Lunch to the door: the list of a day, handed over, nobody opened.",
        discussion: "Example: linli meal list",
        subcommands: [MealListCommand.self, MealDeliverCommand.self, MealNoAnswerCommand.self])
}

struct MealListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The meals of a day.",
        discussion: "Example: linli meal list --day 2026-03-19")

    @Option(name: .long, help: "The day, like 2026-03-19; today without it.")
    var day: String?

    @OptionGroup var rows: ListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["meals"], rows.query + [("day", day)], of: Meal.self,
            columns: ["number", "home", "time", "eater", "diet", "state", "ticket"])
    }
}

/// One act on a meal of today.
struct MealTarget: ParsableArguments {
    @Argument(help: "The order's number, like M-07.")
    var meal: String

    @OptionGroup var staff: StaffOptions

    func act(_ act: String) async throws {
        try await staff.act(["meals", meal, act], Nothing(), as: Meal.self)
    }
}

struct MealDeliverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliver", abstract: "Today's meal was handed over.",
        discussion: "Example: linli meal deliver M-03")

    @OptionGroup var target: MealTarget

    func run() async throws {
        try await target.act("deliver")
    }
}

struct MealNoAnswerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "no-answer",
        abstract: "Nobody opened: a ticket is opened to call the family, and who ordered the meal is told.",
        discussion: "Example: linli meal no-answer M-03")

    @OptionGroup var target: MealTarget

    func run() async throws {
        try await target.act("no-answer")
    }
}
