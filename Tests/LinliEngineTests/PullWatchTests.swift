import LinliChannels
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

@Suite("A channel that is pulled and hears nothing shows", .timeLimit(.minutes(1)))
struct PullWatchTests {
    private static let silence = TimeSpan.minutes(Limits.pullSilenceMinutes)
    private static let started = monday - .days(1)

    /// What is said of the account at `now`, where a pull last came to the end at `pulled`.
    private static func notes(
        _ engine: Engine, pulled: Instant?, at now: Instant
    ) async throws -> [String: String] {
        let watch = PullWatch([try ServiceDesk.channel()], startedAt: started)
        var notes: [String: String] = [:]
        try await TemporaryStore.with(on: engine) { house in
            notes = try await house.database.write { tx throws(SQLError) in
                if let pulled {
                    try tx.pulls.finish(try tx.pulls.begin(account: "wkA", at: pulled), at: pulled)
                }
                return try watch.notes(in: tx, at: now)
            }
        }
        return notes
    }

    @Test("After three looks that failed, by its name and since when", arguments: Engines.all)
    func silent(engine: Engine) async throws {
        #expect(
            try await Self.notes(engine, pulled: monday, at: monday + Self.silence - .milliseconds(1))
                .isEmpty)
        let notes = try await Self.notes(engine, pulled: monday, at: monday + Self.silence)
        #expect(Array(notes.keys) == ["pull.kf"])
        #expect(notes["pull.kf"]?.contains("2026-03-16T10:00:00") == true)
    }

    @Test("One that never succeeded shows too, and nothing before this daemon counts", arguments: Engines.all)
    func fresh(engine: Engine) async throws {
        let early = Self.started + Self.silence - .milliseconds(1)
        for pulled in [nil, Self.started - .days(3)] {
            #expect(try await Self.notes(engine, pulled: pulled, at: early).isEmpty)
            let notes = try await Self.notes(engine, pulled: pulled, at: Self.started + Self.silence)
            #expect(Array(notes.keys) == ["pull.kf"])
        }
    }

    @Test("When a pull last came to the end is measured", arguments: Engines.all)
    func measured(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { _, store in
            let (desk, clock, registry) = (ServiceDesk(), ManualClock(), MetricsRegistry())
            let puller = Puller(
                channel: try ServiceDesk.channel(), database: store,
                tokens: Tokens(send: desk.send, clock: clock), send: desk.send, clock: clock,
                signal: Signal(), backoff: .plain, stored: {}, measures: EngineMeasures(registry),
                logger: quiet)
            // Another daemon of the store has pulled.
            try await store.write { tx throws(SQLError) in
                try tx.pulls.finish(try tx.pulls.begin(account: "wkA", at: monday), at: monday - .hours(1))
            }
            desk.answerNext([.status(200, #"{"errcode":48002}"#)])
            try await running([puller]) { _ in await desk.asked.reaches(1) }
            let last = EngineMeasures(registry).lastPull(of: "kf")
            #expect(last.value == (monday - .hours(1)).milliseconds / 1000)
        }
    }
}
