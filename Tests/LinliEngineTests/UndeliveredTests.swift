import LinliChannels
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import ServiceLifecycle
import Testing

@testable import LinliEngine

/// The puller and the outbox worker of one account beside each other.
private struct Office {
    let store: WatchedStore
    let desk = ServiceDesk()
    let clock = ManualClock()
    private let inward = Signal()
    private let outward = Signal()

    func services() throws -> [any Service] {
        let channel = try ServiceDesk.channel()
        let tokens = Tokens(send: desk.send, clock: clock)
        return [
            Puller(
                channel: channel, database: store, tokens: tokens, send: desk.send, clock: clock,
                signal: inward, backoff: .plain, stored: {}, measures: .unread, logger: quiet),
            OutboxWorker(
                database: store, carriers: Carriers(channels: [channel], robots: []), tokens: tokens,
                send: desk.send, clock: clock, signal: outward, backoff: .plain, streamed: { _, _ in },
                measures: .unread, logger: quiet),
        ]
    }

    func queue() async throws -> OutboxID {
        let message = OutboundMessage(channel: "kf", recipient: "wmLin", text: "已登记", idempotencyKey: "k")
        let id = try await store.write { tx throws(SQLError) in
            try tx.windows.open(
                channel: "kf", recipient: "wmLin", until: monday + .hours(48), messages: 5, at: monday)
            return try tx.outbox.enqueue(message, why: "reply", at: monday)
        }
        outward.notify()
        return try #require(id)
    }

    /// Queued again: the platform took it, and nobody here knows.
    func queueLosingTheAnswer() async throws -> OutboxID {
        desk.loseNextAnswer()
        let id = try await queue()
        try await store.until { tx throws(SQLError) in
            guard let row = try tx.outbox.find(id) else { return false }
            return row.unknowns == 1 && row.state == .queued
        }
        return id
    }

    /// The person writes again.
    func writes() async throws {
        try await store.write { tx throws(SQLError) in
            try tx.windows.open(
                channel: "kf", recipient: "wmLin", until: monday + .hours(48), messages: 5, at: monday)
            try tx.outbox.reopen(channel: "kf", recipient: "wmLin", at: monday)
        }
        outward.notify()
    }

    /// Staff queue a row again.
    func retry(_ id: OutboxID) async throws {
        #expect(
            try await store.write { tx throws(SQLError) in try tx.outbox.retry(id, at: monday) })
        outward.notify()
    }

    func advance(_ span: TimeSpan) {
        clock.advance(span)
        outward.notify()
    }

    /// The platform says that a message did not arrive.
    func fails(_ platformID: String, _ kind: Int = 6, event: String) async throws {
        desk.add([
            ServiceDesk.event(
                #""event_type":"msg_send_fail","fail_msgid":"\#(platformID)","fail_type":\#(kind)"#, id: event
            )
        ])
        try await pull()
    }

    /// Returns when everything that waits is pulled.
    func pull() async throws {
        try await store.write { tx throws(SQLError) in
            try tx.pulls.notice(account: "wkA", ticket: "T", at: monday)
        }
        inward.notify()
        try await store.until { tx throws(SQLError) in
            guard let state = try tx.pulls.find("wkA") else { return false }
            return state.pulledAt != nil && state.heard == state.notices
        }
    }

    func row(_ id: OutboxID) async throws -> OutboxRow {
        try #require(try await store.read { tx throws(SQLError) in try tx.outbox.find(id) })
    }

    func settle(_ id: OutboxID, _ state: OutboxRow.State) async throws {
        try await store.until { tx throws(SQLError) in try tx.outbox.find(id)?.state == state }
    }
}

/// `platforms.md` 2.3: an id is taken once for ever, and what was taken may be said not to have arrived.
@Suite("What the platform took and did not deliver goes out anew, and nothing twice", .timeLimit(.minutes(1)))
struct UndeliveredTests {
    private static func with(
        _ engine: Engine, _ test: (Office) async throws -> Void
    ) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let office = Office(store: store)
            try await running(try office.services()) { _ in try await test(office) }
        }
    }

    @Test("When the person writes it goes by another id", arguments: Engines.all)
    func goesAgain(engine: Engine) async throws {
        try await Self.with(engine) { office in
            let id = try await office.queue()
            try await office.settle(id, .accepted)
            try await office.fails(office.desk.taken[0], event: "f1")
            #expect(try await office.row(id).state == .windowClosed)

            try await office.writes()
            try await office.settle(id, .accepted)
            #expect(office.desk.taken.count == 2 && office.desk.tried == office.desk.taken)
            #expect(try await office.row(id).platformID == office.desk.taken.last)
        }
    }

    @Test(
        "What the enterprise had to mend first goes by another id when staff queue it", arguments: Engines.all
    )
    func goesWhenMended(engine: Engine) async throws {
        try await Self.with(engine) { office in
            let id = try await office.queue()
            try await office.settle(id, .accepted)
            try await office.fails(office.desk.taken[0], 8, event: "f1")
            #expect(try await office.row(id).state == .refused)

            try await office.retry(id)
            try await office.settle(id, .accepted)
            #expect(office.desk.taken.count == 2 && office.desk.tried == office.desk.taken)
        }
    }

    @Test(
        "A failure that is told again changes nothing; one of the second attempt counts",
        arguments: Engines.all)
    func toldAgain(engine: Engine) async throws {
        try await Self.with(engine) { office in
            let id = try await office.queue()
            try await office.settle(id, .accepted)
            try await office.fails(office.desk.taken[0], event: "f1")
            try await office.writes()
            try await office.settle(id, .accepted)

            // The cursor is no longer known: everything comes again.
            office.desk.answerNext([.status(200, #"{"errcode":40058}"#)])
            try await office.pull()
            #expect(office.desk.asks.last?.cursor == "", "pulled anew")
            #expect(try await office.row(id).state == .accepted)
            #expect(office.desk.tried.count == 2, "what was delivered is not sent again")

            try await office.fails(office.desk.taken[1], event: "f2")
            #expect(try await office.row(id).state == .windowClosed)
            try await office.writes()
            try await office.settle(id, .accepted)
            #expect(Set(office.desk.taken).count == 3)
        }
    }

    @Test(
        "An answer that was lost is asked for by the same id, under which a failure finds it",
        arguments: Engines.all)
    func answerLost(engine: Engine) async throws {
        try await Self.with(engine) { office in
            let id = try await office.queueLosingTheAnswer()
            office.advance(.minutes(1))
            try await office.settle(id, .accepted)
            #expect(office.desk.taken.count == 1 && office.desk.tried.count == 2)
            #expect(try await office.row(id).platformID == office.desk.taken[0])

            try await office.fails(office.desk.taken[0], event: "f1")
            #expect(try await office.row(id).state == .windowClosed)
        }
    }

    @Test(
        "A failure that is told before the answer counts, and the answer does not",
        arguments: Engines.all)
    func toldBeforeTheAnswer(engine: Engine) async throws {
        try await Self.with(engine) { office in
            let release = office.desk.holdNextAnswer()
            let id = try await office.queue()
            await office.desk.arrived.reaches(1)
            #expect(try await office.row(id).state == .sending)
            try await office.fails(office.desk.taken[0], event: "f1")
            #expect(try await office.row(id).state == .windowClosed)
            #expect(try await office.row(id).reason.hasPrefix("not delivered"))

            // The second attempt is under way before the first is answered.
            let second = office.desk.holdNextAnswer()
            try await office.writes()
            await office.desk.arrived.reaches(2)
            let before = office.store.events.count
            release.add()
            await office.store.events.reaches(before + 1)
            #expect(try await office.row(id).state == .sending, "the late answer is not the second's")
            second.add()
            try await office.settle(id, .accepted)
            #expect(office.desk.taken.count == 2 && office.desk.tried == office.desk.taken)
            #expect(try await office.row(id).platformID == office.desk.taken[1])
        }
    }

    @Test("So does one that is told while its answer is lost", arguments: Engines.all)
    func toldWhileUnknown(engine: Engine) async throws {
        try await Self.with(engine) { office in
            let id = try await office.queueLosingTheAnswer()
            try await office.fails(office.desk.taken[0], 10, event: "f1")
            #expect(try await office.row(id).state == .refused)

            try await office.retry(id)
            try await office.settle(id, .accepted)
            #expect(Set(office.desk.taken).count == 2, "never the id that the platform took for nothing")
        }
    }

    @Test("What staff have given up stays so, and nobody else's message is meant", arguments: Engines.all)
    func toldOfOthers(engine: Engine) async throws {
        try await Self.with(engine) { office in
            let id = try await office.queueLosingTheAnswer()
            try await office.fails("0123456789abcdef0123456789abcdef", event: "f1")
            #expect(try await office.row(id).state == .queued)

            try await office.store.write { tx throws(SQLError) in
                _ = try tx.outbox.drop(id, reason: "已经打过电话", at: monday)
            }
            try await office.fails(office.desk.taken[0], event: "f2")
            let row = try await office.row(id)
            #expect(row.state == .dropped && row.message.round == 1)
        }
    }
}
