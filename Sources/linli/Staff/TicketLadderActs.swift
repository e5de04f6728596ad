import ArgumentParser
import LinliAdmin

// What a level that was told may answer, and what makes one matter of two.

struct AcknowledgeOptions: TicketActOptions {
    static let act = "acknowledge"
    static let abstract = "Say that your level knows; it is told again when nothing follows."

    @Option(name: .long, help: "A note for colleagues.")
    var text: String?

    var body: Acknowledge { Acknowledge(text: text) }
}

struct SnoozeOptions: TicketActOptions {
    static let act = "snooze"
    static let abstract = "Put the ringing off; the clocks go on."
    static let example = " --until 2026-03-20T09:00:00+08:00 --reason 等业委会开会"

    @Option(name: .long, help: "Until when.")
    var until: String

    @OptionGroup var why: WhyOption

    var body: SnoozeTicket { SnoozeTicket(reason: why.reason, until: until) }
}

struct ContainOptions: TicketActOptions {
    static let act = "contain"
    static let abstract = "The danger is contained, though the matter is not settled."
    static let example = " --text 已关总阀"

    @Option(name: .long, help: "What was done; the resident reads it.")
    var text: String

    var body: Words { Words(text: text) }
}

struct MediateOptions: TicketActOptions {
    static let act = "mediate"
    static let abstract = "How a mediation goes on that the resident has consented to."
    static let example = " --state under_way --text 周五15:00在党群站"

    @Option(name: .long, help: "under_way, agreed or failed.")
    var state: String

    @Option(name: .long, help: "When and where, or how it ended; the resident reads it.")
    var text: String

    var body: MediateTicket { MediateTicket(state: state, text: text) }
}

struct MergeOptions: TicketActOptions {
    static let act = "merge"
    static let abstract = "并单: another ticket stands for this one; its reporter hears every step."
    static let example = " --into LL260318-0002"

    @Option(name: .long, help: "The ticket that the work is done on.")
    var into: String

    var body: MergeTicket { MergeTicket(into: into) }
}

struct SplitOptions: TicketActOptions {
    static let act = "split"
    static let abstract = "Undo a merge: the report is a matter of its own again."
    var body: Nothing { Nothing() }
}
