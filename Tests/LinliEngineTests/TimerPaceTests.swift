import Foundation
import LinliModel
import LinliServices
import LinliSQL
import LinliStore
import LinliTestKit
import Synchronization
import Testing

@testable import LinliEngine

/// How promptly timers fire beside a million others, and what a long standstill does to those who write
/// meanwhile. `LINLI_LONG_TESTS=1` runs it at full length; with `LINLI_FIGURES=FILE` the figures are written
/// there, for `Docs/Performance.md`.
@Suite("Timer worker: pace, order, and room for others", .timeLimit(.minutes(30)))
struct TimerPaceTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let isLong = environment["LINLI_LONG_TESTS"] == "1"

    /// The timers of conversations, whose end is seen from inside and after the commit.
    private final class Witness: ConversationTimeouts {
        struct Seen: Sendable {
            let sender: String
            let at: Instant
        }

        let seen = Kept<[Seen]>([])
        let count = Tally()

        func timeOut(
            _ kind: TimerRow.Kind, of conversation: ConversationKey, in tx: Transaction, at now: Instant
        ) throws(SQLError) {
            tx.afterCommit { [seen, count] in
                seen.change { $0.append(Seen(sender: conversation.sender, at: SystemClock().now())) }
                count.add()
            }
        }
    }

    private static func worker(
        _ house: TemporaryStore, _ store: WatchedStore, _ witness: Witness, clock: any Clockwork
    ) -> TimerWorker {
        let notifier = Notifier(phrases: KeyWords(), settings: house.settings, wakeups: .none)
        let codes = RandomCodes(digits: { String(repeating: "7", count: $0) }, secret: { "secret" })
        return TimerWorker(
            database: store,
            actions: TimerActions(
                settings: house.settings, notifier: notifier, codes: codes, conversations: witness),
            clock: clock, signal: Signal(), measures: .unread, logger: quiet)
    }

    private static func arm(
        _ store: WatchedStore, _ count: Int, named name: String,
        due: @escaping @Sendable (Int) -> Instant
    ) async throws {
        for start in stride(from: 0, to: count, by: 5_000) {
            try await store.write { tx throws(SQLError) in
                for number in start..<min(start + 5_000, count) {
                    let key = ConversationKey(channel: "web", sender: "\(name)\(number)")
                    try tx.timers.arm(.draft, subject: key.subject, due: due(number))
                }
            }
        }
    }

    @Test(
        "After a standstill what is overdue fires in its order, and messages are taken meanwhile",
        arguments: Engines.all)
    func standstill(engine: Engine) async throws {
        let overdue = Self.isLong ? 100_000 : 2_000
        try await WatchedStore.with(on: engine) { house, store in
            try await Self.arm(store, overdue, named: "t") { monday - .seconds(Int64(overdue - $0)) }
            let witness = Witness()
            let worker = Self.worker(house, store, witness, clock: ManualClock())
            let clock = ContinuousClock()
            let start = clock.now
            let draining = Task { await worker.fireDue() }
            var waits: [Duration] = []
            var taken = 0
            while witness.count.count < overdue {
                let asked = clock.now
                let message = InboundMessage(
                    channel: "web", externalID: "m\(taken)", sender: "m", sentAt: nil, content: .text("在吗"))
                _ = try await store.write { tx throws(SQLError) in
                    try tx.inbox.accept(message, at: monday)
                }
                waits.append(clock.now - asked)
                taken += 1
                await Task.yield()
            }
            _ = await draining.value
            let spent = clock.now - start
            #expect(taken > 10, "messages are taken while the overdue ones fire")
            let order = witness.seen.now.compactMap { Int($0.sender.dropFirst()) }
            #expect(order.count == overdue && Set(order).count == overdue, "each once")
            // Those that are read together share commits; nothing overtakes them by more.
            let displaced = order.enumerated().map { abs($0.offset - $0.element) }.max() ?? 0
            #expect(displaced < 64, "\(displaced) places out of its order")
            Self.note(
                engine, "restart with \(overdue) overdue",
                [
                    ("drained in", Self.seconds(spent) * 1_000, "ms"),
                    ("messages taken meanwhile", Double(taken), ""),
                    ("wait of a message, p99", Self.percentile(waits.map(Self.seconds), 99) * 1_000, "ms"),
                ])
        }
    }

    /// Real time, and a minute of it on each engine: only at full length.
    @Test(
        "A thousand due every second beside a million armed: p99 of the lag under a second",
        .enabled(if: isLong, "LINLI_LONG_TESTS=1 runs it"), arguments: Engines.all)
    func pace(engine: Engine) async throws {
        let beside = 1_000_000
        let seconds = 20
        try await WatchedStore.with(on: engine) { house, store in
            let idle = Self.residentMegabytes()
            let filling = ContinuousClock.now
            try await Self.arm(store, beside, named: "b") { monday + .days(9_000) + .seconds(Int64($0)) }
            let armed = ContinuousClock.now - filling
            let full = Self.residentMegabytes()
            let begin = SystemClock().now() + .seconds(15)
            try await Self.arm(store, seconds * 1_000, named: "p") { begin + .milliseconds(Int64($0)) }
            #expect(SystemClock().now() < begin, "armed before the first is due")
            let witness = Witness()
            let worker = Self.worker(house, store, witness, clock: SystemClock())
            try await running([worker]) { _ in await witness.count.reaches(seconds * 1_000) }
            let lags = witness.seen.now.compactMap { seen -> Double? in
                Int64(seen.sender.dropFirst()).map {
                    Double((seen.at - (begin + .milliseconds($0))).milliseconds)
                }
            }
            #expect(lags.count == seconds * 1_000)
            #expect(lags.allSatisfy { $0 >= 0 }, "nothing before its time")
            let worst = Self.percentile(lags, 99)
            #expect(worst < 1_000, "p99 \(worst) ms")
            Self.note(
                engine, "1,000 due a second for \(seconds) s, \(beside) armed beside",
                [
                    ("lag, p50", Self.percentile(lags, 50), "ms"), ("lag, p99", worst, "ms"),
                    ("lag, worst", lags.max() ?? 0, "ms"),
                    ("arming a million", Self.seconds(armed) * 1e6 / Double(beside), "µs each"),
                    ("resident memory before", idle, "MiB"), ("with a million armed", full, "MiB"),
                    ("after firing", Self.residentMegabytes(), "MiB"),
                ])
        }
    }

    /// Beside the transaction that they belong to: what a statement more costs, without a commit. A
    /// ticket arms its five or so together, which is measured beside it.
    @Test("Arming and cancelling beside a million, each", arguments: Engines.all)
    func cost(engine: Engine) async throws {
        let beside = Self.isLong ? 1_000_000 : 10_000
        try await WatchedStore.with(on: engine) { _, store in
            try await Self.arm(store, beside, named: "b") { monday + .seconds(Int64($0)) }
            var arming: [Double] = []
            var cancelling: [Double] = []
            var together: [Double] = []
            for _ in 0..<7 {
                let spent = try await store.write { tx throws(SQLError) in
                    let start = ContinuousClock.now
                    for number in 0..<1_000 {
                        try tx.timers.arm(.accept, subject: "x\(number)", due: monday + .days(9))
                    }
                    let armed = ContinuousClock.now
                    for number in 0..<1_000 { try tx.timers.disarm(.accept, subject: "x\(number)") }
                    let cancelled = ContinuousClock.now
                    for number in 0..<200 {
                        try tx.timers.arm(
                            [.firstResponse, .accept, .resolve, .dispatch, .whistle].map {
                                TimerTable.Arming($0, subject: "x\(number)", due: monday + .days(9))
                            })
                    }
                    let all = ContinuousClock.now
                    try tx.run("DELETE FROM timers WHERE subject >= 'x'")
                    return [armed - start, cancelled - armed, all - cancelled]
                }
                together.append(Self.seconds(spent[2]) * 1e6 / 1_000)
                arming.append(Self.seconds(spent[0]) * 1e6 / 1_000)
                cancelling.append(Self.seconds(spent[1]) * 1e6 / 1_000)
            }
            let left = try await store.read { tx throws(SQLError) in
                try tx.integer("SELECT count(*) FROM timers WHERE kind = 'accept'")
            }
            #expect(left == 0)
            #expect(together.min() ?? 1 < arming.min() ?? 0, "one statement is cheaper than five")
            Self.note(
                engine, "beside \(beside) armed",
                [
                    ("arming, median", Self.percentile(arming, 50), "µs"),
                    ("arming five in one statement, each, median", Self.percentile(together, 50), "µs"),
                    ("cancelling, median", Self.percentile(cancelling, 50), "µs"),
                ])
        }
    }

    // MARK: Figures

    private static func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }

    private static func percentile(_ values: [Double], _ percent: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let rank = Int((percent / 100 * Double(sorted.count)).rounded(.up))
        return sorted[min(sorted.count - 1, max(0, rank - 1))]
    }

    private static func residentMegabytes() -> Double {
        guard let status = FileManager.default.contents(atPath: "/proc/self/status") else { return 0 }
        let line = String(decoding: status, as: UTF8.self).split(separator: "\n")
            .first { $0.hasPrefix("VmRSS:") }
        let kibibytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) }
        return (kibibytes ?? 0) / 1_024
    }

    /// One row of a table for each figure.
    private static func note(_ engine: Engine, _ what: String, _ figures: [(String, Double, String)]) {
        guard let path = environment["LINLI_FIGURES"] else { return }
        let rows = figures.map { name, value, unit in
            let text = value >= 100 ? "\(Int(value.rounded()))" : "\((value * 10).rounded() / 10)"
            return "| \(engine.rawValue) | \(what) | \(name) | \(text) \(unit) |\n"
        }
        let known = FileManager.default.contents(atPath: path) ?? Data()
        let isWritten = FileManager.default.createFile(
            atPath: path, contents: known + Data(rows.joined().utf8))
        #expect(isWritten, "the figures cannot be written to \(path)")
    }
}
