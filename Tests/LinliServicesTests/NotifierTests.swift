import LinliModel
import LinliSettings
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

    /// A group's robot only sends: the case is a link away where the staff have a page.
    @Test(arguments: Engines.all) func aGroupOfTheStaffReadsTheLinkToTheCase(engine: Engine) async throws {
        try await TemporaryStore.with(on: engine) { store in
            var settings = store.settings
            let robot = ChannelConfiguration(name: "duty", kind: .wecomRobot, estate: "", fields: [:])
            settings.staffRobots = [StaffRobotConfiguration(channel: robot, topics: [.escalation])]
            var texts: [[String]] = []
            for url in [nil, "https://staff.example.org/tickets/{ticket}?from=group"] {
                settings.daemon.ticketURL = url
                let notifier = Notifier(phrases: KeyBook(), settings: settings, wakeups: .none)
                let key = url ?? "none"
                texts.append(
                    try await store.database.write { tx throws(SQLError) in
                        for phrase in [
                            Phrase("staff.ring", ["ticket": "LL260316-0001"]), Phrase("staff.report_due"),
                        ] {
                            try notifier.tellStaff(
                                .escalation, estate: "HTL", phrase, key: "\(key)-\(phrase.key)", in: tx,
                                at: DeskStore.monday)
                        }
                        return try tx.outbox.sent(
                            channel: "duty", recipient: "staff", after: OutboxID(0), limit: 9
                        ).map(\.message.text)
                    })
            }
            #expect(texts[0] == ["staff.ring ticket=LL260316-0001", "staff.report_due"])
            #expect(
                Array(texts[1].dropFirst(2)) == [
                    "staff.ring ticket=LL260316-0001\n"
                        + "staff.link url=https://staff.example.org/tickets/LL260316-0001?from=group",
                    "staff.report_due",
                ])
        }
    }
}
