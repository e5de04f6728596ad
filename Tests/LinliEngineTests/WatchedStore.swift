import LinliSQL
import LinliTestKit
import Synchronization

/// A store that a test watches and disturbs: it tells of every commit, and fails on command.
final class WatchedStore: Database {
    /// Counts commits and failures: after each the world may look different.
    let events = Tally()
    private let base: any Database
    private let failures = Mutex<[SQLError]>([])
    private let lostCommits = Mutex<[LostCommit]>([])
    private let onlooker = Mutex<(@Sendable (Transaction) throws(SQLError) -> Void)?>(nil)

    init(_ base: any Database) {
        self.base = base
    }

    var dialect: Dialect { base.dialect }

    /// The next writes fail with these, one each, and nothing of them is kept.
    func failNextWrites(_ errors: [SQLError]) {
        failures.withLock { $0 += errors }
    }

    /// What became of a COMMIT whose answer is lost.
    enum LostCommit: Sendable {
        case happened, undone
    }

    /// The answers to the next commits are lost: they have happened, or not, and nobody knows.
    func loseNextAnswers(_ count: Int, to commit: LostCommit = .happened) {
        lostCommits.withLock { $0 += Array(repeating: commit, count: count) }
    }

    var answersToLose: Int { lostCommits.withLock { $0.count } }

    /// `look` sees what every transaction leaves, before it commits.
    func atEveryWrite(_ look: @escaping @Sendable (Transaction) throws(SQLError) -> Void) {
        onlooker.withLock { $0 = look }
    }

    var failuresLeft: Int { failures.withLock { $0.count } }

    func write<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws(SQLError) -> Result {
        let failure = failures.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        if let failure {
            events.add()
            throw failure
        }
        let onlooker = onlooker.withLock { $0 }
        let lost = lostCommits.withLock { $0.isEmpty ? nil : $0.removeFirst() }
        defer { events.add() }
        let result = try await base.write { tx throws(SQLError) in
            let result = try body(tx)
            try onlooker?(tx)
            if lost == .undone { throw Self.unknown }
            return result
        }
        if lost == .happened { throw Self.unknown }
        return result
    }

    private static let unknown = SQLError(.outcomeUnknown, "the answer to COMMIT is lost")

    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws(SQLError) -> Result {
        try await base.read(body)
    }

    var waitingWrites: Int { base.waitingWrites }

    func writeAhead<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws(SQLError) -> Result {
        try await write(body)
    }

    func close() async {}

    /// Returns when what `holds` says is so. It is asked again after every commit.
    func until(
        _ holds: @escaping @Sendable (Transaction) throws(SQLError) -> Bool
    ) async throws(SQLError) {
        while true {
            let seen = events.count
            if try await base.read(holds) { return }
            await events.reaches(seen + 1)
        }
    }
}
