/// What was said in the chat from which a case came, oldest first.
package struct TicketTranscript: Codable, Sendable, Hashable {
    package var number: String
    package var lines: [TranscriptLine]
    /// Lines that belong to an anonymous case of the same person and are shown to nobody here.
    package var leftOut: Int

    package init(number: String, lines: [TranscriptLine], leftOut: Int) {
        self.number = number
        self.lines = lines
        self.leftOut = leftOut
    }
}

package struct TranscriptLine: Codable, Sendable, Hashable {
    /// When it came in or was written for sending.
    package var at: String
    /// `resident`, `linli` or `staff`.
    package var from: String
    /// What is no text stands in brackets: `[图片]`.
    package var text: String
    /// Of what went out: `accepted`, `queued`, `window_closed` …
    package var state: String?

    package init(at: String, from: String, text: String, state: String? = nil) {
        self.at = at
        self.from = from
        self.text = text
        self.state = state
    }
}

/// Words to the resident.
package struct ReplyTicket: Codable, Sendable, Hashable {
    package var text: String
    /// It is the answer: the ticket is closed with it, and nothing else is written to him.
    package var done: Bool?

    package init(text: String, done: Bool? = nil) {
        self.text = text
        self.done = done
    }
}
