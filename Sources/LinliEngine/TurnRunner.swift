import LinliChannels
import LinliDialogue
import LinliIntents
import LinliModel
import LinliServices
import LinliSQL
import LinliStore

/// What a message became: for `linli chat`, for logs (counts only), for tests.
package struct TurnReport: Sendable {
    package var match: IntentMatch?
    package var acts: [Act] = []
    package var ask: [SlotName] = []
    package var replies: [Phrase] = []
    package var outcomes: [Outcome] = []
    /// The resident's words are not kept.
    package var forgetsWords = false
    /// It was one of too many in a minute.
    package var isHeldBack = false
    /// Which listener of the dialogue heard the message; nil where it was begun anew.
    package var heard: String?
}

/// One message with what can be known of it before the transaction: made outside the writer, many at once.
package struct PreparedTurn: Sendable {
    let row: InboxRow
    let message: InboundMessage
    let event: DialogueEvent?
    package let match: IntentMatch?
    /// Of what was written or said.
    var rereading: Rereading?
}

/// The heart: a message in, and in one transaction the conversation, the services' rows, the reply in the
/// outbox and the end of the inbox row. All or nothing, no await inside.
///
/// One object for all turns: handed to a task as a value, each of its many parts would be counted anew.
package final class TurnRunner: Sendable {
    private let understanding: LiveUnderstanding
    let dialogue: Dialogue
    let services: ResidentServices
    let staffChat: StaffChat
    let notifier: Notifier
    let carriers: Carriers
    let registers: [String: any PlaceRegister]

    package init(
        understanding: LiveUnderstanding, dialogue: Dialogue, services: ResidentServices,
        staffChat: StaffChat,
        notifier: Notifier, carriers: Carriers, registers: [String: any PlaceRegister]
    ) {
        self.understanding = understanding
        self.dialogue = dialogue
        self.services = services
        self.staffChat = staffChat
        self.notifier = notifier
        self.carriers = carriers
        self.registers = registers
    }

    // MARK: Before the transaction

    /// Understands the message, and its parts where they tell more. Pure and without the store.
    package func prepare(_ row: InboxRow) -> PreparedTurn? {
        guard let message = row.message else { return nil }
        let words: String?
        var event: DialogueEvent?
        switch message.content {
        case .text(let text): words = text
        case .voice(_, let recognised): words = recognised
        case .image(let media): (words, event) = (nil, .picture(media: media))
        case .location(_, _, let label): (words, event) = (nil, .place(label))
        case .event(let name, let key): (words, event) = platformEvent(name, key)
        case .unsupported: (words, event) = (nil, .unreadable)
        }
        guard let words else {
            if case .voice(let media, _) = message.content { event = .voice(media: media) }
            return PreparedTurn(row: row, message: message, event: event, match: nil)
        }
        let estate = carriers.channel(message.channel)?.estate ?? ""
        let writtenAt = writtenAt(message, receivedAt: row.receivedAt)
        guard let match = understand(words, estate: estate, at: writtenAt) else { return nil }
        let said = Understood(match)
        let rereading = Rereading(of: said) { understand($0, estate: estate, at: writtenAt) }
        return PreparedTurn(
            row: row, message: message, event: .message(said), match: match, rereading: rereading)
    }

    /// A follow is greeted, a menu click is taken for its words, the rest needs no answer.
    private func platformEvent(_ name: String, _ key: String) -> (String?, DialogueEvent?) {
        switch name {
        case "subscribe", "enter_session": (nil, .follow)
        case "click" where !key.isEmpty: (key, nil)
        default: (nil, nil)
        }
    }

    /// From when the days are counted that a message names: when it was written, as far as the platform's
    /// clock is to be believed. A webhook's message has just been written; one that was pulled may have
    /// waited as long as the platform keeps it, and its time comes with the platform's own answer.
    private func writtenAt(_ message: InboundMessage, receivedAt: Instant) -> Instant {
        guard let sentAt = message.sentAt else { return receivedAt }
        let isPulled = carriers.channel(message.channel) is any PulledChannel
        let skew = TimeSpan.minutes(Limits.clockSkewMinutes)
        let oldest = receivedAt - (isPulled ? .days(Limits.pullBackDays) : skew)
        return sentAt >= oldest && sentAt <= receivedAt + skew ? sentAt : receivedAt
    }

    func understand(_ words: String, estate: String, at now: Instant) -> IntentMatch? {
        understanding.current?.understand(words, at: now, register: registers[estate])
    }

    // MARK: Inside the transaction

    /// Nil where the row had been ended before: a second run has no second effect.
    package func run(
        _ turn: PreparedTurn, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> TurnReport? {
        guard try tx.inbox.finish(turn.row, at: now) else { return nil }
        let message = turn.message
        try reopenWindow(for: message, in: tx, at: turn.row.receivedAt, now: now)
        guard let event = turn.event else { return TurnReport(match: turn.match) }
        let estate = carriers.channel(message.channel)?.estate ?? ""
        if try services.devices.report(
            channel: message.channel, sender: message.sender, key: turn.row.id.description, estate: estate,
            in: tx, at: turn.row.receivedAt)
        {
            return TurnReport(match: turn.match)
        }
        let (resident, isNew) = try tx.residents.findOrAdd(
            channel: message.channel, sender: message.sender, estate: estate, at: now)
        let party = Party(
            resident: resident, estate: estate, channel: message.channel, sender: message.sender)
        var report: TurnReport
        if !isNew, case .text(let text) = message.content,
            let answer = try answerStaff(text, from: party, in: tx, at: turn.row.receivedAt)
        {
            report = TurnReport(acts: [.ack], replies: [answer])
        } else {
            report = try converse(
                event, turn.rereading, party: party, isNew: isNew,
                writtenAt: writtenAt(message, receivedAt: turn.row.receivedAt), in: tx,
                at: turn.row.receivedAt)
        }
        report.match = turn.match
        if report.forgetsWords { try tx.inbox.forgetWords(of: turn.row) }
        try notifier.tell(
            channel: message.channel, recipient: message.sender, report.replies, why: "reply",
            key: "turn-\(turn.row.id)", in: tx, at: now)
        return report
    }

    /// He has written: the platform's window is open again, and what was parked for him goes out. A handle
    /// that came with his message opens one of its own, as long as it lives; what was parked goes by it where
    /// it is proven to be his.
    private func reopenWindow(
        for message: InboundMessage, in tx: Transaction, at received: Instant, now: Instant
    ) throws(SQLError) {
        guard let channel = carriers.channel(message.channel) else { return }
        if let handle = message.handle {
            try tx.windows.open(
                channel: message.channel, recipient: message.sender, until: handle.until,
                messages: channel.limits.handleMessages, handle: handle.key, at: now)
            guard channel.limits.signsHandles else { return }
            return try sendParked(to: message, in: tx, at: now)
        }
        var window = channel.limits.window
        if case .event = message.content { window = channel.limits.eventWindow }
        guard let window else { return }
        if case .event(let name, _) = message.content, name == "unsubscribe" {
            try tx.windows.exhaust(channel: message.channel, recipient: message.sender)
            return
        }
        let isPulled = carriers.channel(message.channel) is any PulledChannel
        let opened = isPulled ? writtenAt(message, receivedAt: received) : received
        let taken = isPulled ? try placesTaken(of: window, since: opened, message, in: tx, received) : 0
        try tx.windows.open(
            channel: message.channel, recipient: message.sender, until: opened + window.span,
            messages: window.messages - taken, at: now)
        if opened + window.span > now { try sendParked(to: message, in: tx, at: now) }
    }

    /// The platform counts from the message. One that was pulled may have waited, and what went out
    /// meanwhile, as answers to those that were pulled with it, has taken its places. A time that is as near
    /// as clocks differ says nothing of what went out before the message was here.
    private func placesTaken(
        of window: ChannelLimits.Window, since writtenAt: Instant, _ message: InboundMessage,
        in tx: Transaction, _ received: Instant
    ) throws(SQLError) -> Int {
        let isLate = received - writtenAt > .minutes(Limits.clockSkewMinutes)
        return try tx.outbox.attempts(
            channel: message.channel, recipient: message.sender, after: isLate ? writtenAt : received,
            limit: window.messages)
    }

    private func sendParked(
        to message: InboundMessage, in tx: Transaction, at now: Instant
    ) throws(SQLError) {
        if try tx.outbox.reopen(channel: message.channel, recipient: message.sender, at: now) > 0 {
            notifier.queued(in: tx)
        }
    }

    /// Ends a message that cannot be handled, with a word to the resident and one to the staff's alarm.
    package func quarantine(_ row: InboxRow, in tx: Transaction, at now: Instant) throws(SQLError) {
        guard try tx.inbox.quarantine(row, at: now), let message = row.message else { return }
        // He has written, whatever became of it; his window was opened in the turn that never ended.
        try reopenWindow(for: message, in: tx, at: row.receivedAt, now: now)
        try notifier.tell(
            channel: message.channel, recipient: message.sender, [Phrase("fallback.apology")],
            why: "quarantine", key: "quarantine-\(row.id)", in: tx, at: now)
    }
}
