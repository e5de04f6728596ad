import LinliChannels
import LinliModel
import Synchronization
import Testing

@testable import LinliServer

/// The web chat as a browser meets it.
@Suite(.timeLimit(.minutes(1))) struct ChatTests {
    /// Replies in memory, and a wake-up for every new one.
    final class Feed: ReplyFeed {
        private let replies = Mutex<[String: [ChatReply]]>([:])
        private let wakers = Mutex<[AsyncStream<Void>.Continuation]>([])

        func replies(to sender: String, after: Int64) async throws -> [ChatReply] {
            replies.withLock { ($0[sender] ?? []).filter { $0.id > after } }
        }

        func changes(for sender: String) -> AsyncStream<Void> {
            let (changes, waker) = AsyncStream.makeStream(of: Void.self)
            wakers.withLock { $0.append(waker) }
            return changes
        }

        func add(_ id: Int64, _ text: String, buttons: [String] = [], to sender: String) {
            let reply = ChatReply(id: id, text: text, buttons: buttons, at: Instant(seconds: id))
            replies.withLock { $0[sender, default: []].append(reply) }
            for waker in wakers.withLock({ $0 }) { waker.yield() }
        }
    }

    static let sessions = ChatSessions(
        key: Array(0..<32), random: { Array(repeating: 0xab, count: 16) })
    static let sender = String(repeating: "ab", count: 16)
    static let cookie = "Cookie: linli_chat=\(sessions.begin().cookie)"

    static func chat(
        _ feed: Feed = Feed(), heartbeat: Duration = .seconds(60), lifetime: Duration = .seconds(60),
        streams: Int = 5
    ) throws -> Chat {
        try Chat(
            channel: ChannelCatalogue.make(
                ChannelConfiguration(name: "web", kind: .web, estate: "HTL", fields: [:])), title: "华庭里 <1>",
            sessions: sessions, feed: feed, heartbeat: heartbeat,
            streamLifetime: lifetime, streams: streams)
    }

    static func post(_ body: String, _ headers: String...) -> String {
        let fields = headers.map { "\($0)\r\n" }.joined()
        return "POST /chat/messages HTTP/1.1\r\nHost: linli.example\r\n\(fields)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    static func events(_ headers: String...) -> String {
        "GET /chat/events HTTP/1.1\r\nHost: a\r\n" + headers.map { "\($0)\r\n" }.joined() + "\r\n"
    }

    static let json = "Content-Type: application/json"
    static let message = #"{"id":"0123456789","text":"水管爆了"}"#

    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var sent: String
        var status: Int
    }

    static let rows: [Row] = [
        Row(testDescription: "a message", sent: post(message, json, cookie), status: 200),
        Row(
            testDescription: "from its own page",
            sent: post(message, json, cookie, "Sec-Fetch-Site: same-origin"), status: 200),
        Row(
            testDescription: "from its own page in an old browser",
            sent: post(message, json, cookie, "Origin: https://linli.example"), status: 200),
        Row(
            testDescription: "from another site",
            sent: post(message, json, cookie, "Sec-Fetch-Site: cross-site"), status: 403),
        Row(
            testDescription: "from a sister site",
            sent: post(message, json, cookie, "Sec-Fetch-Site: same-site"), status: 403),
        Row(
            testDescription: "from another site in an old browser",
            sent: post(message, json, cookie, "Origin: https://evil.example"), status: 403),
        Row(
            testDescription: "from nowhere", sent: post(message, json, cookie, "Origin: null"), status: 403),
        Row(
            testDescription: "as a form", sent: post(message, "Content-Type: text/plain", cookie),
            status: 415),
        Row(testDescription: "without a session", sent: post(message, json), status: 401),
        Row(
            testDescription: "with a session that was not signed here",
            sent: post(message, json, "Cookie: linli_chat=\(sender).\(String(repeating: "0", count: 64))"),
            status: 401),
        Row(testDescription: "not JSON", sent: post("水管爆了", json, cookie), status: 400),
        Row(
            testDescription: "no text", sent: post(#"{"id":"0123456789","text":" \n"}"#, json, cookie),
            status: 400),
        Row(testDescription: "no id", sent: post(#"{"text":"a"}"#, json, cookie), status: 400),
        Row(
            testDescription: "a strange id",
            sent: post(#"{"id":"a:b\"cdefg","text":"a"}"#, json, cookie), status: 400),
        Row(
            testDescription: "one key twice",
            sent: post(#"{"id":"0123456789","text":"a","text":"b"}"#, json, cookie), status: 400),
        Row(
            testDescription: "too long", sent: post(String(repeating: "a", count: 16_385), json, cookie),
            status: 413),
        Row(
            testDescription: "GET", sent: "GET /chat/messages HTTP/1.1\r\nHost: a\r\n\r\n", status: 405),
    ]

    @Test(arguments: rows) func takesMessagesOfItsOwnPageOnly(_ row: Row) async throws {
        let stored = Mutex<[InboundMessage]>([])
        let inbox = Inbox { messages, _ in stored.withLock { $0 += messages } }
        let answer = try await TestServer.publicServer(inbox: inbox, chat: try Self.chat()) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(row.sent)
                return try await wire.readAnswer()
            }
        }
        #expect(answer.status == row.status)
        let expected = InboundMessage(
            channel: "web", externalID: "\(Self.sender):0123456789", sender: Self.sender,
            sentAt: Instant(seconds: 1_773_800_000),
            content: .text("水管爆了"))
        #expect(stored.withLock { $0 } == (row.status == 200 ? [expected] : []))
    }

    @Test func theFrontPageLeadsToTheChatWhereThereIsOne() async throws {
        let pages: [(Chat?, Int, String?)] = [(try Self.chat(), 302, "/chat"), (nil, 200, nil)]
        for (chat, status, location) in pages {
            let answer = try await TestServer.publicServer(chat: chat) { server in
                try await Wire.connected(to: server.port) { wire in
                    try await wire.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                    return try await wire.readAnswer()
                }
            }
            #expect(answer.status == status)
            #expect(answer.headers["location"] == location)
        }
    }

    @Test func aFailingStoreMeansComeAgain() async throws {
        struct DiskFull: Error {}
        let inbox = Inbox { _, _ in throw DiskFull() }
        let answer = try await TestServer.publicServer(inbox: inbox, chat: try Self.chat()) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.post(Self.message, Self.json, Self.cookie))
                return try await wire.readAnswer()
            }
        }
        #expect(answer.status == 503)
        #expect(answer.headers["retry-after"] == "5")
    }

    @Test func thePageBringsASessionOnceAndLetsNothingInFromElsewhere() async throws {
        try await TestServer.publicServer(chat: try Self.chat()) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send("GET /chat HTTP/1.1\r\nHost: a\r\n\r\n")
                let first = try await wire.readAnswer()
                let cookie = first.headers["set-cookie"] ?? ""
                #expect(cookie.hasPrefix("linli_chat=\(Self.sender)."))
                #expect(cookie.contains("; HttpOnly") && cookie.contains("; SameSite=Lax"))
                #expect(first.headers["content-security-policy"]?.contains("default-src 'none'") == true)
                #expect(first.headers["x-content-type-options"] == "nosniff")
                #expect(first.headers["x-frame-options"] == "DENY")
                #expect(first.body.contains("<title>华庭里 &lt;1&gt; · 邻里</title>"))
                #expect(!first.body.contains("{{"))
                #expect(!first.body.contains(Self.sender))
                #expect(!first.body.contains("http://") && !first.body.contains("https://"))
                try await wire.send("GET /chat HTTP/1.1\r\nHost: a\r\n\(Self.cookie)\r\n\r\n")
                let second = try await wire.readAnswer()
                #expect(second.headers["set-cookie"] == nil)
                #expect(second.body == first.body)
            }
        }
    }

    @Test func repliesComeFirstTheOldOnesThenTheNew() async throws {
        let feed = Feed()
        feed.add(1, "一\n\"二\"", to: Self.sender)
        feed.add(2, "别人的", to: "someone-else")
        try await TestServer.publicServer(chat: try Self.chat(feed)) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.events(Self.cookie))
                #expect(try await wire.read(until: "\r\n\r\n").contains("Content-Type: text/event-stream"))
                let old = try await wire.read(until: "event: beat")
                let data = #"{"id":1,"text":"一\n\"二\"","at":1000}"#
                #expect(old.contains("id: 1\nevent: reply\ndata: \(data)\n\n"))
                #expect(!old.contains("别人的"))
                feed.add(3, "三", buttons: ["确认", "\"不\""], to: Self.sender)
                let new = try await wire.read(until: "event: beat")
                #expect(new.contains("id: 3\n"))
                #expect(new.contains(#"{"id":3,"text":"三","buttons":["确认","\"不\""],"at":3000}"#))
                #expect(!new.contains("id: 1\n"))
            }
        }
    }

    @Test func aStreamGoesOnWhereTheLastOneEnded() async throws {
        let feed = Feed()
        for id in 1...3 { feed.add(Int64(id), "答复", to: Self.sender) }
        try await TestServer.publicServer(chat: try Self.chat(feed)) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.events(Self.cookie, "Last-Event-ID: 2"))
                let heard = try await wire.read(until: "event: beat")
                #expect(heard.contains("id: 3\n"))
                #expect(!heard.contains("id: 1\n") && !heard.contains("id: 2\n"))
            }
        }
    }

    @Test func aStreamOutlivesTheDeadlinesAndShowsThatItLives() async throws {
        let limits = SlowClientTests.limits {
            $0.answer = .milliseconds(100)
            $0.request = .milliseconds(100)
            $0.keepAlive = .milliseconds(100)
        }
        let chat = try Self.chat(heartbeat: .milliseconds(100))
        try await TestServer.publicServer(limits: limits, chat: chat) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.events(Self.cookie))
                for _ in 0..<5 { _ = try await wire.read(until: "event: beat") }
            }
        }
    }

    @Test func aStreamEndsAfterItsLifetimeAndAtAGracefulStop() async throws {
        let short = try Self.chat(heartbeat: .milliseconds(20), lifetime: .milliseconds(50))
        try await TestServer.publicServer(chat: short) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.events(Self.cookie))
                // The end of a chunked body.
                _ = try await wire.read(until: "\r\n0\r\n\r\n")
            }
        }
        try await TestServer.publicServer(chat: try Self.chat()) { server in
            try await Wire.connected(to: server.port) { wire in
                try await wire.send(Self.events(Self.cookie))
                _ = try await wire.read(until: "event: beat")
                await server.stop()
                #expect(await wire.readToEnd().hasSuffix("0\r\n\r\n"))
            }
        }
    }

    @Test func streamsHaveACapOfTheirOwnAndASession() async throws {
        try await TestServer.publicServer(chat: try Self.chat(streams: 1)) { server in
            try await Wire.connected(to: server.port) { first in
                try await first.send(Self.events(Self.cookie))
                _ = try await first.read(until: "event: beat")
                try await Wire.connected(to: server.port) { second in
                    try await second.send(Self.events(Self.cookie))
                    #expect(try await second.readAnswer().status == 503)
                    try await second.send(Self.events())
                    #expect(try await second.readAnswer().status == 401)
                }
            }
        }
    }

    @Test func aSessionIsOnlyGoodWithItsSignature() {
        let value = Self.sessions.begin().cookie
        #expect(Self.sessions.sender(of: value) == Self.sender)
        let other = ChatSessions(key: Array(1..<33), random: { [] })
        #expect(other.sender(of: value) == nil)
        let forged = value.replacing("ab", with: "ac")
        for broken in ["", ".", Self.sender, "\(Self.sender).", value + "0", forged] {
            #expect(Self.sessions.sender(of: broken) == nil)
        }
    }
}
