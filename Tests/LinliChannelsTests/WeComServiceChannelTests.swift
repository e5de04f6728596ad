import LinliModel
import Testing

@testable import LinliChannels

/// The platform's side of the customer service, written from platforms.md 2.3.
struct ServiceCaller {
    var sealer = WeChatSealer(appID: "ww0123456789abcdef")

    func channel(_ changes: [String: String?] = [:]) throws -> any PulledChannel {
        var fields: [String: String] = [
            "corp_id": "ww0123456789abcdef", "open_kfid": "wkA", "secret": "secretOfTheTest",
            "token": sealer.token, "encoding_aes_key": sealer.encodingKey,
        ]
        for (name, value) in changes { fields[name] = value }
        let made = try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "kf", kind: .wecomCustomerService, estate: "HTL", fields: fields, file: "channels.yaml",
                line: 5))
        return try #require(made as? any PulledChannel)
    }

    func call(_ document: String) throws -> WebhookRequest {
        var call = try sealer.call(document)
        call.query.removeAll { $0.name == "signature" }
        return call
    }

    static func notice(_ rest: String = "<Token>ENCtoken</Token><OpenKfId>wkA</OpenKfId>") -> String {
        "<xml><ToUserName>ww0123456789abcdef</ToUserName><CreateTime>1773799190</CreateTime>"
            + "<MsgType>event</MsgType><Event>kf_msg_or_event</Event>\(rest)</xml>"
    }

    static func page(_ items: [String], cursor: String = "c2", more: Int = 0) -> String {
        #"{"errcode":0,"errmsg":"ok","next_cursor":"\#(cursor)","has_more":\#(more),"msg_list":["#
            + items.joined(separator: ",") + "]}"
    }

    static func item(_ rest: String, id: String = "m1", origin: Int = 3) -> String {
        #"{"msgid":"\#(id)","open_kfid":"wkA","external_userid":"wmLin","send_time":1773799180,"#
            + #""origin":\#(origin),\#(rest)}"#
    }

    static func text(_ words: String, id: String) -> String {
        item(#""msgtype":"text","text":{"content":"\#(words)"}"#, id: id)
    }

    static func event(_ rest: String, id: String = "e1") -> String {
        #"{"msgid":"\#(id)","send_time":1773799180,"origin":4,"msgtype":"event","#
            + #""event":{"open_kfid":"wkA","external_userid":"wmLin",\#(rest)}}"#
    }

    static func entered(code: String?) -> String {
        event(
            #""event_type":"enter_session","scene":"oa""#
                + (code.map { #","welcome_code":"\#($0)""# } ?? ""))
    }
}

@Suite("WeCom's customer service: notices, pages and pushes")
struct WeComServiceChannelTests {
    private let caller = ServiceCaller()

    // MARK: Notices

    @Test("A sealed call says that something waits, and whose it is")
    func notices() throws {
        let channel = try caller.channel()
        #expect(
            Outcome(channel.receive(try caller.call(ServiceCaller.notice())))
                == .notice(PullNotice(account: "wkA", ticket: "ENCtoken")))
        let other = ServiceCaller.notice("<Token>T2</Token><OpenKfId>wkB</OpenKfId>")
        #expect(
            Outcome(channel.receive(try caller.call(other)))
                == .notice(PullNotice(account: "wkB", ticket: "T2")), "accounts share the webhook")
        #expect(
            Outcome(channel.receive(try caller.call(ServiceCaller.notice(""))))
                == .notice(PullNotice(account: "wkA", ticket: nil)), "an older form names neither")
        let change = ServiceCaller.notice().replacing("kf_msg_or_event", with: "change_external_contact")
        #expect(Outcome(channel.receive(try caller.call(change))) == .messages([]))
    }

    @Test("Nothing unsealed, stale or sealed for somebody else is a notice")
    func forgeries() throws {
        let channel = try caller.channel()
        let good = try caller.call(ServiceCaller.notice())
        var plain = good
        plain.body = Array(ServiceCaller.notice().utf8)
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
        #expect(Outcome(channel.receive(try other.call(ServiceCaller.notice()))) == .refused(401))
        #expect(Outcome(channel.receive(try caller.call("<xml></xml>"))) == .refused(400))
        #expect(
            Outcome(channel.receive(try caller.call(ServiceCaller.notice("<OpenKfId>a b</OpenKfId>"))))
                == .refused(400))
    }

    @Test("An address check is answered as an application's")
    func handshakes() throws {
        for vector in try Vector.all("echostr_verify", platform: "wecom")
        where vector.inputs["query"] == nil {
            let channel = try caller.channel([
                "corp_id": try vector.input("receive_id"), "token": try vector.input("token"),
                "encoding_aes_key": try vector.input("encoding_aes_key"),
            ])
            let query = try ["msg_signature", "timestamp", "nonce", "echostr"].map {
                (name: $0, value: try vector.input($0))
            }
            let call = WebhookRequest(method: .get, query: query, receivedAt: Instant(seconds: 0))
            #expect(
                Outcome(channel.receive(call)) == .handshake(try vector.expectation("plain_echostr")))
        }
    }

    // MARK: Pages

    private func read(_ body: String) throws -> PullVerdict {
        try caller.channel().page(in: PushResponse(status: 200, body: Array(body.utf8)))
    }

    private func inbound(
        _ content: InboundMessage.Content, id: String = "m1", handle: ReplyHandle? = nil
    ) -> PullPage.Item {
        .message(
            InboundMessage(
                channel: "kf", externalID: id, sender: "wmLin", sentAt: Instant(seconds: 1_773_799_180),
                content: content, handle: handle))
    }

    private static let place =
        #""msgtype":"location","location":{"latitude":24.5,"longitude":118.1,"name":"北门","address":"湖滨路1号"}"#

    private static let contents: [(String, InboundMessage.Content)] = [
        (#""msgtype":"text","text":{"content":"灯坏了","menu_id":"2"}"#, .text("灯坏了")),
        (#""msgtype":"image","image":{"media_id":"i1"}"#, .image(media: "i1")),
        (#""msgtype":"voice","voice":{"media_id":"v1"}"#, .voice(media: "v1", recognised: nil)),
        (place, .location(latitude: 24.5, longitude: 118.1, label: "北门 湖滨路1号")),
        (#""msgtype":"video","video":{"media_id":"x"}"#, .unsupported(kind: "video")),
        (#""msgtype":"link","link":{"url":"https://h"}"#, .unsupported(kind: "link")),
    ]

    @Test(arguments: contents)
    func reads(rest: String, content: InboundMessage.Content) throws {
        let page = ServiceCaller.page([ServiceCaller.item(rest)], cursor: "c9", more: 1)
        #expect(
            try read(page) == .page(PullPage(items: [inbound(content)], cursor: "c9", hasMore: true)))
    }

    @Test("What staff wrote and what happened to the account is nobody's message; the rest of a page stands")
    func others() throws {
        let page = ServiceCaller.page([
            ServiceCaller.item(#""msgtype":"text","text":{"content":"我来处理"}"#, id: "s", origin: 5),
            ServiceCaller.event(#""event_type":"session_status_change","change_type":1"#),
            ServiceCaller.event(#""event_type":"user_recall_msg","recall_msgid":"m0""#),
            ServiceCaller.entered(code: nil),
            ServiceCaller.text("别的账号", id: "o").replacing("wkA", with: "wkB"),
            ServiceCaller.item(#""msgtype":"text","text":{}"#, id: "broken"),
            ServiceCaller.text("没有人", id: "nobody").replacing("wmLin", with: ""),
            ServiceCaller.text("没有号", id: ""), "17",
            ServiceCaller.text("水管爆了", id: "m7"),
        ])
        let expected = PullPage(
            items: [inbound(.text("水管爆了"), id: "m7")], unreadable: 3, cursor: "c2", hasMore: false)
        #expect(try read(page) == .page(expected))
    }

    @Test("Who opens the chat is welcomed by his code, for twenty seconds")
    func welcomes() throws {
        let handle = ReplyHandle(key: "code1", until: Instant(seconds: 1_773_799_200))
        let item = inbound(.event(name: "enter_session", key: ""), id: "e1", handle: handle)
        #expect(
            try read(ServiceCaller.page([ServiceCaller.entered(code: "code1")]))
                == .page(PullPage(items: [item], cursor: "c2", hasMore: false)))
    }

    @Test(
        "What did not arrive says whether another message of his opens the way",
        arguments: [(4, true), (5, true), (6, true), (0, false), (1, false), (10, false), (12, false)])
    func undelivered(kind: Int, comesBack: Bool) throws {
        let event = ServiceCaller.event(
            #""event_type":"msg_send_fail","fail_msgid":"p1","fail_type":\#(kind)"#)
        guard case .page(let page) = try read(ServiceCaller.page([event])),
            case .undelivered(let lost) = page.items.first
        else {
            Issue.record("a failure is an item")
            return
        }
        #expect(page.items.count == 1 && lost.recipient == "wmLin" && lost.platformID == "p1")
        switch lost.verdict {
        case .windowClosed: #expect(comesBack)
        case .refused: #expect(!comesBack)
        default: Issue.record("neither")
        }
    }

    @Test(
        arguments: [
            (#"{"errcode":42001}"#, .tokenExpired), (#"{"errcode":95007}"#, .ticketRefused),
            (#"{"errcode":45009}"#, .retry(after: .seconds(60), reason: "errcode 45009 too many a minute")),
            (#"{"errcode":40058}"#, .cursorRefused(reason: "errcode 40058 request not understood")),
            (#"{"errcode":0,"next_cursor":"a b"}"#, .retry(after: nil, reason: "unreadable answer")),
            ("", .retry(after: nil, reason: "unreadable answer")),
            (
                #"{"errcode":95000}"#,
                .refused(reason: "errcode 95000 open_kfid not accepted: a person must correct it")
            ),
            (#"{"errcode":0}"#, .page(PullPage(items: [], cursor: "", hasMore: false))),
        ] as [(String, PullVerdict)])
    func answers(body: String, verdict: PullVerdict) throws {
        #expect(try read(body) == verdict)
    }

    @Test func pulls() throws {
        let channel = try caller.channel(["api_base": "http://127.0.0.1:9000"])
        #expect(channel.account == "wkA" && channel.configuredOrigins == ["http://127.0.0.1:9000"])
        let request = channel.pull(after: "c1", ticket: "ENC", limit: 100, token: "T+")
        #expect(request.url == "http://127.0.0.1:9000/cgi-bin/kf/sync_msg?access_token=T%2B")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"cursor":"c1","token":"ENC","limit":100,"voice_format":0,"open_kfid":"wkA"}"#)
        let first = channel.pull(after: "", ticket: nil, limit: 1, token: "T")
        #expect(
            String(decoding: first.body, as: UTF8.self)
                == #"{"cursor":"","limit":1,"voice_format":0,"open_kfid":"wkA"}"#)
    }
}

@Suite("WeCom's customer service: pushes")
struct WeComServicePushTests {
    private let caller = ServiceCaller()

    private func message(
        _ key: String = "turn-1-0", to recipient: String = "wmLin", queued: Int64 = 1, buttons: [String] = [],
        handle: String? = nil, text: String = "已登记"
    ) -> OutboundMessage {
        OutboundMessage(
            channel: "kf", recipient: recipient, text: text, buttons: buttons, idempotencyKey: key,
            queuedAt: Instant(milliseconds: queued), handle: handle)
    }

    /// Path and body, the message's own id replaced.
    private func sent(_ message: OutboundMessage) throws -> (path: String, body: String, id: String) {
        let request = try caller.channel().encode(message, token: "T", at: Instant(seconds: 0))
        let body = String(decoding: request.body, as: UTF8.self)
        let id = try #require(body.firstMatch(of: /"msgid":"([0-9a-zA-Z_-]{1,32})"/)).1
        let path = request.url.replacing("https://qyapi.weixin.qq.com/cgi-bin/kf/", with: "")
        return (path, body.replacing(String(id), with: "ID"), String(id))
    }

    @Test func texts() throws {
        let sent = try sent(message())
        #expect(sent.path == "send_msg?access_token=T")
        #expect(
            sent.body
                == #"{"touser":"wmLin","open_kfid":"wkA","msgid":"ID","msgtype":"text","#
                + #""text":{"content":"已登记"}}"#)
        let channel = try caller.channel()
        let parts = channel.parts(of: String(repeating: "长", count: 1_000))
        #expect(parts.count == 2 && parts.allSatisfy { $0.utf8.count <= 2_048 })
    }

    @Test("An attempt repeats its id; another message, person or store has another one")
    func ids() throws {
        let id = try sent(message()).id
        #expect(try sent(message()).id == id)
        for other in [message("turn-2-0"), message(to: "wmMei"), message(queued: 2)] {
            #expect(try sent(other).id != id)
        }
    }

    @Test("A welcome goes by its code")
    func welcomes() throws {
        let sent = try sent(message(handle: "code1"))
        #expect(sent.path == "send_msg_on_event?access_token=T")
        #expect(
            sent.body == #"{"code":"code1","msgid":"ID","msgtype":"text","text":{"content":"已登记"}}"#)
    }

    @Test("Answers can be pressed where the text fits the head of a menu")
    func menus() throws {
        let menu = try sent(message(buttons: ["是", "否"], text: "要留号吗？")).body
        #expect(
            menu
                == #"{"touser":"wmLin","open_kfid":"wkA","msgid":"ID","msgtype":"msgmenu","msgmenu":"#
                + #"{"head_content":"要留号吗？","list":[{"type":"click","click":{"id":"1","content":"是"}},"#
                + #"{"type":"click","click":{"id":"2","content":"否"}}]}}"#)
        let long = String(repeating: "长", count: 342)
        #expect(try sent(message(buttons: ["是"], text: long)).body.contains(#""msgtype":"text""#))
        let many = (1...11).map { "第\($0)" }
        #expect(try sent(message(buttons: many)).body.contains(#""msgtype":"text""#))
    }

    @Test("A conversation that is closed is asked for, a welcome never")
    func opening() throws {
        let channel = try caller.channel()
        let request = try #require(channel.opening(for: message(), token: "T"))
        #expect(request.url.hasSuffix("/cgi-bin/kf/service_state/trans?access_token=T"))
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == #"{"open_kfid":"wkA","external_userid":"wmLin","service_state":1}"#)
        #expect(channel.opening(for: message(handle: "code1"), token: "T") == nil)
    }

    @Test(
        arguments: [
            (#"{"errcode":0,"errmsg":"ok","msgid":"p1"}"#, .accepted(platformID: "p1")),
            (#"{"errcode":40058,"errmsg":"msgid duplicated"}"#, .accepted(platformID: nil)),
            (#"{"errcode":40014}"#, .tokenExpired),
            (
                #"{"errcode":95001}"#,
                .windowClosed(reason: "errcode 95001 count of the reply window used up")
            ),
            (#"{"errcode":95002}"#, .windowClosed(reason: "errcode 95002 48 hours are over")),
            (
                #"{"errcode":95018}"#,
                .conversationClosed(
                    reason: "errcode 95018 the conversation is with a person of the staff, or has ended")
            ),
            (
                #"{"errcode":40201}"#,
                .refused(reason: "errcode 40201 the platform does not let these words through")
            ),
            (
                #"{"errcode":95004}"#,
                .refused(reason: "errcode 95004 open_kfid not accepted: a person must correct it")
            ),
            (#"{"errcode":45009}"#, .retry(after: .seconds(60), reason: "errcode 45009 too many a minute")),
            (#"{"errcode":-1}"#, .retry(after: nil, reason: "errcode -1 platform busy")),
            ("{}", .retry(after: nil, reason: "unreadable answer")),
        ] as [(String, PushVerdict)])
    func verdicts(body: String, verdict: PushVerdict) throws {
        let response = PushResponse(status: 200, body: Array(body.utf8))
        #expect(try caller.channel().verdict(on: response) == verdict)
    }

    @Test(
        "What a person must mend is refused alike, whether words are fetched or sent",
        arguments: [
            40_001, 40_003, 40_013, 40_056, 40_201, 48_002, 50_003, 60_020, 60_030, 95_000, 95_003, 95_004,
            95_012, 95_017, 301_002,
        ])
    func refusals(code: Int) throws {
        let channel = try caller.channel()
        let response = PushResponse(status: 200, body: Array(#"{"errcode":\#(code)}"#.utf8))
        guard case .refused(let reason) = channel.verdict(on: response) else {
            Issue.record("sent: \(channel.verdict(on: response))")
            return
        }
        #expect(channel.page(in: response) == .refused(reason: reason))
    }

    @Test(arguments: ["corp_id", "open_kfid", "secret", "token", "encoding_aes_key"])
    func aMissingFieldIsNamed(name: String) throws {
        do {
            _ = try caller.channel([name: nil])
            Issue.record("\(name) is needed")
        } catch let finding as Finding {
            #expect(finding.message.contains(name))
        }
    }
}
