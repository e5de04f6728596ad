import Crypto
import Foundation
import LinliModel
import Testing

@testable import LinliChannels

/// The platform's side of a robot's call, written from platforms.md 3.1 on its own.
private struct DingTalkCaller {
    static let secret = "secretOfTheTest"
    var timestamp = "1773799200123"

    func channel(_ changes: [String: String?] = [:]) throws -> any Channel {
        var fields: [String: String] = [
            "app_key": "dingKey", "app_secret": Self.secret, "robot_code": "dingRobot",
        ]
        for (name, value) in changes { fields[name] = value }
        return try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "ding", kind: .dingtalk, estate: "HTL", fields: fields, file: "channels.yaml", line: 4))
    }

    func call(_ body: String, secret: String = secret) -> WebhookRequest {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(timestamp)\n\(secret)".utf8), using: SymmetricKey(data: Data(secret.utf8)))
        return WebhookRequest(
            method: .post,
            headers: ["timestamp": timestamp, "sign": Data(code).base64EncodedString()],
            body: Array(body.utf8), receivedAt: Instant(seconds: 1_773_799_201))
    }

    /// A message of a member, with what tells its kind.
    func body(_ rest: String, sender: String = #""senderStaffId":"user01","#) -> String {
        #"{"msgId":"msgX==","conversationType":"2","senderId":"$:LWCP_v1:$a","# + sender
            + #""chatbotUserId":"$:LWCP_v1:$bot","robotCode":"dingRobot","createAt":1773799199000,"#
            + #""sessionWebhook":"https://evil.example/steal","# + rest + "}"
    }
}

@Suite("DingTalk: a robot over HTTP")
struct DingTalkChannelTests {
    private let caller = DingTalkCaller()

    @Test("The signature is the published one")
    func publishedSignature() throws {
        for vector in try Vector.all("robot_sign", platform: "dingtalk") {
            let signature = DingTalkSignature(secret: try vector.input("secret"))
            let timestamp = try vector.input("timestamp_ms")
            let expected = try vector.expectation("sign_base64")
            #expect(signature.sign(timestamp: timestamp) == expected)
            #expect(signature.verifies(expected, timestamp: timestamp))
            #expect(!signature.verifies(expected, timestamp: timestamp + "0"))
        }
    }

    private static let rich =
        #""msgtype":"richText","content":{"richText":[{"text":"看 "},{"type":"picture","downloadCode":"d1"},"#
        + #"{"text":"漏了"},{"type":"picture","downloadCode":"d2"}]}"#

    private static let readings: [(String, [(String, InboundMessage.Content)])] = [
        (#""msgtype":"text","text":{"content":" 3栋灯坏了 "}"#, [("msgX==", .text("3栋灯坏了"))]),
        (
            #""msgtype":"picture","content":{"downloadCode":"d1"}"#, [("msgX==", .image(media: "d1"))]
        ),
        (
            #""msgtype":"audio","content":{"downloadCode":"d1","recognition":"停电了"}"#,
            [("msgX==", .voice(media: "d1", recognised: "停电了"))]
        ),
        (
            rich,
            [
                ("msgX==", .text("看 漏了")), ("msgX==#1", .image(media: "d1")),
                ("msgX==#2", .image(media: "d2")),
            ]
        ),
        (#""msgtype":"file","content":{"downloadCode":"d1"}"#, [("msgX==", .unsupported(kind: "file"))]),
    ]

    @Test(arguments: readings)
    func reads(rest: String, contents: [(String, InboundMessage.Content)]) throws {
        let expected = contents.map { id, content in
            InboundMessage(
                channel: "ding", externalID: id, sender: "user01", sentAt: Instant(seconds: 1_773_799_199),
                content: content)
        }
        #expect(Outcome(try caller.channel().receive(caller.call(caller.body(rest)))) == .messages(expected))
    }

    @Test("Who is no member is heard under his other id; the robot does not hear itself")
    func senders() throws {
        let text = #""msgtype":"text","text":{"content":"a"}"#
        for sender in ["", #""senderStaffId":"","#] {
            let call = caller.call(caller.body(text, sender: sender))
            guard case .messages(let messages) = Outcome(try caller.channel().receive(call)) else {
                Issue.record("refused")
                continue
            }
            #expect(messages.map(\.sender) == ["$:LWCP_v1:$a"])
        }
        let own = caller.body(text).replacing(
            #""senderId":"$:LWCP_v1:$a""#, with: #""senderId":"$:LWCP_v1:$bot""#)
        #expect(Outcome(try caller.channel().receive(caller.call(own))) == .messages([]))
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"msgId":"m","senderId":"s","msgtype":"text"}"#,
        #"{"msgId":"m","senderId":"s","msgtype":"picture","content":{}}"#,
        #"{"msgId":"m","senderId":"s","msgtype":"text","text":{"content":"a"},"robotCode":"other"}"#,
        #"{"msgId":"","senderId":"s","msgtype":"text","text":{"content":"a"}}"#,
        #"{"msgId":"m","msgtype":"text","text":{"content":"a"}}"#,
    ])
    func authenticButUnreadable(body: String) throws {
        #expect(Outcome(try caller.channel().receive(caller.call(body))) == .refused(400))
    }

    @Test("A call without a fresh signature of this robot is refused")
    func forgeries() throws {
        let channel = try caller.channel()
        let body = caller.body(#""msgtype":"text","text":{"content":"a"}"#)
        #expect(Outcome(channel.receive(caller.call(body, secret: "other"))) == .refused(401))
        for name in ["timestamp", "sign"] {
            var call = caller.call(body)
            call.headers[name] = nil
            #expect(Outcome(channel.receive(call)) == .refused(401))
        }
        for distance in [-301, 301] as [Int64] {
            var call = caller.call(body)
            call.receivedAt = Instant(seconds: 1_773_799_200 + distance)
            #expect(Outcome(channel.receive(call)) == .refused(401))
        }
        for timestamp in ["", "x", "1773799200", "177379920012300", "-1773799200123"] {
            var odd = caller
            odd.timestamp = timestamp
            #expect(Outcome(channel.receive(odd.call(body))) == .refused(401), "\(timestamp)")
        }
        var get = caller.call(body)
        get.method = .get
        #expect(Outcome(channel.receive(get)) == .refused(400))
    }

    @Test("Requests go to the platform and to the person alone, never to an address that a message names")
    func requests() throws {
        let channel = try caller.channel(["api_base": "http://127.0.0.1:9000"])
        #expect(channel.configuredOrigins == ["http://127.0.0.1:9000"])
        let token = try #require(channel.tokenRequest(forceRefresh: false))
        #expect(token.url == "http://127.0.0.1:9000/v1.0/oauth2/accessToken")
        #expect(
            String(decoding: token.body, as: UTF8.self)
                == #"{"appKey":"dingKey","appSecret":"secretOfTheTest"}"#)
        let message = OutboundMessage(
            channel: "ding", recipient: "user01", text: "已登记\n\"R1\"", idempotencyKey: "k")
        let request = channel.encode(message, token: "T", at: Instant(seconds: 0))
        #expect(request.url == "http://127.0.0.1:9000/v1.0/robot/oToMessages/batchSend")
        #expect(request.headers.contains(.init("x-acs-dingtalk-access-token", "T")))
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"robotCode":"dingRobot","userIds":["user01"],"msgKey":"sampleText","#
                + #""msgParam":"{\"content\":\"已登记\\n\\\"R1\\\"\"}"}"#)
    }

    private static func outsider(_ address: String, type: String = "1", staff: String = "") -> String {
        #"{"msgId":"m1","conversationType":"\#(type)","senderId":"$:LWCP_v1:$a",\#(staff)"#
            + #""robotCode":"dingRobot","createAt":1773799199000,"sessionWebhook":"\#(address)","#
            + #""sessionWebhookExpiredTime":1773804599000,"msgtype":"text","text":{"content":"灯坏了"}}"#
    }

    @Test("Who is no member is answered by the address of his session, which leads to the platform only")
    func sessions() throws {
        let channel = try caller.channel(["oapi_base": "http://127.0.0.1:9001"])
        let good = "http://127.0.0.1:9001/robot/sendBySession?session=a"
        let standard = "https://api.dingtalk.com/robot/sendBySession?session=b"
        func handle(_ body: String) -> ReplyHandle? {
            guard case .messages(let messages) = Outcome(channel.receive(caller.call(body))) else {
                return nil
            }
            return messages.first?.handle
        }
        let until = Instant(seconds: 1_773_804_599)
        #expect(handle(Self.outsider(good)) == ReplyHandle(key: good, until: until))
        #expect(handle(Self.outsider(standard)) == ReplyHandle(key: standard, until: until))
        let others = [
            "https://evil.example/steal", "http://127.0.0.1:9001.evil.example/x", "http://127.0.0.1:90010/x",
            "http://api.dingtalk.com/x", "https://api.dingtalk.com@evil.example/x", "http://127.0.0.1:9001",
            "https://evil.example/robot/sendBySession?session=a",
            // Somebody's own robot stands at the platform too.
            "https://api.dingtalk.com/robot/send?access_token=a",
            "https://api.dingtalk.com/robot/sendBySession",
            "https://api.dingtalk.com/robot/sendBySession/../send?access_token=a",
            "https://api.dingtalk.com/v1.0/robot/sendBySession?session=a",
        ]
        for address in others { #expect(handle(Self.outsider(address)) == nil, "\(address)") }
        #expect(handle(Self.outsider(good, type: "2")) == nil, "a group would read it")
        #expect(handle(Self.outsider(good, staff: #""senderStaffId":"user01","#)) == nil)

        #expect(channel.needsWindow("$:LWCP_v1:$a") && !channel.needsWindow("user01"))
        let message = OutboundMessage(
            channel: "ding", recipient: "$:LWCP_v1:$a", text: "已登记", idempotencyKey: "k", handle: good)
        let request = channel.encode(message, token: "T", at: Instant(seconds: 0))
        #expect(request.url == good && !request.headers.contains { $0.value == "T" })
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"msgtype":"text","text":{"content":"已登记"}}"#)
    }

    private static let minute = TimeSpan.seconds(60)

    @Test(
        arguments: [
            (200, #"{"processQueryKey":"q","invalidStaffIdList":[]}"#, .accepted(platformID: "q")),
            (
                200, #"{"processQueryKey":"q","invalidStaffIdList":["user01"]}"#,
                .refused(reason: "not a member of the enterprise, or may not see this robot")
            ),
            (
                200, #"{"processQueryKey":"q","flowControlledStaffIdList":["user01"]}"#,
                .retry(after: minute, reason: "flow control of this person")
            ),
            (401, #"{"code":"InvalidAuthentication","requestid":"R-1"}"#, .tokenExpired),
            (
                403, #"{"code":"Forbidden.AccessDenied.QpsLimitForApi","requestid":"R-1"}"#,
                .retry(
                    after: minute, reason: "HTTP 403 Forbidden.AccessDenied.QpsLimitForApi (requestid R-1)")
            ),
            (
                400, #"{"code":"invalidParameter.robotCode","message":"小王"}"#,
                .refused(reason: "HTTP 400 invalidParameter.robotCode")
            ),
            (200, #"{"errcode":0,"errmsg":"ok"}"#, .accepted(platformID: nil)),
            (
                200, #"{"errcode":300001,"errmsg":"session 不存在"}"#,
                .windowClosed(reason: "errcode 300001 the session has ended")
            ),
            (200, #"{"errcode":130101}"#, .retry(after: minute, reason: "errcode 130101 too many a minute")),
            (503, "", .retry(after: nil, reason: "HTTP 503")),
            (200, "{}", .retry(after: nil, reason: "unreadable answer")),
            (200, "<html>", .retry(after: nil, reason: "unreadable answer")),
        ] as [(Int, String, PushVerdict)])
    func verdicts(status: Int, body: String, verdict: PushVerdict) throws {
        let response = PushResponse(status: status, body: Array(body.utf8))
        #expect(try caller.channel().verdict(on: response) == verdict)
    }

    @Test func tokens() throws {
        let channel = try caller.channel()
        func token(_ status: Int, _ body: String) -> TokenVerdict {
            channel.token(from: PushResponse(status: status, body: Array(body.utf8)))
        }
        #expect(
            token(200, #"{"accessToken":"t","expireIn":7200}"#) == .token("t", lifetime: .seconds(7_200)))
        #expect(token(500, "") == .retry(reason: "HTTP 500"))
        guard case .refused(let reason) = token(400, #"{"code":"invalidClientIdOrSecret"}"#) else {
            Issue.record("a wrong secret needs a person")
            return
        }
        #expect(reason.contains("invalidClientIdOrSecret"))
    }

    @Test(arguments: ["app_key", "app_secret", "robot_code"])
    func aMissingFieldIsNamed(name: String) throws {
        do {
            _ = try caller.channel([name: nil])
            Issue.record("\(name) is needed")
        } catch let finding as Finding {
            #expect(finding.message.contains(name))
        }
    }
}
