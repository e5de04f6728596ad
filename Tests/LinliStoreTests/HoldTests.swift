import LinliModel
import LinliStore
import LinliTestKit
import Testing

@testable import LinliSQL

/// A ticket that a dispute is about is kept beyond its time and beyond an erasure (`domain.md` 2.10).
@Suite("A hold keeps a ticket, and nothing else")
struct HoldTests {
    private static let later = monday + .days(30)

    /// The person of `PersonalTraces`, whose ticket LL1 is held.
    private static func plant(
        _ database: any Database
    ) async throws -> (ResidentID, TicketID, StaffID) {
        try await database.write { tx throws(SQLError) in
            let resident = try PersonalTraces.plant(tx)
            guard let ticket = try tx.tickets.find(number: "LL1")?.id,
                let staff = try tx.staff.find(name: "steward-1")?.id
            else { throw SQLError(.constraint, "not planted") }
            // The building of a ticket stays, for the counts.
            try tx.run("UPDATE tickets SET building = '3'")
            #expect(
                try tx.holds.place(ticket, by: staff, reason: "诉\(PersonalTraces.mark)", at: monday))
            return (resident, ticket, staff)
        }
    }

    /// What stands on the ticket itself.
    private static let kept: Set<String> = [
        "tickets", "ticket_events", "ticket_suspensions", "ticket_holds", "whistles",
    ]

    private static func forget(_ database: any Database) async throws -> Int {
        try await database.write { tx throws(SQLError) in
            try tx.retention.forget(.ticket, before: later, rows: 100, at: later)
                + tx.retention.forget(.attachment, before: later, rows: 100, at: later)
        }
    }

    @Test("Its time does not take it, and takes it when the hold is lifted", arguments: Engines.all)
    func time(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let (resident, ticket, staff) = try await Self.plant(database)
            _ = try await Self.forget(database)
            try await database.read { tx throws(SQLError) in
                let kept = try tx.tickets.find(ticket)
                #expect(kept?.resident == resident && kept?.draft.attachments.isEmpty == false)
                #expect(kept?.draft.text.contains(PersonalTraces.mark) == true)
                #expect(try PersonalTraces.scan(tx).isSuperset(of: Self.kept))
                #expect(try tx.retention.count(.ticket, before: Self.later) == 0, "nor is it counted")
            }
            try await database.write { tx throws(SQLError) in
                #expect(try tx.holds.lift(ticket, by: staff, reason: "结案", at: Self.later))
            }
            #expect(try await Self.forget(database) == 1)
            try await database.read { tx throws(SQLError) in
                #expect(try PersonalTraces.scan(tx).isDisjoint(with: Self.kept))
            }
        }
    }

    @Test("An erasure leaves it and forgets all else", arguments: Engines.all)
    func erasure(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let (resident, ticket, staff) = try await Self.plant(database)
            try await database.write { tx throws(SQLError) in
                #expect(try tx.holds.count(of: resident) == 1)
                try tx.residents.erase(resident, at: Self.later)
                #expect(try PersonalTraces.scan(tx) == Self.kept)
                #expect(try tx.residents.find(resident)?.name == "")
                #expect(try tx.holds.lift(ticket, by: staff, reason: "结案", at: Self.later))
                #expect(try tx.tickets.forgettable(of: resident) == [ticket])
                try tx.tickets.erase([ticket])
                #expect(try PersonalTraces.scan(tx).isEmpty)
                #expect(try tx.tickets.find(ticket)?.draft.address.building == nil)
            }
        }
    }

    @Test("One hold a ticket, and none of what is forgotten", arguments: Engines.all)
    func once(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let (resident, ticket, staff) = try await Self.plant(database)
            let places = try await database.writeMany(5) { number, tx throws(SQLError) in
                try tx.holds.place(ticket, by: staff, reason: "\(number)", at: monday)
            }
            #expect(places.allSatisfy { !$0 })
            try await database.write { tx throws(SQLError) in
                #expect(try tx.holds.count() == 1)
                #expect(try tx.holds.of(ticket)?.staff == "steward-1")
                #expect(try tx.holds.lift(ticket, by: staff, reason: "结案", at: monday))
                #expect(try tx.holds.lift(ticket, by: staff, reason: "再结", at: monday) == false)
                #expect(try tx.holds.of(ticket) == nil)
                #expect(try tx.holds.count(of: resident) == 0)
            }
            _ = try await Self.forget(database)
            try await database.write { tx throws(SQLError) in
                #expect(try tx.tickets.pseudonymised(ticket) != nil)
                #expect(try tx.holds.place(ticket, by: staff, reason: "晚了", at: Self.later) == false)
                #expect(try tx.holds.count() == 0)
            }
        }
    }

    @Test("Pictures of what was merged into it are kept too", arguments: Engines.all)
    func merged(engine: Engine) async throws {
        try await TemporaryStore.withStore(on: engine) { database in
            let (_, ticket, _) = try await Self.plant(database)
            let merged = try await database.write { tx throws(SQLError) in
                var draft = TicketDraft.of("话")
                draft.attachments = ["图"]
                let id = try tx.tickets.add(draft, number: "LL9", party: nil, estate: "HTL", at: monday)
                try tx.run("UPDATE tickets SET state = 'MERGED', merged_into = \(ticket) WHERE id = \(id)")
                return id
            }
            _ = try await Self.forget(database)
            try await database.read { tx throws(SQLError) in
                #expect(try tx.tickets.find(merged)?.draft.attachments == ["图"])
            }
        }
    }
}
