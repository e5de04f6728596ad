import ArgumentParser
import LinliAdmin

/// Warnings of the weather.
struct AlertCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "alert",
        abstract: "Warnings of the weather (防汛防台): everybody is told, checks are opened.",
        discussion: "Example: linli alert start 台风 --level 橙",
        subcommands: [AlertListCommand.self, AlertStartCommand.self, AlertEndCommand.self])
}

struct AlertListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Warnings, newest first.", discussion: "Example: linli alert list")

    @OptionGroup var rows: ListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["alerts"], rows.query, of: WeatherAlert.self,
            columns: ["id", "estate", "name", "level", "startedAt", "endedAt"])
    }
}

struct AlertStartCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "start", abstract: "Tell every resident, open the checks, and take reports of it first.",
        discussion: "Example: linli alert start 台风 --level 橙")

    @Argument(help: "A kind of alerts.yaml, by code or name.")
    var kind: String

    @Option(name: .long, help: "Its level, such as 橙.")
    var level: String

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["alerts"], StartAlert(estate: scope.estate, kind: kind, level: level), as: WeatherAlert.self)
    }
}

struct AlertEndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "The warning is over; what was opened goes on.",
        discussion: "Example: linli alert end 台风")

    @Argument(help: "A kind of alerts.yaml, by code or name.")
    var kind: String

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["alerts", "end"], EndAlert(estate: scope.estate, kind: kind), as: WeatherAlert.self)
    }
}
