import LinliDialogue
import LinliModel
import LinliServices
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

/// A picture and then 办结 in a bound chat: the picture shows what was done, and begins no report.
@Suite struct StaffPictureTurnTests {
    private static func hear(
        _ content: InboundMessage.Content, _ number: Int, _ runner: TurnRunner, _ store: TemporaryStore
    ) async throws -> [String] {
        let message = InboundMessage(
            channel: "web", externalID: "m\(number)", sender: "e", sentAt: nil, content: content)
        let report = try await store.database.write { tx throws(SQLError) -> TurnReport? in
            guard let id = try tx.inbox.accept(message, at: monday), let row = try tx.inbox.received(id)
            else {
                return nil
            }
            let turn = PreparedTurn(
                row: row, message: message, event: Self.event(content), match: nil)
            return try runner.run(turn, in: tx, at: monday)
        }
        return report?.replies.map(\.key) ?? []
    }

    private static func event(_ content: InboundMessage.Content) -> DialogueEvent {
        if case .image(let media) = content { .picture(media: media) } else { .unreadable }
    }

    private static func prepare(_ store: TemporaryStore) async throws -> [Ticket] {
        let estate = FakeChannel(name: "web").estate
        return try await store.database.write { tx throws(SQLError) in
            guard let staff = try tx.staff.add(name: "engineer-1", at: monday) else { return [] }
            try tx.staff.grant(.engineer, to: staff, estate: nil)
            try tx.staffCodes.attach(staff, channel: "web", sender: "e", at: monday)
            _ = try tx.residents.findOrAdd(channel: "web", sender: "e", estate: estate, at: monday)
            var tickets: [Ticket] = []
            for index in 1...2 {
                let draft = TicketDraft(
                    category: "water.leak", urgency: .p1, text: "漏水", address: Address(place: "北门"))
                let id = try tx.tickets.add(
                    draft, number: "LL260316-000\(index)", party: nil, estate: estate, at: monday)
                _ = try tx.tickets.take(id, by: staff, from: [.submitted], at: monday)
                if let ticket = try tx.tickets.find(id) { tickets.append(ticket) }
            }
            return tickets
        }
    }

    @Test(arguments: Engines.all) func thePictureBeforeTheResultIsItsEvidence(engine: Engine) async throws {
        try await TemporaryStore.with(on: engine) { store in
            let runner = TurnRunner.ofTheWeb(store.settings)
            let tickets = try await Self.prepare(store)
            #expect(tickets.map(\.state) == [.accepted, .accepted])
            let asked = try await Self.hear(.image(media: "media-7"), 1, runner, store)
            #expect(asked == ["repair.ask_what_picture"])
            for (index, ticket) in tickets.enumerated() {
                let said = InboundMessage.Content.text("办结 \(ticket.number) 已换管")
                #expect(try await Self.hear(said, 2 + index, runner, store) == ["staff_chat.done"])
            }
            let after = try await store.database.read { tx throws(SQLError) in
                (
                    try tickets.map { ticket throws(SQLError) in try tx.tickets.find(ticket.id) },
                    try tickets.map { ticket throws(SQLError) in
                        try tx.ticketEvents.of(ticket.id).filter { $0.kind == .picture }.map(\.detail)
                    },
                    try tx.conversations.load(channel: "web", sender: "e")
                )
            }
            #expect(after.0.map { $0?.falseClosure } == [false, true], "one picture shows one place")
            #expect(after.1 == [["media-7"], []])
            #expect(after.2?.contains("media-7") == false, "no report is in the making any more")
        }
    }
}
