import LinliModel

/// What was read in one message: in all of it and in each of its clauses, none read twice. Reading takes a
/// fifth of the time of an answer, and border and composer look at the same clauses in turn.
///
/// Belongs to one message while it is decided; not for use from several threads.
final class MessageReadings {
    let understanding: Understanding
    let full: MessageReading
    private let now: Instant
    private let register: (any PlaceRegister)?
    private var clauses: [Range<Int>: MessageReading] = [:]

    init(
        of full: MessageReading, by understanding: Understanding, at now: Instant,
        register: (any PlaceRegister)?
    ) {
        self.full = full
        self.understanding = understanding
        self.now = now
        self.register = register
    }

    var text: NormalizedText { full.text }

    /// Of a part of the message alone.
    func clause(_ range: Range<Int>) -> MessageReading {
        guard range != 0..<text.count else { return full }
        if let known = clauses[range] { return known }
        let reading = understanding.reading(text.slice(range), now, register)
        clauses[range] = reading
        return reading
    }

    /// Of the message without some of its words.
    func without(_ ranges: [Range<Int>]) -> MessageReading {
        understanding.reading(text.without(ranges), now, register)
    }
}
