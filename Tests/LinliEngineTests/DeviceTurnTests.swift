import LinliDialogue
import LinliModel
@testable import LinliSettings
import LinliServices
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

/// A device writes by its channel (domain.md G06): no resident comes of it, and nobody answers it.
@Suite struct DeviceTurnTests {
    @Test(arguments: Engines.all) func itsMessageIsAnEventAndCountsOnce(engine: Engine) async throws {
        try await TemporaryStore.with(on: engine) { store in
            var settings = store.settings
            let estate = FakeChannel(name: "web").estate
            settings.estates[estate, default: Estate(code: estate, name: "某小区")].devices = [
                Estate.Device(
                    code: "camera", name: "阻车系统", category: "ebike.in_lift", building: "7", unit: "2",
                    channel: "web")
            ]
            let runner = TurnRunner.ofTheWeb(settings)
            for sender in ["camera", "camera", "somebody"] {
                let message = InboundMessage(
                    channel: "web", externalID: sender, sender: sender, sentAt: nil,
                    content: .image(media: "m"))
                let row = try await store.database.write { tx throws(SQLError) -> InboxRow? in
                    guard let id = try tx.inbox.accept(message, at: monday) else { return nil }
                    return try tx.inbox.received(id)
                }
                guard let row, let turn = runner.prepare(row) else { continue }
                _ = try await store.database.write { tx throws(SQLError) in
                    try runner.run(turn, in: tx, at: monday)
                }
            }
            let counts = try await store.database.read { tx throws(SQLError) in
                [
                    try tx.integer("SELECT count(*) FROM device_events"),
                    try tx.integer("SELECT count(*) FROM identities WHERE external_id = 'camera'"),
                    try tx.integer("SELECT count(*) FROM outbox WHERE recipient = 'camera'"),
                    try tx.integer("SELECT count(*) FROM identities WHERE external_id = 'somebody'"),
                ]
            }
            #expect(counts == [1, 0, 0, 1])
        }
    }
}
