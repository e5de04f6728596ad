import ArgumentParser
import LinliAdmin

/// An act on one ticket: `linli ticket ACT NUMBER` with the options of the act. One command for all of them;
/// what differs stands in `TicketActOptions`.
struct TicketAct<Options: TicketActOptions>: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Options.act, abstract: Options.abstract,
            discussion: "Example: linli ticket \(Options.act) LL260318-0001\(Options.example)")
    }

    @Argument(help: "The ticket's number.")
    var number: String

    @OptionGroup var options: Options
    @OptionGroup var staff: StaffOptions

    var path: [String] { ["tickets", number, Options.act] }

    func run() async throws {
        try await staff.act(path, options.body, as: Options.Answer.self)
    }
}

/// The options of one act, and the request that they make.
protocol TicketActOptions: ParsableArguments {
    associatedtype Body: Encodable & Sendable
    associatedtype Answer: Codable & Sendable = TicketDetail
    /// The word of the command, which is also the last part of the path.
    static var act: String { get }
    static var abstract: String { get }
    /// The options of the example, behind a space; empty where there are none.
    static var example: String { get }
    var body: Body { get }
}

extension TicketActOptions {
    static var example: String { "" }
}

struct DispatchOptions: TicketActOptions {
    static let act = "dispatch"
    static let abstract = "Hand a ticket to an account or a role."
    static let example = " --role engineer"

    @Option(name: .long, help: "An account.")
    var to: String?

    @Option(name: .long, help: "A role; the category's where both are missing.")
    var role: String?

    var body: DispatchTicket { DispatchTicket(staff: to, role: role) }
}

struct AssignOptions: TicketActOptions {
    static let act = "assign"
    static let abstract = "Give a ticket to another account."
    static let example = " --to engineer-night"

    @Option(name: .long, help: "The account.")
    var to: String

    var body: AssignTicket { AssignTicket(staff: to) }
}

struct AcceptOptions: TicketActOptions {
    static let act = "accept"
    static let abstract = "Take a ticket: the first one has it."
    var body: Nothing { Nothing() }
}

struct ArriveOptions: TicketActOptions {
    static let act = "arrive"
    static let abstract = "Stamp the arrival on the spot."
    var body: Nothing { Nothing() }
}

struct ResolveOptions: TicketActOptions {
    static let act = "resolve"
    static let abstract = "Close a ticket with the result that the resident reads."
    static let example = " --result 已更换灯泡"

    @Option(name: .long, help: "What was done, for the resident.")
    var result: String

    @Option(name: .long, help: "A picture from the spot: its id or address; counts like an arrival stamp.")
    var photo: String?

    var body: ResolveTicket { ResolveTicket(result: result, photo: photo) }
}

struct ReturnOptions: TicketActOptions {
    static let act = "return"
    static let abstract = "Give a ticket back to the dispatcher."
    static let example = " --reason 不属本班范围"

    @OptionGroup var why: WhyOption

    var body: Reason { why.body }
}

struct SuspendOptions: TicketActOptions {
    static let act = "suspend"
    static let abstract = "Stop the work until a date: one person asks, another approves."
    static let example = " --reason 等配件 --resume-at 2026-03-20T09:00:00+08:00"

    @Option(name: .long, help: "Why; the resident reads it.")
    var reason: String?

    @Option(name: .long, help: "When the work goes on by itself.")
    var resumeAt: String?

    @Flag(name: .long, help: "Agree to what somebody else has asked for.")
    var approve = false

    func validate() throws {
        let isAsking = reason != nil && resumeAt != nil
        let isBare = reason == nil && resumeAt == nil
        guard approve ? isBare : isAsking else {
            throw ValidationError("Give --reason and --resume-at, or --approve alone.")
        }
    }

    var body: SuspendTicket {
        SuspendTicket(reason: reason, resumeAt: resumeAt, approve: approve ? true : nil)
    }
}

struct ResumeOptions: TicketActOptions {
    static let act = "resume"
    static let abstract = "Go on with a suspended ticket."
    var body: Nothing { Nothing() }
}

struct EscalateOptions: TicketActOptions {
    static let act = "escalate"
    static let abstract = "One level up, or onto a meeting's agenda."
    static let example = " --meeting 大党委 --reason 需街道协调"

    @OptionGroup var why: WhyOption

    @Option(name: .long, help: "A meeting by its code or name: it stands on the next one's agenda.")
    var meeting: String?

    var body: EscalateTicket { EscalateTicket(reason: why.reason, meeting: meeting) }
}

struct ReopenOptions: TicketActOptions {
    static let act = "reopen"
    static let abstract = "Open a closed ticket again, for somebody else."
    static let example = " --reason 又坏了"

    @OptionGroup var why: WhyOption

    var body: Reason { why.body }
}

struct DeclineOptions: TicketActOptions {
    static let act = "decline"
    static let abstract = "Do not take a matter, and say where it belongs."
    static let example = " --reason out_of_area --referral 请联系城管12319"

    @Option(
        name: .long, help: "court_or_petition, emergency_number, out_of_area, private_matter or unlawful."
    )
    var reason: String

    @Option(name: .long, help: "Where to turn instead; the resident reads it.")
    var referral: String

    var body: DeclineTicket { DeclineTicket(reason: reason, referral: referral) }
}

struct NoteOptions: TicketActOptions {
    static let act = "note"
    static let abstract = "A note for colleagues; no resident reads it."
    static let example = " --text 钥匙在前台"

    @Option(name: .long, help: "The note.")
    var text: String

    var body: Words { Words(text: text) }
}

struct ReplyOptions: TicketActOptions {
    static let act = "reply"
    static let abstract = "Write to the resident; counts as the first response."
    static let example = " --text 明天上午到"

    @Option(name: .long, help: "What the resident reads.")
    var text: String

    @Flag(name: .long, help: "It answers the question: close the ticket with it.")
    var done = false

    var body: ReplyTicket { ReplyTicket(text: text, done: done ? true : nil) }
}

struct RateOptions: TicketActOptions {
    static let act = "rate"
    static let abstract = "What the resident said when the desk asked him."
    static let example = " --score 5"

    @Option(name: .long, help: "1 to 5, where he gave a mark; 1 and 2 open it again.")
    var score: Int?

    @Flag(inversion: .prefixedNo, help: "It is mended, he says; --no-solved opens it again.")
    var solved: Bool?

    @Flag(inversion: .prefixedNo, help: "He says that he is content, or that he is not.")
    var satisfied: Bool?

    @Option(name: .long, help: "What he added.")
    var text: String?

    var body: RateTicket {
        RateTicket(score: score, solved: solved, satisfied: satisfied, text: text)
    }
}

struct RevealOptions: TicketActOptions {
    typealias Answer = RevealedReporter
    static let act = "reveal"
    static let abstract = "Who reported a ticket, and from then on the numbers in its words; audited."
    static let example = " --reason 需上门核实"

    @Option(name: .long, help: "Why it must be known.")
    var reason: String

    var body: Reason { Reason(reason: reason) }
}

/// A reason that stays among the staff.
struct WhyOption: ParsableArguments {
    @Option(name: .long, help: "Why.")
    var reason: String

    var body: Reason { Reason(reason: reason) }
}

struct WhistleOptions: TicketActOptions {
    static let act = "whistle"
    static let abstract = "吹哨: call departments in; the first one named leads."
    static let example = " --to 城管 --to 市政 --reason 路面塌陷"

    @Option(name: .long, help: "A department; several with commas, or given again for each one.")
    var to: [String]

    @Option(name: .long, help: "What they are needed for.")
    var reason: String

    var body: BlowWhistle { BlowWhistle(departments: to, reason: reason) }
}

struct ReportInOptions: TicketActOptions {
    static let act = "report-in"
    static let abstract = "报到: a department that was called in is here."
    static let example = " --department 城管 --result 已清理"

    @Option(name: .long, help: "The department, as the whistle named it.")
    var department: String

    @Option(name: .long, help: "What it says.")
    var text: String?

    @Option(name: .long, help: "What it came to, for the resident; ends what the department owes.")
    var result: String?

    var body: ReportIn { ReportIn(department: department, text: text, result: result) }
}

struct ScoreOptions: TicketActOptions {
    static let act = "score"
    static let abstract = "双向评价: judge a department that was called in; as a department, judge its caller."
    static let example = " --department 城管 --score 5"

    @Option(name: .long, help: "The department, as the whistle named it.")
    var department: String

    @Option(name: .long, help: "1 to 5; once.")
    var score: Int

    @Option(name: .long, help: "Why.")
    var text: String?

    var body: ScoreWhistle { ScoreWhistle(department: department, score: score, text: text) }
}
