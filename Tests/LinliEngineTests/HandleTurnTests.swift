import LinliChannels
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

/// What came with a message to answer it by: whether it opens the way for what was parked before.
@Suite("A handle answers its message; what was parked goes by a proven one only")
struct HandleTurnTests {
    private static func dingTalk() throws -> any Channel {
        try ChannelCatalogue.make(
            ChannelConfiguration(
                name: "ding", kind: .dingtalk, estate: "HTL",
                fields: ["app_key": "k", "app_secret": "s", "robot_code": "r"]))
    }

    /// The states of what was parked for a person and of the answer to his message.
    private static func states(
        _ engine: Engine, _ channel: any Channel, _ sender: String
    ) async throws -> [OutboxRow.State] {
        var states: [OutboxRow.State] = []
        try await TemporaryStore.with(on: engine) { house in
            let runner = TurnRunner.ofTheWeb(house.settings, channels: [channel])
            let message = InboundMessage(
                channel: channel.name, externalID: "m", sender: sender, sentAt: nil,
                content: .image(media: "m"),
                handle: ReplyHandle(key: "https://oapi.dingtalk.com/x", until: monday + .minutes(90)))
            let row = try await house.database.write { tx throws(SQLError) -> InboxRow? in
                let parked = OutboundMessage(
                    channel: channel.name, recipient: sender, text: "工单已办结", idempotencyKey: "parked")
                guard let id = try tx.outbox.enqueue(parked, why: "ticket", at: monday),
                    let row = try tx.outbox.find(id)
                else { return nil }
                try tx.outbox.start([row], at: monday)
                try tx.outbox.decide(id, .windowClosed, at: monday)
                guard let received = try tx.inbox.accept(message, at: monday) else { return nil }
                return try tx.inbox.received(received)
            }
            let received = try #require(row)
            let turn = try #require(runner.prepare(received))
            states = try await house.database.write { tx throws(SQLError) in
                _ = try runner.run(turn, in: tx, at: monday)
                return try tx.outbox.sent(
                    channel: channel.name, recipient: sender, after: OutboxID(0), limit: 9
                ).map(\.state)
            }
        }
        return states
    }

    @Test("Not by the address of a call that does not sign its body", arguments: Engines.all)
    func unsigned(engine: Engine) async throws {
        #expect(
            try await Self.states(engine, Self.dingTalk(), "$:LWCP_v1:$a") == [.windowClosed, .queued])
    }

    @Test("By what the platform itself said", arguments: Engines.all)
    func pulled(engine: Engine) async throws {
        #expect(try await Self.states(engine, ServiceDesk.channel(), "wmLin") == [.queued, .queued])
    }
}
