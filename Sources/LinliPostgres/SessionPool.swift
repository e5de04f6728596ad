import Foundation
import LinliSQL

/// Connections, each with a thread of its own, and the bodies that wait for one.
///
/// libpq blocks, and bodies are synchronous; neither may hold up Swift's few cooperative threads. Threads and
/// connections come when there is work for them and stay. A body goes to whichever is free, oldest first.
///
/// A connection that was lost before a body began is replaced and the body begins on the new one. While the
/// server cannot be reached, one thread at a time tries, with growing pauses, and every other body fails at
/// once with the same error: a webhook answers 503 in milliseconds and the platform keeps the message.
final class SessionPool: @unchecked Sendable {
    // Unchecked: every variable is touched under `condition` alone.
    private let condition = NSCondition()
    private var waiting: [any PooledBody] = []
    private var threads = 0
    private var idle = 0
    private var isClosing = false
    private var ended: [CheckedContinuation<Void, Never>] = []
    private var outage: Outage?

    private let url: PostgresURL
    private let options: PostgresOptions
    private let size: Int
    private let name: String
    private let tally: PostgresTally

    /// The server could not be reached.
    private struct Outage {
        let error: SQLError
        var attempts: Int
        var next: ContinuousClock.Instant
        var isTried: Bool
    }

    init(name: String, size: Int, url: PostgresURL, options: PostgresOptions, tally: PostgresTally) {
        self.name = name
        self.size = size
        self.url = url
        self.options = options
        self.tally = tally
    }

    // MARK: For the callers

    func add(_ body: any PooledBody) {
        let (refusal, started) = condition.withLock { () -> (SQLError?, Int?) in
            if isClosing { return (SQLError(.closed, "the store is closed"), nil) }
            if waiting.count >= options.waitingBodies {
                return (SQLError(.busy, "too many bodies wait for a connection"), nil)
            }
            waiting.append(body)
            condition.signal()
            guard idle < waiting.count, threads < size else { return (nil, nil) }
            threads += 1
            return (nil, threads)
        }
        if let refusal { body.fail(refusal) }
        if let started { startThread(started) }
    }

    var waitingCount: Int { condition.withLock { waiting.count } }

    /// Refuses new bodies; what waits is still done. Does not wait for it.
    func beginClosing() {
        condition.withLock {
            isClosing = true
            condition.broadcast()
        }
    }

    /// Returns after the last thread's end.
    func end() async {
        beginClosing()
        await withCheckedContinuation { continuation in
            let isOver = condition.withLock {
                if threads > 0 { ended.append(continuation) }
                return threads == 0
            }
            if isOver { continuation.resume() }
        }
    }

    // MARK: On the threads

    private func startThread(_ number: Int) {
        let thread = Thread { self.work(number) }
        thread.name = name
        thread.stackSize = 4 * 1024 * 1024
        thread.start()
    }

    private func work(_ thread: Int) {
        var session: PostgresSession?
        while let body = next() {
            session = serve(body, session, thread: thread)
        }
        session = nil
        sayEnd()
    }

    private func next() -> (any PooledBody)? {
        condition.withLock {
            idle += 1
            defer { idle -= 1 }
            while waiting.isEmpty, !isClosing { condition.wait() }
            return waiting.isEmpty ? nil : waiting.removeFirst()
        }
    }

    /// Brings a body to its end, and returns the connection for the next one.
    private func serve(
        _ body: any PooledBody, _ known: PostgresSession?, thread: Int
    ) -> PostgresSession? {
        var session = known
        var runs = 0
        while true {
            if let deadline = body.deadline, deadline <= ContinuousClock.now {
                body.fail(SQLError(.busy, "no connection was free in time"))
                return session
            }
            guard let open = session ?? connected(for: body) else { return nil }
            open.deadline = body.deadline
            runs += 1
            let attempt = body.attempt(on: open)
            if open.isBroken { tally.lostConnection() }
            session = open.isBroken ? nil : open
            guard let (error, most) = repetition(attempt) else { return session }
            guard runs < most else {
                body.fail(error)
                return session
            }
            if session != nil { pause(after: runs, thread: thread) }
        }
    }

    /// Why a body is to run again, and how often it may run at most; nil where its caller has been told.
    private func repetition(_ attempt: Attempt) -> (SQLError, most: Int)? {
        switch attempt {
        case .told: return nil
        case .notBegun(let error): return (error, options.attempts)
        case .collided(let error):
            tally.collided()
            // A unique violation that is no race is one the second time too.
            return (error, error.kind == .unique ? 2 : options.attempts)
        }
    }

    /// Nil where the server cannot be reached; the body has been told.
    private func connected(for body: any PooledBody) -> PostgresSession? {
        do throws(SQLError) {
            return try connect()
        } catch {
            body.fail(error)
            return nil
        }
    }

    /// Grows with each run and differs between threads, so that two that collided do not meet again. It
    /// blocks the pool's own thread, which has nothing else to do, and no cooperative one.
    private func pause(after runs: Int, thread: Int) {
        let full = options.firstPause * (1 << min(runs - 1, 6))
        let share = 0.5 + 0.5 * Double(thread) / Double(size)
        usleep(UInt32(full * share / Duration.microseconds(1)))
    }

    // MARK: Reaching the server

    private func connect() throws(SQLError) -> PostgresSession {
        if let error = admission() { throw error }
        do throws(SQLError) {
            let session = try PostgresSession(url, options)
            condition.withLock { outage = nil }
            tally.connected()
            return session
        } catch {
            noteOutage(error)
            throw error
        }
    }

    /// Nil where this thread may try.
    private func admission() -> SQLError? {
        condition.withLock {
            guard let known = outage else { return nil }
            if known.isTried || ContinuousClock.now < known.next { return known.error }
            outage?.isTried = true
            return nil
        }
    }

    private func noteOutage(_ error: SQLError) {
        condition.withLock {
            let attempts = (outage?.attempts ?? 0) + 1
            let pause = min(
                options.longestReconnectPause, options.firstReconnectPause * (1 << min(attempts - 1, 6)))
            outage = Outage(error: error, attempts: attempts, next: .now + pause, isTried: false)
        }
    }

    private func sayEnd() {
        let continuations = condition.withLock { () -> [CheckedContinuation<Void, Never>] in
            threads -= 1
            guard threads == 0, isClosing else { return [] }
            defer { ended = [] }
            return ended
        }
        for continuation in continuations { continuation.resume() }
    }
}
