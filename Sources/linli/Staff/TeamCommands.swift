import ArgumentParser
import LinliAdmin

/// Teams that are sent as a group.
struct TeamCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "team", abstract: "Teams: who is in one, what it takes on, where it is sent.",
        discussion: "Example: linli team list",
        subcommands: [
            TeamListCommand.self, TeamAddCommand.self, TeamJoinCommand.self, TeamLeaveCommand.self,
            TeamSendCommand.self, TeamEndCommand.self,
        ])
}

struct TeamListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Teams, and how many of each are free.",
        discussion: "Example: linli team list --estate HTL")

    @OptionGroup var rows: ListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["teams"], rows.query, of: Team.self,
            columns: ["id", "name", "estate", "leader", "members", "free", "takes"])
    }
}

struct TeamAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "A new team.",
        discussion: """
            Example: linli team add 先锋突击队 --lead lead-3 --member lead-6 --takes care.errand --estate HTL
            """)

    @Argument(help: "Its name.")
    var name: String

    @Option(name: .long, help: "The account that leads it.")
    var lead: String

    @Option(name: .long, help: "Another account; once for each.")
    var member: [String] = []

    @Option(name: .long, help: "A code of categories.yaml; such matters go to it. Once for each.")
    var takes: [String] = []

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = AddTeam(
            estate: scope.estate, name: name, lead: lead, members: member, takes: takes)
        try await staff.act(["teams"], request, as: Team.self)
    }
}

struct TeamJoinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "join", abstract: "One more in a team, or another lead.",
        discussion: "Example: linli team join 2 lead-12")

    @Argument(help: "The team's number.")
    var team: Int

    @Argument(help: "The account.")
    var name: String

    @Flag(name: .long, help: "He leads it from now on.")
    var lead = false

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["teams", "\(team)", "join"], JoinTeam(staff: name, lead: lead), as: Team.self)
    }
}

struct TeamLeaveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave", abstract: "One fewer in a team.",
        discussion: "Example: linli team leave 2 lead-12")

    @Argument(help: "The team's number.")
    var team: Int

    @Argument(help: "The account.")
    var name: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["teams", "\(team)", "leave"], JoinTeam(staff: name), as: Team.self)
    }
}

struct TeamSendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send", abstract: "Send some of a team to a ticket; the resident hears who comes when.",
        discussion: """
            Example: linli team send 2 LL260318-0001 --people 2 --at 2026-03-21T09:00:00+08:00
            """)

    @Argument(help: "The team's number.")
    var team: Int

    @Argument(help: "The ticket's number.")
    var ticket: String

    @Option(name: .long, help: "How many of them.")
    var people: Int

    @Option(name: .long, help: "When they come.")
    var at: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = SendTeam(ticket: ticket, people: people, at: at)
        try await staff.act(["teams", "\(team)", "send"], request, as: Team.self)
    }
}

struct TeamEndCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "end", abstract: "There is no such team any more.",
        discussion: "Example: linli team end 2 --yes")

    @Argument(help: "The team's number.")
    var team: Int

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        guard try destructive.mayBegin("end the team \(team)") else { return }
        try await staff.act(["teams", "\(team)", "end"], Nothing(), as: Team.self)
    }
}
