import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import Logging
import ServiceLifecycle

/// Forgets what need not be kept (PIPL 19, `domain.md` 2.10), each class of data after its own time, and
/// answers to old requests.
///
/// Promise: keys against redelivery and evidence that something was sent stay; only words go. It runs every
/// hour, in commits of a bounded size with room for others between them, and what fails is tried again
/// an hour later and holds no other class back. Of several daemons on one store the one that holds the
/// job's lane does it.
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
                // Periods count in days; in hourly portions no run is long.
                await clock.sleep(.hours(1))
            }
        }
    }

    package func prune() async {
        let now = clock.now()
        do throws(SQLError) {
            guard try await mayBegin() else { return }
        } catch {
            logger.error("pruning failed", metadata: ["class": "all", "error": "\(error)"])
            return
        }
        await attempt("request keys") { () throws(SQLError) in
            let limit = now - .days(Limits.requestKeyDays)
            _ = try await database.write { tx throws(SQLError) in try tx.requestKeys.prune(before: limit) }
        }
        for kind in RetentionClass.allCases {
            await attempt(kind.rawValue) { () throws(SQLError) in try await forget(kind, at: now) }
        }
    }

    private func attempt(_ name: String, _ prune: () async throws(SQLError) -> Void) async {
        do throws(SQLError) {
            try await prune()
        } catch {
            logger.error("pruning failed", metadata: ["class": "\(name)", "error": "\(error)"])
        }
    }

    private func forget(_ kind: RetentionClass, at now: Instant) async throws(SQLError) {
        let limit = now - retention.span(of: kind)
        var count = 0
        while !Task.isCancelled {
            let changed = try await database.write { tx throws(SQLError) in
                try tx.retention.forget(kind, before: limit, rows: Limits.pruneRows, at: now)
            }
            count += changed
            if changed < Limits.pruneRows { break }
        }
        guard count > 0 else { return }
        logger.info(
            "what was kept long enough is forgotten",
            metadata: ["class": "\(kind.rawValue)", "rows": "\(count)"])
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
