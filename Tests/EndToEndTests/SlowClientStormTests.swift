import Foundation
import LinliTestKit
import Synchronization
import Testing

/// Slow clients by the hundred, beside residents whose messages must not notice. It takes half a minute,
/// so it runs with `LINLI_LONG_TESTS=1` only.
@Suite(
    .timeLimit(.minutes(5)),
    .enabled(
        if: ProcessInfo.processInfo.environment["LINLI_LONG_TESTS"] == "1", "LINLI_LONG_TESTS=1 runs it"))
struct SlowClientStormTests {
    static let each = 200

    /// What each kind of slow client sends at once, and then drop by drop.
    static func kinds(_ query: String) -> [(name: String, first: String, drop: String)] {
        let line = "POST /hooks/oa?\(query) HTTP/1.1\r\nHost: a\r\n"
        return [
            ("idle after an answer", "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", ""),
            ("slow header", "POST /hooks/oa HTTP/1.1\r\n", "X"),
            ("slow body", line + "Content-Length: 2000\r\n\r\n<xml>", "a"),
            ("never sent", "", ""),
            ("slow chunk", line + "Transfer-Encoding: chunked\r\n\r\n7d0\r\n<xml>", "a"),
        ]
    }

    @Test func eachIsClosedWithinFifteenSecondsAndGoodTrafficHardlyNotices() async throws {
        try await LivingLinli.with { linli in
            linli.wechat.acceptEverybody()
            try await linli.start()
            try await linli.untilLoaded()
            _ = try await Self.percentile99(linli, messages: 100)
            let before = try await Self.percentile99(linli, messages: 400)
            let query = try Envelope("<xml></xml>").sealed().query
            let port = linli.client.port
            let kinds = Self.kinds(query).map { ($0.first, $0.drop) }
            let storm = try SlowClients(port: port, kinds: kinds, each: Self.each)
            let beside = try await Self.percentile99(linli, messages: 400)
            let lives = try await storm.lives(within: 40)
            #expect(lives.count == Self.each * 5)
            #expect(lives.max() ?? 99 <= 15)
            // The machine's own moods are in the yardstick: the worse of before and after.
            let after = try await Self.percentile99(linli, messages: 400)
            let calm = max(before, after)
            #expect(
                beside <= calm * 2 + 0.005,
                "p99 \(beside) s beside slow clients, \(before) s before and \(after) s after")
        }
    }

    /// Seconds from a call to its 200, one after the other.
    private static func percentile99(_ linli: LivingLinli, messages: Int) async throws -> Double {
        var took: [Double] = []
        for number in 0..<messages {
            let began = ContinuousClock.now
            let answer = try await linli.say("帮助", from: Residents.number(number % 80))
            #expect(answer.status == 200)
            took.append(SlowClients.seconds(since: began))
        }
        return took.sorted()[messages * 99 / 100]
    }
}

/// Many connections that send a drop every second, on one thread, until the server closes them.
final class SlowClients: Sendable {
    private struct Client {
        let descriptor: Int32
        let drop: String
        let connectedAt = ContinuousClock.now
        var isOpen = true
    }

    private let ended = Tally()
    private let seconds = Mutex<[Double]>([])
    private let total: Int

    init(port: UInt16, kinds: [(first: String, drop: String)], each: Int) throws {
        var clients: [Client] = []
        for _ in 0..<each {
            for kind in kinds {
                let descriptor = try LoopbackClient.connected(to: port)
                Self.send(descriptor, kind.first)
                clients.append(Client(descriptor: descriptor, drop: kind.drop))
            }
        }
        total = clients.count
        let all = clients
        let thread = Thread { [self] in run(all) }
        thread.start()
    }

    /// How long each lived, when all are closed.
    func lives(within bound: Double) async throws -> [Double] {
        try await ended.reaches(total, of: "slow client closed", within: bound)
        return seconds.withLock { $0 }
    }

    private func run(_ all: [Client]) {
        var clients = all
        let began = ContinuousClock.now
        var nextDrop = 1.0
        while clients.contains(where: \.isOpen) {
            let open = clients.indices.filter { clients[$0].isOpen }
            var watched = open.map { pollfd(fd: clients[$0].descriptor, events: Int16(POLLIN), revents: 0) }
            poll(&watched, nfds_t(watched.count), 100)
            let now = Self.seconds(since: began)
            for (index, state) in zip(open, watched) where state.revents != 0 {
                var bytes = [UInt8](repeating: 0, count: 4_096)
                // An answer such as 408 is read; only the end of the connection ends its life.
                guard recv(state.fd, &bytes, bytes.count, 0) <= 0 else { continue }
                clients[index].isOpen = false
                close(state.fd)
                let life = Self.seconds(since: clients[index].connectedAt)
                seconds.withLock { $0.append(life) }
                ended.add()
            }
            if now >= nextDrop {
                nextDrop += 1
                for client in clients where client.isOpen && !client.drop.isEmpty {
                    Self.send(client.descriptor, client.drop)
                }
            }
            if now > 60 { break }
        }
        for client in clients where client.isOpen { close(client.descriptor) }
    }

    static func seconds(since began: ContinuousClock.Instant) -> Double {
        let span = began.duration(to: .now).components
        return Double(span.seconds) + Double(span.attoseconds) / 1e18
    }

    private static func send(_ descriptor: Int32, _ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }
}
