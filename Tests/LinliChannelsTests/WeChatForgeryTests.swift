import LinliModel
import Testing

@testable import LinliChannels

@Suite("WeChat: what is not from the platform, and what cannot be read")
struct WeChatForgeryTests {
    private let sealer = WeChatSealer()
    private let inner = """
        <xml><FromUserName>oResidentA</FromUserName><CreateTime>1773799190</CreateTime>\
        <MsgType>text</MsgType><Content>灯坏了</Content><MsgId>1</MsgId></xml>
        """

    private func outcome(_ call: WebhookRequest, mode: String = "safe") throws -> Outcome {
        Outcome(try sealer.channel(mode: mode).receive(call))
    }

    @Test func theGoodCallIsGood() throws {
        guard case .messages = try outcome(sealer.call(inner)) else {
            Issue.record("every other test here would prove nothing")
            return
        }
    }

    @Test(arguments: ["signature", "timestamp", "nonce", "msg_signature"])
    func eachPartOfTheQueryCounts(name: String) throws {
        let good = try sealer.call(inner)
        var missing = good
        missing.query.removeAll { $0.name == name }
        #expect(try outcome(missing) == .refused(401))
        var repeated = good
        repeated.query.append((name: name, value: repeated.query.first { $0.name == name }?.value ?? ""))
        #expect(try outcome(repeated) == .refused(401))
        var changed = good
        for place in changed.query.indices where changed.query[place].name == name {
            changed.query[place].value.removeLast()
        }
        #expect(try outcome(changed) == .refused(401))
        var upper = good
        for place in upper.query.indices where upper.query[place].name == name {
            upper.query[place].value += "0"
        }
        #expect(try outcome(upper) == .refused(401))
    }

    @Test(arguments: [-301, 301, 86_400, -86_400])
    func aReplayIsRefused(seconds: Int64) throws {
        var call = try sealer.call(inner)
        call.receivedAt = sealer.now + .seconds(seconds)
        #expect(try outcome(call) == .refused(401))
        #expect(
            try outcome(
                WebhookRequest(
                    method: .post, query: sealer.query(sealed: nil), body: Array(inner.utf8),
                    receivedAt: call.receivedAt), mode: "plain") == .refused(401))
    }

    @Test(arguments: [-300, 0, 300]) func withinTheWindowIsTaken(seconds: Int64) throws {
        var call = try sealer.call(inner)
        call.receivedAt = sealer.now + .seconds(seconds)
        guard case .messages = try outcome(call) else {
            Issue.record("refused at \(seconds) s")
            return
        }
    }

    @Test(arguments: ["", "abc", "-5", "99999999999999999999999", "1773799200.0", " 1773799200"])
    func aSignedTimeThatIsNoTime(timestamp: String) throws {
        var sealer = sealer
        sealer.timestamp = timestamp
        var call = try sealer.call(inner)
        call.receivedAt = self.sealer.now
        #expect(Outcome(try sealer.channel().receive(call)) == .refused(401))
    }

    @Test func plainBodiesAreRefusedInSafeMode() throws {
        for body in [inner, "", "{}", "success", "{\"Encrypt\":1}", "<xml><Encrypt/></xml>"] {
            let call = WebhookRequest(
                method: .post, query: sealer.query(sealed: ""), body: Array(body.utf8), receivedAt: sealer.now
            )
            #expect(try outcome(call) == .refused(401))
            #expect(try outcome(call, mode: "compat") == .refused(401))
        }
    }

    @Test func aSealOfAnotherHouseIsRefused() throws {
        let message = Array(inner.utf8)
        let sealed = [
            sealer.padded(message, receiver: "wxAnother"),
            sealer.padded(message, length: UInt32(message.count) - 1),
            sealer.padded(message, length: 0xFFFF_FFF0),
            sealer.padded(message).dropLast() + [0],
            sealer.padded(message).dropLast() + [200],
        ]
        for padded in sealed {
            #expect(try outcome(sealer.call(sealed: sealer.encrypt(padded))) == .refused(401))
        }
        #expect(try outcome(sealer.call(sealed: "AAAA")) == .refused(401))
        #expect(try outcome(sealer.call(sealed: "!!!!")) == .refused(401))
    }

    /// The document type is refused although every signature is right.
    @Test func documentTypes() throws {
        let sealed = try sealer.encrypt(sealer.padded(Array(inner.utf8)))
        let system = "<!DOCTYPE xml SYSTEM \"http://127.0.0.1/x\">"
        let bodies = [
            "<!DOCTYPE xml [<!ENTITY a \"b\">]><xml><Encrypt>\(sealed)</Encrypt></xml>",
            "<?xml version=\"1.0\"?>\(system)<xml><Encrypt>\(sealed)</Encrypt></xml>",
            "<xml><!ENTITY a \"b\"><Encrypt>\(sealed)</Encrypt></xml>",
            "<xml><Encrypt>\(sealed)</Encrypt><Encrypt>\(sealed)</Encrypt></xml>",
            "<xml><Encrypt>\(sealed)</Encrypt></xml><xml></xml>",
            "<xml><a><b><c><d><e><f><g><h/></g></f></e></d></c></b></a><Encrypt>\(sealed)</Encrypt></xml>",
            "<xml><Encrypt>\(sealed)</Encrypt>",
            "{\"Encrypt\":\"\(sealed)\",\"Encrypt\":\"\(sealed)\"}",
        ]
        for body in bodies {
            #expect(
                try outcome(sealer.call(sealed: sealed, body: body)) == .refused(401), "\(body.prefix(60))")
        }
    }

    @Test func authenticButUnreadable() throws {
        let location = inner.replacing(">text<", with: ">location<")
        let documents: [[UInt8]] =
            [
                [], Array("hello".utf8), Array("<xml>".utf8), Array("<xml></xml>".utf8), Array("{}".utf8),
                Array("<!DOCTYPE a><xml></xml>".utf8),
                Array(inner.replacing("灯坏了", with: "&boom;").utf8),
                Array(inner.replacing("oResidentA", with: "").utf8),
                Array(inner.replacing("oResidentA", with: "o A").utf8),
                Array(inner.replacing("oResidentA", with: String(repeating: "o", count: 129)).utf8),
                Array(inner.replacing("<Content>灯坏了</Content>", with: "").utf8),
                Array(inner.replacing("<MsgType>text</MsgType>", with: "").utf8),
                Array(inner.replacing("<MsgId>1</MsgId>", with: "<MsgId>1</MsgId><MsgId>2</MsgId>").utf8),
                Array(inner.utf8).map { $0 == 0xE7 ? 0xFF : $0 },
                Array(
                    inner.replacing("<MsgType>text", with: "<Event>CLICK</Event><MsgType>event")
                        .replacing("1773799190", with: "").utf8),
            ]
            + ["nan", "91", "-inf", "north", ""].map { degrees in
                let place = "<Location_X>\(degrees)</Location_X><Location_Y>1</Location_Y></xml>"
                return Array(location.replacing("</xml>", with: place).utf8)
            }
        for document in documents {
            let text = String(decoding: document.prefix(80), as: UTF8.self)
            #expect(try outcome(sealer.call(document)) == .refused(400), "\(text)")
        }
    }

    @Test func aHundredKilobytesOfEmoji() throws {
        let family = "👨‍👩‍👧‍👦"
        let long = String(repeating: family, count: 100_000 / family.utf8.count)
        #expect(try outcome(sealer.call(inner.replacing("灯坏了", with: long))) == .refused(401))
        let fitting = String(repeating: family, count: 1_500)
        guard case .messages(let messages) = try outcome(sealer.call(inner.replacing("灯坏了", with: fitting)))
        else {
            Issue.record("refused")
            return
        }
        #expect(messages[0].content == .text(fitting))
    }

    @Test func echoesThatMustNotBeEchoed() throws {
        let base = sealer.query(sealed: nil)
        for echo in ["", "a\r\nb", "<b>\u{7F}", "响", String(repeating: "1", count: 257)] {
            let call = WebhookRequest(
                method: .get, query: base + [(name: "echostr", value: echo)], receivedAt: sealer.now)
            #expect(try outcome(call) == .refused(400))
        }
        let call = WebhookRequest(method: .get, query: base, receivedAt: sealer.now)
        #expect(try outcome(call) == .refused(400))
    }

    @Test func reasonsHoldNothingPersonal() throws {
        let inner = inner.replacing("<Content>灯坏了</Content>", with: "")
        guard case .refuse(_, let reason) = try sealer.channel().receive(sealer.call(inner)) else {
            Issue.record("not refused")
            return
        }
        #expect(reason == "Content is missing")
    }
}
