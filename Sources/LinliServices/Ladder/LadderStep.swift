import LinliModel
import LinliSettings

/// A rule of the ladder that waits for one ticket, as the subject of its timer: `12/not_arrived/L3`. It
/// holds all that the rule says, so that a ladder that is changed meanwhile changes nothing for this
/// ticket.
struct LadderStep: Sendable, Hashable {
    let ticket: TicketID
    let condition: Ladder.Condition
    let level: Ladder.Level
    /// The level that the matter must lie on; nil for every one below.
    let from: Ladder.Level?
    let isNotice: Bool

    init(_ rule: Ladder.Rule, of ticket: TicketID) {
        self.ticket = ticket
        condition = rule.condition
        level = rule.level
        from = rule.startingLevel
        isNotice = rule.isNotice
    }

    /// Nil where the text is no step.
    init?(subject: String) {
        let parts = subject.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 5, let id = Int64(parts[0]),
            let condition = Ladder.Condition(rawValue: parts[1]),
            let level = Ladder.Level(rawValue: parts[2])
        else { return nil }
        ticket = TicketID(id)
        self.condition = condition
        self.level = level
        from = Ladder.Level(rawValue: parts[3])
        isNotice = parts[4] == "notice"
    }

    var subject: String {
        "\(ticket)/\(condition.rawValue)/\(level.rawValue)/\(from?.rawValue ?? "any")/"
            + (isNotice ? "notice" : "climb")
    }
}
