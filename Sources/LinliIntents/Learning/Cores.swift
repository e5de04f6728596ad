import Dispatch
import Synchronization

/// Work in parts that know nothing of each other, on two cores. What comes out is the same on one.
enum Cores {
    private static let most = 2

    /// `work` is called once with each part of `0..<count`, from up to two threads, each with what
    /// `start` made for it; the results come back in the order of the parts.
    static func map<Tool, Result: Sendable>(
        _ count: Int, start: @Sendable () -> Tool, _ work: @Sendable (inout Tool, Int) -> Result
    ) -> [Result] {
        let next = Atomic(0)
        let results = Mutex([Result?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: min(count, most)) { _ in
            var tool = start()
            while true {
                let part = next.add(1, ordering: .relaxed).oldValue
                guard part < count else { return }
                let result = work(&tool, part)
                results.withLock { $0[part] = result }
            }
        }
        return results.withLock { $0.compactMap { $0 } }
    }
}
