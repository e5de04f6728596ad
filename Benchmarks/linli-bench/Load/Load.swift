import Foundation
import Synchronization

/// What is to be sent, how fast and over how many connections.
struct LoadPlan: Sendable {
    enum Pace: Sendable {
        /// The next request of a connection goes when the last one is answered: as fast as it goes.
        case closed
        /// By the clock, whether the other side keeps up or not: what really comes in.
        case perSecond(Double)
    }

    /// Of the daemons, between which the connections are divided.
    var ports: [UInt16]
    var requests: RequestSet
    var pace: Pace
    var seconds: Double
    /// Begins from the front when all are sent. Only the echo may hear a message twice.
    var repeats = false
    var threads = 2
    /// All threads together.
    var connections = 64
}

extension LoadPlan {
    /// How many may be sent in all.
    var most: Int { repeats ? .max : requests.count }
}

/// One request of a load: when it was due, and when it was answered with 200.
struct LoadMark: Sendable {
    let request: Int
    let due: UInt64
    let answered: UInt64
}

/// A load on its way, on threads of its own.
///
/// In a paced load a request counts from the moment in which it was due, also where every connection was
/// busy then: a server that stalls does not get its stall hidden.
final class Load: Sendable {
    let startedAt: UInt64
    /// Answered with 200.
    let accepted = Atomic<Int>(0)
    /// Answered with anything else.
    let refused = Atomic<Int>(0)
    /// Not answered: the connection broke.
    let broken = Atomic<Int>(0)
    private let live: Atomic<Int>
    private let marks = Mutex<[LoadMark]>([])

    private init(_ plan: LoadPlan) {
        startedAt = MonotonicTime.now
        live = Atomic(plan.threads)
    }

    static func start(_ plan: LoadPlan) -> Load {
        let load = Load(plan)
        for share in 0..<plan.threads {
            let thread = Thread {
                let marks = LoadThread(plan: plan, share: share, load: load)?.run() ?? []
                load.marks.withLock { $0.append(contentsOf: marks) }
                load.live.subtract(1, ordering: .releasing)
            }
            thread.name = "bench-load-\(share)"
            thread.start()
        }
        return load
    }

    var acceptedCount: Int { accepted.load(ordering: .relaxed) }
    var refusedCount: Int { refused.load(ordering: .relaxed) }
    var brokenCount: Int { broken.load(ordering: .relaxed) }
    var isRunning: Bool { live.load(ordering: .acquiring) > 0 }

    /// Waits for the end, calling `sample` about every quarter of a second.
    @discardableResult
    func finish(sample: () -> Void = {}) -> [LoadMark] {
        var next = MonotonicTime.now
        while isRunning {
            MonotonicTime.sleep(seconds: 0.005)
            guard MonotonicTime.now >= next else { continue }
            next += 250_000_000
            sample()
        }
        return marks.withLock { $0 }
    }

    /// Throws where a measurement would count refusals as work.
    func checkClean(_ what: String) throws {
        guard refusedCount == 0, brokenCount == 0, acceptedCount > 0 else {
            throw BenchError(
                "\(what): \(acceptedCount) accepted, \(refusedCount) refused, \(brokenCount) unanswered; "
                    + "the measurement is void")
        }
    }
}
