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

    @Test(arguments: Engines.all)
    func aNewerStoreIsRefused(engine: Engine) async throws {
        try await engine.withStore { database in
            try await Migrator([Self.tickets, Self.ledger]).migrate(database, at: 1)
            let error = await refusal([Self.tickets], on: database)
            #expect(error?.kind == .schema)
            #expect(
                error?.message
                    == "this store was written by a newer linli (schema 2); this binary knows up to 1")
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
