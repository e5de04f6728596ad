import ArgumentParser
import LinliAdmin

/// Tickets: take, work, close.
struct TicketCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket", abstract: "Tickets: take, work, close.",
        discussion: "Example: linli ticket list --open --urgency P1",
        subcommands: [
            TicketListCommand.self, TicketShowCommand.self, TicketTranscriptCommand.self,
            TicketOpenCommand.self,
            TicketAct<DispatchOptions>.self, TicketAct<AssignOptions>.self, TicketAct<AcceptOptions>.self,
            TicketAct<ArriveOptions>.self, TicketAct<ResolveOptions>.self, TicketAct<ReturnOptions>.self,
            TicketAct<SuspendOptions>.self, TicketAct<ResumeOptions>.self, TicketAct<EscalateOptions>.self,
            TicketAct<ReopenOptions>.self, TicketCancelCommand.self, TicketAct<DeclineOptions>.self,
            TicketAct<NoteOptions>.self, TicketAct<ReplyOptions>.self, TicketAct<RateOptions>.self,
            TicketAct<RevealOptions>.self, TicketAct<WhistleOptions>.self, TicketAct<ReportInOptions>.self,
            TicketAct<ScoreOptions>.self,
            TicketAct<AcknowledgeOptions>.self, TicketAct<SnoozeOptions>.self, TicketAct<ContainOptions>.self,
            TicketAct<MergeOptions>.self, TicketAct<SplitOptions>.self,
            TicketAct<MediateOptions>.self, TicketAct<HoldOptions>.self, TicketAct<ReleaseOptions>.self,
        ])
}

struct TicketListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Tickets, the most urgent and oldest first.",
        discussion: "Example: linli ticket list --open --urgency P1")

    @Option(name: .long, help: "Only these states, such as DISPATCHED.")
    var state: [String] = []

    @Flag(name: .long, help: "Only what is not closed.")
    var open = false

    @Option(name: .long, help: "Only this estate.")
    var estate: String?

    @Option(name: .long, help: "Only these urgencies, P0 to P3.")
    var urgency: [String] = []

    @Flag(name: .long, help: "Only what a clock ran out for.")
    var overdue = false

    @OptionGroup var page: PageOptions

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["tickets"],
            [
                ("state", state.isEmpty ? nil : state.joined(separator: ",")),
                ("open", open ? "1" : nil), ("estate", estate),
                ("urgency", urgency.isEmpty ? nil : urgency.joined(separator: ",")),
                ("overdue", overdue ? "1" : nil),
            ] + page.query,
            of: TicketLine.self,
            columns: [
                "number", "urgency", "stateName", "level", "categoryName", "place", "taker",
                "nextClock", "nextDue", "overdue",
            ])
    }
}

struct TicketShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One ticket with its clocks and history.",
        discussion: "Example: linli ticket show LL260318-0001")

    @Argument(help: "The ticket's number.")
    var number: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.show(["tickets", number], as: TicketDetail.self)
    }
}

struct TicketTranscriptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "transcript", abstract: "What was said about a ticket in the chat from which it came.",
        discussion: """
            Example: linli ticket transcript LL260318-0001

            Leaves an audit row. What belongs to his other matters is not shown, nor are lines about an \
            anonymous case of the same person; telephone and identity numbers are masked.
            """)

    @Argument(help: "The ticket's number.")
    var number: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.show(["tickets", number, "transcript"], as: TicketTranscript.self)
    }
}

struct TicketOpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Take a matter in at the desk or by phone.",
        discussion: """
            Example: linli ticket open \
            --category power.public_lighting --text 北门路灯不亮 --place 北门 --by phone
            """)

    @Option(name: .long, help: "A code of categories.yaml.")
    var category: String

    @Option(name: .long, help: "What was said.")
    var text: String

    @Option(name: .long, help: "P0 to P3; the category's where missing.")
    var urgency: String?

    @OptionGroup var scope: EstateOption
    @Option(name: .long, help: "Such as 3.")
    var building: String?

    @Option(name: .long, help: "Such as 2.")
    var unit: String?

    @Option(name: .long, help: "Such as 501.")
    var room: String?

    @Option(name: .long, help: "A landmark or description.")
    var place: String?

    @Option(
        name: [.customLong("channel"), .customLong("by")],
        help: "desk, phone, mailbox (幸福邮箱), questionnaire, hotline (12345) or grid.")
    var by = "desk"

    @Flag(name: .long, help: "Nobody is to know who reported it.")
    var anonymous = false

    @Option(name: .long, help: "Number, channel:id or name of a known resident.")
    var resident: String?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = OpenTicket(
            category: category, urgency: urgency, text: text, estate: scope.estate, building: building,
            unit: unit, room: room, place: place, channel: by, anonymous: anonymous, resident: resident)
        try await staff.act(["tickets"], request, as: TicketDetail.self)
    }
}

struct TicketCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Give a ticket up before the work begins.",
        discussion: "Example: linli ticket cancel LL260318-0001 --reason 重复登记 --yes")

    @Argument(help: "The ticket's number.")
    var number: String

    @Option(name: .long, help: "Why; the resident reads it.")
    var reason: String

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let mayBegin = try await staff.mayBegin(
            "cancel the ticket \(number)", destructive, on: ["tickets", number], as: TicketDetail.self)
        guard mayBegin else { return }
        try await staff.act(["tickets", number, "cancel"], Reason(reason: reason), as: TicketDetail.self)
    }
}
