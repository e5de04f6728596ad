import LinliModel
import LinliSQL
import LinliStore
import Logging
import ServiceLifecycle
import Synchronization

/// Handles waiting messages where several daemons share a store: each conversation in order and by one daemon
/// at a time, different ones at the same time everywhere.
///
/// Promise: as `InboxWorker`. A conversation is a lane (`LaneTable`): it is taken with a lease, every turn
/// renews it first, and a daemon that slept past its lease commits nothing. What a daemon held when it died
/// waits for the lease to end and is then taken by another; a message whose attempt did not end runs alone
/// in that process and is counted only then, so that a crash counts against the one that ran and not
/// against all that were taken with it; the third unfinished attempt quarantines it. A stop on request
/// gives the lanes back.
package struct SharedInboxWorker: Service {
    private let turns: InboxTurns
    private let fleet: Fleet
    private let signal: Signal

    package init(
        database: any Database, runner: TurnRunner, fleet: Fleet, clock: any Clockwork, signal: Signal,
        backoff: Backoff, measures: EngineMeasures, logger: Logger
    ) {
        turns = InboxTurns(
            database: database, runner: runner, clock: clock, backoff: backoff, measures: measures,
            logger: logger)
        self.fleet = fleet
        self.signal = signal
    }

    /// A lane with its rows, oldest first. An attempt is counted for those that are tried for the first
    /// time.
    private struct Work: Sendable {
        let lane: HeldLane
        let conversation: ConversationKey
        let rows: [InboxRow]

        func holding(_ rows: [InboxRow]) -> Work {
            Work(lane: lane, conversation: conversation, rows: rows)
        }
    }

    package func run() async throws {
        turns.measures.workerRuns("inbox", true)
        defer { turns.measures.workerRuns("inbox", false) }
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                let permits = Permits(Limits.turnsInFlight)
                let gate = TurnGate()
                while !turns.isStopping {
                    await takeMore(permits, gate, in: &group)
                }
                // The group waits here for the turns under way: no message is left half-done.
            }
        } onGracefulShutdown: {
            signal.notify()
        }
    }

    // MARK: Taking

    private func takeMore(_ permits: Permits, _ gate: TurnGate, in group: inout DiscardingTaskGroup) async {
        await permits.waitForOne()
        do throws(SQLError) {
            let (taken, isIdle) = try await claim(limit: permits.free)
            if isIdle {
                // Another daemon may have been told of a message, or have died.
                return await signal.wait(atMost: .seconds(1), on: turns.clock)
            }
            for work in taken {
                permits.take()
                group.addTask {
                    await self.work(work, gate)
                    permits.giveBack()
                }
            }
        } catch {
            await turns.pause(after: error, attempt: 1)
        }
    }

    /// Idle where nothing waits. Where something does, and others were faster, there may be more behind it.
    private func claim(limit: Int) async throws(SQLError) -> (taken: [Work], isIdle: Bool) {
        let fleet = fleet
        let isIdle = Mutex(true)
        let taken = try await certain { tx throws(SQLError) in
            let rows = try tx.inbox.claimable(limit: limit)
            isIdle.withLock { $0 = rows.isEmpty }
            let lanes = Dictionary(grouping: rows, by: \.conversation.lane)
            let claims = try tx.lanes.claim(Set(lanes.keys), owner: fleet.owner, for: fleet.lease)
            let taken = claims.compactMap { claim -> Work? in
                guard let rows = lanes[claim.key], let first = rows.first else { return nil }
                return Work(
                    lane: HeldLane(claim: claim, lease: fleet.lease), conversation: first.conversation,
                    rows: rows)
            }
            try Self.countFirstAttempts(taken.flatMap(\.rows), in: tx)
            return taken
        }
        return (taken, isIdle.withLock { $0 })
    }

    /// Runs a body that takes lanes and rows. Where the answer to its COMMIT is lost what it took is taken
    /// once more, under the same epochs and counts: a lane must not wait for its lease, and a message not be
    /// suspected, because nobody knows.
    private func certain(
        _ body: @escaping @Sendable (Transaction) throws(SQLError) -> [Work]
    ) async throws(SQLError) -> [Work] {
        let begun = Mutex<[Work]>([])
        do throws(SQLError) {
            return try await turns.database.write { tx throws(SQLError) in
                let taken = try body(tx)
                begun.withLock { $0 = taken }
                return taken
            }
        } catch {
            guard error.kind == .outcomeUnknown else { throw error }
            return await affirmed(begun.withLock { $0 })
        }
    }

    private func affirmed(_ begun: [Work]) async -> [Work] {
        while !begun.isEmpty, !turns.isStopping {
            do throws(SQLError) {
                return try await turns.database.write { tx throws(SQLError) in
                    var kept: [Work] = []
                    for work in begun {
                        if try tx.lanes.affirm(work.lane.claim, for: work.lane.lease) {
                            try Self.countFirstAttempts(work.rows, in: tx)
                            kept.append(work)
                        } else {
                            try Self.forgetFirstAttempts(work.rows, in: tx)
                        }
                    }
                    return kept
                }
            } catch {
                await turns.pause(after: error, attempt: 1)
            }
        }
        return []
    }

    // MARK: Working

    /// A lane's rows, oldest first, until none is left, it is lost, or the daemon stops.
    private func work(_ work: Work, _ gate: TurnGate) async {
        var rows = work.rows
        while let row = rows.first {
            rows.removeFirst()
            await gate.enter(alone: row.isSuspect)
            let end = await handle(row, in: work.lane, isLast: rows.isEmpty)
            await gate.leave()
            if end == .doneAndLeft { return }
            guard end == .done else {
                for row in rows where !row.isSuspect { await turns.forgetAttempt(row) }
                return await giveBack(work.lane)
            }
            if rows.isEmpty { rows = await more(of: work) }
        }
    }

    private func handle(_ row: InboxRow, in lane: HeldLane, isLast: Bool) async -> InboxTurns.End {
        if row.attempts >= Limits.inboxAttempts, await turns.quarantine(row, in: lane) { return .done }
        if row.isSuspect, await !countAttempt(row, in: lane) { return .lost }
        return await turns.handle(row, in: lane, isLast: isLast)
    }

    private static func countFirstAttempts(_ rows: [InboxRow], in tx: Transaction) throws(SQLError) {
        try tx.inbox.countAttempt(rows.filter { !$0.isSuspect }, after: 0)
    }

    private static func forgetFirstAttempts(_ rows: [InboxRow], in tx: Transaction) throws(SQLError) {
        for row in rows where !row.isSuspect { try tx.inbox.forgetAttempt(row) }
    }

    /// False where the lane is not ours any more, or the daemon stops: the row waits.
    private func countAttempt(_ row: InboxRow, in lane: HeldLane) async -> Bool {
        while !turns.isStopping {
            do throws(SQLError) {
                return try await turns.database.write { tx throws(SQLError) in
                    guard try lane.renew(in: tx) else { return false }
                    try tx.inbox.countAttempt([row], after: row.attempts)
                    return true
                }
            } catch {
                await turns.pause(after: error, attempt: 1)
            }
        }
        return false
    }

    /// What came meanwhile for this conversation. Where nothing did, or the daemon stops, the lane is free.
    private func more(of work: Work) async -> [InboxRow] {
        while !turns.isStopping {
            do throws(SQLError) {
                return try await certain { tx throws(SQLError) in
                    guard try work.lane.renew(in: tx) else { return [] }
                    let rows = try tx.inbox.waiting(in: work.conversation, limit: Limits.turnsInFlight)
                    try Self.countFirstAttempts(rows, in: tx)
                    if !rows.isEmpty { return [work.holding(rows)] }
                    try tx.lanes.release(work.lane.claim)
                    return []
                }.first?.rows ?? []
            } catch {
                await turns.pause(after: error, attempt: 1)
            }
        }
        await giveBack(work.lane)
        return []
    }

    /// Where this fails the lane is free when its lease is over.
    private func giveBack(_ lane: HeldLane) async {
        do throws(SQLError) {
            try await turns.database.write { tx throws(SQLError) in try tx.lanes.release(lane.claim) }
        } catch {
            turns.logger.notice("a lane is left to its lease", metadata: ["error": "\(error.kind.rawValue)"])
        }
    }
}

extension InboxRow {
    /// A process died while it was being handled, or waited to be.
    fileprivate var isSuspect: Bool { attempts > 0 }
}
