import Synchronization

/// Queues by key: one worker at a time a key, first in first out, different keys at the same time.
///
/// They live in memory, which is enough where one daemon holds the store's lock: a crash empties them,
/// and the rows themselves are still in the table.
final class Lanes<Element: Sendable>: Sendable {
    private struct State {
        var queues: [String: [Element]] = [:]
        var count = 0
        var waiter: (limit: Int, continuation: CheckedContinuation<Void, Never>)?
    }

    private let state = Mutex(State())

    /// Adds to a lane. True where the caller has to start a worker for it.
    func add(_ element: Element, to lane: String) -> Bool {
        state.withLock { state in
            state.count += 1
            if state.queues[lane] != nil {
                state.queues[lane]?.append(element)
                return false
            }
            state.queues[lane] = [element]
            return true
        }
    }

    /// The next of a lane; nil ends the lane and its worker.
    func next(in lane: String) -> Element? {
        let (element, waiter) = state.withLock { state -> (Element?, CheckedContinuation<Void, Never>?) in
            guard var queue = state.queues[lane], !queue.isEmpty else {
                state.queues[lane] = nil
                return (nil, nil)
            }
            let element = queue.removeFirst()
            state.queues[lane] = queue
            state.count -= 1
            guard let waiter = state.waiter, state.count < waiter.limit else { return (element, nil) }
            state.waiter = nil
            return (element, waiter.continuation)
        }
        waiter?.resume()
        return element
    }

    /// Returns when fewer than `limit` elements wait: what keeps memory bounded under a flood.
    func waitForRoom(below limit: Int) async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isFree = state.withLock { state -> Bool in
                guard state.count >= limit else { return true }
                state.waiter = (limit, continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }
}
