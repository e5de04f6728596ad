import Crypto
import Foundation
import LinliModel
import Testing

@testable import LinliChannels

@Suite("Slack: an app's events")
struct SlackChannelTests {
    private func channel() throws -> any Channel {
        try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "slack", kind: .slack, estate: "HTL",
                fields: ["signing_secret": "s3cr3t", "bot_token": "xoxb-1"]))
    }

    /// The platform's side, written from platforms.md 8 on its own.
    private func call(
        _ body: String, secret: String = "s3cr3t", timestamp: String = "1773799200", late: Int64 = 1
    ) -> WebhookRequest {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("v0:\(timestamp):\(body)".utf8), using: SymmetricKey(data: Data(secret.utf8)))
        return WebhookRequest(
            method: .post,
            headers: [
                "x-slack-signature": "v0=" + code.map { String(format: "%02x", $0) }.joined(),
                "x-slack-request-timestamp": timestamp,
            ],
            body: Array(body.utf8), receivedAt: Instant(seconds: 1_773_799_200 + late))
    }

    private func event(_ more: String, type: String = "message", text: String = "3栋灯坏了") -> String {
        #"{"type":"event_callback","event_id":"Ev1","event":{"type":"\#(type)","user":"U1","channel":"D1","#
            + #""ts":"1773799199.000200","text":"\#(text)"\#(more)}}"#
    }

    private let alone = #","channel_type":"im""#

    private func contents(_ body: String) throws -> [InboundMessage.Content]? {
        guard case .messages(let messages) = Outcome(try channel().receive(call(body))) else { return nil }
        return messages.map(\.content)
    }

    @Test("A message is known by its place and time, whatever event brings it")
    func aTextIsRead() throws {
        let expected = InboundMessage(
            channel: "slack", externalID: "D1:1773799199.000200", sender: "U1",
            sentAt: Instant(seconds: 1_773_799_199), content: .text("3栋灯坏了"))
        for body in [
            event(alone), event(alone).replacing("Ev1", with: "Ev2"), event("", type: "app_mention"),
        ] {
            #expect(Outcome(try channel().receive(call(body))) == .messages([expected]))
        }
    }

    @Test(arguments: [
        ("<@U9> 灯坏了", "灯坏了"), ("看 <https://a.cn/b|这里>", "看 这里"), ("<https://a.cn>", "https://a.cn"),
        ("<#C1|物业> 1 &lt; 2 &amp;&amp; 3", "#物业 1 < 2 && 3"), ("<!channel> 停水", "停水"), ("a < b", "a < b"),
        ("&amp;lt;", "&lt;"),
    ])
    func marks(marked: String, plain: String) throws {
        #expect(try contents(event(alone, text: marked)) == [.text(plain)])
    }

    @Test func files() throws {
        let files =
            #","channel_type":"im","subtype":"file_share","files":[{"id":"F1","mimetype":"image/png"},"#
            + #"{"id":"F2","mimetype":"application/pdf"}]"#
        #expect(
            try contents(event(files)) == [
                .text("3栋灯坏了"), .image(media: "F1"), .unsupported(kind: "file"),
            ])
    }

    @Test(arguments: [
        #","channel_type":"channel""#, #","channel_type":"im","bot_id":"B1""#,
        #","channel_type":"im","subtype":"message_changed""#,
    ])
    func notForUs(more: String) throws {
        #expect(try contents(event(more)) == [])
        #expect(try contents(#"{"type":"app_rate_limited"}"#) == [])
    }

    @Test("The address check is signed too, and answered with its word")
    func challenge() throws {
        let body = #"{"type":"url_verification","challenge":"3eZbrw1a"}"#
        #expect(Outcome(try channel().receive(call(body))) == .handshake("3eZbrw1a"))
        #expect(Outcome(try channel().receive(call(body, secret: "x"))) == .refused(401))
    }

    @Test("The platform's published signature fits")
    func publishedSignature() {
        let body =
            "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
            + "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
            + "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
            + "96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
        let signature = SlackSignature(secret: "8f742231b10e8888abcd99yyyzzz85a5")
        #expect(
            signature.verifies(
                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
                timestamp: "1531420618", body: Array(body.utf8)))
    }

    @Test func forgeries() throws {
        let body = event(alone)
        #expect(Outcome(try channel().receive(call(body, secret: "other"))) == .refused(401))
        #expect(Outcome(try channel().receive(call(body, late: 301))) == .refused(401))
        #expect(Outcome(try channel().receive(call(body, late: -301))) == .refused(401))
        #expect(Outcome(try channel().receive(call(body, timestamp: "x"))) == .refused(401))
        var changed = call(body)
        changed.body.append(0x20)
        #expect(Outcome(try channel().receive(changed)) == .refused(401))
        changed.headers = [:]
        #expect(Outcome(try channel().receive(changed)) == .refused(401))
    }

    @Test(arguments: [
        "", "payload=%7B%7D", "{}", #"{"type":"event_callback"}"#,
        #"{"type":"event_callback","event":{"type":"message","channel_type":"im","text":"a"}}"#,
    ])
    func authenticButUnreadable(body: String) throws {
        #expect(Outcome(try channel().receive(call(body))) == .refused(400))
    }

    @Test("Words of a resident that come back call nobody")
    func requests() throws {
        let request = try channel().encode(
            OutboundMessage(
                channel: "slack", recipient: "U1", text: "<!channel> 1 & 2", idempotencyKey: "k"),
            token: nil, at: Instant(seconds: 0))
        #expect(request.url == "https://slack.com/api/chat.postMessage")
        #expect(request.headers.contains(.init("authorization", "Bearer xoxb-1")))
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"channel":"U1","text":"&lt;!channel&gt; 1 &amp; 2","mrkdwn":false,"#
                + #""unfurl_links":false,"unfurl_media":false}"#)
    }

    @Test(
        arguments: [
            (200, #"{"ok":true,"ts":"1.2","channel":"D1"}"#, [:], .accepted(platformID: "1.2")),
            (
                200, #"{"ok":false,"error":"token_revoked"}"#, [:],
                .tokenRefused(reason: "token_revoked: bot_token not accepted: a person must correct it")
            ),
            (200, #"{"ok":false,"error":"channel_not_found"}"#, [:], .refused(reason: "channel_not_found")),
            (
                200, #"{"ok":false,"error":"internal_error"}"#, [:],
                .retry(after: nil, reason: "internal_error")
            ),
            (
                200, #"{"ok":false,"error":"王 said"}"#, [:],
                .retry(after: nil, reason: "HTTP 200 unreadable answer")
            ),
            (429, "", ["retry-after": "9"], .retry(after: .seconds(9), reason: "HTTP 429 ratelimited")),
            (503, "<html>", [:], .retry(after: nil, reason: "HTTP 503")),
        ] as [(Int, String, [String: String], PushVerdict)])
    func verdicts(status: Int, body: String, headers: [String: String], verdict: PushVerdict) throws {
        let response = PushResponse(status: status, headers: headers, body: Array(body.utf8))
        #expect(try channel().verdict(on: response) == verdict)
    }
}
