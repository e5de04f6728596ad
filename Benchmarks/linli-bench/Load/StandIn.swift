import Foundation
import Synchronization

/// WeChat's API on 127.0.0.1 with next to no latency: `stable_token` and `message/custom/send`.
///
/// It runs on one thread of its own, does as little as it can, says yes to every send and writes down who
/// got it and when. Whether the bytes are right is the tests' business, not its own.
final class StandIn: Sendable {
    struct Send: Sendable {
        let resident: Int
        let at: UInt64
    }

    let port: UInt16
    private let listener: Int32
    private let sends = Mutex<[Send]>([])
    private let texts = Mutex<[String]>([])
    private let count = Atomic<Int>(0)
    private let holds = Atomic<Bool>(false)
    private let keeps = Atomic<Bool>(false)

    var url: String { "http://127.0.0.1:\(port)" }

    init() throws {
        (listener, port) = try LoopbackSocket.listen()
        let poll = try EventPoll()
        let thread = StandInThread(standIn: self, listener: listener, poll: poll)
        thread.start()
    }

    // MARK: For the measurements

    /// How many sends were accepted since the last `reset`.
    var sendCount: Int { count.load(ordering: .acquiring) }

    var log: [Send] { sends.withLock { $0 } }

    /// The bodies of sends, where `keepsTexts` was set.
    var bodies: [String] { texts.withLock { $0 } }

    func reset() {
        sends.withLock { $0.removeAll(keepingCapacity: true) }
        texts.withLock { $0 = [] }
        count.store(0, ordering: .releasing)
    }

    /// While this is on, nobody gets a token, and so nothing can be sent.
    func holdTokens(_ isOn: Bool) {
        holds.store(isOn, ordering: .releasing)
    }

    func keepTexts() {
        keeps.store(true, ordering: .releasing)
    }

    // MARK: For the thread

    var holdsTokens: Bool { holds.load(ordering: .acquiring) }

    func took(_ body: UnsafeRawBufferPointer) {
        let send = Send(resident: Self.resident(in: body), at: MonotonicTime.now)
        sends.withLock { $0.append(send) }
        if keeps.load(ordering: .relaxed) {
            texts.withLock { $0.append(String(decoding: body, as: UTF8.self)) }
        }
        count.add(1, ordering: .releasing)
    }

    private static let start = Array("{\"touser\":\"\(Openid.prefix)".utf8)

    /// -1 where the body begins with something else.
    private static func resident(in body: UnsafeRawBufferPointer) -> Int {
        guard body.count >= start.count + Openid.digits, body.starts(with: start) else { return -1 }
        var number = 0
        for byte in body[start.count..<(start.count + Openid.digits)] {
            number = number &* 10 &+ Int(byte) &- 0x30
        }
        return number
    }
}

/// The stand-in's side of its connections.
private final class StandInThread: @unchecked Sendable {
    // Unchecked: everything below is touched by the one thread that `start` begins, and by nobody before.
    private struct Connection {
        var socket: Int32
        var buffer = MessageBuffer()
    }

    private enum Request {
        case token, send, other
    }

    private weak var standIn: StandIn?
    private let listener: Int32
    private let poll: EventPoll
    private var connections: [Connection] = []
    /// Those that wait for a token.
    private var held: [Int] = []

    private static let listenerTag = Int.max

    init(standIn: StandIn, listener: Int32, poll: EventPoll) {
        self.standIn = standIn
        self.listener = listener
        self.poll = poll
    }

    func start() {
        let thread = Thread { self.work() }
        thread.name = "bench-stand-in"
        thread.qualityOfService = .userInteractive
        thread.start()
    }

    private func work() {
        poll.watch(listener, tag: Self.listenerTag)
        while let standIn {
            if !held.isEmpty, !standIn.holdsTokens { releaseTokens() }
            poll.wait(nanoseconds: held.isEmpty ? 200_000_000 : 5_000_000) { tag in
                if tag == Self.listenerTag { accept() } else { serve(tag, standIn) }
            }
        }
    }

    private func accept() {
        while let socket = LoopbackSocket.accept(listener) {
            // A place is used again only after its connection is closed.
            let index = connections.firstIndex { $0.socket < 0 } ?? connections.count
            if index == connections.count { connections.append(Connection(socket: -1)) }
            connections[index] = Connection(socket: socket)
            poll.watch(socket, tag: index)
        }
    }

    private func serve(_ index: Int, _ standIn: StandIn) {
        let reading = connections[index].buffer.fill(from: connections[index].socket)
        while let request = connections[index].buffer.take({ head, body in
            Self.judge(head: head, body: body, standIn)
        }) {
            switch request {
            case .token where standIn.holdsTokens: held.append(index)
            case .token: answer(index, Self.tokenAnswer)
            case .send: answer(index, Self.sendAnswer)
            case .other: answer(index, Self.otherAnswer)
            }
        }
        guard case .closed = reading else { return }
        held.removeAll { $0 == index }
        close(connections[index].socket)
        connections[index].socket = -1
    }

    private func releaseTokens() {
        for index in held { answer(index, Self.tokenAnswer) }
        held = []
    }

    private func answer(_ index: Int, _ bytes: [UInt8]) {
        // A client that is gone shows in the next read.
        _ = bytes.withUnsafeBytes { LoopbackSocket.send($0, to: connections[index].socket) }
    }

    private static let sendPath = Array("POST /cgi-bin/message/custom/send".utf8)
    private static let tokenPath = Array("POST /cgi-bin/stable_token".utf8)

    private static func judge(
        head: UnsafeRawBufferPointer, body: UnsafeRawBufferPointer, _ standIn: StandIn
    ) -> Request {
        if head.starts(with: sendPath) {
            standIn.took(body)
            return .send
        }
        return head.starts(with: tokenPath) ? .token : .other
    }

    private static let sendAnswer = response("{\"errcode\":0,\"errmsg\":\"ok\"}")
    private static let tokenAnswer = response("{\"access_token\":\"1_benchmark\",\"expires_in\":7200}")
    private static let otherAnswer = response("{\"errcode\":40066,\"errmsg\":\"invalid url\"}")

    private static func response(_ body: String) -> [UInt8] {
        Array(
            ("HTTP/1.1 200 OK\r\nContent-Type: application/json; encoding=utf-8\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)").utf8)
    }
}
