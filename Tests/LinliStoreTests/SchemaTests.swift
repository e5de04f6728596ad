import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@Suite("The schema: each step once, whoever starts")
struct SchemaTests {
    @Test("Four daemons that start at once on an empty store migrate it together", arguments: Engines.all)
    func together(engine: Engine) async throws {
        try await engine.withStore { database in
            let applied = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<4 {
                    group.addTask { try await Migrator(Schema.migrations).migrate(database, at: 1) }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(applied.sorted() == Schema.migrations.map(\.version))
            let state = try await Migrator(Schema.migrations).state(of: database)
            #expect(state.isCurrent)
        }
    }

    @Test(
        "A step that takes something away waits for the last daemon that needs it", arguments: Engines.all)
    func waits(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let newest = Schema.migrator.newest
            let more = Migration(version: newest + 1, name: "more") { tx throws(SQLError) in
                try tx.run("CREATE TABLE more (id \(tx.dialect.integer) NOT NULL PRIMARY KEY)")
            }
            let less = Migration(version: newest + 2, name: "less", compatibleFrom: newest + 1) {
                tx throws(SQLError) in try tx.run("ALTER TABLE outbox DROP COLUMN buttons")
            }
            let migrator = Migrator(Schema.migrations + [more, less])
            try await database.write { tx throws(SQLError) in
                try tx.lanes.live("old", for: .minutes(1))
                try tx.lanes.live("new", for: .minutes(1), knowing: newest + 2)
                try tx.lanes.live("dead", for: .minutes(-1), knowing: 1)
            }
            do throws(SQLError) {
                try await Schema.migrate(database, at: 1, with: migrator)
                Issue.record("no error")
            } catch {
                #expect(error.kind == .schema)
                #expect(
                    error.message
                        == "schema step \(newest + 2) waits until every daemon knows schema \(newest + 1), "
                        + "and one works that knows \(newest): upgrade it first")
            }
            #expect(try await migrator.state(of: database).pending == [newest + 2], "the first only adds")
            try await database.write { tx throws(SQLError) in try tx.lanes.releaseAll(of: "old") }
            #expect(try await Schema.migrate(database, at: 2, with: migrator) == [newest + 2])
        }
    }

    @Test("No check of a table makes SQLite build a tree for each row that is written")
    func checksAreWrittenOut() async throws {
        try await TemporaryStore.withStore(on: .sqlite) { database in
            let tables = try await database.read { tx throws(SQLError) in
                try tx.all("SELECT name, sql FROM sqlite_master WHERE type = 'table'") {
                    row throws(SQLError) in (name: try row.text(0), sql: try row.text(1))
                }
            }
            #expect(tables.contains { $0.name == "inbox" && $0.sql.contains("CHECK (state = 'waiting' OR") })
            // Tables that a message writes; the ledger's rule over three kinds is asked once an account.
            for table in tables where table.name != "accounts" {
                #expect(!table.sql.contains(/IN \([^,)]*,[^,)]*,/), "\(table.name)")
            }
        }
    }

    // MARK: Two at one moment, which takes a server

    /// A step that the daemons of today cannot live with.
    private static func less(
        _ step: @escaping @Sendable (Transaction) throws(SQLError) -> Void = { _ in }
    ) -> Migrator {
        let newest = Schema.migrator.newest
        let less = Migration(version: newest + 1, name: "less", compatibleFrom: newest + 1) {
            tx throws(SQLError) in try step(tx)
        }
        return Migrator(Schema.migrations + [less])
    }

    /// Of two that come at once the second. It begins when the first is in the middle, and the first goes on
    /// when the second waits for it.
    private struct Second: Sendable {
        private let begun = Tally()
        private let ended = Tally()

        func outcome(_ act: () async throws(SQLError) -> Void) async -> SQLError? {
            await begun.reaches(1)
            defer { ended.add() }
            do throws(SQLError) {
                try await act()
                return nil
            } catch {
                return error
            }
        }

        func waits(for tx: Transaction) throws(SQLError) {
            begun.add()
            let waiting: Statement = """
                SELECT count(*) FROM pg_locks
                WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
                """
            while ended.count == 0, try tx.integer(waiting) == 0 {}
        }
    }

    @Test(
        "A daemon that begins while a step takes away what it needs is refused",
        .enabled(if: Engines.all.contains(.postgres)), .timeLimit(.minutes(1)))
    func beginsDuringTheStep() async throws {
        try await TemporaryStore.withStore(on: .postgres) { database in
            let second = Second()
            async let refusal = second.outcome { () throws(SQLError) in
                try await database.write { tx throws(SQLError) in
                    try Schema.enlist("old", for: .minutes(1), in: tx)
                }
            }
            let migrator = Self.less { tx throws(SQLError) in try second.waits(for: tx) }
            try await Schema.migrate(database, at: 1, with: migrator)
            #expect(await refusal?.kind == .schema)
            let living = try await database.read { tx throws(SQLError) in try tx.lanes.living() }
            #expect(living == [], "it never began")
        }
    }

    @Test(
        "A step that comes while a daemon begins that needs what it takes away waits",
        .enabled(if: Engines.all.contains(.postgres)), .timeLimit(.minutes(1)))
    func stepsDuringTheBeginning() async throws {
        try await TemporaryStore.withStore(on: .postgres) { database in
            let second = Second()
            async let refusal = second.outcome { () throws(SQLError) in
                try await Schema.migrate(database, at: 1, with: Self.less())
            }
            try await database.write { tx throws(SQLError) in
                try Schema.enlist("old", for: .minutes(1), in: tx)
                try second.waits(for: tx)
            }
            #expect(await refusal?.kind == .schema)
            let state = try await Schema.migrator.state(of: database)
            #expect(state.unknown == [], "the step was not made")
        }
    }
}
