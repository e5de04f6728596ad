import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import Logging
import ServiceLifecycle

/// Deletes what need not be kept (PIPL 19, `domain.md` 2.10): words of old messages, answers to old requests.
///
/// Promise: keys against redelivery and evidence that something was sent stay; only words go. It runs every
/// hour, in small steps, and a step that fails is tried again an hour later. Of several daemons on one store
/// the one that holds the job's lane does it.
package struct Pruner: Service {
    private let database: any Database
    private let retention: DaemonSettings.Retention
    private let clock: any Clockwork
    private let fleet: Fleet?
    private let logger: Logger

    package init(
        database: any Database, retention: DaemonSettings.Retention, clock: any Clockwork,
        fleet: Fleet? = nil, logger: Logger
    ) {
        self.database = database
        self.fleet = fleet
        self.retention = retention
        self.clock = clock
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await prune()
                await clock.sleep(.hours(1))
            }
        }
    }

    package func prune() async {
        let now = clock.now()
        let messages = now - .days(Int64(retention.messageDays))
        let requests = now - .days(Limits.requestKeyDays)
        do throws(SQLError) {
            guard try await mayBegin() else { return }
            let count = try await database.write { tx throws(SQLError) in
                try tx.inbox.prune(before: messages) + tx.outbox.prune(before: messages)
                    + tx.requestKeys.prune(before: requests)
            }
            if count > 0 { logger.info("old words were deleted", metadata: ["rows": "\(count)"]) }
        } catch {
            logger.error("pruning failed", metadata: ["error": "\(error)"])
        }
    }

    /// The lane is held until its lease is over, a little less than an hour: the next hour belongs to
    /// whoever comes first.
    private func mayBegin() async throws(SQLError) -> Bool {
        guard let fleet else { return true }
        return try await database.write { tx throws(SQLError) in
            try !tx.lanes.claim([LaneClaim.jobKey("prune")], owner: fleet.owner, for: .minutes(59)).isEmpty
        }
    }
}
