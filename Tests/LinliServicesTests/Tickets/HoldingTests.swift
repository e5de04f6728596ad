import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("Staff hold a ticket that is disputed, and see what would be forgotten")
struct HoldingTests {
    private static func hold(
        _ desks: DeskStore, _ number: String, as role: Role, _ reason: String = "业主已起诉"
    ) async throws -> Ruling<TicketDetail> {
        try await desks.as(role) { call throws(SQLError) in
            try desks.tickets.hold(number, Reason(reason: reason), call)
        }
    }

    private static func release(_ desks: DeskStore, _ number: String) async throws -> Ruling<TicketDetail> {
        try await desks.as(.admin) { call throws(SQLError) in
            try desks.tickets.release(number, Reason(reason: "调解结案"), call)
        }
    }

    private static func text(_ desks: DeskStore, _ number: String) async throws -> String? {
        try await desks.read { tx throws(SQLError) in try tx.tickets.find(number: number)?.draft.text }
    }

    @Test("Only who may, with a reason, once; the audit has the act and no words", arguments: Engines.all)
    func placed(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .resolved)
            #expect(try await Self.hold(desks, number, as: .steward).refusal?.code == "role.forbidden")
            #expect(try await Self.hold(desks, number, as: .community, " ").refusal?.code == "reason.missing")
            #expect(try await Self.release(desks, number).refusal?.code == "ticket.not_held")

            let held = try await Self.hold(desks, number, as: .community).value
            #expect(held?.hold?.reason == "业主已起诉" && held?.hold?.staff == "community-1")
            #expect(try await Self.hold(desks, number, as: .admin).refusal?.code == "ticket.held")
            #expect(try await Self.release(desks, number).value?.number == number)
            let audit = try await desks.read { tx throws(SQLError) in
                try tx.audit.list(target: number, rows: 20).filter { $0.act == "ticket.hold" }.map(\.detail)
            }
            #expect(
                audit.reversed() == [
                    "refused: role.forbidden", "refused: reason.missing", "refused: ticket.not_held", "hold",
                    "refused: ticket.held", "release",
                ])
        }
    }

    @Test("An erasure says what it leaves, and the release takes it", arguments: Engines.all)
    func erased(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let disputed = try await desks.ticket(in: .resolved, text: "楼上装修砸坏了我家的墙")
            let other = try await desks.ticket(in: .resolved)
            #expect(try await Self.hold(desks, disputed, as: .community).value != nil)
            for dryRun in [true, false] {
                let erasure = try await desks.as(.admin) { call throws(SQLError) in
                    try desks.residents.erase("\(desks.residentA)", EraseResident(dryRun: dryRun), call)
                }.value
                #expect(erasure?.tickets == 2 && erasure?.heldTickets == 1)
            }
            #expect(try await Self.text(desks, other) == "")
            #expect(try await Self.text(desks, disputed) == "楼上装修砸坏了我家的墙")
            #expect(try await Self.release(desks, disputed).value?.text == "")
            #expect(try await Self.text(desks, disputed) == "")
        }
    }

    @Test("A complaint about somebody is held without him, and listed to others", arguments: Engines.all)
    func listed(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .resolved)
            try await desks.store.database.write { tx throws(SQLError) in
                guard let ticket = try tx.tickets.find(number: number) else { return }
                try tx.ticketEvents.add(
                    ticket.id, .concerns, actor: "system", detail: "community-1", at: DeskStore.monday)
            }
            #expect(try await Self.hold(desks, number, as: .community).refusal?.code == "ticket.not_found")
            #expect(
                try await Self.hold(desks, number, as: .admin, "电话13812345678").value?.hold != nil)
            let desk = RetentionDesk(settings: desks.settings)
            func listed(_ role: Role, estate: String? = nil) async throws -> [TicketHold]? {
                let ruling = try await desks.as(role, estate: estate) { call throws(SQLError) in
                    try desk.holds(estate: nil, rows: 10, call)
                }
                return ruling.value?.items
            }
            #expect(try await listed(.community) == [])
            #expect(try await listed(.admin, estate: "OTHER") == [])
            let held = try await listed(.admin)
            #expect(held?.map(\.ticket) == [number])
            #expect(held?.first?.reason.contains("13812345678") == false)
        }
    }

    @Test("A preview counts what is due by a day, for who may see all estates", arguments: Engines.all)
    func preview(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .archived)
            _ = try await desks.ticket(in: .archived)
            #expect(try await Self.hold(desks, number, as: .admin).value != nil)
            let desk = RetentionDesk(settings: desks.settings)
            func refusal(_ role: Role, estate: String? = nil, _ day: String?) async throws -> String? {
                try await desks.as(role, estate: estate) { call throws(SQLError) in
                    try desk.admitPreview(until: day, call)
                }.refusal?.code
            }
            #expect(try await refusal(.admin, nil) == nil)
            #expect(try await refusal(.admin, "2026-03-16") == nil, "today is not over")
            #expect(try await refusal(.admin, "2026-03-15") == "until.past")
            #expect(try await refusal(.admin, "下个月") == "until.invalid")
            #expect(try await refusal(.admin, estate: "HTL", nil) == "scope.forbidden")
            #expect(try await refusal(.manager, nil) == "role.forbidden")

            func tickets(_ day: String?) async throws -> Int? {
                let preview = try await desks.as(.admin) { call throws(SQLError) in
                    try desk.preview(until: day, call)
                }.value
                #expect(preview?.heldTickets == 1)
                #expect(preview?.classes.map(\.kind) == RetentionClass.allCases.map(\.rawValue))
                return preview?.classes.first { $0.kind == "ticket" }?.rows
            }
            // Three years, and the day on which they end.
            #expect(try await tickets(nil) == 0)
            #expect(try await tickets("2029-03-14") == 0)
            #expect(try await tickets("2029-03-15") == 1, "the other is held")
        }
    }
}
