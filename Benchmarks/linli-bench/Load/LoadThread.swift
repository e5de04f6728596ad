import Glibc
import Synchronization

/// One thread's share of a load: every `threads`-th request over its own connections.
final class LoadThread {
    private struct Connection {
        var socket: Int32
        var buffer = MessageBuffer()
        /// The request that waits for its answer.
        var request: Int?
        var due: UInt64 = 0
    }

    private let plan: LoadPlan
    private let load: Load
    private let poll: EventPoll
    private var connections: [Connection] = []
    /// The one that has rested longest goes first, so that none rests until the server closes it.
    private var idle: [Int] = []
    private var next: Int
    private var outstanding = 0
    private var marks: [LoadMark] = []
    private let end: UInt64

    /// How long the last answers are waited for.
    private static let graceNanoseconds: UInt64 = 5_000_000_000

    init?(plan: LoadPlan, share: Int, load: Load) {
        do {
            poll = try EventPoll()
        } catch {
            load.broken.add(1, ordering: .relaxed)
            return nil
        }
        self.plan = plan
        self.load = load
        next = share
        end = load.startedAt + MonotonicTime.nanoseconds(plan.seconds)
        for _ in 0..<max(1, plan.connections / plan.threads) { open() }
    }

    deinit {
        for connection in connections where connection.socket >= 0 { close(connection.socket) }
    }

    private func open() {
        connections.append(Connection(socket: -1))
        reopen(connections.count - 1)
    }

    private func port(of index: Int) -> UInt16 {
        plan.ports[index % plan.ports.count]
    }

    private func reopen(_ index: Int) {
        let known = connections[index]
        if known.socket >= 0 { close(known.socket) }
        idle.removeAll { $0 == index }
        connections[index].buffer.clear()
        connections[index].socket = LoopbackSocket.connect(port: port(of: index)) ?? -1
        guard connections[index].socket >= 0 else { return }
        poll.watch(connections[index].socket, tag: index)
        idle.append(index)
    }

    func run() -> [LoadMark] {
        while true {
            let now = MonotonicTime.now
            if now >= end || next >= plan.most || isDead {
                if outstanding == 0 || now >= end + Self.graceNanoseconds { break }
            } else {
                fill(now)
            }
            poll.wait(nanoseconds: patience(MonotonicTime.now)) { receive($0) }
        }
        load.broken.add(outstanding, ordering: .relaxed)
        return marks
    }

    private var isDead: Bool { outstanding == 0 && connections.allSatisfy { $0.socket < 0 } }

    private func due(_ request: Int, _ now: UInt64) -> UInt64 {
        switch plan.pace {
        case .closed: now
        case .perSecond(let rate): load.startedAt + MonotonicTime.nanoseconds(Double(request) / rate)
        }
    }

    private func patience(_ now: UInt64) -> UInt64 {
        let most: UInt64 = 100_000_000
        guard !idle.isEmpty, next < plan.most, now < end else { return most }
        let due = due(next, now)
        return due > now ? min(most, due - now) : 0
    }

    /// Sends what is due as long as connections are free.
    private func fill(_ now: UInt64) {
        while let index = idle.first, next < plan.most {
            let due = due(next, now)
            guard due <= now else { return }
            idle.removeFirst()
            guard plan.requests.send(next % plan.requests.count, to: connections[index].socket) else {
                // The server has closed a resting connection; the request goes over another one.
                reopen(index)
                if connections[index].socket < 0 { return }
                continue
            }
            connections[index].request = next
            connections[index].due = due
            outstanding += 1
            next += plan.threads
        }
    }

    private func receive(_ index: Int) {
        let reading = connections[index].buffer.fill(from: connections[index].socket)
        // "HTTP/1.1 200": the last digit of the status decides together with the first.
        let isAccepted = connections[index].buffer.take { head, _ in
            head.count > 12 && head[9] == 0x32 && head[10] == 0x30 && head[11] == 0x30
        }
        if let isAccepted { answered(index, isAccepted) }
        guard case .closed = reading else { return }
        if connections[index].request != nil {
            connections[index].request = nil
            outstanding -= 1
            load.broken.add(1, ordering: .relaxed)
        }
        reopen(index)
    }

    private func answered(_ index: Int, _ isAccepted: Bool) {
        guard let request = connections[index].request else { return }
        connections[index].request = nil
        outstanding -= 1
        idle.append(index)
        guard isAccepted else {
            load.refused.add(1, ordering: .relaxed)
            return
        }
        marks.append(LoadMark(request: request, due: connections[index].due, answered: MonotonicTime.now))
        load.accepted.add(1, ordering: .relaxed)
    }
}
