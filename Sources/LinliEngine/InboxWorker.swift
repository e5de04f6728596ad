import LinliModel
import LinliSQL
import LinliStore
import Logging
import ServiceLifecycle

/// Handles waiting messages: each conversation in order, different ones at the same time.
///
/// Promise: a row leaves `waiting` only in the commit of its whole effect (`TurnRunner`). An attempt is
/// counted on disk before the handler runs. After a crash, rows with an unfinished attempt run alone,
/// one after the other, until they are cleared, so that one trap in a hundred does not count against
/// ninety-nine innocents; the third unfinished attempt quarantines a row, and the rest flows. A stop on
/// request is no crash: what was claimed and not handled has its attempt taken back.
package struct InboxWorker: Service {
    private let database: any Database
    private let runner: TurnRunner
    private let clock: any Clockwork
    private let signal: Signal
    private let logger: Logger
    private let measures: EngineMeasures
    private let backoff: Backoff

    package init(
        database: any Database, runner: TurnRunner, clock: any Clockwork, signal: Signal, backoff: Backoff,
        measures: EngineMeasures, logger: Logger
    ) {
        self.database = database
        self.runner = runner
        self.clock = clock
        self.signal = signal
        self.backoff = backoff
        self.measures = measures
        self.logger = logger
    }

    package func run() async throws {
        measures.workerRuns("inbox", true)
        defer { measures.workerRuns("inbox", false) }
        await withGracefulShutdownHandler {
            var position = await recover()
            await withDiscardingTaskGroup { group in
                let lanes = Lanes<InboxRow>()
                while !isStopping {
                    position = await takeMore(after: position, lanes, in: &group)
                }
                // The group waits here for what was claimed: no message is left half-done.
            }
        } onGracefulShutdown: {
            signal.notify()
        }
    }

    private var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

    // MARK: The flow

    /// Fetches what is new, counts the attempts and hands each row to its lane.
    private func takeMore(
        after position: InboxID, _ lanes: Lanes<InboxRow>, in group: inout DiscardingTaskGroup
    ) async -> InboxID {
        await lanes.waitForRoom(below: Limits.turnsInFlight)
        do throws(SQLError) {
            let rows = try await claim(after: position)
            guard let last = rows.last else {
                await signal.wait(atMost: .seconds(1), on: clock)
                return position
            }
            for row in rows where lanes.add(row, to: row.lane) {
                group.addTask { await work(lane: row.lane, lanes) }
            }
            return last.id
        } catch {
            await pause(after: error, attempt: 1)
            return position
        }
    }

    private func claim(after position: InboxID) async throws(SQLError) -> [InboxRow] {
        let rows = try await database.read { tx throws(SQLError) in
            try tx.inbox.waiting(after: position, limit: Limits.turnsInFlight)
        }
        guard !rows.isEmpty else { return [] }
        let ids = rows.map(\.id)
        try await database.write { tx throws(SQLError) in try tx.inbox.countAttempt(ids) }
        return rows
    }

    /// Works one conversation's rows, oldest first, until none is left.
    private func work(lane: String, _ lanes: Lanes<InboxRow>) async {
        while let row = lanes.next(in: lane) {
            await handle(row)
        }
    }

    /// One row to its end. A store that is full or locked is waited for: the row stays, the lane stays.
    private func handle(_ row: InboxRow) async {
        var attempt = row.attempts + 1
        while true {
            do throws(SQLError) {
                try await attemptOnce(row)
                return
            } catch {
                if isStopping {
                    await forgetAttempt(row)
                    return
                }
                measures.turnFailed()
                if !error.isRetryable {
                    attempt += 1
                    if attempt > Limits.inboxAttempts, await quarantine(row) { return }
                }
                await pause(after: error, attempt: attempt)
            }
        }
    }

    /// Where this fails the row is only taken for one that a crash left behind: it runs alone at the start.
    private func forgetAttempt(_ row: InboxRow) async {
        do throws(SQLError) {
            try await database.write { tx throws(SQLError) in try tx.inbox.forgetAttempt(row.id) }
        } catch {
            logger.error("an attempt cannot be taken back", metadata: ["error": "\(error.kind.rawValue)"])
        }
    }

    private func attemptOnce(_ row: InboxRow) async throws(SQLError) {
        guard let turn = runner.prepare(row) else {
            logger.error("a message cannot be read and is set aside", metadata: ["inbox": "\(row.id)"])
            guard await quarantine(row) else {
                throw SQLError(.unavailable, "the message cannot be set aside")
            }
            return
        }
        let now = clock.now()
        let runner = runner
        let report = try await database.write { tx throws(SQLError) in try runner.run(turn, in: tx, at: now) }
        guard let report else { return }
        measures.turnDone(report, received: row.receivedAt, now: clock.now())
    }

    private func quarantine(_ row: InboxRow) async -> Bool {
        let runner = runner
        let now = clock.now()
        do throws(SQLError) {
            try await database.write { tx throws(SQLError) in try runner.quarantine(row, in: tx, at: now) }
            measures.quarantined()
            logger.critical("a message is quarantined", metadata: ["inbox": "\(row.id)"])
            return true
        } catch {
            logger.error("a message cannot be quarantined", metadata: ["error": "\(error.kind.rawValue)"])
            return false
        }
    }

    private func pause(after error: SQLError, attempt: Int) async {
        logger.error(
            "the store did not take a turn",
            metadata: ["error": "\(error)", "retryable": "\(error.isRetryable)"])
        let delay = backoff.delay(after: attempt)
        await clock.sleep(min(delay, .seconds(5)))
    }

    // MARK: After a crash

    /// Runs the rows whose last attempt did not end, alone and one after the other. Returns where the flow
    /// begins: before the first row, because those that wait untried are among them.
    private func recover() async -> InboxID {
        while !isStopping {
            do throws(SQLError) {
                let suspects = try await database.read { tx throws(SQLError) in try tx.inbox.interrupted() }
                for row in suspects {
                    if isStopping { break }
                    await rerun(row)
                }
                return InboxID(0)
            } catch {
                await pause(after: error, attempt: 3)
            }
        }
        return InboxID(0)
    }

    private func rerun(_ row: InboxRow) async {
        if row.attempts >= Limits.inboxAttempts, await quarantine(row) { return }
        do throws(SQLError) {
            try await database.write { tx throws(SQLError) in try tx.inbox.countAttempt([row.id]) }
        } catch {
            await pause(after: error, attempt: 1)
        }
        await handle(row)
    }
}

extension InboxRow {
    /// One conversation: a person on a channel.
    var lane: String {
        guard let message else { return "unreadable" }
        return "\(message.channel)\u{1F}\(message.sender)"
    }
}
