import LinliSQL
import Synchronization

/// One connection for what is committed beside the transactions of the work, made when it is first needed.
///
/// Promise: a statement that was answered is committed in the server's memory. It need not be on disk: it is
/// there before any transaction that uses the answer, because the log is written in order. At a crash of the
/// server both are there, or the first alone, or neither.
final class ApartSession: Sendable {
    private let url: PostgresURL
    private let options: PostgresOptions
    private let session = Mutex<PostgresSession?>(nil)

    init(_ url: PostgresURL, _ options: PostgresOptions) {
        self.url = url
        self.options = options
    }

    /// Who comes while another is at it waits: it takes three exchanges.
    func rows(_ statement: Statement) throws(SQLError) -> [Row] {
        let result = session.withLock { session -> Result<[Row], SQLError> in
            do throws(SQLError) {
                let open = try begun(session)
                session = open
                let (result, sql) = try open.run(statement)
                let rows = try result.rows(sql: sql)
                try open.control("COMMIT")
                return .success(rows)
            } catch {
                session?.rollBack()
                session?.forgetStale()
                if session?.isBroken == true { session = nil }
                return .failure(error)
            }
        }
        return try result.get()
    }

    func close() {
        session.withLock { $0 = nil }
    }

    /// The setting ends with the transaction: behind a pooler the connection may serve others next.
    private static let begin = "BEGIN; SET LOCAL synchronous_commit = off"

    /// A connection that was lost while nobody needed it is made anew.
    private func begun(_ known: PostgresSession?) throws(SQLError) -> PostgresSession {
        if let known {
            do throws(SQLError) {
                try known.control(Self.begin)
                return known
            } catch {
                known.link.abandon()
            }
        }
        let fresh = try PostgresSession(url, options)
        try fresh.control(Self.begin)
        return fresh
    }
}
