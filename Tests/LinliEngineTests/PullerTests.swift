import LinliChannels
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

@Suite("Puller: what waits at a platform comes in once, whatever breaks", .timeLimit(.minutes(1)))
struct PullerTests {
    private static func puller(
        _ store: WatchedStore, _ desk: ServiceDesk, clock: any Clockwork, signal: Signal = Signal(),
        stored: @escaping @Sendable () -> Void = {}, fleet: Fleet? = nil
    ) throws -> Puller {
        Puller(
            channel: try ServiceDesk.channel(), database: store,
            tokens: Tokens(send: desk.send, clock: clock), send: desk.send, clock: clock, signal: signal,
            backoff: .plain, stored: stored, fleet: fleet,
            measures: .unread, logger: quiet)
    }

    /// The ids in the inbox, in its order.
    private static func ids(_ store: WatchedStore) async throws -> [String] {
        try await store.read { tx throws(SQLError) in
            try tx.inbox.waiting(after: InboxID(0), limit: 1_000).map(\.externalID)
        }
    }

    private static func notice(
        _ store: WatchedStore, _ signal: Signal, ticket: String? = "T1", at now: Instant = monday
    ) async throws {
        try await store.write { tx throws(SQLError) in
            try tx.pulls.notice(account: "wkA", ticket: ticket, at: now)
            tx.afterCommit { signal.notify() }
        }
    }

    /// Every notice is heard, and the last pull was not before `time`.
    private static func settle(_ store: WatchedStore, since time: Instant = monday) async throws {
        try await store.until { tx throws(SQLError) in
            guard let state = try tx.pulls.find("wkA"), let pulledAt = state.pulledAt else { return false }
            return state.heard == state.notices && pulledAt >= time
        }
    }

    @Test(
        "It looks at the start, at each notice with its ticket, and by itself when one was lost",
        arguments: Engines.all)
    func looks(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let (desk, clock, signal, stored) = (ServiceDesk(), ManualClock(), Signal(), Tally())
            desk.add([ServiceDesk.text("一", id: "m1"), ServiceDesk.text("二", id: "m2")])
            let puller = try Self.puller(
                store, desk, clock: clock, signal: signal, stored: { stored.add() })
            try await running([puller]) { _ in
                try await Self.settle(store)
                await stored.reaches(1)
                desk.add([ServiceDesk.text("三", id: "m3")])
                try await Self.notice(store, signal)
                try await Self.settle(store)
                await stored.reaches(2)
                // A notice was lost.
                desk.add([ServiceDesk.text("四", id: "m4")])
                for minutes in [Limits.pullMinutes, 2 * Limits.pullMinutes] as [Int64] {
                    clock.set(monday + .minutes(minutes))
                    signal.notify()
                    try await Self.settle(store, since: clock.now())
                }
            }
            #expect(try await Self.ids(store) == ["m1", "m2", "m3", "m4"])
            #expect(desk.asks.map(\.cursor) == ["", "c2", "c3", "c4"])
            #expect(desk.asks.map(\.ticket) == [nil, "T1", "T1", nil], "a ticket is good for ten minutes")
        }
    }

    @Test("It goes on as long as there is more, also behind an empty page", arguments: Engines.all)
    func pages(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let desk = ServiceDesk()
            let items = (1...250).map { ServiceDesk.text("第\($0)", id: "m\($0)") }
            desk.add(items)
            desk.answerNext([
                .status(200, #"{"errcode":0,"next_cursor":"c0","has_more":1,"msg_list":[]}"#)
            ])
            try await running([try Self.puller(store, desk, clock: ManualClock())]) { _ in
                try await Self.settle(store)
            }
            #expect(try await Self.ids(store) == (1...250).map { "m\($0)" })
            #expect(desk.asks.map(\.cursor) == ["", "c0", "c100", "c200"])
        }
    }

    enum Break: String, CaseIterable, Sendable {
        case notWritten, answerLost, undone
    }

    @Test(
        "A page that was not stored is pulled again, one that was is not doubled", arguments: Engines.all,
        Break.allCases)
    func crashes(engine: Engine, at place: Break) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let (desk, signal) = (ServiceDesk(), Signal())
            desk.add((1...150).map { ServiceDesk.text("第\($0)", id: "m\($0)") })
            try await store.write { tx throws(SQLError) in
                _ = try tx.pulls.begin(account: "wkA", at: monday)
            }
            switch place {
            case .notWritten: store.failNextWrites([SQLError(.full, "the disk is full")])
            case .answerLost: store.loseNextAnswers(1, to: .happened)
            case .undone: store.loseNextAnswers(1, to: .undone)
            }
            let before = store.events.count
            try await running([try Self.puller(store, desk, clock: ManualClock(), signal: signal)]) { _ in
                await store.events.reaches(before + 1)
                signal.notify()
                try await Self.settle(store)
            }
            #expect(try await Self.ids(store) == (1...150).map { "m\($0)" })
            let second = place == .answerLost ? ["", "c100"] : ["", "", "c100"]
            #expect(desk.asks.map(\.cursor) == second)
        }
    }

    @Test("A process that ends between two pages goes on behind the first", arguments: Engines.all)
    func restarts(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let desk = ServiceDesk()
            desk.add((1...150).map { ServiceDesk.text("第\($0)", id: "m\($0)") })
            let first = try Self.puller(store, desk, clock: ManualClock())
            let page = try await Self.page(of: desk)
            desk.answerNext([page, .failure(PushFailure(.closed, "the process ends"))])
            try await running([first]) { _ in await desk.asked.reaches(3) }
            #expect(try await Self.ids(store).count == 100)
            try await running([try Self.puller(store, desk, clock: ManualClock())]) { _ in
                try await Self.settle(store)
            }
            #expect(try await Self.ids(store) == (1...150).map { "m\($0)" })
        }
    }

    /// The first page as the desk gives it.
    private static func page(of desk: ServiceDesk) async throws -> Outside.Answer {
        let request = try ServiceDesk.channel().pull(after: "", ticket: nil, limit: 100, token: "T")
        return await desk.send(request)
    }

    @Test(
        "Of what others answered before, only what is young is handled; later nothing is too old",
        arguments: Engines.all)
    func history(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let (desk, clock, signal) = (ServiceDesk(), ManualClock(), Signal())
            let border = monday + .minutes(-Limits.pullHistoryMinutes)
            desk.add([
                ServiceDesk.text("前天", id: "old", at: monday + .days(-2)),
                ServiceDesk.text("刚好过了", id: "before", at: border + .seconds(-1)),
                ServiceDesk.text("刚才", id: "young", at: border),
            ])
            try await running([try Self.puller(store, desk, clock: clock, signal: signal)]) { _ in
                try await Self.settle(store)
                #expect(try await Self.ids(store) == ["young"])
                let recorded = try await store.read { tx throws(SQLError) in try tx.inbox.count(.done) }
                #expect(recorded == 2)
                // The daemon was away for two days.
                desk.add([ServiceDesk.text("昨天", id: "missed", at: monday + .days(1))])
                clock.set(monday + .days(2))
                try await Self.notice(store, signal, at: clock.now())
                try await Self.settle(store, since: clock.now())
            }
            #expect(try await Self.ids(store) == ["young", "missed"])
        }
    }

    @Test("Who opened the chat is greeted while his code lives", arguments: Engines.all)
    func welcomes(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let desk = ServiceDesk()
            desk.add([
                ServiceDesk.entered(id: "e1", at: monday + .seconds(-20)),
                ServiceDesk.entered(id: "e2", at: monday + .seconds(-19)),
            ])
            try await running([try Self.puller(store, desk, clock: ManualClock())]) { _ in
                try await Self.settle(store)
            }
            #expect(try await Self.ids(store) == ["e2"])
        }
    }

    @Test("What did not arrive waits until the person writes", arguments: Engines.all)
    func undelivered(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let desk = ServiceDesk()
            let message = OutboundMessage(
                channel: "kf", recipient: "wmLin", text: "好", idempotencyKey: "k")
            let found = try await store.write { tx throws(SQLError) -> OutboxID? in
                let id = try tx.outbox.enqueue(message, why: "reply", at: monday)
                guard let id, let row = try tx.outbox.find(id) else { return nil }
                try tx.outbox.start([row], at: monday)
                try tx.outbox.decide(id, .accepted, platformID: "p1", at: monday)
                try tx.windows.open(
                    channel: "kf", recipient: "wmLin", until: monday + .hours(48), messages: 4, at: monday)
                return id
            }
            let id = try #require(found)
            desk.add([
                ServiceDesk.event(
                    #""event_type":"msg_send_fail","fail_msgid":"p1","fail_type":6"#, id: "f1")
            ])
            try await running([try Self.puller(store, desk, clock: ManualClock())]) { _ in
                try await Self.settle(store)
            }
            let (row, window) = try await store.read { tx throws(SQLError) in
                (
                    try tx.outbox.find(id),
                    try tx.windows.state(channel: "kf", recipient: "wmLin")
                )
            }
            #expect(row?.state == .windowClosed && window?.remaining == 0)
        }
    }
}
