import LinliModel
import LinliSQL
import LinliStore
import Logging
import ServiceLifecycle

/// One message to its end, whoever took it out of the inbox. One object for all, as `TurnRunner`.
final class InboxTurns: Sendable {
    let database: any Database
    let runner: TurnRunner
    let clock: any Clockwork
    let backoff: Backoff
    let measures: EngineMeasures
    let logger: Logger

    init(
        database: any Database, runner: TurnRunner, clock: any Clockwork, backoff: Backoff,
        measures: EngineMeasures, logger: Logger
    ) {
        self.database = database
        self.runner = runner
        self.clock = clock
        self.backoff = backoff
        self.measures = measures
        self.logger = logger
    }

    enum End: Sendable {
        case done
        /// Done, and with it its lane: nothing waited there any more.
        case doneAndLeft
        /// Stopped on request; the attempt was taken back.
        case stopped
        /// Its conversation went to another daemon; the attempt was taken back.
        case lost
    }

    /// What became of one attempt.
    private enum Attempt: Sendable {
        /// Nil where it had ended before.
        case ran(TurnReport?, left: Bool)
        case lost
    }

    var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

    /// A store that is full, locked, away or damaged is waited for: the row stays, the lane stays, and
    /// nothing is counted against the message.
    ///
    /// - Parameter isLast: whether nothing else of its lane is in hand; then the lane may be left with it.
    func handle(_ row: InboxRow, in lane: HeldLane? = nil, isLast: Bool = false) async -> End {
        var attempt = row.attempts + 1
        while true {
            do throws(SQLError) {
                let end = try await attemptOnce(row, in: lane, isLast: isLast)
                if end == .lost { await forgetAttempt(row) }
                return end
            } catch {
                if isStopping {
                    await forgetAttempt(row)
                    return .stopped
                }
                measures.turnFailed()
                if error.blamesTheBody {
                    attempt += 1
                    if attempt > Limits.inboxAttempts, await quarantine(row, in: lane) { return .done }
                }
                await pause(after: error, attempt: attempt)
            }
        }
    }

    /// Where this fails the row is only taken for one that a crash left behind: it runs alone later.
    func forgetAttempt(_ row: InboxRow) async {
        do throws(SQLError) {
            try await database.write { tx throws(SQLError) in try tx.inbox.forgetAttempt(row) }
        } catch {
            logger.error("an attempt cannot be taken back", metadata: ["error": "\(error.kind.rawValue)"])
        }
    }

    private func attemptOnce(
        _ row: InboxRow, in lane: HeldLane?, isLast: Bool
    ) async throws(SQLError) -> End {
        guard let turn = runner.prepare(row) else {
            logger.error("a message cannot be read and is set aside", metadata: ["inbox": "\(row.id)"])
            guard await quarantine(row, in: lane) else {
                throw SQLError(.unavailable, "the message cannot be set aside")
            }
            return .done
        }
        let now = clock.now()
        let runner = runner
        let end = try await database.write { tx throws(SQLError) -> Attempt in
            if let lane, try !lane.renew(in: tx) { return .lost }
            let report = try runner.run(turn, in: tx, at: now)
            guard let lane, isLast else { return .ran(report, left: false) }
            return .ran(report, left: try tx.lanes.leave(lane.claim, of: row.conversation))
        }
        guard case .ran(let report, let left) = end else { return .lost }
        if let report { measures.turnDone(report, received: row.receivedAt, now: clock.now()) }
        return left ? .doneAndLeft : .done
    }

    func quarantine(_ row: InboxRow, in lane: HeldLane? = nil) async -> Bool {
        let runner = runner
        let now = clock.now()
        do throws(SQLError) {
            let isOurs = try await database.write { tx throws(SQLError) in
                if let lane, try !lane.renew(in: tx) { return false }
                try runner.quarantine(row, in: tx, at: now)
                return true
            }
            guard isOurs else { return false }
            measures.quarantined()
            logger.critical("a message is quarantined", metadata: ["inbox": "\(row.id)"])
            return true
        } catch {
            logger.error("a message cannot be quarantined", metadata: ["error": "\(error.kind.rawValue)"])
            return false
        }
    }

    func pause(after error: SQLError, attempt: Int) async {
        logger.error(
            "the store did not take a turn",
            metadata: ["error": "\(error)", "retryable": "\(error.isRetryable)"])
        let delay = backoff.delay(after: attempt)
        // Somebody waits for an answer: the store is asked again soon, however often it has failed.
        await clock.sleep(min(delay, .seconds(5)))
    }
}
