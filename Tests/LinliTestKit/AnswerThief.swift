import Foundation
import Synchronization

/// Stands between a store's clients and PostgreSQL and cuts connections at their worst moment: when the
/// COMMIT of a transaction that writes is under way, so that the client never learns how it ended.
///
/// It speaks enough of the protocol to find that moment: the client's messages are a letter, a length and a
/// body; the driver opens a transaction with `BEGIN … READ WRITE` and ends it with `COMMIT`.
package final class AnswerThief: Sendable {
    package enum Cut: Sendable, CaseIterable {
        /// The server has committed, and its answer is swallowed.
        case afterTheCommit
        /// The COMMIT never reaches the server, which rolls back.
        case beforeTheCommit
    }

    /// The folder with its socket, as it stands in the `host` of a URL.
    package let host: String
    private let server: String
    private let door: Int32
    private let state = Mutex(State())
    /// Connections that were cut.
    package let cuts = Tally()

    private struct State {
        var commits = 0
        var every = 0
    }

    package init(before cluster: PostgresCluster) throws {
        server = cluster.host + "/.s.PGSQL.5432"
        host = NSTemporaryDirectory() + "linli-thief-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: host, withIntermediateDirectories: true)
        door = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(O_CLOEXEC), 0)
        let isOpen = Self.address(host + "/.s.PGSQL.5432") { bind(door, $0, $1) == 0 }
        guard isOpen, listen(door, 64) == 0 else {
            throw PostgresCluster.Missing(description: "\(host) takes no socket")
        }
        Self.thread { [self] in admit() }
    }

    /// From now on one of so many commits is cut, alternately after and before it; none with 0.
    package func cut(oneOf every: Int) {
        state.withLock { $0.every = every }
    }

    package func close() {
        shutdown(door, Int32(SHUT_RDWR))
        // A folder that cannot be removed is left to the system's cleaning.
        try? FileManager.default.removeItem(atPath: host)
    }

    // MARK: Connections

    private func admit() {
        while true {
            let client = accept(door, nil, nil)
            guard client >= 0 else { break }
            let upstream = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(O_CLOEXEC), 0)
            guard Self.address(server, { connect(upstream, $0, $1) == 0 }) else {
                Glibc.close(client)
                Glibc.close(upstream)
                continue
            }
            let pair = Pair(client: client, upstream: upstream)
            Self.thread { [self] in carryRequests(pair) }
            Self.thread { Self.carryAnswers(pair) }
        }
        Glibc.close(door)
    }

    private func carryRequests(_ pair: Pair) {
        var parser = Requests()
        while let bytes = pair.read(pair.client) {
            let commits = parser.take(bytes)
            switch commits > 0 ? nextCut() : nil {
            case nil: guard pair.write(bytes, to: pair.upstream) else { return pair.end() }
            case .beforeTheCommit:
                cuts.add()
                return pair.end()
            case .afterTheCommit:
                pair.swallowsAnswers.store(true, ordering: .sequentiallyConsistent)
                _ = pair.write(bytes, to: pair.upstream)
                cuts.add()
                return
            }
        }
        pair.end()
    }

    private static func carryAnswers(_ pair: Pair) {
        while let bytes = pair.read(pair.upstream) {
            // The first word after the COMMIT went out is its answer: the server has committed.
            if pair.swallowsAnswers.load(ordering: .sequentiallyConsistent) { break }
            guard pair.write(bytes, to: pair.client) else { break }
        }
        pair.end()
    }

    private func nextCut() -> Cut? {
        state.withLock { state in
            guard state.every > 0 else { return nil }
            state.commits += 1
            guard state.commits % state.every == 0 else { return nil }
            return state.commits / state.every % 2 == 0 ? .beforeTheCommit : .afterTheCommit
        }
    }

    // MARK: Sockets

    private static func thread(_ body: @escaping @Sendable () -> Void) {
        Thread(block: body).start()
    }

    private static func address(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool
    ) -> Bool {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

/// A client's connection and the one to the server for it. Both end together.
private final class Pair: Sendable {
    let client: Int32
    let upstream: Int32
    let swallowsAnswers = Atomic<Bool>(false)

    init(client: Int32, upstream: Int32) {
        (self.client, self.upstream) = (client, upstream)
    }

    deinit {
        close(client)
        close(upstream)
    }

    /// The descriptors themselves are closed when both threads have left.
    func end() {
        shutdown(client, Int32(SHUT_RDWR))
        shutdown(upstream, Int32(SHUT_RDWR))
    }

    /// Nil at the end.
    func read(_ descriptor: Int32) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes.prefix(count)) : nil
    }

    func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// What a client sends, cut into messages.
private struct Requests {
    private var buffer: [UInt8] = []
    private var hasGreeted = false
    private var writes = false

    /// How many transactions that write are committed by these bytes.
    mutating func take(_ bytes: [UInt8]) -> Int {
        buffer += bytes
        var commits = 0
        while let (letter, body) = next() {
            guard letter == UInt8(ascii: "Q") else { continue }
            let text = String(decoding: body.prefix { $0 != 0 }, as: UTF8.self)
            if text.hasPrefix("BEGIN") { writes = text.hasSuffix("READ WRITE") }
            if text == "COMMIT", writes { commits += 1 }
        }
        return commits
    }

    private mutating func next() -> (letter: UInt8, body: [UInt8])? {
        // The greeting has no letter.
        let head = hasGreeted ? 1 : 0
        guard buffer.count >= head + 4 else { return nil }
        let length = buffer[head..<(head + 4)].reduce(0) { $0 << 8 | Int($1) }
        guard buffer.count >= head + length else { return nil }
        let message = (hasGreeted ? buffer[0] : 0, Array(buffer[(head + 4)..<(head + length)]))
        buffer.removeFirst(head + length)
        hasGreeted = true
        return message
    }
}
