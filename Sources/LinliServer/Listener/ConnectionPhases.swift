import NIOCore

/// Where one connection stands between accept and close, and until when it may stand there.
///
/// ```
/// waiting ─first byte─► receiving ─end of request─► answering ─head of answer─► sending ─┐
///    ▲                                                              └─► streaming        │
///    └───────────────────────────── end of answer ───────────────────────────────────────┘
/// any ─refused, or told to close─► closing
/// ```
/// A value: events go in with the time at which they happened, the deadline comes out. It holds no timer
/// and writes nothing; `ConnectionGuard` does.
struct ConnectionPhases {
    enum Phase {
        case waiting, receiving, answering, sending, streaming, closing
    }

    /// One request that is read or being read and not answered yet. Pipelining makes it several.
    private struct Pending {
        var bodyBytes = 0
        var keepsAlive: Bool
        var isComplete = false
    }

    private let limits: ListenerLimits
    private(set) var phase: Phase = .waiting
    private(set) var deadline: NIODeadline?
    private var pending: [Pending] = []
    private var headerBytes = 0

    init(limits: ListenerLimits, now: NIODeadline) {
        self.limits = limits
        deadline = now + limits.firstByte
    }

    /// Bytes came in, before they are parsed.
    mutating func received(bytes: Int, at now: NIODeadline) {
        if phase == .waiting {
            phase = .receiving
            deadline = now + limits.request
            headerBytes = 0
        }
        headerBytes += bytes
    }

    /// Asked after the bytes at hand were parsed.
    var headerIsTooLong: Bool {
        phase == .receiving && pending.isEmpty && headerBytes > limits.headerBytes
    }

    mutating func readHead(keepsAlive: Bool) {
        headerBytes = 0
        pending.append(Pending(keepsAlive: keepsAlive))
    }

    /// Whether an answer written now would be to the request that is read now.
    var isFirstInLine: Bool { pending.count == 1 }

    mutating func readBody(bytes: Int) {
        guard !pending.isEmpty else { return }
        pending[pending.count - 1].bodyBytes += bytes
    }

    mutating func readEnd(at now: NIODeadline) {
        guard !pending.isEmpty else { return }
        pending[pending.count - 1].isComplete = true
        if pending.count == 1, phase == .receiving {
            phase = .answering
            deadline = now + limits.answer
        }
    }

    /// The answer begins.
    /// - Returns: Whether the connection must end with it: the client asked for that, or it is still
    ///   sending what nobody will read.
    mutating func wroteHead(isStream: Bool, at now: NIODeadline) -> Bool {
        phase = isStream ? .streaming : .sending
        deadline = isStream ? nil : now + limits.request
        guard let request = pending.first else { return true }
        return !request.isComplete || !request.keepsAlive
    }

    /// The answer is written.
    /// - Returns: The bytes of the request's body, which are held no longer.
    mutating func wroteEnd(at now: NIODeadline) -> Int {
        guard !pending.isEmpty else { return 0 }
        let done = pending.removeFirst()
        guard let next = pending.first else {
            phase = .waiting
            deadline = now + limits.keepAlive
            return done.bodyBytes
        }
        phase = next.isComplete ? .answering : .receiving
        deadline = now + (next.isComplete ? limits.answer : limits.request)
        return done.bodyBytes
    }

    /// The peer of a stream takes nothing, or takes again.
    mutating func streamBecame(writable: Bool, at now: NIODeadline) {
        guard phase == .streaming else { return }
        deadline = writable ? nil : now + limits.stall
    }

    mutating func beganClosing(at now: NIODeadline) {
        phase = .closing
        deadline = now + limits.linger
    }

    /// All that is still held for this connection.
    mutating func end() -> Int {
        deadline = nil
        let held = pending.reduce(0) { $0 + $1.bodyBytes }
        pending = []
        return held
    }
}
