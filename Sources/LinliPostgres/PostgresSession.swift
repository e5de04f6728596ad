import CPostgres
import LinliSQL

/// A connection with its prepared statements, on the thread that owns it.
///
/// A statement is prepared once for its shape. Its parameters are declared by the values' own types, so
/// that the server converts nothing; where a value was null the server says what it expects. A later value
/// of another type gets a statement of its own.
final class PostgresSession {
    let link: PostgresLink
    /// Of the body that runs now; nil outside and for as long as it takes.
    var deadline: ContinuousClock.Instant?

    private let options: PostgresOptions
    private var prepared: [StatementShape: [PreparedStatement]] = [:]
    private var preparedCount = 0
    private var names: UInt64 = 0
    private var uses: UInt64 = 0
    /// Whether prepared statements were found not to fit any more.
    private var isStale = false

    /// Lists in `IN (…)` make several texts of one statement; beyond this the one unused longest goes.
    private static let preparedStatements = 256

    /// - Throws: `.unavailable` where the server cannot be reached or keeps its texts in other than UTF-8.
    init(_ url: PostgresURL, _ options: PostgresOptions) throws(SQLError) {
        self.options = options
        link = try PostgresLink(url, options)
        let encoding = link.greeting("server_encoding") ?? "unknown"
        guard encoding == "UTF8" else {
            throw SQLError(.unavailable, "the database keeps \(encoding); create one with ENCODING 'UTF8'")
        }
        if let seconds = options.statementSeconds {
            try control("SET statement_timeout = '\(seconds)s'")
            try control("SET idle_in_transaction_session_timeout = '\(seconds * 3)s'")
        }
    }

    var isBroken: Bool { link.isBroken }
    var isInsideTransaction: Bool { link.state == PQTRANS_INTRANS }
    var hasFailed: Bool { link.state == PQTRANS_INERROR }

    // MARK: What only the driver may say

    /// Runs a command without parameters and returns the server's word for it (`COMMIT`, `ROLLBACK`, …).
    @discardableResult
    func control(_ command: String) throws(SQLError) -> String {
        let result = try link.exchange(until: end) { PQsendQuery($0, command) }
        guard result.isFine else { throw result.error(in: command) }
        return result.command
    }

    /// Ends a transaction of which nothing is kept. Where that fails the connection is closed, which ends it
    /// too.
    func rollBack() {
        guard !isBroken, link.state != PQTRANS_IDLE else { return }
        do throws(SQLError) {
            try control("ROLLBACK")
        } catch {
            link.abandon()
        }
    }

    /// After a body that failed for statements that no longer fit: the next run prepares them anew.
    func forgetStale() {
        guard isStale, !isBroken else { return }
        isStale = false
        prepared = [:]
        preparedCount = 0
        do throws(SQLError) {
            try control("DEALLOCATE ALL")
        } catch {
            link.abandon()
        }
    }

    // MARK: Statements

    func run(_ statement: Statement) throws(SQLError) -> (result: PostgresResult, sql: String) {
        if let known = knownStatement(statement) {
            let result = try send(known, statement.values)
            if result.isFine { return (result, known.sql) }
            if PostgresFailure.concernsPreparedStatement(result.sqlstate) {
                isStale = true
                throw SQLError(.conflict, "a prepared statement fits no more", sql: known.sql)
            }
            throw result.error(in: known.sql)
        }
        let fresh = try prepare(statement)
        let result = try send(fresh, statement.values)
        guard result.isFine else { throw result.error(in: fresh.sql) }
        return (result, fresh.sql)
    }

    private func send(
        _ prepared: PreparedStatement, _ values: [Value]
    ) throws(SQLError) -> PostgresResult {
        let bound = try BoundValues(values, as: prepared.types, sql: prepared.sql)
        return try link.exchange(until: end) { connection in
            bound.withPointers { count, pointers, lengths, formats in
                PQsendQueryPrepared(connection, prepared.name, count, pointers, lengths, formats, 1)
            }
        }
    }

    private func knownStatement(_ statement: Statement) -> PreparedStatement? {
        guard let variants = prepared[statement.shape],
            let index = variants.firstIndex(where: { $0.takes(statement.values) })
        else { return nil }
        uses &+= 1
        prepared[statement.shape]?[index].lastUse = uses
        return variants[index]
    }

    private func prepare(_ statement: Statement) throws(SQLError) -> PreparedStatement {
        let sql = statement.sql
        try Keyword.refuseTransactionControl(in: sql)
        names &+= 1
        let name = "linli_\(names)"
        var types = statement.values.map { WireEncoding.type(of: $0) }
        let declared = types
        let result = try link.exchange(until: end) { connection in
            PQsendPrepare(connection, name, sql, Int32(declared.count), declared)
        }
        guard result.isFine else { throw result.error(in: sql) }
        if types.contains(WireType.unknown) { types = try concluded(name, sql) }
        guard types.count == statement.values.count else {
            throw SQLError(
                .misuse, "\(statement.values.count) values for \(types.count) parameters", sql: sql)
        }
        if preparedCount >= Self.preparedStatements { try forgetOldest() }
        uses &+= 1
        let fresh = PreparedStatement(name: name, sql: sql, types: types, lastUse: uses)
        prepared[statement.shape, default: []].append(fresh)
        preparedCount += 1
        return fresh
    }

    private func concluded(_ name: String, _ sql: String) throws(SQLError) -> [UInt32] {
        let result = try link.exchange(until: end) { PQsendDescribePrepared($0, name) }
        guard result.isFine else { throw result.error(in: sql) }
        return (0..<PQnparams(result.pointer)).map { PQparamtype(result.pointer, $0) }
    }

    private func forgetOldest() throws(SQLError) {
        let all = prepared.flatMap { shape, variants in variants.map { (shape, $0) } }
        guard let (shape, oldest) = all.min(by: { $0.1.lastUse < $1.1.lastUse }) else { return }
        prepared[shape]?.removeAll { $0.name == oldest.name }
        if prepared[shape]?.isEmpty == true { prepared[shape] = nil }
        preparedCount -= 1
        try control("DEALLOCATE \(oldest.name)")
    }

    /// When an answer to what is sent now must have come: the server's own limit and a little, or the body's
    /// deadline.
    private var end: ContinuousClock.Instant? {
        let statementEnd = options.statementSeconds.map {
            ContinuousClock.now + .seconds($0 + options.graceSeconds)
        }
        return [deadline, statementEnd].compactMap { $0 }.min()
    }
}
