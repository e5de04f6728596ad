import Synchronization

/// Counts events and lets tests wait for the n-th: the signal that stands in for sleeping.
package final class Tally: Sendable {
    private struct State {
        var count = 0
        var waiting: [(goal: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    package init() {}

    package var count: Int { state.withLock { $0.count } }

    package func add(_ more: Int = 1) {
        let reached = state.withLock { state in
            state.count += more
            let count = state.count
            let reached = state.waiting.filter { $0.goal <= count }
            state.waiting.removeAll { $0.goal <= count }
            return reached.map(\.continuation)
        }
        for continuation in reached { continuation.resume() }
    }

    /// Returns when at least `goal` events were counted. A test gives it a time limit.
    package func reaches(_ goal: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                guard state.count < goal else { return true }
                state.waiting.append((goal, continuation))
                return false
            }
            if isReached { continuation.resume() }
        }
    }
}
