import LinliEngine
import LinliModel
import Synchronization

/// Monday 2026-03-16, 10:00 at +08:00.
let monday = Instant(iso8601: "2026-03-16T10:00:00+08:00") ?? Instant(seconds: 0)

/// Stands still until the test sets it; who sleeps on it wakes when his time has come.
final class ManualClock: Clockwork {
    private struct Sleeper {
        let wakes: Instant
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: Instant
        var sleepers: [Int: Sleeper] = [:]
        var last = 0
        var cancelled: Set<Int> = []
    }

    private let state: Mutex<State>

    init(_ now: Instant = monday) {
        state = Mutex(State(now: now))
    }

    func now() -> Instant { state.withLock { $0.now } }

    /// Sets the clock, also back.
    func set(_ now: Instant) {
        let due = state.withLock { state -> [Sleeper] in
            state.now = now
            let due = state.sleepers.filter { $0.value.wakes <= now }
            for id in due.keys { state.sleepers[id] = nil }
            return Array(due.values)
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    func advance(_ span: TimeSpan) { set(now() + span) }

    func sleep(_ span: TimeSpan) async {
        let id = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state -> Bool in
                    if state.cancelled.remove(id) != nil || span <= .zero { return true }
                    state.sleepers[id] = Sleeper(wakes: state.now + span, continuation: continuation)
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state -> Sleeper? in
                guard let sleeper = state.sleepers.removeValue(forKey: id) else {
                    state.cancelled.insert(id)
                    return nil
                }
                return sleeper
            }
            sleeper?.continuation.resume()
        }
    }
}

/// Time passes as fast as somebody sleeps: every sleep moves the clock by its length and returns. What takes
/// ten minutes of back-off takes no time, and the order of events stays.
final class FastClock: Clockwork {
    private let time: Mutex<Instant>

    init(_ now: Instant = monday) {
        time = Mutex(now)
    }

    func now() -> Instant { time.withLock { $0 } }

    func sleep(_ span: TimeSpan) async {
        // A sleeper that lost its race with a notification is cancelled and must not move the clock.
        await Task.yield()
        guard !Task.isCancelled else { return }
        time.withLock { $0 = $0 + max(.zero, span) }
    }
}
