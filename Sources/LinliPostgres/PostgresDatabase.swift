import LinliSQL

/// A store in PostgreSQL, which several daemons share.
///
/// Promise: when `write` returns, the server has committed (with `synchronous_commit` as the server is set;
/// `check` says where that loses at a failover). When it throws, nothing is kept, but for `.outcomeUnknown`:
/// the connection broke between COMMIT and its answer.
///
/// A body that collides with another (serialization failure, deadlock, a race for a key) is run again, a
/// bounded number of times, counted in `tally`. A crash of this program rolls back what had not committed.
package final class PostgresDatabase: Database {
    package let dialect = Dialect.postgres
    package let url: PostgresURL
    package let tally = PostgresTally()

    let options: PostgresOptions
    private let work: SessionPool
    /// Of their own, so that a webhook never waits behind the work.
    private let ahead: SessionPool
    private let apart: ApartSession

    /// Opens nothing yet: connections are made when there is work, and made again when they are lost.
    package init(_ url: PostgresURL, options: PostgresOptions = PostgresOptions()) {
        self.url = url
        self.options = options
        apart = ApartSession(url, options)
        work = SessionPool(
            name: "linli.pg", size: options.connections, url: url, options: options, tally: tally)
        ahead = SessionPool(
            name: "linli.pg.ahead", size: options.aheadConnections, url: url, options: options, tally: tally)
    }

    deinit {
        // The threads hold the pools, not this; they do what waits and let go of the connections.
        work.beginClosing()
        ahead.beginClosing()
    }

    /// Opens a store that can be reached now.
    ///
    /// - Throws: `.unavailable` where it cannot.
    package static func open(
        _ url: PostgresURL, options: PostgresOptions = PostgresOptions()
    ) async throws(SQLError) -> PostgresDatabase {
        let database = PostgresDatabase(url, options: options)
        do throws(SQLError) {
            try await database.read { _ in }
            return database
        } catch {
            await database.close()
            throw error
        }
    }

    @discardableResult
    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws(SQLError) -> Result {
        try await run(.write, in: work, by: nil, body)
    }

    @discardableResult
    package func writeAhead<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws(SQLError) -> Result {
        try await run(.write, in: ahead, by: .now + .seconds(options.aheadSeconds), body)
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws(SQLError) -> Result {
        try await run(.read, in: work, by: nil, body)
    }

    package func close() async {
        await ahead.end()
        await work.end()
        apart.close()
    }

    /// Bodies that wait for a connection now: the store's own measure of overload.
    package var waitingWrites: Int { work.waitingCount + ahead.waitingCount }

    private func run<Output: Sendable>(
        _ kind: WaitingBody<Output>.Kind, in pool: SessionPool, by deadline: ContinuousClock.Instant?,
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Output
    ) async throws(SQLError) -> Output {
        let outcome = await withCheckedContinuation { continuation in
            pool.add(
                WaitingBody(
                    kind: kind, deadline: deadline, apart: apart, body: body, continuation: continuation))
        }
        return try outcome.get()
    }
}
