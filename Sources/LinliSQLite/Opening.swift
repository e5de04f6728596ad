import CSQLite
import Foundation
import GRDB
import GRDBSQLite
import LinliSQL

extension SQLiteDatabase {
    /// Opens the store at `path`, and makes it (0600, its directory 0700) where the mode may write.
    ///
    /// Blocks for the time of opening; meant for the start of a program.
    /// - Throws: `.busy` at once where another program writes to this store, `.unavailable` where it cannot
    ///   be opened, `.corrupt` where it is no database.
    package static func open(
        path: String, mode: SQLiteMode, options: SQLiteOptions = SQLiteOptions()
    ) throws(SQLError) -> SQLiteDatabase {
        _ = keepsNoAccount
        var lock: FileLock?
        if mode != .readOnly {
            try StoreFile.makeDirectory(above: path)
            lock = try FileLock(store: path)
            try StoreFile.makePrivate(path)
        }
        let pool: DatabasePool
        let handle: SQLiteHandle
        do {
            pool = try DatabasePool(path: path, configuration: configuration(mode, options))
            handle = try pool.writeWithoutTransaction { try writerHandle($0, mode, options) }
        } catch {
            throw SQLiteFailure.error(error, doing: "opening \(path)")
        }
        let readers = ReaderHandles()
        let writer = GroupWriter(pool: pool, handle: handle, options: options) { [lock] in
            shutDown(pool, handle: handle, readers: readers, lock: lock)
        }
        writer.start()
        return SQLiteDatabase(path: path, mode: mode, pool: pool, writer: writer, readers: readers)
    }

    /// Once a process. Where something else has used SQLite before it stays as it was, only slower.
    private static let keepsNoAccount = linli_sqlite_keep_no_account() != 0

    private static func configuration(_ mode: SQLiteMode, _ options: SQLiteOptions) -> Configuration {
        var configuration = Configuration()
        configuration.label = "linli"
        configuration.readonly = mode == .readOnly
        configuration.busyMode = .timeout(TimeInterval(options.busySeconds))
        configuration.maximumReaderCount = options.readers
        // Statements are cached beside the readers, so the readers must stay.
        configuration.persistentReadOnlyConnections = true
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            guard database.configuration.readonly else { return }
            try database.execute(sql: "PRAGMA query_only = ON")
            // GRDB waits 10 s on readers unless told otherwise.
            sqlite3_busy_timeout(database.sqliteConnection, Int32(options.busySeconds * 1000))
        }
        return configuration
    }

    /// The writer's own settings, made after opening, because opening a pool sets `synchronous=NORMAL`.
    ///
    /// FULL: an acknowledged message survives a power cut. `secure_delete`: what is erased is overwritten.
    private static func writerHandle(
        _ database: GRDB.Database, _ mode: SQLiteMode, _ options: SQLiteOptions
    ) throws -> SQLiteHandle {
        guard let pointer = database.sqliteConnection else {
            throw SQLError(.unavailable, "the connection is closed")
        }
        let handle = SQLiteHandle(pointer: pointer)
        if mode == .readOnly { return handle }
        try database.execute(sql: "PRAGMA synchronous = FULL")
        try database.execute(sql: "PRAGMA secure_delete = ON")
        // Every body has a savepoint, and SQLite keeps the old pages of a savepoint in a temporary file: ten
        // writes for each one to the WAL, and residents' words in /var/tmp. In memory it is neither.
        try database.execute(sql: "PRAGMA temp_store = MEMORY")
        try database.execute(sql: "PRAGMA journal_size_limit = \(options.journalBytes)")
        try database.execute(sql: "PRAGMA cache_size = -\(options.cacheKibibytes)")
        try database.execute(sql: "PRAGMA wal_autocheckpoint = \(options.checkpointPages)")
        for (pragma, value) in try settings(handle) where pragma.required != value {
            throw SQLError(.unavailable, "SQLite did not accept \(pragma.rawValue) = \(pragma.required)")
        }
        return handle
    }

    /// The settings on which promises rest, as SQLite reports them.
    static func settings(_ handle: SQLiteHandle) throws(SQLError) -> [(Setting, String)] {
        var settings: [(Setting, String)] = []
        for setting in Setting.allCases {
            settings.append((setting, try handle.pragma(setting.pragma).first ?? ""))
        }
        return settings
    }

    /// After the last body and the last read: closes every connection, then lets the lock go.
    ///
    /// The readers go first: only a writer that closes last takes the log into the store and removes it,
    /// so that a store at rest is one file.
    private static func shutDown(
        _ pool: DatabasePool, handle: SQLiteHandle, readers: ReaderHandles, lock: FileLock?
    ) {
        defer { lock?.release() }
        readers.refuse()
        // A connection that does not close is closed with the process; all commits are on disk already.
        do {
            // A reader is still ending its transaction when its body has returned; the barrier waits.
            try pool.barrierWriteWithoutTransaction { _ in readers.forget() }
            handle.close()
            pool.invalidateReadOnlyConnections()
            readers.awaitEnd()
            try pool.close()
        } catch { return }
    }
}

/// A setting of the writer on which a promise rests.
enum Setting: String, CaseIterable {
    case journalMode = "journal_mode"
    case synchronous
    case foreignKeys = "foreign_keys"
    case secureDelete = "secure_delete"

    var pragma: StaticString {
        switch self {
        case .journalMode: "PRAGMA journal_mode"
        case .synchronous: "PRAGMA synchronous"
        case .foreignKeys: "PRAGMA foreign_keys"
        case .secureDelete: "PRAGMA secure_delete"
        }
    }

    /// `synchronous` 2 is FULL.
    var required: String {
        switch self {
        case .journalMode: "wal"
        case .synchronous: "2"
        case .foreignKeys, .secureDelete: "1"
        }
    }
}
