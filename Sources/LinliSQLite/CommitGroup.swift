import LinliSQL

/// Many bodies, one commit.
///
/// Each body runs inside a savepoint of its own. What it throws undoes it alone. What it returns, what it
/// asked for after the commit, and what it threw are told only after the COMMIT is on disk, because even
/// an error may rest on rows of a neighbour that never came to be.
///
/// SQLite may give up the *whole* transaction under a body (full disk, I/O errors). Then nothing more
/// runs in it; the body under which it fell fails with its error, and the others, of which nothing is
/// left, are returned to be run once more in a fresh group.
struct CommitGroup {
    let handle: SQLiteHandle

    enum Outcome {
        /// COMMIT is on disk, or there was nothing to commit.
        case settled([Fate])
        /// The transaction fell under one body. The others may be run again.
        case fell(culprit: any WaitingBody, SQLError, innocents: [any WaitingBody])
        /// The transaction could not begin, or COMMIT failed. Nothing is kept.
        case lost(SQLError, duringBegin: Bool)
    }

    enum Fate {
        case kept(any WaitingBody, afterCommit: [@Sendable () -> Void])
        case undone(any WaitingBody, SQLError)
    }

    private enum Attempt {
        case kept([@Sendable () -> Void])
        case undone(SQLError)
        case fell(SQLError)
    }

    func run(_ bodies: [any WaitingBody]) -> Outcome {
        do {
            try handle.control(.begin)
        } catch {
            return .lost(error, duringBegin: true)
        }
        var fates: [Fate] = []
        fates.reserveCapacity(bodies.count)
        var keepsSome = false
        for (index, body) in bodies.enumerated() {
            switch attempt(body) {
            case .kept(let actions):
                fates.append(.kept(body, afterCommit: actions))
                keepsSome = true
            case .undone(let error):
                fates.append(.undone(body, error))
            case .fell(let error):
                let innocents = bodies[..<index] + bodies[(index + 1)...]
                return .fell(culprit: body, error, innocents: Array(innocents))
            }
        }
        return finish(fates, keepsSome: keepsSome)
    }

    private func finish(_ fates: [Fate], keepsSome: Bool) -> Outcome {
        do {
            try handle.control(keepsSome ? .commit : .rollback)
            return .settled(fates)
        } catch {
            abandon()
            return .lost(error, duringBegin: false)
        }
    }

    private func attempt(_ body: any WaitingBody) -> Attempt {
        do {
            try handle.control(.savepoint)
        } catch {
            return fallen(error)
        }
        let connection = SQLiteConnection(handle: handle)
        let transaction = Transaction(connection: connection)
        var thrown: SQLError?
        do {
            try body.run(in: transaction)
        } catch {
            thrown = error
        }
        connection.retire()
        guard handle.isInsideTransaction else {
            return .fell(connection.fall ?? thrown ?? SQLError(.aborted, "the transaction was rolled back"))
        }
        if thrown == nil, handle.hasUnresolvedForeignKeys {
            thrown = SQLError(.constraint, "a deferred foreign key has no row that it refers to")
        }
        return end(transaction, thrown: thrown)
    }

    private func end(_ transaction: Transaction, thrown: SQLError?) -> Attempt {
        do {
            if thrown != nil { try handle.control(.rollbackToSavepoint) }
            try handle.control(.release)
        } catch {
            return fallen(error)
        }
        if let thrown { return .undone(thrown) }
        return .kept(transaction.takeCommitted())
    }

    /// A savepoint that cannot be set or ended leaves a transaction that nobody can account for.
    private func fallen(_ error: SQLError) -> Attempt {
        abandon()
        return .fell(error)
    }

    /// Ends the transaction if SQLite has not done so itself.
    ///
    /// A ROLLBACK that fails is not reported: SQLite then has rolled back already, or the next BEGIN says
    /// what is wrong, and nothing of this group has been acknowledged.
    private func abandon() {
        guard handle.isInsideTransaction else { return }
        do { try handle.control(.rollback) } catch { return }
    }
}
