import LinliModel

/// How long to wait before the next attempt: doubling from one second to ten minutes, with jitter so that
/// a thousand pushes that failed together do not come back together.
package struct Backoff: Sendable {
    /// A number in 0 ..< 1.
    private let random: @Sendable () -> Double

    package init(random: @escaping @Sendable () -> Double) {
        self.random = random
    }

    /// `attempt` counts from 1: about 1 s, 2 s, 4 s …, at most 10 minutes, each between 50 % and 100 % of it.
    package func delay(after attempt: Int) -> TimeSpan {
        let exponent = min(max(0, attempt - 1), 20)
        let full = min(600_000.0, 1000.0 * Double(1 << exponent))
        return .milliseconds(Int64(full * (0.5 + random() / 2)))
    }
}
