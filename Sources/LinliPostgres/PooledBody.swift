import LinliSQL

/// A body that waits for a connection, whatever it returns.
protocol PooledBody: Sendable {
    /// When its answer is worth nothing any more; nil where it may wait.
    var deadline: ContinuousClock.Instant? { get }

    /// Runs the body in one transaction of `session`. Its caller has heard when this answers `.told`.
    func attempt(on session: PostgresSession) -> Attempt

    /// Nothing of the body is kept: hands the error to the caller.
    func fail(_ error: SQLError)
}

enum Attempt {
    case told
    /// Nothing is kept, and the same body may succeed at once: it collided with another.
    case collided(SQLError)
    /// The connection had been lost before the body began.
    case notBegun(SQLError)
}

/// One caller of `write` or `read`, suspended until it is told, once.
struct WaitingBody<Output: Sendable>: PooledBody {
    let kind: Kind
    let deadline: ContinuousClock.Instant?
    let apart: ApartSession
    let body: @Sendable (Transaction) throws(SQLError) -> Output
    let continuation: CheckedContinuation<Result<Output, SQLError>, Never>

    enum Kind: Sendable {
        case write, read

        /// READ COMMITTED is enough to write: every invariant is a constraint, one conditional UPDATE on a
        /// guard row, or decided on rows that were read with `rowLock`. A reader sees one moment.
        var begin: String {
            switch self {
            case .write: "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
            case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            }
        }
    }

    func fail(_ error: SQLError) {
        continuation.resume(returning: .failure(error))
    }

    func attempt(on session: PostgresSession) -> Attempt {
        do throws(SQLError) {
            try session.control(kind.begin)
        } catch {
            session.link.abandon()
            return .notBegun(error)
        }
        let connection = PostgresConnection(session: session, apart: apart, mayWrite: kind == .write)
        let transaction = Transaction(connection: connection)
        let output: Output
        do throws(SQLError) {
            defer { connection.retire() }
            output = try body(transaction)
            if session.hasFailed {
                throw connection.failure ?? SQLError(.misuse, "the transaction had failed")
            }
        } catch {
            session.rollBack()
            session.forgetStale()
            return settle(error)
        }
        do throws(SQLError) {
            try commit(session)
        } catch {
            session.rollBack()
            return settle(error)
        }
        for action in transaction.takeCommitted() { action() }
        continuation.resume(returning: .success(output))
        return .told
    }

    /// A unique violation may be the other half of a race: two bodies looked, neither found, both inserted.
    /// Run again, the loser finds the winner's row.
    private func settle(_ error: SQLError) -> Attempt {
        switch error.kind {
        case .conflict, .unique: return .collided(error)
        default:
            fail(error)
            return .told
        }
    }

    /// A server that gives up waiting for its synchronous replica (its `statement_timeout`, a request to
    /// cancel) says COMMIT all the same, with a warning: the transaction may be gone after a promotion.
    ///
    /// - Throws: `.outcomeUnknown` where COMMIT was sent and its answer did not come, or came with a warning.
    private func commit(_ session: PostgresSession) throws(SQLError) {
        let warnings = session.link.warnings
        let word: String
        do throws(SQLError) {
            word = try session.control("COMMIT")
        } catch {
            guard session.isBroken, kind == .write else { throw error }
            throw SQLError(.outcomeUnknown, "COMMIT was sent; \(error.message)")
        }
        guard word == "COMMIT" else { throw SQLError(.aborted, "the server answered \(word) to COMMIT") }
        guard kind == .read || session.link.warnings == warnings else {
            throw SQLError(.outcomeUnknown, "COMMIT was answered with a warning: a replica may not have it")
        }
    }
}
