import GRDBSQLite
import LinliSQL
import LinliTestKit
import Synchronization
import Testing

@testable import LinliSQLite

/// Many bodies, one commit, and nobody suffers for another.
@Suite struct SQLiteGroupTests {
    private typealias Body = @Sendable (Transaction) throws(SQLError) -> Void

    private func withStore(
        _ options: SQLiteOptions = SQLiteOptions(), _ test: (SQLiteDatabase) async throws -> Void
    ) async throws {
        let scratch = try Scratch()
        let database = try SQLiteDatabase.open(
            path: scratch.path("store.sqlite"), mode: .daemon, options: options)
        try await database.write { tx throws(SQLError) in try tx.makeNotes() }
        try await test(database)
        await database.close()
    }

    /// Lets all bodies gather behind the writer, then lets them go, and returns what each caller got.
    private func together(
        _ bodies: [Body], on database: SQLiteDatabase
    ) async throws -> [SQLError.Kind?] {
        let gate = await hold(database)
        let calls = await gathered(bodies, on: database)
        gate.fire()
        var kinds: [SQLError.Kind?] = []
        for call in calls { kinds.append(await call.value) }
        return kinds
    }

    /// Keeps the writer's thread busy until the signal fires.
    private func hold(_ database: SQLiteDatabase) async -> Signal {
        let gate = Signal()
        await withCheckedContinuation { (isHeld: CheckedContinuation<Void, Never>) in
            Task {
                let fired = try await database.onWriter { _ in
                    isHeld.resume()
                    return gate.wait()
                }
                #expect(fired)
            }
        }
        return gate
    }

    /// Starts the bodies one after the other, so that they wait in this order.
    private func gathered(
        _ bodies: [Body], on database: SQLiteDatabase
    ) async -> [Task<SQLError.Kind?, Never>] {
        var calls: [Task<SQLError.Kind?, Never>] = []
        for body in bodies {
            calls.append(Task { await kind { () throws(SQLError) in try await database.write(body) } })
            while database.waitingWrites < calls.count { await Task.yield() }
        }
        return calls
    }

    private func ids(_ database: SQLiteDatabase) async throws -> [Int] {
        try await database.read { tx throws(SQLError) in try tx.noteIds() }
    }

    private func add(_ id: Int) -> Body {
        { tx throws(SQLError) in try tx.addNote(id) }
    }

    /// What goes ahead is done before what waited longer, and takes a few of those with it.
    @Test func aheadOfWhatWaits() async throws {
        try await withStore { database in
            let order = Mutex<[Int]>([])
            let note: @Sendable (Int) -> Body = { id in
                { tx throws(SQLError) in
                    try tx.addNote(id)
                    order.withLock { $0.append(id) }
                }
            }
            let gate = await hold(database)
            let calls = await gathered((1...40).map(note), on: database)
            let first = Task {
                await kind { () throws(SQLError) in try await database.writeAhead(note(100)) }
            }
            while database.waitingWrites < 41 { await Task.yield() }
            gate.fire()
            let outcomeOfFirst = await first.value
            #expect(outcomeOfFirst == nil)
            for call in calls {
                let outcome = await call.value
                #expect(outcome == nil)
            }
            #expect(order.withLock { Array($0.prefix(3)) } == [100, 1, 2])
            let written = try await ids(database)
            #expect(written.count == 41)
        }
    }

    @Test func waitingBodiesShareCommits() async throws {
        try await withStore(SQLiteOptions(groupBodies: 50, groupTime: .seconds(60))) { database in
            let commits = CommitCounter()
            try await commits.watch(database)
            let kinds = try await together((1...120).map(add), on: database)
            #expect(kinds.allSatisfy { $0 == nil })
            #expect(commits.count == 3)
            #expect(try await ids(database) == Array(1...120))
        }
    }

    @Test func aBodyThatThrowsFailsAlone() async throws {
        try await withStore { database in
            let failing: Body = { tx throws(SQLError) in
                try tx.addNote(3)
                try tx.failOnPurpose()
            }
            let kinds = try await together([add(1), add(1), add(2), failing, add(4)], on: database)
            #expect(kinds == [nil, .unique, nil, .decoding, nil])
            #expect(try await ids(database) == [1, 2, 4])
        }
    }

    @Test func aFallenTransactionFailsOnlyItsCulprit() async throws {
        try await withStore { database in
            let runs = Log()
            let first: Body = { tx throws(SQLError) in
                runs.add("first")
                try tx.addNote(1)
            }
            // The conflict makes SQLite roll back the whole transaction, the first body's rows too.
            let culprit: Body = { tx throws(SQLError) in
                runs.add("culprit")
                try tx.addNote(2)
                try tx.run("INSERT OR ROLLBACK INTO notes (id, title) VALUES (2, 'again')")
            }
            let last: Body = { tx throws(SQLError) in
                runs.add("last")
                try tx.addNote(3)
            }
            let kinds = try await together([first, culprit, last], on: database)
            #expect(kinds == [nil, .unique, nil])
            #expect(runs.entries == ["first", "culprit", "first", "last"])
            #expect(try await ids(database) == [1, 3])
        }
    }

    @Test func aBodyCannotGoOnAfterTheFall() async throws {
        try await withStore { database in
            let stubborn: Body = { tx throws(SQLError) in
                do throws(SQLError) {
                    try tx.savepoint { () throws(SQLError) in
                        try tx.addNote(2)
                        try tx.run("INSERT OR ROLLBACK INTO notes (id, title) VALUES (2, 'again')")
                    }
                } catch { #expect(error.kind == .unique) }
                do throws(SQLError) { try tx.addNote(3) } catch { #expect(error.kind == .unique) }
            }
            let kinds = try await together([add(1), stubborn], on: database)
            #expect(kinds == [nil, .unique])
            #expect(try await ids(database) == [1])
        }
    }

    @Test func twoCulpritsMayAbortTheRest() async throws {
        try await withStore { database in
            let culprit: Body = { tx throws(SQLError) in
                try tx.addNote(9)
                try tx.run("INSERT OR ROLLBACK INTO notes (id, title) VALUES (9, 'again')")
            }
            let kinds = try await together([add(1), culprit, culprit, add(2)], on: database)
            #expect(kinds == [.aborted, .unique, .unique, .aborted])
            #expect(try await ids(database) == [])
            #expect(SQLError(.aborted, "").isRetryable)
        }
    }

    @Test func aDeferredForeignKeyFailsItsOwnBody() async throws {
        try await withStore { database in
            try await database.write { tx throws(SQLError) in
                try tx.run(
                    """
                    CREATE TABLE replies (
                        note INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED) STRICT
                    """)
            }
            let orphan: Body = { tx throws(SQLError) in
                try tx.run("INSERT INTO replies (note) VALUES (77)")
            }
            let resolved: Body = { tx throws(SQLError) in
                try tx.run("INSERT INTO replies (note) VALUES (2)")
                try tx.addNote(2)
            }
            let kinds = try await together([add(1), orphan, resolved], on: database)
            #expect(kinds == [nil, .constraint, nil])
            #expect(try await ids(database) == [1, 2])
        }
    }

    @Test func whenCommitFailsAllFail() async throws {
        try await withStore { database in
            let log = Log()
            let commits = CommitCounter(refuses: true)
            try await commits.watch(database)
            let first: Body = { tx throws(SQLError) in
                tx.afterCommit { log.add("never") }
                try tx.addNote(1)
            }
            let kinds = try await together([first, add(1), add(2)], on: database)
            #expect(kinds == [.constraint, .constraint, .constraint])
            #expect(log.entries == [])
            #expect(try await ids(database) == [])
            commits.refuses.store(false, ordering: .relaxed)
            try await database.write(add(3))
            #expect(try await ids(database) == [3])
        }
    }

    @Test func aCancelledCallerDoesNotAbortTheOthers() async throws {
        try await withStore { database in
            let gate = await hold(database)
            let calls = await gathered([add(1), add(2), add(3)], on: database)
            calls[1].cancel()
            gate.fire()
            for call in calls {
                let outcome = await call.value
                #expect(outcome == nil)
            }
            let kept = try await ids(database)
            #expect(kept == [1, 2, 3])
        }
    }

    @Test func tooManyWaitingAreRefusedAtOnce() async throws {
        try await withStore(SQLiteOptions(waitingBodies: 2)) { database in
            let gate = await hold(database)
            let calls = await gathered([add(1), add(2)], on: database)
            #expect(await kind { () throws(SQLError) in try await database.write(add(3)) } == .busy)
            gate.fire()
            for call in calls {
                let outcome = await call.value
                #expect(outcome == nil)
            }
        }
    }

    @Test func closeDoesWhatWaitsFirst() async throws {
        try await withStore { database in
            let gate = await hold(database)
            let calls = await gathered([add(1), add(2)], on: database)
            let closing = Task { await database.close() }
            gate.fire()
            for call in calls {
                let outcome = await call.value
                #expect(outcome == nil)
            }
            await closing.value
            #expect(await kind { () throws(SQLError) in try await database.write(add(3)) } == .closed)
        }
    }
}

/// SQLite's own word on how often it committed, and a way to make it refuse.
private final class CommitCounter: Sendable {
    private let commits = Atomic<Int>(0)
    let refuses: Atomic<Bool>

    init(refuses: Bool = false) {
        self.refuses = Atomic(refuses)
    }

    var count: Int { commits.load(ordering: .relaxed) }

    func watch(_ database: SQLiteDatabase) async throws {
        try await database.onWriter { handle in
            let context = Unmanaged.passRetained(self).toOpaque()
            sqlite3_commit_hook(
                handle.pointer,
                { context in
                    guard let context else { return 0 }
                    let counter = Unmanaged<CommitCounter>.fromOpaque(context).takeUnretainedValue()
                    counter.commits.add(1, ordering: .relaxed)
                    return counter.refuses.load(ordering: .relaxed) ? 1 : 0
                }, context)
        }
    }
}
