import Foundation
import GRDB
import GRDBSQLite
import LinliSQL

/// The one thread that writes.
///
/// It takes every body that waits, up to a maximum, through one commit, while the next ones gather: under
/// load many messages share one fsync, and alone a message waits for nobody. It is a thread of its own,
/// not GRDB's async API, so that a cancelled caller cannot abort the others of its group; a caller who was
/// cancelled gets the result of what was done.
///
/// At a crash, everything acknowledged is on disk, and nothing of an open group is.
final class GroupWriter: @unchecked Sendable {
    // Unchecked: every variable is touched under `condition`, or on the thread alone where it says so.
    private let condition = NSCondition()
    private var waiting: [Work] = []
    /// Bodies that go before all others.
    private var ahead: [any WaitingBody] = []
    private var isClosing = false
    private var isOver = false
    private var ended: [CheckedContinuation<Void, Never>] = []

    /// How long a commit takes, without what one in a hundred does for the log: touched on the thread alone.
    private var commitTime = Duration.zero

    private let pool: DatabasePool
    private let handle: SQLiteHandle
    private let options: SQLiteOptions
    private let shutDown: @Sendable () -> Void

    enum Work: Sendable {
        case body(any WaitingBody)
        case errand(any Errand)
    }

    /// Work on the writer's connection between two groups, outside any transaction.
    protocol Errand: Sendable {
        func run(on handle: SQLiteHandle)
        func fail(_ error: SQLError)
    }

    private enum Turn {
        /// The first `mandatory` of them whatever the time.
        case bodies([any WaitingBody], mandatory: Int)
        case errand(any Errand)
        case end
    }

    /// - Parameter shutDown: runs on the thread after the last body; closes what is below.
    init(
        pool: DatabasePool, handle: SQLiteHandle, options: SQLiteOptions,
        shutDown: @escaping @Sendable () -> Void
    ) {
        self.pool = pool
        self.handle = handle
        self.options = options
        self.shutDown = shutDown
    }

    func start() {
        let thread = Thread { self.work() }
        thread.name = "linli.writer"
        thread.stackSize = 8 * 1024 * 1024
        thread.start()
    }

    // MARK: For the callers

    func add(_ body: any WaitingBody) {
        if let refusal = enqueue(.body(body)) { body.fail(refusal) }
    }

    /// Goes before everything that waits.
    func addAhead(_ body: any WaitingBody) {
        let refused = condition.withLock { () -> SQLError? in
            if let refusal = refusal(ahead.count) { return refusal }
            ahead.append(body)
            condition.signal()
            return nil
        }
        if let refused { body.fail(refused) }
    }

    func add(_ errand: any Errand) {
        if let refusal = enqueue(.errand(errand)) { errand.fail(refusal) }
    }

    /// Refuses new work; what waits is still done. Does not wait for it.
    func beginClosing() {
        condition.withLock {
            isClosing = true
            condition.signal()
        }
    }

    /// Returns after the thread's end.
    func end() async {
        beginClosing()
        await withCheckedContinuation { continuation in
            let isOver = condition.withLock {
                if !self.isOver { ended.append(continuation) }
                return self.isOver
            }
            if isOver { continuation.resume() }
        }
    }

    /// How many writes wait now, for the metrics.
    var waitingCount: Int { condition.withLock { waiting.count + ahead.count } }

    private func enqueue(_ work: Work) -> SQLError? {
        condition.withLock {
            if let refusal = refusal(waiting.count) { return refusal }
            waiting.append(work)
            condition.signal()
            return nil
        }
    }

    /// Under `condition`: why nothing more is taken.
    private func refusal(_ count: Int) -> SQLError? {
        if isClosing { return SQLError(.closed, "the store is closed") }
        return count < options.waitingBodies ? nil : SQLError(.busy, "too many writes are waiting")
    }

    // MARK: On the thread

    private func work() {
        ThreadPriority.raise()
        while true {
            switch next() {
            case .bodies(let bodies, let mandatory):
                let start = ContinuousClock.now
                serve(bodies, mandatory: mandatory, time: groupTime, isSecondRun: false)
                if waitingCount == 0 { gather(bodies.count, within: (ContinuousClock.now - start) / 4) }
            case .errand(let errand): pool.writeWithoutTransaction { _ in errand.run(on: handle) }
            case .end:
                shutDown()
                return sayEnd()
            }
        }
    }

    /// Gives the callers of the last group a moment to come back.
    ///
    /// Without it the first to return would get a commit of his own, and all others would wait for that
    /// fsync: half of all commits would carry one body. The moment is a quarter of what the last group
    /// took, at most a millisecond, and none at all after a body that came alone.
    private func gather(_ expected: Int, within time: Duration) {
        let time = min(time, .milliseconds(1))
        guard expected > 1, time >= .microseconds(50) else { return }
        let start = ContinuousClock.now
        // A relative sleep, because waiting on a condition goes by the wall clock, which may jump.
        while waitingCount < expected, ContinuousClock.now - start < time, !isEnding { usleep(40) }
    }

    /// For the bodies of one group, without their commit.
    private var groupTime: Duration {
        min(max(options.groupTime, commitTime * options.workPerCommit), options.longestGroup)
    }

    private var isEnding: Bool { condition.withLock { isClosing } }

    private func next() -> Turn {
        condition.withLock {
            while waiting.isEmpty, ahead.isEmpty, !isClosing { condition.wait() }
            guard ahead.isEmpty else { return takeAhead() }
            guard let first = waiting.first else { return .end }
            if case .errand(let errand) = first {
                waiting.removeFirst()
                return .errand(errand)
            }
            return .bodies(takeWaiting(options.groupBodies), mandatory: 1)
        }
    }

    /// Under `condition`: those that go first, all of them whatever the time, and others behind them while
    /// the group's time lasts. A webhook that is not answered in time comes again; what waits is safe.
    private func takeAhead() -> Turn {
        let first = Array(ahead.prefix(options.groupBodies))
        ahead.removeFirst(first.count)
        return .bodies(first + takeWaiting(options.groupBodies), mandatory: first.count)
    }

    /// Under `condition`: the bodies up to the next errand, oldest first.
    private func takeWaiting(_ limit: Int) -> [any WaitingBody] {
        var bodies: [any WaitingBody] = []
        for case .body(let body) in waiting.prefix(limit).prefix(while: \.isBody) { bodies.append(body) }
        waiting.removeFirst(bodies.count)
        return bodies
    }

    private func serve(
        _ bodies: [any WaitingBody], mandatory: Int, time: Duration, isSecondRun: Bool
    ) {
        let outcome = pool.writeWithoutTransaction { _ in begun(bodies, mandatory: mandatory, time: time) }
        switch outcome {
        case .settled(let fates, let left, let commit):
            putBack(bodies.suffix(left))
            commitTime += (commit - commitTime) / 8
            for fate in fates { tell(fate) }
        case .fell(let culprit, let error, let innocents):
            culprit.fail(error)
            rescue(innocents, isSecondRun: isSecondRun)
        case .lost(let error, duringBegin: true) where error.kind == .busy:
            keepWaiting(bodies, error)
        case .lost(let error, _):
            for body in bodies { body.fail(error) }
        }
    }

    /// BEGIN waits for another program's lock in short slices, so that late comers keep their own bound.
    private func begun(
        _ bodies: [any WaitingBody], mandatory: Int, time: Duration
    ) -> CommitGroup.Outcome {
        sqlite3_busy_timeout(handle.pointer, Int32(options.busySliceMilliseconds))
        defer { sqlite3_busy_timeout(handle.pointer, Int32(options.busySeconds * 1000)) }
        return CommitGroup(handle: handle, mandatory: mandatory, time: time).run(bodies)
    }

    /// Nothing is left of the bodies beside a culprit: they run once more, together, without it.
    private func rescue(_ innocents: [any WaitingBody], isSecondRun: Bool) {
        if innocents.isEmpty { return }
        guard isSecondRun else {
            return serve(innocents, mandatory: innocents.count, time: .zero, isSecondRun: true)
        }
        let error = SQLError(.aborted, "another body of the commit group broke the transaction twice")
        for body in innocents { body.fail(error) }
    }

    private func keepWaiting(_ bodies: [any WaitingBody], _ error: SQLError) {
        let now = ContinuousClock.now
        let bound = Duration.seconds(options.busySeconds)
        var patient: [any WaitingBody] = []
        for body in bodies {
            if now - body.arrived >= bound {
                body.fail(SQLError(.busy, "another program holds the lock of the store", sql: error.sql))
            } else {
                patient.append(body)
            }
        }
        putBack(patient)
    }

    /// To the head of the queue: they came before everything that waits now.
    private func putBack(_ bodies: some Sequence<any WaitingBody>) {
        let works = bodies.map(Work.body)
        if works.isEmpty { return }
        condition.withLock { waiting.insert(contentsOf: works, at: 0) }
    }

    private func tell(_ fate: CommitGroup.Fate) {
        switch fate {
        case .kept(let body, let actions):
            for action in actions { action() }
            body.acknowledge()
        case .undone(let body, let error):
            body.fail(error)
        }
    }

    private func sayEnd() {
        let continuations = condition.withLock {
            isOver = true
            defer { ended = [] }
            return ended
        }
        for continuation in continuations { continuation.resume() }
    }
}

extension GroupWriter.Work {
    fileprivate var isBody: Bool {
        if case .body = self { true } else { false }
    }
}
