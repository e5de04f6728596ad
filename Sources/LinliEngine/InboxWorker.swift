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
    private let turns: InboxTurns
    private let signal: Signal

    package init(
        database: any Database, runner: TurnRunner, clock: any Clockwork, signal: Signal, backoff: Backoff,
        measures: EngineMeasures, logger: Logger
    ) {
        turns = InboxTurns(
            database: database, runner: runner, clock: clock, backoff: backoff, measures: measures,
            logger: logger)
        self.signal = signal
    }

    package func run() async throws {
        turns.measures.workerRuns("inbox", true)
        defer { turns.measures.workerRuns("inbox", false) }
        await withGracefulShutdownHandler {
            var position = await recover()
            await withDiscardingTaskGroup { group in
                let lanes = Lanes<InboxRow>()
                while !turns.isStopping {
                    position = await takeMore(after: position, lanes, in: &group)
                }
                // The group waits here for what was claimed: no message is left half-done.
            }
        } onGracefulShutdown: {
            signal.notify()
        }
    }

    // MARK: The flow

    /// Fetches what is new, counts the attempts and hands each row to its lane.
    private func takeMore(
        after position: InboxID, _ lanes: Lanes<InboxRow>, in group: inout DiscardingTaskGroup
    ) async -> InboxID {
        await lanes.waitForRoom(below: Limits.turnsInFlight)
        do throws(SQLError) {
            let rows = try await claim(after: position)
            guard let last = rows.last else {
                await signal.wait(atMost: .seconds(1), on: turns.clock)
                return position
            }
            for row in rows where lanes.add(row, to: row.lane) {
                group.addTask { await work(lane: row.lane, lanes) }
            }
            return last.id
        } catch {
            await turns.pause(after: error, attempt: 1)
            return position
        }
    }

    private func claim(after position: InboxID) async throws(SQLError) -> [InboxRow] {
        try await turns.database.write { tx throws(SQLError) in
            let rows = try tx.inbox.waiting(after: position, limit: Limits.turnsInFlight)
            // What a crash left has been run alone before: here everything is tried for the first time.
            if !rows.isEmpty { try tx.inbox.countAttempt(rows, after: 0) }
            return rows
        }
    }

    /// Works one conversation's rows, oldest first, until none is left.
    private func work(lane: String, _ lanes: Lanes<InboxRow>) async {
        while let row = lanes.next(in: lane) {
            _ = await turns.handle(row)
        }
    }

    // MARK: After a crash

    /// Runs the rows whose last attempt did not end, alone and one after the other. Returns where the flow
    /// begins: before the first row, because those that wait untried are among them.
    private func recover() async -> InboxID {
        while !turns.isStopping {
            do throws(SQLError) {
                let suspects = try await turns.database.read { tx throws(SQLError) in
                    try tx.inbox.interrupted()
                }
                for row in suspects {
                    if turns.isStopping { break }
                    await rerun(row)
                }
                return InboxID(0)
            } catch {
                await turns.pause(after: error, attempt: 3)
            }
        }
        return InboxID(0)
    }

    private func rerun(_ row: InboxRow) async {
        if row.attempts >= Limits.inboxAttempts, await turns.quarantine(row) { return }
        await countAttempt(row)
        _ = await turns.handle(row)
    }

    private func countAttempt(_ row: InboxRow) async {
        while !turns.isStopping {
            do throws(SQLError) {
                return try await turns.database.write { tx throws(SQLError) in
                    try tx.inbox.countAttempt([row], after: row.attempts)
                }
            } catch {
                await turns.pause(after: error, attempt: 1)
                if error.blamesTheBody { return }
            }
        }
    }
}

extension InboxRow {
    /// One conversation: a person on a channel.
    var lane: String {
        guard let message else { return "unreadable" }
        return "\(message.channel)\u{1F}\(message.sender)"
    }
}
