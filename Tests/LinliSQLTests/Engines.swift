import Foundation
import LinliSQL
import LinliSQLite
import Testing

/// The engines on which the contract of the seam is held. A second driver joins by one more entry.
enum Engines {
    static let all: [Engine] = [.sqlite]
}

/// One engine under test: how to get an empty store of it.
struct Engine: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let open: @Sendable (Scratch) async throws -> any Database

    static let sqlite = Engine(testDescription: "sqlite") { scratch in
        try SQLiteDatabase.open(path: scratch.path("store.sqlite"), mode: .daemon)
    }

    /// Runs `test` on an empty store, closes it and removes it, also when the test throws.
    func withStore(_ test: (any Database) async throws -> Void) async throws {
        let scratch = try Scratch()
        let database = try await open(scratch)
        do {
            try await test(database)
        } catch {
            await database.close()
            throw error
        }
        await database.close()
    }
}

/// A directory of one test's own, gone with it.
final class Scratch: Sendable {
    let directory: String

    init() throws {
        directory = NSTemporaryDirectory() + "/linli-sql-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    func path(_ name: String) -> String {
        directory + "/" + name
    }

    deinit {
        try? FileManager.default.removeItem(atPath: directory)
    }
}

/// The kind of the error that `work` throws; nil where it throws none.
func kind<Result>(of work: () async throws(SQLError) -> Result) async -> SQLError.Kind? {
    do {
        _ = try await work()
        return nil
    } catch {
        return error.kind
    }
}

extension Transaction {
    /// A table with every kind of column and a key; the playground of the contract.
    func makeNotes() throws(SQLError) {
        try run(
            """
            CREATE TABLE notes (
                id \(dialect.integer) NOT NULL PRIMARY KEY,
                title TEXT NOT NULL UNIQUE,
                body \(dialect.blob),
                weight DOUBLE PRECISION CHECK (weight >= 0),
                parent \(dialect.integer) REFERENCES notes (id)
            )
            """)
    }

    func addNote(_ id: Int, _ title: String? = nil) throws(SQLError) {
        try run("INSERT INTO notes (id, title) VALUES (\(id), \(title ?? "note \(id)"))")
    }

    func failOnPurpose() throws(SQLError) {
        throw SQLError(.decoding, "on purpose")
    }

    func noteIds() throws(SQLError) -> [Int] {
        try all("SELECT id FROM notes ORDER BY id") { row throws(SQLError) in try row.int(0) }
    }
}
