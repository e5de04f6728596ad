import LinliModel
import LinliServices
import LinliSQL
import LinliStore
import Logging
import ServiceLifecycle

/// Fires what is due: clocks of tickets, holds that run out, suspensions that end.
///
/// Promise: within a second of its time, also after a restart, and once: a timer ends in the commit of
/// what it does. A clock that jumps back fires nothing twice, one that jumps forward fires each once.
package final class TimerWorker: Service {
    private let database: any Database
    private let actions: TimerActions
    private let clock: any Clockwork
    private let signal: Signal
    private let measures: EngineMeasures
    private let logger: Logger

    package init(
        database: any Database, actions: TimerActions, clock: any Clockwork, signal: Signal,
        measures: EngineMeasures, logger: Logger
    ) {
        self.database = database
        self.actions = actions
        self.clock = clock
        self.signal = signal
        self.measures = measures
        self.logger = logger
    }

    package func run() async throws {
        measures.workerRuns("timers", true)
        defer { measures.workerRuns("timers", false) }
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let wait = await self.fireDue()
                await self.signal.wait(atMost: wait, on: self.clock)
            }
        }
    }

    /// Fires everything that is due now. Returns how long to wait for the next, at most a second: a wall
    /// clock may be set forward meanwhile.
    package func fireDue() async -> TimeSpan {
        do throws(SQLError) {
            var isWhole = true
            while !Task.isCancelled, isWhole {
                let now = clock.now()
                let due = try await database.read { tx throws(SQLError) in
                    try tx.timers.due(at: now, limit: Limits.timerBatchRows)
                }
                isWhole = await fire(due)
                if due.count < Limits.timerBatchRows { break }
            }
            // What failed is due again at once, and would spin.
            guard isWhole else { return .seconds(1) }
            let next = try await database.read { tx throws(SQLError) in try tx.timers.next() }
            guard let next else { return .seconds(1) }
            return min(.seconds(1), max(.milliseconds(1), next - clock.now()))
        } catch {
            logger.error("timers cannot be read", metadata: ["error": "\(error)"])
            return .seconds(1)
        }
    }

    /// Those of one subject in their order, different subjects together: a burst shares commits and does not
    /// wait for one fsync each. False where one failed.
    private func fire(_ due: [TimerRow]) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            for (_, timers) in Dictionary(grouping: due, by: \.subject) {
                group.addTask {
                    var isWhole = true
                    for timer in timers where await !self.fire(timer) { isWhole = false }
                    return isWhole
                }
            }
            return await group.reduce(true) { $0 && $1 }
        }
    }

    /// False where it failed. A store that is full, locked or away says nothing against the timer: only its
    /// own errors are counted.
    private func fire(_ timer: TimerRow) async -> Bool {
        let actions = actions
        let now = clock.now()
        do throws(SQLError) {
            let isOurs = try await database.write { tx throws(SQLError) in
                guard try tx.timers.fire(timer, at: now) else { return false }
                try actions.perform(timer, in: tx, at: now)
                return true
            }
            // Of several daemons one fires it.
            if isOurs { measures.timerFired(late: now - timer.dueAt) }
            return true
        } catch {
            logger.error(
                "a timer failed",
                metadata: ["timer": "\(timer.id)", "kind": "\(timer.kind)", "error": "\(error)"])
            if error.blamesTheBody { await countFailure(timer) }
            return false
        }
    }

    /// After many attempts a timer is set aside, so that the others fire; it stays visible.
    private func countFailure(_ timer: TimerRow) async {
        do throws(SQLError) {
            try await database.write { tx throws(SQLError) in
                try tx.timers.countAttempt(timer.id, limit: Limits.timerAttempts)
            }
        } catch {
            logger.error(
                "the failure of a timer cannot be counted", metadata: ["error": "\(error.kind.rawValue)"])
        }
    }
}
