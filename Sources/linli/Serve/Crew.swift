import Foundation
import LinliEngine
import LinliModel
import LinliPostgres
import LinliServices
import LinliSettings
import LinliSQL
import Logging
import ServiceLifecycle

/// What a daemon runs for its kind of store: alone with a file, or one of several on a server.
struct Crew: Sendable {
    private let store: OpenStore
    /// Nil where this daemon is alone with its store.
    let fleet: Fleet?
    /// Machine and data directory: the same after a restart. Nil where this daemon is alone.
    let node: String?
    /// How it tells the others of work, and hears them. Nil where this daemon is alone.
    private let bell: PostgresBell?

    /// - Throws: `.unavailable` where the process may open no more files.
    init(_ store: OpenStore, settings: Settings) throws(SQLError) {
        self.store = store
        guard case .postgres(let database) = store else {
            (fleet, node, bell) = (nil, nil, nil)
            return
        }
        bell = try PostgresBell(of: database, topics: Set(Hint.allCases.map(\.rawValue)))
        let folder = URL(fileURLWithPath: settings.daemon.dataDirectory).standardizedFileURL.path
        let node = "\(ProcessInfo.processInfo.hostName):\(folder)"
        self.node = node
        fleet = Fleet(
            owner: "\(node)#\(RandomCodes.system.secret().suffix(12))",
            lease: .seconds(Int64(settings.daemon.storeLeaseSeconds)))
    }

    /// What a store on a server had to do more than once.
    func gauge(in metrics: MetricsRegistry) {
        guard case .postgres(let database) = store else { return }
        let tally = database.tally
        metrics.reading(
            "linli_store_collisions", help: "Bodies that were run again because another was in their way."
        ) { Double(tally.collisions) }
        metrics.reading(
            "linli_store_connections_lost", help: "Connections to the store that broke while in use."
        ) { Double(tally.losses) }
    }

    /// What an operator should know of the replicas though this daemon works. Nil where nothing is to be
    /// said, and where the server does not say it: then the check of the store tells more.
    func replicaNote() async -> String? {
        guard case .postgres(let database) = store else { return nil }
        do throws(SQLError) {
            return try await database.replicaNote()
        } catch {
            return nil
        }
    }

    func tell(_ hint: Hint) {
        bell?.ring(hint.rawValue)
    }

    /// They start first: a daemon that only accepts has them too.
    func listeners(_ house: House) -> [any Service] {
        bell.map { [BellService(bell: $0, signals: house.signals)] } ?? []
    }

    func inbox(
        _ house: House, clock: any Clockwork, backoff: Backoff, measures: EngineMeasures, logger: Logger
    ) -> any Service {
        guard let fleet else {
            return InboxWorker(
                database: house.database, runner: house.runner, clock: clock, signal: house.signals.inbox,
                backoff: backoff, measures: measures, logger: logger)
        }
        return SharedInboxWorker(
            database: house.database, runner: house.runner, fleet: fleet, clock: clock,
            signal: house.signals.inbox, backoff: backoff, measures: measures, logger: logger)
    }

    /// They start before the workers and end after them.
    func companions(
        _ house: House, feed: OutboxReplyFeed, clock: any Clockwork, logger: Logger
    ) -> [any Service] {
        switch store {
        case .sqlite(let database):
            return [
                LogTruncator(
                    database: database, signal: house.signals.erasures, clock: clock, logger: logger)
            ]
        case .postgres:
            return heartbeat(house, duty: .everything, clock: clock, logger: logger) + [
                FeedFollower(feed: feed, signal: house.signals.replies, clock: clock, logger: logger)
            ]
        }
    }

    /// Every daemon beside others has one, whatever it does.
    func heartbeat(
        _ house: House, duty: Daemon.Duty, clock: any Clockwork, logger: Logger
    ) -> [any Service] {
        guard let fleet else { return [] }
        return [
            Heartbeat(
                database: house.database, fleet: fleet, carriers: house.carriers,
                takesOver: duty == .everything, clock: clock, outbox: house.signals.outbox, logger: logger)
        ]
    }
}

/// Lets the workers hear what other daemons tell. Without it, or while its connection is lost, they look for
/// themselves, a second or some seconds later.
private struct BellService: Service {
    let bell: PostgresBell
    let signals: House.Signals

    func run() async throws {
        bell.start { word in
            guard let hint = Hint(rawValue: word) else { return }
            signals.heard(hint)
        }
        do {
            try await gracefulShutdown()
        } catch {
            // Cancelled: the end as well.
        }
        await bell.close()
    }
}

/// Tells open chat pages of replies that another daemon delivered.
private struct FeedFollower: Service {
    let feed: OutboxReplyFeed
    let signal: Signal
    let clock: any Clockwork
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await feed.follow()
                } catch {
                    logger.notice("the replies of others cannot be read", metadata: ["error": "\(error)"])
                }
                await signal.wait(atMost: .seconds(1), on: clock)
            }
        }
    }
}
