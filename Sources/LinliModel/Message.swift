/// A message as it came from a platform, after its signature was checked and it was decoded.
///
/// This is what the inbox stores before the webhook answers 200.
package struct InboundMessage: Sendable, Hashable, Codable {
    package enum Content: Sendable, Hashable, Codable {
        case text(String)
        /// `media` is the platform's id; the bytes are fetched on demand only.
        case image(media: String)
        /// `recognised` is the platform's own transcript, where it gives one.
        case voice(media: String, recognised: String?)
        case location(latitude: Double, longitude: Double, label: String)
        /// `name` is lower case: subscribe, unsubscribe, scan, click, view, location …
        case event(name: String, key: String)
        /// A kind of message that the channel does not know. It gets a kind reply.
        case unsupported(kind: String)
    }

    /// The name from `Config/channels.yaml`.
    package var channel: String
    /// The platform's id of this message, or what stands for it: the key against redelivery.
    package var externalID: String
    /// The platform's id of the person (openid, user id).
    package var sender: String
    /// The platform's own time, where it gives one. Serves relative dates only; our time of receipt
    /// rules SLA and order.
    package var sentAt: Instant?
    package var content: Content
    /// What the platform gave along to answer this very message by; nil where he is written to by his id.
    package var handle: ReplyHandle?

    package init(
        channel: String, externalID: String, sender: String, sentAt: Instant?, content: Content,
        handle: ReplyHandle? = nil
    ) {
        self.handle = handle
        self.channel = channel
        self.externalID = externalID
        self.sender = sender
        self.sentAt = sentAt
        self.content = content
    }
}

/// A key with which a platform takes answers to one message for a while: the welcome code of somebody who
/// opened the chat, the address of a session.
package struct ReplyHandle: Sendable, Hashable, Codable {
    package var key: String
    package var until: Instant

    package init(key: String, until: Instant) {
        self.key = key
        self.until = until
    }
}

/// A message on its way to a person: one row of the outbox.
package struct OutboundMessage: Sendable, Hashable {
    package var channel: String
    /// The platform's id of the person.
    package var recipient: String
    package var text: String
    /// Answers that can be pressed instead of typed, where the channel shows them; each is sent as a message
    /// of the person. The text says all of them as well.
    package var buttons: [String]
    /// The same for every attempt at this message: handed over where the platform takes one.
    package var idempotencyKey: String
    /// When it was queued: with the key it makes an id that no other store has given out. Nil before.
    package var queuedAt: Instant?
    /// How often the platform took it and then said that it did not arrive. A platform that takes an id once
    /// for ever takes each round by an id of its own.
    package var round: Int
    /// The key of the `ReplyHandle` by which it goes out; nil where the recipient's id serves.
    package var handle: String?

    package init(
        channel: String, recipient: String, text: String, buttons: [String] = [], idempotencyKey: String,
        queuedAt: Instant? = nil, round: Int = 0, handle: String? = nil
    ) {
        self.queuedAt = queuedAt
        self.round = round
        self.handle = handle
        self.channel = channel
        self.recipient = recipient
        self.text = text
        self.buttons = buttons
        self.idempotencyKey = idempotencyKey
    }
}
