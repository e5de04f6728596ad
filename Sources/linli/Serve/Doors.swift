import LinliChannels
import LinliEngine
import LinliModel
import LinliServer
import LinliSQL
import LinliStore
import Logging
import ServiceLifecycle

/// The two listeners of the daemon, wired to the store.
struct Doors {
    let publicServer: PublicServer
    let admin: AdminServer

    init(
        house: House, crew: Crew, send: @escaping OutboxWorker.Send, feed: OutboxReplyFeed,
        staff: StaffAccess, metrics: MetricsRegistry,
        measures: EngineMeasures, duty: Daemon.Duty, clock: any Clockwork, logger: Logger
    ) throws {
        let settings = house.settings.daemon
        let watch = PullWatch(duty == .everything ? house.carriers.pulled : [], startedAt: clock.now())
        let readiness: @Sendable () async -> Readiness = {
            await Self.readiness(of: house, crew, measures, duty, watch, at: clock.now())
        }
        Self.gauge(house, metrics, at: clock)
        let api = AdminAPI(
            database: house.database, settings: house.settings, notifier: house.notifier,
            wakeups: house.wakeups, codes: .system,
            reading: { text, estate in house.reading(text, estate: estate, at: clock.now()) },
            probe: { [probe = ChannelProbe(house.carriers, send: send)] in await probe.ask($0) },
            now: { clock.now() })
        let router = AdminRouter(
            authenticate: { try await staff.authenticate($0) }, readiness: readiness, metrics: metrics,
            api: { api.mount(on: $0) })
        admin = try AdminServer(
            host: settings.adminHost, port: settings.effectiveAdminPort, router: router, metrics: metrics,
            logger: logger, onListening: { staff.writeFile(adminPort: $0) })
        var limits = ListenerLimits.publicListener
        limits.connections = settings.connections
        publicServer = PublicServer(
            host: settings.httpHost, port: settings.httpPort, limits: limits,
            channels: house.settings.channels.compactMap { house.carriers.channel($0.name) },
            inbox: Self.inbox(house), chat: try Self.chat(house, feed: feed), admin: router,
            readiness: readiness, metrics: metrics, logger: logger, now: { clock.now() },
            onListening: { port in
                logger.info("listening", metadata: ["http": "http://\(settings.httpHost):\(port)"])
                let address = "http://\(settings.httpHost):\(port)"
                Console.out("Linli listens on \(address)  (web chat: \(address)/chat)")
            })
    }

    /// T1: the message is on disk before the platform hears 200. One that is there already may not have been
    /// answered because no replica had taken it; then this delivery waits for the replica too.
    private static func inbox(_ house: House) -> Inbox {
        let database = house.database
        let signals = house.signals
        let carriers = house.carriers
        return Inbox(
            accept: { messages, receivedAt in
                try await database.writeAhead { tx throws(SQLError) in
                    var isNew = false
                    for message in messages where try tx.inbox.accept(message, at: receivedAt) != nil {
                        isNew = true
                    }
                    guard isNew else { return try tx.lanes.witness() }
                    tx.afterCommit { signals.stored() }
                }
            },
            report: { name, lost, receivedAt in
                guard let channel = carriers.channel(name) else { return }
                try await database.writeAhead { tx throws(SQLError) in
                    for one in lost { try tx.returned(one, of: channel, at: receivedAt) }
                }
            },
            notice: { notice, receivedAt in
                // All accounts of an enterprise share its webhook, and not all of them need be ours.
                guard signals.pulls[notice.account] != nil else { return }
                try await database.writeAhead { tx throws(SQLError) in
                    try tx.pulls.notice(account: notice.account, ticket: notice.ticket, at: receivedAt)
                    tx.afterCommit { signals.noticed(notice.account) }
                }
            })
    }

    private static func chat(_ house: House, feed: OutboxReplyFeed) throws -> Chat? {
        guard let channel = house.webChannel.flatMap({ house.carriers.channel($0.name) }) else { return nil }
        let path = house.settings.daemon.dataDirectory + "/chat.key"
        let key: [UInt8]
        do {
            key = try PrivateFile.secret(at: path)
        } catch {
            Console.error(
                "The key of the web chat cannot be written to \(path); give this user the data directory, or "
                    + "set another one (LINLI_DATA_DIRECTORY).")
            throw Exit.unreachable
        }
        let sessions = ChatSessions(key: key) { (0..<16).map { _ in UInt8.random(in: 0...255) } }
        return Chat(
            channel: channel, title: house.settings.estates[channel.estate]?.name ?? "邻里",
            sessions: sessions, feed: feed, streams: house.settings.daemon.eventStreams)
    }

    private static func readiness(
        of house: House, _ crew: Crew, _ measures: EngineMeasures, _ duty: Daemon.Duty, _ watch: PullWatch,
        at now: Instant
    ) async -> Readiness {
        var checks: [String: String?] = [:]
        checks.updateValue(nil, forKey: "store")
        if duty == .everything {
            checks.updateValue(
                house.understanding.current == nil ? "still loading" : nil, forKey: "understanding")
            let stopped = measures.stoppedWorkers
            let missing = stopped.isEmpty ? nil : "not running: \(stopped.joined(separator: ", "))"
            checks.updateValue(missing, forKey: "workers")
        }
        var notes: [String: String] = [:]
        do throws(SQLError) {
            // It takes the writer's lock, and on a server it writes a row and waits for the replicas as a
            // webhook would: a store that is locked, read-only or closed shows here, and a COMMIT that hangs.
            notes = try await house.database.writeAhead { tx throws(SQLError) in
                try tx.lanes.witness()
                return try watch.notes(in: tx, at: now)
            }
        } catch {
            checks.updateValue("\(error.kind.rawValue): \(error.message)", forKey: "store")
            return Readiness(checks: checks)
        }
        if !checks.values.contains(where: { $0 != nil }) { notes["replica"] = await crew.replicaNote() }
        return Readiness(checks: checks, notes: notes)
    }

    private static func gauge(_ house: House, _ metrics: MetricsRegistry, at clock: any Clockwork) {
        ProcessMeasures.register(in: metrics, startedAt: clock.now())
        let database = house.database
        metrics.reading("linli_store_waiting_writes", help: "Bodies that wait for the writer.") {
            Double(database.waitingWrites)
        }
    }
}
