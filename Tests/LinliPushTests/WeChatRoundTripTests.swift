import LinliChannels
import LinliModel
import LinliPush
import LinliTestKit
import Testing

/// The channel's bytes, the client and the stand-in of the platform, which share no code: what one writes
/// the other must take.
@Suite("WeChat there and back", .timeLimit(.minutes(1)))
struct WeChatRoundTripTests {
    private static let start: Int64 = 1_773_799_200

    private struct Bench {
        let standIn: WeChatStandIn
        let channel: any Channel
        let client: PushClient

        init(totalTimeout: TimeSpan = .seconds(10)) async throws {
            let caller = WeChatCaller.standard
            standIn = try await WeChatStandIn.start(appID: caller.appID, secret: "s3cret", at: start)
            channel = try ChannelCatalogue.make(
                ChannelConfiguration(
                    name: "oa", kind: .wechat, estate: "HTL",
                    fields: [
                        "app_id": caller.appID, "app_secret": "s3cret", "token": caller.token,
                        "encoding_aes_key": caller.encodingKey, "api_base": standIn.url,
                    ]))
            var configuration = PushConfiguration(allowedOrigins: Set(channel.configuredOrigins))
            configuration.totalTimeout = totalTimeout
            client = try PushClient(configuration: configuration)
        }

        func token(force: Bool = false) async throws -> TokenVerdict {
            let request = try #require(channel.tokenRequest(forceRefresh: force))
            return channel.token(from: try await client.send(request).get())
        }

        func tokenText(force: Bool = false) async throws -> String {
            guard case .token(let text, _) = try await token(force: force) else { throw NoToken() }
            return text
        }

        typealias Answer = Result<PushResponse, PushFailure>

        func answer(_ text: String, to openid: String = "oA", token: String) async -> Answer {
            let message = OutboundMessage(channel: "oa", recipient: openid, text: text, idempotencyKey: "k")
            return await client.send(channel.encode(message, token: token, at: Instant(seconds: start)))
        }

        func verdict(_ text: String, to openid: String = "oA", token: String) async throws -> PushVerdict {
            channel.verdict(on: try await answer(text, to: openid, token: token).get())
        }

        func stop() async {
            await client.close()
            await standIn.stop()
        }
    }

    private struct NoToken: Error {}

    private func code(_ verdict: PushVerdict) -> String {
        switch verdict {
        case .accepted: "accepted"
        case .conversationClosed: "conversation"
        case .tokenRefused: "token"
        case .tokenExpired: "expired"
        case .retry(_, let reason), .windowClosed(let reason), .refused(let reason):
            reason.split(separator: " ").prefix(2).joined(separator: " ")
        }
    }

    @Test func tokensAreStableUntilForced() async throws {
        let bench = try await Bench()
        let first = try await bench.tokenText()
        #expect(try await bench.token() == .token(first, lifetime: .seconds(7_200)))
        bench.standIn.setClock(Self.start + 7_000)
        let second = try await bench.tokenText()
        #expect(second != first)
        bench.standIn.personWrote("oA")
        #expect(code(try await bench.verdict("a", token: first)) == "accepted")
        #expect(code(try await bench.verdict("b", token: second)) == "accepted")
        let forced = try await bench.tokenText(force: true)
        #expect(try await bench.verdict("c", token: second) == .tokenExpired)
        #expect(code(try await bench.verdict("d", token: forced)) == "accepted")
        #expect(try await bench.verdict("e", token: "") == .tokenExpired)
        bench.standIn.setClock(Self.start + 20_000)
        #expect(try await bench.verdict("f", token: forced) == .tokenExpired)
        #expect(bench.standIn.texts(to: "oA") == ["a", "b", "d"])
        await bench.stop()
    }

    @Test func everyByteArrives() async throws {
        let bench = try await Bench()
        bench.standIn.acceptEverybody()
        let token = try await bench.tokenText()
        let texts = [
            "灯亮了 😀", "\"引\"\\/<b>&'\n\r\t", "e\u{301}👨‍👩‍👧‍👦\u{2028}",
            String(repeating: "长", count: 682),
        ]
        for text in texts {
            #expect(code(try await bench.verdict(text, token: token)) == "accepted")
        }
        #expect(bench.standIn.texts(to: "oA") == texts)
        let long = String(repeating: "三栋的灯坏了。\n", count: 500)
        let parts = bench.channel.parts(of: long)
        for part in parts {
            #expect(code(try await bench.verdict(part, to: "oB", token: token)) == "accepted")
        }
        #expect(bench.standIn.texts(to: "oB").joined() == long)
        #expect(code(try await bench.verdict(long, token: token)) == "errcode 45002")
        await bench.stop()
    }

    @Test func windowsCloseByCountAndByTime() async throws {
        let bench = try await Bench()
        let token = try await bench.tokenText()
        #expect(code(try await bench.verdict("a", token: token)) == "errcode 40003")
        bench.standIn.personWrote("oA")
        for number in 1...5 {
            #expect(code(try await bench.verdict("\(number)", token: token)) == "accepted")
        }
        #expect(code(try await bench.verdict("6", token: token)) == "errcode 45047")
        bench.standIn.personWrote("oA")
        bench.standIn.setClock(Self.start + 48 * 3_600)
        let later = try await bench.tokenText()
        #expect(code(try await bench.verdict("late", token: later)) == "errcode 45015")
        bench.standIn.personActed("oA")
        for number in 1...3 {
            #expect(code(try await bench.verdict("\(number)", token: later)) == "accepted")
        }
        #expect(code(try await bench.verdict("4", token: later)) == "errcode 45047")
        bench.standIn.personLeft("oA")
        #expect(code(try await bench.verdict("5", token: later)) == "errcode 43004")
        #expect(await bench.standIn.sends(atLeast: 8).count == 8)
        await bench.stop()
    }

    @Test func faultsAreSeenForWhatTheyAre() async throws {
        let bench = try await Bench(totalTimeout: .milliseconds(300))
        bench.standIn.acceptEverybody()
        let token = try await bench.tokenText()
        bench.standIn.fail(.code(-1))
        bench.standIn.fail(.status(500))
        bench.standIn.fail(.empty)
        bench.standIn.fail(.unreadable)
        for expected in ["errcode -1", "HTTP 500", "unreadable answer", "unreadable answer", "accepted"] {
            #expect(code(try await bench.verdict("a", token: token)) == expected)
        }
        #expect(bench.standIn.sends.count == 1)
        for fault in [WeChatFault.hang, .cut, .lostAnswerByHanging, .lostAnswerByCut] {
            bench.standIn.fail(fault)
            guard case .failure(let failure) = await bench.answer("\(fault)", token: token) else {
                Issue.record("\(fault) is no answer")
                continue
            }
            #expect(failure.kind == .unknownOutcome)
        }
        #expect(bench.standIn.texts(to: "oA") == ["a", "lostAnswerByHanging", "lostAnswerByCut"])
        #expect(bench.standIn.attempts.count == 9)
        await bench.stop()
    }

    @Test func wrongSecretsAreForAPerson() async throws {
        let bench = try await Bench()
        bench.standIn.failToken(.code(40_164))
        guard case .refused = try await bench.token() else {
            Issue.record("40164 needs a person")
            return
        }
        bench.standIn.failToken(.status(502))
        #expect(try await bench.token() == .retry(reason: "HTTP 502"))
        bench.standIn.revokeToken()
        #expect(bench.standIn.tokenCalls.count == 2)
        await bench.stop()
    }

    /// The stand-in must refuse what the platform refuses, or it proves nothing.
    @Test(arguments: [
        ("{\"touser\":\"oA\",\"msgtype\":\"text\",\"text\":{\"content\":\"\\u706f\"}}", "40033"),
        ("{\"touser\":\"oA\",\"msgtype\":\"text\",\"text\":{\"content\":\"\"}}", "44004"),
        ("{\"touser\":\"oA\",\"msgtype\":\"image\",\"text\":{\"content\":\"a\"}}", "40008"),
        ("{\"touser\":\"oA\",\"msgtype\":\"text\"}", "47001"), ("nonsense", "47001"), ("", "47001"),
    ])
    func theStandInIsStrict(body: String, code: String) async throws {
        let bench = try await Bench()
        bench.standIn.acceptEverybody()
        let token = try await bench.tokenText()
        let url = bench.standIn.url + "/cgi-bin/message/custom/send?access_token=" + token
        let response = try await bench.client.send(PushRequest(url: url, body: Array(body.utf8))).get()
        #expect(String(decoding: response.body, as: UTF8.self).contains("\"errcode\":\(code)"))
        #expect(bench.standIn.sends.isEmpty)
        await bench.stop()
    }

    @Test func callsOfTheCallerAreRead() async throws {
        let bench = try await Bench()
        let caller = WeChatCaller.standard
        let calls = [
            try caller.text("灯]]>坏了 & <b>", from: "oA", id: 1, at: Self.start),
            try caller.image(media: "m", from: "oA", id: 2, at: Self.start),
            try caller.voice(media: "v", recognised: "停电", from: "oA", id: 3, at: Self.start),
            try caller.location(
                latitude: 31.5, longitude: 121.25, label: "东门", from: "oA", id: 4, at: Self.start),
            try caller.event("CLICK", key: "menu", from: "oA", at: Self.start),
        ]
        let contents = calls.map { call -> [InboundMessage.Content] in
            let request = WebhookRequest(
                method: .post, query: call.parameters, body: Array(call.body.utf8),
                receivedAt: Instant(seconds: Self.start + 5))
            guard case .accept(let messages, _) = bench.channel.receive(request) else { return [] }
            return messages.map(\.content)
        }
        #expect(
            contents == [
                [.text("灯]]>坏了 & <b>")], [.image(media: "m")], [.voice(media: "v", recognised: "停电")],
                [.location(latitude: 31.5, longitude: 121.25, label: "东门")],
                [.event(name: "click", key: "menu")],
            ])
        let check = caller.addressCheck(echo: "4375120948345356249", at: Self.start)
        let decision = bench.channel.receive(
            WebhookRequest(method: .get, query: check.parameters, receivedAt: Instant(seconds: Self.start)))
        guard case .handshake("4375120948345356249") = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(check.query.contains("echostr=4375120948345356249&timestamp=\(Self.start)&nonce="))
        await bench.stop()
    }
}
