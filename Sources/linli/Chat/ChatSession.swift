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
        try await collect(&turn, after: position, at: now, isPicture: contents.count > 1)
        return turn
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

    /// Timers due until now, each at its own time.
    private func fireTimers(until now: Instant) async throws(SQLError) {
        let actions = house.timerActions
        while true {
            let due = try await house.database.read { tx throws(SQLError) in
                try tx.timers.due(at: now, limit: 50)
            }
            if due.isEmpty { return }
            for timer in due {
                try await house.database.write { tx throws(SQLError) in
                    guard try tx.timers.fire(timer, at: timer.dueAt) else { return }
                    try actions.perform(timer, in: tx, at: timer.dueAt)
                }
            }
        }
    }

    private func lastOutbox() async throws(SQLError) -> OutboxID {
        try await house.database.read { tx throws(SQLError) in
            try tx.outbox.list([], limit: 1).first?.id ?? OutboxID(0)
        }
    }

    /// What this turn put into the outbox: replies to who wrote, pushes to all others. The terminal is the
    /// platform here, so they count as accepted.
    private func collect(
        _ turn: inout ChatTurn, after position: OutboxID, at now: Instant, isPicture: Bool
    ) async throws(SQLError) {
        let rows = try await house.database.write { tx throws(SQLError) in
            let rows = try tx.outbox.list([.queued], limit: 500).filter { $0.id.rawValue > position.rawValue }
            let ids = rows.map(\.id)
            try tx.outbox.start(ids, at: now)
            for id in ids { try tx.outbox.decide(id, .accepted, at: now) }
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
        // A picture that came with words is one turn: only the answer to both counts.
        if isPicture, turn.replies.count > 1 { turn.replies.removeFirst() }
    }
}
