import LinliEngine
import LinliModel
import LinliSQL
import LinliSQLite
import Logging
import ServiceLifecycle

/// Empties the store's log after an erasure: until then the deleted words stand in it.
///
/// Promise: it goes on trying while a reader needs the log. A start empties the log too, so that a stop in
/// between leaves nothing.
struct LogTruncator: Service {
    let database: SQLiteDatabase
    let signal: Signal
    let clock: any Clockwork
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await truncate()
                await signal.wait(atMost: .hours(24), on: clock)
            }
        }
    }

    private func truncate() async {
        for attempt in 1...10 {
            do throws(SQLError) {
                return try await database.checkpointTruncate()
            } catch {
                logger.notice(
                    "the log could not be emptied yet",
                    metadata: ["attempt": "\(attempt)", "error": "\(error.kind.rawValue)"])
                await clock.sleep(.seconds(1))
            }
        }
    }
}
