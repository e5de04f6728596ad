import GRDBSQLite
import LinliSQL

/// One of the pool's connections, driven through SQLite's own interface, with its prepared statements.
///
/// GRDB opens, owns and closes the connection and keeps its queue; statements go straight to SQLite,
/// because they are the hot path. `close` must run before GRDB closes the connection.
final class SQLiteHandle: @unchecked Sendable {
    // Unchecked: every access happens on the GRDB queue of this one connection.
    let pointer: OpaquePointer

    private var prepared: [StatementShape: PreparedStatement] = [:]
    private var controls: [Control: PreparedStatement] = [:]
    private var uses: UInt64 = 0

    /// Lists in `IN (…)` make several texts of one statement; beyond this the one unused longest goes.
    private static let preparedStatements = 256

    init(pointer: OpaquePointer) {
        self.pointer = pointer
    }

    /// What only the driver may say.
    enum Control: String {
        case begin = "BEGIN IMMEDIATE"
        case commit = "COMMIT"
        case rollback = "ROLLBACK"
        case savepoint = "SAVEPOINT linli_body"
        case rollbackToSavepoint = "ROLLBACK TO SAVEPOINT linli_body"
        case release = "RELEASE SAVEPOINT linli_body"
    }

    var isInsideTransaction: Bool { sqlite3_get_autocommit(pointer) == 0 }

    /// Whether a DEFERRED foreign key is violated now, which would make COMMIT fail for the whole group.
    var hasUnresolvedForeignKeys: Bool {
        var current: Int32 = 0
        var highest: Int32 = 0
        let code = sqlite3_db_status(pointer, SQLITE_DBSTATUS_DEFERRED_FKS, &current, &highest, 0)
        return code == SQLITE_OK && current != 0
    }

    func control(_ control: Control) throws(SQLError) {
        if let known = controls[control] {
            _ = try known.run([])
            return
        }
        let statement = try PreparedStatement(control.rawValue, on: pointer)
        controls[control] = statement
        _ = try statement.run([])
    }

    func rows(_ statement: LinliSQL.Statement) throws(SQLError) -> [LinliSQL.Row] {
        try prepare(statement.shape).rows(statement.values)
    }

    /// Of the last INSERT that inserted a row.
    var lastInsertedID: Int64 { sqlite3_last_insert_rowid(pointer) }

    func run(_ statement: LinliSQL.Statement) throws(SQLError) -> Int {
        try prepare(statement.shape).run(statement.values)
    }

    /// A pragma of the driver's own: its first column, one text a row.
    func pragma(_ sql: StaticString) throws(SQLError) -> [String] {
        let statement = try PreparedStatement(sql.description, on: pointer)
        defer { statement.finalize() }
        return try statement.rows([]).map { row in
            switch row.values.first {
            case .text(let text): text
            case .integer(let integer): String(integer)
            default: ""
            }
        }
    }

    func close() {
        for statement in prepared.values { statement.finalize() }
        for statement in controls.values { statement.finalize() }
        prepared = [:]
        controls = [:]
    }

    private func prepare(_ shape: StatementShape) throws(SQLError) -> PreparedStatement {
        uses &+= 1
        if let known = prepared[shape] {
            known.lastUse = uses
            return known
        }
        let sql = shape.sql
        try Keyword.refuseTransactionControl(in: sql)
        let statement = try PreparedStatement(sql, on: pointer)
        if Keyword.changesSchema(sql) { return statement }
        if prepared.count >= Self.preparedStatements { forgetOldest() }
        statement.lastUse = uses
        prepared[shape] = statement
        return statement
    }

    private func forgetOldest() {
        guard let oldest = prepared.min(by: { $0.value.lastUse < $1.value.lastUse }) else { return }
        oldest.value.finalize()
        prepared[oldest.key] = nil
    }
}
