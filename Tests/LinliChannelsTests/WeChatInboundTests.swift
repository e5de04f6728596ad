import LinliModel
import Testing

@testable import LinliChannels

/// The first table of the channel: what the platform sends, and the message or refusal it becomes.
@Suite("WeChat: from raw calls to messages")
struct WeChatInboundTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let inner: String
        let content: InboundMessage.Content
        let key: String
    }

    private static let head = """
        <xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oResidentA]]></FromUserName>\
        <CreateTime>1773799190</CreateTime>
        """

    static let rows: [Row] = [
        Row(
            testDescription: "text in CDATA",
            inner: head + "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[3栋<灯>坏了 & 😀]]></Content>"
                + "<MsgId>23456789012345678</MsgId></xml>",
            content: .text("3栋<灯>坏了 & 😀"), key: "23456789012345678"),
        Row(
            testDescription: "text with entities, pretty printed",
            inner: "<?xml version=\"1.0\"?>\n" + head + "\n <MsgType>text</MsgType>\n"
                + "<Content>a &lt;b&gt; &amp; &#x4F60;&#22909; &quot;&apos;</Content>\n"
                + "<MsgId> 7 </MsgId></xml>\n",
            content: .text("a <b> & 你好 \"'"), key: "7"),
        Row(
            testDescription: "text with two CDATA sections and a NUL",
            inner: head + "<MsgType>text</MsgType><Content><![CDATA[a]]]]><![CDATA[>b\0c]]>&#0;</Content>"
                + "<MsgId>8</MsgId></xml>",
            content: .text("a]]>b\u{FFFD}c\u{FFFD}"), key: "8"),
        Row(
            testDescription: "text of an account that speaks JSON",
            inner: "{\"ToUserName\":\"gh_1\",\"FromUserName\":\"oResidentA\",\"CreateTime\":1773799190,"
                + "\"MsgType\":\"text\",\"Content\":\"灯\\u4e0d\\u4eae \\uD83D\\uDE00\","
                + "\"MsgId\":23456789012345678}",
            content: .text("灯不亮 😀"), key: "23456789012345678"),
        Row(
            testDescription: "image",
            inner: head + "<MsgType>image</MsgType><PicUrl>http://x</PicUrl><MediaId>m1</MediaId>"
                + "<MsgId>9</MsgId></xml>",
            content: .image(media: "m1"), key: "9"),
        Row(
            testDescription: "voice with a transcript",
            inner: head + "<MsgType>voice</MsgType><MediaId>m2</MediaId><Format>amr</Format>"
                + "<Recognition>电梯停了</Recognition><MsgId>10</MsgId></xml>",
            content: .voice(media: "m2", recognised: "电梯停了"), key: "10"),
        Row(
            testDescription: "voice without a transcript",
            inner: head + "<MsgType>voice</MsgType><MediaId>m2</MediaId><Recognition></Recognition>"
                + "<MsgId>11</MsgId></xml>",
            content: .voice(media: "m2", recognised: nil), key: "11"),
        Row(
            testDescription: "location",
            inner: head + "<MsgType>location</MsgType><Location_X>23.134521</Location_X>"
                + "<Location_Y>113.358803</Location_Y><Scale>20</Scale><Label>东门</Label>"
                + "<MsgId>12</MsgId></xml>",
            content: .location(latitude: 23.134521, longitude: 113.358803, label: "东门"), key: "12"),
        Row(
            testDescription: "link, which is not known",
            inner: head + "<MsgType>link</MsgType><Title>t</Title><MsgId>13</MsgId></xml>",
            content: .unsupported(kind: "link"), key: "13"),
        Row(
            testDescription: "short video, which is not known",
            inner: head + "<MsgType>shortvideo</MsgType><MediaId>m</MediaId><MsgId>14</MsgId></xml>",
            content: .unsupported(kind: "shortvideo"), key: "14"),
        Row(
            testDescription: "subscribe by a code",
            inner: head + "<MsgType>event</MsgType><Event>subscribe</Event>"
                + "<EventKey>qrscene_3</EventKey></xml>",
            content: .event(name: "subscribe", key: "qrscene_3"),
            key: "event:oResidentA:1773799190:subscribe:qrscene_3:"),
        Row(
            testDescription: "a scan, in capitals, with nested fields",
            inner: head + "<MsgType>event</MsgType><Event>SCAN</Event><EventKey>3</EventKey>"
                + "<ScanCodeInfo><Event>inner</Event><ScanType>qr</ScanType></ScanCodeInfo></xml>",
            content: .event(name: "scan", key: "3"), key: "event:oResidentA:1773799190:scan:3:"),
        Row(
            testDescription: "result of a template",
            inner: head + "<MsgType>event</MsgType><Event>TEMPLATESENDJOBFINISH</Event>"
                + "<MsgID>200163836</MsgID><Status>success</Status></xml>",
            content: .event(name: "templatesendjobfinish", key: ""),
            key: "event:oResidentA:1773799190:templatesendjobfinish::200163836"),
    ]

    @Test(arguments: rows) func readsInEveryMode(row: Row) throws {
        let sealer = WeChatSealer()
        let expected = InboundMessage(
            channel: "oa", externalID: row.key, sender: "oResidentA",
            sentAt: Instant(seconds: 1_773_799_190), content: row.content)
        for mode in [nil, "safe", "compat"] {
            let decision = try sealer.channel(mode: mode).receive(try sealer.call(row.inner))
            #expect(Outcome(decision) == .messages([expected]))
        }
        let plain = WebhookRequest(
            method: .post, query: sealer.query(sealed: nil), body: Array(row.inner.utf8),
            receivedAt: sealer.now)
        let channel = try sealer.channel(mode: "plain", ["encoding_aes_key": nil as String?])
        #expect(Outcome(channel.receive(plain)) == .messages([expected]))
    }

    @Test func sealedEnvelopeInJSON() throws {
        let sealer = WeChatSealer()
        let inner = Self.rows[0].inner
        let sealed = try sealer.encrypt(sealer.padded(Array(inner.utf8)))
        let call = sealer.call(sealed: sealed, body: "{\"ToUserName\":\"gh_1\",\"Encrypt\":\"\(sealed)\"}")
        guard case .messages(let messages) = Outcome(try sealer.channel().receive(call)) else {
            Issue.record("not accepted")
            return
        }
        #expect(messages.map(\.content) == [Self.rows[0].content])
    }

    @Test func answersSuccess() throws {
        let sealer = WeChatSealer()
        guard case .accept(_, let reply) = try sealer.channel().receive(sealer.call(Self.rows[0].inner))
        else {
            Issue.record("not accepted")
            return
        }
        #expect(reply.body == "success")
        #expect(reply.contentType.hasPrefix("text/plain"))
    }

    @Test func compatReadsTheSealedCopyOnly() throws {
        let sealer = WeChatSealer()
        let sealed = try sealer.encrypt(sealer.padded(Array(Self.rows[0].inner.utf8)))
        let body =
            Self.head + "<MsgType>text</MsgType><Content>forged</Content><MsgId>99</MsgId>"
            + "<Encrypt>\(sealed)</Encrypt></xml>"
        let decision = try sealer.channel(mode: "compat").receive(sealer.call(sealed: sealed, body: body))
        guard case .messages(let messages) = Outcome(decision) else {
            Issue.record("not accepted")
            return
        }
        #expect(messages.map(\.externalID) == [Self.rows[0].key])
    }

    @Test func twoEventsInOneSecondAreTwo() throws {
        let sealer = WeChatSealer()
        let events = [
            "<Event>subscribe</Event>", "<Event>CLICK</Event><EventKey>a</EventKey>",
            "<Event>CLICK</Event><EventKey>b</EventKey>",
            "<Event>VIEW</Event><EventKey>http://x/a</EventKey>",
            "<Event>VIEW</Event><EventKey>http://x/b</EventKey>",
            "<Event>CLICK</Event><EventKey>\(String(repeating: "k", count: 300))</EventKey>",
            "<Event>TEMPLATESENDJOBFINISH</Event><MsgID>1</MsgID>",
            "<Event>TEMPLATESENDJOBFINISH</Event><MsgID>2</MsgID>",
        ]
        var keys: [String] = []
        for event in events + events {
            let inner = Self.head + "<MsgType>event</MsgType>\(event)</xml>"
            guard case .messages(let messages) = Outcome(try sealer.channel().receive(sealer.call(inner)))
            else {
                Issue.record("not accepted: \(event)")
                return
            }
            keys.append(messages[0].externalID)
        }
        #expect(Set(keys).count == events.count)
        #expect(Array(keys.prefix(events.count)) == Array(keys.suffix(events.count)))
        #expect(keys.allSatisfy { $0.utf8.count <= 128 })
    }

    @Test func vectorOfTencent() throws {
        let vector = try #require(try Vector.all("aes_decrypt", platform: "wechat_oa").first)
        var sealer = WeChatSealer()
        sealer.token = "AAAAA"
        sealer.encodingKey = try vector.input("encoding_aes_key")
        sealer.appID = try vector.expectation("receive_id")
        sealer.timestamp = "1714112445"
        sealer.nonce = "415670741"
        let call = sealer.call(sealed: try vector.input("encrypt"))
        #expect(call.query.contains { $0.value == "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3" })
        let expected = InboundMessage(
            channel: "oa", externalID: "event:o9AgO5Kd5ggOC-bXrbNODIiE3bGY:1714112445:debug_demo::",
            sender: "o9AgO5Kd5ggOC-bXrbNODIiE3bGY", sentAt: Instant(seconds: 1_714_112_445),
            content: .event(name: "debug_demo", key: ""))
        #expect(Outcome(try sealer.channel().receive(call)) == .messages([expected]))
    }

    @Test func addressCheck() throws {
        for vector in try Vector.all("url_signature_sha1") {
            guard let echo = vector.inputs["echostr"] as? String else { continue }
            var sealer = WeChatSealer()
            sealer.token = try vector.input("token")
            let query = [
                (name: "signature", value: try vector.expectation("signature")),
                (name: "echostr", value: echo),
                (name: "timestamp", value: try vector.input("timestamp")),
                (name: "nonce", value: try vector.input("nonce")),
            ]
            let call = WebhookRequest(method: .get, query: query, receivedAt: sealer.now)
            #expect(Outcome(try sealer.channel().receive(call)) == .handshake(echo))
            sealer.token += "x"
            #expect(Outcome(try sealer.channel().receive(call)) == .refused(401))
        }
    }
}
