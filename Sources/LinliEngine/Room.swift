import Synchronization

/// A fixed number of places; who finds none waits until one is given back.
final class Room: Sendable {
    private struct State {
        var free: Int
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state: Mutex<State>

    init(places: Int) {
        state = Mutex(State(free: places))
    }

    var free: Int { state.withLock { $0.free } }

    func take() {
        state.withLock { $0.free -= 1 }
    }

    func giveBack() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.free += 1
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    func waitForOne() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isFree = state.withLock { state -> Bool in
                guard state.free <= 0 else { return true }
                state.waiter = continuation
                return false
            }
            if isFree { continuation.resume() }
        }
    }
}
