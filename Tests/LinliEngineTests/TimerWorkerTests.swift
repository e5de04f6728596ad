import LinliModel
import LinliServices
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

@Suite("Timer worker: each due time once", .timeLimit(.minutes(1)))
struct TimerWorkerTests {
    private static func worker(
        _ house: TemporaryStore, _ store: WatchedStore, clock: any Clockwork, signal: Signal = Signal()
    ) -> TimerWorker {
        let notifier = Notifier(phrases: KeyWords(), settings: house.settings, wakeups: .none)
        let codes = RandomCodes(digits: { String(repeating: "7", count: $0) }, secret: { "secret" })
        return TimerWorker(
            database: store,
            actions: TimerActions(settings: house.settings, notifier: notifier, codes: codes),
            clock: clock, signal: signal, measures: .unread, logger: quiet)
    }

    /// A P2 ticket at `monday` with its three clocks: 10:05, 12:00, Thursday 20:00.
    private static func ticket(_ house: TemporaryStore, _ store: WatchedStore) async throws -> TicketID {
        let notifier = Notifier(phrases: KeyWords(), settings: house.settings, wakeups: .none)
        let service = TicketService(settings: house.settings, notifier: notifier)
        let draft = TicketDraft(
            category: "power.public_lighting", urgency: .p2, text: "路灯坏了", address: Address(place: "北门"))
        return try await store.write { tx throws(SQLError) in
            let ticket = try service.add(
                draft, from: nil, estate: "HTL", actor: "resident", in: tx, at: monday)
            // The rule that dispatches is due at once; here only the clocks are looked at.
            try tx.timers.disarm(.dispatch, subject: ticket.id.description)
            return ticket.id
        }
    }

    private static func breaches(_ store: WatchedStore, _ ticket: TicketID) async throws -> [String] {
        try await store.read { tx throws(SQLError) in
            try tx.ticketEvents.of(ticket).filter { $0.kind == .breach }.map {
                "\($0.detail) \($0.at.iso8601)"
            }
        }
    }

    @Test(
        "Clocks fire at their time; a clock set back fires nothing twice, one set forward each once",
        arguments: Engines.all)
    func jumps(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let ticket = try await Self.ticket(house, store)
            let clock = ManualClock()
            let worker = Self.worker(house, store, clock: clock)
            _ = await worker.fireDue()
            #expect(try await Self.breaches(store, ticket).isEmpty)
            clock.set(monday + .minutes(5))
            _ = await worker.fireDue()
            clock.set(monday - .days(1))
            _ = await worker.fireDue()
            clock.set(monday + .minutes(6))
            _ = await worker.fireDue()
            #expect(try await Self.breaches(store, ticket) == ["first_response 2026-03-16T10:05:00+08:00"])
            clock.set(monday + .days(400))
            _ = await worker.fireDue()
            _ = await worker.fireDue()
            #expect(
                try await Self.breaches(store, ticket).map { $0.prefix { $0 != " " } } == [
                    "first_response", "accept", "resolve",
                ])
        }
    }

    @Test(
        "The running worker wakes for an armed timer, and for one that was armed while it slept",
        arguments: Engines.all)
    func wakes(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let clock = ManualClock()
            let signal = Signal()
            try await running([Self.worker(house, store, clock: clock, signal: signal)]) { _ in
                let ticket = try await Self.ticket(house, store)
                clock.set(monday + .minutes(5))
                signal.notify()
                try await store.until { tx throws(SQLError) in
                    try tx.ticketEvents.count(.breach, of: ticket) == 1
                }
            }
        }
    }

    @Test("It waits exactly until the next due time, and never more than a second", arguments: Engines.all)
    func waits(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let clock = ManualClock()
            let worker = Self.worker(house, store, clock: clock)
            #expect(await worker.fireDue() == .seconds(1))
            _ = try await Self.ticket(house, store)
            #expect(await worker.fireDue() == .seconds(1))
            clock.set(monday + .minutes(5) - .milliseconds(300))
            #expect(await worker.fireDue() == .milliseconds(300))
        }
    }

    @Test("Two hundred timers at one moment fire all, once each", arguments: Engines.all)
    func many(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            try await store.write { tx throws(SQLError) in
                for number in 1...200 { try tx.timers.arm(.resume, subject: "\(number)", due: monday) }
            }
            _ = await Self.worker(house, store, clock: ManualClock()).fireDue()
            let fired = try await store.read { tx throws(SQLError) in
                try tx.integer("SELECT count(*) FROM timers WHERE state = 'fired'")
            }
            #expect(fired == 200)
        }
    }

    @Test(
        "A store that is full or locked says nothing against a timer: it fires when the store is back",
        arguments: Engines.all)
    func storeFails(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let ticket = try await Self.ticket(house, store)
            let clock = ManualClock(monday + .minutes(5))
            let worker = Self.worker(house, store, clock: clock)
            for _ in 0..<30 {
                store.failNextWrites([SQLError(.busy, "on command")])
                #expect(await worker.fireDue() == .seconds(1), "a failure is no reason to spin")
            }
            #expect(try await Self.breaches(store, ticket).isEmpty)
            _ = await worker.fireDue()
            #expect(try await Self.breaches(store, ticket).count == 1)
        }
    }

    @Test(
        "A timer that fails by itself is set aside after twenty attempts; the others fire meanwhile",
        arguments: Engines.all)
    func failing(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let ticket = try await Self.ticket(house, store)
            let clock = ManualClock(monday + .minutes(5))
            let worker = Self.worker(house, store, clock: clock)
            for _ in 0..<20 {
                // The turn fails; the count of it goes through.
                store.failNextWrites([SQLError(.constraint, "on command")])
                _ = await worker.fireDue()
            }
            _ = await worker.fireDue()
            #expect(try await Self.breaches(store, ticket).isEmpty)
            clock.set(monday + .hours(2))
            _ = await worker.fireDue()
            #expect(try await Self.breaches(store, ticket).map { $0.prefix { $0 != " " } } == ["accept"])
        }
    }
}
