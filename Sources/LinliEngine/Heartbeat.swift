import LinliModel
import LinliSQL
import LinliStore
import Logging
import ServiceLifecycle
import Synchronization

/// Says that this daemon lives, and takes over what daemons left that do not.
///
/// Promise: a daemon works on no store whose schema went on without it. A step that takes something away
/// waits for every daemon that lives, and one that slept meanwhile ends at its next beat. A push that a
/// daemon began and did not end, because it died or slept past its lease, goes out again through another
/// one, with the same idempotency key. A daemon is taken for dead only by one that has itself reached the
/// store for a whole lease without a break: after an outage, or on a promoted replica that never heard the
/// last beats, every lease looks as if it were over. At its end a daemon gives back all that it holds, so
/// that the others need not wait for the lease.
package final class Heartbeat: Service {
    private let database: any Database
    private let fleet: Fleet
    private let carriers: Carriers
    private let takesOver: Bool
    private let clock: any Clockwork
    private let outbox: Signal
    private let logger: Logger
    private let reach = Mutex(Reach())

    /// Since when every beat has reached the store.
    private struct Reach {
        private var since: Instant?
        private var last: Instant?

        func covers(_ span: TimeSpan, until now: Instant) -> Bool {
            guard let since, let last, now >= last, now - last < span else { return false }
            return now - since >= span
        }

        mutating func beat(at now: Instant, within span: TimeSpan) {
            let isUnbroken = last.map { now >= $0 && now - $0 < span } ?? false
            if !isUnbroken { since = now }
            last = now
        }
    }

    /// - Parameter takesOver: whether it looks after what dead daemons left; not where this one only accepts.
    package init(
        database: any Database, fleet: Fleet, carriers: Carriers, takesOver: Bool = true,
        clock: any Clockwork, outbox: Signal, logger: Logger
    ) {
        self.takesOver = takesOver
        self.database = database
        self.fleet = fleet
        self.carriers = carriers
        self.clock = clock
        self.outbox = outbox
        self.logger = logger
    }

    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                while !Task.isCancelled {
                    try await self.beat()
                    await self.clock.sleep(TimeSpan.milliseconds(self.fleet.lease.milliseconds / 3))
                }
            }
        } catch {
            await end()
            throw error
        }
        await end()
    }

    /// - Throws: `.schema` where this daemon must not go on. Everything else is waited for.
    package func beat() async throws(SQLError) {
        let (fleet, keyed, now) = (fleet, carriers.namesTakingKeys, clock.now())
        let mayJudge = takesOver && reach.withLock { $0.covers(fleet.lease, until: now) }
        do throws(SQLError) {
            let count = try await database.write { tx throws(SQLError) -> (queued: Int, dead: Int) in
                try Schema.enlist(fleet.owner, for: fleet.lease, in: tx)
                guard mayJudge else { return (0, 0) }
                return try tx.outbox.requeueInterrupted(
                    keyed: keyed, living: try tx.lanes.living(), at: now)
            }
            reach.withLock { $0.beat(at: now, within: fleet.lease) }
            guard count.queued + count.dead > 0 else { return }
            logger.warning(
                "pushes of a daemon that is gone",
                metadata: ["queued": "\(count.queued)", "dead": "\(count.dead)"])
            outbox.notify()
        } catch {
            if error.kind == .schema { throw error }
            logger.error(
                "the heartbeat did not reach the store", metadata: ["error": "\(error.kind.rawValue)"])
        }
    }

    private func end() async {
        let owner = fleet.owner
        do throws(SQLError) {
            try await database.write { tx throws(SQLError) in try tx.lanes.releaseAll(of: owner) }
        } catch {
            logger.notice("lanes are left to their leases", metadata: ["error": "\(error.kind.rawValue)"])
        }
    }
}
