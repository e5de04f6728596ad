import LinliModel
import LinliTestKit
import Testing

@testable import LinliChannels

/// Random damage, the same in every run: nothing crashes and nothing damaged is accepted.
@Suite("Damaged calls")
struct FuzzTests {
    private let inner = """
        <xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oResidentA]]></FromUserName>\
        <CreateTime>1773799190</CreateTime><MsgType><![CDATA[text]]></MsgType>\
        <Content><![CDATA[3栋的灯坏了]]>&amp;&#x4F60;</Content><MsgId>1</MsgId></xml>
        """

    private static let favourites = Array("<>&;![]/\"'{}:,\\u0xDFF\0\u{FF}".utf8) + [0xFF, 0x80, 0xED, 0xF4]

    private func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0...Int.random(in: 0..<4, using: &random) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<5, using: &random) {
            case 0: bytes[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes[place] = Self.favourites.randomElement(using: &random) ?? 0
            case 2: bytes.removeSubrange(place..<min(bytes.count, place + 5))
            case 3: bytes.insert(Self.favourites.randomElement(using: &random) ?? 0, at: place)
            default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 20)], at: place)
            }
        }
        return bytes
    }

    /// The envelope: whatever is damaged of its text, the signature or a reader must notice; where only
    /// bytes outside `Encrypt` changed, the very same message comes out.
    @Test func damagedEnvelopes() throws {
        var random = SeededGenerator(seed: 1)
        let sealer = WeChatSealer()
        let channel = try sealer.channel()
        let good = try sealer.call(inner)
        let expected = Outcome(channel.receive(good))
        var refused = 0
        for _ in 0..<4_000 {
            var call = good
            call.body = damaged(good.body, &random)
            switch Outcome(channel.receive(call)) {
            case .refused(let status):
                #expect(status == 401)
                refused += 1
            case let outcome: #expect(outcome == expected)
            }
        }
        #expect(refused > 3_000)
    }

    @Test func damagedQueries() throws {
        var random = SeededGenerator(seed: 2)
        let sealer = WeChatSealer()
        let channel = try sealer.channel()
        let good = try sealer.call(inner)
        for _ in 0..<4_000 {
            var call = good
            let place = [0, 1, 2, 5].randomElement(using: &random) ?? 0
            let value = damaged(Array(good.query[place].value.utf8), &random)
            call.query[place].value = String(decoding: value, as: UTF8.self)
            guard call.query[place].value != good.query[place].value else { continue }
            #expect(Outcome(channel.receive(call)) == .refused(401))
        }
    }

    /// The platform's own seal around a damaged message: read or refused as unreadable, never a crash.
    @Test func damagedMessages() throws {
        var random = SeededGenerator(seed: 3)
        let sealer = WeChatSealer()
        let channel = try sealer.channel()
        var read = 0
        for _ in 0..<2_000 {
            switch Outcome(channel.receive(try sealer.call(damaged(Array(inner.utf8), &random)))) {
            case .messages(let messages):
                read += 1
                #expect(messages.count == 1 && messages[0].channel == "oa" && !messages[0].sender.isEmpty)
            case .refused(let status): #expect(status == 400)
            case .handshake, .notice, .report: Issue.record("a message is nothing else")
            }
        }
        #expect(read > 0)
    }

    @Test func damagedSeals() throws {
        var random = SeededGenerator(seed: 4)
        let sealer = WeChatSealer()
        let cipher = try #require(EnvelopeCipher(encodingKey: sealer.encodingKey, receiver: sealer.appID))
        let padded = sealer.padded(Array(inner.utf8))
        for _ in 0..<2_000 {
            var bytes = padded
            // Behind the message: the length, the receiver and the padding are what the checks guard.
            let places = Array(16..<20) + Array((bytes.count - 40)..<bytes.count)
            let place = places.randomElement(using: &random) ?? 16
            bytes[place] ^= UInt8.random(in: 1...255, using: &random)
            let sealed = try sealer.encrypt(bytes)
            if let opened = try? cipher.open(sealed) {
                #expect(opened.count == inner.utf8.count, "only bytes of the message itself may differ")
            }
        }
    }

    @Test func damagedDocuments() {
        var random = SeededGenerator(seed: 5)
        let text = "{\"from\":\"a\",\"text\":\"灯\\u4e0d\\uD83D\\uDE00\",\"n\":[1,-2.5e3,null,true]}"
        let json = Array(text.utf8)
        for _ in 0..<10_000 {
            _ = try? JSONReader.read(damaged(json, &random))
            _ = try? XMLReader.fields(of: damaged(Array(inner.utf8), &random), wanted: WeChatInbound.names)
        }
        for length in 0..<json.count {
            #expect(throws: JSONReader.Failure.self) { try JSONReader.read(Array(json.prefix(length))) }
        }
        for length in 0..<inner.utf8.count {
            #expect(throws: XMLReader.Failure.self) {
                try XMLReader.fields(of: Array(inner.utf8.prefix(length)), wanted: WeChatInbound.names)
            }
        }
    }

    /// Pages of the customer service: what cannot be read is counted, and nothing is made up.
    @Test func damagedPages() throws {
        var random = SeededGenerator(seed: 7)
        let channel = try ServiceCaller().channel()
        let items = [ServiceCaller.text("3栋灯坏了", id: "m1"), ServiceCaller.entered(code: "c1")]
        let good = ServiceCaller.page(items)
        var read = 0
        for _ in 0..<4_000 {
            let response = PushResponse(status: 200, body: damaged(Array(good.utf8), &random))
            guard case .page(let page) = channel.page(in: response) else { continue }
            read += 1
            for case .message(let message) in page.items {
                #expect(!message.sender.isEmpty && !message.externalID.isEmpty && message.channel == "kf")
            }
        }
        #expect(read > 0)
    }

    @Test func damagedBridgeCalls() throws {
        var random = SeededGenerator(seed: 6)
        let bridge = BridgeCaller()
        let channel = try bridge.channel()
        let good = bridge.call(body: "{\"id\":\"1\",\"from\":\"u1\",\"text\":\"灯坏了\"}")
        for _ in 0..<4_000 {
            var call = good
            call.body = damaged(good.body, &random)
            guard call.body != good.body else { continue }
            #expect(Outcome(channel.receive(call)) == .refused(401))
        }
    }
}
