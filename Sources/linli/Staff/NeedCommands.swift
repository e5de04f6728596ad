import ArgumentParser
import LinliAdmin

/// The register of needs (需求清单) and who has taken them on (项目认领清单).
struct NeedCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "need", abstract: "What residents wish for: sort it, offer it, see it done.",
        discussion: "Example: linli need list --overdue",
        subcommands: [
            NeedListCommand.self, NeedShowCommand.self, NeedSortCommand.self, NeedOfferCommand.self,
            NeedAssignCommand.self, NeedClaimCommand.self, NeedReleaseCommand.self, NeedBeginCommand.self,
            NeedProgressCommand.self, NeedPostponeCommand.self, NeedFinishCommand.self,
            NeedDeclineCommand.self, NeedMergeCommand.self, NeedPlanCommand.self, NeedReachCommand.self,
        ])
}

/// One act on one need.
struct NeedTarget: ParsableArguments {
    @Argument(help: "The need's number, like N-07.")
    var need: String

    @OptionGroup var staff: StaffOptions

    func act(_ act: String, _ request: NeedAction) async throws {
        try await staff.act(["needs", need, act], request, as: Need.self)
    }
}

struct NeedListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Needs that are open, by due day.",
        discussion: "Example: linli need list --state collected")

    @Option(name: .long, help: "Only in this state: collected, sorted, offered, claimed, done …")
    var state: String?

    @OptionGroup var rows: DueListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["needs"], rows.query + [("state", state)], of: Need.self,
            columns: ["number", "title", "channelName", "state", "owner", "due", "overdueDays", "wishes"])
    }
}

struct NeedShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One need with its history.",
        discussion: "Example: linli need show N-07")

    @OptionGroup var target: NeedTarget

    func run() async throws {
        try await target.staff.show(["needs", target.need], as: Need.self)
    }
}

struct NeedSortCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sort", abstract: "Give a need its name, without a resident's words (梳理).",
        discussion: "Example: linli need sort N-07 --title 儿童写作业的地方")

    @OptionGroup var target: NeedTarget

    @Option(name: .long, help: "Its name, as everybody reads it.")
    var title: String

    func run() async throws {
        try await target.act("sort", NeedAction(title: title))
    }
}

struct NeedOfferCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "offer", abstract: "Put a need on the list from which anybody may take it on (公开认领).",
        discussion: "Example: linli need offer N-07 --due 2026-04-15")

    @OptionGroup var target: NeedTarget
    @OptionGroup var until: DueOption

    func run() async throws {
        try await target.act("offer", NeedAction(due: until.due))
    }
}

struct NeedAssignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Hand a need to the body that has to do it.",
        discussion: "Example: linli need assign N-07 --to 街道 --due 2026-04-30")

    @OptionGroup var target: NeedTarget

    @Option(name: .customLong("to"), help: "The body or team.")
    var by: String

    @OptionGroup var until: DueOption

    func run() async throws {
        try await target.act("assign", NeedAction(by: by, due: until.due))
    }
}

struct NeedClaimCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "claim", abstract: "A body, company or team takes a need on (认领).",
        discussion: "Example: linli need claim N-07 --by 物业C1 --due 2026-04-30")

    @OptionGroup var target: NeedTarget

    @Option(name: .long, help: "The body, company or team.")
    var by: String

    @OptionGroup var until: DueOption

    func run() async throws {
        try await target.act("claim", NeedAction(by: by, due: until.due))
    }
}

struct NeedReleaseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Whoever had taken it on gives it back; it is offered again.",
        discussion: "Example: linli need release N-07 --reason 场地没有谈成 --due 2026-05-15")

    @OptionGroup var target: NeedTarget
    @OptionGroup var until: DueOption
    @OptionGroup var why: ReasonOption

    func run() async throws {
        try await target.act("release", NeedAction(due: until.due, reason: why.reason))
    }
}

struct NeedBeginCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "begin", abstract: "The work has begun (实施).",
        discussion: "Example: linli need begin N-07")

    @OptionGroup var target: NeedTarget

    func run() async throws {
        try await target.act("begin", NeedAction())
    }
}

struct NeedProgressCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "progress", abstract: "Tell those who wished for it how far it is.",
        discussion: "Example: linli need progress N-07 --text 场地已腾出")

    @OptionGroup var target: NeedTarget

    @Option(name: .long, help: "As those who wished for it read it.")
    var text: String

    func run() async throws {
        try await target.act("progress", NeedAction(text: text))
    }
}

struct NeedPostponeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "postpone", abstract: "Another due day, with its reason.",
        discussion: "Example: linli need postpone N-07 --due 2026-05-31 --reason 等验收")

    @OptionGroup var target: NeedTarget
    @OptionGroup var until: DueOption
    @OptionGroup var why: ReasonOption

    func run() async throws {
        try await target.act("postpone", NeedAction(due: until.due, reason: why.reason))
    }
}

struct NeedFinishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finish", abstract: "It is done (办结); those who wished for it read the text.",
        discussion: "Example: linli need finish N-07 --text 四点半课堂已开放")

    @OptionGroup var target: NeedTarget

    @Option(name: .long, help: "As those who wished for it read it.")
    var text: String

    func run() async throws {
        try await target.act("finish", NeedAction(text: text))
    }
}

struct NeedDeclineCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decline", abstract: "It is not taken up; the reason is told.",
        discussion: "Example: linli need decline N-07 --reason 已有同类场地")

    @OptionGroup var target: NeedTarget
    @OptionGroup var why: ReasonOption

    func run() async throws {
        try await target.act("decline", NeedAction(reason: why.reason))
    }
}

struct NeedMergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Two needs are one; everybody who wished hears of both.",
        discussion: "Example: linli need merge N-08 --into N-07")

    @OptionGroup var target: NeedTarget

    @Option(name: .long, help: "The need that stands for both.")
    var into: String

    func run() async throws {
        try await target.act("merge", NeedAction(into: into))
    }
}

struct NeedPlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "A step of the project and its day; again: another day for it.",
        discussion: "Example: linli need plan N-07 --title 开工 --due 2026-06-03")

    @OptionGroup var target: NeedTarget

    @Option(name: .long, help: "The step, as everybody reads it.")
    var title: String

    @OptionGroup var until: DueOption

    func run() async throws {
        try await target.act("plan", NeedAction(title: title, due: until.due))
    }
}

struct NeedReachCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reach",
        abstract: "A step of the project is reached; everybody who follows it hears it.",
        discussion: "Example: linli need reach N-07 --title 开工 --photo https://…/site.jpg")

    @OptionGroup var target: NeedTarget

    @Option(name: .long, help: "The step, as everybody reads it.")
    var title: String

    @Option(name: .long, help: "The https address of a picture of it.")
    var photo: String?

    func run() async throws {
        try await target.act("reach", NeedAction(title: title, photo: photo))
    }
}
