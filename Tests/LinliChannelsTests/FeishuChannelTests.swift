import Crypto
import CryptoExtras
import Foundation
import LinliModel
import Testing

@testable import LinliChannels

/// The platform's side of a bot's call, written from platforms.md 4.1 on its own.
private struct FeishuCaller {
    var key = "keyOfTheTest"
    var timestamp = "1773799200"

    func channel(_ changes: [String: String?] = [:]) throws -> any Channel {
        var fields: [String: String] = [
            "app_id": "cli_1", "app_secret": "secretOfTheTest", "encrypt_key": "keyOfTheTest",
            "verification_token": "tokenOfTheTest",
        ]
        for (name, value) in changes { fields[name] = value }
        return try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "lark", kind: .feishu, estate: "HTL", fields: fields, file: "channels.yaml", line: 5))
    }

    func sealed(_ plain: String) throws -> String {
        let start = Data("0123456789abcdef".utf8)
        let sealed = try AES._CBC.encrypt(
            Data(plain.utf8), using: SymmetricKey(data: SHA256.hash(data: Data(key.utf8))),
            iv: AES._CBC.IV(ivBytes: start))
        return (start + sealed).base64EncodedString()
    }

    func call(_ plain: String) throws -> WebhookRequest {
        call(body: #"{"encrypt":"\#(try sealed(plain))"}"#)
    }

    func call(body: String) -> WebhookRequest {
        let digest = SHA256.hash(data: Data("\(timestamp)nonce-1\(key)\(body)".utf8))
        return WebhookRequest(
            method: .post,
            headers: [
                "x-lark-request-timestamp": timestamp, "x-lark-request-nonce": "nonce-1",
                "x-lark-signature": digest.map { String(format: "%02x", $0) }.joined(),
            ],
            body: Array(body.utf8), receivedAt: Instant(seconds: 1_773_799_201))
    }

    /// An event with one message; `content` is the JSON inside the JSON.
    func event(
        _ kind: String, _ content: String, more: String = #""chat_type":"p2p""#,
        token: String = "tokenOfTheTest",
        app: String = "cli_1", type: String = "im.message.receive_v1", sender: String = "user"
    ) throws -> String {
        let inner = String(decoding: try JSONEncoder().encode(content), as: UTF8.self)
        return #"{"schema":"2.0","header":{"event_id":"e1","event_type":"\#(type)","token":"\#(token)","#
            + #""app_id":"\#(app)","create_time":"1773799199000"},"event":{"sender":{"sender_id":"#
            + #"{"open_id":"ou_1"},"sender_type":"\#(sender)"},"message":{"message_id":"om_1","#
            + #""create_time":"1773799199000","message_type":"\#(kind)","content":\#(inner),\#(more)}}}"#
    }
}

@Suite("Feishu: a bot's events")
struct FeishuChannelTests {
    private let caller = FeishuCaller()

    @Test("Published seals open, and published signatures fit")
    func vectors() throws {
        for vector in try Vector.all("event_decrypt", platform: "feishu") {
            let signature = FeishuSignature(encryptKey: try vector.input("encrypt_key"))
            let plain = String(decoding: try signature.open(try vector.input("encrypt")), as: UTF8.self)
            #expect(plain == (try vector.expectation("plaintext")))
        }
        for vector in try Vector.all("x_lark_signature") {
            let signature = FeishuSignature(encryptKey: try vector.input("encrypt_key"))
            let body = Array(try vector.input("raw_body").utf8)
            let (timestamp, nonce) = (try vector.input("timestamp"), try vector.input("nonce"))
            let expected = try vector.expectation("signature")
            #expect(signature.verifies(expected, timestamp: timestamp, nonce: nonce, body: body))
            #expect(!signature.verifies(expected, timestamp: timestamp, nonce: nonce, body: body + [0x20]))
        }
    }

    @Test("The published address check is answered with its challenge")
    func publishedChallenge() throws {
        for vector in try Vector.all("url_verification_encrypted") {
            let body = try #require(vector.inputs["body"] as? [String: String])
            let answer = try #require(vector.expected["response"] as? [String: String])
            let channel = try caller.channel([
                "encrypt_key": try vector.input("encrypt_key"),
                "verification_token": "iRdCP2WwXNBXRM3mGLqhrgch3cn0gbT6",
            ])
            let request = WebhookRequest(
                method: .post, body: Array(#"{"encrypt":"\#(body["encrypt"] ?? "")"}"#.utf8),
                receivedAt: Instant(seconds: 0))
            guard case .accept(let messages, let reply) = channel.receive(request) else {
                Issue.record("refused")
                continue
            }
            #expect(messages.isEmpty && reply.contentType == "application/json")
            #expect(reply.body == #"{"challenge":"\#(answer["challenge"] ?? "")"}"#)
            let other = try caller.channel(["encrypt_key": try vector.input("encrypt_key")])
            #expect(Outcome(other.receive(request)) == .refused(401))
        }
    }

    private static let post =
        #"{"title":"漏水","content":[[{"tag":"text","text":"厨房 "},{"tag":"at","user_id":"@_user_1"},"#
        + #"{"tag":"img","image_key":"i1"}],[{"tag":"text","text":"天花板"}]]}"#

    private static let readings: [(String, String, [(String, InboundMessage.Content)])] = [
        ("text", #"{"text":"3栋灯坏了"}"#, [("om_1", .text("3栋灯坏了"))]),
        ("image", #"{"image_key":"i1"}"#, [("om_1", .image(media: "i1"))]),
        ("audio", #"{"file_key":"f1","duration":2000}"#, [("om_1", .voice(media: "f1", recognised: nil))]),
        (
            "location", #"{"name":"东门","longitude":"119.3","latitude":"26.1"}"#,
            [("om_1", .location(latitude: 26.1, longitude: 119.3, label: "东门"))]
        ),
        ("post", post, [("om_1", .text("漏水\n厨房 \n天花板")), ("om_1#1", .image(media: "i1"))]),
        ("sticker", #"{"file_key":"f1"}"#, [("om_1", .unsupported(kind: "sticker"))]),
    ]

    @Test(arguments: readings)
    func reads(kind: String, content: String, contents: [(String, InboundMessage.Content)]) throws {
        let expected = contents.map { id, content in
            InboundMessage(
                channel: "lark", externalID: id, sender: "ou_1", sentAt: Instant(seconds: 1_773_799_199),
                content: content)
        }
        let call = try caller.call(try caller.event(kind, content))
        #expect(Outcome(try caller.channel().receive(call)) == .messages(expected))
    }

    @Test("In a group the bot hears what names it, without the name")
    func groups() throws {
        let channel = try caller.channel()
        let text = #"{"text":"@_user_1 灯坏了"}"#
        let named =
            #""chat_type":"group","mentions":[{"key":"@_user_1","id":{"open_id":"ou_bot"},"name":"邻里"}]"#
        let call = try caller.call(try caller.event("text", text, more: named))
        guard case .messages(let messages) = Outcome(channel.receive(call)) else {
            Issue.record("refused")
            return
        }
        #expect(messages.map(\.content) == [.text("灯坏了")])
        let talk = try caller.event("text", text, more: #""chat_type":"group""#)
        #expect(Outcome(channel.receive(try caller.call(talk))) == .messages([]))
    }

    @Test("Other events and other bots are taken and lead to nothing")
    func others() throws {
        let channel = try caller.channel()
        let text = #"{"text":"a"}"#
        let recalled = try caller.event("text", text, type: "im.message.recalled_v1")
        let bot = try caller.event("text", text, sender: "app")
        for plain in [recalled, bot] {
            #expect(Outcome(channel.receive(try caller.call(plain))) == .messages([]))
        }
    }

    @Test("A call without seal, signature, token or freshness is refused")
    func forgeries() throws {
        let channel = try caller.channel()
        let plain = try caller.event("text", #"{"text":"a"}"#)
        let good = try caller.call(plain)
        #expect(Outcome(channel.receive(caller.call(body: plain))) == .refused(401))
        for name in ["x-lark-request-timestamp", "x-lark-request-nonce", "x-lark-signature"] {
            var call = good
            call.headers[name] = nil
            #expect(Outcome(channel.receive(call)) == .refused(401))
        }
        var changed = good
        changed.body.append(0x20)
        #expect(Outcome(channel.receive(changed)) == .refused(401))
        var late = good
        late.receivedAt = Instant(seconds: 1_773_799_200 + 301)
        #expect(Outcome(channel.receive(late)) == .refused(401))
        var stranger = caller
        stranger.key = "anotherKey"
        #expect(Outcome(channel.receive(try stranger.call(plain))) == .refused(401))
        let otherToken = try caller.event("text", #"{"text":"a"}"#, token: "x")
        #expect(Outcome(channel.receive(try caller.call(otherToken))) == .refused(401))
        // A check inside an event must not open the way around the signature.
        let mixed = plain.replacing(
            #"{"schema""#, with: #"{"type":"url_verification","challenge":"c","schema""#)
        var unsigned = try caller.call(mixed)
        unsigned.headers = [:]
        #expect(Outcome(channel.receive(unsigned)) == .refused(401))
        var get = good
        get.method = .get
        #expect(Outcome(channel.receive(get)) == .refused(400))
    }

    @Test(arguments: [
        ("text", "{}"), ("text", "no json"), ("image", "{}"),
        ("location", #"{"latitude":"99","longitude":"1"}"#),
        ("post", "{}"),
    ])
    func authenticButUnreadable(kind: String, content: String) throws {
        let call = try caller.call(try caller.event(kind, content))
        #expect(Outcome(try caller.channel().receive(call)) == .refused(400))
    }

    @Test func otherApplications() throws {
        let call = try caller.call(try caller.event("text", #"{"text":"a"}"#, app: "cli_2"))
        #expect(Outcome(try caller.channel().receive(call)) == .refused(400))
    }

    @Test func requests() throws {
        let channel = try caller.channel()
        let token = try #require(channel.tokenRequest(forceRefresh: false))
        #expect(token.url == "https://open.feishu.cn/open-apis/auth/v3/tenant_access_token/internal")
        #expect(
            String(decoding: token.body, as: UTF8.self)
                == #"{"app_id":"cli_1","app_secret":"secretOfTheTest"}"#)
        let long = String(repeating: "k", count: 51)
        for (key, uuid) in [("outbox-7", "outbox-7"), (long, nil)] as [(String, String?)] {
            let message = OutboundMessage(
                channel: "lark", recipient: "ou_1", text: "<at user_id=\"all\">\n好", idempotencyKey: key)
            let request = channel.encode(message, token: "T", at: Instant(seconds: 0))
            #expect(
                request.url == "https://open.feishu.cn/open-apis/im/v1/messages?receive_id_type=open_id")
            #expect(request.headers.contains(.init("authorization", "Bearer T")))
            let body = try #require(
                try JSONSerialization.jsonObject(with: Data(request.body)) as? [String: String])
            #expect(body["receive_id"] == "ou_1" && body["msg_type"] == "text")
            let content = try #require(body["content"])
            let inner = try JSONSerialization.jsonObject(with: Data(content.utf8)) as? [String: String]
            #expect(inner == ["text": "＜at user_id=\"all\">\n好"])
            let given = try #require(body["uuid"])
            #expect(given.utf8.count <= 50 && (uuid == nil || given == uuid))
        }
    }

    @Test(
        arguments: [
            (200, #"{"code":0,"data":{"message_id":"om_2"}}"#, [:], .accepted(platformID: "om_2")),
            (400, #"{"code":99991663,"msg":"t"}"#, [:], .tokenExpired),
            (
                429, #"{"code":99991400}"#, ["x-ogw-ratelimit-reset": "7"],
                .retry(after: .seconds(7), reason: "code 99991400 too many requests")
            ),
            (
                400, #"{"code":230020}"#, [:],
                .retry(after: .seconds(60), reason: "code 230020 too many to this chat")
            ),
            (400, #"{"code":230013}"#, [:], .refused(reason: "code 230013 the person may not see this bot")),
            (200, #"{"code":1}"#, [:], .retry(after: nil, reason: "code 1")),
            (502, "<html>", [:], .retry(after: nil, reason: "HTTP 502")),
        ] as [(Int, String, [String: String], PushVerdict)])
    func verdicts(status: Int, body: String, headers: [String: String], verdict: PushVerdict) throws {
        let response = PushResponse(status: status, headers: headers, body: Array(body.utf8))
        #expect(try caller.channel().verdict(on: response) == verdict)
    }

    @Test func tokens() throws {
        let channel = try caller.channel()
        func token(_ body: String) -> TokenVerdict {
            channel.token(from: PushResponse(status: 200, body: Array(body.utf8)))
        }
        #expect(
            token(#"{"code":0,"tenant_access_token":"t","expire":1800}"#)
                == .token("t", lifetime: .seconds(1_800)))
        #expect(token(#"{"code":0}"#) == .retry(reason: "unreadable answer"))
        guard case .refused = token(#"{"code":10014}"#) else {
            Issue.record("a wrong secret needs a person")
            return
        }
    }

    @Test(arguments: ["app_id", "app_secret", "encrypt_key", "verification_token"])
    func aMissingFieldIsNamed(name: String) throws {
        do {
            _ = try caller.channel([name: nil])
            Issue.record("\(name) is needed")
        } catch let finding as Finding {
            #expect(finding.message.contains(name))
        }
    }
}
