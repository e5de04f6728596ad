import LinliSQL

/// A body that waits for its commit, whatever it returns.
protocol WaitingBody: AnyObject, Sendable {
    /// When the caller came. The bound on waiting for the file's lock counts from here.
    var arrived: ContinuousClock.Instant { get }

    /// Runs the body from its beginning and keeps what it returned.
    func run(in transaction: Transaction) throws(SQLError)

    /// The commit is on disk: hands the result to the caller.
    func acknowledge()

    /// Nothing of the body is kept: hands the error to the caller.
    func fail(_ error: SQLError)
}

/// A caller of `write` that is suspended until `acknowledge` or `fail`, of which exactly one runs, once.
final class WaitingWrite<Output: Sendable>: WaitingBody, @unchecked Sendable {
    // Unchecked: `output` is touched by the writer's thread alone.
    private var output: Output?

    let arrived: ContinuousClock.Instant
    private let body: @Sendable (Transaction) throws(SQLError) -> Output
    private let continuation: CheckedContinuation<Result<Output, SQLError>, Never>

    init(
        arrived: ContinuousClock.Instant,
        body: @escaping @Sendable (Transaction) throws(SQLError) -> Output,
        continuation: CheckedContinuation<Result<Output, SQLError>, Never>
    ) {
        self.arrived = arrived
        self.body = body
        self.continuation = continuation
    }

    func run(in transaction: Transaction) throws(SQLError) {
        output = nil
        output = try body(transaction)
    }

    func acknowledge() {
        guard let output else { return fail(SQLError(.misuse, "acknowledged without a result")) }
        continuation.resume(returning: .success(output))
    }

    func fail(_ error: SQLError) {
        continuation.resume(returning: .failure(error))
    }
}
