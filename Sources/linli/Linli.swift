import ArgumentParser

@main
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
                    MeetingCommands.self, AlertCommands.self, ResidentCommands.self, StaffCommands.self,
                    ChannelCommands.self,
                    OutboxCommands.self, AuditCommands.self, EstateCommands.self, ReportCommands.self,
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
