import ArgumentParser
import Foundation
import LinliEngine
import LinliModel
import LinliSettings
import LinliSQL
import LinliSQLite
import LinliStore

struct StoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "store", abstract: "The store itself: schema, soundness, copies.",
        subcommands: [Migrate.self, Check.self, Backup.self, Restore.self, Copy.self])

    struct Migrate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Bring the schema up to date.",
            discussion: """
                Example:
                  linli store migrate
                """)

        @OptionGroup var config: ConfigOptions
        @Flag(help: "Only say what would be done.") var dryRun = false

        func run() async throws {
            let opening = StoreOpening(try config.load(includingChannels: false))
            let migrator = Schema.migrator
            if dryRun {
                if let path = opening.path, !FileManager.default.fileExists(atPath: path) {
                    return Console.out(
                        "The store does not exist yet; \(Schema.migrations.count) steps would be done.")
                }
                let state = try await opening.with(.readOnly) { store throws(SQLError) in
                    try await migrator.state(of: store.database)
                }
                return Console.out("Schema \(state.version); \(state.pending.count) steps would be done.")
            }
            let done = try await opening.with(.exclusiveTool) { store throws(SQLError) in
                try await Schema.migrate(store.database, at: SystemClock().now().milliseconds)
            }
            Console.out(
                done.isEmpty
                    ? "The schema is up to date."
                    : "Steps done: \(done.map(String.init).joined(separator: ", "))")
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Is the store sound? Works beside a running daemon.",
            discussion: """
                Example:
                  linli store check --json
                """)

        @OptionGroup var config: ConfigOptions
        @Flag(help: "One JSON object.") var json = false

        private struct Report: Encodable {
            var sound: Bool
            var schema: Int
            var pending: Int
            var findings: [String]
            var notes: [String]
            var engine: String
            var bytes: Int64
        }

        func run() async throws {
            let opening = StoreOpening(try config.load(includingChannels: false))
            let report = try await opening.with(.readOnly) { store throws(SQLError) in
                let check = try await Self.check(store)
                let database = store.database
                let state = try await Schema.migrator.state(of: database)
                let books = try await database.read { tx throws(SQLError) in
                    state.isCurrent ? try tx.ledger.mismatches().count + abs(tx.ledger.total()) : 0
                }
                let known = Schema.migrator.newest
                let beside =
                    state.unknown.isEmpty
                    ? [] : ["newer than this linli, which knows schema \(known) and may work with it"]
                let findings =
                    check.findings + (books == 0 ? [] : ["the ledger does not add up: linli points verify"])
                return Report(
                    sound: findings.isEmpty, schema: state.version, pending: state.pending.count,
                    findings: findings, notes: check.notes + beside, engine: check.engine, bytes: check.bytes)
            }
            if json {
                try Console.json(report)
            } else {
                for line in report.findings + report.notes { Console.out(line) }
                Console.out(
                    (report.sound ? "sound" : "NOT SOUND")
                        + "; schema \(report.schema), \(report.pending) steps pending; "
                        + "\(report.engine); \(report.bytes) bytes")
            }
            guard report.sound else { throw Exit.no }
        }

        /// What the engine itself says.
        private static func check(
            _ store: OpenStore
        ) async throws(SQLError) -> (findings: [String], notes: [String], engine: String, bytes: Int64) {
            switch store {
            case .sqlite(let database):
                let check = try await database.check()
                return (check.findings, check.notes, "SQLite \(check.libraryVersion)", check.bytes)
            case .postgres(let database):
                let check = try await database.check()
                return (check.findings, check.notes, "PostgreSQL \(check.serverVersion)", check.bytes)
            }
        }
    }

    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Copy the store into one new file, also while the daemon works.",
            discussion: """
                Example:
                  linli store backup backup-2026-03-18.sqlite
                """)

        @OptionGroup var config: ConfigOptions
        @Argument(help: "The new file.") var file: String

        func run() async throws {
            let opening = StoreOpening(try config.load(includingChannels: false))
            _ = try opening.filePath(orElse: PostgresAdvice.backup)
            let file = file
            try await opening.with(.readOnly) { store throws(SQLError) in
                guard case .sqlite(let database) = store else { return }
                try await database.backup(to: file)
            }
            Console.out("Copied to \(file); the copy was checked and is on disk.")
        }
    }

    struct Restore: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Put a copy into the place of the store. Never while a daemon holds it.",
            discussion: """
                Example:
                  linli store restore backup-2026-03-18.sqlite
                """)

        @OptionGroup var config: ConfigOptions
        @Argument(help: "A file that linli store backup made.") var file: String
        @OptionGroup var destructive: Destructive

        func run() async throws {
            let opening = StoreOpening(try config.load(includingChannels: false))
            let path = try opening.filePath(orElse: PostgresAdvice.restore)
            let replaces = try await holdsSomething(opening, path)
            if replaces || destructive.dryRun {
                guard try destructive.mayBegin("replace the store \(path) by \(file)") else { return }
            }
            do throws(SQLError) {
                let state = try await SQLiteDatabase.restore(
                    from: file, to: path, migrations: Schema.migrations)
                Console.out("\(path) is now what \(file) was (schema \(state.version)).")
            } catch {
                Console.error(
                    error.kind == .busy
                        ? "A daemon or another tool holds \(path); stop it first."
                        : "Not restored: \(error.message)")
                throw error.kind == .busy ? Exit.unreachable : Exit.no
            }
        }

        /// Opening takes the lock: a held store is refused here, before anybody is asked.
        private func holdsSomething(_ opening: StoreOpening, _ path: String) async throws -> Bool {
            guard FileManager.default.fileExists(atPath: path) else { return false }
            return try await opening.with(.exclusiveTool) { store throws(SQLError) in
                try await Schema.migrator.state(of: store.database).version > 0
            }
        }
    }
}

/// What does on PostgreSQL what `linli store` does with a file: its own tools do it better.
private enum PostgresAdvice {
    static let backup = """
        This store is in PostgreSQL, which is copied by its own tools, also while Linli works:
          pg_dump --format=custom --file=linli.dump URL     one moment, for moving house and for small offices
          pg_basebackup and an archive of the WAL           any moment of the past (point-in-time recovery)
        Docs/Operations.md says which to take and how to try the way back.
        """
    static let restore = """
        This store is in PostgreSQL. Stop every daemon, then bring the copy into an empty database:
          pg_restore --dbname=URL --exit-on-error linli.dump
        and run linli store check. Docs/Operations.md says how to go back to a moment of the past.
        """
}
