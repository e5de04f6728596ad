import ArgumentParser
import LinliAdmin

/// The list of service resources (服务资源清单).
struct ResourceCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resource", abstract: "What there is to lend, to use and to give; offers of residents.",
        discussion: "Example: linli resource list",
        subcommands: [
            ResourceListCommand.self, ResourceAddCommand.self, ResourceEnlistCommand.self,
            ResourceDeclineCommand.self, ResourceReviewCommand.self, ResourceRemoveCommand.self,
        ])
}

struct ResourceListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Resources and offers, by due day.",
        discussion: "Example: linli resource list --overdue")

    @OptionGroup var rows: DueListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["resources"], rows.query, of: Resource.self,
            columns: [
                "number", "name", "provider", "text", "state", "owner", "due", "overdueDays", "partyMember",
            ])
    }
}

struct ResourceAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Enter something into the list.",
        discussion: "Example: linli resource add --name 轮椅 --provider 党群站 --place 党群站 --hours 每天8:30-20:30")

    @OptionGroup var entry: ResourceEntry
    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["resources"], entry.request(estate: scope.estate), as: Resource.self)
    }
}

struct ResourceEnlistCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "enlist", abstract: "Take an offer into the list; the donor hears it.",
        discussion: "Example: linli resource enlist R-19 --name 洗衣液 --provider 爱心商户")

    @OptionGroup var target: ResourceTarget
    @OptionGroup var entry: ResourceEntry

    func run() async throws {
        try await target.act("enlist", entry.request())
    }
}

struct ResourceDeclineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline", abstract: "Turn an offer down; the donor hears why.",
        discussion: "Example: linli resource decline R-19 --reason 暂不需要")

    @OptionGroup var target: ResourceTarget
    @OptionGroup var why: ReasonOption

    func run() async throws {
        try await target.act("decline", Reason(reason: why.reason))
    }
}

struct ResourceReviewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "review", abstract: "It was looked at and is still there.",
        discussion: "Example: linli resource review R-05")

    @OptionGroup var target: ResourceTarget

    func run() async throws {
        try await target.act("review", Nothing())
    }
}

struct ResourceRemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Take something off the list.",
        discussion: "Example: linli resource remove R-05 --yes")

    @OptionGroup var target: ResourceTarget
    @OptionGroup var destructive: Destructive

    func run() async throws {
        guard try destructive.mayBegin("take \(target.resource) off the list") else { return }
        try await target.act("remove", Nothing())
    }
}

/// One act on one resource.
struct ResourceTarget: ParsableArguments {
    @Argument(help: "The resource's number, like R-07.")
    var resource: String

    @OptionGroup var staff: StaffOptions

    func act(_ act: String, _ request: some Encodable & Sendable) async throws {
        try await staff.act(["resources", resource, act], request, as: Resource.self)
    }
}

/// How everybody reads it.
struct ResourceEntry: ParsableArguments {
    @Option(name: .long, help: "What it is.")
    var name: String

    @Option(name: .long, help: "Who provides it: a body, a team, 爱心商户.")
    var provider: String

    @Option(name: .long, help: "Where it is fetched.")
    var place: String?

    @Option(name: .long, help: "When, as residents read it.")
    var hours: String?

    func request(estate: String? = nil) -> EnterResource {
        EnterResource(estate: estate, name: name, provider: provider, place: place, hours: hours)
    }
}

/// Any register in one form.
struct RegisterListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Any register: number, owner, due day, state.",
        discussion: "Example: linli list --register needs --overdue")

    @Option(name: .long, help: "needs, projects, resources, visits or activities.")
    var register: String

    @OptionGroup var rows: DueListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["registers", register], rows.query, of: RegisterLine.self,
            columns: ["number", "title", "owner", "due", "state", "overdueDays"])
    }
}

/// What came by another way than a chat.
struct IntakeCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "intake",
        abstract: "Letters, calls and questionnaires: each becomes a need or a ticket.",
        discussion: "Example: linli intake add --channel mailbox --text 楼下健身角想要遮阳",
        subcommands: [IntakeAddCommand.self])
}

struct IntakeAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Enter what somebody wrote or said.",
        discussion: "Example: linli intake add --channel mailbox --text 楼下健身角想要遮阳")

    @Option(name: .long, help: "desk, phone, mailbox, questionnaire, hotline or grid.")
    var channel: String

    @Option(name: .long, help: "The words.")
    var text: String

    @Option(name: .long, help: "A code of categories.yaml; without it the words are read.")
    var category: String?

    @Option(name: .long, help: "Where.")
    var place: String?

    @Option(name: .long, help: "Who is told what happens: number, channel:id or name.")
    var resident: String?

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = AddIntake(
            estate: scope.estate, channel: channel, text: text, category: category, place: place,
            resident: resident)
        try await staff.act(["intake"], request, as: IntakeAnswer.self)
    }
}
