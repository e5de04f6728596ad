import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliEngine

@Suite("Pruner: what can be forgotten is")
struct PrunerTests {
    private static let later = monday + .days(4_000)

    private static func prune(_ house: TemporaryStore, _ store: WatchedStore) async {
        await Pruner(
            database: store, retention: house.settings.daemon.retention, clock: ManualClock(Self.later),
            logger: quiet
        ).prune()
    }

    /// An ended ticket and an answered message, both older than everything is kept.
    private static func plant(_ store: WatchedStore) async throws -> TicketID {
        try await store.write { tx throws(SQLError) in
            try tx.inbox.record(
                InboundMessage(
                    channel: "web", externalID: "m", sender: "a", sentAt: nil, content: .text("话")),
                at: monday)
            let draft = TicketDraft(
                category: "power.public_lighting", urgency: .p2, text: "话", address: Address(place: "北门"))
            let id = try tx.tickets.add(draft, number: "1", party: nil, estate: "HTL", at: monday)
            try tx.tickets.move(id, from: [.submitted], to: .archived)
            return id
        }
    }

    /// Words of messages and of the ticket that are left.
    private static func left(_ store: WatchedStore, _ ticket: TicketID) async throws -> [String?] {
        try await store.read { tx throws(SQLError) in
            [
                try tx.inbox.transcript(channel: "web", sender: "a", since: monday, limit: 9).isEmpty
                    ? nil : "a message", try tx.tickets.find(ticket)?.draft.text,
            ]
        }
    }

    @Test("A class that fails for good holds no other one back", arguments: Engines.all)
    func apart(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let ticket = try await Self.plant(store)
            // As a row that breaks a rule of its table: no commit that forgets messages succeeds.
            store.atEveryWrite { tx throws(SQLError) in
                guard try tx.integer("SELECT count(*) FROM inbox WHERE kind = ''") > 0 else { return }
                throw SQLError(.constraint, "a CHECK")
            }
            await Self.prune(house, store)
            #expect(try await Self.left(store, ticket) == ["a message", ""])
            store.atEveryWrite { _ throws(SQLError) in }
            await Self.prune(house, store)
            #expect(try await Self.left(store, ticket) == [nil, ""], "tried again")
        }
    }

    @Test("Nor do the answers to old requests", arguments: Engines.all)
    func requests(engine: Engine) async throws {
        try await WatchedStore.with(on: engine) { house, store in
            let ticket = try await Self.plant(store)
            store.failNextWrites([SQLError(.constraint, "a CHECK")])
            await Self.prune(house, store)
            #expect(try await Self.left(store, ticket) == [nil, ""])
        }
    }
}
