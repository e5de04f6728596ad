import Crypto
import Foundation
import LinliModel
import Testing

@testable import LinliChannels

@Suite("LINE: an account's events")
struct LineChannelTests {
    private let now = Instant(seconds: 1_773_799_201)

    private func channel() throws -> any Channel {
        try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "line", kind: .line, estate: "HTL",
                fields: ["channel_secret": "s3cr3t", "access_token": "t0k3n"]))
    }

    /// The platform's side, written from platforms.md 6 on its own.
    private func call(_ body: String, secret: String = "s3cr3t") -> WebhookRequest {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(body.utf8), using: SymmetricKey(data: Data(secret.utf8)))
        return WebhookRequest(
            method: .post, headers: ["x-line-signature": Data(code).base64EncodedString()],
            body: Array(body.utf8), receivedAt: now)
    }

    private func event(_ more: String, id: String = "01H", source: String = "user") -> String {
        #"{"mode":"active","webhookEventId":"\#(id)","timestamp":1773799199000,"#
            + #""source":{"type":"\#(source)","userId":"U1"},\#(more)}"#
    }

    private func contents(_ events: String...) throws -> [InboundMessage.Content]? {
        let body = #"{"destination":"U0","events":[\#(events.joined(separator: ","))]}"#
        guard case .messages(let messages) = Outcome(try channel().receive(call(body))) else { return nil }
        return messages.map(\.content)
    }

    @Test func aTextIsRead() throws {
        let body = #"{"events":[\#(event(#""type":"message","message":{"type":"text","text":"灯坏了"}"#))]}"#
        let expected = InboundMessage(
            channel: "line", externalID: "01H", sender: "U1", sentAt: Instant(seconds: 1_773_799_199),
            content: .text("灯坏了"))
        #expect(Outcome(try channel().receive(call(body))) == .messages([expected]))
    }

    private static let readings: [(String, [InboundMessage.Content])] = [
        (#""type":"message","message":{"type":"image","id":"9"}"#, [.image(media: "9")]),
        (#""type":"message","message":{"type":"audio","id":"9"}"#, [.voice(media: "9", recognised: nil)]),
        (
            #""type":"message","message":{"type":"location","title":"东门","address":"1号","latitude":26.1,"#
                + #""longitude":119.3}"#,
            [.location(latitude: 26.1, longitude: 119.3, label: "东门 1号")]
        ),
        (#""type":"message","message":{"type":"sticker","id":"9"}"#, [.unsupported(kind: "sticker")]),
        (#""type":"follow""#, [.event(name: "subscribe", key: "")]),
        (#""type":"unfollow""#, [.event(name: "unsubscribe", key: "")]),
        (#""type":"postback","postback":{"data":"进度"}"#, [.event(name: "click", key: "进度")]),
        (#""type":"unsend""#, []),
    ]

    @Test(arguments: readings)
    func reads(more: String, expected: [InboundMessage.Content]) throws {
        #expect(try contents(event(more)) == expected)
    }

    @Test("The console's button sends no events, and what another program answers is left to it")
    func nothingToDo() throws {
        #expect(try contents() == [])
        let waiting = event(#""type":"message","message":{"type":"text","text":"a"}"#)
            .replacing("active", with: "standby")
        #expect(try contents(waiting) == [])
    }

    @Test("In a group the account hears what names it, without the name")
    func groups() throws {
        let named =
            #""type":"message","message":{"type":"text","text":"@邻里 灯坏了","mention":"#
            + #"{"mentionees":[{"index":0,"length":3,"isSelf":true}]}}"#
        #expect(try contents(event(named, source: "group")) == [.text("灯坏了")])
        let talk = #""type":"message","message":{"type":"text","text":"灯坏了"}"#
        #expect(try contents(event(talk, source: "group")) == [])
    }

    @Test("One event that cannot be read does not silence the others of its call")
    func mixed() throws {
        let good = event(#""type":"message","message":{"type":"text","text":"灯坏了"}"#)
        #expect(try contents(event(#""type":"message","message":{"type":"text"}"#), good) == [.text("灯坏了")])
        #expect(try contents(event(#""type":"message","message":{"type":"text"}"#)) == nil)
        #expect(try contents(event(#""type":"follow""#, id: "a b")) == nil)
    }

    @Test func forgeries() throws {
        let body = #"{"events":[]}"#
        #expect(Outcome(try channel().receive(call(body, secret: "other"))) == .refused(401))
        var changed = call(body)
        changed.body.append(0x20)
        #expect(Outcome(try channel().receive(changed)) == .refused(401))
        changed.headers = [:]
        #expect(Outcome(try channel().receive(changed)) == .refused(401))
        for body in ["", "{}", #"{"events":{}}"#] {
            #expect(Outcome(try channel().receive(call(body))) == .refused(400))
        }
    }

    @Test("A push has a UUID that every attempt shares, and buttons only where all of them fit")
    func requests() throws {
        func request(_ key: String, _ buttons: [String]) throws -> PushRequest {
            try channel().encode(
                OutboundMessage(
                    channel: "line", recipient: "U1", text: "好", buttons: buttons, idempotencyKey: key),
                token: nil, at: now)
        }
        let first = try request("k1", ["是"])
        #expect(first.url == "https://api.line.me/v2/bot/message/push")
        #expect(first.headers.contains(.init("authorization", "Bearer t0k3n")))
        let key = try #require(first.headers.first { $0.name == "x-line-retry-key" }?.value)
        #expect(UUID(uuidString: key) != nil)
        #expect(try request("k1", ["是"]) == first)
        #expect(try !request("k2", ["是"]).headers.contains(.init("x-line-retry-key", key)))
        #expect(
            String(decoding: first.body, as: UTF8.self)
                == #"{"to":"U1","messages":[{"type":"text","text":"好","quickReply":{"items":[{"type":"#
                + #""action","action":{"type":"message","label":"是","text":"是"}}]}}]}"#)
        let plain = #"{"to":"U1","messages":[{"type":"text","text":"好"}]}"#
        for buttons in [[], [String(repeating: "长", count: 21)], Array(repeating: "是", count: 14)] {
            #expect(String(decoding: try request("k1", buttons).body, as: UTF8.self) == plain)
        }
    }

    @Test(
        arguments: [
            (200, #"{"sentMessages":[{"id":"461"}]}"#, .accepted(platformID: "461")),
            (409, #"{"message":"The retry key is already accepted"}"#, .accepted(platformID: nil)),
            (400, "{}", .refused(reason: "HTTP 400 message not accepted, or no such person")),
            (
                401, "{}",
                .tokenRefused(reason: "HTTP 401 access_token not accepted: a person must correct it")
            ),
            (
                429, #"{"message":"You have reached your monthly limit."}"#,
                .windowClosed(reason: "HTTP 429 the month's messages are used up")
            ),
            (429, "{}", .retry(after: .seconds(60), reason: "HTTP 429 too many")),
            (500, "", .retry(after: nil, reason: "HTTP 500")),
        ] as [(Int, String, PushVerdict)])
    func verdicts(status: Int, body: String, verdict: PushVerdict) throws {
        #expect(
            try channel().verdict(on: PushResponse(status: status, body: Array(body.utf8))) == verdict)
    }
}
