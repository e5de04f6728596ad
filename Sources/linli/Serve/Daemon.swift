import Foundation
import LinliChannels
import LinliEngine
import LinliIntents
import LinliModel
import LinliPush
import LinliServer
import LinliServices
import LinliSettings
import LinliSQL
import LinliSQLite
import LinliStore
import Logging
import ServiceLifecycle

/// The daemon: its services in the order in which they depend, stopped the other way round.
///
/// Boot: the listeners answer as soon as the store is open; the workers begin when the understanding is
/// loaded. Until then messages wait in the inbox, which is where they are safe.
struct Daemon {
    enum Duty {
        case everything
        /// Messages are stored and answered 200, and wait.
        case accepts
    }

    private let house: House
    private let services: [any Service]
    private let push: PushClient
    private let logger: Logger

    init(
        settings: Settings, intents: String, store: OpenStore, duty: Duty, clock: any Clockwork,
        logger: Logger
    ) async throws {
        let metrics = MetricsRegistry()
        let live = LiveUnderstanding()
        let database = store.database
        let crew = try Crew(store, settings: settings)
        let house = try House(
            settings: settings, database: database, understanding: live, others: { crew.tell($0) })
        self.house = house
        self.logger = logger
        try await house.prepareStore(at: clock.now(), for: crew.fleet)
        try await house.armReminders(at: clock.now())
        let feed = OutboxReplyFeed(database: database, channel: house.webChannel?.name ?? "")
        let push = try PushClient(configuration: Self.pushConfiguration(house))
        self.push = push
        let staff = StaffAccess(house: house, node: crew.node, clock: clock)
        try await staff.register()
        let loader = UnderstandingLoader(
            directory: intents, holidays: Holidays(settings.calendars), cache: settings.daemon.dataDirectory,
            live: live, logger: logger)
        let measures = EngineMeasures(metrics)
        let doors = try Doors(
            house: house, crew: crew, send: { await push.send($0) }, feed: feed, staff: staff,
            metrics: metrics, measures: measures, duty: duty, clock: clock, logger: logger)
        crew.gauge(in: metrics)
        services =
            switch duty {
            case .everything:
                [loader] + crew.listeners(house)
                    + Self.workers(
                        house, crew, push: push, feed: feed, measures: measures, clock: clock, logger: logger)
                    + [doors.admin, doors.publicServer]
            case .accepts:
                crew.listeners(house) + crew.heartbeat(house, duty: duty, clock: clock, logger: logger)
                    + [doors.admin, doors.publicServer]
            }
        Self.announce(settings, store: store, logger: logger)
        if duty == .accepts { Self.beginAccepting(logger) }
    }

    func run() async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map { .init(service: Named($0)) },
                gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
        do {
            try await group.run()
        } catch let error as UnderstandingLoader.Failure {
            for finding in error.findings { Console.error(finding.description) }
            throw Exit.usage
        } catch let error as ListenerFailure {
            Console.error(error.description)
            throw Exit.unreachable
        }
        await push.close()
        logger.info("stopped; everything that was answered is on disk")
    }

    private static func workers(
        _ house: House, _ crew: Crew, push: PushClient, feed: OutboxReplyFeed, measures: EngineMeasures,
        clock: any Clockwork, logger: Logger
    ) -> [any Service] {
        let backoff = Backoff { Double.random(in: 0..<1) }
        let send: OutboxWorker.Send = { await push.send($0) }
        let live = house.understanding
        let inbox = crew.inbox(house, clock: clock, backoff: backoff, measures: measures, logger: logger)
        let tokens = Tokens(send: send, clock: clock)
        let outbox = OutboxWorker(
            database: house.database, carriers: house.carriers, tokens: tokens,
            send: send, clock: clock, signal: house.signals.outbox, backoff: backoff,
            streamed: { _, recipient in
                feed.changed(recipient)
                crew.tell(.replies)
            }, fleet: crew.fleet, measures: measures, logger: logger)
        let timers = TimerWorker(
            database: house.database, actions: house.timerActions, clock: clock, signal: house.signals.timers,
            measures: measures, logger: logger)
        let pruner = Pruner(
            database: house.database, retention: house.settings.daemon.retention, clock: clock,
            fleet: crew.fleet, logger: logger)
        let pullers = house.carriers.pulled.map { channel in
            Puller(
                channel: channel, database: house.database, tokens: tokens, send: send, clock: clock,
                signal: house.signals.pulls[channel.account] ?? Signal(), backoff: backoff,
                stored: { house.signals.stored() }, fleet: crew.fleet, measures: measures, logger: logger)
        }
        return crew.companions(house, feed: feed, clock: clock, logger: logger)
            + [outbox, pruner] + pullers + [WhenLoaded(live, inbox), WhenLoaded(live, timers)]
    }

    private static func pushConfiguration(_ house: House) -> PushConfiguration {
        let settings = house.settings.daemon.push
        var configuration = PushConfiguration(allowedOrigins: house.configuredOrigins)
        configuration.allowedOrigins.formUnion(settings.allowPrivate)
        configuration.connectTimeout = .seconds(Int64(settings.connectTimeoutSeconds))
        configuration.totalTimeout = .seconds(Int64(settings.timeoutSeconds))
        configuration.inFlight = settings.inFlight
        configuration.proxy = settings.proxy
        return configuration
    }

    /// Nobody reads `Intents/` here, so a SIGHUP, which asks for that, must not end the process either.
    private static func beginAccepting(_ logger: Logger) {
        signal(SIGHUP, SIG_IGN)
        logger.warning("messages are stored only: nothing is answered or pushed")
    }

    private static func announce(_ settings: Settings, store: OpenStore, logger: Logger) {
        logger.info(
            "starting",
            metadata: [
                "store": "\(store.place)",
                "channels": "\(settings.channels.map(\.name).joined(separator: ","))",
            ])
        guard case .sqlite = store else { return }
        logger.info("the linked SQLite", metadata: ["version": "\(SQLiteDatabase.libraryVersion)"])
        if let note = SQLiteDatabase.libraryNote { logger.notice("\(note)") }
    }
}

/// A service that is described by its type's name.
///
/// The group describes each service for its log. Without a description of its own that is everything it
/// holds: the settings and the register of homes, in a third of a second and with nothing left out.
private struct Named: Service, CustomStringConvertible {
    private let service: any Service

    init(_ service: any Service) {
        self.service = service
    }

    var description: String { "\(type(of: service))" }

    func run() async throws {
        try await service.run()
    }
}

/// Begins a worker when the understanding is there.
struct WhenLoaded: Service {
    private let live: LiveUnderstanding
    private let worker: any Service

    init(_ live: LiveUnderstanding, _ worker: any Service) {
        self.live = live
        self.worker = worker
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await live.whenLoaded() }
        guard live.current != nil, !Task.isCancelled else { return }
        try await worker.run()
    }
}
