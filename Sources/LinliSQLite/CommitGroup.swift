import LinliSQL

/// Many bodies, one commit.
///
/// The group is first run *together*, one body after the other without more ado: that nothing goes wrong is
/// the rule. Where one of them throws, everything is rolled back and the group runs again *apart*, each body
/// inside a savepoint of its own, so that what it throws undoes it alone. What a body returns, what it asked
/// for after the commit, and what it threw are told only after the COMMIT is on disk, because even an error
/// may rest on rows of a neighbour that never came to be.
///
/// Savepoints are not free: SQLite copies each page aside that a body is the first to touch. Left out they
/// spare a third of the writer's time.
///
/// SQLite may give up the *whole* transaction under a body (full disk, I/O errors). Then nothing more
/// runs in it; the body under which it fell fails with its error, and the others, of which nothing is
/// left, are returned to be run once more in a fresh group.
struct CommitGroup {
    let handle: SQLiteHandle
    /// How many bodies are run whatever the time; the others only while `time` is not used up.
    let mandatory: Int
    /// For the bodies, without the commit.
    let time: Duration

    enum Outcome {
        /// COMMIT is on disk and took that long, or there was nothing to commit. The last `left` bodies have
        /// not been run.
        case settled([Fate], left: Int, commit: Duration)
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
        runTogether(bodies) ?? runApart(bodies)
    }

    /// Nil where one of several bodies threw: nothing of the group is kept then. A body that came alone has
    /// no neighbour to be kept apart from, so its own end is the group's.
    private func runTogether(_ bodies: [any WaitingBody]) -> Outcome? {
        let start = ContinuousClock.now
        do {
            try handle.control(.begin)
        } catch {
            return .lost(error, duringBegin: true)
        }
        var fates: [Fate] = []
        fates.reserveCapacity(bodies.count)
        for (index, body) in bodies.enumerated() {
            if index >= mandatory, ContinuousClock.now - start > time { break }
            switch attempt(body) {
            case .kept(let actions): fates.append(.kept(body, afterCommit: actions))
            case .undone(let error):
                abandon()
                guard bodies.count == 1 else { return nil }
                return .settled([.undone(body, error)], left: 0, commit: .zero)
            case .fell(let error): return fallen(under: index, of: bodies, error)
            }
        }
        return finish(fates, keepsSome: true, left: bodies.count - fates.count)
    }

    private func runApart(_ bodies: [any WaitingBody]) -> Outcome {
        do {
            try handle.control(.begin)
        } catch {
            return .lost(error, duringBegin: true)
        }
        var fates: [Fate] = []
        fates.reserveCapacity(bodies.count)
        var keepsSome = false
        for (index, body) in bodies.enumerated() {
            switch attemptApart(body) {
            case .kept(let actions):
                fates.append(.kept(body, afterCommit: actions))
                keepsSome = true
            case .undone(let error): fates.append(.undone(body, error))
            case .fell(let error): return fallen(under: index, of: bodies, error)
            }
        }
        return finish(fates, keepsSome: keepsSome, left: 0)
    }

    private func fallen(under index: Int, of bodies: [any WaitingBody], _ error: SQLError) -> Outcome {
        let innocents = bodies[..<index] + bodies[(index + 1)...]
        return .fell(culprit: bodies[index], error, innocents: Array(innocents))
    }

    private func finish(_ fates: [Fate], keepsSome: Bool, left: Int) -> Outcome {
        do {
            let start = ContinuousClock.now
            try handle.control(keepsSome ? .commit : .rollback)
            return .settled(fates, left: left, commit: ContinuousClock.now - start)
        } catch {
            abandon()
            return .lost(error, duringBegin: false)
        }
    }

    // MARK: One body

    private func attempt(_ body: any WaitingBody) -> Attempt {
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
        if let thrown { return .undone(thrown) }
        return .kept(transaction.takeCommitted())
    }

    private func attemptApart(_ body: any WaitingBody) -> Attempt {
        do {
            try handle.control(.savepoint)
        } catch {
            return lost(error)
        }
        let attempt = attempt(body)
        do {
            switch attempt {
            case .kept: break
            case .undone: try handle.control(.rollbackToSavepoint)
            case .fell: return attempt
            }
            try handle.control(.release)
        } catch {
            return lost(error)
        }
        return attempt
    }

    /// A savepoint that cannot be set or ended leaves a transaction that nobody can account for.
    private func lost(_ error: SQLError) -> Attempt {
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
