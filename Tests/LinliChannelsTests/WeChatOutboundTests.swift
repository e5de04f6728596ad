import LinliModel
import Testing

@testable import LinliChannels

/// The second table of the channel: what goes out, byte for byte, and what the answers mean.
@Suite("WeChat: from messages to exact requests")
struct WeChatOutboundTests {
    private func message(_ text: String, to recipient: String = "oResidentA") -> OutboundMessage {
        OutboundMessage(channel: "oa", recipient: recipient, text: text, idempotencyKey: "k")
    }

    @Test(arguments: [
        ("好的", "好的"), ("3栋 😀 👨‍👩‍👧", "3栋 😀 👨‍👩‍👧"), ("\"引\"\\/<b>&", "\\\"引\\\"\\\\/<b>&"),
        ("行1\n行2\r\n\t末", "行1\\n行2\\r\\n\\t末"), ("a\u{1}b\u{1F}c\0d", "a b c d"),
        ("\u{2028}\u{7F}é", "\u{2028}\u{7F}é"),
    ])
    func textBodies(text: String, written: String) throws {
        let request = try WeChatSealer().channel().encode(message(text), token: "T", at: Instant(seconds: 0))
        let expected =
            "{\"touser\":\"oResidentA\",\"msgtype\":\"text\",\"text\":{\"content\":\"\(written)\"}}"
        #expect(String(decoding: request.body, as: UTF8.self) == expected)
        #expect(request.method == .post)
        #expect(request.url == "https://api.weixin.qq.com/cgi-bin/message/custom/send?access_token=T")
        #expect(request.headers == [.init("content-type", "application/json; charset=utf-8")])
    }

    /// The shape is that of the platform's page on customer service messages, `msgmenu`.
    @Test func buttonsAreAMenuWhereTheAccountMayShowOne() throws {
        var asked = message("确定吗？")
        asked.buttons = ["确认", "不\""]
        let account = try WeChatSealer().channel(mode: nil, ["menus": "true"])
        let menu = account.encode(asked, token: "T", at: Instant(seconds: 0))
        #expect(
            String(decoding: menu.body, as: UTF8.self)
                == #"{"touser":"oResidentA","msgtype":"msgmenu","msgmenu":{"head_content":"确定吗？","#
                + #""list":[{"id":"1","content":"确认"},{"id":"2","content":"不\""}],"tail_content":""}}"#)
        let plain = message("确定吗？")
        #expect(
            account.encode(plain, token: "T", at: Instant(seconds: 0))
                == (try WeChatSealer().channel().encode(asked, token: "T", at: Instant(seconds: 0))))
        asked.text = String(repeating: "长", count: 342)
        let body = account.encode(asked, token: "T", at: Instant(seconds: 0)).body
        #expect(String(decoding: body, as: UTF8.self).contains("\"msgtype\":\"text\""))
        #expect(throws: Finding.self) { try WeChatSealer().channel(mode: nil, ["menus": "yes"]) }
    }

    @Test func tokensAreEncodedInTheAddress() throws {
        let channel = try WeChatSealer().channel(mode: nil, ["api_base": "http://127.0.0.1:9000/"])
        let request = channel.encode(message("a"), token: "a-B_9+/&=", at: Instant(seconds: 0))
        #expect(
            request.url
                == "http://127.0.0.1:9000/cgi-bin/message/custom/send?access_token=a-B_9%2B%2F%26%3D")
        #expect(channel.configuredOrigins == ["http://127.0.0.1:9000"])
        #expect(try WeChatSealer().channel().configuredOrigins.isEmpty)
    }

    @Test func asksForATokenExactly() throws {
        let channel = try WeChatSealer().channel()
        let request = try #require(channel.tokenRequest(forceRefresh: false))
        #expect(request.url == "https://api.weixin.qq.com/cgi-bin/stable_token")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "{\"grant_type\":\"client_credential\",\"appid\":\"wx0123456789abcdef\","
                + "\"secret\":\"secretOfTheTest\",\"force_refresh\":false}")
        let forced = try #require(channel.tokenRequest(forceRefresh: true))
        #expect(String(decoding: forced.body, as: UTF8.self).hasSuffix("\"force_refresh\":true}"))
    }

    private func response(_ body: String, status: Int = 200, _ headers: [String: String] = [:])
        -> PushResponse
    {
        PushResponse(status: status, headers: headers, body: Array(body.utf8))
    }

    static let verdicts: [(String, PushVerdict)] = [
        ("{\"errcode\":0,\"errmsg\":\"ok\"}", .accepted(platformID: nil)),
        ("{\"errcode\":0,\"errmsg\":\"ok\",\"msgid\":206227730}", .accepted(platformID: "206227730")),
        ("{\"errcode\":40001,\"errmsg\":\"invalid credential\"}", .tokenExpired),
        ("{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}", .tokenExpired),
        ("{\"errcode\":42001,\"errmsg\":\"access_token expired\"}", .tokenExpired),
        ("{\"errcode\":41001,\"errmsg\":\"access_token missing\"}", .tokenExpired),
        (
            "{\"errcode\":-1,\"errmsg\":\"system error\"}",
            .retry(after: nil, reason: "errcode -1 platform busy")
        ),
        (
            "{\"errcode\":45009,\"errmsg\":\"limit\"}",
            .retry(after: .hours(3), reason: "errcode 45009 daily quota used up")
        ),
        (
            "{\"errcode\":45011,\"errmsg\":\"freq\"}",
            .retry(after: .seconds(60), reason: "errcode 45011 too many a minute")
        ),
        (
            "{\"errcode\":45015,\"errmsg\":\"response out of time limit rid: 64-ab-0c hint: [x]\"}",
            .windowClosed(reason: "errcode 45015 outside the reply window or not following (rid 64-ab-0c)")
        ),
        (
            "{\"errcode\":45047,\"errmsg\":\"out of response count limit\"}",
            .windowClosed(reason: "errcode 45047 count of the reply window used up")
        ),
        (
            "{\"errcode\":40003,\"errmsg\":\"invalid openid oResidentA\"}",
            .refused(reason: "errcode 40003 openid not known to this account")
        ),
        ("{\"errcode\":43004}", .refused(reason: "errcode 43004 not following")),
        ("{\"errcode\":43019}", .refused(reason: "errcode 43019 on the account's black list")),
        ("{\"errcode\":48002}", .refused(reason: "errcode 48002 the person turned messages off")),
        ("{\"errcode\":50005}", .refused(reason: "errcode 50005 not following")),
        (
            "{\"errcode\":40164}",
            .refused(
                reason: "errcode 40164 our address is not on the account's list: a person must add it")
        ),
        (
            "{\"errcode\":48001}",
            .refused(
                reason: "errcode 48001 interface not authorised: a person must enable it")
        ),
        ("{\"errcode\":99999}", .retry(after: nil, reason: "errcode 99999")),
        ("", .retry(after: nil, reason: "unreadable answer")),
        ("{}", .retry(after: nil, reason: "unreadable answer")),
        ("{\"errcode\":\"0\"}", .retry(after: nil, reason: "unreadable answer")),
        ("{\"errcode\":0.0}", .retry(after: nil, reason: "unreadable answer")),
        ("{\"errcode\":0,\"errcode\":45015}", .retry(after: nil, reason: "unreadable answer")),
        ("{\"errcode\":0", .retry(after: nil, reason: "unreadable answer")),
        ("{\"errcode\":0}}", .retry(after: nil, reason: "unreadable answer")),
        ("<html>ok</html>", .retry(after: nil, reason: "unreadable answer")),
        ("[0]", .retry(after: nil, reason: "unreadable answer")),
        ("null", .retry(after: nil, reason: "unreadable answer")),
    ]

    @Test(arguments: verdicts) func verdictsComeFromTheBody(body: String, verdict: PushVerdict) throws {
        #expect(try WeChatSealer().channel().verdict(on: response(body)) == verdict)
    }

    @Test(
        arguments: [(500, nil), (502, nil), (301, nil), (404, nil), (204, nil), (503, 30)] as [(Int, Int64?)])
    func onlyTwoHundredIsRead(status: Int, pause: Int64?) throws {
        let headers = pause.map { ["retry-after": String($0)] } ?? [:]
        let verdict = try WeChatSealer().channel().verdict(
            on: response("{\"errcode\":0}", status: status, headers))
        #expect(verdict == .retry(after: pause.map(TimeSpan.seconds), reason: "HTTP \(status)"))
    }

    static let tokens: [(String, TokenVerdict)] = [
        ("{\"access_token\":\"abc-_9\",\"expires_in\":7200}", .token("abc-_9", lifetime: .seconds(7200))),
        ("{\"access_token\":\"\",\"expires_in\":7200}", .retry(reason: "unreadable token")),
        ("{\"access_token\":\"a b\",\"expires_in\":7200}", .retry(reason: "unreadable token")),
        ("{\"access_token\":\"abc\"}", .retry(reason: "unreadable token")),
        ("{\"access_token\":\"abc\",\"expires_in\":0}", .retry(reason: "unreadable token")),
        ("{\"access_token\":\"abc\",\"expires_in\":-5}", .retry(reason: "unreadable token")),
        ("{\"access_token\":\"abc\",\"expires_in\":\"7200\"}", .retry(reason: "unreadable token")),
        (
            "{\"errcode\":40013,\"errmsg\":\"invalid appid rid: 6-a\"}",
            .refused(
                reason: "errcode 40013 app_id not accepted: a person must correct it (rid 6-a)")
        ),
        (
            "{\"errcode\":40125}",
            .refused(
                reason: "errcode 40125 app_secret not accepted: a person must correct it")
        ),
        (
            "{\"errcode\":40164}",
            .refused(
                reason: "errcode 40164 our address is not on the account's list: a person must add it")
        ),
        ("{\"errcode\":-1}", .retry(reason: "errcode -1 platform busy")),
        ("{\"errcode\":45009}", .retry(reason: "errcode 45009 daily quota used up")),
        ("{\"errcode\":0}", .retry(reason: "unreadable answer")),
        ("", .retry(reason: "unreadable answer")),
    ]

    @Test(arguments: tokens) func tokenAnswers(body: String, verdict: TokenVerdict) throws {
        #expect(try WeChatSealer().channel().token(from: response(body)) == verdict)
    }

    @Test func windows() throws {
        let limits = try WeChatSealer().channel().limits
        #expect(limits.textBytes == 2_048)
        #expect(limits.window == .init(span: .hours(48), messages: 5))
        #expect(limits.eventWindow == .init(span: .minutes(1), messages: 3))
        #expect(!limits.takesIdempotencyKey)
    }
}
