import LinliModel
import Testing

@testable import LinliChannels

@Suite("The web chat and the staff robot")
struct WebAndRobotTests {
    private func web() throws -> any Channel {
        try ChannelCatalogue.make(ChannelConfiguration(name: "web", kind: .web, estate: "HTL", fields: [:]))
    }

    private func post(_ body: String, from sender: String?) -> WebhookRequest {
        WebhookRequest(
            method: .post, headers: ["x-linli-sender": "forged"], body: Array(body.utf8),
            receivedAt: Instant(seconds: 5), authenticatedSender: sender)
    }

    @Test func theServerSaysWhoPosts() throws {
        let body = "{\"id\":\"a-1\",\"text\":\"灯坏了\"}"
        let expected = InboundMessage(
            channel: "web", externalID: "s1:a-1", sender: "s1", sentAt: Instant(seconds: 5),
            content: .text("灯坏了"))
        #expect(Outcome(try web().receive(post(body, from: "s1"))) == .messages([expected]))
        #expect(Outcome(try web().receive(post(body, from: nil))) == .refused(401))
        #expect(Outcome(try web().receive(post(body, from: ""))) == .refused(401))
    }

    @Test(arguments: [
        "", "{}", "{\"id\":\"1\"}", "{\"text\":\"a\"}", "{\"id\":\"\",\"text\":\"a\"}",
        "{\"id\":\"a b\",\"text\":\"a\"}", "{\"id\":\"a:b\",\"text\":\"a\"}",
        "{\"id\":\"1\",\"text\":\" \\n\"}", "{\"id\":\"1\",\"id\":\"2\",\"text\":\"a\"}",
        "{\"id\":\"1\",\"text\":\"\(String(repeating: "长", count: 6_000))\"}",
    ])
    func unreadable(body: String) throws {
        #expect(Outcome(try web().receive(post(body, from: "s1"))) == .refused(400))
    }

    @Test func theWebChatIsAStream() throws {
        #expect(try web().delivery == .stream)
        #expect(try WeChatSealer().channel().delivery == .push)
        #expect(try BridgeCaller().channel().delivery == .push)
    }

    private func robot(_ fields: [String: String]) throws -> StaffRobot {
        try StaffRobot(
            ChannelConfiguration(
                name: "duty", kind: .wecomRobot, estate: "", fields: fields, file: "channels.yaml", line: 20))
    }

    @Test func robotWritesExactly() throws {
        let request = try robot(["key": "k-1", "for": "P0"]).encode(markdown: "**P0** \"停电\"\n3栋")
        #expect(request.url == "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k-1")
        #expect(
            String(decoding: request.body, as: UTF8.self)
                == "{\"msgtype\":\"markdown\",\"markdown\":{\"content\":\"**P0** \\\"停电\\\"\\n3栋\"}}")
    }

    @Test func robotCutsOnGraphemes() throws {
        let robot = try robot(["key": "k-1"])
        for unit in ["a", "长", "👨‍👩‍👧‍👦"] {
            let text = String(repeating: unit, count: 5_000 / unit.utf8.count + 1)
            let body = try JSONReader.read(robot.encode(markdown: text).body)
            let content = try #require(body["markdown"]?["content"]?.text)
            #expect(content.utf8.count <= 4_096)
            #expect(content.utf8.count > 4_096 - 3 - unit.utf8.count)
            #expect(content.hasSuffix("…"))
            #expect(content.dropLast().allSatisfy { String($0) == unit })
        }
        let fitting = String(repeating: "a", count: 4_096)
        let body = try JSONReader.read(robot.encode(markdown: fitting).body)
        #expect(body["markdown"]?["content"]?.text == fitting)
    }

    @Test(
        arguments: [
            ("{\"errcode\":0}", .accepted(platformID: nil)),
            ("{\"errcode\":45009}", .retry(after: .seconds(60), reason: "errcode 45009 too many a minute")),
            (
                "{\"errcode\":93000,\"errmsg\":\"invalid webhook url k-1\"}",
                .refused(reason: "errcode 93000 robot gone or key wrong: a person must act")
            ),
            ("", .retry(after: nil, reason: "unreadable answer")),
        ] as [(String, PushVerdict)])
    func robotVerdicts(body: String, verdict: PushVerdict) throws {
        let response = PushResponse(status: 200, body: Array(body.utf8))
        #expect(try robot(["key": "k-1"]).verdict(on: response) == verdict)
    }

    @Test func robotWithoutAKey() {
        #expect(throws: Finding.self) { try robot([:]) }
    }
}
