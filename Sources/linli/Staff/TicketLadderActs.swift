import ArgumentParser
import LinliAdmin

// What a level that was told may answer.

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

    var body: TicketText { TicketText(text: text) }
}
