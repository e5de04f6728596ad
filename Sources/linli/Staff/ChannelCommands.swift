import ArgumentParser
import LinliAdmin

/// Channels and their reply windows.
struct ChannelCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "channel", abstract: "Channels and their reply windows.",
        discussion: "Example: linli channel list",
        subcommands: [
            ChannelListCommand.self, ChannelWindowCommand.self,
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
