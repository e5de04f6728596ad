import LinliChannels
import LinliModel
import LinliSQL
import LinliStore
import Logging
import ServiceLifecycle

/// Sends what stands in the outbox and writes down what became of it.
///
/// Promise: `send_started_at` and the place in the reply window are on disk before a request leaves (T3);
/// what the platform said is on disk after it (T4).
/// Parts for one person go in order, different people at the same
/// time. A row that a crash left in `sending` has an unknown outcome: it is sent once more, and not a third
/// time. A channel without an access token keeps its rows waiting, and no other channel's.
package final class OutboxWorker: Service {
    package typealias Send = @Sendable (PushRequest) async -> Result<PushResponse, PushFailure>

    private let database: any Database
    private let carriers: Carriers
    private let tokens: Tokens
    private let send: Send
    private let clock: any Clockwork
    private let signal: Signal
    private let backoff: Backoff
    private let pace = RobotPace()
    private let gate = TokenGate()
    /// Called after replies to a stream (the web chat) are in the store.
    private let streamed: @Sendable (_ channel: String, _ recipient: String) -> Void
    /// Nil where this daemon is alone with its store.
    private let fleet: Fleet?
    private let measures: EngineMeasures
    private let logger: Logger

    package init(
        database: any Database, carriers: Carriers, tokens: Tokens, send: @escaping Send,
        clock: any Clockwork, signal: Signal, backoff: Backoff,
        streamed: @escaping @Sendable (String, String) -> Void, fleet: Fleet? = nil,
        measures: EngineMeasures, logger: Logger
    ) {
        self.fleet = fleet
        self.database = database
        self.carriers = carriers
        self.tokens = tokens
        self.send = send
        self.clock = clock
        self.signal = signal
        self.backoff = backoff
        self.streamed = streamed
        self.measures = measures
        self.logger = logger
    }

    package func run() async throws {
        measures.workerRuns("outbox", true)
        defer { measures.workerRuns("outbox", false) }
        await withGracefulShutdownHandler {
            // Beside others the heartbeat does it: what is under way may be under way elsewhere.
            if fleet == nil { await requeueInterrupted() }
            await withDiscardingTaskGroup { group in
                let permits = Permits(Limits.outboxBatchRows)
                while !Task.isShuttingDownGracefully, !Task.isCancelled {
                    await sendMore(permits, in: &group)
                }
                // The group waits here for the pushes under way: they finish or time out.
            }
        } onGracefulShutdown: {
            self.signal.notify()
        }
    }

    private func requeueInterrupted() async {
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            do throws(SQLError) {
                let now = clock.now()
                let keyed = carriers.namesTakingKeys
                let count = try await database.write { tx throws(SQLError) in
                    try tx.outbox.requeueInterrupted(keyed: keyed, at: now)
                }
                if count.queued > 0 {
                    logger.warning(
                        "pushes with an unknown outcome go out again", metadata: ["count": "\(count.queued)"])
                }
                if count.dead > 0 {
                    logger.error("pushes with two unknown outcomes", metadata: ["count": "\(count.dead)"])
                }
                return
            } catch {
                await pause(after: error)
            }
        }
    }

    // MARK: T3

    private func sendMore(_ permits: Permits, in group: inout DiscardingTaskGroup) async {
        await permits.waitForOne()
        do throws(SQLError) {
            let startedAt = clock.now()
            switch try await start(at: startedAt, limit: permits.free, in: &group) {
            case .idle(let span): await signal.wait(atMost: span, on: clock)
            case .started(let rows):
                for row in rows {
                    permits.take()
                    group.addTask {
                        await self.deliver(row, startedAt: startedAt)
                        permits.giveBack()
                        // Another part for the same person may wait behind this one.
                        self.signal.notify()
                    }
                }
            }
        } catch {
            await pause(after: error)
        }
    }

    private enum Start {
        case started([OutboxRow])
        /// Nothing is ready; look again after so long at the latest.
        case idle(TimeSpan)
    }

    /// Marks the rows that may go as under way and takes their places in the reply windows. Rows whose window
    /// is closed are parked, rows of a stream are done with this commit: the next of that person may go at
    /// once.
    private func start(
        at now: Instant, limit: Int, in group: inout DiscardingTaskGroup
    ) async throws(SQLError) -> Start {
        let shut = gate.shut(at: now)
        let (ready, due) = try await database.read { tx throws(SQLError) in
            let ready = try tx.outbox.ready(at: now, except: shut, limit: limit)
            return (ready, ready.isEmpty ? try tx.outbox.nextDue(except: shut) : nil)
        }
        if ready.isEmpty { return .idle(untilNext(due, after: now)) }
        let waiting = await askForTokens(of: ready, at: now, in: &group)
        let rows = ready.filter {
            let name = $0.message.channel
            return !waiting.contains(name) && pace.allows($0, self.carriers[name], at: now)
        }
        guard !rows.isEmpty else { return .idle(await untilNextDue()) }
        let started = try await started(rows, at: now)
        for row in rows where carriers.isStream(row.message.channel) {
            streamed(row.message.channel, row.message.recipient)
        }
        return .started(started)
    }

    /// Those of `rows` that this commit has marked as under way.
    private func started(_ rows: [OutboxRow], at now: Instant) async throws(SQLError) -> [OutboxRow] {
        let (carriers, fleet) = (carriers, fleet)
        do throws(SQLError) {
            return try await database.write { tx throws(SQLError) in
                if let fleet { try tx.lanes.live(fleet.owner, for: fleet.lease) }
                let queued = try tx.outbox.start(rows, by: fleet?.owner, at: now)
                var going: [OutboxRow] = []
                for row in rows where queued.contains(row.id) {
                    let mayGo = try Self.takePlace(row, carriers[row.message.channel], in: tx, at: now)
                    if mayGo { going.append(try Self.withHandle(row, carriers, in: tx, at: now)) }
                }
                return going
            }
        } catch {
            guard error.kind == .outcomeUnknown, let fleet else { throw error }
            return await found(rows, startedBy: fleet, at: now)
        }
    }

    /// The COMMIT of a start was not answered: looks which rows it marked, for nobody else would send or free
    /// them while this daemon lives. At the end of the daemon they are left to the others.
    private func found(_ rows: [OutboxRow], startedBy fleet: Fleet, at now: Instant) async -> [OutboxRow] {
        let carriers = carriers
        while !Task.isCancelled, !Task.isShuttingDownGracefully {
            do throws(SQLError) {
                // It keeps the rows, and so waits for a COMMIT that is still under way.
                return try await database.write { tx throws(SQLError) in
                    try tx.lanes.live(fleet.owner, for: fleet.lease)
                    var ours: [OutboxRow] = []
                    for row in rows where try tx.outbox.isUnderWay(row.id, by: fleet.owner, since: now) {
                        ours.append(try Self.withHandle(row, carriers, in: tx, at: now))
                    }
                    return ours
                }
            } catch {
                await pause(after: error)
            }
        }
        return []
    }

    /// True where the row is to be sent now.
    private static func takePlace(
        _ row: OutboxRow, _ carrier: Carriers.Carrier?, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> Bool {
        switch carrier {
        case .robot: return true
        case nil:
            try tx.outbox.decide(row.id, .dead, reason: "no such channel in channels.yaml", at: now)
            return false
        case .channel(let channel):
            if channel.delivery == .stream {
                try tx.outbox.decide(row.id, .accepted, at: now)
                return false
            }
            let message = row.message
            guard channel.needsWindow(message.recipient) else { return true }
            if try tx.windows.take(channel: message.channel, recipient: message.recipient, at: now) {
                return true
            }
            try tx.outbox.decide(row.id, .windowClosed, reason: "reply window closed or used up", at: now)
            return false
        }
    }

    /// With the key by which the open window lets messages out, where it has one.
    private static func withHandle(
        _ row: OutboxRow, _ carriers: Carriers, in tx: Transaction, at now: Instant
    ) throws(SQLError) -> OutboxRow {
        guard carriers.channel(row.message.channel)?.limits.handleMessages ?? 0 > 0 else { return row }
        var row = row
        row.message.handle = try tx.windows.handle(
            channel: row.message.channel, recipient: row.message.recipient, at: now)
        return row
    }

    private func untilNextDue() async -> TimeSpan {
        let now = clock.now()
        let shut = gate.shut(at: now)
        do throws(SQLError) {
            let due = try await database.read { tx throws(SQLError) in try tx.outbox.nextDue(except: shut) }
            return untilNext(due, after: now)
        } catch {
            return .seconds(1)
        }
    }

    private func untilNext(_ due: Instant?, after now: Instant) -> TimeSpan {
        guard let next = [due, gate.nextOpening(after: now)].compactMap({ $0 }).min() else {
            return .seconds(5)
        }
        return min(.seconds(5), max(.milliseconds(20), next - now))
    }

    // MARK: Tokens

    /// The channels of these rows that have no token now; each is asked for one beside the flow.
    private func askForTokens(
        of rows: [OutboxRow], at now: Instant, in group: inout DiscardingTaskGroup
    ) async -> Set<String> {
        var waiting: Set<String> = []
        for name in Set(rows.map(\.message.channel)) {
            guard let channel = carriers.channel(name), !(await tokens.isReady(for: channel)) else {
                continue
            }
            waiting.insert(name)
            if gate.shut(name, at: now) { group.addTask { await self.fetchToken(for: channel) } }
        }
        return waiting
    }

    /// Opens the channel, or keeps it shut for a while and says at its rows why.
    private func fetchToken(for channel: any Channel) async {
        defer { signal.notify() }
        let reason: String
        let wait: TimeSpan
        switch await tokens.token(for: channel) {
        case .success: return gate.open(channel.name)
        case .failure(.retry(let why)):
            (reason, wait) = (why, min(.minutes(1), backoff.delay(after: gate.failed(channel.name))))
        case .failure(.refused(let why)): (reason, wait) = (why, .minutes(5))
        }
        gate.keepShut(channel.name, until: clock.now() + wait)
        logger.error(
            "a channel has no access token", metadata: ["channel": "\(channel.name)", "reason": "\(reason)"])
        do throws(SQLError) {
            try await database.write { tx throws(SQLError) in
                try tx.outbox.explain(channel: channel.name, reason)
            }
        } catch {
            logger.error("the store did not take a reason", metadata: ["error": "\(error.kind.rawValue)"])
        }
    }

    // MARK: T4

    private func deliver(_ row: OutboxRow, startedAt: Instant) async {
        let result = await push(row)
        let decision = OutboxDecision(
            result, row: row, limits: carriers.channel(row.message.channel)?.limits, backoff: backoff,
            now: clock.now())
        measures.pushed(decision.outcome)
        log(decision, row)
        let owner = fleet?.owner
        while true {
            do throws(SQLError) {
                try await database.write { tx throws(SQLError) in
                    if let owner, try !tx.outbox.isUnderWay(row.id, by: owner, since: startedAt) {
                        // Perhaps by our own COMMIT that was never answered: a promoted replica may not have
                        // it, and nobody else would end a push of a daemon that lives.
                        return try tx.lanes.witness()
                    }
                    try decision.write(in: tx)
                }
                return
            } catch {
                // The row stays in `sending`; without the store there is nothing better than to try again.
                logger.error(
                    "the fate of a push cannot be written", metadata: ["error": "\(error.kind.rawValue)"])
                if Task.isCancelled { return }
                // Long enough not to fill the log, short enough for a reply that somebody waits for.
                await clock.sleep(.milliseconds(200))
            }
        }
    }

    private func push(_ row: OutboxRow) async -> PushResult {
        switch carriers[row.message.channel] {
        case nil: return .verdict(.refused(reason: "no such channel"))
        case .robot(let robot):
            return await send(robot.encode(markdown: row.message.text)).judged(by: robot.verdict)
        case .channel(let channel):
            let first = await push(row, over: channel)
            guard case .verdict(.tokenExpired) = first else { return first }
            return await push(row, over: channel)
        }
    }

    private func push(_ row: OutboxRow, over channel: any Channel) async -> PushResult {
        let token: String?
        switch await tokens.token(for: channel) {
        case .success(let good): token = good
        case .failure(.retry(let reason)): return .failure(PushFailure(.notSent, reason))
        case .failure(.refused(let reason)): return .verdict(.tokenRefused(reason: reason))
        }
        let request = channel.encode(row.message, token: token, at: clock.now())
        var result = await send(request).judged(by: channel.verdict)
        if case .verdict(.conversationClosed) = result,
            let opening = channel.opening(for: row.message, token: token),
            case .verdict(.accepted) = await send(opening).judged(by: channel.verdict)
        {
            result = await send(request).judged(by: channel.verdict)
        }
        if case .verdict(.tokenExpired) = result, let token { await tokens.refused(token, for: channel) }
        if case .verdict(.accepted(platformID: nil)) = result {
            return .verdict(.accepted(platformID: channel.givenID(of: row.message)))
        }
        return result
    }

    private func log(_ decision: OutboxDecision, _ row: OutboxRow) {
        switch decision.outcome {
        case .accepted: return
        case .windowClosed, .retry:
            logger.info("a push did not go out", metadata: decision.metadata(of: row))
        case .refused, .dead:
            logger.error("a push needs a person", metadata: decision.metadata(of: row))
        }
    }

    private func pause(after error: SQLError) async {
        logger.error("the store did not take a push", metadata: ["error": "\(error)"])
        // A store that is full or away is asked twice a second: the log stays readable, and what waits
        // goes out soon after it is back.
        await clock.sleep(.milliseconds(500))
    }
}

/// What came of one attempt: the platform's judgement, or no whole answer.
enum PushResult: Sendable {
    case verdict(PushVerdict)
    case failure(PushFailure)
}

extension Result<PushResponse, PushFailure> {
    func judged(by judge: (PushResponse) -> PushVerdict) -> PushResult {
        switch self {
        case .success(let response): .verdict(judge(response))
        case .failure(let failure): .failure(failure)
        }
    }
}

extension Carriers {
    func isStream(_ name: String) -> Bool {
        channel(name)?.delivery == .stream
    }
}
