import GRDBSQLite
import LinliSQL

/// What `linli store check` tells about a store.
package struct SQLiteCheck: Sendable {
    /// Damage, rows that refer to nothing, settings that are not as promised. Empty in a sound store.
    package let findings: [String]
    /// What an operator should know though nothing is wrong.
    package let notes: [String]
    /// The version of the linked SQLite, such as `3.40.1`.
    package let libraryVersion: String
    /// Bytes of the store and, of these, bytes that are free for reuse.
    package let bytes: Int64
    package let freeBytes: Int64

    package var isSound: Bool { findings.isEmpty }
}

extension SQLiteDatabase {
    /// The version of the linked SQLite.
    package static var libraryVersion: String { String(cString: sqlite3_libversion()) }

    /// A sentence for the start of the daemon where the linked SQLite has the WAL-reset defect
    /// (before 3.51.3: two programs that write or checkpoint at once can damage a store).
    package static var libraryNote: String? {
        guard sqlite3_libversion_number() < 3_051_003 else { return nil }
        return "SQLite \(libraryVersion) has the WAL-reset defect (repaired in 3.51.3): only one program may "
            + "write to the store; linli's lock sees to that, other tools must only read"
    }

    /// Looks through every page, index and reference. Reads the whole store; writes go on meanwhile.
    package func check() async throws(SQLError) -> SQLiteCheck {
        var findings = try await damage()
        findings += try await settingsFindings()
        let sizes = try await read { tx throws(SQLError) in
            (
                page: try tx.integer("PRAGMA page_size"), count: try tx.integer("PRAGMA page_count"),
                free: try tx.integer("PRAGMA freelist_count")
            )
        }
        return SQLiteCheck(
            findings: findings, notes: [Self.libraryNote].compactMap { $0 },
            libraryVersion: Self.libraryVersion, bytes: sizes.page * sizes.count,
            freeBytes: sizes.page * sizes.free)
    }

    /// Empties the write-ahead log into the store and cuts it to nothing, so that what was erased
    /// (`secure_delete` has overwritten it in the store) is in no file any more.
    ///
    /// - Throws: `.busy` where a reader still needs the log; call again later.
    package func checkpointTruncate() async throws(SQLError) {
        if mode == .readOnly { throw SQLError(.readOnly, "the store was opened for reading") }
        try await onWriter { handle throws(SQLError) in
            // The writer waits here with everybody behind it, so it waits briefly.
            let usual = try handle.pragma("PRAGMA busy_timeout").first.flatMap { Int32($0) } ?? 0
            sqlite3_busy_timeout(handle.pointer, 500)
            defer { sqlite3_busy_timeout(handle.pointer, usual) }
            if try handle.pragma("PRAGMA wal_checkpoint(TRUNCATE)").first != "0" {
                throw SQLError(.busy, "a reader still needs the write-ahead log")
            }
        }
    }

    private func damage() async throws(SQLError) -> [String] {
        do throws(SQLError) {
            return try await read { tx throws(SQLError) in
                let integrity = try tx.all("PRAGMA integrity_check") { row throws(SQLError) in
                    try row.text(0)
                }
                let orphans = try tx.all("PRAGMA foreign_key_check") { row throws(SQLError) in
                    "a row of \(try row.text(0)) refers to no row of \(try row.text(2))"
                }
                return integrity.filter { $0 != "ok" } + orphans
            }
        } catch {
            guard error.kind == .corrupt else { throw error }
            return [error.message]
        }
    }

    /// A connection that only reads has no say in how others write, so it has nothing to find here.
    private func settingsFindings() async throws(SQLError) -> [String] {
        if mode == .readOnly { return [] }
        return try await onWriter { handle throws(SQLError) in
            try Self.settings(handle).filter { $0.0.required != $0.1 }.map { setting, value in
                "\(setting.rawValue) is \(value), not \(setting.required)"
            }
        }
    }
}
