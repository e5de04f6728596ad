import Foundation
import GRDBSQLite
import LinliSQL
import LinliTestKit
import Testing

@testable import LinliSQLite

/// How a store is opened, by whom, and beside whom.
@Suite struct SQLiteOpeningTests {
    private func refusal(_ path: String, _ mode: SQLiteMode) -> SQLError? {
        do throws(SQLError) {
            _ = try SQLiteDatabase.open(path: path, mode: mode)
            return nil
        } catch {
            return error
        }
    }

    private func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func theWriterIsSetAsPromised() async throws {
        let scratch = try Scratch()
        let database = try SQLiteDatabase.open(path: scratch.path("store.sqlite"), mode: .daemon)
        // A body runs on the writer's own connection, so these are its settings and no other's.
        let settings = try await database.write { tx throws(SQLError) in
            [
                try tx.integer("PRAGMA synchronous"), try tx.integer("PRAGMA foreign_keys"),
                try tx.integer("PRAGMA secure_delete"), try tx.integer("PRAGMA journal_size_limit"),
            ]
        }
        #expect(settings == [2, 1, 1, 64 * 1024 * 1024])
        let journal = try await database.write { tx throws(SQLError) in
            try tx.first("PRAGMA journal_mode") { row throws(SQLError) in try row.text(0) }
        }
        #expect(journal == "wal")
        let patience = try await database.onWriter { handle throws(SQLError) in
            try handle.pragma("PRAGMA busy_timeout")
        }
        #expect(patience == ["3000"])
        await database.close()
    }

    @Test func aNewStoreIsPrivate() async throws {
        let scratch = try Scratch()
        let path = scratch.path("var/deep/store.sqlite")
        let database = try SQLiteDatabase.open(path: path, mode: .daemon)
        try await database.write { tx throws(SQLError) in try tx.makeNotes() }
        for file in [path, path + "-wal", path + "-shm", path + ".lock"] {
            #expect(try permissions(file) == 0o600, "\(file)")
        }
        #expect(try permissions(scratch.path("var/deep")) == 0o700)
        await database.close()
    }

    @Test func aSecondWriterIsRefusedAtOnce() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        let daemon = try SQLiteDatabase.open(path: path, mode: .daemon)
        let start = ContinuousClock.now
        for mode in [SQLiteMode.daemon, .exclusiveTool] {
            let error = refusal(path, mode)
            #expect(error?.kind == .busy)
            #expect(error?.message.contains("another linli (process \(getpid())) holds the store") == true)
        }
        #expect(ContinuousClock.now - start < .seconds(1))
        await daemon.close()
        let next = try SQLiteDatabase.open(path: path, mode: .exclusiveTool)
        await next.close()
    }

    @Test func aStoreThatIsLetGoFreesItsLock() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        var daemon: SQLiteDatabase? = try SQLiteDatabase.open(path: path, mode: .daemon)
        let writer = daemon?.writer
        daemon = nil
        await writer?.end()
        #expect(refusal(path, .daemon) == nil)
    }

    @Test func aStoreAtRestIsOneFile() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        let database = try SQLiteDatabase.open(path: path, mode: .daemon)
        try await database.write { tx throws(SQLError) in try tx.makeNotes() }
        await withTaskGroup(of: SQLError.Kind?.self) { group in
            for _ in 0..<40 {
                group.addTask {
                    await kind { () throws(SQLError) in
                        try await database.read { tx throws(SQLError) in try tx.noteIds() }
                    }
                }
            }
            for await kind in group { #expect(kind == nil) }
        }
        await database.close()
        let files = try FileManager.default.contentsOfDirectory(atPath: scratch.directory).sorted()
        #expect(files == ["store.sqlite", "store.sqlite.lock"])
    }

    @Test func aReaderLooksOnBesideTheDaemon() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        let daemon = try SQLiteDatabase.open(path: path, mode: .daemon)
        try await daemon.write { tx throws(SQLError) in
            try tx.makeNotes()
            try tx.addNote(1)
        }
        let onlooker = try SQLiteDatabase.open(path: path, mode: .readOnly)
        #expect(try await onlooker.read { tx throws(SQLError) in try tx.noteIds() } == [1])
        try await daemon.write { tx throws(SQLError) in try tx.addNote(2) }
        #expect(try await onlooker.read { tx throws(SQLError) in try tx.noteIds() } == [1, 2])
        let refused = await kind { () throws(SQLError) in
            try await onlooker.write { tx throws(SQLError) in try tx.addNote(3) }
        }
        #expect(refused == .readOnly)
        await onlooker.close()
        await daemon.close()
    }

    @Test func aReaderOpensAnIdleStoreAndNeverMakesOne() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        #expect(refusal(path, .readOnly)?.kind == .unavailable)
        #expect(!FileManager.default.fileExists(atPath: path))
        let daemon = try SQLiteDatabase.open(path: path, mode: .daemon)
        try await daemon.write { tx throws(SQLError) in try tx.makeNotes() }
        await daemon.close()
        let onlooker = try SQLiteDatabase.open(path: path, mode: .readOnly)
        #expect(try await onlooker.read { tx throws(SQLError) in try tx.noteIds() } == [])
        await onlooker.close()
    }

    @Test func whatIsNoDatabaseIsCorrupt() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        let words = String(repeating: "no database\n", count: 200)
        try words.write(toFile: path, atomically: true, encoding: .utf8)
        #expect(refusal(path, .daemon)?.kind == .corrupt)
    }

    @Test func aForeignLockIsWaitedForWithinTheBound() async throws {
        let scratch = try Scratch()
        let path = scratch.path("store.sqlite")
        let database = try SQLiteDatabase.open(
            path: path, mode: .daemon, options: SQLiteOptions(busySeconds: 1))
        try await database.write { tx throws(SQLError) in try tx.makeNotes() }
        let intruder = try RawConnection(path)
        #expect(intruder.run("BEGIN IMMEDIATE"))

        let start = ContinuousClock.now
        let refused = await kind { () throws(SQLError) in
            try await database.write { tx throws(SQLError) in try tx.addNote(1) }
        }
        let waited = ContinuousClock.now - start
        #expect(refused == .busy)
        #expect(waited >= .seconds(1) && waited < .seconds(5))
        #expect(try await database.read { tx throws(SQLError) in try tx.noteIds() } == [])

        let patient = Task {
            await kind { () throws(SQLError) in
                try await database.write { tx throws(SQLError) in try tx.addNote(2) }
            }
        }
        #expect(intruder.run("COMMIT"))
        #expect(await patient.value == nil)
        #expect(try await database.read { tx throws(SQLError) in try tx.noteIds() } == [2])
        await database.close()
    }
}

/// Another program's connection to the same file.
final class RawConnection {
    private var pointer: OpaquePointer?

    init(_ path: String) throws {
        try #require(sqlite3_open_v2(path, &pointer, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK)
    }

    deinit {
        sqlite3_close_v2(pointer)
    }

    func run(_ sql: String) -> Bool {
        sqlite3_exec(pointer, sql, nil, nil, nil) == SQLITE_OK
    }
}
