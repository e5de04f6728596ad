import CCurl
import LinliModel
import Synchronization

/// A multi handle of libcurl on its way between threads.
struct MultiHandle: @unchecked Sendable {
    // The reason: only the loop's thread uses the handle, except for curl_multi_wakeup, which libcurl allows
    // from any thread and which `PushQueue` calls under its lock while the handle lives.
    let pointer: UnsafeMutableRawPointer
}

/// What the callers' tasks and the loop's thread share: requests that wait, cancellations, the wish to
/// close. Everything else belongs to the thread alone.
final class PushQueue: Sendable {
    struct Submission: Sendable {
        let number: UInt64
        let request: PushRequest
        let continuation: CheckedContinuation<Transfer.Answer, Never>
    }

    /// What the thread takes over in one go.
    struct Work: Sendable {
        var arrived: [Submission] = []
        var cancelled: [UInt64] = []
        /// Set once somebody wants to close: what is granted to requests on the wire.
        var grace: TimeSpan?
    }

    private struct State {
        var work = Work()
        /// The thread was woken and has not taken the work yet: once is enough.
        var isWoken = false
        var lastNumber: UInt64 = 0
        /// Nil as soon as the thread gives the handle back.
        var multi: MultiHandle?
        var waiting: [CheckedContinuation<Void, Never>] = []

        mutating func wake() {
            guard !isWoken, let multi else { return }
            isWoken = true
            curl_multi_wakeup(multi.pointer)
        }
    }

    private let state: Mutex<State>

    init(multi: MultiHandle) {
        state = Mutex(State(multi: multi))
    }

    func nextNumber() -> UInt64 {
        state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
    }

    /// False when the client is closing: the caller answers itself.
    func submit(_ submission: Submission) -> Bool {
        state.withLock { state in
            guard state.multi != nil, state.work.grace == nil else { return false }
            state.work.arrived.append(submission)
            state.wake()
            return true
        }
    }

    func cancel(_ number: UInt64) {
        state.withLock { state in
            guard state.multi != nil else { return }
            state.work.cancelled.append(number)
            state.wake()
        }
    }

    /// The first wish to close sets the grace. `continuation` is resumed when the thread is through.
    func close(grace: TimeSpan, then continuation: CheckedContinuation<Void, Never>?) {
        let isOver = state.withLock { state in
            guard state.multi != nil else { return true }
            state.work.grace = state.work.grace ?? grace
            if let continuation { state.waiting.append(continuation) }
            state.wake()
            return false
        }
        if isOver { continuation?.resume() }
    }

    /// What came since the last call. A wish to close stays.
    func take() -> Work {
        state.withLock { state in
            let work = state.work
            state.work = Work(grace: work.grace)
            state.isWoken = false
            return work
        }
    }

    /// The thread is through and frees the handle next. Returns what came in the meantime.
    func finish() -> Work {
        let (work, waiting) = state.withLock { state in
            defer { state = State(lastNumber: state.lastNumber) }
            return (state.work, state.waiting)
        }
        for continuation in waiting { continuation.resume() }
        return work
    }
}
