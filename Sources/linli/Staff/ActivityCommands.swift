import ArgumentParser
import LinliAdmin
import LinliModel

/// Activities that residents sign up for: 便民服务日 and others.
struct ActivityCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activity", abstract: "Activities (便民服务日): items, places, who comes.",
        discussion: "Example: linli activity list --planned",
        subcommands: [
            ActivityListCommand.self, ActivityShowCommand.self, ActivityOpenCommand.self,
            ActivityAnnounceCommand.self, ActivitySignupCommand.self, ActivityLeaveCommand.self,
            ActivityAttendCommand.self, ActivityFinishCommand.self, ActivityCancelCommand.self,
        ])
}

/// One act on one activity.
struct ActivityTarget: ParsableArguments {
    @Argument(help: "The activity's number, like A-07.")
    var activity: String

    @OptionGroup var staff: StaffOptions

    func act(_ act: String, _ request: some Encodable & Sendable) async throws {
        try await staff.act(["activities", activity, act], request, as: Activity.self)
    }
}

struct ActivityListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Activities, newest first.",
        discussion: "Example: linli activity list --planned")

    @Flag(name: .long, help: "Only those that are to be held.")
    var planned = false

    @OptionGroup var rows: ListOptions
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["activities"], rows.query + [("planned", planned ? "1" : nil)], of: Activity.self,
            columns: ["number", "name", "startsAt", "place", "owner", "state", "monthly"])
    }
}

struct ActivityShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One activity with its items and who has signed up.",
        discussion: "Example: linli activity show A-03")

    @OptionGroup var target: ActivityTarget

    func run() async throws {
        try await target.staff.show(["activities", target.activity], as: Activity.self)
    }
}

struct ActivityOpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Plan an activity with what is to be had there.",
        discussion: """
            Example: linli activity open --kind service_day --name 便民服务日 --place 中心广场 \
            --start 2026-03-28T09:00:00+08:00 --end 2026-03-28T11:30:00+08:00 \
            --item 理发=20 --item 磨刀=15@09:30-10:30 --monthly
            """)

    @Option(name: .long, help: "service_day (便民服务日) or other.")
    var kind = "other"

    @Option(name: .long, help: "What everybody calls it.")
    var name: String

    @Option(name: .long, help: "Where.")
    var place: String

    @Option(name: .long, help: "When it begins.")
    var start: String

    @Option(name: .long, help: "When it ends.")
    var end: String

    @Option(name: .long, help: "Until when one can sign up; its begin where missing.")
    var close: String?

    @Option(name: .customLong("item"), help: "Name, places and hours, like 理发=20 or 磨刀=15@09:30-10:30.")
    var items: [ActivityItemArgument]

    @Flag(name: .long, help: "Plan the next month's when this one is over.")
    var monthly = false

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = OpenActivity(
            estate: scope.estate, kind: kind, name: name, place: place, startsAt: start, endsAt: end,
            closesAt: close, monthly: monthly, items: items.map(\.item))
        try await staff.act(["activities"], request, as: Activity.self)
    }
}

/// "理发=20", "磨刀=15@09:30-10:30".
struct ActivityItemArgument: ExpressibleByArgument {
    let item: OpenActivityItem

    private static let pattern = Pattern(/([^=@]+)=([0-9]{1,4})(?:@([0-9:]{5})-([0-9:]{5}))?/)

    init?(argument: String) {
        guard let found = argument.wholeMatch(of: Self.pattern),
            let seats = Int(found.output.2)
        else { return nil }
        item = OpenActivityItem(
            name: String(found.output.1), seats: seats, from: found.output.3.map(String.init),
            to: found.output.4.map(String.init))
    }
}

struct ActivityAnnounceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "announce", abstract: "Tell everybody in the estate, once.",
        discussion: "Example: linli activity announce A-03")

    @OptionGroup var target: ActivityTarget

    func run() async throws {
        try await target.act("announce", Nothing())
    }
}

struct ActivitySignupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "signup", abstract: "Sign somebody up who has no chat; where it is full he waits.",
        discussion: "Example: linli activity signup A-03 --item 磨刀 --resident 12")

    @OptionGroup var target: ActivityTarget

    @Option(name: .long, help: "What of it.")
    var item: String

    @Option(name: .long, help: "Number, channel:id or name.")
    var resident: String

    @Option(name: .long, help: "For how many.")
    var people = 1

    func run() async throws {
        try await target.staff.act(
            ["activities", target.activity, "signups"],
            AddSignup(item: item, resident: resident, people: people), as: Signup.self)
    }
}

/// One act on one sign-up.
struct SignupTarget: ParsableArguments {
    @Argument(help: "The sign-up's number, from `linli activity show`.")
    var signup: Int

    @OptionGroup var staff: StaffOptions

    func act(_ act: String, _ request: some Encodable & Sendable) async throws {
        try await staff.act(["signups", "\(signup)", act], request, as: Signup.self)
    }
}

struct ActivityLeaveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leave", abstract: "Give a place up for somebody; whoever waits gets it.",
        discussion: "Example: linli activity leave 5")

    @OptionGroup var target: SignupTarget

    func run() async throws {
        try await target.act("cancel", Nothing())
    }
}

struct ActivityAttendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attend", abstract: "Whether somebody came.",
        discussion: "Example: linli activity attend 5 --absent")

    @OptionGroup var target: SignupTarget

    @Flag(name: .long, help: "He did not come.")
    var absent = false

    func run() async throws {
        try await target.act("attend", AttendBooking(present: !absent))
    }
}

struct ActivityFinishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finish", abstract: "It was held.",
        discussion: "Example: linli activity finish A-03 --text 服务四十人次")

    @OptionGroup var target: ActivityTarget

    @Option(name: .long, help: "How it went; for the staff.")
    var text: String

    func run() async throws {
        try await target.act("finish", Words(text: text))
    }
}

struct ActivityCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Call an activity off; whoever has signed up is told.",
        discussion: "Example: linli activity cancel A-03 --reason 台风 --yes")

    @OptionGroup var target: ActivityTarget
    @OptionGroup var why: ReasonOption
    @OptionGroup var destructive: Destructive

    func run() async throws {
        guard try destructive.mayBegin("call \(target.activity) off and tell everybody") else { return }
        try await target.act("cancel", Reason(reason: why.reason))
    }
}
