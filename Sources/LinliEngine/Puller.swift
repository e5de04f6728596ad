import LinliChannels
import LinliModel
import LinliSQL
import LinliStore
import Logging
import ServiceLifecycle

/// Fetches what waits at a platform that only says that something does (`PulledChannel`), one an account.
///
/// Promise: what the platform has is pulled once, in its order, soon after its notice; at the start and every
/// `Limits.pullMinutes` it is looked without one, because notices get lost. A page and the cursor behind
/// it are one commit, so a crash anywhere loses nothing and doubles nothing: the page is pulled again, and
/// the inbox knows a message by its id. Of several daemons on one store the one that holds the account's
/// lane pulls.
///
/// The first pull of an account brings days that others have answered: of those only what is younger than
/// `Limits.pullHistoryMinutes` is handled, the rest is recorded.
package final class Puller: Service {
    private let channel: any PulledChannel
    private let database: any Database
    private let tokens: Tokens
    private let send: OutboxWorker.Send
    private let clock: any Clockwork
    private let signal: Signal
    private let backoff: Backoff
    /// Called after messages are in the inbox.
    private let stored: @Sendable () -> Void
    /// Nil where this daemon is alone with its store.
    private let fleet: Fleet?
    private let measures: EngineMeasures
    private let lastPull: Gauge
    private let logger: Logger

    package init(
        channel: any PulledChannel, database: any Database, tokens: Tokens,
        send: @escaping OutboxWorker.Send, clock: any Clockwork, signal: Signal, backoff: Backoff,
        stored: @escaping @Sendable () -> Void, fleet: Fleet? = nil, measures: EngineMeasures, logger: Logger
    ) {
        self.channel = channel
        self.database = database
        self.tokens = tokens
        self.send = send
        self.clock = clock
        self.signal = signal
        self.backoff = backoff
        self.stored = stored
        self.fleet = fleet
        self.measures = measures
        lastPull = measures.lastPull(of: channel.name)
        self.logger = logger
    }

    package func run() async throws {
        await cancelWhenGracefulShutdown {
            var pace = Pace()
            while !Task.isCancelled {
                let wait = await self.look(&pace)
                await self.signal.wait(atMost: wait, on: self.clock)
            }
        }
    }

    /// What one puller remembers between two looks.
    private struct Pace {
        /// The look at the start has been.
        var hasPulled = false
        /// Failed pulls in a row, and until when the next waits.
        var failures = 0
        var notBefore: Instant?
        /// Messages that are asked for at once: fewer where a page was too long to read.
        var limit = Limits.pullPageMessages
    }

    /// Pulls if something is due. Returns how long to wait for the next look.
    private func look(_ pace: inout Pace) async -> TimeSpan {
        let now = clock.now()
        if let notBefore = pace.notBefore, notBefore > now { return notBefore - now }
        pace.notBefore = nil
        let account = channel.account
        do throws(SQLError) {
            let state = try await database.read { tx throws(SQLError) in try tx.pulls.find(account) }
            if let pulledAt = state?.pulledAt { lastPull.set(pulledAt.milliseconds / 1000) }
            guard !pace.hasPulled || Self.isDue(state, at: now) else { return .seconds(1) }
            guard let lane = try await claim() else { return .seconds(1) }
            let end = await pullAll(in: lane.held, &pace)
            await giveBack(lane.held)
            return settle(end, &pace)
        } catch {
            logger.error("the store did not take a pull", metadata: ["error": "\(error.kind.rawValue)"])
            return .seconds(1)
        }
    }

    private static func isDue(_ state: PullState?, at now: Instant) -> Bool {
        guard let state, let pulledAt = state.pulledAt else { return true }
        return state.notices > state.heard || now - pulledAt >= .minutes(Limits.pullMinutes)
            || pulledAt > now
    }

    private func settle(_ end: End, _ pace: inout Pace) -> TimeSpan {
        switch end {
        case .whole:
            pace = Pace(hasPulled: true)
            // A notice may have come meanwhile.
            return .zero
        case .lost: return .seconds(1)
        case .failed(let after, let reason):
            measures.pullFailed()
            pace.failures += 1
            let wait = max(after ?? .zero, min(.minutes(1), backoff.delay(after: pace.failures)))
            pace.notBefore = clock.now() + wait
            logger.error(
                "a channel's messages cannot be pulled",
                metadata: ["channel": "\(channel.name)", "reason": "\(reason)"])
            return wait
        }
    }

    // MARK: The lane

    private struct Lane {
        /// Nil where this daemon is alone.
        let held: HeldLane?
    }

    /// Nil where another daemon pulls.
    private func claim() async throws(SQLError) -> Lane? {
        guard let fleet else { return Lane(held: nil) }
        let key = LaneClaim.jobKey("pull:\(channel.account)")
        let claim = try await database.write { tx throws(SQLError) in
            try tx.lanes.claim([key], owner: fleet.owner, for: fleet.lease).first
        }
        return claim.map { Lane(held: HeldLane(claim: $0, lease: fleet.lease)) }
    }

    /// Where this fails the lane is free when its lease is over.
    private func giveBack(_ lane: HeldLane?) async {
        guard let lane else { return }
        do throws(SQLError) {
            try await database.write { tx throws(SQLError) in try tx.lanes.release(lane.claim) }
        } catch {
            logger.notice("a lane is left to its lease", metadata: ["error": "\(error.kind.rawValue)"])
        }
    }

    // MARK: Pages

    private enum End: Sendable {
        /// Everything was pulled.
        case whole
        /// Somebody else pulls, the store is away, or the daemon stops.
        case lost
        case failed(after: TimeSpan?, reason: String)
    }

    private func pullAll(in lane: HeldLane?, _ pace: inout Pace) async -> End {
        while !Task.isCancelled {
            do throws(SQLError) {
                let state = try await state()
                switch await ask(behind: state, limit: pace.limit) {
                case _ where Task.isCancelled: return .lost
                case .page(var page):
                    if page.cursor.isEmpty { page.cursor = state.cursor }
                    guard try await keep(page, behind: state, in: lane) else { return .lost }
                    if !page.hasMore { return .whole }
                    if page.cursor == state.cursor {
                        return .failed(after: nil, reason: "more is said to come, and does not")
                    }
                case .cursorRefused(let reason):
                    guard !state.cursor.isEmpty else {
                        return .failed(after: .minutes(Limits.pullMinutes), reason: reason)
                    }
                    try await beginAnew(state)
                case .tooLong where pace.limit > 1: pace.limit /= 2
                case .tooLong: return .failed(after: nil, reason: "a message is too long to be read")
                case .failed(let after, let reason): return .failed(after: after, reason: reason)
                }
            } catch {
                logger.error("the store did not take a page", metadata: ["error": "\(error)"])
                return .lost
            }
        }
        return .lost
    }

    private func state() async throws(SQLError) -> PullState {
        let (account, now) = (channel.account, clock.now())
        let known = try await database.read { tx throws(SQLError) in try tx.pulls.find(account) }
        if let known { return known }
        return try await database.write { tx throws(SQLError) in
            try tx.pulls.begin(account: account, at: now)
        }
    }

    /// The platform does not know the cursor any more and goes back as far as it can; what is known from
    /// there on the inbox knows.
    private func beginAnew(_ state: PullState) async throws(SQLError) {
        logger.error("a cursor is no longer known: pulled anew", metadata: ["channel": "\(channel.name)"])
        _ = try await database.write { tx throws(SQLError) in try tx.pulls.advance(state, to: "") }
    }

    private enum Answer: Sendable {
        case page(PullPage)
        case cursorRefused(reason: String)
        case tooLong
        case failed(after: TimeSpan?, reason: String)
    }

    /// One page. A token or a ticket that is no longer good costs one more question each.
    private func ask(behind state: PullState, limit: Int) async -> Answer {
        var ticket = state.ticket(at: clock.now())
        var mayRefresh = true
        while true {
            let token: String
            switch await tokens.token(for: channel) {
            case .success(let good): token = good ?? ""
            case .failure(.retry(let reason)): return .failed(after: nil, reason: reason)
            case .failure(.refused(let reason)): return .failed(after: .minutes(5), reason: reason)
            }
            let request = channel.pull(after: state.cursor, ticket: ticket, limit: limit, token: token)
            let response: PushResponse
            switch await send(request) {
            case .success(let whole): response = whole
            case .failure(let failure) where failure.kind == .responseTooLong: return .tooLong
            case .failure(let failure): return .failed(after: nil, reason: failure.reason)
            }
            switch channel.page(in: response) {
            case .page(let page): return .page(page)
            case .tokenExpired:
                await tokens.refused(token, for: channel)
                guard mayRefresh else {
                    return .failed(after: nil, reason: "the platform refused two access tokens in a row")
                }
                mayRefresh = false
            case .ticketRefused:
                guard ticket != nil else { return .failed(after: nil, reason: "no ticket was accepted") }
                ticket = nil
            case .cursorRefused(let reason): return .cursorRefused(reason: reason)
            case .retry(let after, let reason): return .failed(after: after, reason: reason)
            case .refused(let reason): return .failed(after: .minutes(Limits.pullMinutes), reason: reason)
            }
        }
    }

    /// The page and the cursor behind it, in one commit. False where somebody else has pulled meanwhile.
    private func keep(
        _ page: PullPage, behind state: PullState, in lane: HeldLane?
    ) async throws(SQLError) -> Bool {
        let now = clock.now()
        let (channel, stored) = (channel, stored)
        let isKept = try await database.write { tx throws(SQLError) in
            if let lane, try !lane.renew(in: tx) { return false }
            guard try tx.pulls.advance(state, to: page.cursor) else { return false }
            var isNew = false
            for item in page.items {
                if try Self.take(item, of: channel, behind: state, in: tx, at: now) { isNew = true }
            }
            if !page.hasMore { try tx.pulls.finish(state, at: now) }
            if isNew { tx.afterCommit(stored) }
            return true
        }
        guard isKept else { return false }
        measures.pulled()
        if page.unreadable > 0 {
            logger.error(
                "what was pulled cannot be read and is left out",
                metadata: ["channel": "\(channel.name)", "count": "\(page.unreadable)"])
        }
        return true
    }

    /// True where there is something to handle.
    private static func take(
        _ item: PullPage.Item, of channel: any PulledChannel, behind state: PullState, in tx: Transaction,
        at now: Instant
    ) throws(SQLError) -> Bool {
        switch item {
        case .message(let message):
            guard state.isOurs(message, at: now) else {
                try tx.inbox.record(message, at: now)
                return false
            }
            return try tx.inbox.accept(message, at: now) != nil
        case .undelivered(let lost):
            try tx.returned(lost, of: channel, at: now)
            return false
        }
    }
}

extension PullState {
    /// The ticket of the last notice while it is good.
    fileprivate func ticket(at now: Instant) -> String? {
        guard let noticedAt, now - noticedAt < .minutes(Limits.pullTicketMinutes) else { return nil }
        return ticket
    }

    /// Whether a message is to be handled: not one from before the account was ours, and no greeting of
    /// somebody whose welcome is over.
    fileprivate func isOurs(_ message: InboundMessage, at now: Instant) -> Bool {
        if case .event = message.content, let handle = message.handle, handle.until <= now { return false }
        guard pulledAt == nil, let sentAt = message.sentAt else { return true }
        return sentAt >= beganAt + .minutes(-Limits.pullHistoryMinutes)
    }
}
