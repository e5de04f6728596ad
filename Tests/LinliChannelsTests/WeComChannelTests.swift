import LinliModel
import Testing

@testable import LinliChannels

/// The platform's side of a call to an application, on top of the envelope that it shares with WeChat.
private struct WeComCaller {
    var sealer = WeChatSealer(appID: "ww0123456789abcdef")

    func channel(_ changes: [String: String?] = [:]) throws -> any Channel {
        var fields: [String: String] = [
            "corp_id": "ww0123456789abcdef", "agent_id": "1000002", "secret": "secretOfTheTest",
            "token": sealer.token, "encoding_aes_key": sealer.encodingKey,
        ]
        for (name, value) in changes { fields[name] = value }
        return try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "work", kind: .wecom, estate: "HTL", fields: fields, file: "channels.yaml", line: 3))
    }

    func query(_ sealed: String) -> [(name: String, value: String)] {
        sealer.query(sealed: sealed).filter { $0.name != "signature" }
    }

    func call(_ message: String) throws -> WebhookRequest {
        var call = try sealer.call(message)
        call.query.removeAll { $0.name == "signature" }
        return call
    }

    func text(_ words: String, agent: String = "1000002") -> String {
        "<xml><ToUserName>ww0123456789abcdef</ToUserName><FromUserName>LinMei</FromUserName>"
            + "<CreateTime>1773799190</CreateTime><MsgType>text</MsgType><Content>\(words)</Content>"
            + "<MsgId>77</MsgId><AgentID>\(agent)</AgentID></xml>"
    }
}

@Suite("WeCom: an application of an enterprise")
struct WeComChannelTests {
    private let caller = WeComCaller()

    private func inbound(_ content: InboundMessage.Content, id: String = "77") -> InboundMessage {
        InboundMessage(
            channel: "work", externalID: id, sender: "LinMei", sentAt: Instant(seconds: 1_773_799_190),
            content: content)
    }

    @Test func aMessageOfAMember() throws {
        let call = try caller.call(caller.text("3栋灯坏了"))
        #expect(Outcome(try caller.channel().receive(call)) == .messages([inbound(.text("3栋灯坏了"))]))
    }

    @Test("A message to another application is not ours", arguments: ["1000003", "", "01000002"])
    func otherApplications(agent: String) throws {
        let call = try caller.call(caller.text("a", agent: agent))
        #expect(Outcome(try caller.channel().receive(call)) == .refused(400))
    }

    @Test func eventsOfTheMenu() throws {
        let click =
            "<xml><FromUserName>LinMei</FromUserName><CreateTime>1773799190</CreateTime>"
            + "<MsgType>event</MsgType><Event>click</Event><EventKey>我要报修</EventKey>"
            + "<AgentID>1000002</AgentID></xml>"
        guard case .messages(let messages) = Outcome(try caller.channel().receive(try caller.call(click)))
        else {
            Issue.record("an event is a message")
            return
        }
        #expect(messages.map(\.content) == [.event(name: "click", key: "我要报修")])
    }

    @Test("What the platform's own callbacks hold comes out of the channel")
    func callbacks() throws {
        for vector in try Vector.all("callback_post", platform: "wecom") where vector.inputs["body"] != nil {
            let channel = try caller.channel([
                "corp_id": try vector.expectation("receive_id"), "token": try vector.input("token"),
                "encoding_aes_key": try vector.input("encoding_aes_key"),
                "agent_id": try vector.expectation("agent_id"),
            ])
            let query = Self.items(try vector.input("query"))
            let call = WebhookRequest(
                method: .post, query: query, body: Array(try vector.input("body").utf8),
                receivedAt: Instant(seconds: 1_583_995_625))
            guard case .messages(let messages) = Outcome(channel.receive(call)) else {
                Issue.record("the published callback was refused")
                continue
            }
            #expect(messages.map(\.sender) == ["foobar"])
            #expect(messages.map(\.content) == [.text("x123")])
            #expect(messages.map(\.externalID) == ["2018405441"])
        }
    }

    /// `name=value` pairs, percent-decoded as the server does.
    private static func items(_ query: String) -> [(name: String, value: String)] {
        query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
            return (name: parts[0], value: parts[1].removingPercentEncoding ?? parts[1])
        }
    }

    @Test("An address check is answered with what was sealed")
    func handshakes() throws {
        for vector in try Vector.all("echostr_verify", platform: "wecom") {
            let receiver = vector.inputs["receive_id"] as? String ?? "ww6a112864f8022910"
            let channel = try caller.channel([
                "corp_id": receiver, "token": try vector.input("token"),
                "encoding_aes_key": try vector.input("encoding_aes_key"),
            ])
            let query =
                try (vector.inputs["query"] as? String).map(Self.items)
                ?? ["msg_signature", "timestamp", "nonce", "echostr"].map {
                    (name: $0, value: try vector.input($0))
                }
            let call = WebhookRequest(method: .get, query: query, receivedAt: Instant(seconds: 0))
            #expect(
                Outcome(channel.receive(call)) == .handshake(try vector.expectation("plain_echostr")))
            var forged = call
            let place = try #require(query.firstIndex { $0.name == "nonce" })
            forged.query[place].value += "1"
            #expect(Outcome(channel.receive(forged)) == .refused(401))
        }
    }

    @Test("Nothing unsealed, stale or sealed for somebody else is taken")
    func forgeries() throws {
        let channel = try caller.channel()
        let good = try caller.call(caller.text("a"))
        var plain = good
        plain.body = Array(caller.text("a").utf8)
        #expect(Outcome(channel.receive(plain)) == .refused(401))
        var late = good
        late.receivedAt = Instant(seconds: 1_773_799_200 + 301)
        #expect(Outcome(channel.receive(late)) == .refused(401))
        for name in ["msg_signature", "timestamp", "nonce"] {
            var call = good
            call.query.removeAll { $0.name == name }
            #expect(Outcome(channel.receive(call)) == .refused(401))
        }
        var other = caller
        other.sealer.appID = "ww9999999999999999"
        #expect(Outcome(channel.receive(try other.call(caller.text("a")))) == .refused(401))
        #expect(Outcome(channel.receive(try caller.call("<xml></xml>"))) == .refused(400))
    }

    @Test func requests() throws {
        let channel = try caller.channel()
        let token = try #require(channel.tokenRequest(forceRefresh: true))
        #expect(token.method == .get && token.body.isEmpty)
        #expect(
            token.url
                == "https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=ww0123456789abcdef"
                + "&corpsecret=secretOfTheTest")
        let message = OutboundMessage(
            channel: "work", recipient: "LinMei", text: "已登记\n\"R1\"", idempotencyKey: "k")
        let request = channel.encode(message, token: "T+", at: Instant(seconds: 0))
        #expect(request.url == "https://qyapi.weixin.qq.com/cgi-bin/message/send?access_token=T%2B")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"touser":"LinMei","msgtype":"text","agentid":1000002,"#
                + #""text":{"content":"已登记\n\"R1\""},"safe":0,"enable_duplicate_check":0}"#)
        #expect(channel.parts(of: String(repeating: "长", count: 1_000)).allSatisfy { $0.utf8.count <= 2_048 })
    }

    private static let refusal = "invaliduser: the person may not see this application"

    @Test(
        arguments: [
            (#"{"errcode":0,"errmsg":"ok","msgid":"m1"}"#, .accepted(platformID: "m1")),
            (#"{"errcode":0,"invaliduser":"LinMei"}"#, .refused(reason: refusal)),
            (#"{"errcode":0,"invaliduser":"","msgid":"m2"}"#, .accepted(platformID: "m2")),
            (#"{"errcode":42001}"#, .tokenExpired), (#"{"errcode":40014}"#, .tokenExpired),
            (#"{"errcode":45009}"#, .retry(after: .seconds(60), reason: "errcode 45009 too many a minute")),
            (#"{"errcode":-1}"#, .retry(after: nil, reason: "errcode -1 platform busy")),
            (#"{"errcode":81013}"#, .refused(reason: "errcode 81013 nobody to send to")),
            (#"{"msgid":"m"}"#, .retry(after: nil, reason: "unreadable answer")),
            ("no json", .retry(after: nil, reason: "unreadable answer")),
        ] as [(String, PushVerdict)])
    func verdicts(body: String, verdict: PushVerdict) throws {
        let response = PushResponse(status: 200, body: Array(body.utf8))
        #expect(try caller.channel().verdict(on: response) == verdict)
    }

    @Test func tokens() throws {
        let channel = try caller.channel()
        func token(_ body: String, status: Int = 200) -> TokenVerdict {
            channel.token(from: PushResponse(status: status, body: Array(body.utf8)))
        }
        #expect(
            token(#"{"errcode":0,"access_token":"t","expires_in":7200}"#)
                == .token("t", lifetime: .seconds(7_200)))
        #expect(token("", status: 502) == .retry(reason: "HTTP 502"))
        #expect(token(#"{"errcode":0,"access_token":"a b","expires_in":7200}"#) != token(""))
        guard case .refused(let reason) = token(#"{"errcode":60020,"errmsg":"from ip 1.2.3.4"}"#) else {
            Issue.record("a machine that is not trusted needs a person")
            return
        }
        #expect(reason.contains("60020") && !reason.contains("1.2.3.4"))
    }

    @Test(arguments: ["corp_id", "agent_id", "secret", "token", "encoding_aes_key"])
    func aMissingFieldIsNamed(name: String) throws {
        do {
            _ = try caller.channel([name: nil])
            Issue.record("\(name) is needed")
        } catch let finding as Finding {
            #expect(finding.message.contains(name))
        }
        #expect(throws: Finding.self) { try caller.channel(["agent_id": "zero"]) }
    }
}
