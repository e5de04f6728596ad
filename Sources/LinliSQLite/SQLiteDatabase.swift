import Foundation
import GRDB
import LinliSQL
import Synchronization

/// A store in one SQLite file: many readers, one writer, one daemon.
///
/// Promise: when `write` returns, the body's rows are on disk (WAL with `synchronous=FULL`, so also after a
/// power cut). When it throws, nothing of the body is kept; only where COMMIT itself failed for the disk's
/// sake may the rows turn up after a crash, as with any database whose answer was lost.
package final class SQLiteDatabase: LinliSQL.Database {
    package let path: String
    package let mode: SQLiteMode
    package let dialect = Dialect.sqlite

    let pool: DatabasePool
    let writer: GroupWriter
    let readers: ReaderHandles

    init(path: String, mode: SQLiteMode, pool: DatabasePool, writer: GroupWriter, readers: ReaderHandles) {
        self.path = path
        self.mode = mode
        self.pool = pool
        self.writer = writer
        self.readers = readers
    }

    deinit {
        // The thread holds the pool and the lock, not this; it does what waits and lets go of them.
        writer.beginClosing()
    }

    @discardableResult
    package func write<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws(SQLError) -> Result {
        if mode == .readOnly { throw SQLError(.readOnly, "the store was opened for reading") }
        let outcome = await withCheckedContinuation { continuation in
            writer.add(WaitingWrite(arrived: .now, body: body, continuation: continuation))
        }
        return try outcome.get()
    }

    @discardableResult
    package func writeAhead<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws(SQLError) -> Result {
        if mode == .readOnly { throw SQLError(.readOnly, "the store was opened for reading") }
        let outcome = await withCheckedContinuation { continuation in
            writer.addAhead(WaitingWrite(arrived: .now, body: body, continuation: continuation))
        }
        return try outcome.get()
    }

    package func read<Result: Sendable>(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> Result
    ) async throws(SQLError) -> Result {
        let readers = readers
        try readers.enter()
        let outcome: Swift.Result<Result, SQLError> = await withCheckedContinuation { continuation in
            pool.asyncRead { reader in
                let outcome = readers.run(body, on: reader)
                readers.leave()
                continuation.resume(returning: outcome)
            }
        }
        return try outcome.get()
    }

    package func close() async {
        await writer.end()
    }

    package var waitingWrites: Int { writer.waitingCount }

    /// Runs `work` on the writer's connection between two groups, outside any transaction.
    func onWriter<Output: Sendable>(
        _ work: @escaping @Sendable (SQLiteHandle) throws(SQLError) -> Output
    ) async throws(SQLError) -> Output {
        let outcome = await withCheckedContinuation { continuation in
            writer.add(WriterErrand(work: work, continuation: continuation))
        }
        return try outcome.get()
    }
}

private struct WriterErrand<Output: Sendable>: GroupWriter.Errand {
    let work: @Sendable (SQLiteHandle) throws(SQLError) -> Output
    let continuation: CheckedContinuation<Swift.Result<Output, SQLError>, Never>

    func run(on handle: SQLiteHandle) {
        do {
            continuation.resume(returning: .success(try work(handle)))
        } catch {
            continuation.resume(returning: .failure(error))
        }
    }

    func fail(_ error: SQLError) {
        continuation.resume(returning: .failure(error))
    }
}
