import Synchronization

/// Everything that is counted while the process runs, by name and labels.
///
/// The registry hands out a counter, gauge or histogram for a name and its labels, always the same one,
/// and writes them all out as text (`MetricsText`). Counting takes no lock; finding a measure by its
/// labels takes one for the time of a dictionary look-up, so a worker keeps the measures it needs often.
/// Labels come from closed lists (a route, a status, a channel's name), never from a person or a message:
/// what is counted here is readable for whoever may read `/metrics`. As a guard against a label that is
/// not closed, a name takes at most `Limits.metricSeries` series and counts the rest under `other`.
package final class MetricsRegistry: Sendable {
    package enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    enum Measure: Sendable {
        case counter(Counter)
        case gauge(Gauge)
        case reading(@Sendable () -> Double)
        case histogram(Histogram)
    }

    struct Family: Sendable {
        var kind: Kind
        var help: String
        var series: [[MetricLabel]: Measure] = [:]
    }

    private let families = Mutex<[String: Family]>([:])

    package init() {}

    /// The counter of that name with those labels. Asked for twice, it is the same one.
    package func counter(_ name: String, help: String, labels: [MetricLabel] = []) -> Counter {
        let found = measure(name, .counter, help, labels) { .counter(Counter()) }
        guard case .counter(let counter) = found else { return Counter() }
        return counter
    }

    package func gauge(_ name: String, help: String, labels: [MetricLabel] = []) -> Gauge {
        let found = measure(name, .gauge, help, labels) { .gauge(Gauge()) }
        guard case .gauge(let gauge) = found else { return Gauge() }
        return gauge
    }

    package func histogram(
        _ name: String, help: String, labels: [MetricLabel] = [], bounds: [Double] = Histogram.requestBounds
    ) -> Histogram {
        let found = measure(name, .histogram, help, labels) { .histogram(Histogram(bounds: bounds)) }
        guard case .histogram(let histogram) = found else { return Histogram(bounds: bounds) }
        return histogram
    }

    /// A gauge that is read when it is asked for: memory of the process, length of a queue.
    package func reading(
        _ name: String, help: String, labels: [MetricLabel] = [], _ read: @escaping @Sendable () -> Double
    ) {
        _ = measure(name, .gauge, help, labels) { .reading(read) }
    }

    /// The families by name, as they are at this moment.
    func snapshot() -> [(name: String, family: Family)] {
        families.withLock { families in
            families.sorted { $0.key < $1.key }.map { (name: $0.key, family: $0.value) }
        }
    }

    /// A name that is already taken by another kind answers with a measure that is not written out:
    /// a slip in a label must not stop the work that is being counted.
    private func measure(
        _ name: String, _ kind: Kind, _ help: String, _ labels: [MetricLabel], _ make: () -> Measure
    ) -> Measure {
        families.withLock { families in
            var family = families[name] ?? Family(kind: kind, help: help)
            guard family.kind == kind else { return make() }
            if let known = family.series[labels] { return known }
            var key = labels
            if family.series.count >= Limits.metricSeries {
                key = labels.map { MetricLabel($0.name, "other") }
                if let overflow = family.series[key] { return overflow }
            }
            let made = make()
            family.series[key] = made
            families[name] = family
            return made
        }
    }
}

/// One label of a measure: `route="/chat"`.
package struct MetricLabel: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
