import ArgumentParser
import Foundation
import LinliAdmin
import LinliModel

/// Meetings and their agendas.
struct MeetingCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "meeting", abstract: "Joint meetings (四方联席, 议事厅, 大党委): dates, agendas, decisions.",
        discussion: "Example: linli meeting list --kind four_party",
        subcommands: [
            MeetingListCommand.self, MeetingShowCommand.self, MeetingCallCommand.self,
            MeetingHoldCommand.self, MeetingPublishCommand.self, MeetingCancelCommand.self,
            MeetingAgendaCommand.self, MeetingProposeCommand.self, MeetingClassifyCommand.self,
            MeetingAnswerCommand.self, MeetingDecideCommand.self, MeetingDropCommand.self,
        ])
}

struct MeetingListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Meetings, newest first; also periods that went by without one.",
        discussion: "Example: linli meeting list --kind 四方联席会")

    @Option(name: .long, help: "Only this estate.")
    var estate: String?

    @Option(name: .long, help: "A code or name of meetings.yaml.")
    var kind: String?

    @OptionGroup var page: PageOptions

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["meetings"], [("estate", estate), ("kind", kind)] + page.query, of: Meeting.self,
            columns: ["id", "name", "period", "startsAt", "place", "state", "publishedAt"])
    }
}

struct MeetingShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "One meeting with its agenda, decisions and minutes.",
        discussion: "Example: linli meeting show 3")

    @Argument(help: "The meeting's number.")
    var meeting: Int

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.show(["meetings", "\(meeting)"], as: Meeting.self)
    }
}

struct MeetingCallCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Call a meeting; open matters of its kind stand on it.",
        discussion: """
            Example: linli meeting call \
            --kind four_party --start 2026-04-12T15:00:00+08:00 --place 议事亭
            """)

    @Option(name: .long, help: "A code or name of meetings.yaml.")
    var kind: String

    @Option(name: .long, help: "When it begins.")
    var start: String

    @Option(name: .long, help: "Where.")
    var place: String

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = CallMeeting(estate: scope.estate, kind: kind, startsAt: start, place: place)
        try await staff.act(["meetings"], request, as: Meeting.self)
    }
}

struct MeetingHoldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Minute a meeting that was held.",
        discussion: "Example: linli meeting hold 3 --present branch,committee,manager --minutes 议了两件事")

    @Argument(help: "The meeting's number.")
    var meeting: Int

    @Option(name: .long, help: "The roles that sat there, with commas.")
    var present: String

    @Option(name: .long, help: "What was said.")
    var minutes: String?

    @Option(name: .long, help: ArgumentHelp("The minutes from a file.", valueName: "path"))
    var file: String?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        var text = minutes ?? ""
        if let file {
            guard let data = FileManager.default.contents(atPath: file) else {
                Console.error("\(file) cannot be read; name a text file.")
                throw Exit.usage
            }
            text = String(decoding: data, as: UTF8.self)
        }
        let roles = present.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
        try await staff.act(
            ["meetings", "\(meeting)", "hold"], HoldMeeting(present: roles, minutes: text),
            as: Meeting.self)
    }
}

struct MeetingPublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", abstract: "Publish the minutes: residents may read the decisions.",
        discussion: "Example: linli meeting publish 3")

    @Argument(help: "The meeting's number.")
    var meeting: Int

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(["meetings", "\(meeting)", "publish"], Nothing(), as: Meeting.self)
    }
}

struct MeetingCancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "Cancel a meeting; its matters wait for the next one.",
        discussion: "Example: linli meeting cancel 3 --reason 台风 --yes")

    @Argument(help: "The meeting's number.")
    var meeting: Int

    @Option(name: .long, help: "Why; the members read it.")
    var reason: String

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let mayBegin = try await staff.mayBegin(
            "cancel the meeting \(meeting)", destructive, on: ["meetings", "\(meeting)"], as: Meeting.self)
        guard mayBegin else { return }
        try await staff.act(
            ["meetings", "\(meeting)", "cancel"], Reason(reason: reason), as: Meeting.self)
    }
}

// MARK: The agenda

struct MeetingAgendaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agenda", abstract: "Matters for meetings, newest first.",
        discussion: "Example: linli meeting agenda --kind hall --open")

    @Option(name: .long, help: "Only this estate.")
    var estate: String?

    @Option(name: .long, help: "A code or name of meetings.yaml.")
    var kind: String?

    @Flag(name: .long, help: "Only those without a decision.")
    var open = false

    @OptionGroup var page: PageOptions

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.list(
            ["agenda"],
            [("estate", estate), ("kind", kind), ("open", open ? "1" : nil)] + page.query,
            of: AgendaItem.self,
            columns: [
                "id", "kind", "meeting", "ticket", "title", "itemClass", "state", "dueAt", "provisional",
                "overdue",
            ])
    }
}

struct MeetingProposeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Put a matter or a case on the next agenda of a kind.",
        discussion: "Example: linli meeting propose --kind 大党委 --ticket LL260318-0001")

    @Option(name: .long, help: "A code or name of meetings.yaml.")
    var kind: String

    @Option(name: .long, help: "The case; it is lifted to the meeting's level.")
    var ticket: String?

    @Option(name: .long, help: "The matter in a few words; of a case its category and place.")
    var title: String?

    @Option(name: .long, help: "More about it, for those who sit there.")
    var text: String?

    @OptionGroup var scope: EstateOption
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = ProposeItem(estate: scope.estate, kind: kind, title: title, words: text, ticket: ticket)
        try await staff.act(["agenda"], request, as: AgendaItem.self)
    }
}

struct MeetingClassifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify", abstract: "大事, 要事 or 急事; of an urgent matter the members are asked at once.",
        discussion: "Example: linli meeting classify 17 --as 急事")

    @Argument(help: "The item's number.")
    var item: Int

    @Option(name: .customLong("as"), help: "A class of meetings.yaml.")
    var itemClass: String

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["agenda", "\(item)", "classify"], ClassifyItem(itemClass: itemClass), as: AgendaItem.self)
    }
}

struct MeetingAnswerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "answer", abstract: "A member's word about an urgent matter.",
        discussion: "Example: linli meeting answer 17 --say yes --text 先停用再修")

    @Argument(help: "The item's number.")
    var item: Int

    @Option(name: .long, help: "yes, no or abstain.")
    var say: String

    @Option(name: .long, help: "Why.")
    var text: String?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        try await staff.act(
            ["agenda", "\(item)", "answer"], AnswerItem(answer: say, words: text), as: AgendaItem.self)
    }
}

struct MeetingDecideCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decide", abstract: "What was decided; whoever brought it up is told.",
        discussion: "Example: linli meeting decide 17 --text 新增20个车位 --owner 物业 --for 5 --against 1")

    @Argument(help: "The item's number.")
    var item: Int

    @Option(name: .long, help: "The decision, as residents read it.")
    var text: String

    @Option(name: .long, help: "The matter as the minutes name it; else as it stands.")
    var title: String?

    @Option(name: .long, help: "Who sees to it.")
    var owner: String?

    @Option(name: .customLong("for"), help: "Votes for it (要事).")
    var votesFor: Int?

    @Option(name: .customLong("against"), help: "Votes against it (要事).")
    var votesAgainst: Int?

    @OptionGroup var staff: StaffOptions

    func run() async throws {
        let request = DecideItem(
            text: text, title: title, owner: owner, votesFor: votesFor, votesAgainst: votesAgainst)
        try await staff.act(["agenda", "\(item)", "decide"], request, as: AgendaItem.self)
    }
}

struct MeetingDropCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Take a matter off; whoever brought it up is told why.",
        discussion: "Example: linli meeting drop 17 --reason 已由物业解决 --yes")

    @Argument(help: "The item's number.")
    var item: Int

    @Option(name: .long, help: "Why.")
    var reason: String

    @OptionGroup var destructive: Destructive
    @OptionGroup var staff: StaffOptions

    func run() async throws {
        guard try destructive.mayBegin("drop the matter \(item)") else { return }
        try await staff.act(["agenda", "\(item)", "drop"], Reason(reason: reason), as: AgendaItem.self)
    }
}
