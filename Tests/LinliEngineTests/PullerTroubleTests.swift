import LinliChannels
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

@Suite("Puller: platforms that refuse, and daemons beside it", .timeLimit(.minutes(1)))
struct PullerTroubleTests {
    private static func puller(
        _ store: WatchedStore, _ desk: ServiceDesk, clock: any Clockwork = ManualClock(),
        signal: Signal = Signal(), fleet: Fleet? = nil
    ) throws -> Puller {
        Puller(
            channel: try ServiceDesk.channel(), database: store,
            tokens: Tokens(send: desk.send, clock: clock), send: desk.send, clock: clock, signal: signal,
            backoff: .plain, stored: {}, fleet: fleet,
            measures: .unread, logger: quiet)
    }

    private static func stored(_ store: WatchedStore, _ count: Int) async throws {
        try await store.until { tx throws(SQLError) in try tx.inbox.count(.waiting) == count }
    }

    private static func isPulled(_ store: WatchedStore) async throws {
        try await store.until { tx throws(SQLError) in
            guard let state = try tx.pulls.find("wkA") else { return false }
            return state.pulledAt != nil && state.heard == state.notices
        }
    }

    private static let items = (1...40).map { ServiceDesk.text("第\($0)", id: "m\($0)") }

    @Test(
        "A token that ended is fetched anew, a ticket that ended left away, at once", arguments: Engines.all)
    func expired(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let desk = ServiceDesk()
            desk.add(Self.items)
            desk.answerNext([
                .status(200, #"{"errcode":42001}"#), .status(200, #"{"errcode":95007}"#),
            ])
            try await store.write { tx throws(SQLError) in
                try tx.pulls.notice(account: "wkA", ticket: "T1", at: monday)
            }
            try await running([try Self.puller(store, desk)]) { _ in try await Self.stored(store, 40) }
            #expect(desk.asks.map(\.ticket) == ["T1", "T1", nil])
        }
    }

    @Test("A page that is too long to be read is asked for in smaller pieces", arguments: Engines.all)
    func tooLong(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let desk = ServiceDesk()
            desk.add(Self.items)
            let long = Outside.Answer.failure(PushFailure(.responseTooLong, "too long"))
            desk.answerNext([long, long])
            try await running([try Self.puller(store, desk)]) { _ in try await Self.stored(store, 40) }
            #expect(desk.asks.map(\.limit) == [100, 50, 25, 25])
        }
    }

    @Test("Where the platform forgot the cursor it begins anew, and doubles nothing", arguments: Engines.all)
    func forgotten(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let (desk, signal) = (ServiceDesk(), Signal())
            desk.add(Self.items)
            try await running([try Self.puller(store, desk, signal: signal)]) { _ in
                try await Self.isPulled(store)
                desk.add([ServiceDesk.text("新的", id: "new", at: monday + .days(-2))])
                desk.answerNext([.status(200, #"{"errcode":40058}"#)])
                try await store.write { tx throws(SQLError) in
                    try tx.pulls.notice(account: "wkA", ticket: nil, at: monday)
                }
                signal.notify()
                try await Self.stored(store, 41)
            }
            #expect(desk.asks.map(\.cursor) == ["", "c40", ""])
        }
    }

    @Test(
        "A platform that fails, or promises more and has none, is asked again later, not at once",
        arguments: Engines.all)
    func failures(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let clock = FastClock()
            let desk = ServiceDesk(clock)
            desk.add(Self.items)
            desk.answerNext([
                .lost, .status(200, #"{"errcode":45009}"#),
                .status(200, #"{"errcode":0,"next_cursor":"","has_more":1,"msg_list":[]}"#),
            ])
            try await running([try Self.puller(store, desk, clock: clock)]) { _ in
                try await Self.stored(store, 40)
            }
            let times = desk.asks.prefix(4).map(\.at)
            // A second, the minute of the quota, four seconds.
            #expect(times == [0, 1, 61, 65].map { monday + .seconds($0) })
        }
    }

    @Test("Of several daemons the one that holds the account pulls", arguments: Engines.all)
    func fleet(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let (desk, signal) = (ServiceDesk(), Signal())
            desk.add(Self.items)
            let other = try await store.write { tx throws(SQLError) in
                try tx.lanes.claim([LaneClaim.jobKey("pull:wkA")], owner: "other", for: .minutes(1)).first
            }
            let claim = try #require(other)
            let before = store.events.count
            let fleet = Fleet(owner: "one", lease: .minutes(1))
            try await running([try Self.puller(store, desk, signal: signal, fleet: fleet)]) { _ in
                await store.events.reaches(before + 1)
                #expect(desk.asks.isEmpty)
                try await store.write { tx throws(SQLError) in try tx.lanes.release(claim) }
                signal.notify()
                try await Self.stored(store, 40)
                try await store.until { tx throws(SQLError) in
                    try tx.integer("SELECT count(*) FROM lanes WHERE key LIKE 'job:pull:%'") == 0
                }
            }
            #expect(desk.asks.count == 1)
        }
    }

    @Test("A daemon that lost the account while it asked stores nothing", arguments: Engines.all)
    func sleeper(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let (desk, signal) = (ServiceDesk(), Signal())
            desk.add(Self.items)
            // A lease that is over before it begins: its holder sleeps.
            let fleet = Fleet(owner: "one", lease: .milliseconds(-1000))
            let isTaken = Kept(false)
            store.atEveryWrite { tx throws(SQLError) in
                // Right behind its claim another daemon takes the account and pulls it.
                guard !isTaken.now,
                    try tx.integer("SELECT count(*) FROM lanes WHERE owner = 'one'") == 1
                else { return }
                isTaken.change { $0 = true }
                try tx.run("UPDATE lanes SET owner = 'other', epoch = epoch + 1, lease_until = 9000000000000")
            }
            let before = store.events.count
            try await running([try Self.puller(store, desk, signal: signal, fleet: fleet)]) { _ in
                // Its claim, the row's beginning, the page that is not kept.
                await store.events.reaches(before + 3)
                let (count, cursor) = try await store.read { tx throws(SQLError) in
                    (try tx.inbox.count(.waiting), try tx.pulls.find("wkA")?.cursor)
                }
                #expect(count == 0 && cursor?.isEmpty == true)
            }
        }
    }
}
