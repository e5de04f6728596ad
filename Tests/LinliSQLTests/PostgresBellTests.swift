import LinliPostgres
import LinliTestKit
import Synchronization
import Testing

/// A word between daemons is a hint: it comes fast, it may be lost, and a lost connection comes back.
@Suite(.timeLimit(.minutes(2)), .enabled(if: Engines.all.contains(.postgres)))
struct PostgresBellTests {
    /// What one daemon heard, by topic.
    private final class Ear: Sendable {
        private let counts = Mutex<[String: Int]>([:])
        let words = Tally()

        func hear(_ word: String) {
            counts.withLock { $0[word, default: 0] += 1 }
            words.add()
        }

        func count(of word: String) -> Int {
            counts.withLock { $0[word] ?? 0 }
        }
    }

    private struct Daemon {
        let database: PostgresDatabase
        let bell: PostgresBell
        let ear = Ear()

        init(_ url: PostgresURL) throws {
            database = PostgresDatabase(url)
            bell = try PostgresBell(of: database, topics: ["inbox", "outbox"])
        }

        /// Returns when it listens: every topic counts as heard then.
        func start() async throws {
            let ear = ear
            bell.start { ear.hear($0) }
            try await ear.words.reaches(2, of: "topic at the start")
        }

        func end() async {
            await bell.close()
            await database.close()
        }
    }

    private func withDaemons(
        _ count: Int, _ test: (PostgresCluster, [Daemon]) async throws -> Void
    ) async throws {
        let cluster = try PostgresCluster.shared
        let name = try cluster.create()
        let daemons = try (0..<count).map { _ in try Daemon(try cluster.url(of: name)) }
        do {
            for daemon in daemons { try await daemon.start() }
            try await test(cluster, daemons)
        } catch {
            for daemon in daemons { await daemon.end() }
            throw error
        }
        for daemon in daemons { await daemon.end() }
        try cluster.drop(name)
    }

    @Test func theOthersHearAndWhoRingsDoesNot() async throws {
        try await withDaemons(3) { _, daemons in
            daemons[0].bell.ring("inbox")
            for other in daemons.dropFirst() {
                try await other.ear.words.reaches(3, of: "word")
                #expect(other.ear.count(of: "inbox") == 2 && other.ear.count(of: "outbox") == 1)
            }
            // Answered by the one, so that what the other would have heard of itself had come by now.
            daemons[1].bell.ring("outbox")
            try await daemons[0].ear.words.reaches(3, of: "word")
            #expect(daemons[0].ear.count(of: "inbox") == 1)
        }
    }

    @Test func manyWordsAreFew() async throws {
        try await withDaemons(2) { _, daemons in
            for _ in 0..<10_000 { daemons[0].bell.ring("inbox") }
            daemons[0].bell.ring("outbox")
            try await Patience.until("both were heard") {
                daemons[1].ear.count(of: "inbox") >= 2 && daemons[1].ear.count(of: "outbox") >= 2
            }
            #expect(daemons[1].ear.count(of: "inbox") < 200)
        }
    }

    @Test func aLostConnectionComesBackAndEverythingCountsAsHeard() async throws {
        try await withDaemons(2) { cluster, daemons in
            for round in 1...3 {
                let seen = daemons.map(\.ear.words.count)
                try cluster.command(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE application_name = 'linli-bell'
                    """)
                for (daemon, seen) in zip(daemons, seen) {
                    try await daemon.ear.words.reaches(seen + 2, of: "topic after the loss")
                }
                let inbox = daemons[1].ear.count(of: "inbox")
                daemons[0].bell.ring("inbox")
                try await Patience.until("it is heard again, round \(round)") {
                    daemons[1].ear.count(of: "inbox") > inbox
                }
            }
        }
    }

    @Test func aServerThatIsNotThereHoldsUpNobody() async throws {
        let database = PostgresDatabase(try PostgresURL("postgres://linli@/linli?host=/nowhere"))
        let bell = try PostgresBell(of: database, topics: ["inbox"])
        bell.start { _ in Issue.record("nobody spoke") }
        for _ in 0..<100 { bell.ring("inbox") }
        await bell.close()
        await database.close()
    }
}
