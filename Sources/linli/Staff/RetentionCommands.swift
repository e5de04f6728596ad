import ArgumentParser
import LinliAdmin

/// What is kept, how long, and what is kept longer.
struct RetentionCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention", abstract: "What is forgotten after its time, and what is held.",
        discussion: "Example: linli retention preview --until 2026-12-31",
        subcommands: [RetentionPreviewCommand.self, RetentionHoldsCommand.self])
}

struct RetentionPreviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview", abstract: "What would be forgotten up to a day, by class: counts only.",
        discussion: "Example: linli retention preview --until 2026-12-31")

    @Option(name: .long, help: ArgumentHelp("Up to the end of this day; now without it.", valueName: "day"))
    var until: String?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.show(["retention", "preview"], [("until", until)], as: RetentionPreview.self)
    }
}

struct RetentionHoldsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "holds", abstract: "Tickets that are held, the newest first.",
        discussion: "Example: linli retention holds")

    @OptionGroup var list: ListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["retention", "holds"], list.query, of: TicketHold.self,
            columns: ["ticket", "estate", "since", "staff", "reason"])
    }
}

struct HoldOptions: TicketActOptions {
    static let act = "hold"
    static let abstract = "Keep a ticket beyond its time, while a dispute about it goes on."
    static let example = " --reason 业主已起诉"

    @Option(name: .long, help: "Which dispute; staff read it.")
    var reason: String

    var body: Reason { Reason(reason: reason) }
}

struct ReleaseOptions: TicketActOptions {
    static let act = "release"
    static let abstract = "End a hold: the ticket is forgotten when its time is over."
    static let example = " --reason 已调解结案"

    @Option(name: .long, help: "How it ended; staff read it.")
    var reason: String

    var body: Reason { Reason(reason: reason) }
}
