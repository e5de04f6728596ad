import LinliDialogue
import LinliModel
import LinliServices
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

/// A flood is counted, and what waited behind a question is told in the one commit in which it is let go.
@Suite struct FloodTurnTests {
    private static let key = ConversationKey(channel: "web", sender: "a")

    private static func hear(
        _ said: Understood, _ number: Int, _ runner: TurnRunner, _ store: TemporaryStore
    ) async throws -> TurnReport? {
        let message = InboundMessage(
            channel: "web", externalID: "m\(number)", sender: "a", sentAt: nil, content: .text(said.text))
        return try await store.database.write { tx throws(SQLError) -> TurnReport? in
            guard let id = try tx.inbox.accept(message, at: monday), let row = try tx.inbox.received(id)
            else { return nil }
            return try runner.run(
                PreparedTurn(row: row, message: message, event: .message(said), match: nil), in: tx,
                at: monday)
        }
    }

    private static func said(_ text: String, _ requests: [Request]) -> Understood {
        Understood(
            IntentMatch(
                text: text, normalized: text,
                main: requests.first ?? Request(intent: .outOfScope, subtype: .empty),
                also: Array(requests.dropFirst()), act: nil, confidence: 0.9))
    }

    @Test(arguments: Engines.all) func whatIsHeldBackIsCounted(engine: Engine) async throws {
        try await TemporaryStore.with(on: engine) { store in
            let runner = TurnRunner.ofTheWeb(store.settings)
            let registry = MetricsRegistry()
            let measures = EngineMeasures(registry)
            var held = 0
            for number in 0..<30 {
                let said = Self.said("第\(number)句", [Request(intent: .greetHelp)])
                guard let report = try await Self.hear(said, number, runner, store) else { continue }
                if report.isHeldBack { held += 1 }
                measures.turnDone(report, received: monday, now: monday)
            }
            #expect(held == 30 - Limits.personMessagesPerMinute)
            #expect(MetricsText.write(registry).contains("linli_messages_held_back_total \(held)"))
            let danger = Request(intent: .reportRepair, category: "lift.trapped", urgency: .p0)
            let report = try await Self.hear(Self.said("电梯困人", [danger]), 99, runner, store)
            #expect(report?.outcomes.count == 1 && report?.isHeldBack == false)
        }
    }

    @Test(arguments: Engines.all) func aKillBetweenExpiryAndPushLosesNothing(engine: Engine) async throws {
        try await TemporaryStore.with(on: engine) { store in
            let runner = TurnRunner.ofTheWeb(store.settings)
            let lamp = Request(
                intent: .reportRepair, category: "power.public_lighting", urgency: .p2,
                slots: [.object: .text("路灯")])
            let redeem = Request(intent: .redeem, slots: [.item: .text("抽纸")])
            _ = try await Self.hear(Self.said("路灯坏了，换抽纸", [lamp, redeem]), 1, runner, store)
            let due = monday + .minutes(Limits.draftMinutes)
            await #expect(throws: SQLError.self) {
                try await store.database.write { tx throws(SQLError) in
                    _ = try runner.takeUp(.draft, of: Self.key, in: tx, at: due)
                    throw SQLError(.unavailable, "killed before the commit")
                }
            }
            #expect(try await Self.pushed(store) == 0)
            for _ in 0..<2 {
                _ = try await store.database.write { tx throws(SQLError) in
                    try runner.takeUp(.draft, of: Self.key, in: tx, at: due)
                }
            }
            #expect(try await Self.pushed(store) == 1, "once, and in one push")
        }
    }

    private static func pushed(_ store: TemporaryStore) async throws -> Int {
        try await store.database.read { tx throws(SQLError) in
            try tx.outbox.sent(channel: "web", recipient: "a", after: OutboxID(0), limit: 100)
                .count { $0.message.text.contains("waiting.left") }
        }
    }
}
