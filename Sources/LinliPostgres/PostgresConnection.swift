import LinliSQL

/// One body's view of a session: it ends with the body, and it refuses to work in a transaction that has
/// failed.
///
/// After an error PostgreSQL takes nothing more until the transaction, or the savepoint around the error, is
/// rolled back. A body that caught the error outside a savepoint has no transaction any more.
final class PostgresConnection: Connection {
    private let session: PostgresSession
    private var isOver = false
    /// The error at which the transaction failed last, even if the body caught it.
    private(set) var failure: SQLError?

    let dialect = Dialect.postgres
    let rowLock: Fragment

    private let apart: ApartSession
    private let mayWrite: Bool

    init(session: PostgresSession, apart: ApartSession, mayWrite: Bool) {
        self.session = session
        self.apart = apart
        self.mayWrite = mayWrite
        rowLock = mayWrite ? "FOR UPDATE" : ""
    }

    func rows(_ statement: Statement) throws(SQLError) -> [Row] {
        let (result, sql) = try answer(to: statement)
        return try result.rows(sql: sql)
    }

    func insert(_ statement: Statement) throws(SQLError) -> Int64? {
        try rows(statement.returningID).first?.integer(0)
    }

    func rowsApart(_ statement: Statement) throws(SQLError) -> [Row] {
        guard mayWrite else { throw SQLError(.readOnly, "a reader gives nothing out", sql: statement.sql) }
        return try apart.rows(statement)
    }

    func run(_ statement: Statement) throws(SQLError) -> Int {
        try answer(to: statement).result.changedRows
    }

    /// The body has returned; a transaction that it let out of its hands is of no more use.
    func retire() {
        isOver = true
    }

    private func answer(
        to statement: Statement
    ) throws(SQLError) -> (result: PostgresResult, sql: String) {
        if isOver { throw SQLError(.misuse, "the transaction is over", sql: statement.sql) }
        let hadFailed = session.hasFailed
        do {
            return try session.run(statement)
        } catch {
            if !hadFailed { failure = error }
            throw error
        }
    }
}
