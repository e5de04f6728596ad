import LinliSQL
import LinliTestKit
import Synchronization
import Testing

/// What a transaction promises, on every engine.
@Suite struct TransactionContractTests {
    @Test(arguments: Engines.all)
    func changedRowsAreCounted(engine: Engine) async throws {
        try await engine.withStore { database in
            let counts = try await database.write { tx throws(SQLError) in
                try tx.makeNotes()
                var counts: [Int] = []
                counts.append(try tx.run("INSERT INTO notes (id, title) VALUES (1, 'a'), (2, 'b'), (3, 'c')"))
                counts.append(
                    try tx.run("INSERT INTO notes (id, title) VALUES (1, 'x') ON CONFLICT DO NOTHING"))
                counts.append(try tx.run("UPDATE notes SET weight = 1 WHERE id > 1"))
                counts.append(try tx.run("UPDATE notes SET weight = 1 WHERE id > 99"))
                counts.append(try tx.run("DELETE FROM notes WHERE id = 3"))
                counts.append(try tx.run("CREATE TABLE other (a TEXT)"))
                return counts
            }
            #expect(counts == [3, 0, 2, 0, 1, 0])
        }
    }

    @Test(arguments: Engines.all)
    func returningGivesRows(engine: Engine) async throws {
        try await engine.withStore { database in
            let ids = try await database.write { tx throws(SQLError) in
                try tx.run("CREATE TABLE counted (id \(tx.dialect.identity), name TEXT NOT NULL UNIQUE)")
                var ids: [Int64] = []
                for name in ["a", "b"] {
                    ids.append(try tx.integer("INSERT INTO counted (name) VALUES (\(name)) RETURNING id"))
                }
                let nothing = try tx.first(
                    "INSERT INTO counted (name) VALUES ('a') ON CONFLICT (name) DO NOTHING RETURNING id"
                ) { row throws(SQLError) in try row.integer(0) }
                #expect(nothing == nil)
                ids.append(try tx.integer("SELECT count(*) FROM counted"))
                return ids
            }
            #expect(ids == [1, 2, 2])
        }
    }

    /// On a server nobody waits for the other's commit, and what was given out stays so.
    @Test(.timeLimit(.minutes(1)), arguments: Engines.all)
    func whatIsGivenOutApartIsGivenOutOnce(engine: Engine) async throws {
        try await engine.withStore { database in
            let next: @Sendable (Transaction) throws(SQLError) -> Int64 = { tx throws(SQLError) in
                try tx.integerApart("UPDATE counted SET last = last + 1 RETURNING last")
            }
            try await database.write { tx throws(SQLError) in
                try tx.run("CREATE TABLE counted (last \(tx.dialect.integer) NOT NULL)")
                try tx.run("INSERT INTO counted (last) VALUES (0)")
            }
            _ = await kind { () throws(SQLError) in
                try await database.write { tx throws(SQLError) in
                    _ = try next(tx)
                    try tx.failOnPurpose()
                }
            }
            let undone: Int64 = engine == .postgres ? 1 : 0
            let (begun, ended) = (Tally(), Tally())
            async let second = {
                await begun.reaches(1)
                defer { ended.add() }
                return try await database.write { tx throws(SQLError) in try next(tx) }
            }()
            let first = try await database.write { tx throws(SQLError) in
                let number = try next(tx)
                begun.add()
                // Where one writes the second has to wait for this one.
                while engine == .postgres, ended.count == 0 {}
                return number
            }
            #expect(first == undone + 1)
            #expect(try await second == undone + 2)
            let refusal = await kind { () throws(SQLError) in
                _ = try await database.read { tx throws(SQLError) in try next(tx) }
            }
            #expect(refusal == .readOnly || refusal == .misuse)
        }
    }

    @Test(arguments: Engines.all)
    func anInsertGivesTheIdOfItsRowAndNoneForAKnownOne(engine: Engine) async throws {
        try await engine.withStore { database in
            let ids = try await database.write { tx throws(SQLError) in
                try tx.run("CREATE TABLE counted (id \(tx.dialect.identity), name TEXT NOT NULL UNIQUE)")
                try tx.run("CREATE TABLE others (id \(tx.dialect.identity), name TEXT NOT NULL)")
                var ids: [Int64?] = []
                for name in ["a", "b", "a", "c"] {
                    try tx.run("INSERT INTO others (name) VALUES ('x'), ('y'), ('z')")
                    ids.append(
                        try tx.insertUnlessKnown(
                            "INSERT INTO counted (name) VALUES (\(name)) ON CONFLICT (name) DO NOTHING"))
                }
                ids.append(try tx.insert("INSERT INTO others (name) VALUES ('last')"))
                let new = ids.compactMap(\.self)
                let names = try tx.all("SELECT name FROM counted WHERE id IN (\(list: new))") {
                    row throws(SQLError) in try row.text(0)
                }
                #expect(Set(names) == ["a", "b", "c"])
                return ids
            }
            #expect(ids.map { $0 == nil } == [false, false, true, false, false])
            #expect(ids.last == 13)
        }
    }

    @Test(arguments: Engines.all)
    func aCheckTakesItsValuesAndNothingElse(engine: Engine) async throws {
        try await engine.withStore { database in
            try await database.write { tx throws(SQLError) in
                try tx.run("CREATE TABLE moods (mood TEXT \(check: "mood", among: ["calm", "cross", "sad"]))")
                try tx.run("INSERT INTO moods (mood) VALUES ('calm'), ('cross'), ('sad'), (NULL)")
            }
            for wrong in ["", "Calm", "calm,cross"] {
                let thrown = await kind { () throws(SQLError) in
                    try await database.write { tx throws(SQLError) in
                        try tx.run("INSERT INTO moods (mood) VALUES (\(wrong))")
                    }
                }
                #expect(thrown == .constraint, "\(wrong)")
            }
        }
    }

    @Test(arguments: Engines.all)
    func whatABodyThrowsUndoesIt(engine: Engine) async throws {
        try await engine.withStore { database in
            try await database.write { tx throws(SQLError) in try tx.makeNotes() }
            let thrown = await kind { () throws(SQLError) in
                try await database.write { tx throws(SQLError) in
                    try tx.addNote(1)
                    try tx.failOnPurpose()
                }
            }
            #expect(thrown == .decoding)
            #expect(try await database.read { tx throws(SQLError) in try tx.noteIds() } == [])
        }
    }

    @Test(arguments: Engines.all)
    func savepointsNestAndRollBack(engine: Engine) async throws {
        try await engine.withStore { database in
            try await database.write { tx throws(SQLError) in
                try tx.makeNotes()
                try tx.addNote(1)
                try tx.savepoint { () throws(SQLError) in
                    try tx.addNote(2)
                    do throws(SQLError) {
                        try tx.savepoint { () throws(SQLError) in
                            try tx.addNote(3)
                            try tx.failOnPurpose()
                        }
                    } catch { #expect(error.kind == .decoding) }
                    try tx.addNote(4)
                }
            }
            #expect(try await database.read { tx throws(SQLError) in try tx.noteIds() } == [1, 2, 4])
        }
    }

    @Test(arguments: Engines.all)
    func aFailedStatementInASavepointLeavesTheRest(engine: Engine) async throws {
        try await engine.withStore { database in
            try await database.write { tx throws(SQLError) in
                try tx.makeNotes()
                try tx.addNote(1)
                do throws(SQLError) {
                    try tx.savepoint { () throws(SQLError) in try tx.addNote(1) }
                } catch { #expect(error.kind == .unique) }
                try tx.addNote(2)
            }
            #expect(try await database.read { tx throws(SQLError) in try tx.noteIds() } == [1, 2])
        }
    }

    @Test(arguments: Engines.all)
    func afterCommitRunsAfterTheCommitAndOnlyThen(engine: Engine) async throws {
        try await engine.withStore { database in
            let log = Log()
            try await database.write { tx throws(SQLError) in
                try tx.makeNotes()
                tx.afterCommit { log.add("kept") }
                do throws(SQLError) {
                    try tx.savepoint { () throws(SQLError) in
                        tx.afterCommit { log.add("dropped") }
                        try tx.failOnPurpose()
                    }
                } catch { #expect(error.kind == .decoding) }
                log.add("body")
            }
            #expect(log.entries == ["body", "kept"])
            _ = await kind { () throws(SQLError) in
                try await database.write { tx throws(SQLError) in
                    tx.afterCommit { log.add("of a failed body") }
                    try tx.failOnPurpose()
                }
            }
            #expect(log.entries == ["body", "kept"])
        }
    }

    @Test(arguments: Engines.all)
    func constraintsHaveTheirKinds(engine: Engine) async throws {
        try await engine.withStore { database in
            try await database.write { tx throws(SQLError) in
                try tx.makeNotes()
                try tx.addNote(1)
            }
            let cases: [(Statement, SQLError.Kind)] = [
                ("INSERT INTO notes (id, title) VALUES (1, 'other')", .unique),
                ("INSERT INTO notes (id, title) VALUES (2, 'note 1')", .unique),
                ("INSERT INTO notes (id, title, weight) VALUES (2, 'b', -1)", .constraint),
                ("INSERT INTO notes (id, title) VALUES (2, NULL)", .constraint),
                ("INSERT INTO notes (id, title, parent) VALUES (2, 'b', 77)", .constraint),
                ("INSERT INTO nowhere (id) VALUES (2)", .misuse),
                ("INSRT", .misuse),
            ]
            for (statement, expected) in cases {
                let thrown = await kind { () throws(SQLError) in
                    try await database.write { tx throws(SQLError) in try tx.run(statement) }
                }
                #expect(thrown == expected, "\(statement.sql)")
            }
            #expect(try await database.read { tx throws(SQLError) in try tx.noteIds() } == [1])
        }
    }

    @Test(arguments: Engines.all)
    func errorsNeverCarryValues(engine: Engine) async throws {
        try await engine.withStore { database in
            try await database.write { tx throws(SQLError) in
                try tx.makeNotes()
                try tx.addNote(1, "13800000000")
            }
            do throws(SQLError) {
                try await database.write { tx throws(SQLError) in try tx.addNote(2, "13800000000") }
                Issue.record("no error")
            } catch {
                #expect(error.kind == .unique)
                #expect(!error.description.contains("13800000000"))
            }
        }
    }

    @Test(arguments: Engines.all)
    func readRefusesToWrite(engine: Engine) async throws {
        try await engine.withStore { database in
            try await database.write { tx throws(SQLError) in try tx.makeNotes() }
            let thrown = await kind { () throws(SQLError) in
                try await database.read { tx throws(SQLError) in try tx.addNote(1) }
            }
            #expect(thrown == .readOnly)
            #expect(try await database.read { tx throws(SQLError) in try tx.noteIds() } == [])
        }
    }

    @Test(arguments: Engines.all)
    func readSeesOneSnapshot(engine: Engine) async throws {
        try await engine.withStore { database in
            try await database.write { tx throws(SQLError) in
                try tx.makeNotes()
                try tx.addNote(1)
            }
            let counts = try await database.read { tx throws(SQLError) in
                let before = try tx.noteIds()
                let written = Signal()
                Task {
                    defer { written.fire() }
                    do {
                        try await database.write { tx throws(SQLError) in try tx.addNote(2) }
                    } catch { Issue.record(error) }
                }
                written.wait()
                return [before, try tx.noteIds()]
            }
            #expect(counts == [[1], [1]])
            #expect(try await database.read { tx throws(SQLError) in try tx.noteIds() } == [1, 2])
        }
    }

    @Test(arguments: Engines.all)
    func bodiesAtOnceAllCount(engine: Engine) async throws {
        try await engine.withStore { database in
            try await database.write { tx throws(SQLError) in
                try tx.run("CREATE TABLE counter (n \(tx.dialect.integer) NOT NULL)")
                try tx.run("INSERT INTO counter (n) VALUES (0)")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<200 {
                    group.addTask {
                        try await database.write { tx throws(SQLError) in
                            _ = try tx.run("UPDATE counter SET n = n + 1")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let count = try await database.read { tx throws(SQLError) in
                try tx.integer("SELECT n FROM counter")
            }
            #expect(count == 200)
        }
    }

    /// Two look, neither finds, both insert: in the end there is one row, and both have an answer.
    @Test(arguments: Engines.all)
    func whoeverComesSecondFindsTheFirst(engine: Engine) async throws {
        try await engine.withStore { database in
            try await database.write { tx throws(SQLError) in try tx.makeNotes() }
            let made = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await database.write { tx throws(SQLError) in
                            let known = try tx.noteIds().contains(1)
                            if !known { try tx.addNote(1) }
                            return !known
                        }
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(made == 1)
            #expect(try await database.read { tx throws(SQLError) in try tx.noteIds() } == [1])
        }
    }

    @Test(arguments: Engines.all)
    func aClosedStoreRefuses(engine: Engine) async throws {
        try await engine.withStore { database in
            await database.close()
            await database.close()
            #expect(await kind { () throws(SQLError) in try await database.write { _ in } } == .closed)
            #expect(await kind { () throws(SQLError) in try await database.read { _ in } } == .closed)
        }
    }
}

/// What happened, in order.
final class Log: Sendable {
    private let list = Mutex<[String]>([])

    var entries: [String] { list.withLock { $0 } }

    func add(_ entry: String) {
        list.withLock { $0.append(entry) }
    }
}
