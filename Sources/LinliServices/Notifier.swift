import LinliModel
import LinliSettings
import LinliSQL
import LinliStore

/// Puts messages to people into the outbox, in the commit of what they tell.
package struct Notifier: Sendable {
    private let phrases: any Phrasebook
    private let kinds: [String: ChannelConfiguration.Kind]
    private let robots: [StaffRobotConfiguration]
    private let ticketURL: String?
    private let wakeups: Wakeups
    private let parts: @Sendable (_ channel: String, _ text: String) -> [String]

    /// `parts` cuts a text at the length that a channel takes.
    package init(
        phrases: any Phrasebook, settings: Settings, wakeups: Wakeups,
        parts: @escaping @Sendable (_ channel: String, _ text: String) -> [String] = { [$1] }
    ) {
        self.phrases = phrases
        self.wakeups = wakeups
        self.parts = parts
        kinds = Dictionary(
            settings.channels.map { ($0.name, $0.kind) }, uniquingKeysWith: { first, _ in first })
        robots = settings.staffRobots
        ticketURL = settings.daemon.ticketURL
    }

    /// Tells the person behind a channel's address. Nothing where there is none (a matter taken at the
    /// desk).
    package func tell(
        channel: String, recipient: String, _ message: [Phrase], why: String, key: String, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) {
        guard !channel.isEmpty, !recipient.isEmpty, !message.isEmpty else { return }
        let kind = kinds[channel]
        let text = message.map { phrases.words($0, for: kind) }.joined(separator: "\n")
        // What is asked last is what an answer answers.
        let buttons = message.last { !phrases.buttons($0).isEmpty }.map { phrases.buttons($0) } ?? []
        let parts = parts(channel, text)
        for (index, part) in parts.enumerated() {
            let outbound = OutboundMessage(
                channel: channel, recipient: recipient, text: part,
                buttons: index == parts.count - 1 ? buttons : [], idempotencyKey: "\(key)-\(index)")
            try tx.outbox.enqueue(outbound, why: why, at: now)
        }
        tx.afterCommit(wakeups.outbox)
    }

    package func tell(
        _ ticket: Ticket, _ phrase: Phrase, why: String, key: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        try tell(
            channel: ticket.channel, recipient: ticket.sender, [phrase], why: why, key: key, in: tx, at: now)
    }

    /// Tells every channel on which a resident is known last, once: his newest identity.
    package func tell(
        resident: ResidentID, _ phrase: Phrase, why: String, key: String, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        guard let identity = try tx.residents.identities(of: resident).first else { return }
        try tell(
            channel: identity.channel, recipient: identity.sender, [phrase], why: why, key: key, in: tx,
            at: now)
    }

    /// Tells the staff's robots that ask for this topic. Robots only send: where the staff have a page, what
    /// is said about a ticket ends with the link to it.
    package func tellStaff(
        _ topic: StaffRobotConfiguration.Topic, estate: String, _ phrase: Phrase, key: String,
        in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        var message = [phrase]
        if let ticketURL, let ticket = phrase.values["ticket"] {
            message.append(Phrase("staff.link", ["url": ticketURL.replacing("{ticket}", with: ticket)]))
        }
        for robot in robots where robot.topics.contains(topic) {
            guard robot.channel.estate.isEmpty || robot.channel.estate == estate else { continue }
            try tell(
                channel: robot.channel.name, recipient: "staff", message, why: "staff.\(topic.rawValue)",
                key: "\(key)-\(robot.channel.name)", in: tx, at: now)
        }
    }

    /// Whether a group of the staff asks for this topic.
    package func hasRobot(_ topic: StaffRobotConfiguration.Topic, estate: String) -> Bool {
        robots.contains {
            $0.topics.contains(topic) && ($0.channel.estate.isEmpty || $0.channel.estate == estate)
        }
    }

    /// Something in the outbox may go now.
    package func queued(in tx: Transaction) {
        tx.afterCommit(wakeups.outbox)
    }

    /// A timer was armed: the worker looks at its next time again.
    package func armed(in tx: Transaction) {
        tx.afterCommit(wakeups.timers)
    }
}

/// How the workers learn that there is something for them. Called after a commit, never before.
package struct Wakeups: Sendable {
    package var outbox: @Sendable () -> Void
    package var timers: @Sendable () -> Void
    /// Somebody's data was deleted: the store's log must be emptied, so that it is really gone.
    package var erased: @Sendable () -> Void

    package init(
        outbox: @escaping @Sendable () -> Void, timers: @escaping @Sendable () -> Void,
        erased: @escaping @Sendable () -> Void = {}
    ) {
        self.outbox = outbox
        self.timers = timers
        self.erased = erased
    }

    package static let none = Wakeups(outbox: {}, timers: {})
}
