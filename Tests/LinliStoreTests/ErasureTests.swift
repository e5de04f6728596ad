import LinliModel
import LinliStore
import LinliTestKit
import Testing

@testable import LinliSQL

/// After an erasure nothing of a resident's words, names or addresses stands in any text column of any table
/// (`domain.md` 2.10; PIPL 47).
@Suite("Erasure leaves no personal text")
struct ErasureTests {
    @Test("The planted words stand in many tables before, and in none after", arguments: Engines.all)
    func erase(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let id = try await database.write { tx throws(SQLError) in try PersonalTraces.plant(tx) }
            let before = try await database.read { tx throws(SQLError) in try PersonalTraces.scan(tx) }
            #expect(
                before.isSuperset(of: [
                    "inbox", "outbox", "conversations", "reply_windows", "residents", "identities", "tickets",
                    "ticket_events", "claims", "bookings", "staff_identities", "staff_code_tries",
                    "ticket_suspensions", "ticket_holds", "topics", "praises", "whistles", "needs",
                    "resources", "visits",
                    "care_list",
                ]))
            try await database.write { tx throws(SQLError) in
                try tx.residents.erase(id, at: monday + .days(1))
            }
            let after = try await database.read { tx throws(SQLError) in try PersonalTraces.scan(tx) }
            #expect(after == [])
            try await database.read { tx throws(SQLError) in
                #expect(try tx.residents.find(id)?.erasedAt == monday + .days(1))
                #expect(try tx.homes.of(id).isEmpty)
                #expect(try tx.partyMembers.consent(of: id) == nil)
                #expect(try tx.residents.find(channel: "oa", sender: PersonalTraces.sender) == nil)
                #expect(
                    try tx.tickets.find(number: "LL1")?.state == .resolved,
                    "the bare case stays for the statistics")
                #expect(try tx.ledger.balance(of: .available(id, estate: "HTL")) == 5, "the books stay right")
                #expect(try tx.ledger.mismatches().isEmpty)
                #expect(try tx.inbox.count(.done) == 2, "the keys against redelivery stay")
            }
        }
    }

    @Test("Another resident's rows are left alone", arguments: Engines.all)
    func others(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            try await database.write { tx throws(SQLError) in
                let erased = try tx.resident("a")
                let other = try tx.resident("b")
                let party = Party(resident: other, estate: "HTL", channel: "oa", sender: "b")
                let ticket = try tx.tickets.add(
                    .of("b的话"), number: "LL2", party: party, estate: "HTL", at: monday)
                try tx.ticketEvents.add(ticket, .reopen, actor: "resident", detail: "b的话", at: monday)
                _ = try tx.inbox.accept(.said("b的话", by: "b", id: "1"), at: monday)
                _ = try tx.outbox.enqueue(.to("b", "给b", key: "1"), why: "reply", at: monday)
                try tx.residents.erase(erased, at: monday)
                #expect(try tx.tickets.find(ticket)?.draft.text == "b的话")
                #expect(try tx.ticketEvents.of(ticket).map(\.detail) == ["b的话"])
                #expect(try tx.inbox.waiting(after: InboxID(0), limit: 9).count == 1)
                #expect(try tx.outbox.ready(at: monday, limit: 9).count == 1)
                #expect(try tx.residents.find(channel: "oa", sender: "b") == other)
            }
        }
    }
}
