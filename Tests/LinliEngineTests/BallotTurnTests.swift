import LinliDialogue
import LinliModel
import LinliServices
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

/// A choice in a vote stands in no row once its turn has ended (`domain.md` E01, 2.9).
@Suite struct BallotTurnTests {
    @Test(arguments: Engines.all) func aChoiceIsNotKept(engine: Engine) async throws {
        try await TemporaryStore.with(on: engine) { store in
            let runner = TurnRunner.ofTheWeb(store.settings)
            for (number, text) in ["我投反对", "路灯坏了"].enumerated() {
                let message = InboundMessage(
                    channel: "web", externalID: "m\(number)", sender: "a", sentAt: nil, content: .text(text))
                let main = Request(intent: .outOfScope, subtype: .empty)
                let match = IntentMatch(
                    text: text, normalized: text, main: main, also: [], act: nil, confidence: 0.9)
                let kept = try await store.database.write { tx throws(SQLError) -> String? in
                    guard let id = try tx.inbox.accept(message, at: monday),
                        let row = try tx.inbox.received(id)
                    else { return nil }
                    let turn = PreparedTurn(
                        row: row, message: message, event: .message(Understood(match)), match: match)
                    _ = try runner.run(turn, in: tx, at: monday)
                    guard case .text(let words) = try tx.inbox.received(id)?.message?.content else {
                        return nil
                    }
                    return words
                }
                #expect(kept == (number == 0 ? "（表决内容不保留）" : text))
                let saved = try await store.database.read { tx throws(SQLError) in
                    try tx.conversations.load(channel: "web", sender: "a")
                }
                #expect(saved?.contains("反对") != true)
            }
        }
    }
}
