import LinliChannels
import LinliModel
import Synchronization
import Testing

@testable import LinliServer

/// What a platform gets to see for what it sends.
@Suite(.timeLimit(.minutes(1))) struct WebhookTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var name: String
        var sent: String
        var status: Int
        var body: String?
        var header: (name: String, value: String)?
        var testDescription: String { name }
    }

    static func post(_ path: String, _ body: String) -> String {
        "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    static let chunk = "8000\r\n" + String(repeating: "x", count: 0x8000) + "\r\n"

    static let rows: [Row] = [
        Row(name: "a message", sent: post("/hooks/oa", "水管爆了"), status: 200, body: "success"),
        Row(name: "a call without messages", sent: post("/hooks/oa", "nothing"), status: 200, body: "ok"),
        Row(
            name: "an address check is answered to the byte",
            sent: "GET /hooks/oa?timestamp=1&echostr=a%2Bb+c%3D%3D HTTP/1.1\r\nHost: a\r\n\r\n",
            status: 200, body: "a+b+c==", header: (name: "content-type", value: "text/plain")),
        Row(name: "not authentic", sent: post("/hooks/oa", "forged"), status: 401, body: "unauthorized\n"),
        Row(name: "unreadable", sent: post("/hooks/oa", "broken"), status: 400, body: "bad request\n"),
        Row(
            name: "no body and no length", sent: "POST /hooks/oa HTTP/1.1\r\nHost: a\r\n\r\n", status: 400,
            body: "bad request\n"),
        Row(name: "unknown channel", sent: post("/hooks/none", "x"), status: 404, body: nil),
        Row(name: "the web chat has no webhook", sent: post("/hooks/web", "x"), status: 404, body: nil),
        Row(name: "no channel named", sent: post("/hooks/", "x"), status: 404, body: nil),
        Row(
            name: "HEAD", sent: "HEAD /hooks/oa HTTP/1.1\r\nHost: a\r\n\r\n", status: 405, body: nil,
            header: (name: "allow", value: "GET, POST")),
        Row(
            name: "PUT", sent: "PUT /hooks/oa HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", status: 405,
            body: nil, header: (name: "allow", value: "GET, POST")),
        Row(
            name: "a rarer method", sent: "PROPFIND /hooks/oa HTTP/1.1\r\nHost: a\r\n\r\n", status: 405,
            body: nil),
        Row(name: "unknown path", sent: post("/hook", "x"), status: 404, body: nil),
        Row(
            name: "as long as allowed", sent: post("/hooks/oa", String(repeating: "x", count: 65_536)),
            status: 200, body: "success"),
        Row(
            name: "declared oversize, before a byte of it is sent",
            sent: "POST /hooks/oa HTTP/1.1\r\nHost: a\r\nContent-Length: 65537\r\n\r\n",
            status: 413, body: "body too large\n", header: (name: "connection", value: "close")),
        Row(
            name: "oversize in chunks, before its end is sent",
            sent: "POST /hooks/oa HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk + chunk + "1\r\nx\r\n",
            status: 413, body: "body too large\n", header: (name: "connection", value: "close")),
        Row(name: "not HTTP", sent: "\u{16}\u{3}\u{1} hello\r\n\r\n", status: 400, body: nil),
    ]

    @Test(arguments: rows) func answers(_ row: Row) async throws {
        let answer = try await TestServer.publicServer { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(row.sent)
                // To HEAD no body follows, whatever the length says.
                if row.sent.hasPrefix("HEAD") {
                    let head = try await wire.read(until: "\r\n\r\n").lowercased()
                    let allow = head.contains("allow: get, post") ? ["allow": "GET, POST"] : [:]
                    let status = Int(head.split(separator: " ")[1]) ?? 0
                    return Wire.Answer(status: status, headers: allow, body: "")
                }
                return try await wire.readAnswer()
            }
        }
        #expect(answer.status == row.status)
        if let body = row.body { #expect(answer.body == body) }
        if let header = row.header { #expect(answer.headers[header.name] == header.value) }
    }

    @Test func answersOnlyWhenTheMessageIsOnDisk() async throws {
        let order = Mutex<[String]>([])
        let (asked, sawAsk) = AsyncStream.makeStream(of: Void.self)
        let (release, mayReturn) = AsyncStream.makeStream(of: Void.self)
        let inbox = Inbox { messages, receivedAt in
            #expect(messages.map(\.content) == [.text("水管爆了")])
            #expect(receivedAt == Instant(seconds: 1_773_800_000))
            sawAsk.yield()
            for await _ in release { break }
            order.withLock { $0.append("stored") }
        }
        try await TestServer.publicServer(inbox: inbox) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.post("/hooks/oa", "水管爆了"))
                for await _ in asked { break }
                mayReturn.yield()
                let answer = try await wire.readAnswer()
                order.withLock { $0.append("answered") }
                #expect(answer.status == 200)
            }
        }
        #expect(order.withLock { $0 } == ["stored", "answered"])
    }

    @Test("A notice is answered when it is on disk, and with 503 where it is not")
    func notices() async throws {
        let noted = Mutex<[PullNotice]>([])
        struct DiskFull: Error {}
        let inbox = Inbox(
            accept: { _, _ in Issue.record("a notice is no message") },
            report: { _, _, _ in Issue.record("a notice is no report") },
            notice: { notice, receivedAt in
                #expect(receivedAt == Instant(seconds: 1_773_800_000))
                guard noted.withLock({ $0.isEmpty }) else { throw DiskFull() }
                noted.withLock { $0.append(notice) }
            })
        try await TestServer.publicServer(inbox: inbox) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.post("/hooks/oa", "ring"))
                #expect(try await wire.readAnswer().status == 200)
                try await wire.send(Self.post("/hooks/oa", "ring"))
                #expect(try await wire.readAnswer().status == 503)
            }
        }
        #expect(noted.withLock { $0 } == [PullNotice(account: "wk1", ticket: "T")])
    }

    @Test("What did not arrive is answered when that is on disk, and with 503 where it is not")
    func reports() async throws {
        let reported = Mutex<[Undelivered]>([])
        struct DiskFull: Error {}
        let inbox = Inbox(
            accept: { _, _ in Issue.record("a report without messages brings none") },
            report: { channel, lost, receivedAt in
                #expect(channel == "oa" && receivedAt == Instant(seconds: 1_773_800_000))
                guard reported.withLock({ $0.isEmpty }) else { throw DiskFull() }
                reported.withLock { $0 += lost }
            },
            notice: { _, _ in Issue.record("a report is no notice") })
        try await TestServer.publicServer(inbox: inbox) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.post("/hooks/oa", "lost"))
                #expect(try await wire.readAnswer().status == 200)
                try await wire.send(Self.post("/hooks/oa", "lost"))
                #expect(try await wire.readAnswer().status == 503)
            }
        }
        #expect(reported.withLock { $0 }.map(\.platformID) == ["p1"])
    }

    @Test(arguments: ["forged", "broken", ""]) func storesNothingThatIsRefused(_ body: String) async throws {
        let calls = Mutex(0)
        try await TestServer.publicServer(inbox: Inbox { _, _ in calls.withLock { $0 += 1 } }) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.post("/hooks/oa", body))
                _ = try await wire.readAnswer()
            }
        }
        #expect(calls.withLock { $0 } == 0)
    }

    @Test func aFailingStoreMeansComeAgain() async throws {
        struct DiskFull: Error {}
        try await TestServer.publicServer(inbox: Inbox { _, _ in throw DiskFull() }) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.post("/hooks/oa", "水管爆了"))
                let answer = try await wire.readAnswer()
                #expect(answer.status == 503)
                #expect(answer.headers["retry-after"] == "5")
                // The connection serves on.
                try await wire.send(Self.post("/hooks/oa", "forged"))
                #expect(try await wire.readAnswer().status == 401)
            }
        }
    }

    @Test func aHangingStoreMeansComeAgainInTime() async throws {
        var limits = TestServer.patient
        limits.answer = .milliseconds(200)
        let (never, letGo) = AsyncStream.makeStream(of: Void.self)
        let inbox = Inbox { _, _ in for await _ in never { break } }
        try await TestServer.publicServer(limits: limits, inbox: inbox) { server in
            let took = try await Wire.connected(to: server.port) { wire in
                let began = ContinuousClock.now
                try await wire.send(Self.post("/hooks/oa", "水管爆了"))
                let answer = try await wire.readAnswer()
                #expect(answer.status == 503)
                #expect(answer.headers["retry-after"] == "5")
                return began.duration(to: .now)
            }
            #expect(took < .seconds(2))
            letGo.finish()
        }
    }

    /// Feishu and Slack give up after three seconds, the others later (platforms.md).
    @Test func theBoundOfAHangingStoreIsWithinThreeSeconds() {
        #expect(ListenerLimits.publicListener.answer < .seconds(3))
    }

    @Test func logsChannelAndReasonAndNothingOfAPerson() async throws {
        let log = LogBook()
        struct Leak: Error, CustomStringConvertible { let description = "水管爆了" }
        try await TestServer.publicServer(inbox: Inbox { _, _ in throw Leak() }, log: log) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.post("/hooks/oa?openid=resident-a", "forged"))
                _ = try await wire.readAnswer()
                try await wire.send(Self.post("/hooks/oa?openid=resident-a", "水管爆了"))
                _ = try await wire.readAnswer()
            }
        }
        #expect(log.text.contains("webhook refused"))
        #expect(log.text.contains("\"reason\": signature") || log.text.contains("signature"))
        #expect(log.text.contains("store did not take a webhook"))
        #expect(!log.text.contains("resident-a"))
        #expect(!log.text.contains("水管"))
        #expect(!log.text.contains("openid"))
    }

    @Test func countsWhatWasDecided() async throws {
        let metrics = MetricsRegistry()
        try await TestServer.publicServer(metrics: metrics) { server in
            try await Wire.connected(to: server.port) { wire in
                for body in ["水管爆了", "路灯坏了", "forged"] {
                    try await wire.send(Self.post("/hooks/oa", body))
                    _ = try await wire.readAnswer()
                }
            }
        }
        let text = MetricsText.write(metrics)
        #expect(text.contains("linli_webhook_messages_total{channel=\"oa\",decision=\"accepted\"} 2\n"))
        #expect(text.contains("linli_webhook_messages_total{channel=\"oa\",decision=\"refused\"} 1\n"))
        let route = "listener=\"public\",route=\"/hooks/{channel}\""
        #expect(text.contains("linli_http_requests_total{\(route),status=\"200\"} 2\n"))
        #expect(text.contains("linli_http_request_seconds_count{listener=\"public\"} 3\n"))
    }
}
