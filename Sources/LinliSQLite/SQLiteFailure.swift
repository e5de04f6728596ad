import Foundation
import GRDB
import GRDBSQLite
import LinliSQL

/// SQLite's extended result codes, told by consequence.
///
/// No message carries a bound value: SQLite's own words are kept where they can only name tables,
/// columns and SQL text (constraints, preparation); a statement that fails while it runs gets the
/// general sentence of its code, because functions of SQLite quote their arguments there.
enum SQLiteFailure {
    /// The error that a connection has just reported with `code`.
    ///
    /// - Parameter whilePreparing: SQLite then speaks of the SQL text alone.
    static func error(
        _ code: Int32, on connection: OpaquePointer, sql: String?, whilePreparing: Bool = false
    ) -> SQLError {
        let system = sqlite3_system_errno(connection)
        let speaksOfSchema = whilePreparing || code & 0xFF == SQLITE_CONSTRAINT
        let words = speaksOfSchema ? String(cString: sqlite3_errmsg(connection)) : sentence(of: code)
        return SQLError(kind(of: code, systemError: system), words, sql: sql)
    }

    /// An error of GRDB: opening, closing, copying.
    static func error(_ error: any Error, doing what: String) -> SQLError {
        if let known = error as? SQLError { return known }
        guard let failure = error as? DatabaseError else {
            return SQLError(.unavailable, "\(what): \(type(of: error))")
        }
        let code = failure.extendedResultCode.rawValue
        return SQLError(kind(of: code, systemError: 0), "\(what): \(sentence(of: code))")
    }

    private static func sentence(of code: Int32) -> String {
        "\(String(cString: sqlite3_errstr(code))) (\(code))"
    }

    static func kind(of code: Int32, systemError: Int32) -> SQLError.Kind {
        switch ResultCode(rawValue: code) {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            return .unique
        case .SQLITE_IOERR_CORRUPTFS: return .corrupt
        default: break
        }
        // SQLite calls only ENOSPC full; a quota is the same to us.
        if code & 0xFF == SQLITE_IOERR, [ENOSPC, EDQUOT].contains(systemError) { return .full }
        switch code & 0xFF {
        case SQLITE_FULL: return .full
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL, SQLITE_SCHEMA: return .busy
        case SQLITE_READONLY: return .readOnly
        case SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_PERM, SQLITE_AUTH, SQLITE_NOMEM, SQLITE_NOLFS:
            return .unavailable
        case SQLITE_CORRUPT, SQLITE_NOTADB: return .corrupt
        case SQLITE_CONSTRAINT: return .constraint
        case SQLITE_TOOBIG, SQLITE_MISMATCH: return .value
        case SQLITE_ABORT, SQLITE_INTERRUPT: return .aborted
        default: return .misuse
        }
    }
}
