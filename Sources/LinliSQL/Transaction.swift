/// What a body gets to work with. Repositories are extensions on it: `tx.tickets`, `tx.ledger`.
package final class Transaction {
    private let connection: any Connection
    private var committed: [@Sendable () -> Void] = []
    private var depth = 0

    package init(connection: any Connection) {
        self.connection = connection
    }

    package var dialect: Dialect { connection.dialect }

    /// For the end of a SELECT by key: whoever reads a row to decide on it keeps it until the commit, so that
    /// nobody else decides on the same row meanwhile.
    package var rowLock: Fragment { connection.rowLock }

    // MARK: Statements

    /// Runs a statement and returns the number of rows that it changed.
    @discardableResult
    package func run(_ statement: Statement) throws(SQLError) -> Int {
        try connection.run(statement)
    }

    /// Inserts one row into a table with an `id` and returns that id.
    ///
    /// Without RETURNING, for which SQLite makes a table of its own at every call and copies each page aside
    /// that the row touches: a third of the time of an INSERT.
    package func insert(_ statement: Statement) throws(SQLError) -> Int64 {
        guard let id = try connection.insert(statement) else {
            throw SQLError(.decoding, "no row", sql: statement.sql)
        }
        return id
    }

    /// The same with ON CONFLICT DO NOTHING: nil where the row is known.
    package func insertUnlessKnown(_ statement: Statement) throws(SQLError) -> Int64? {
        try connection.insert(statement)
    }

    /// All rows, each decoded.
    package func all<Element>(
        _ statement: Statement, _ decode: (Row) throws(SQLError) -> Element
    ) throws(SQLError) -> [Element] {
        var elements: [Element] = []
        for row in try connection.rows(statement) {
            elements.append(try decode(row))
        }
        return elements
    }

    /// The first row, decoded, or nil where there is none.
    package func first<Element>(
        _ statement: Statement, _ decode: (Row) throws(SQLError) -> Element
    ) throws(SQLError) -> Element? {
        guard let row = try connection.rows(statement).first else { return nil }
        return try decode(row)
    }

    /// The one integer of the one row (`count(*)`).
    package func integer(_ statement: Statement) throws(SQLError) -> Int64 {
        guard let row = try connection.rows(statement).first else {
            throw SQLError(.decoding, "no row", sql: statement.sql)
        }
        return try row.integer(0)
    }

    /// The one integer of a statement that gives something out, such as the next number of a series.
    ///
    /// On a server it is committed at once and beside this transaction, so that nobody waits for this one's
    /// commit to get the next; it stays given out when this one is undone. Where one writes, nobody waits.
    /// This transaction must not have touched the same row: it would wait for itself.
    package func integerApart(_ statement: Statement) throws(SQLError) -> Int64 {
        guard let row = try connection.rowsApart(statement).first else {
            throw SQLError(.decoding, "no row", sql: statement.sql)
        }
        return try row.integer(0)
    }

    // MARK: Parts of the transaction

    /// Runs a part that may fail alone: what it throws undoes this part, and what it asked for after
    /// the commit.
    package func savepoint<Result>(_ body: () throws(SQLError) -> Result) throws(SQLError) -> Result {
        let kept = committed.count
        depth += 1
        defer { depth -= 1 }
        let name = Fragment(dialect: "linli_\(depth)")
        try connection.run("SAVEPOINT \(name)").ignore()
        do {
            let result = try body()
            try connection.run("RELEASE SAVEPOINT \(name)").ignore()
            return result
        } catch {
            committed.removeSubrange(kept...)
            undo(to: name)
            throw error
        }
    }

    /// Where even this fails the engine has given up the whole transaction. Its driver knows and fails the
    /// body; the caller learns the first error, which says why.
    private func undo(to name: Fragment) {
        do throws(SQLError) {
            try connection.run("ROLLBACK TO SAVEPOINT \(name)").ignore()
            try connection.run("RELEASE SAVEPOINT \(name)").ignore()
        } catch {
            return
        }
    }

    /// Runs `action` after the commit is on disk, and not at all if it does not come to that.
    package func afterCommit(_ action: @escaping @Sendable () -> Void) {
        committed.append(action)
    }

    /// For the driver: what is to run after the commit.
    package func takeCommitted() -> [@Sendable () -> Void] {
        defer { committed = [] }
        return committed
    }
}

extension Int {
    fileprivate func ignore() {}
}
