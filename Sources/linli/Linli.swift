import ArgumentParser

@main
struct Linli: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linli",
        abstract: "邻里: what residents ask of their housing estate, answered in time.",
        subcommands: [ServeCommand.self, ChatCommand.self, DemoCommand.self, ConfigCommand.self])
}
