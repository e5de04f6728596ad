import LinliModel
import Logging
import NIOCore
import Synchronization

/// What one listener carries at this moment, over all its connections and event loops.
///
/// The counts are taken when a connection opens or a body arrives and given back when the connection ends
/// or the answer is written; none is kept per client, so a crowd behind one address is not locked out.
final class ListenerLoad: Sendable {
    let limits: ListenerLimits
    private let connections = Atomic<Int>(0)
    private let bodyBytes = Atomic<Int>(0)
    private let open: Gauge
    private let refused: [Refusal: Counter]
    private let slowNotices: SlowNotices

    init(limits: ListenerLimits, listener: String, metrics: MetricsRegistry, logger: Logger) {
        self.limits = limits
        slowNotices = SlowNotices(listener: listener, logger: logger)
        let label = MetricLabel("listener", listener)
        open = metrics.gauge(
            "linli_http_connections_open", help: "Connections open now.", labels: [label])
        refused = Dictionary(
            uniqueKeysWithValues: Refusal.allCases.map { refusal in
                let counter = metrics.counter(
                    "linli_http_refused_total",
                    help: "Connections and requests that the listener ended before a route answered.",
                    labels: [label, MetricLabel("reason", refusal.rawValue)])
                return (refusal, counter)
            })
    }

    /// False when the listener is full; then nothing is counted.
    func connectionOpened() -> Bool {
        guard connections.add(1, ordering: .relaxed).newValue <= limits.connections else {
            connections.subtract(1, ordering: .relaxed)
            return false
        }
        open.add(1)
        return true
    }

    func connectionClosed() {
        connections.subtract(1, ordering: .relaxed)
        open.add(-1)
    }

    /// Takes bytes from the budget, also beyond it: the caller refuses the request and gives them back.
    /// - Returns: False when the budget is spent.
    func hold(bytes: Int) -> Bool {
        bodyBytes.add(bytes, ordering: .relaxed).newValue <= limits.bodyBytesInFlight
    }

    func release(bytes: Int) {
        bodyBytes.subtract(bytes, ordering: .relaxed)
    }

    func count(_ refusal: Refusal) {
        refused[refusal]?.increment()
        if refusal == .slow { slowNotices.note(at: .now()) }
    }
}

/// Why the listener itself ended a connection or a request. The raw value is the label in `/metrics`.
enum Refusal: String, CaseIterable, Sendable {
    /// More connections than the listener takes.
    case full
    /// Never said anything, or nothing after its last answer.
    case silent
    /// Header fields longer than the limit: 431.
    case header
    /// The request did not arrive in time: 408.
    case slow
    /// No route answered in time: 503.
    case unanswered
    /// The budget of body bytes is spent: 503.
    case budget
    /// Did not take its answer in time.
    case unread
}
