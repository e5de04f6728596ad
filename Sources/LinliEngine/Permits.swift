import Synchronization

/// A fixed number of permits: so many turns or pushes are under way at most. One worker hands them out,
/// and it alone waits where none is left; many give them back.
final class Permits: Sendable {
    private struct State {
        var free: Int
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state: Mutex<State>

    init(_ count: Int) {
        state = Mutex(State(free: count))
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
                // A second one would never be woken.
                precondition(state.waiter == nil, "only one waits for a permit")
                state.waiter = continuation
                return false
            }
            if isFree { continuation.resume() }
        }
    }
}
