import LinliSQL

/// One body's view of a connection: it ends with the body, and it refuses to work outside the transaction.
///
/// After SQLITE_FULL and some I/O errors SQLite has rolled back the whole transaction, and whatever the
/// body ran next would commit alone. So every statement asks first whether the transaction still stands.
final class SQLiteConnection: Connection {
    private let handle: SQLiteHandle
    private var isOver = false
    /// The error at which SQLite gave up the transaction, even if the body caught it.
    private(set) var fall: SQLError?

    let dialect = Dialect.sqlite
    /// One writer at a time: there is nobody to keep a row from.
    let rowLock: Fragment = ""

    init(handle: SQLiteHandle) {
        self.handle = handle
    }

    func rows(_ statement: Statement) throws(SQLError) -> [Row] {
        try checkTransaction(statement)
        do {
            return try handle.rows(statement)
        } catch {
            throw noted(error)
        }
    }

    func insert(_ statement: Statement) throws(SQLError) -> Int64? {
        try run(statement) == 0 ? nil : handle.lastInsertedID
    }

    func rowsApart(_ statement: Statement) throws(SQLError) -> [Row] {
        try rows(statement)
    }

    func run(_ statement: Statement) throws(SQLError) -> Int {
        try checkTransaction(statement)
        do {
            return try handle.run(statement)
        } catch {
            throw noted(error)
        }
    }

    /// The body has returned; a transaction that it let out of its hands is of no more use.
    func retire() {
        isOver = true
    }

    private func checkTransaction(_ statement: Statement) throws(SQLError) {
        if isOver { throw SQLError(.misuse, "the transaction is over", sql: statement.sql) }
        if !handle.isInsideTransaction {
            throw fall ?? SQLError(.aborted, "the transaction was rolled back", sql: statement.sql)
        }
    }

    private func noted(_ error: SQLError) -> SQLError {
        if fall == nil, !handle.isInsideTransaction { fall = error }
        return error
    }
}
