import LinliEngine
import LinliModel
import LinliServices
import LinliSettings
import LinliSQL
import LinliStore

/// A conversation stepped by hand: due timers first, then the message through inbox and turn, then what
/// stands in the outbox.
struct ChatSession {
    private let house: House
    private let channel: String

    init(house: House, channel: String) {
        self.house = house
        self.channel = channel
    }

    /// Schema, registers, the demo estate in an empty store, and the wished home.
    func prepare(_ name: String, home: String?, at now: Instant) async throws {
        try await house.prepareStore(at: now)
        let settings = house.settings
        let channel = channel
        if let demo = settings.demo {
            let loader = DemoLoader(settings: settings, demo: demo, codes: .system)
            try await house.database.write { tx throws(SQLError) in
                _ = try loader.load(channel: channel, in: tx, at: now)
            }
        }
        guard let home else { return }
        guard let estate = settings.estates[settings.channels[0].estate], let address = estate.home(home)
        else {
            Console.error("The register has no home \(home); write it like 3-2-501.")
            throw Exit.no
        }
        try await house.database.write { tx throws(SQLError) in
            let (id, _) = try tx.residents.findOrAdd(
                channel: channel, sender: name, estate: estate.code, at: now)
            guard let unit = try tx.units.find(estate: estate.code, address).first else { return }
            try tx.homes.add(id, unit: unit.id, relation: .owner, proof: .staff, at: now)
        }
    }

    func turn(_ number: Int, _ input: ChatInput, at now: Instant) async throws -> ChatTurn {
        let position = try await lastOutbox()
        try await fireTimers(until: now)
        var contents: [InboundMessage.Content] = []
        if let attachment = input.attachment { contents.append(.image(media: attachment)) }
        if input.attachment == nil || !input.text.isEmpty { contents.append(.text(input.text)) }
        var turn = ChatTurn(number: number, from: input.from)
        for (index, content) in contents.enumerated() {
            let report = try await handle(content, input, key: "\(number)-\(index)", at: now)
            turn.take(report, isLast: index == contents.count - 1)
        }
        // A picture that came with words is one turn: only the answer to both counts.
        try await collect(&turn, after: position, at: now, dropsFirst: contents.count > 1)
        return turn
    }

    /// What is due until now, when somebody else acts than a resident.
    func settle(at now: Instant) async throws {
        try await fireTimers(until: now)
    }

    /// When the quiet window that is open closes; nil where none is.
    func quietEnd(at now: Instant) async throws(SQLError) -> Instant? {
        try await house.database.read { tx throws(SQLError) in
            try tx.timers.due(at: now + .seconds(Limits.quietSeconds), limit: 50)
                .first { $0.kind == .quiet }?.dueAt
        }
    }

    /// Closes the quiet window: what is said then belongs to the turn that opened it.
    func close(_ turn: inout ChatTurn, at end: Instant) async throws {
        let position = try await lastOutbox()
        for report in try await fireTimers(until: end) { turn.takeLate(report) }
        try await collect(&turn, after: position, at: end, dropsFirst: false)
    }

    private func handle(
        _ content: InboundMessage.Content, _ input: ChatInput, key: String, at now: Instant
    ) async throws(SQLError) -> TurnReport? {
        let message = InboundMessage(
            channel: channel,
            externalID: "chat-\(now.milliseconds)-\(key)-\(UInt64.random(in: 0...UInt64.max))",
            sender: input.from, sentAt: now, content: content)
        let row = try await house.database.write { tx throws(SQLError) -> InboxRow? in
            guard let id = try tx.inbox.accept(message, at: now) else { return nil }
            return try tx.inbox.received(id)
        }
        guard let row, let prepared = house.runner.prepare(row) else { return nil }
        let runner = house.runner
        return try await house.database.write { tx throws(SQLError) in
            try runner.run(prepared, in: tx, at: now)
        }
    }

    /// Timers due until now, each at its own time. Returns what the quiet windows said that closed.
    @discardableResult
    private func fireTimers(until now: Instant) async throws(SQLError) -> [TurnReport] {
        var said: [TurnReport] = []
        while true {
            let due = try await house.database.read { tx throws(SQLError) in
                try tx.timers.due(at: now, limit: 50)
            }
            if due.isEmpty { return said }
            for timer in due {
                if let report = try await fire(timer) { said.append(report) }
            }
        }
    }

    private func fire(_ timer: TimerRow) async throws(SQLError) -> TurnReport? {
        let actions = house.timerActions
        let runner = house.runner
        return try await house.database.write { tx throws(SQLError) -> TurnReport? in
            guard try tx.timers.fire(timer, at: timer.dueAt) else { return nil }
            if timer.kind == .quiet, let key = ConversationKey(subject: timer.subject) {
                return try runner.takeUp(.quiet, of: key, in: tx, at: timer.dueAt)
            }
            try actions.perform(timer, in: tx, at: timer.dueAt)
            return nil
        }
    }

    private func lastOutbox() async throws(SQLError) -> OutboxID {
        try await house.database.read { tx throws(SQLError) in
            try tx.outbox.list([], rows: 1).first?.id ?? OutboxID(0)
        }
    }

    /// What this turn put into the outbox: replies to who wrote, pushes to all others. The terminal is the
    /// platform here, so they count as accepted.
    private func collect(
        _ turn: inout ChatTurn, after position: OutboxID, at now: Instant, dropsFirst: Bool
    ) async throws(SQLError) {
        let rows = try await house.database.write { tx throws(SQLError) in
            let rows = try tx.outbox.list([.queued], rows: 500).filter { $0.id.rawValue > position.rawValue }
            try tx.outbox.start(rows, at: now)
            for row in rows { try tx.outbox.decide(row.id, .accepted, at: now) }
            return rows
        }
        for row in rows.reversed() {
            if row.message.channel == channel, row.message.recipient == turn.from, row.why == "reply" {
                turn.replies.append(row.message.text)
            } else {
                turn.pushes.append(
                    ChatTurn.Push(to: row.message.recipient, text: row.message.text, why: row.why))
            }
        }
        if dropsFirst, turn.replies.count > 1 { turn.replies.removeFirst() }
    }
}
