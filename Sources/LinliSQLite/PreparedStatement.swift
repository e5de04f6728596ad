import Foundation
import GRDBSQLite
import LinliSQL

/// A statement that SQLite has compiled, with the order of its parameters.
///
/// `$1` is a *name* to SQLite, and it numbers names as it meets them: in `SELECT $2, $1` the first
/// parameter is `$2`. `slots` says once for each of SQLite's parameters which value it takes.
final class PreparedStatement {
    private let connection: OpaquePointer
    private let sql: String
    private var statement: OpaquePointer?
    private let slots: [Int]
    private let countsChanges: Bool
    var lastUse: UInt64 = 0

    init(_ sql: String, on connection: OpaquePointer) throws(SQLError) {
        let statement = try Self.compile(sql, on: connection)
        do {
            slots = try Self.slots(of: statement, sql: sql)
        } catch {
            sqlite3_finalize(statement)
            throw error
        }
        self.connection = connection
        self.sql = sql
        self.statement = statement
        countsChanges = sqlite3_stmt_readonly(statement) == 0 && Keyword.countsChanges(sql)
    }

    deinit {
        sqlite3_finalize(statement)
    }

    /// Idempotent. The statement must not be used again.
    func finalize() {
        sqlite3_finalize(statement)
        statement = nil
    }

    /// Runs to the end and returns how many rows were inserted, updated or deleted.
    func run(_ values: [Value]) throws(SQLError) -> Int {
        try bind(values)
        defer { rewind() }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: continue
            case SQLITE_DONE: return countsChanges ? Int(sqlite3_changes64(connection)) : 0
            case let code: throw SQLiteFailure.error(code, on: connection, sql: sql)
            }
        }
    }

    /// Runs to the end and returns every row.
    func rows(_ values: [Value]) throws(SQLError) -> [Row] {
        try bind(values)
        defer { rewind() }
        var rows: [Row] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: rows.append(try row())
            case SQLITE_DONE: return rows
            case let code: throw SQLiteFailure.error(code, on: connection, sql: sql)
            }
        }
    }

    /// Bindings are cleared too: a cached statement keeps no personal data in memory.
    private func rewind() {
        sqlite3_reset(statement)
        if !slots.isEmpty { sqlite3_clear_bindings(statement) }
    }

    // MARK: Compiling

    private static func compile(
        _ sql: String, on connection: OpaquePointer
    ) throws(SQLError) -> OpaquePointer {
        var statement: OpaquePointer?
        var hasTail = false
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let code = sql.withCString { text in
            var tail: UnsafePointer<CChar>?
            let code = sqlite3_prepare_v3(connection, text, -1, flags, &statement, &tail)
            if let tail { hasTail = String(cString: tail).contains { !$0.isWhitespace && $0 != ";" } }
            return code
        }
        guard code == SQLITE_OK else {
            throw SQLiteFailure.error(code, on: connection, sql: sql, whilePreparing: true)
        }
        guard let statement, !hasTail else {
            sqlite3_finalize(statement)
            throw SQLError(.misuse, "not exactly one statement", sql: sql)
        }
        return statement
    }

    private static func slots(of statement: OpaquePointer, sql: String) throws(SQLError) -> [Int] {
        let count = Int(sqlite3_bind_parameter_count(statement))
        var slots: [Int] = []
        slots.reserveCapacity(count)
        for parameter in 0..<count {
            guard let name = sqlite3_bind_parameter_name(statement, Int32(parameter + 1)),
                name.pointee == CChar(bitPattern: UInt8(ascii: "$")),
                let number = Int(String(cString: name + 1)), (1...count).contains(number)
            else { throw SQLError(.misuse, "a parameter is not one of $1 … $\(count)", sql: sql) }
            slots.append(number - 1)
        }
        return slots
    }

    // MARK: Binding

    private func bind(_ values: [Value]) throws(SQLError) {
        guard let statement else { throw SQLError(.misuse, "the statement was finalized", sql: sql) }
        guard values.count == slots.count else {
            throw SQLError(.misuse, "\(values.count) values for \(slots.count) parameters", sql: sql)
        }
        for (index, slot) in slots.enumerated() {
            let code = try bind(values[slot], to: Int32(index + 1), of: statement, number: slot + 1)
            guard code == SQLITE_OK else {
                rewind()
                throw SQLiteFailure.error(code, on: connection, sql: sql)
            }
        }
    }

    private func bind(
        _ value: Value, to index: Int32, of statement: OpaquePointer, number: Int
    ) throws(SQLError) -> Int32 {
        switch value {
        case .null:
            return sqlite3_bind_null(statement, index)
        case .integer(let integer):
            return sqlite3_bind_int64(statement, index, integer)
        case .real(let real):
            // SQLite would store NULL without a word.
            guard !real.isNaN else { throw SQLError(.value, "$\(number) is not a number", sql: sql) }
            return sqlite3_bind_double(statement, index, real)
        case .text(var text):
            let code = text.withUTF8 { Self.bind($0, to: index, of: statement) }
            guard let code else { throw SQLError(.value, "the text of $\(number) contains a NUL", sql: sql) }
            return code
        case .blob(let bytes):
            // Without a pointer SQLite would bind NULL, and an empty array has none.
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, index, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob64(statement, index, $0.baseAddress, UInt64($0.count), Self.copied)
            }
        }
    }

    /// Nil where the text contains a NUL.
    private static func bind(
        _ text: UnsafeBufferPointer<UInt8>, to index: Int32, of statement: OpaquePointer
    ) -> Int32? {
        guard let start = text.baseAddress, !text.isEmpty else {
            return sqlite3_bind_text(statement, index, "", 0, copied)
        }
        guard memchr(start, 0, text.count) == nil else { return nil }
        return start.withMemoryRebound(to: CChar.self, capacity: text.count) {
            sqlite3_bind_text64(statement, index, $0, UInt64(text.count), copied, UInt8(SQLITE_UTF8))
        }
    }

    /// SQLITE_TRANSIENT: SQLite copies what is bound before the call returns.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    // MARK: Reading

    private func row() throws(SQLError) -> Row {
        let count = sqlite3_column_count(statement)
        var values: [Value] = []
        values.reserveCapacity(Int(count))
        for column in 0..<count { values.append(try value(column)) }
        return Row(values: values)
    }

    private func value(_ column: Int32) throws(SQLError) -> Value {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
        case SQLITE_TEXT:
            guard let start = sqlite3_column_text(statement, column) else { throw outOfMemory }
            let count = Int(sqlite3_column_bytes(statement, column))
            return .text(Self.text(UnsafeBufferPointer(start: start, count: count)))
        case SQLITE_BLOB:
            let count = Int(sqlite3_column_bytes(statement, column))
            guard count > 0 else { return .blob([]) }
            guard let start = sqlite3_column_blob(statement, column) else { throw outOfMemory }
            return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }

    private var outOfMemory: SQLError { SQLError(.unavailable, "out of memory", sql: sql) }

    /// Invalid UTF-8 and NUL, which this driver never writes, are read as U+FFFD.
    private static func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let start = bytes.baseAddress, memchr(start, 0, bytes.count) != nil else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
    }
}
