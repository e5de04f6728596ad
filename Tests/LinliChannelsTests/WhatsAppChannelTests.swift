import Crypto
import Foundation
import LinliModel
import Testing

@testable import LinliChannels

@Suite("WhatsApp: calls of a business's number")
struct WhatsAppChannelTests {
    private let now = Instant(seconds: 1_773_799_201)

    private func channel() throws -> any Channel {
        try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "wa", kind: .whatsapp, estate: "HTL",
                fields: [
                    "phone_number_id": "1065", "app_secret": "s3cr3t", "access_token": "t0k3n",
                    "verify_token": "w0rd",
                ]))
    }

    /// The platform's side, written from platforms.md 7 on its own.
    private func call(_ body: String, secret: String = "s3cr3t") -> WebhookRequest {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data(body.utf8), using: SymmetricKey(data: Data(secret.utf8)))
        return WebhookRequest(
            method: .post,
            headers: [
                "x-hub-signature-256": "sha256=" + code.map { String(format: "%02x", $0) }.joined()
            ],
            body: Array(body.utf8), receivedAt: now)
    }

    private func body(_ value: String, number: String = "1065", field: String = "messages") -> String {
        #"{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"\#(field)","value":"#
            + #"{"metadata":{"phone_number_id":"\#(number)"},\#(value)}}]}]}"#
    }

    private func message(_ more: String, from: String = #""from":"8613800000001","#) -> String {
        #"{\#(from)"id":"wamid.1","timestamp":"1773799199",\#(more)}"#
    }

    private func outcome(_ value: String) throws -> Outcome {
        Outcome(try channel().receive(call(body(value))))
    }

    private func contents(_ messages: String...) throws -> [InboundMessage.Content]? {
        let value = #""messages":[\#(messages.joined(separator: ","))]"#
        guard case .messages(let messages) = try outcome(value) else { return nil }
        return messages.map(\.content)
    }

    @Test("A text is read as the platform escapes it")
    func aTextIsRead() throws {
        let text = #""type":"text","text":{"body":"3\u680b\u706f\u574f\u4e86 a\/b"}"#
        let expected = InboundMessage(
            channel: "wa", externalID: "wamid.1", sender: "8613800000001",
            sentAt: Instant(seconds: 1_773_799_199), content: .text("3栋灯坏了 a/b"))
        #expect(try outcome(#""messages":[\#(message(text))]"#) == .messages([expected]))
    }

    @Test("Who hides his number is known by the id that the business has for him")
    func namedPeople() throws {
        let text = message(#""type":"text","text":{"body":"a"}"#, from: "")
        let value = #""contacts":[{"user_id":"CN.13491208655302741918"}],"messages":[\#(text)]"#
        guard case .messages(let messages) = try outcome(value) else {
            Issue.record("refused")
            return
        }
        #expect(messages.map(\.sender) == ["CN.13491208655302741918"])
        #expect(try outcome(#""messages":[\#(text)]"#) == .refused(400))
    }

    private static let readings: [(String, [InboundMessage.Content])] = [
        (
            #""type":"image","image":{"id":"9","caption":"漏水"}"#, [.text("漏水"), .image(media: "9")]
        ),
        (#""type":"audio","audio":{"id":"9","voice":true}"#, [.voice(media: "9", recognised: nil)]),
        (
            #""type":"location","location":{"latitude":26.1,"longitude":119.3,"name":"东门"}"#,
            [.location(latitude: 26.1, longitude: 119.3, label: "东门")]
        ),
        (
            #""type":"interactive","interactive":{"type":"button_reply","#
                + #""button_reply":{"id":"1","title":"是"}}"#,
            [.text("是")]
        ),
        (#""type":"button","button":{"payload":"p","text":"进度"}"#, [.text("进度")]),
        (#""type":"sticker","sticker":{"id":"9"}"#, [.unsupported(kind: "sticker")]),
        (#""type":"reaction","reaction":{"emoji":"x"}"#, []),
    ]

    @Test(arguments: readings)
    func reads(more: String, expected: [InboundMessage.Content]) throws {
        #expect(try contents(message(more)) == expected)
    }

    @Test("Messages of a batch are all heard, but for what cannot be read and what is another number's")
    func batches() throws {
        let good = message(#""type":"text","text":{"body":"灯坏了"}"#)
        #expect(try contents(message(#""type":"text""#), good, good) == [.text("灯坏了"), .text("灯坏了")])
        #expect(try contents(message(#""type":"text""#)) == nil)
        let others = [
            body(#""messages":[\#(good)]"#, number: "2"), body(#""messages":[\#(good)]"#, field: "flows"),
        ]
        for body in others {
            #expect(Outcome(try channel().receive(call(body))) == .messages([]))
        }
    }

    @Test("What did not arrive comes back, with the reason that the platform gives")
    func statuses() throws {
        func status(_ kind: String, _ code: Int) -> String {
            #"{"id":"wamid.7","status":"\#(kind)","recipient_id":"8613800000001","#
                + #""errors":[{"code":\#(code)}]}"#
        }
        func lost(_ verdict: PushVerdict) -> Outcome {
            .report(
                [Undelivered(recipient: "8613800000001", platformID: "wamid.7", verdict: verdict)], beside: []
            )
        }
        #expect(
            try outcome(#""statuses":[\#(status("failed", 131_047))]"#)
                == lost(.windowClosed(reason: "not delivered: code 131047 24 hours are over")))
        #expect(
            try outcome(#""statuses":[\#(status("failed", 131_026))]"#)
                == lost(.refused(reason: "not delivered: code 131026")))
        #expect(
            try outcome(#""statuses":[\#(status("delivered", 0)),\#(status("read", 0))]"#) == .messages([]))
    }

    @Test func addressCheck() throws {
        func check(_ token: String, mode: String = "subscribe", again: Bool = false) throws -> Outcome {
            let query = [("hub.mode", mode), ("hub.verify_token", token), ("hub.challenge", "1158201444")]
            return Outcome(
                try channel().receive(
                    WebhookRequest(
                        method: .get,
                        query: (query + (again ? [query[1]] : [])).map { (name: $0.0, value: $0.1) },
                        receivedAt: now)))
        }
        #expect(try check("w0rd") == .handshake("1158201444"))
        #expect(try check("word") == .refused(401))
        #expect(try check("w0rd", mode: "unsubscribe") == .refused(401))
        #expect(try check("w0rd", again: true) == .refused(401))
    }

    @Test func forgeries() throws {
        let whole = body(#""messages":[]"#)
        #expect(Outcome(try channel().receive(call(whole, secret: "other"))) == .refused(401))
        var changed = call(whole)
        changed.body.append(0x20)
        #expect(Outcome(try channel().receive(changed)) == .refused(401))
        changed.headers = [:]
        #expect(Outcome(try channel().receive(changed)) == .refused(401))
        for body in ["", "{}", #"{"object":"page","entry":[]}"#] {
            #expect(Outcome(try channel().receive(call(body))) == .refused(400))
        }
    }

    private func sent(_ recipient: String, _ text: String, _ buttons: [String] = []) throws -> PushRequest {
        try channel().encode(
            OutboundMessage(
                channel: "wa", recipient: recipient, text: text, buttons: buttons, idempotencyKey: "k"),
            token: nil, at: now)
    }

    @Test func requests() throws {
        let request = try sent("8613800000001", "好\n1")
        #expect(request.url == "https://graph.facebook.com/1065/messages")
        #expect(request.headers.contains(.init("authorization", "Bearer t0k3n")))
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"messaging_product":"whatsapp","recipient_type":"individual","to":"8613800000001","#
                + #""type":"text","text":{"preview_url":false,"body":"好\n1"}}"#)
        let named = String(decoding: try sent("CN.1349", "好").body, as: UTF8.self)
        #expect(named.contains(#""recipient":"CN.1349""#) && !named.contains(#""to""#))
    }

    @Test("Buttons only where all of them fit")
    func buttons() throws {
        let pressed = try JSONSerialization.jsonObject(with: Data(try sent("1", "好", ["是", "不是"]).body))
        let interactive = try #require((pressed as? [String: Any])?["interactive"] as? [String: Any])
        let action = try #require(interactive["action"] as? [String: Any])
        let replies = try #require(action["buttons"] as? [[String: Any]])
        #expect(replies.compactMap { ($0["reply"] as? [String: String])?["title"] } == ["是", "不是"])
        let long = String(repeating: "长", count: 21)
        for buttons in [["1", "2", "3", "4"], [long], ["是", "是"]] {
            #expect(String(decoding: try sent("1", "好", buttons).body, as: UTF8.self).contains(#""text":{"#))
        }
    }

    @Test("Free words go out for a day after the person wrote")
    func window() throws {
        #expect(try channel().limits.window?.span == .hours(24))
        #expect(try channel().needsWindow("8613800000001"))
    }

    @Test(
        arguments: [
            (200, #"{"messages":[{"id":"wamid.9"}]}"#, .accepted(platformID: "wamid.9")),
            (200, #"{"id":"1065"}"#, .accepted(platformID: nil)),
            (
                400, #"{"error":{"code":131047,"message":"王"}}"#,
                .windowClosed(reason: "code 131047 24 hours are over")
            ),
            (
                400, #"{"error":{"code":131056}}"#,
                .retry(after: .seconds(12), reason: "code 131056 too many to him")
            ),
            (
                401, #"{"error":{"code":190}}"#,
                .tokenRefused(reason: "code 190 access_token not accepted: a person must correct it")
            ),
            (
                403, #"{"error":{"code":10}}"#,
                .refused(reason: "code 10 a right is missing: a person must add it")
            ),
            (400, #"{"error":{"code":132000}}"#, .refused(reason: "HTTP 400 code 132000")),
            (500, #"{"error":{"code":7}}"#, .retry(after: nil, reason: "HTTP 500 code 7")),
            (502, "<html>", .retry(after: nil, reason: "HTTP 502")),
        ] as [(Int, String, PushVerdict)])
    func verdicts(status: Int, body: String, verdict: PushVerdict) throws {
        #expect(
            try channel().verdict(on: PushResponse(status: status, body: Array(body.utf8))) == verdict)
    }
}
