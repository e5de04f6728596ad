import Foundation
import LinliSQL
import LinliTestKit
import Testing

@testable import LinliSQLite

/// Copies are whole, a restore cannot tear, and what was erased is gone.
@Suite struct SQLiteMaintenanceTests {
    private static let migrations = [
        Migration(version: 1, name: "accounts") { tx throws(SQLError) in
            try tx.run(
                """
                CREATE TABLE accounts (
                    id INTEGER PRIMARY KEY, balance INTEGER NOT NULL CHECK (balance >= 0)) STRICT
                """)
            try tx.run("INSERT INTO accounts (id, balance) VALUES (1, 1000), (2, 1000)")
        }
    ]

    private func daemon(_ path: String) async throws -> SQLiteDatabase {
        let database = try SQLiteDatabase.open(path: path, mode: .daemon)
        try await Migrator(Self.migrations).migrate(database, at: 1)
        return database
    }

    private func balances(_ database: SQLiteDatabase) async throws -> [Int] {
        try await database.read { tx throws(SQLError) in
            try tx.all("SELECT balance FROM accounts ORDER BY id") { row throws(SQLError) in try row.int(0) }
        }
    }

    private func setFirst(_ balance: Int, _ database: SQLiteDatabase) async throws {
        try await database.write { tx throws(SQLError) in
            try tx.run("UPDATE accounts SET balance = \(balance) WHERE id = 1")
        }
    }

    /// Copies a file as another program would: a descriptor closed in this one would drop SQLite's locks.
    private func copy(_ source: String, to target: String) throws {
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/bin/cp")
        program.arguments = [source, target]
        try program.run()
        program.waitUntilExit()
        try #require(program.terminationStatus == 0)
    }

    private func refusal<Output>(_ work: () async throws(SQLError) -> Output) async -> SQLError? {
        do throws(SQLError) {
            _ = try await work()
            return nil
        } catch {
            return error
        }
    }

    private func restore(
        _ source: String, _ target: String, _ migrations: [Migration] = Self.migrations
    ) async -> SQLError? {
        await refusal { () throws(SQLError) in
            try await SQLiteDatabase.restore(from: source, to: target, migrations: migrations)
        }
    }

    // MARK: Backup

    @Test func aBackupUnderLoadIsOfOneMoment() async throws {
        let scratch = try Scratch()
        let database = try await daemon(scratch.path("store.sqlite"))
        let stop = Flag()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    while !stop.isUp {
                        try await database.write { tx throws(SQLError) in
                            try tx.run("UPDATE accounts SET balance = balance - 1 WHERE id = 1")
                            try tx.run("UPDATE accounts SET balance = balance + 1 WHERE id = 2")
                            try tx.run("UPDATE accounts SET balance = 2000 - balance")
                        }
                    }
                }
            }
            defer { stop.raise() }
            for number in 1...5 { try await database.backup(to: scratch.path("copy\(number).sqlite")) }
        }
        for number in 1...5 {
            let path = scratch.path("copy\(number).sqlite")
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
            let copy = try SQLiteDatabase.open(path: path, mode: .readOnly)
            #expect(try await balances(copy).reduce(0, +) == 2000)
            #expect(try await copy.check().isSound)
            await copy.close()
        }
        await database.close()
        let leftovers = try FileManager.default.contentsOfDirectory(atPath: scratch.directory)
        #expect(!leftovers.contains { $0.contains("partial") })
    }

    @Test func aBackupOverwritesNothing() async throws {
        let scratch = try Scratch()
        let database = try await daemon(scratch.path("store.sqlite"))
        let target = scratch.path("copy.sqlite")
        try "precious".write(toFile: target, atomically: true, encoding: .utf8)
        let error = await refusal { () throws(SQLError) in try await database.backup(to: target) }
        #expect(error?.message.contains("exists already") == true)
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "precious")
        await database.close()
    }

    // MARK: Restore

    @Test func aRestoreBringsTheCopyBack() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        let copy = scratch.path("copy.sqlite")
        let database = try await daemon(path)
        try await database.backup(to: copy)
        try await setFirst(5, database)
        await database.close()

        let state = try await SQLiteDatabase.restore(from: copy, to: path, migrations: Self.migrations)
        #expect(state.isCurrent)
        let restored = try await daemon(path)
        #expect(try await balances(restored) == [1000, 1000])
        #expect(try await restored.check().isSound)
        await restored.close()
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func theOldLogIsNotReplayedIntoTheRestoredStore() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        let live = scratch.path("live.sqlite")
        let database = try await daemon(live)
        try await database.backup(to: scratch.path("copy.sqlite"))
        try await setFirst(5, database)
        // A store as a killed daemon leaves it: with a log beside it.
        try copy(live, to: path)
        try copy(live + "-wal", to: path + "-wal")
        await database.close()
        #expect(await restore(scratch.path("copy.sqlite"), path) == nil)
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        let restored = try await daemon(path)
        #expect(try await balances(restored) == [1000, 1000])
        await restored.close()
    }

    @Test func aRestoreOverADamagedStoreWorks() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        let database = try await daemon(scratch.path("live.sqlite"))
        try await database.backup(to: scratch.path("copy.sqlite"))
        await database.close()
        let damage = String(repeating: "damaged\n", count: 1000)
        for file in [path, path + "-wal"] {
            try damage.write(toFile: file, atomically: true, encoding: .utf8)
        }
        #expect(await restore(scratch.path("copy.sqlite"), path) == nil)
        let restored = try await daemon(path)
        #expect(try await balances(restored) == [1000, 1000])
        await restored.close()
    }

    @Test func aRestoreIsRefusedBesideADaemon() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        let database = try await daemon(path)
        try await database.backup(to: scratch.path("copy.sqlite"))
        try await setFirst(5, database)
        #expect(await restore(scratch.path("copy.sqlite"), path)?.kind == .busy)
        #expect(try await balances(database) == [5, 1000])
        await database.close()
    }

    @Test func whatIsNoStoreOfOursIsNotRestored() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        let database = try await daemon(path)
        try await setFirst(5, database)
        await database.close()

        let text = scratch.path("text")
        let words = String(repeating: "no database\n", count: 200)
        try words.write(toFile: text, atomically: true, encoding: .utf8)
        let foreign = try SQLiteDatabase.open(path: scratch.path("foreign"), mode: .daemon)
        try await foreign.write { tx throws(SQLError) in try tx.makeNotes() }
        await foreign.close()
        let newer = try await daemon(scratch.path("newer"))
        let second = Migration(version: 2, name: "more", compatibleFrom: 2) { tx throws(SQLError) in
            try tx.run("CREATE TABLE more (id INTEGER)")
        }
        try await Migrator(Self.migrations + [second]).migrate(newer, at: 2)
        await newer.close()
        try Data().write(to: URL(fileURLWithPath: scratch.path("empty")))

        #expect(await restore(scratch.path("absent"), path)?.kind == .unavailable)
        #expect(await restore(text, path)?.kind == .corrupt)
        #expect(await restore(scratch.path("empty"), path)?.kind == .schema)
        #expect(await restore(scratch.path("foreign"), path)?.kind == .schema)
        #expect(await restore(scratch.path("newer"), path)?.kind == .schema)
        let untouched = try await daemon(path)
        #expect(try await balances(untouched) == [5, 1000])
        await untouched.close()
        let leftovers = try FileManager.default.contentsOfDirectory(atPath: scratch.directory)
        #expect(!leftovers.contains { $0.contains("partial") })
    }

    // MARK: Crash, check, erasure

    @Test func aKilledDaemonLeavesWhatItAcknowledged() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        let database = try await daemon(path)
        for balance in 1...50 { try await setFirst(balance, database) }
        // The files as they are in the middle of a group, when nothing of it is acknowledged.
        try await database.write { [self] tx throws(SQLError) in
            try tx.run("UPDATE accounts SET balance = 777")
            for file in ["", "-wal"] {
                do { try copy(path + file, to: scratch.path("crashed") + file) } catch { Issue.record(error) }
            }
        }
        await database.close()
        let crashed = try SQLiteDatabase.open(path: scratch.path("crashed"), mode: .daemon)
        #expect(try await crashed.check().isSound)
        #expect(try await balances(crashed) == [50, 1000])
        await crashed.close()
    }

    @Test func damageIsFound() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        let database = try await daemon(path)
        try await database.write { tx throws(SQLError) in
            try tx.makeNotes()
            for id in 1...200 { try tx.addNote(id) }
        }
        #expect(try await database.check().isSound)
        await database.close()
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
        let size = try file.seekToEnd()
        // The last page belongs to the notes; the header and the schema stay readable.
        try file.seek(toOffset: size - 4096)
        try file.write(contentsOf: Data(repeating: 0x5A, count: 4096))
        try file.close()
        let damaged = try SQLiteDatabase.open(path: path, mode: .daemon)
        #expect(try await damaged.check().isSound == false)
        let error = await refusal { () throws(SQLError) in
            try await damaged.backup(to: scratch.path("copy.sqlite"))
        }
        #expect(error?.kind == .corrupt)
        #expect(!FileManager.default.fileExists(atPath: scratch.path("copy.sqlite")))
        await damaged.close()
    }

    @Test func orphansAndLooseSettingsAreFound() async throws {
        let scratch = try Scratch()
        let database = try await daemon(scratch.path("store.sqlite"))
        try await database.write { tx throws(SQLError) in try tx.makeNotes() }
        try await database.onWriter { handle throws(SQLError) in
            _ = try handle.pragma("PRAGMA foreign_keys = OFF")
            _ = try handle.pragma("PRAGMA synchronous = NORMAL")
        }
        try await database.write { tx throws(SQLError) in
            try tx.run("INSERT INTO notes (id, title, parent) VALUES (1, 'a', 77)")
        }
        let findings = try await database.check().findings
        #expect(
            findings.sorted() == [
                "a row of notes refers to no row of notes", "foreign_keys is 0, not 1",
                "synchronous is 1, not 2",
            ])
        await database.close()
    }

    @Test func whatWasErasedIsInNoFile() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        let database = try await daemon(path)
        let secret = "13800000000-in-a-note"
        try await database.write { tx throws(SQLError) in
            try tx.makeNotes()
            try tx.addNote(1, secret)
            try tx.addNote(2)
        }
        try await database.checkpointTruncate()
        try copy(path, to: scratch.path("before"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path("before"))).contains(secret))
        try await database.write { tx throws(SQLError) in try tx.run("DELETE FROM notes WHERE id = 1") }
        try await database.checkpointTruncate()
        for file in ["", "-wal"] {
            try copy(path + file, to: scratch.path("after"))
            #expect(try !Data(contentsOf: URL(fileURLWithPath: scratch.path("after"))).contains(secret))
        }
        await database.close()
    }

    @Test func aReaderHoldsUpTheCheckpointButNotForever() async throws {
        let scratch = try Scratch()
        let database = try await daemon(scratch.path("store.sqlite"))
        let (reads, isReading) = (Signal(), Signal())
        let reader = Task {
            return try await database.read { tx throws(SQLError) in
                _ = try tx.integer("SELECT count(*) FROM accounts")
                isReading.fire()
                return reads.wait()
            }
        }
        _ = try await database.onWriter { _ in isReading.wait() }
        try await setFirst(7, database)
        let error = await refusal { () throws(SQLError) in try await database.checkpointTruncate() }
        #expect(error?.kind == .busy)
        reads.fire()
        #expect(try await reader.value)
        await database.close()
    }

    @Test func theLibraryIsNamed() async throws {
        let parts = SQLiteDatabase.libraryVersion.split(separator: ".").compactMap { Int($0) }
        #expect(parts.count >= 3 && parts[0] == 3)
        let hasDefect = parts.lexicographicallyPrecedes([3, 51, 3])
        #expect((SQLiteDatabase.libraryNote != nil) == hasDefect)
    }
}

extension Data {
    fileprivate func contains(_ text: String) -> Bool {
        range(of: Data(text.utf8)) != nil
    }
}
