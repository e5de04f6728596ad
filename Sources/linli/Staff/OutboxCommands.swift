import ArgumentParser
import LinliAdmin

/// Messages under way and their fate.
struct OutboxCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "Messages under way and their fate.",
        discussion: "Example: linli outbox list --state dead",
        subcommands: [
            OutboxListCommand.self, OutboxShowCommand.self, OutboxRetryCommand.self,
            OutboxDropCommand.self,
        ])
}

struct OutboxListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Messages, newest first.",
        discussion: "Example: linli outbox list --state dead")

    @Option(name: .long, help: "Only these states, such as dead.")
    var state: [String] = []

    @OptionGroup var page: PageOptions

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["outbox"],
            [
                ("state", state.isEmpty ? nil : state.joined(separator: ","))
            ] + page.query,
            of: OutboxItem.self,
            columns: ["id", "channel", "recipient", "why", "state", "attempts", "createdAt", "reason"])
    }
}

struct OutboxShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One message.",
        discussion: "Example: linli outbox show 42")

    @Argument(help: "The message's number.")
    var message: Int

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.show(["outbox", "\(message)"], as: OutboxItem.self)
    }
}

struct OutboxRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Send again what was given up.",
        discussion: "Example: linli outbox retry 42")

    @Argument(help: "The message's number.")
    var message: Int

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["outbox", "\(message)", "retry"], Nothing(), as: OutboxItem.self)
    }
}

struct OutboxDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Give a message up.",
        discussion: "Example: linli outbox drop 42 --reason 已电话答复 --yes")

    @Argument(help: "The message's number.")
    var message: Int

    @Option(name: .long, help: "Why.")
    var reason: String

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let mayBegin = try await staff.mayBegin(
            "drop the message \(message)", destructive, on: ["outbox", "\(message)"], as: OutboxItem.self)
        guard mayBegin else { return }
        try await staff.act(
            ["outbox", "\(message)", "drop"], Reason(reason: reason), as: OutboxItem.self)
    }
}
