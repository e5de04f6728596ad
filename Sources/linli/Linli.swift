import ArgumentParser

@main
struct Linli: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "linli",
        abstract: "邻里: what residents ask of their housing estate, answered in time.",
        version: Version.current,
        subcommands: [
            ServeCommand.self, ChatCommand.self, DemoCommand.self, IntentCommand.self, ExplainCommand.self,
            StoreCommand.self, ConfigCommand.self,
        ])
}

enum Version {
    static let current = "0.1.0"
}
