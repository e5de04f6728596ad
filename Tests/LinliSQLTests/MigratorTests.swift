import LinliSQL
import LinliTestKit
import Testing

/// The schema moves forward step by step, or not at all.
@Suite struct MigratorTests {
    private static let tickets = Migration(version: 1, name: "tickets") { tx throws(SQLError) in
        try tx.run("CREATE TABLE tickets (id \(tx.dialect.integer) NOT NULL PRIMARY KEY)")
    }
    private static let ledger = Migration(version: 2, name: "ledger") { tx throws(SQLError) in
        try tx.run("CREATE TABLE ledger (id \(tx.dialect.integer) NOT NULL PRIMARY KEY)")
    }
    private static let broken = Migration(version: 2, name: "ledger") { tx throws(SQLError) in
        try tx.run("CREATE TABLE half (id \(tx.dialect.integer) NOT NULL PRIMARY KEY)")
        try tx.run("CREATE TABLE half (id \(tx.dialect.integer) NOT NULL PRIMARY KEY)")
    }

    private func refusal(_ migrations: [Migration], on database: any Database) async -> SQLError? {
        do throws(SQLError) {
            try await Migrator(migrations).migrate(database, at: 3)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: Engines.all)
    func stepsAreAppliedOnceInOrder(engine: Engine) async throws {
        try await engine.withStore { database in
            let first = Migrator([Self.tickets])
            let empty = try await first.state(of: database)
            #expect(empty.version == 0 && empty.applied == [] && empty.pending == [1])
            #expect(try await first.migrate(database, at: 1000) == [1])
            #expect(try await first.migrate(database, at: 1500) == [])

            let both = Migrator([Self.tickets, Self.ledger])
            #expect(try await both.state(of: database).pending == [2])
            #expect(try await both.migrate(database, at: 2000) == [2])
            let state = try await both.state(of: database)
            #expect(state.isCurrent && state.version == 2)
            #expect(state.applied.map(\.version) == [1, 2])
            #expect(state.applied.map(\.name) == ["tickets", "ledger"])
            #expect(state.applied.map(\.appliedAt) == [1000, 2000])
        }
    }

    @Test(arguments: Engines.all)
    func aBrokenStepLeavesNothingOfItself(engine: Engine) async throws {
        try await engine.withStore { database in
            #expect(await refusal([Self.tickets, Self.broken], on: database)?.kind == .misuse)
            let state = try await Migrator([Self.tickets, Self.ledger]).state(of: database)
            #expect(state.version == 1 && state.pending == [2])
            let thrown = await kind { () throws(SQLError) in
                try await database.read { tx throws(SQLError) in try tx.integer("SELECT count(*) FROM half") }
            }
            #expect(thrown == .misuse)
            #expect(try await Migrator([Self.tickets, Self.ledger]).migrate(database, at: 5) == [2])
        }
    }

    /// The next release adds a column, the one after it stops to write the old one, the last drops that.
    private static let labels = Migration(version: 3, name: "labels") { tx throws(SQLError) in
        try tx.run("ALTER TABLE tickets ADD COLUMN label TEXT NOT NULL DEFAULT ''")
    }
    private static let unledgered = Migration(version: 4, name: "unledgered", compatibleFrom: 3) {
        tx throws(SQLError) in try tx.run("DROP TABLE ledger")
    }
    private static let marks = Migration(version: 5, name: "marks") { tx throws(SQLError) in
        try tx.run("ALTER TABLE tickets ADD COLUMN mark TEXT NOT NULL DEFAULT ''")
    }

    @Test(arguments: Engines.all)
    func anOlderBinaryWorksWithAStoreThatOnlyGrew(engine: Engine) async throws {
        try await engine.withStore { database in
            try await Migrator([Self.tickets, Self.ledger, Self.labels]).migrate(database, at: 1)
            let old = Migrator([Self.tickets, Self.ledger])
            let state = try await old.state(of: database)
            #expect(state.isCurrent && state.version == 3 && state.unknown == [3])
            #expect(try await old.migrate(database, at: 2) == [])
            try await database.write { tx throws(SQLError) in
                try tx.run("INSERT INTO tickets (id) VALUES (1)")
            }
        }
    }

    @Test(arguments: Engines.all)
    func aBinaryThatWouldMissSomethingIsRefused(engine: Engine) async throws {
        try await engine.withStore { database in
            let all = [Self.tickets, Self.ledger, Self.labels, Self.unledgered, Self.marks]
            try await Migrator(all).migrate(database, at: 1)
            // The step after it only adds, and yet the one before still counts.
            let error = await refusal([Self.tickets, Self.ledger], on: database)
            #expect(error?.kind == .schema)
            #expect(
                error?.message
                    == "this store has schema 5, which takes a linli that knows 3 or later; "
                    + "this binary accepts schema 1 to 2: install a newer linli")
            #expect(await refusal([Self.tickets, Self.ledger, Self.labels], on: database) == nil)
            #expect(await refusal(Array(all.prefix(4)), on: database) == nil)
        }
    }

    @Test(arguments: Engines.all)
    func aStoreBelowTheRangeIsRefused(engine: Engine) async throws {
        try await engine.withStore { database in
            let all = [Self.tickets, Self.ledger, Self.labels]
            try await Migrator([Self.tickets]).migrate(database, at: 1)
            do throws(SQLError) {
                try await Migrator(all, oldest: 2).migrate(database, at: 2)
                Issue.record("no error")
            } catch {
                #expect(error.kind == .schema)
                #expect(
                    error.message
                        == "this store has schema 1; this binary accepts schema 2 to 3: "
                        + "migrate with an earlier linli first")
            }
            try await Migrator(Array(all.prefix(2))).migrate(database, at: 3)
            #expect(try await Migrator(all, oldest: 2).migrate(database, at: 4) == [3])
        }
    }

    /// As binaries wrote the table before they said who may work with the store.
    @Test(arguments: Engines.all)
    func aStoreFromBeforeTheRangeGoesOn(engine: Engine) async throws {
        try await engine.withStore { database in
            try await database.write { tx throws(SQLError) in
                try tx.run(
                    """
                    CREATE TABLE schema_migrations (
                        version \(tx.dialect.integer) NOT NULL PRIMARY KEY CHECK (version > 0),
                        name TEXT NOT NULL, applied_at \(tx.dialect.integer) NOT NULL
                    ) \(tx.dialect.tableSuffix)
                    """)
                for step in [Self.tickets, Self.ledger] {
                    try step.apply(tx)
                    try tx.run(
                        "INSERT INTO schema_migrations VALUES (\(step.version), \(step.name), \(1))")
                }
            }
            let state = try await Migrator([Self.tickets, Self.ledger]).state(of: database)
            #expect(state.isCurrent && state.applied.map(\.compatibleFrom) == [nil, nil])
            #expect(await refusal([Self.tickets], on: database)?.kind == .schema, "nobody said it may")
            let all = [Self.tickets, Self.ledger, Self.labels, Self.unledgered]
            #expect(try await Migrator(all).migrate(database, at: 2) == [3, 4])
            let after = try await Migrator(all).state(of: database)
            #expect(after.applied.map(\.compatibleFrom) == [nil, nil, 1, 3])
        }
    }

    @Test(arguments: Engines.all)
    func gapsAndOtherNamesAreRefused(engine: Engine) async throws {
        try await engine.withStore { database in
            #expect(await refusal([Self.ledger], on: database)?.kind == .misuse)
            try await Migrator([Self.tickets, Self.ledger]).migrate(database, at: 1)
            let renamed = Migration(version: 2, name: "postings") { _ in }
            #expect(await refusal([Self.tickets, renamed], on: database)?.kind == .schema)
            try await database.write { tx throws(SQLError) in
                try tx.run("DELETE FROM schema_migrations WHERE version = 1")
            }
            #expect(await refusal([Self.tickets, Self.ledger], on: database)?.kind == .schema)
        }
    }
}
