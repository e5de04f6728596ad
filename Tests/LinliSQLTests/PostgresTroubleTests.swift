import LinliPostgres
import LinliSQL
import LinliTestKit
import Synchronization
import Testing

/// What happens to bodies when the server, the network or their neighbours misbehave.
@Suite(.enabled(if: Engines.all.contains(.postgres)))
struct PostgresTroubleTests {
    private func withStore(
        _ options: PostgresOptions = PostgresOptions(), _ test: (PostgresDatabase) async throws -> Void
    ) async throws {
        let cluster = try PostgresCluster.shared
        let name = try cluster.create()
        let database = PostgresDatabase(try cluster.url(of: name), options: options)
        do {
            try await database.write { tx throws(SQLError) in try tx.makeNotes() }
            try await test(database)
        } catch {
            await database.close()
            throw error
        }
        await database.close()
        try cluster.drop(name)
    }

    private func ids(_ database: PostgresDatabase) async throws -> [Int] {
        try await database.read { tx throws(SQLError) in try tx.noteIds() }
    }

    @Test func aConnectionThatBreaksFailsItsBodyAlone() async throws {
        try await withStore { database in
            let thrown = await kind { () throws(SQLError) in
                try await database.write { tx throws(SQLError) in
                    try tx.addNote(1)
                    _ = try tx.integer("SELECT CAST(pg_terminate_backend(pg_backend_pid()) AS INT)")
                }
            }
            #expect(thrown == .unavailable)
            try await database.write { tx throws(SQLError) in try tx.addNote(2) }
            #expect(try await ids(database) == [2])
            // It is counted after the caller was told, and before the thread ends.
            await database.close()
            #expect(database.tally.losses == 1)
        }
    }

    /// A server that was restarted while nobody wrote is nobody's error.
    @Test func aConnectionThatBrokeUnusedIsReplaced() async throws {
        try await withStore { database in
            try await database.write { tx throws(SQLError) in try tx.addNote(1) }
            // It returns when the connections have ended; without the time it only tells them to.
            try PostgresCluster.shared.command(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
                    + "WHERE application_name = 'linli'")
            try await database.write { tx throws(SQLError) in try tx.addNote(2) }
            #expect(try await ids(database) == [1, 2])
            #expect(database.tally.losses >= 1)
        }
    }

    /// The server gives up waiting for its replica, keeps the transaction itself, and says COMMIT.
    @Test func aCommitWithoutItsReplicaIsUnknown() async throws {
        let cluster = try PostgresCluster(keepsCommits: true)
        let url = try cluster.url(of: try cluster.create())
        let database = PostgresDatabase(url, options: PostgresOptions(statementSeconds: 1))
        try await database.write { tx throws(SQLError) in try tx.makeNotes() }
        try cluster.command("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        try cluster.command("SELECT pg_reload_conf()")
        try await Patience.until("the server waits for its replica") {
            try cluster.answer(to: "SHOW synchronous_standby_names") == "nobody"
        }
        let thrown = await kind { () throws(SQLError) in
            try await database.write { tx throws(SQLError) in try tx.addNote(1) }
        }
        #expect(thrown == .outcomeUnknown)
        await database.close()
    }

    @Test func aCommitWithoutAnAnswerIsUnknown() async throws {
        try await withStore { database in
            try await database.write { tx throws(SQLError) in
                try tx.run(
                    """
                    CREATE FUNCTION end_connection() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'
                    """)
                try tx.run(
                    """
                    CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON notes DEFERRABLE INITIALLY DEFERRED
                    FOR EACH ROW EXECUTE FUNCTION end_connection()
                    """)
            }
            let log = Log()
            do throws(SQLError) {
                try await database.write { tx throws(SQLError) in
                    try tx.addNote(1)
                    tx.afterCommit { log.add("committed") }
                }
                Issue.record("no error")
            } catch {
                #expect(error.kind == .outcomeUnknown && error.isRetryable)
            }
            #expect(log.entries == [])
        }
    }

    @Test func aDeadlockEndsWithBothDone() async throws {
        try await withStore { database in
            try await database.write { tx throws(SQLError) in
                try tx.addNote(1)
                try tx.addNote(2)
            }
            let (first, second) = (Signal(), Signal())
            @Sendable func lock(_ ids: [Int], _ mine: Signal, _ other: Signal) async throws(SQLError) {
                try await database.write { tx throws(SQLError) in
                    try tx.run("UPDATE notes SET weight = 1 WHERE id = \(ids[0])")
                    mine.fire()
                    other.wait()
                    // A second run finds both signals fired.
                    other.fire()
                    try tx.run("UPDATE notes SET weight = 2 WHERE id = \(ids[1])")
                }
            }
            async let one: Void = lock([1, 2], first, second)
            async let two: Void = lock([2, 1], second, first)
            _ = try await (one, two)
            #expect(database.tally.collisions >= 1)
            let weights = try await database.read { tx throws(SQLError) in
                try tx.all("SELECT DISTINCT weight FROM notes") { row throws(SQLError) in try row.real(0) }
            }
            #expect(!weights.isEmpty && weights.allSatisfy { [1, 2].contains($0) })
        }
    }

    @Test func aBodyThatAlwaysCollidesFailsInTheEnd() async throws {
        try await withStore(PostgresOptions(attempts: 3)) { database in
            let runs = Log()
            let thrown = await kind { () throws(SQLError) in
                try await database.write { tx throws(SQLError) in
                    runs.add("run")
                    try tx.run("DO 'BEGIN RAISE serialization_failure; END'")
                }
            }
            #expect(thrown == .conflict)
            #expect(runs.entries.count == 3 && database.tally.collisions == 3)
        }
    }

    @Test func aStatementHasAnEnd() async throws {
        try await withStore(PostgresOptions(statementSeconds: 1)) { database in
            let thrown = await kind { () throws(SQLError) in
                try await database.read { tx throws(SQLError) in try tx.run("SELECT pg_sleep(60)") }
            }
            #expect(thrown == .busy)
            let left = try await ids(database)
            #expect(left == [])
        }
    }

    /// Somebody with a clock in his hand hears in time, even while a lock or the server keeps everybody.
    @Test func whatGoesAheadHasAnEndOfItsOwn() async throws {
        try await withStore(PostgresOptions(aheadSeconds: 1)) { database in
            let (isHeld, release) = (Signal(), Signal())
            let holder = Task {
                try await database.write { tx throws(SQLError) in
                    try tx.run("LOCK TABLE notes")
                    isHeld.fire()
                    release.wait()
                }
            }
            await Task.detached { _ = isHeld.wait() }.value
            let thrown = await kind { () throws(SQLError) in
                try await database.writeAhead { tx throws(SQLError) in try tx.addNote(1) }
            }
            #expect(thrown == .unavailable)
            release.fire()
            _ = try await holder.value
            try await database.writeAhead { tx throws(SQLError) in try tx.addNote(2) }
            #expect(try await ids(database).contains(2))
        }
    }

    @Test func aServerThatIsNotThereIsSaidAtOnce() async throws {
        let url = try PostgresURL("postgres://linli:geheim@/linli?host=/nowhere")
        let database = PostgresDatabase(url)
        for _ in 1...3 {
            do throws(SQLError) {
                try await database.writeAhead { _ in }
                Issue.record("no error")
            } catch {
                #expect(error.kind == .unavailable)
                #expect(!error.description.contains("geheim"))
            }
        }
        await database.close()
    }

    /// Another daemon has migrated the table that a prepared statement reads.
    @Test func aStatementThatFitsNoMoreIsPreparedAnew() async throws {
        try await withStore(PostgresOptions(connections: 1)) { database in
            @Sendable func columns() async throws(SQLError) -> Int {
                try await database.read { tx throws(SQLError) in
                    try tx.first("SELECT * FROM notes") { row throws(SQLError) in row.values.count } ?? 0
                }
            }
            try await database.write { tx throws(SQLError) in try tx.addNote(1) }
            #expect(try await columns() == 5)
            try await database.write { tx throws(SQLError) in
                try tx.run("ALTER TABLE notes ADD COLUMN more TEXT")
            }
            #expect(try await columns() == 6)
        }
    }

    /// A null says nothing of its type; what comes later at its place must not be misread.
    @Test func aNullFirstAndAValueLater() async throws {
        try await withStore { database in
            let values: [(Double?, Int?)] = [(nil, nil), (1.5, 1), (nil, 1), (2, nil)]
            try await database.write { tx throws(SQLError) in
                for (index, value) in values.enumerated() {
                    try tx.run(
                        """
                        INSERT INTO notes (id, title, weight, parent)
                        VALUES (\(index + 1), \("\(index)"), \(value.0), \(value.1))
                        """)
                }
            }
            let kept = try await database.read { tx throws(SQLError) in
                try tx.all("SELECT weight, parent FROM notes ORDER BY id") { row throws(SQLError) in
                    row.values
                }
            }
            #expect(
                kept == [
                    [.null, .null], [.real(1.5), .integer(1)], [.null, .integer(1)], [.real(2), .null],
                ])
        }
    }

    @Test func manyShapesAreForgottenInTime() async throws {
        try await withStore(PostgresOptions(connections: 1)) { database in
            let sums = try await database.read { tx throws(SQLError) in
                var sums: [Int64] = []
                for width in 1...300 {
                    let rows = [[any Bindable]](repeating: [1], count: width)
                    sums.append(try tx.integer("SELECT sum(n) FROM (VALUES \(rows: rows)) AS t (n)"))
                }
                return sums + [try tx.integer("SELECT count(*) FROM pg_prepared_statements")]
            }
            #expect(sums.dropLast() == ArraySlice((1...300).map { Int64($0) }))
            #expect(sums.last.map { $0 <= 256 } == true)
        }
    }
}
