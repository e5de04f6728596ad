import LinliDialogue
import LinliModel
import LinliServices
import LinliSQL
import LinliStore
import LinliTestKit
import Synchronization
import Testing

@testable import LinliEngine

/// Several daemons on one store. The messages need no understanding, as in `InboxWorkerTests`.
@Suite("A fleet: one conversation at a time across all daemons", .timeLimit(.minutes(1)))
struct FleetTests {
    private static let owners = ["one", "two", "three"]
    /// A lease that was over before it began: its holder slept.
    private static let over = TimeSpan.milliseconds(-1000)

    private static func fleet(_ owner: String) -> Fleet {
        Fleet(owner: owner, lease: .minutes(1))
    }

    private static func worker(
        _ house: TemporaryStore, _ store: WatchedStore, owner: String, signal: Signal,
        clock: any Clockwork = ManualClock()
    ) -> SharedInboxWorker {
        SharedInboxWorker(
            database: store, runner: InboxWorkerTests.runner(house), fleet: fleet(owner), clock: clock,
            signal: signal, backoff: .plain, measures: .unread, logger: quiet)
    }

    private static func turns(
        _ house: TemporaryStore, _ store: WatchedStore, clock: any Clockwork = ManualClock()
    ) -> InboxTurns {
        InboxTurns(
            database: store, runner: InboxWorkerTests.runner(house), clock: clock, backoff: .plain,
            measures: .unread, logger: quiet)
    }

    @discardableResult
    private static func accept(
        _ store: WatchedStore, _ content: InboundMessage.Content = .unsupported(kind: "video"),
        from sender: String, id: String, attempts: Int = 0
    ) async throws -> InboxRow {
        let row = try await store.write { tx throws(SQLError) -> InboxRow? in
            let message = InboundMessage(
                channel: "web", externalID: id, sender: sender, sentAt: nil, content: content)
            guard let id = try tx.inbox.accept(message, at: monday) else { return nil }
            if attempts > 0 { try tx.inbox.countAttempt([id], after: attempts - 1) }
            return try tx.inbox.received(id)
        }
        return try #require(row)
    }

    private static func replies(_ store: WatchedStore, to sender: String) async throws -> [String] {
        try await store.read { tx throws(SQLError) in
            try tx.outbox.sent(channel: "web", recipient: sender, after: OutboxID(0), limit: 500).map {
                $0.message.text.replacing("\nconsent.notice", with: "")
            }
        }
    }

    private static func held(_ store: WatchedStore) async throws -> Int64 {
        try await store.read { tx throws(SQLError) in
            try tx.integer("SELECT count(*) FROM lanes WHERE key LIKE 'conversation:%'")
        }
    }

    @Test("Three workers answer each conversation in its order, each message once", arguments: Engines.all)
    func order(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let signals = Self.owners.map { _ in Signal() }
            let workers = zip(Self.owners, signals).map {
                Self.worker(house, store, owner: $0, signal: $1)
            }
            try await running(workers) { _ in
                for number in 0..<18 {
                    // A picture asks what is broken, the first place asks again, the second opens a ticket.
                    let place = InboundMessage.Content.location(latitude: 24, longitude: 118, label: "北门")
                    let content = number % 3 == 0 ? InboundMessage.Content.image(media: "m") : place
                    for sender in ["a", "b", "c"] {
                        try await Self.accept(store, content, from: sender, id: "\(sender)\(number)")
                    }
                    signals[number % 3].notify()
                }
                try await store.until { tx throws(SQLError) in try tx.inbox.count(.done) == 54 }
            }
            for sender in ["a", "b", "c"] {
                let replies = try await Self.replies(store, to: sender)
                #expect(replies.count == 18)
                for (index, reply) in replies.enumerated() {
                    // Later pictures and finer places belong to the ticket that stands by then.
                    let later = [
                        ["picture.attached"], ["place.noted"], ["place.noted", "ticket.repeated"],
                    ]
                    let expected =
                        index < 2
                        ? ["repair.ask_what_picture"] : index == 2 ? ["ticket.opened"] : later[index % 3]
                    #expect(expected.contains(reply), "\(sender) \(index) \(reply)")
                }
            }
            #expect(try await Self.held(store) == 0, "who stops gives back what he held")
        }
    }

    @Test("A daemon that slept past its lease commits nothing", arguments: Engines.all)
    func sleeper(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let row = try await Self.accept(store, from: "a", id: "1", attempts: 1)
            let slept = try await store.write { tx throws(SQLError) -> LaneClaim? in
                let claims = try tx.lanes.claim([row.conversation.lane], owner: "one", for: Self.over)
                _ = try tx.lanes.claim([row.conversation.lane], owner: "two", for: .minutes(1))
                return claims.first
            }
            let lane = HeldLane(claim: try #require(slept), lease: .minutes(1))
            let end = await Self.turns(house, store).handle(row, in: lane)
            #expect(end == .lost)
            let kept = try await store.read { tx throws(SQLError) in try tx.inbox.received(row.id) }
            #expect(kept?.state == .waiting && kept?.attempts == 0, "sleeping is no crash")
            #expect(try await Self.replies(store, to: "a") == [])
        }
    }

    @Test(
        "What a dead daemon held is done by another when the lease is over; the third crash sets it aside",
        arguments: Engines.all)
    func heir(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let left = try await Self.accept(store, from: "a", id: "1", attempts: 1)
            let trap = try await Self.accept(store, from: "b", id: "2", attempts: Limits.inboxAttempts)
            let busy = try await Self.accept(store, from: "c", id: "3")
            try await store.write { tx throws(SQLError) in
                for row in [left, trap] {
                    _ = try tx.lanes.claim([row.conversation.lane], owner: "dead", for: Self.over)
                }
                _ = try tx.lanes.claim([busy.conversation.lane], owner: "alive", for: .minutes(1))
            }
            try await running([Self.worker(house, store, owner: "heir", signal: Signal())]) { _ in
                try await store.until { tx throws(SQLError) in
                    let (done, setAside) = (try tx.inbox.count(.done), try tx.inbox.count(.quarantined))
                    return done == 1 && setAside == 1
                }
            }
            #expect(try await Self.replies(store, to: "a") == ["unreadable"])
            #expect(try await Self.replies(store, to: "b") == ["fallback.apology"])
            #expect(try await Self.replies(store, to: "c") == [], "this lane is held")
        }
    }

    @Test("Of several that a dead daemon left, only the one that runs is counted", arguments: Engines.all)
    func oneSuspectAtATime(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            var left: [InboxRow] = []
            for sender in ["a", "b", "c"] {
                left.append(try await Self.accept(store, from: sender, id: sender, attempts: 1))
            }
            let ids = left.map(\.id)
            let most = Mutex(0)
            store.atEveryWrite { tx throws(SQLError) in
                var tried = 0
                for id in ids {
                    let row = try tx.inbox.received(id)
                    if row?.state == .waiting, row?.attempts == 2 { tried += 1 }
                }
                most.withLock { $0 = max($0, tried) }
            }
            try await running([Self.worker(house, store, owner: "heir", signal: Signal())]) { _ in
                try await store.until { tx throws(SQLError) in try tx.inbox.count(.done) == 3 }
            }
            #expect(most.withLock { $0 } == 1)
        }
    }

    @Test(
        "A COMMIT that was never answered counts against no message: done once, none set aside",
        arguments: Engines.all, [WatchedStore.LostCommit.happened, .undone])
    func unansweredAttempts(engine: Engine, commit: WatchedStore.LostCommit) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let fresh = try await Self.accept(store, from: "a", id: "1")
            // Two processes ended with it. A third would set it aside; a silent store does not.
            let suspect = try await Self.accept(store, from: "b", id: "2", attempts: 2)
            store.loseNextAnswers(12, to: commit)
            let worker = Self.worker(house, store, owner: "one", signal: Signal(), clock: FastClock())
            try await running([worker]) { _ in
                try await store.until { tx throws(SQLError) in try tx.inbox.count(.done) == 2 }
            }
            let rows = try await store.read { tx throws(SQLError) in
                [try tx.inbox.received(fresh.id), try tx.inbox.received(suspect.id)]
            }
            #expect(rows.map { $0?.attempts } == [1, 3], "each attempt was counted, once")
            for sender in ["a", "b"] { #expect(try await Self.replies(store, to: sender) == ["unreadable"]) }
            #expect(store.answersToLose == 0)
        }
    }

    @Test(
        "A store that fails is waited for, however often: no attempt is counted for it",
        arguments: Engines.all, [SQLError.Kind.unavailable, .readOnly, .full, .corrupt])
    func storeFails(engine: Engine, kind: SQLError.Kind) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let row = try await Self.accept(store, from: "a", id: "1", attempts: 1)
            let lane = try await store.write { tx throws(SQLError) in
                try tx.lanes.claim([row.conversation.lane], owner: "one", for: .minutes(1)).first
            }
            store.failNextWrites(Array(repeating: SQLError(kind, "on command"), count: 9))
            let turns = Self.turns(house, store, clock: FastClock())
            let end = await turns.handle(row, in: HeldLane(claim: try #require(lane), lease: .minutes(1)))
            #expect(end == .done)
            #expect(store.failuresLeft == 0)
            #expect(try await Self.replies(store, to: "a") == ["unreadable"])
            let kept = try await store.read { tx throws(SQLError) in try tx.inbox.received(row.id) }
            #expect(kept?.state == .done && kept?.attempts == 1)
        }
    }

    @Test(
        "Pushes of a daemon that is gone go out again, a whole lease later; those of a living one never",
        arguments: Engines.all)
    func orphans(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let rows = try await store.write { tx throws(SQLError) in
                try tx.lanes.live("alive", for: .minutes(1))
                try tx.lanes.live("gone", for: Self.over)
                var rows: [String: OutboxID] = [:]
                for owner in ["alive", "gone"] {
                    let message = OutboundMessage(
                        channel: "web", recipient: owner, text: "x", idempotencyKey: owner)
                    guard let id = try tx.outbox.enqueue(message, why: "test", at: monday) else { continue }
                    try tx.outbox.start([id], by: owner, at: monday)
                    rows[owner] = id
                }
                return rows
            }
            let clock = ManualClock()
            let beat = Heartbeat(
                database: store, fleet: Self.fleet("heir"), carriers: Carriers(channels: [], robots: []),
                clock: clock, outbox: Signal(), logger: quiet)
            let gone = try #require(rows["gone"])
            // It has just come, so it cannot know; then it lost the store for longer than a lease.
            for pause: Int64 in [0, 20, 90, 20, 20, 19] {
                clock.advance(.seconds(pause))
                try await beat.beat()
                let row = try await store.read { tx throws(SQLError) in try tx.outbox.find(gone) }
                #expect(row?.state == .sending)
            }
            clock.advance(.seconds(1))
            try await beat.beat()
            let alive = try #require(rows["alive"])
            try await store.write { tx throws(SQLError) in
                #expect(try tx.outbox.find(gone)?.state == .queued)
                #expect(try tx.outbox.find(gone)?.unknowns == 1)
                #expect(try tx.outbox.find(alive)?.state == .sending)
                #expect(try tx.outbox.isUnderWay(alive, by: "alive", since: monday))
                try tx.outbox.start([gone], by: "heir", at: monday + .seconds(20))
                #expect(try !tx.outbox.isUnderWay(gone, by: "gone", since: monday), "it woke too late")
            }
        }
    }

    @Test(
        "Pushes whose start was committed without an answer go out through the same daemon, once",
        arguments: Engines.all)
    func unansweredStart(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let outside = Outside()
            try await store.write { tx throws(SQLError) in
                for number in 1...5 {
                    let message = OutboundMessage(
                        channel: "oa", recipient: "p\(number)", text: "\(number)",
                        idempotencyKey: "key \(number)")
                    try tx.outbox.enqueue(message, why: "test", at: monday)
                }
            }
            // The start, the look for what it did, and a first fate.
            store.loseNextAnswers(3)
            let clock = FastClock()
            let worker = OutboxWorker(
                database: store, carriers: Carriers(channels: [FakeChannel()], robots: []),
                tokens: Tokens(send: outside.send, clock: clock), send: outside.send, clock: clock,
                signal: Signal(), backoff: .plain, streamed: { _, _ in }, fleet: Self.fleet("one"),
                measures: .unread, logger: quiet)
            try await running([worker]) { _ in
                try await store.until { tx throws(SQLError) in try tx.outbox.count(.accepted) == 5 }
            }
            #expect(outside.texts.sorted() == ["1", "2", "3", "4", "5"])
        }
    }

    @Test("A job belongs to one daemon at a time", arguments: Engines.all)
    func job(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let pruners = Self.owners.map {
                Pruner(
                    database: store, retention: house.settings.daemon.retention,
                    clock: ManualClock(monday + .days(400)), fleet: Self.fleet($0), logger: quiet)
            }
            for pruner in pruners { await pruner.prune() }
            let holders = try await store.read { tx throws(SQLError) in
                try tx.all("SELECT owner FROM lanes WHERE key = 'job:prune'") { row throws(SQLError) in
                    try row.text(0)
                }
            }
            #expect(holders == ["one"])
        }
    }

    @Test("A timer that two daemons see fires once", arguments: Engines.all)
    func timer(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            try await store.write { tx throws(SQLError) in
                try tx.timers.arm(.redemption, subject: "1", due: monday)
            }
            let due = try await store.read { tx throws(SQLError) in try tx.timers.due(at: monday, limit: 9) }
            let timer = try #require(due.first)
            let fired = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<10 {
                    group.addTask {
                        try await store.write { tx throws(SQLError) in try tx.timers.fire(timer, at: monday) }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(fired == 1)
        }
    }

    @Test("A suspect runs while no other turn does")
    func alone() async {
        let gate = TurnGate()
        let log = Kept<[String]>([])
        await gate.enter(alone: false)
        let suspect = Task {
            await gate.enter(alone: true)
            log.change { $0.append("suspect") }
            await gate.leave()
        }
        let next = Task {
            await suspect.value
            await gate.enter(alone: false)
            log.change { $0.append("next") }
            await gate.leave()
        }
        for _ in 0..<20 { await Task.yield() }
        log.change { $0.append("first") }
        await gate.leave()
        await next.value
        #expect(log.now == ["first", "suspect", "next"])
    }
}
