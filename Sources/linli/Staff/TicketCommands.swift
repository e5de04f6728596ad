import ArgumentParser
import LinliAdmin

/// Tickets: take, work, close.
struct TicketCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ticket", abstract: "Tickets: take, work, close.",
        discussion: "Example: linli ticket list --open --urgency P1",
        subcommands: [
            TicketListCommand.self, TicketShowCommand.self, TicketOpenCommand.self,
            TicketDispatchCommand.self, TicketAssignCommand.self, TicketAcceptCommand.self,
            TicketArriveCommand.self, TicketResolveCommand.self, TicketReturnCommand.self,
            TicketSuspendCommand.self, TicketResumeCommand.self, TicketEscalateCommand.self,
            TicketReopenCommand.self, TicketCancelCommand.self, TicketDeclineCommand.self,
            TicketNoteCommand.self, TicketReplyCommand.self, TicketRateCommand.self,
            TicketRevealCommand.self,
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

    @Option(name: .long, help: "Rows of the page.")
    var limit = 50

    @Option(name: .long, help: "The last number of the page before.")
    var after: String?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["tickets"],
            [
                ("state", state.isEmpty ? nil : state.joined(separator: ",")),
                ("open", open ? "1" : nil), ("estate", estate),
                ("urgency", urgency.isEmpty ? nil : urgency.joined(separator: ",")),
                ("overdue", overdue ? "1" : nil), ("limit", "\(limit)"), ("after", after),
            ],
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

    @Option(name: .long, help: "Needed with a token for all estates.")
    var estate: String?

    @Option(name: .long, help: "Such as 3.")
    var building: String?

    @Option(name: .long, help: "Such as 2.")
    var unit: String?

    @Option(name: .long, help: "Such as 501.")
    var room: String?

    @Option(name: .long, help: "A landmark or description.")
    var place: String?

    @Option(name: .long, help: "desk or phone.")
    var by = "desk"

    @Flag(name: .long, help: "Nobody is to know who reported it.")
    var anonymous = false

    @Option(name: .long, help: "Number, channel:id or name of a known resident.")
    var resident: String?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = OpenTicket(
            category: category, urgency: urgency, text: text, estate: estate, building: building,
            unit: unit, room: room, place: place, channel: by, anonymous: anonymous, resident: resident)
        try await staff.act(["tickets"], request, as: TicketDetail.self)
    }
}

struct TicketDispatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dispatch", abstract: "Hand a ticket to an account or a role.",
        discussion: "Example: linli ticket dispatch LL260318-0001 --role engineer")

    @Argument(help: "The ticket's number.")
    var number: String

    @Option(name: .long, help: "An account.")
    var to: String?

    @Option(name: .long, help: "A role; the category's where both are missing.")
    var role: String?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["tickets", number, "dispatch"], DispatchTicket(staff: to, role: role), as: TicketDetail.self)
    }
}

struct TicketAssignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Give a ticket to another account.",
        discussion: "Example: linli ticket assign LL260318-0001 --to engineer-night")

    @Argument(help: "The ticket's number.")
    var number: String

    @Option(name: .long, help: "The account.")
    var to: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["tickets", number, "assign"], AssignTicket(staff: to), as: TicketDetail.self)
    }
}

struct TicketAcceptCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept", abstract: "Take a ticket: the first one has it.",
        discussion: "Example: linli ticket accept LL260318-0001")

    @Argument(help: "The ticket's number.")
    var number: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["tickets", number, "accept"], Nothing(), as: TicketDetail.self)
    }
}

struct TicketArriveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "arrive", abstract: "Stamp the arrival on the spot.",
        discussion: "Example: linli ticket arrive LL260318-0001")

    @Argument(help: "The ticket's number.")
    var number: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["tickets", number, "arrive"], Nothing(), as: TicketDetail.self)
    }
}

struct TicketResolveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve", abstract: "Close a ticket with the result that the resident reads.",
        discussion: "Example: linli ticket resolve LL260318-0001 --result 已更换灯泡")

    @Argument(help: "The ticket's number.")
    var number: String

    @Option(name: .long, help: "What was done, for the resident.")
    var result: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["tickets", number, "resolve"], ResolveTicket(result: result), as: TicketDetail.self)
    }
}

struct TicketReturnCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "return", abstract: "Give a ticket back to the dispatcher.",
        discussion: "Example: linli ticket return LL260318-0001 --reason 不属本班范围")

    @Argument(help: "The ticket's number.")
    var number: String

    @Option(name: .long, help: "Why.")
    var reason: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["tickets", number, "return"], Reason(reason: reason), as: TicketDetail.self)
    }
}

struct TicketSuspendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend", abstract: "Stop the work until a date.",
        discussion: """
            Example: linli ticket suspend LL260318-0001 \
            --reason 等配件 --resume-at 2026-03-20T09:00:00+08:00
            """)

    @Argument(help: "The ticket's number.")
    var number: String

    @Option(name: .long, help: "Why; the resident reads it.")
    var reason: String

    @Option(name: .long, help: "When the work goes on by itself.")
    var resumeAt: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["tickets", number, "suspend"], SuspendTicket(reason: reason, resumeAt: resumeAt),
            as: TicketDetail.self)
    }
}

struct TicketResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Go on with a suspended ticket.",
        discussion: "Example: linli ticket resume LL260318-0001")

    @Argument(help: "The ticket's number.")
    var number: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["tickets", number, "resume"], Nothing(), as: TicketDetail.self)
    }
}

struct TicketEscalateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "escalate", abstract: "One level up.",
        discussion: "Example: linli ticket escalate LL260318-0001 --reason 需业委会决定")

    @Argument(help: "The ticket's number.")
    var number: String

    @Option(name: .long, help: "Why.")
    var reason: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["tickets", number, "escalate"], Reason(reason: reason), as: TicketDetail.self)
    }
}

struct TicketReopenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reopen", abstract: "Open a closed ticket again, for somebody else.",
        discussion: "Example: linli ticket reopen LL260318-0001 --reason 又坏了")

    @Argument(help: "The ticket's number.")
    var number: String

    @Option(name: .long, help: "Why.")
    var reason: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["tickets", number, "reopen"], Reason(reason: reason), as: TicketDetail.self)
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
        guard try destructive.mayBegin("cancel the ticket \(number)") else { return }
        try await staff.act(["tickets", number, "cancel"], Reason(reason: reason), as: TicketDetail.self)
    }
}

struct TicketDeclineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline", abstract: "Do not take a matter, and say where it belongs.",
        discussion: """
            Example: linli ticket decline LL260318-0001 \
            --reason out_of_area --referral 请联系城管12319
            """)

    @Argument(help: "The ticket's number.")
    var number: String

    @Option(
        name: .long, help: "court_or_petition, emergency_number, out_of_area, private_matter or unlawful."
    )
    var reason: String

    @Option(name: .long, help: "Where to turn instead; the resident reads it.")
    var referral: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["tickets", number, "decline"], DeclineTicket(reason: reason, referral: referral),
            as: TicketDetail.self)
    }
}

struct TicketNoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "A note for colleagues; no resident reads it.",
        discussion: "Example: linli ticket note LL260318-0001 --text 钥匙在前台")

    @Argument(help: "The ticket's number.")
    var number: String

    @Option(name: .long, help: "The note.")
    var text: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["tickets", number, "note"], TicketText(text: text), as: TicketDetail.self)
    }
}

struct TicketReplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reply", abstract: "Write to the resident; counts as the first response.",
        discussion: "Example: linli ticket reply LL260318-0001 --text 明天上午到")

    @Argument(help: "The ticket's number.")
    var number: String

    @Option(name: .long, help: "What the resident reads.")
    var text: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["tickets", number, "reply"], TicketText(text: text), as: TicketDetail.self)
    }
}

struct TicketRateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate", abstract: "What the resident said when the desk asked him.",
        discussion: "Example: linli ticket rate LL260318-0001 --score 5")

    @Argument(help: "The ticket's number.")
    var number: String

    @Option(name: .long, help: "1 to 5; 1 and 2 open it again.")
    var score: Int

    @Option(name: .long, help: "What he added.")
    var text: String?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["tickets", number, "rate"], RateTicket(score: score, text: text), as: TicketDetail.self)
    }
}

struct TicketRevealCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reveal", abstract: "Who reported an anonymous ticket; audited.",
        discussion: "Example: linli ticket reveal LL260318-0001 --reason 需上门核实")

    @Argument(help: "The ticket's number.")
    var number: String

    @Option(name: .long, help: "Why it must be known.")
    var reason: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["tickets", number, "reveal"], Reason(reason: reason), as: RevealedReporter.self)
    }
}
