/// The seam between the rules and an engine. SQLite and PostgreSQL conform; one contract suite runs on both.
///
/// A body is synchronous, may be run again from its beginning, and sees one transaction. Errors of SQL
/// are not caught inside a body: a caught unique violation aborts a PostgreSQL transaction.
package protocol Database: Sendable {
    var dialect: Dialect { get }

    /// Runs `body` in a transaction and returns after its commit is on disk.
    ///
    /// Bodies that wait at the same time may share one commit. What a body throws undoes that body
    /// alone.
    @discardableResult
    func write<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws(SQLError) -> Result

    /// As `write`, but before everything that waits: for what somebody outside is waiting for with a clock in
    /// his hand. A platform gives up after seconds and comes again; the work on what it brought can wait.
    @discardableResult
    func writeAhead<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws(SQLError) -> Result

    /// Runs `body` on a consistent snapshot. A statement that writes is refused.
    func read<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws(SQLError) -> Result

    /// Bodies that wait to be run now: the store's own measure of overload.
    var waitingWrites: Int { get }

    /// Refuses new bodies, waits for those under way, and closes. Idempotent.
    func close() async
}

/// One engine's connection inside a transaction. Only `Transaction` speaks to it.
package protocol Connection: AnyObject {
    var dialect: Dialect { get }

    /// Ends a SELECT of rows that this transaction may change. Empty where nobody else can write meanwhile,
    /// and where this transaction only reads.
    var rowLock: Fragment { get }

    /// Runs one statement and returns its rows (none where it returns none).
    func rows(_ statement: Statement) throws(SQLError) -> [Row]

    /// Runs the INSERT of one row into a table with an `id`, written without RETURNING, and returns that id;
    /// nil where its ON CONFLICT left the row out.
    func insert(_ statement: Statement) throws(SQLError) -> Int64?

    /// Runs one statement in a transaction of its own beside this one, where others may be in the way of it;
    /// a part of this one where nobody can be.
    func rowsApart(_ statement: Statement) throws(SQLError) -> [Row]

    /// Runs one statement and returns the number of rows that it changed.
    func run(_ statement: Statement) throws(SQLError) -> Int
}
