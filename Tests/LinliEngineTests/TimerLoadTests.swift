import Foundation
import LinliModel
import LinliServices
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

/// Many timers at once. `LINLI_LONG_TESTS=1` arms a million and drains a hundred thousand, as after a long
/// standstill; else a hundredth of that.
@Suite("Timer worker: a million armed, a hundred thousand overdue", .timeLimit(.minutes(20)))
struct TimerLoadTests {
    private static let isLong = ProcessInfo.processInfo.environment["LINLI_LONG_TESTS"] == "1"
    private static let armed = isLong ? 1_000_000 : 10_000
    private static let overdue = isLong ? 100_000 : 1_000

    private static func fill(
        _ store: WatchedStore, _ count: Int, due: @escaping @Sendable (Int) -> Instant
    ) async throws {
        for start in stride(from: 0, to: count, by: 5_000) {
            try await store.write { tx throws(SQLError) in
                for number in start..<min(start + 5_000, count) {
                    try tx.timers.arm(.resume, subject: "\(number)", due: due(number))
                }
            }
        }
    }

    @Test("What is due fires, all of it, once, what is not due stays armed", arguments: Engines.all)
    func drains(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let overdue = Self.overdue
            try await Self.fill(store, Self.armed) { number in
                number < overdue
                    ? monday - .seconds(Int64(overdue - number)) : monday + .days(1 + Int64(number % 300))
            }
            let notifier = Notifier(phrases: KeyWords(), settings: house.settings, wakeups: .none)
            let codes = RandomCodes(
                digits: { String(repeating: "7", count: $0) }, secret: { "secret" })
            let worker = TimerWorker(
                database: store,
                actions: TimerActions(settings: house.settings, notifier: notifier, codes: codes),
                clock: ManualClock(), signal: Signal(), measures: .unread, logger: quiet)
            _ = await worker.fireDue()
            let (fired, left, disorder) = try await store.read { tx throws(SQLError) in
                (
                    try tx.integer("SELECT count(*) FROM timers WHERE state = 'fired'"),
                    try tx.integer("SELECT count(*) FROM timers WHERE state = 'armed'"),
                    try tx.integer(
                        """
                        SELECT count(*) FROM timers
                        WHERE state = 'fired' AND due_at > \(monday.milliseconds)
                        """
                    )
                )
            }
            #expect(Int(fired) == overdue)
            #expect(Int(left) == Self.armed - overdue)
            #expect(disorder == 0)
        }
    }

    /// The plan's limits are for a release build; this one only says that the cost does not grow with what
    /// stands in the table, which a scan would.
    @Test("Arming and cancelling cost the same beside many as beside none", arguments: Engines.all)
    func flat(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            func cost() async throws -> Duration {
                let clock = ContinuousClock()
                var best = Duration.seconds(1_000)
                for _ in 0..<5 {
                    let spent = try await store.write { tx throws(SQLError) in
                        let start = clock.now
                        for number in 0..<500 {
                            try tx.timers.arm(.accept, subject: "x\(number)", due: monday + .days(9))
                        }
                        for number in 0..<500 { try tx.timers.disarm(.accept, subject: "x\(number)") }
                        return clock.now - start
                    }
                    best = min(best, spent)
                }
                return best
            }
            let alone = try await cost()
            try await Self.fill(store, Self.armed) { monday + .seconds(Int64($0)) }
            let beside = try await cost()
            #expect(beside < alone * 4, "alone \(alone), beside \(Self.armed) \(beside)")
        }
    }
}
