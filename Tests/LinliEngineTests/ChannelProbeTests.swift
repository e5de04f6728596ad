import LinliChannels
import LinliModel
import LinliServices
import LinliTestKit
import Testing

@testable import LinliEngine

@Suite("A channel's settings are tried at its platform, and nobody is written to")
struct ChannelProbeTests {
    private static func ask(_ channel: any Channel, _ outside: Outside) async -> [PlatformFinding] {
        let carriers = Carriers(channels: [channel], robots: [])
        return await ChannelProbe(carriers, send: outside.send).ask(channel.name)
    }

    @Test(
        "A token that comes is good for its time; one that does not says why",
        arguments: [
            (.status(200, "T"), .good(lifetime: .hours(2))),
            (.status(403), .refused(reason: "wrong secret")),
            (.status(503), .busy(reason: "busy")),
            (.failure(PushFailure(.notSent, "curl 6")), .unreachable(reason: "curl 6")),
            (.failure(PushFailure(.unknownOutcome, "curl 28")), .unreachable(reason: "curl 28")),
            (.failure(PushFailure(.forbiddenAddress, "10.0.0.1")), .forbidden(reason: "10.0.0.1")),
        ] as [(Outside.Answer, PlatformFinding.Word)])
    func tokens(answer: Outside.Answer, word: PlatformFinding.Word) async {
        let outside = Outside { _, _ in answer }
        let findings = await Self.ask(FakeChannel(needsToken: true), outside)
        #expect(findings == [PlatformFinding(.token, word)])
        #expect(outside.sent.map(\.url) == ["https://oa.test/token"])
    }

    @Test(
        "Of what is pulled one message is asked for, from the beginning",
        arguments: [
            (#"{"errcode":0,"next_cursor":"c1","has_more":1,"msg_list":[]}"#, .good(lifetime: nil)),
            (
                #"{"errcode":95004}"#,
                .refused(reason: "errcode 95004 open_kfid not accepted: a person must correct it")
            ),
            (#"{"errcode":45009}"#, .busy(reason: "errcode 45009 too many a minute")),
        ] as [(String, PlatformFinding.Word)])
    func pulled(page: String, word: PlatformFinding.Word) async throws {
        let desk = ServiceDesk()
        desk.answerNext([.status(200, page)])
        let carriers = Carriers(channels: [try ServiceDesk.channel()], robots: [])
        let findings = await ChannelProbe(carriers, send: desk.send).ask("kf")
        let token = PlatformFinding(.token, .good(lifetime: .hours(2)))
        #expect(findings == [token, PlatformFinding(.pull, word)])
        #expect(desk.asks.map(\.limit) == [1] && desk.asks.map(\.cursor) == [""] && desk.taken.isEmpty)
    }

    @Test("A bridge is there where its address answers, whatever it says")
    func bridge() async throws {
        let bridge = try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "bridge", kind: .standard, estate: "HTL",
                fields: [
                    "secret": "whsec_MDEyMzQ1Njc4OWFiY2RlZg==", "push_url": "https://bridge.test/push/k3y",
                ]))
        let there = Outside { _, _ in .status(404) }
        #expect(await Self.ask(bridge, there) == [PlatformFinding(.address, .good(lifetime: nil))])
        #expect(there.sent.map(\.url) == ["https://bridge.test/"], "nothing is pushed")
        let away = Outside { _, _ in .failure(PushFailure(.notSent, "curl 7")) }
        #expect(
            await Self.ask(bridge, away) == [PlatformFinding(.address, .unreachable(reason: "curl 7"))])
    }

    @Test("The web chat has nobody outside, and a name that is none asks nobody")
    func nobody() async {
        let outside = Outside()
        #expect(await Self.ask(FakeChannel(needsToken: true, delivery: .stream), outside) == [])
        let carriers = Carriers(channels: [FakeChannel(needsToken: true)], robots: [])
        #expect(await ChannelProbe(carriers, send: outside.send).ask("other") == [])
        #expect(outside.sent.isEmpty)
    }
}
