import LinliDialogue
import LinliModel
import LinliServices
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

/// The last seat of a session goes to one of two whose turns run at the same time; the other is told that it
/// is full. Nobody needs a home for it (`domain.md` 2.7).
@Suite struct LastSeatTurnTests {
    private static func turn(
        _ store: TemporaryStore, _ runner: TurnRunner, _ sender: String
    ) async throws {
        let message = InboundMessage(
            channel: "web", externalID: "book-\(sender)", sender: sender, sentAt: nil,
            content: .text("预约接访，反映停车"))
        let main = Request(intent: .receptionBook, slots: [.matter: .text("停车")])
        let match = IntentMatch(
            text: "预约接访，反映停车", normalized: "预约接访，反映停车", main: main, also: [], act: nil, confidence: 0.9)
        try await store.database.write { tx throws(SQLError) in
            guard let id = try tx.inbox.accept(message, at: monday), let row = try tx.inbox.received(id)
            else {
                return
            }
            let turn = PreparedTurn(
                row: row, message: message, event: .message(Understood(match)), match: match)
            _ = try runner.run(turn, in: tx, at: monday)
        }
    }

    @Test(arguments: Engines.all) func oneOfTwoHasIt(engine: Engine) async throws {
        try await TemporaryStore.with(on: engine) { store in
            let runner = TurnRunner.ofTheWeb(store.settings)
            let start = monday + .days(3) + .hours(5)
            let added = try await store.database.write { tx throws(SQLError) in
                try tx.sessions.add(
                    SessionRow(
                        estate: "HTL", kind: "weekly", name: "每周领导接访", place: "议事亭", startsAt: start,
                        bookingClosesAt: start - .hours(22), seats: 1, seatMinutes: 20))
            }
            async let first: Void = Self.turn(store, runner, "stranger-1")
            async let second: Void = Self.turn(store, runner, "stranger-2")
            _ = try await (first, second)
            let session = try #require(added)
            let bookings = try await store.database.read { tx throws(SQLError) in
                try tx.bookings.of(session)
            }
            #expect(bookings.map(\.seat) == [1])
            var replies: [String] = []
            for sender in ["stranger-1", "stranger-2"] {
                let text = try await store.database.read { tx throws(SQLError) in
                    try tx.conversations.load(channel: "web", sender: sender) ?? ""
                }
                replies.append(text)
            }
            // Who came too late is asked whether he waits; the other is asked nothing more.
            #expect(replies.filter { $0.contains("seatFull") }.count == 1)
        }
    }
}
