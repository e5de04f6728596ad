import Foundation
import GRDBSQLite

/// Plain SQLite through its C API: WAL, `synchronous=FULL`, one thread, a hundred rows a commit.
///
/// What this machine's disk and SQLite give to anybody who wants durable rows and does nothing else.
final class SQLiteYardstick {
    private var database: OpaquePointer?
    private var insert: OpaquePointer?
    private let row = [UInt8](repeating: 0x61, count: 600)
    private static let rowsPerCommit = 100

    /// - Parameter folder: on the same disk as the daemon's store.
    init(in folder: URL) throws {
        let path = folder.appendingPathComponent("yardstick.sqlite").path
        guard sqlite3_open(path, &database) == SQLITE_OK else {
            throw BenchError("SQLite does not open \(folder.path)")
        }
        try execute("PRAGMA journal_mode = WAL")
        try execute("PRAGMA synchronous = FULL")
        try execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")
        let code = sqlite3_prepare_v2(database, "INSERT INTO rows (body) VALUES (?1)", -1, &insert, nil)
        guard code == SQLITE_OK else { throw failure }
    }

    deinit {
        sqlite3_finalize(insert)
        sqlite3_close(database)
    }

    static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    /// Durable rows a second.
    func rowsPerSecond(seconds: Double) throws -> Double {
        let start = MonotonicTime.now
        let end = start + MonotonicTime.nanoseconds(seconds)
        var rows = 0
        while MonotonicTime.now < end {
            try commit()
            rows += Self.rowsPerCommit
        }
        return Double(rows) / MonotonicTime.seconds(from: start, to: MonotonicTime.now)
    }

    private func commit() throws {
        try execute("BEGIN IMMEDIATE")
        for _ in 0..<Self.rowsPerCommit {
            let code = row.withUnsafeBytes { bytes -> Int32 in
                // The bytes stay where they are until the step is done, so SQLite need not copy them.
                let text = bytes.bindMemory(to: CChar.self).baseAddress
                guard sqlite3_bind_text(insert, 1, text, Int32(bytes.count), nil) == SQLITE_OK else {
                    return SQLITE_ERROR
                }
                return sqlite3_step(insert)
            }
            guard code == SQLITE_DONE else { throw failure }
            sqlite3_reset(insert)
        }
        try execute("COMMIT")
    }

    private func execute(_ sql: String) throws {
        guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else { throw failure }
    }

    private var failure: BenchError {
        BenchError("SQLite: \(String(cString: sqlite3_errmsg(database)))")
    }
}
