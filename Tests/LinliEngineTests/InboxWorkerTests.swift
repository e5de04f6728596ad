import LinliChannels
import LinliDialogue
import LinliModel
import LinliServices
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

/// The understanding is not loaded here: the messages are pictures, places and kinds that nobody can read,
/// which need none. A text stands for a message that cannot be handled.
@Suite("Inbox worker: one message, one effect", .timeLimit(.minutes(1)))
struct InboxWorkerTests {
    private static func worker(
        _ house: TemporaryStore, _ store: WatchedStore, signal: Signal = Signal(),
        clock: any Clockwork = FastClock(), channel: FakeChannel = FakeChannel(name: "web")
    ) -> InboxWorker {
        InboxWorker(
            database: store, runner: runner(house, channel), clock: clock, signal: signal, backoff: .plain,
            measures: .unread,
            logger: quiet)
    }

    static func runner(
        _ house: TemporaryStore, _ channel: FakeChannel = FakeChannel(name: "web")
    ) -> TurnRunner {
        let notifier = Notifier(phrases: KeyWords(), settings: house.settings, wakeups: .none)
        let codes = RandomCodes(digits: { String(repeating: "7", count: $0) }, secret: { "secret" })
        return TurnRunner(
            understanding: LiveUnderstanding(),
            dialogue: Dialogue(policy: DialoguePolicy(inHome: [], advice: [:])),
            services: ResidentServices(settings: house.settings, notifier: notifier, codes: codes),
            staffChat: StaffChat(settings: house.settings, notifier: notifier), notifier: notifier,
            carriers: Carriers(channels: [channel], robots: []), registers: [:])
    }

    private static let picture = InboundMessage.Content.image(media: "m")
    private static let place = InboundMessage.Content.location(latitude: 24, longitude: 118, label: "北门")
    private static let strange = InboundMessage.Content.unsupported(kind: "video")
    /// Cannot be handled, see above.
    private static let trap = InboundMessage.Content.text("trap")

    @discardableResult
    private static func accept(
        _ store: WatchedStore, _ content: InboundMessage.Content, from sender: String, id: String
    ) async throws -> InboxID? {
        try await store.write { tx throws(SQLError) in
            try tx.inbox.accept(
                InboundMessage(channel: "web", externalID: id, sender: sender, sentAt: nil, content: content),
                at: monday)
        }
    }

    /// Without the notice that stands under the first one; `notice` below is about that.
    private static func replies(_ store: WatchedStore, to sender: String) async throws -> [String] {
        try await texts(store, to: sender).map { $0.replacing("\nconsent.notice", with: "") }
    }

    private static func texts(_ store: WatchedStore, to sender: String) async throws -> [String] {
        try await store.read { tx throws(SQLError) in
            try tx.outbox.sent(channel: "web", recipient: sender, after: OutboxID(0), limit: 500).map(
                \.message.text)
        }
    }

    private static func settle(_ store: WatchedStore, done: Int) async throws {
        try await store.until { tx throws(SQLError) in try tx.inbox.count(.done) == done }
    }

    @Test(
        "A conversation is answered in its order, each reply once, while others go on", arguments: Engines.all
    )
    func order(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let signal = Signal()
            try await running([Self.worker(house, store, signal: signal, clock: ManualClock())]) { _ in
                for number in 1...20 {
                    // A picture asks what is broken, the first place asks again, the second opens the
                    // ticket.
                    let content = [Self.picture, Self.place, Self.place][(number - 1) % 3]
                    for sender in ["a", "b", "c"] {
                        try await Self.accept(store, content, from: sender, id: "\(sender)\(number)")
                    }
                    signal.notify()
                }
                try await Self.settle(store, done: 60)
            }
            for sender in ["a", "b", "c"] {
                let replies = try await Self.replies(store, to: sender)
                #expect(replies.count == 20)
                for (index, reply) in replies.enumerated() {
                    // Later pictures and finer places belong to the ticket that stands by then.
                    let first = ["repair.ask_what_picture", "repair.ask_what_picture", "ticket.opened"]
                    let later = ["picture.attached", "place.noted", "place.noted"]
                    let expected = (index < 3 ? first : later)[index % 3]
                    let isRepeat = index >= 3 && reply == "ticket.repeated" && index % 3 == 2
                    #expect(reply == expected || isRepeat, "\(sender) \(index)")
                }
            }
        }
    }

    @Test(
        "What is kept and what for stands under the first reply, in the same message, and once",
        arguments: Engines.all)
    func notice(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let signal = Signal()
            try await running([Self.worker(house, store, signal: signal, clock: ManualClock())]) { _ in
                for id in ["1", "2"] { try await Self.accept(store, Self.strange, from: "a", id: id) }
                signal.notify()
                try await Self.settle(store, done: 2)
            }
            #expect(try await Self.texts(store, to: "a") == ["unreadable\nconsent.notice", "unreadable"])
        }
    }

    @Test("A redelivered message has no second effect", arguments: Engines.all)
    func redelivery(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let signal = Signal()
            try await running([Self.worker(house, store, signal: signal, clock: ManualClock())]) { _ in
                for _ in 0..<3 { try await Self.accept(store, Self.strange, from: "a", id: "same") }
                signal.notify()
                try await Self.settle(store, done: 1)
                let again = try await Self.accept(store, Self.strange, from: "a", id: "same")
                #expect(again == nil)
                try await Self.accept(store, Self.strange, from: "a", id: "other")
                signal.notify()
                try await Self.settle(store, done: 2)
            }
            #expect(try await Self.replies(store, to: "a") == ["unreadable", "unreadable"])
        }
    }

    @Test(
        "A row that was handled twice because of a crash between two commits has one effect",
        arguments: Engines.all)
    func handledTwice(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            try await Self.accept(store, Self.strange, from: "a", id: "1")
            for _ in 0..<2 {
                try await running([Self.worker(house, store)]) { _ in try await Self.settle(store, done: 1) }
            }
            #expect(try await Self.replies(store, to: "a") == ["unreadable"])
        }
    }

    @Test(
        "A message that cannot be handled is set aside with a word, and the lane flows on",
        arguments: Engines.all)
    func trapped(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            try await Self.accept(store, Self.strange, from: "a", id: "1")
            try await Self.accept(store, Self.trap, from: "a", id: "2")
            try await Self.accept(store, Self.strange, from: "a", id: "3")
            try await running([Self.worker(house, store)]) { _ in try await Self.settle(store, done: 2) }
            #expect(
                try await Self.replies(store, to: "a") == ["unreadable", "fallback.apology", "unreadable"])
            let count = try await store.read { tx throws(SQLError) in try tx.inbox.count(.quarantined) }
            #expect(count == 1)
        }
    }

    @Test(
        "After a crash the suspects run first and alone; the one with three attempts is set aside",
        arguments: Engines.all)
    func crash(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            var ids: [InboxID] = []
            for number in 1...6 {
                if let id = try await Self.accept(store, Self.strange, from: "p\(number)", id: "\(number)") {
                    ids.append(id)
                }
            }
            let (guilty, innocent) = (ids[4], ids[2])
            try await store.write { tx throws(SQLError) in
                try tx.inbox.countAttempt([guilty], after: 2)
                try tx.inbox.countAttempt([innocent], after: 0)
            }
            try await running([Self.worker(house, store)]) { _ in try await Self.settle(store, done: 5) }
            let rows = try await store.read { tx throws(SQLError) in
                [try tx.inbox.received(guilty), try tx.inbox.received(innocent)]
            }
            #expect(rows[0]?.state == .quarantined)
            #expect(rows[1]?.state == .done)
            #expect(rows[1]?.attempts == 2, "the second attempt was counted before it ran")
            let order = try await store.read { tx throws(SQLError) in
                try tx.outbox.list([], rows: 9).reversed().map(\.message.recipient)
            }
            #expect(order.prefix(2) == ["p3", "p5"], "the suspects come before the untried")
            #expect(try await Self.replies(store, to: "p5") == ["fallback.apology"])
        }
    }

    @Test(
        "A store that fails is waited for: nothing is lost, doubled or set aside",
        arguments: Engines.all,
        [
            SQLError.Kind.full, .busy, .unavailable, .aborted, .readOnly, .corrupt, .outcomeUnknown,
        ])
    func storeFails(engine: Engine, kind: SQLError.Kind) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            for number in 1...5 { try await Self.accept(store, Self.strange, from: "a", id: "\(number)") }
            store.failNextWrites(Array(repeating: SQLError(kind, "on command"), count: 12))
            try await running([Self.worker(house, store)]) { _ in try await Self.settle(store, done: 5) }
            #expect(store.failuresLeft == 0)
            #expect(try await Self.replies(store, to: "a") == Array(repeating: "unreadable", count: 5))
        }
    }

    @Test(
        "A row that the store refuses three times is set aside, and the next one is answered",
        arguments: Engines.all)
    func poisoned(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            try await Self.accept(store, Self.strange, from: "a", id: "1")
            try await Self.accept(store, Self.strange, from: "a", id: "2")
            // The first write counts the attempts; the next three are the first row's.
            let signal = Signal()
            let worker = Self.worker(house, store, signal: signal)
            let failing = SQLError(.constraint, "on command")
            try await running([worker]) { _ in
                try await Self.settle(store, done: 2)
                store.failNextWrites([])
            }
            try await Self.accept(store, Self.strange, from: "a", id: "3")
            try await Self.accept(store, Self.strange, from: "a", id: "4")
            try await store.write { tx throws(SQLError) in
                for row in try tx.inbox.waiting(after: InboxID(0), limit: 1) {
                    try tx.inbox.countAttempt([row.id], after: 0)
                }
            }
            // The suspect's new attempt cannot be counted, then its turn fails three times.
            store.failNextWrites([failing, failing, failing])
            try await running([Self.worker(house, store)]) { _ in try await Self.settle(store, done: 3) }
            #expect(
                try await Self.replies(store, to: "a") == [
                    "unreadable", "unreadable", "fallback.apology", "unreadable",
                ])
        }
    }

    @Test(
        "A stop on request is no crash: what was claimed is answered, and nobody is set aside for it",
        arguments: Engines.all)
    func stops(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            for round in 1...6 {
                for number in 1...10 {
                    try await Self.accept(
                        store, Self.strange, from: "p\(number % 4)", id: "\(round) \(number)")
                }
                let before = store.events.count
                try await running([Self.worker(house, store, clock: ManualClock())]) { _ in
                    // The attempts are counted; now comes the stop.
                    await store.events.reaches(before + 1)
                }
                let left = try await store.read { tx throws(SQLError) in
                    [try tx.inbox.interrupted().count, try tx.inbox.count(.quarantined)]
                }
                #expect(left == [0, 0], "round \(round)")
            }
            try await running([Self.worker(house, store)]) { _ in try await Self.settle(store, done: 60) }
        }
    }

    @Test("A resident who writes opens the window, and what was parked is queued", arguments: Engines.all)
    func window(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let channel = FakeChannel(name: "web", window: .init(span: .hours(48), messages: 5))
            try await store.write { tx throws(SQLError) in
                let message = OutboundMessage(
                    channel: "web", recipient: "a", text: "parked", idempotencyKey: "k")
                let id = try present(tx.outbox.enqueue(message, why: "reply", at: monday))
                try tx.outbox.start([id], at: monday)
                try tx.outbox.decide(id, .windowClosed, at: monday)
            }
            try await Self.accept(store, Self.strange, from: "a", id: "1")
            try await running([Self.worker(house, store, channel: channel)]) { _ in
                try await Self.settle(store, done: 1)
            }
            let (states, window) = try await store.read { tx throws(SQLError) in
                (
                    try tx.outbox.list([], rows: 9).reversed().map {
                        "\($0.message.text) \($0.state.rawValue)"
                    },
                    try tx.windows.state(channel: "web", recipient: "a")
                )
            }
            #expect(states == ["parked queued", "unreadable\nconsent.notice queued"])
            #expect(window?.closesAt == monday + .hours(48))
            #expect(window?.remaining == 5)
        }
    }

    @Test("A follow is greeted in its short window; who leaves gets nothing more", arguments: Engines.all)
    func events(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let channel = FakeChannel(name: "web", window: .init(span: .hours(48), messages: 5))
            try await Self.accept(store, .event(name: "subscribe", key: ""), from: "a", id: "1")
            try await running([Self.worker(house, store, channel: channel)]) { _ in
                try await Self.settle(store, done: 1)
            }
            #expect(try await Self.replies(store, to: "a") == ["greet.welcome"])
            let open = try await store.read { tx throws(SQLError) in
                try tx.windows.state(channel: "web", recipient: "a")
            }
            #expect(open?.closesAt == monday + .minutes(1))
            try await Self.accept(store, .event(name: "unsubscribe", key: ""), from: "a", id: "2")
            try await running([Self.worker(house, store, channel: channel)]) { _ in
                try await Self.settle(store, done: 2)
            }
            let closed = try await store.read { tx throws(SQLError) in
                try tx.windows.state(channel: "web", recipient: "a")
            }
            #expect(closed?.remaining == 0)
            #expect(try await Self.replies(store, to: "a").count == 1)
        }
    }
}

/// Says the keys alone.
struct KeyWords: Phrasebook {
    func words(_ phrase: Phrase, for kind: ChannelConfiguration.Kind?) -> String { phrase.key }
}
