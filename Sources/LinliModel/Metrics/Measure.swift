import Synchronization

/// A number that only grows: requests answered, messages stored. Starts at 0 with the process.
package final class Counter: Sendable {
    private let count = Atomic<UInt64>(0)

    package init() {}

    package func increment(by amount: UInt64 = 1) {
        count.wrappingAdd(amount, ordering: .relaxed)
    }

    package var value: UInt64 { count.load(ordering: .relaxed) }
}

/// A number that goes up and down: connections open, messages waiting.
package final class Gauge: Sendable {
    private let level = Atomic<Int64>(0)

    package init() {}

    package func set(_ value: Int64) {
        level.store(value, ordering: .relaxed)
    }

    package func add(_ amount: Int64) {
        level.wrappingAdd(amount, ordering: .relaxed)
    }

    package var value: Int64 { level.load(ordering: .relaxed) }
}

/// How often something took how long, counted in fixed buckets.
///
/// The buckets are counted apart and summed up when they are read, so that an observation costs two
/// additions and takes no lock. A reading during an observation may miss it in one of the two numbers.
package final class Histogram: Sendable {
    /// Upper bounds in seconds, ascending; the bucket above the last one is implied.
    package let bounds: [Double]
    private let buckets: [Counter]
    private let nanoseconds = Counter()

    package init(bounds: [Double]) {
        self.bounds = bounds
        buckets = (0...bounds.count).map { _ in Counter() }
    }

    /// Bounds for the answer to a request: from a page out of memory to the deadline of a whole request.
    package static let requestBounds = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    package func observe(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let total = Double(seconds) + Double(attoseconds) / 1e18
        let index = bounds.firstIndex { total <= $0 } ?? bounds.count
        buckets[index].increment()
        nanoseconds.increment(by: UInt64(max(0, total) * 1e9))
    }

    /// Counts up to and including each bound, then of everything; and the sum in seconds.
    package func reading() -> (cumulative: [UInt64], seconds: Double) {
        var sum: UInt64 = 0
        let cumulative = buckets.map { bucket in
            sum += bucket.value
            return sum
        }
        return (cumulative, Double(nanoseconds.value) / 1e9)
    }
}
