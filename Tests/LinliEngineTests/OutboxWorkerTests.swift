import LinliChannels
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Synchronization
import Testing

@testable import LinliEngine

@Suite("Outbox worker: what is owed goes out, in order, and its fate is written", .timeLimit(.minutes(1)))
struct OutboxWorkerTests {
    private static func worker(
        _ store: WatchedStore, _ outside: Outside, clock: any Clockwork, signal: Signal = Signal(),
        channels: [any Channel] = [FakeChannel()], robots: [StaffRobot] = [],
        streamed: @escaping @Sendable (String, String) -> Void = { _, _ in }
    ) -> OutboxWorker {
        OutboxWorker(
            database: store, carriers: Carriers(channels: channels, robots: robots),
            tokens: Tokens(send: outside.send, clock: clock), send: outside.send, clock: clock,
            signal: signal,
            backoff: .plain, streamed: streamed, measures: .unread, logger: quiet)
    }

    /// Queues texts in this order; "a: hello" goes to a.
    private static func queue(_ store: WatchedStore, _ lines: [String], channel: String = "oa") async throws {
        try await store.write { tx throws(SQLError) in
            for line in lines {
                let recipient = String(line.prefix { $0 != ":" })
                let message = OutboundMessage(
                    channel: channel, recipient: recipient, text: line, idempotencyKey: "key \(line)")
                try tx.outbox.enqueue(message, why: "reply", at: monday)
            }
        }
    }

    private static func states(_ store: WatchedStore) async throws -> [String: OutboxRow.State] {
        let rows = try await store.read { tx throws(SQLError) in try tx.outbox.list([], rows: 500) }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.message.text, $0.state) })
    }

    private static func settle(_ store: WatchedStore, _ count: Int, _ state: OutboxRow.State = .accepted)
        async throws
    {
        try await store.until { tx throws(SQLError) in try tx.outbox.count(state) == count }
    }

    @Test(
        "Parts of one person go out in order although the first fails once; others are not held up",
        arguments: Engines.all)
    func order(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let clock = FastClock()
            let hasFailed = Atomic(false)
            let outside = Outside(clock: clock) { sent, _ in
                let fails = sent.text == "a: 1" && !hasFailed.exchange(true, ordering: .relaxed)
                return fails ? .status(500) : .status(200)
            }
            try await Self.queue(store, ["a: 1", "a: 2", "b: 1", "a: 3", "b: 2"])
            try await running([Self.worker(store, outside, clock: clock)]) { _ in
                try await Self.settle(store, 5)
            }
            #expect(outside.texts.filter { $0.hasPrefix("a") } == ["a: 1", "a: 1", "a: 2", "a: 3"])
            #expect(outside.texts.filter { $0.hasPrefix("b") } == ["b: 1", "b: 2"])
            // What b does after that races with a's second attempt, whose time the clock does not let pass.
            let first = outside.texts.prefix(2)
            #expect(Set(first) == ["a: 1", "b: 1"], "b does not wait for a's second attempt")
        }
    }

    @Test("Each row goes out once with its own key", arguments: Engines.all)
    func once(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let outside = Outside()
            let lines = (1...60).map { "p\($0): x" }
            try await Self.queue(store, lines)
            try await running([Self.worker(store, outside, clock: FastClock())]) { _ in
                try await Self.settle(store, 60)
            }
            #expect(outside.texts.sorted() == lines.sorted())
            #expect(Set(outside.sent.map(\.key)) == Set(lines.map { "key \($0)" }))
        }
    }

    @Test(
        "Retries come later and later, and after eight attempts the row is dead and the next one goes",
        arguments: Engines.all)
    func dead(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let clock = FastClock()
            let outside = Outside(clock: clock) { sent, _ in sent.text == "a: 1" ? .status(500) : .status(200)
            }
            try await Self.queue(store, ["a: 1", "a: 2"])
            try await running([Self.worker(store, outside, clock: clock)]) { _ in
                try await Self.settle(store, 1)
            }
            #expect(try await Self.states(store) == ["a: 1": .dead, "a: 2": .accepted])
            let times = outside.sent.filter { $0.text == "a: 1" }.map(\.at)
            #expect(times.count == Limits.outboxAttempts)
            // 1, 2, 4 … seconds: never before its time.
            for (index, pair) in zip(times, times.dropFirst()).enumerated() {
                #expect(pair.1 - pair.0 >= .seconds(1 << Int64(index)), "attempt \(index + 2)")
            }
        }
    }

    @Test("A platform that says when is not asked before", arguments: Engines.all)
    func retryAfter(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let clock = FastClock()
            let outside = Outside(clock: clock) { _, number in .status(number == 1 ? 429 : 200) }
            try await Self.queue(store, ["a: 1"])
            try await running([Self.worker(store, outside, clock: clock)]) { _ in
                try await Self.settle(store, 1)
            }
            let times = outside.sent.map(\.at)
            #expect(times.count == 2)
            #expect(times[1] - times[0] >= .seconds(30))
        }
    }

    @Test(
        "An unknown outcome is sent once more, then it is dead; with a key it goes on",
        arguments: Engines.all, [false, true])
    func unknown(engine: Engine, takesKey: Bool) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let outside = Outside { _, _ in .lost }
            try await Self.queue(store, ["a: 1"])
            let worker = Self.worker(
                store, outside, clock: FastClock(), channels: [FakeChannel(takesKey: takesKey)])
            try await running([worker]) { _ in try await Self.settle(store, 1, .dead) }
            #expect(outside.sent.count == (takesKey ? Limits.outboxAttempts : 2))
            #expect(Set(outside.sent.map(\.key)).count == 1)
        }
    }

    @Test("What a crash left under way is sent once more, and its outcome written", arguments: Engines.all)
    func interrupted(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            try await Self.queue(store, ["a: 1", "a: 2"])
            try await store.write { tx throws(SQLError) in
                for row in try tx.outbox.ready(at: monday, limit: 1) {
                    try tx.outbox.start([row.id], at: monday)
                }
            }
            let outside = Outside()
            try await running([Self.worker(store, outside, clock: FastClock())]) { _ in
                try await Self.settle(store, 2)
            }
            #expect(outside.texts == ["a: 1", "a: 2"])
        }
    }

    @Test("A refused message is not tried again, and the next one goes", arguments: Engines.all)
    func refused(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let outside = Outside { sent, _ in .status(sent.text == "a: 1" ? 410 : 200) }
            try await Self.queue(store, ["a: 1", "a: 2"])
            try await running([Self.worker(store, outside, clock: FastClock())]) { _ in
                try await Self.settle(store, 1)
            }
            #expect(outside.texts == ["a: 1", "a: 2"])
            #expect(try await Self.states(store) == ["a: 1": .refused, "a: 2": .accepted])
        }
    }

    @Test("A channel that nobody configured is dead at once, without a request", arguments: Engines.all)
    func noChannel(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let outside = Outside()
            try await Self.queue(store, ["a: 1"], channel: "gone")
            try await running([Self.worker(store, outside, clock: FastClock())]) { _ in
                try await Self.settle(store, 1, .dead)
            }
            #expect(outside.sent.isEmpty)
        }
    }

    // MARK: Reply windows

    private static let windowed = FakeChannel(window: .init(span: .hours(48), messages: 2))

    private static func open(_ store: WatchedStore, at now: Instant = monday) async throws {
        try await store.write { tx throws(SQLError) in
            try tx.windows.open(channel: "oa", recipient: "a", until: now + .hours(48), messages: 2, at: now)
            try tx.outbox.reopen(channel: "oa", recipient: "a", at: now)
        }
    }

    @Test(
        "What the window does not hold is parked, and goes in order when the resident has written",
        arguments: Engines.all)
    func window(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let outside = Outside()
            let signal = Signal()
            try await Self.open(store)
            try await Self.queue(store, ["a: 1", "a: 2", "a: 3", "a: 4"])
            let worker = Self.worker(
                store, outside, clock: ManualClock(), signal: signal, channels: [Self.windowed])
            try await running([worker]) { _ in
                try await Self.settle(store, 2)
                try await Self.settle(store, 2, .windowClosed)
                #expect(outside.texts == ["a: 1", "a: 2"])
                try await Self.open(store)
                signal.notify()
                try await Self.settle(store, 4)
            }
            #expect(outside.texts == ["a: 1", "a: 2", "a: 3", "a: 4"])
        }
    }

    @Test(
        "When the platform says that the window is closed, the rest is parked unsent", arguments: Engines.all)
    func platformCloses(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let outside = Outside { _, _ in .status(412) }
            try await Self.open(store)
            try await Self.queue(store, ["a: 1", "a: 2"])
            let worker = Self.worker(store, outside, clock: ManualClock(), channels: [Self.windowed])
            try await running([worker]) { _ in try await Self.settle(store, 2, .windowClosed) }
            #expect(outside.texts == ["a: 1"])
        }
    }

    @Test("A window's handle goes with what it lets out, and with nothing later", arguments: Engines.all)
    func handles(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let outside = Outside()
            let signal = Signal()
            let channel = FakeChannel(window: .init(span: .hours(48), messages: 2), handleMessages: 1)
            try await store.write { tx throws(SQLError) in
                try tx.windows.open(
                    channel: "oa", recipient: "a", until: monday + .seconds(20), messages: 1, handle: "code",
                    at: monday)
            }
            try await Self.queue(store, ["a: 1", "a: 2"])
            let worker = Self.worker(
                store, outside, clock: ManualClock(), signal: signal, channels: [channel])
            try await running([worker]) { _ in
                try await Self.settle(store, 1)
                try await Self.settle(store, 1, .windowClosed)
                try await Self.open(store)
                signal.notify()
                try await Self.settle(store, 2)
            }
            #expect(outside.sent.map(\.handle) == ["code", ""])
        }
    }

    @Test(
        "A closed conversation is asked for once; in other hands its messages wait for him",
        arguments: Engines.all, [true, false])
    func conversations(engine: Engine, opens: Bool) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let isOpen = Atomic(false)
            let outside = Outside { sent, _ in
                if sent.url.hasSuffix("/open") {
                    isOpen.store(opens, ordering: .relaxed)
                    return .status(opens ? 200 : 423)
                }
                return .status(isOpen.load(ordering: .relaxed) ? 200 : 423)
            }
            try await Self.open(store)
            try await Self.queue(store, ["a: 1"])
            let worker = Self.worker(store, outside, clock: ManualClock(), channels: [Self.windowed])
            try await running([worker]) { _ in
                try await Self.settle(store, 1, opens ? .accepted : .windowClosed)
            }
            let paths = outside.sent.map { $0.url.replacing("https://oa.test/", with: "") }
            #expect(paths == (opens ? ["send", "open", "send"] : ["send", "open"]))
        }
    }

    @Test("An attempt that certainly did not go out uses up no place", arguments: Engines.all, [429, 401])
    func placeGivenBack(engine: Engine, status: Int) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let clock = FastClock()
            let tries = Kept(0)
            let outside = Outside(clock: clock) { sent, _ in
                guard sent.url.hasSuffix("send"), sent.text == "a: 1" else { return .status(200, "T") }
                // Four answers that nothing was taken, in a window of two.
                return .status(
                    tries.change {
                        $0 += 1; return $0
                    } <= 4 ? status : 200)
            }
            try await Self.open(store)
            try await Self.queue(store, ["a: 1", "a: 2"])
            var channel = Self.windowed
            channel.needsToken = true
            let worker = Self.worker(store, outside, clock: clock, channels: [channel])
            try await running([worker]) { _ in try await Self.settle(store, 2) }
        }
    }

    @Test("An unknown outcome does use up its place", arguments: Engines.all)
    func placeKept(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let outside = Outside { _, number in number == 1 ? .lost : .status(200) }
            try await Self.open(store)
            try await Self.queue(store, ["a: 1", "a: 2"])
            let worker = Self.worker(store, outside, clock: FastClock(), channels: [Self.windowed])
            try await running([worker]) { _ in try await Self.settle(store, 1, .windowClosed) }
            #expect(outside.texts == ["a: 1", "a: 1"])
        }
    }

    // MARK: Tokens, robots, streams

    @Test(
        "A refused token is refreshed and the message sent again in the same attempt", arguments: Engines.all)
    func token(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let outside = Outside { sent, number in
                if sent.url.hasSuffix("token") { return .status(200, "T\(number)") }
                return .status(sent.token == "T1" ? 401 : 200)
            }
            try await Self.queue(store, ["a: 1"])
            let worker = Self.worker(
                store, outside, clock: ManualClock(), channels: [FakeChannel(needsToken: true)])
            try await running([worker]) { _ in try await Self.settle(store, 1) }
            #expect(outside.sent.map(\.url.last) == ["n", "d", "n", "d"])
            let row = try await store.read { tx throws(SQLError) in try tx.outbox.list([], rows: 1).first }
            #expect(row?.attempts == 1)
        }
    }

    @Test(
        "A staff robot gets at most twenty messages in any minute, and all of them in order",
        arguments: Engines.all)
    func pace(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let clock = FastClock()
            let outside = Outside(clock: clock) { _, _ in .status(200, "{\"errcode\":0}") }
            let robot = try StaffRobot(
                ChannelConfiguration(name: "duty", kind: .wecomRobot, estate: "", fields: ["key": "k"]))
            try await Self.queue(store, (1...45).map { "staff: \($0)" }, channel: "duty")
            let worker = Self.worker(store, outside, clock: clock, channels: [], robots: [robot])
            try await running([worker]) { _ in try await Self.settle(store, 45) }
            let times = outside.sent.map(\.at)
            #expect(times.count == 45)
            for (early, late) in zip(times, times.dropFirst(20)) { #expect(late - early >= .minutes(1)) }
            for (number, text) in outside.texts.enumerated() {
                #expect(text.contains("staff: \(number + 1)\""))
            }
        }
    }

    @Test(
        "A stream's row is accepted with its commit, nothing is sent, and the page is told",
        arguments: Engines.all)
    func stream(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let outside = Outside()
            let told = Kept<[String]>([])
            try await Self.queue(store, ["a: 1", "b: 1"], channel: "web")
            let worker = Self.worker(
                store, outside, clock: ManualClock(), channels: [FakeChannel(name: "web", delivery: .stream)],
                streamed: { channel, recipient in told.change { $0.append("\(channel) \(recipient)") } })
            try await running([worker]) { _ in try await Self.settle(store, 2) }
            #expect(outside.sent.isEmpty)
            #expect(told.now == ["web a", "web b"])
        }
    }

    // MARK: Trouble

    @Test("A store that fails loses nothing and doubles nothing", arguments: Engines.all)
    func storeFails(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let outside = Outside()
            try await Self.queue(store, ["a: 1", "b: 1"])
            store.failNextWrites([
                SQLError(.unavailable, "gone"), SQLError(.full, "full"), SQLError(.busy, "busy"),
            ])
            try await running([Self.worker(store, outside, clock: FastClock())]) { _ in
                try await Self.settle(store, 2)
            }
            #expect(outside.texts.sorted() == ["a: 1", "b: 1"])
        }
    }

    @Test(
        "The platform's word is written although the store fails right after the send", arguments: Engines.all
    )
    func verdictKept(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let outside = Outside { _, _ in
                store.failNextWrites([SQLError(.full, "full"), SQLError(.full, "full")])
                return .status(200)
            }
            try await Self.queue(store, ["a: 1"])
            try await running([Self.worker(store, outside, clock: FastClock())]) { _ in
                try await Self.settle(store, 1)
            }
            #expect(outside.texts == ["a: 1"])
        }
    }

    @Test("A graceful stop takes nothing new up and lets the push under way end", arguments: Engines.all)
    func stop(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let isStopping = Tally()
            let outside = Outside { _, _ in
                await isStopping.reaches(1)
                return .status(200)
            }
            let signal = Signal()
            try await Self.queue(store, ["a: 1"])
            let worker = Self.worker(store, outside, clock: ManualClock(), signal: signal)
            try await running([worker]) { group in
                await outside.requests.reaches(1)
                await group.triggerGracefulShutdown()
                try await Self.queue(store, ["b: 1"])
                signal.notify()
                isStopping.add()
            }
            #expect(outside.texts == ["a: 1"] || outside.texts == ["a: 1", "b: 1"])
            let states = try await Self.states(store)
            #expect(states["a: 1"] == .accepted)
            #expect(states["b: 1"] != .sending, "nothing is left under way")
        }
    }

    @Test("A message that staff dropped while it was being taken up does not go out", arguments: Engines.all)
    func droppedMeanwhile(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            try await Self.queue(store, ["a: 1", "b: 1"])
            try await store.write { tx throws(SQLError) in
                for row in try tx.outbox.list([.queued], rows: 9) where row.message.recipient == "a" {
                    _ = try tx.outbox.drop(row.id, reason: "wrong", at: monday)
                }
            }
            let outside = Outside()
            try await running([Self.worker(store, outside, clock: ManualClock())]) { _ in
                try await Self.settle(store, 1)
            }
            #expect(outside.texts == ["b: 1"])
        }
    }
}
