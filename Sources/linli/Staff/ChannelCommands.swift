import ArgumentParser
import LinliAdmin

/// Channels, their settings and reply windows.
struct ChannelCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel", abstract: "Channels, their settings and reply windows.",
        discussion: "Example: linli channel list",
        subcommands: [
            ChannelListCommand.self, ChannelTestCommand.self, ChannelWindowCommand.self,
        ])
}

struct ChannelListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "The configured channels.",
        discussion: "Example: linli channel list")

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(["channels"], of: ChannelLine.self, columns: ["name", "kind", "estate"])
    }
}

struct ChannelTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Do a channel's settings work? The daemon asks the platform; nobody is written to.",
        discussion: """
            A token is fetched anew, of wecom-kf one message is asked for, of a bridge its address is called.
            Exit code 1 where something is wrong.
            Example: linli channel test oa
            """)

    @Argument(help: "The channel's name.")
    var name: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let trial = try await staff.answer(["channels", name, "test"], as: ChannelTrial.self)
        guard trial.ok else { throw Exit.no }
    }
}

struct ChannelWindowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "window", abstract: "How much a platform still takes for one person.",
        discussion: "Example: linli channel window oa --recipient oABC")

    @Argument(help: "The channel's name.")
    var name: String

    @Option(name: .long, help: "The platform's id of the person.")
    var recipient: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.show(
            ["channels", name, "window"], [("recipient", recipient)], as: ReplyWindowState.self)
    }
}
