import ArgumentParser

@main
enum Entry {
    /// The daemon starts without the tree of all commands: code that is touched once stays in memory. What
    /// `serve` cannot read goes the long way, where help and errors name the whole command.
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.first == ServeCommand.configuration.commandName,
            let serve = daemon(Array(arguments.dropFirst()))
        else { return await Linli.start(arguments) }
        do {
            try await serve.run()
        } catch {
            ServeCommand.exit(withError: error)
        }
    }

    private static func daemon(_ arguments: [String]) -> ServeCommand? {
        do {
            return try ServeCommand.parse(arguments)
        } catch {
            // Linli reads it again, and says what is wrong.
            return nil
        }
    }
}

struct Linli: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linli",
        abstract: "邻里: what residents ask of their housing estate, answered in time.",
        version: Version.current,
        groupedSubcommands: [
            CommandGroup(
                name: "Run", subcommands: [ServeCommand.self, ChatCommand.self, DemoCommand.self]),
            CommandGroup(
                name: "Staff (by the admin API of the daemon)",
                subcommands: [
                    TicketCommands.self, PointsCommands.self, RewardCommands.self, ReceptionCommands.self,
                    NeedCommands.self, ResourceCommands.self, IntakeCommands.self,
                    VisitCommands.self, MealCommands.self, ActivityCommands.self, PolicyCommands.self,
                    RegisterListCommand.self,
                    InspectionCommands.self, MeetingCommands.self, AlertCommands.self, ResidentCommands.self,
                    StaffCommands.self, TeamCommands.self, PostCommands.self,
                    ChannelCommands.self,
                    OutboxCommands.self, AuditCommands.self, RetentionCommands.self,
                    EstateCommands.self, ReportCommands.self,
                ]),
            CommandGroup(
                name: "Look and check",
                subcommands: [
                    IntentCommand.self, ExplainCommand.self, StoreCommand.self, ConfigCommand.self,
                ]),
        ])
}

enum Version {
    static let current = "0.1.0"
}
