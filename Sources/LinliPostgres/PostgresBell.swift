import CPostgres
import Foundation
import LinliSQL
import Synchronization

/// Tells the other daemons of a store that there is work, and hears them, by NOTIFY and LISTEN.
///
/// Promise: haste and nothing else. A word may be lost, with the connection or behind a pooler that shares
/// connections between transactions, so whoever listens also looks from time to time. When a lost connection
/// is made anew every topic counts as heard, because nobody knows what was said meanwhile.
///
/// The connection is the bell's own, and so is its thread. Inside the transactions of the work NOTIFY would
/// make all commits of the store pass one after the other. A word waits for no disk and no replica, and
/// many of one topic within `spacing` are one.
package final class PostgresBell: Sendable {
    /// At most so often a topic is told: thousands of messages a second are twenty words.
    package static let spacing = Duration.milliseconds(50)

    private let url: PostgresURL
    private let options: PostgresOptions
    private let topics: Set<String>
    private let state = Mutex(State())
    private let waker: Waker

    private struct State {
        /// Rung and not yet told.
        var waiting: Set<String> = []
        var isClosing = false
        var hasThread = false
        var ended: [CheckedContinuation<Void, Never>] = []
    }

    /// - Parameter topics: every word that is ever said, in letters from a to z; others are not heard.
    /// - Throws: `.unavailable` where the process may open no more files.
    package init(of database: PostgresDatabase, topics: Set<String>) throws(SQLError) {
        // They become SQL text: NOTIFY takes no parameters.
        guard topics.allSatisfy({ $0.utf8.allSatisfy { (97...122).contains($0) } }) else {
            throw SQLError(.misuse, "no word for a bell")
        }
        url = database.url
        var options = database.options
        options.applicationName = "linli-bell"
        self.options = options
        self.topics = topics
        waker = try Waker()
    }

    /// Begins to listen and to tell. `heard` is called on the bell's own thread.
    package func start(_ heard: @escaping @Sendable (String) -> Void) {
        state.withLock { $0.hasThread = true }
        let thread = Thread {
            self.work(heard)
            self.sayEnd()
        }
        thread.name = "linli.pg.bell"
        thread.start()
    }

    /// Tells the others, soon. What is rung before the start, or while the server is away, is told later.
    package func ring(_ topic: String) {
        let isFirst = state.withLock { $0.waiting.insert(topic).inserted }
        if isFirst { waker.wake() }
    }

    /// Returns when the connection is closed.
    package func close() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                state.isClosing = true
                if state.hasThread { state.ended.append(continuation) }
                return !state.hasThread
            }
            waker.wake()
            if isOver { continuation.resume() }
        }
    }

    // MARK: On the thread

    private var isClosing: Bool { state.withLock { $0.isClosing } }

    private func work(_ heard: (String) -> Void) {
        var failures = 0
        while !isClosing {
            do throws(SQLError) {
                let link = try PostgresLink(url, options)
                try exchange("LISTEN linli", link)
                failures = 0
                for topic in topics { heard(topic) }
                try serve(link, heard)
            } catch {
                failures += 1
                pause(after: failures, isRefused: error.kind != .unavailable)
            }
        }
    }

    private func serve(_ link: PostgresLink, _ heard: (String) -> Void) throws(SQLError) {
        var mayTell = ContinuousClock.now
        while !isClosing {
            if ContinuousClock.now >= mayTell {
                let words = state.withLock { state in
                    defer { state.waiting = [] }
                    return state.waiting
                }
                if !words.isEmpty { mayTell = ContinuousClock.now + Self.spacing }
                if !words.isEmpty { try tell(words, link) }
            }
            for word in link.takeNotices() where topics.contains(word) { heard(word) }
            let isWaiting = state.withLock { !$0.waiting.isEmpty }
            try link.awaitWord(or: waker.descriptor, until: isWaiting ? mayTell : nil)
            waker.settle()
        }
    }

    /// A word that is lost in a crash is no loss, so it waits for no disk and no replica. The setting ends
    /// with the transaction: behind a pooler the connection may serve others next.
    private func tell(_ words: Set<String>, _ link: PostgresLink) throws(SQLError) {
        let notices = words.filter(topics.contains).map { "NOTIFY linli, '\($0)'; " }.joined()
        try exchange("BEGIN; SET LOCAL synchronous_commit = off; \(notices)COMMIT", link)
    }

    private func exchange(_ command: String, _ link: PostgresLink) throws(SQLError) {
        let result = try link.exchange(until: end) { PQsendQuery($0, command) }
        guard result.isFine else { throw result.error(in: command) }
    }

    private var end: ContinuousClock.Instant { .now + .seconds(options.connectSeconds) }

    /// Between two attempts to reach the server; a call of `close` ends it. A server that refuses knows no
    /// LISTEN, as some do that otherwise speak PostgreSQL, and will not learn it.
    private func pause(after failures: Int, isRefused: Bool) {
        let growing = min(
            options.longestReconnectPause, options.firstReconnectPause * (1 << min(failures - 1, 6)))
        let pause = isRefused ? .seconds(60) : growing
        let end = ContinuousClock.now + pause
        while !isClosing, ContinuousClock.now < end {
            waker.wait(until: end)
            waker.settle()
        }
    }

    private func sayEnd() {
        let continuations = state.withLock { state in
            defer { state.ended = [] }
            state.hasThread = false
            return state.ended
        }
        for continuation in continuations { continuation.resume() }
    }
}

/// Ends a `poll` from another thread.
private final class Waker: Sendable {
    let descriptor: Int32
    private let entrance: Int32

    init() throws(SQLError) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SQLError(.unavailable, "no file is left to open") }
        (descriptor, entrance) = (ends[0], ends[1])
        for end in ends {
            // Nobody waits in reading or writing: a full pipe wakes as well as one byte.
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
    }

    deinit {
        close(descriptor)
        close(entrance)
    }

    func wake() {
        var byte: UInt8 = 1
        _ = write(entrance, &byte, 1)
    }

    func wait(until end: ContinuousClock.Instant) {
        var asked = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        let milliseconds = ((end - ContinuousClock.now) / Duration.milliseconds(1)).rounded(.up)
        _ = poll(&asked, 1, Int32(max(0, milliseconds)))
    }

    /// What woke has been seen.
    func settle() {
        var bytes = [UInt8](repeating: 0, count: 64)
        while read(descriptor, &bytes, bytes.count) > 0 {}
    }
}
