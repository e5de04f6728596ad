import LinliModel
import LinliSQL
import LinliStore
import Logging
import ServiceLifecycle

/// Says that this daemon lives, and takes over what daemons left that do not.
///
/// Promise: a push that a daemon began and did not end, because it died or slept past its lease, goes out
/// again through another one, with the same idempotency key. At its end a daemon gives back all that it
/// holds, so that the others need not wait for the lease.
package struct Heartbeat: Service {
    private let database: any Database
    private let fleet: Fleet
    private let carriers: Carriers
    private let clock: any Clockwork
    private let outbox: Signal
    private let logger: Logger

    package init(
        database: any Database, fleet: Fleet, carriers: Carriers, clock: any Clockwork, outbox: Signal,
        logger: Logger
    ) {
        self.database = database
        self.fleet = fleet
        self.carriers = carriers
        self.clock = clock
        self.outbox = outbox
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await beat()
                await clock.sleep(TimeSpan.milliseconds(fleet.lease.milliseconds / 3))
            }
        }
        await end()
    }

    /// Also once before the workers begin: what they hold must be a living daemon's.
    package func beat() async {
        let (fleet, keyed, now) = (fleet, carriers.namesTakingKeys, clock.now())
        do throws(SQLError) {
            let count = try await database.write { tx throws(SQLError) in
                try tx.lanes.live(fleet.owner, for: fleet.lease)
                return try tx.outbox.requeueInterrupted(
                    keyed: keyed, living: try tx.lanes.living(), at: now)
            }
            guard count.queued + count.dead > 0 else { return }
            logger.warning(
                "pushes of a daemon that is gone",
                metadata: ["queued": "\(count.queued)", "dead": "\(count.dead)"])
            outbox.notify()
        } catch {
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
