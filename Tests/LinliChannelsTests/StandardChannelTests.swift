import LinliModel
import Testing

@testable import LinliChannels

@Suite("Standard Webhooks: both tables")
struct StandardChannelTests {
    private let bridge = BridgeCaller()

    private func message(_ content: InboundMessage.Content, id: String = "msg_1") -> InboundMessage {
        InboundMessage(
            channel: "bridge", externalID: id, sender: "u1", sentAt: Instant(seconds: 1_614_265_330),
            content: content)
    }

    static let bodies: [(String, [(String, InboundMessage.Content)])] = [
        ("{\"id\":\"1\",\"from\":\"u1\",\"text\":\"灯坏了\"}", [("msg_1", .text("灯坏了"))]),
        ("{\"id\":\"1\",\"from\":\"u1\",\"text\":\"\",\"attachments\":[]}", [("msg_1", .text(""))]),
        ("{\"from\":\"u1\",\"text\":\"a\\u0000b\",\"attachments\":null}", [("msg_1", .text("a\u{FFFD}b"))]),
        (
            "{\"from\":\"u1\",\"text\":\"看\",\"attachments\":[{\"kind\":\"image\",\"media\":\"m1\"},"
                + "{\"kind\":\"file\",\"media\":\"m2\"}]}",
            [
                ("msg_1", .text("看")), ("msg_1#1", .image(media: "m1")),
                ("msg_1#2", .unsupported(kind: "file")),
            ]
        ),
        (
            "{\"from\":\"u1\",\"text\":\"\",\"attachments\":[{\"kind\":\"voice\",\"media\":\"m\","
                + "\"text\":\"停电\"}]}",
            [("msg_1", .voice(media: "m", recognised: "停电"))]
        ),
        (
            "{\"from\":\"u1\",\"attachments\":[{\"kind\":\"location\",\"latitude\":31.2,\"longitude\":121,"
                + "\"label\":\"东门\"}]}",
            [("msg_1", .location(latitude: 31.2, longitude: 121, label: "东门"))]
        ),
    ]

    @Test(arguments: bodies)
    func reads(body: String, contents: [(String, InboundMessage.Content)]) throws {
        let expected = contents.map { message($0.1, id: $0.0) }
        #expect(Outcome(try bridge.channel().receive(bridge.call(body: body))) == .messages(expected))
    }

    @Test(arguments: [
        "", "{}", "[]", "{\"from\":\"u1\"}", "{\"text\":\"a\"}", "{\"from\":\"\",\"text\":\"a\"}",
        "{\"from\":7,\"text\":\"a\"}", "{\"from\":\"u1\",\"from\":\"u2\",\"text\":\"a\"}",
        "{\"from\":\"u1\",\"text\":7}", "{\"from\":\"u 1\",\"text\":\"a\"}",
        "{\"from\":\"u1\",\"attachments\":[{\"kind\":\"image\"}]}",
        "{\"from\":\"u1\",\"attachments\":[{\"kind\":\"location\",\"latitude\":91,\"longitude\":1}]}",
        "{\"from\":\"u1\",\"attachments\":[1,2,3,4,5,6,7,8,9,10,11]}", "{\"from\":\"u1\",\"text\":\"a\"} x",
    ])
    func authenticButUnreadable(body: String) throws {
        #expect(Outcome(try bridge.channel().receive(bridge.call(body: body))) == .refused(400))
    }

    @Test func signatureVectors() throws {
        let vector = try #require(try Vector.all("webhook_signature_v1").first)
        let signer = try #require(StandardSignature(secret: try vector.input("secret")))
        let (id, timestamp) = (try vector.input("webhook_id"), try vector.input("webhook_timestamp"))
        let body = Array(try vector.input("raw_body").utf8)
        let signature = try vector.expectation("signature")
        #expect(signer.sign(id: id, timestamp: timestamp, body: body) == signature)
        #expect(signer.verifies(signature, id: id, timestamp: timestamp, body: body))
        let forged = try vector.expectation("must_reject")
        #expect(!signer.verifies(forged, id: id, timestamp: timestamp, body: body))
        let list = try #require(try Vector.all("multi_signature").first)
        #expect(signer.verifies(try list.input("header"), id: id, timestamp: timestamp, body: body))
        #expect(signer.verifies("nonsense \(signature)", id: id, timestamp: timestamp, body: body))
        let other = signature.replacing("v1,", with: "v2,")
        #expect(!signer.verifies(other, id: id, timestamp: timestamp, body: body))
        #expect(!signer.verifies("", id: id, timestamp: timestamp, body: body))
        #expect(!signer.verifies("v1, v1,=", id: id, timestamp: timestamp, body: body))
    }

    @Test func secretsWithoutPadding() throws {
        for vector in try Vector.all("unpadded_secret") {
            let bare = try #require(StandardSignature(secret: try vector.input("secret")))
            let whole = "whsec_" + (try vector.expectation("equals_secret"))
            let padded = try #require(StandardSignature(secret: whole))
            #expect(
                bare.sign(id: "a", timestamp: "1", body: [1])
                    == padded.sign(id: "a", timestamp: "1", body: [1]))
        }
        for secret in ["", "whsec_", "whsec_AAAA", "whsec_****************************"] {
            #expect(StandardSignature(secret: secret) == nil)
        }
    }

    @Test func notAuthentic() throws {
        let channel = try bridge.channel()
        let body = "{\"from\":\"u1\",\"text\":\"a\"}"
        let good = bridge.call(body: body)
        for name in ["webhook-id", "webhook-timestamp", "webhook-signature"] {
            var call = good
            call.headers[name] = nil
            #expect(Outcome(channel.receive(call)) == .refused(401))
            call.headers[name] = (good.headers[name] ?? "") + "0"
            #expect(Outcome(channel.receive(call)) == .refused(401))
        }
        var call = good
        call.body.append(0x20)
        #expect(Outcome(channel.receive(call)) == .refused(401))
        for seconds in [-301, 301] as [Int64] {
            call = good
            call.receivedAt = good.receivedAt + .seconds(seconds)
            #expect(Outcome(channel.receive(call)) == .refused(401))
        }
        // A dot moves the border between the signed parts: the same signature would fit another id.
        #expect(Outcome(channel.receive(bridge.call(id: "msg.1", body: body))) == .refused(401))
        call = good
        call.method = .get
        #expect(Outcome(channel.receive(call)) == .refused(400))
    }

    @Test func writesExactly() throws {
        let message = OutboundMessage(
            channel: "bridge", recipient: "u\"1", text: "好\n的 😀", idempotencyKey: "0193-k_1")
        let request = try bridge.channel().encode(
            message, token: nil, at: Instant(milliseconds: 1_614_265_330_999))
        let body = "{\"id\":\"0193-k_1\",\"to\":\"u\\\"1\",\"text\":\"好\\n的 😀\"}"
        #expect(String(decoding: request.body, as: UTF8.self) == body)
        #expect(request.url == "https://bridge.example/in")
        #expect(
            request.headers == [
                .init("content-type", "application/json; charset=utf-8"), .init("webhook-id", "0193-k_1"),
                .init("webhook-timestamp", "1614265330"),
                .init(
                    "webhook-signature",
                    bridge.signature(id: "0193-k_1", timestamp: "1614265330", body: body)),
            ])
    }

    @Test func keysThatNoHeaderTakes() throws {
        let channel = try bridge.channel()
        let requests = ["a.b", "a\r\nb", "", String(repeating: "k", count: 300)].map {
            channel.encode(
                OutboundMessage(channel: "bridge", recipient: "u", text: "t", idempotencyKey: $0), token: nil,
                at: Instant(seconds: 1))
        }
        let ids = requests.map { $0.headers[1].value }
        #expect(Set(ids).count == 4)
        #expect(ids.allSatisfy { $0.count == 64 && $0.allSatisfy(\.isHexDigit) })
    }

    @Test(
        arguments: [
            (200, nil, .accepted(platformID: nil)), (204, nil, .accepted(platformID: nil)),
            (410, nil, .refused(reason: "HTTP 410: the bridge wants no more messages")),
            (429, "17", .retry(after: .seconds(17), reason: "HTTP 429")),
            (503, "Wed, 21 Oct 2026 07:28:00 GMT", .retry(after: nil, reason: "HTTP 503")),
            (500, "-1", .retry(after: nil, reason: "HTTP 500")),
            (429, "99999999", .retry(after: .days(1), reason: "HTTP 429")),
            (302, nil, .retry(after: nil, reason: "HTTP 302: redirects are not followed")),
            (404, nil, .retry(after: nil, reason: "HTTP 404")),
        ] as [(Int, String?, PushVerdict)])
    func verdicts(status: Int, pause: String?, verdict: PushVerdict) throws {
        let headers = pause.map { ["retry-after": $0] } ?? [:]
        let response = PushResponse(status: status, headers: headers, body: [])
        #expect(try bridge.channel().verdict(on: response) == verdict)
    }
}
