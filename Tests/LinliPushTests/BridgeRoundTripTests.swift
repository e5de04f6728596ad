import LinliChannels
import LinliModel
import LinliPush
import LinliTestKit
import Testing

@Suite("A bridge there and back", .timeLimit(.minutes(1)))
struct BridgeRoundTripTests {
    private static let now = Instant(seconds: 1_773_799_200)

    @Test func pushesArriveOnceAndSigned() async throws {
        let bridge = try await StandardWebhookStandIn.start()
        let channel = try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "bridge", kind: .standard, estate: "HTL",
                fields: ["secret": bridge.secret, "push_url": bridge.url]))
        let client = try PushClient(
            configuration: PushConfiguration(allowedOrigins: Set(channel.configuredOrigins)))
        let message = OutboundMessage(
            channel: "bridge", recipient: "u1", text: "灯亮了 😀\n\"好\"", idempotencyKey: "0193-7")
        let request = channel.encode(message, token: nil, at: Self.now)
        bridge.answerNext(503, 410)
        #expect(
            channel.verdict(on: try await client.send(request).get())
                == .retry(after: nil, reason: "HTTP 503"))
        guard case .refused = channel.verdict(on: try await client.send(request).get()) else {
            Issue.record("410 wants no more messages")
            return
        }
        for _ in 0..<2 {
            #expect(channel.verdict(on: try await client.send(request).get()) == .accepted(platformID: nil))
        }
        let expected = StandardWebhookStandIn.Push(id: "0193-7", recipient: "u1", text: "灯亮了 😀\n\"好\"")
        #expect(await bridge.pushes(atLeast: 1) == [expected])
        var forged = request
        forged.body[10] ^= 1
        #expect(try await client.send(forged).get().status == 401)
        #expect(bridge.attempts.count == 5)
        await client.close()
        await bridge.stop()
    }

    @Test func callsAreRead() async throws {
        let bridge = try await StandardWebhookStandIn.start()
        let channel = try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "bridge", kind: .standard, estate: "HTL",
                fields: ["secret": bridge.secret, "push_url": bridge.url]))
        let call = try bridge.text("3栋/\"灯\"坏了", from: "u1", id: "m-1", at: 1_773_799_200)
        let decision = channel.receive(
            WebhookRequest(
                method: .post, headers: call.headers, body: Array(call.body.utf8), receivedAt: Self.now))
        guard case .accept(let messages, _) = decision else {
            Issue.record("\(decision)")
            return
        }
        #expect(messages.map(\.externalID) == ["m-1"])
        #expect(messages.map(\.content) == [.text("3栋/\"灯\"坏了")])
        await bridge.stop()
    }
}
