import ArgumentParser
import Foundation
import LinliEngine
import LinliPostgres
import LinliSettings
import LinliSQL
import LinliSQLite
import LinliStore

extension StoreCommand {
    struct Copy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move house: copy every row into another store and compare. Stop all daemons first.",
            discussion: """
                Example:
                  linli store copy --from sqlite:/var/lib/linli/linli.sqlite --to file:/etc/linli/store

                A copy that was interrupted goes on when it is begun again. Where a URL holds a password write
                env:NAME or file:PATH.
                """)

        @Option(help: "The store to read: sqlite:PATH, postgres://…, env:NAME or file:PATH.") var from: String
        @Option(help: "The store to write: the same. It gets the schema where it has none.") var to: String

        func run() async throws {
            let source = try await opened(from)
            do {
                let target = try await opened(to)
                do {
                    let differences = try await move(source, target)
                    await target.close()
                    await source.close()
                    if differences > 0 { throw Exit.no }
                } catch {
                    await target.close()
                    throw error
                }
            } catch let error as SQLError {
                await source.close()
                Console.error("Not copied to its end: \(error.message)")
                throw Exit.unreachable
            }
        }

        private func opened(_ word: String) async throws -> any Database {
            var url = word
            if let reference = SecretReference(word) {
                switch reference.resolve(environment: ProcessInfo.processInfo.environment) {
                case .success(let secret): url = secret
                case .failure(let failure):
                    Console.error(failure.sentence)
                    throw Exit.usage
                }
            }
            return try await StoreOpening(url: url).open(.exclusiveTool).database
        }

        /// How many tables differ afterwards.
        private func move(_ source: any Database, _ target: any Database) async throws(SQLError) -> Int {
            let migrator = Schema.migrator
            let state = try await migrator.state(of: source)
            guard state.isCurrent else {
                throw SQLError(.schema, "bring the old store up to date first: linli store migrate")
            }
            guard state.unknown.isEmpty else {
                throw SQLError(
                    .schema,
                    "the old store has schema \(state.version), and this linli, which knows "
                        + "\(migrator.newest), would leave out what came since: copy with a newer one")
            }
            try await Schema.migrate(target, at: SystemClock().now().milliseconds)
            for store in [source, target] {
                let living = try await store.read { tx throws(SQLError) in try tx.lanes.living() }
                guard living.isEmpty else {
                    throw SQLError(.busy, "a daemon works on one of the stores; stop it first")
                }
            }
            let copy = TableCopy(from: source, to: target)
            for table in Schema.tables { try await copy.copy(table) }
            var differences = 0
            for table in Schema.tables {
                let here = try await copy.census(of: table, in: .source)
                let there = try await copy.census(of: table, in: .target)
                if here != there { differences += 1 }
                Console.out(
                    "\(table.name): \(here.rows) rows"
                        + (here == there ? ", the same" : ", DIFFERS (\(there.rows) rows in the new store)"))
            }
            Console.out(
                differences == 0 ? "Every row is there and the same." : "\(differences) tables differ.")
            return differences
        }
    }
}
