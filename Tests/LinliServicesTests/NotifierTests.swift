import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// What a person is told, as it stands in the outbox.
@Suite struct NotifierTests {
    /// Asks with two buttons where the key says so.
    private struct Asking: Phrasebook {
        func words(_ phrase: Phrase, for kind: ChannelConfiguration.Kind?) -> String { phrase.key }
        func buttons(_ phrase: Phrase) -> [String] {
            phrase.key.hasPrefix("ask") ? ["确认", "不（\(phrase.key)）"] : []
        }
    }

    @Test(arguments: Engines.all) func theLastQuestionHasItsButtonsOnTheLastPart(engine: Engine) async throws
    {
        try await TemporaryStore.with(on: engine) { store in
            let notifier = Notifier(
                phrases: Asking(), settings: store.settings, wakeups: .none,
                parts: { _, text in text.split(separator: "\n").map(String.init) })
            let sent = try await store.database.write { tx throws(SQLError) in
                for (key, phrases) in [("1", ["ask.a", "told", "ask.b", "told"]), ("2", ["told"])] {
                    try notifier.tell(
                        channel: "web", recipient: "a", phrases.map { Phrase($0) }, why: "reply", key: key,
                        in: tx, at: DeskStore.monday)
                }
                return try tx.outbox.sent(channel: "web", recipient: "a", after: OutboxID(0), limit: 9)
            }
            let buttons = sent.map(\.message.buttons)
            #expect(buttons == [[], [], [], ["确认", "不（ask.b）"], []])
        }
    }
}
