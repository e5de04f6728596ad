import LinliChannels
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

/// The platform counts 48 hours and five messages from the person's last message (`platforms.md` 2.3), not
/// from when it was pulled.
@Suite("The window of what was pulled late is as old as the message")
struct LateWindowTests {
    /// What the person wrote so long before it was pulled, at `monday`.
    private static func message(_ id: String, before: TimeSpan) -> InboundMessage {
        InboundMessage(
            channel: "kf", externalID: id, sender: "wmLin", sentAt: monday - before,
            content: .image(media: "m"))
    }

    /// Handles a message that was received at `monday`.
    private static func handle(
        _ message: InboundMessage, _ runner: TurnRunner, _ database: any Database, at now: Instant
    ) async throws {
        let row = try await database.write { tx throws(SQLError) -> InboxRow? in
            guard let id = try tx.inbox.accept(message, at: monday) else { return nil }
            return try tx.inbox.received(id)
        }
        let received = try #require(row)
        let turn = try #require(runner.prepare(received))
        _ = try await database.write { tx throws(SQLError) in try runner.run(turn, in: tx, at: now) }
    }

    /// Sends one message to the person, as the worker does.
    private static func send(_ key: String, _ database: any Database, at now: Instant) async throws -> Bool {
        try await database.write { tx throws(SQLError) in
            let message = OutboundMessage(
                channel: "kf", recipient: "wmLin", text: "好", idempotencyKey: key)
            guard let id = try tx.outbox.enqueue(message, why: "reply", at: now),
                let row = try tx.outbox.find(id)
            else { return false }
            try tx.outbox.start([row], at: now)
            guard try tx.windows.take(channel: "kf", recipient: "wmLin", at: now) else { return false }
            return try tx.outbox.decide(id, .accepted, platformID: key, at: now)
        }
    }

    private static func window(_ database: any Database) async throws -> ReplyWindow? {
        try await database.read { tx throws(SQLError) in
            try tx.windows.state(channel: "kf", recipient: "wmLin")
        }
    }

    private static func with(
        _ engine: Engine, _ test: (TurnRunner, any Database) async throws -> Void
    ) async throws {
        try await TemporaryStore.with(on: engine) { house in
            let runner = TurnRunner.ofTheWeb(house.settings, channels: [try ServiceDesk.channel()])
            try await test(runner, house.database)
        }
    }

    @Test(
        "It closes 48 hours after he wrote",
        arguments: [(.minutes(1), 2_879), (.hours(20), 1_680), (.hours(47), 60)] as [(TimeSpan, Int64)])
    func closes(before: TimeSpan, minutes: Int64) async throws {
        for engine in Engines.all {
            try await Self.with(engine) { runner, database in
                try await Self.handle(Self.message("m", before: before), runner, database, at: monday)
                let window = try await Self.window(database)
                #expect(window?.closesAt == monday + .minutes(minutes) && window?.remaining == 5)
            }
        }
    }

    @Test("One that is over lets nothing out that was parked", arguments: Engines.all)
    func over(engine: Engine) async throws {
        try await Self.with(engine) { runner, database in
            let id = try await database.write { tx throws(SQLError) -> OutboxID? in
                let parked = OutboundMessage(
                    channel: "kf", recipient: "wmLin", text: "工单已办结", idempotencyKey: "parked")
                guard let id = try tx.outbox.enqueue(parked, why: "ticket", at: monday),
                    let row = try tx.outbox.find(id)
                else { return nil }
                try tx.outbox.start([row], at: monday)
                try tx.outbox.decide(id, .windowClosed, at: monday)
                return id
            }
            let parked = try #require(id)
            func state() async throws -> OutboxRow.State? {
                try await database.read { tx throws(SQLError) in try tx.outbox.find(parked)?.state }
            }
            try await Self.handle(Self.message("m1", before: .hours(49)), runner, database, at: monday)
            #expect(try await state() == .windowClosed)
            try await Self.handle(Self.message("m2", before: .hours(1)), runner, database, at: monday)
            #expect(try await state() == .queued)
        }
    }

    @Test("Answers to those pulled with it take its places", arguments: Engines.all)
    func places(engine: Engine) async throws {
        try await Self.with(engine) { runner, database in
            try await Self.handle(Self.message("m1", before: .hours(2)), runner, database, at: monday)
            for number in 1...3 {
                #expect(try await Self.send("a\(number)", database, at: monday + .seconds(1)))
            }
            let later = monday + .seconds(2)
            try await Self.handle(Self.message("m2", before: .hours(1)), runner, database, at: later)
            #expect(try await Self.window(database)?.remaining == 2)
            // Also where both were written just now.
            try await Self.handle(Self.message("m3", before: .seconds(1)), runner, database, at: later)
            #expect(try await Self.window(database)?.remaining == 2)
        }
    }

    @Test("What went out before he wrote takes none", arguments: Engines.all)
    func before(engine: Engine) async throws {
        try await Self.with(engine) { runner, database in
            try await database.write { tx throws(SQLError) in
                try tx.windows.open(
                    channel: "kf", recipient: "wmLin", until: monday + .hours(1), messages: 5, at: monday)
            }
            for number in 1...3 {
                #expect(try await Self.send("a\(number)", database, at: monday + .hours(-3)))
            }
            #expect(try await Self.send("a4", database, at: monday + .minutes(-90)))
            try await Self.handle(Self.message("m1", before: .hours(2)), runner, database, at: monday)
            #expect(try await Self.window(database)?.remaining == 4)
            // A clock that goes wrong by less than ten minutes takes nothing from who writes now.
            try await Self.handle(Self.message("m2", before: .minutes(9)), runner, database, at: monday)
            #expect(try await Self.window(database)?.remaining == 5)
        }
    }
}
