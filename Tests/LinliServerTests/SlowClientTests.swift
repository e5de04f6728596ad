import LinliModel
import NIOCore
import Synchronization
import Testing

@testable import LinliServer

/// Clients that are slow, silent or too many, over real sockets. Every test waits for the server's own
/// signal: an answer, or the end of the connection.
@Suite(.timeLimit(.minutes(1))) struct SlowClientTests {
    static func limits(_ change: (inout ListenerLimits) -> Void) -> ListenerLimits {
        var limits = TestServer.patient
        change(&limits)
        return limits
    }

    @Test func whoNeverSaysAnythingIsClosedWithoutAWord() async throws {
        let limits = Self.limits { $0.firstByte = .milliseconds(100) }
        let heard = try await TestServer.publicServer(limits: limits) { server in
            try await Wire.connected(to: server.port) { wire in await wire.readToEnd() }
        }
        #expect(heard.isEmpty)
    }

    struct Slow: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var sent: String
    }

    static let slow = [
        Slow(testDescription: "half a request line", sent: "POST /ho"),
        Slow(
            testDescription: "a header without end",
            sent: "POST /hooks/oa HTTP/1.1\r\nHost: a\r\nX-A: b\r\n"),
        Slow(
            testDescription: "a body without end",
            sent: "POST /hooks/oa HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc"),
        Slow(
            testDescription: "chunks without end",
            sent: "POST /hooks/oa HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"),
    ]

    @Test(arguments: slow) func aRequestThatDoesNotArriveIsTooSlow(_ slow: Slow) async throws {
        let limits = Self.limits { $0.request = .milliseconds(150) }
        let stored = Mutex(0)
        let inbox = Inbox { _, _ in stored.withLock { $0 += 1 } }
        let log = LogBook()
        let heard = try await TestServer.publicServer(limits: limits, inbox: inbox, log: log) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(slow.sent)
                return await wire.readToEnd()
            }
        }
        #expect(heard.hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        #expect(heard.contains("connection: close"))
        #expect(heard.components(of: "HTTP/1.1 ") == 1)
        #expect(stored.withLock { $0 } == 0)
        #expect(log.text.components(of: "notice request too slow") == 1)
        let line = log.text.split(separator: "\n").first { $0.contains("too slow") } ?? ""
        #expect(!line.contains("127.0.0.1") && !line.contains("hooks"), "nothing of the client")
    }

    @Test func slowRequestsAreLoggedOnceASecondWithHowManyWereLeftOut() {
        let log = LogBook()
        let notices = SlowNotices(listener: "public", logger: log.logger)
        let began = NIODeadline.uptimeNanoseconds(5_000_000_000)
        for milliseconds in [0, 1, 999, 1_000, 1_500, 3_000] {
            notices.note(at: began + .milliseconds(Int64(milliseconds)))
        }
        let lines = log.text.split(separator: "\n")
        #expect(lines.count == 3)
        for (line, suppressed) in zip(lines, [0, 2, 1]) {
            #expect(line.hasPrefix("notice request too slow"))
            #expect(line.contains("\"suppressed\": \(suppressed)"))
        }
    }

    @Test func anIdleConnectionIsClosedAfterItsLastAnswer() async throws {
        let limits = Self.limits { $0.keepAlive = .milliseconds(100) }
        let heard = try await TestServer.publicServer(limits: limits) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(WebhookTests.post("/hooks/oa", "x"))
                #expect(try await wire.readAnswer().status == 200)
                return await wire.readToEnd()
            }
        }
        #expect(heard.isEmpty)
    }

    @Test func aConnectionThatTheClientEndsIsEnded() async throws {
        let heard = try await TestServer.publicServer { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                return await wire.readToEnd()
            }
        }
        #expect(heard.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(heard.hasSuffix("\r\n\r\nok"))
    }

    @Test func requestsThatFollowEachOtherUnaskedAreAnsweredInOrder() async throws {
        try await TestServer.publicServer { server in
            try await Wire.connected(to: server.port) { wire in
                let posts = ["x", "forged", "broken"].map { WebhookTests.post("/hooks/oa", $0) }
                try await wire.send(posts.joined())
                #expect(try await wire.readAnswer().status == 200)
                #expect(try await wire.readAnswer().status == 401)
                #expect(try await wire.readAnswer().status == 400)
            }
        }
    }

    @Test func whoWaitsToBeAskedForTheBodyIsAsked() async throws {
        try await TestServer.publicServer { server in
            try await Wire.connected(to: server.port) { wire in
                let head =
                    "POST /hooks/oa HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n"
                    + "Expect: 100-continue\r\n\r\n"
                try await wire.send(head)
                let word = try await wire.read(until: "\r\n\r\n")
                #expect(word == "HTTP/1.1 100 Continue")
                try await wire.send("x")
                let answer = try await wire.readAnswer()
                #expect(answer.body == "success")
                try await wire.send(WebhookTests.post("/hooks/oa", "forged"))
                #expect(try await wire.readAnswer().status == 401)
            }
        }
    }

    @Test func whoSendsOnRegardlessStillHearsThatItIsTooMuch() async throws {
        try await TestServer.publicServer { server in
            try await Wire.connected(to: server.port) { wire in
                let body = String(repeating: "x", count: 1_000_000)
                // The send itself may fail: the server has stopped listening by then.
                try? await wire.send(WebhookTests.post("/hooks/oa", body))
                let answer = try await wire.readAnswer()
                #expect(answer.status == 413)
            }
        }
    }

    @Test func aHeaderBeyondTheLimitIsRefused() async throws {
        let heard = try await TestServer.publicServer { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send("GET /healthz?" + String(repeating: "q", count: 20_000))
                return await wire.readToEnd()
            }
        }
        #expect(heard.hasPrefix("HTTP/1.1 431 ") || heard.hasPrefix("HTTP/1.1 400 "))
    }

    @Test func aboveTheCapAConnectionIsClosedAtOnceAndAPlaceIsFreeAgainAfterwards() async throws {
        let metrics = MetricsRegistry()
        let limits = Self.limits { $0.connections = 1 }
        let health = "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
        try await TestServer.publicServer(limits: limits, metrics: metrics) { server in
            try await Wire.connected(to: server.port) { first in
                try await first.send(health)
                #expect(try await first.readAnswer().status == 200)
                let heard = try await Wire.connected(to: server.port) { second in await second.readToEnd() }
                #expect(heard.isEmpty)
                try await first.send("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                #expect(await first.readToEnd().hasSuffix("ok"))
            }
            // The place is free when the server has seen the end of the first: ask until it has.
            var served = false
            while !served {
                served = try await Wire.connected(to: server.port) { next in
                    try? await next.send(health)
                    return (try? await next.readAnswer())?.status == 200
                }
            }
        }
        #expect(MetricsText.write(metrics).contains("reason=\"full\"} "))
        #expect(!MetricsText.write(metrics).contains("reason=\"full\"} 0\n"))
    }

    @Test func bodiesBeyondTheBudgetAreRefusedAndTheBudgetComesBack() async throws {
        let limits = Self.limits { $0.bodyBytesInFlight = 1_000 }
        try await TestServer.publicServer(limits: limits) { server in
            let refused = try await Wire.connected(to: server.port) { wire in
                try await wire.send(WebhookTests.post("/hooks/oa", String(repeating: "x", count: 1_001)))
                return await wire.readToEnd()
            }
            #expect(refused.hasPrefix("HTTP/1.1 503 "))
            #expect(refused.contains("retry-after: 5"))
            try await Wire.connected(to: server.port) { wire in
                for _ in 0..<5 {
                    try await wire.send(WebhookTests.post("/hooks/oa", String(repeating: "x", count: 900)))
                    #expect(try await wire.readAnswer().status == 200)
                }
            }
        }
    }

    @Test func aGracefulStopLetsARequestUnderWayFinish() async throws {
        let (asked, sawAsk) = AsyncStream.makeStream(of: Void.self)
        let (release, mayReturn) = AsyncStream.makeStream(of: Void.self)
        let inbox = Inbox { _, _ in
            sawAsk.yield()
            for await _ in release { break }
        }
        try await TestServer.publicServer(inbox: inbox) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(WebhookTests.post("/hooks/oa", "x"))
                for await _ in asked { break }
                await server.stop()
                mayReturn.yield()
                #expect(try await wire.readAnswer().status == 200)
                #expect(await wire.readToEnd().isEmpty)
            }
        }
    }
}

extension String {
    func components(of mark: String) -> Int {
        ranges(of: mark).count
    }
}
