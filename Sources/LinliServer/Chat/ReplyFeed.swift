import LinliModel

/// Where the web chat's replies come from: the outbox, seen by one person.
package protocol ReplyFeed: Sendable {
    /// Replies to `sender` with an id above `after`, ascending. It may return only the first part of them:
    /// it is asked again until it returns none. After 0 it may leave out what is older than a page of
    /// history.
    /// - Throws: When the store cannot be read; the stream then ends, and its page comes back.
    func replies(to sender: String, after: Int64) async throws -> [ChatReply]

    /// An element whenever there may be something new for `sender`, from the call on. Missed ones do no
    /// harm: the stream also asks at every heartbeat.
    func changes(for sender: String) -> AsyncStream<Void>
}

/// One reply, as the page shows it.
package struct ChatReply: Sendable, Hashable {
    /// Grows; the browser hands it back as `Last-Event-ID`.
    package var id: Int64
    package var text: String
    /// Answers to press.
    package var buttons: [String]
    package var at: Instant

    package init(id: Int64, text: String, buttons: [String] = [], at: Instant) {
        self.id = id
        self.text = text
        self.buttons = buttons
        self.at = at
    }
}
