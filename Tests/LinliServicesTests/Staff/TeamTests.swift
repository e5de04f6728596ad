import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("C10: teams that are sent as a group") struct TeamTests {
    private static let saturday = "2026-03-21T09:00:00+08:00"

    private static func desk(_ desks: DeskStore) -> TeamDesk {
        TeamDesk(settings: desks.settings, notifier: desks.notifier)
    }

    private static func squad(_ desks: DeskStore, takes: [String] = ["care.errand"]) async throws -> Team {
        try #require(
            try await desks.as(.community) { call throws(SQLError) in
                try desk(desks).add(
                    AddTeam(
                        name: "先锋突击队", lead: "branch-1", members: ["committee-1", "building_lead-1"],
                        takes: takes), call)
            }.value)
    }

    private static func send(
        _ desks: DeskStore, _ team: Team, _ ticket: String, _ people: Int, at: String = saturday
    ) async throws -> Ruling<Team> {
        try await desks.as(.serviceDesk) { call throws(SQLError) in
            try desk(desks).send(team.id, SendTeam(ticket: ticket, people: people, at: at), call)
        }
    }

    @Test("Two of three go: so many fewer are free until the ticket is done", arguments: Engines.all)
    func capacity(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let team = try await Self.squad(desks)
            #expect(team.free == 3 && team.leader == "branch-1" && team.members[0] == "branch-1")
            let first = try await desks.ticket(in: .submitted, category: "care.errand", text: "旧衣柜搬下楼")
            let second = try await desks.ticket(in: .submitted, category: "care.errand", text: "抬床")
            #expect(try await Self.send(desks, team, first, 2).value?.free == 1)
            #expect(try await Self.send(desks, team, first, 3).value?.free == 0, "sent again: the last word")
            #expect(try await Self.send(desks, team, second, 1).refusal?.code == "team.too_few")
            #expect(try await Self.send(desks, team, first, 2).value?.free == 1)
            let told = try await desks.messages(to: "a").first { $0.hasPrefix("notice.team_sent") }
            #expect(told?.contains("at=3月21日 9:00") == true && told?.contains("people=2") == true)
            #expect(told?.contains("team=先锋突击队") == true && told?.contains(first) == true)
            let ticket = try await desks.read { tx throws(SQLError) in try tx.tickets.find(number: first) }
            #expect(ticket?.state == .dispatched && ticket?.taker == desks.staff[.branch]?.id)
            let done = try await desks.as(.branch) { call throws(SQLError) in
                _ = try call.tx.tickets.move(ticket?.id ?? TicketID(0), from: [.dispatched], to: .resolved)
                return try Self.desk(desks).list(estate: "HTL", rows: 10, call)
            }
            #expect(done.value?.items.map(\.free) == [3])
        }
    }

    @Test(
        "What it does not take on, a time that is over and whom it is about are refused",
        arguments: Engines.all)
    func refused(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let team = try await Self.squad(desks)
            let lamp = try await desks.ticket(in: .submitted)
            #expect(try await Self.send(desks, team, lamp, 1).refusal?.code == "team.other_category")
            let errand = try await desks.ticket(in: .submitted, category: "care.errand", text: "搬柜子")
            let before = "2026-03-15T09:00:00+08:00"
            #expect(try await Self.send(desks, team, errand, 1, at: before).refusal?.code == "at.invalid")
            #expect(try await Self.send(desks, team, errand, 0).refusal?.code == "team.too_few")
            try await desks.store.database.write { tx throws(SQLError) in
                let id = try present(tx.tickets.find(number: errand)?.id)
                try tx.ticketEvents.add(
                    id, .concerns, actor: "resident", detail: "committee-1", at: DeskStore.monday)
            }
            #expect(try await Self.send(desks, team, errand, 1).refusal?.code == "ticket.concerns_him")
            let unknown = try await desks.as(.community) { call throws(SQLError) in
                try Self.desk(desks).add(AddTeam(name: "队", lead: "branch-1", takes: ["no.such"]), call)
            }
            #expect(unknown.refusal?.code == "category.unknown")
            let engineer = try await desks.as(.engineer) { call throws(SQLError) in
                try Self.desk(desks).list(estate: nil, rows: 10, call)
            }
            #expect(engineer.refusal?.code == "role.forbidden")
        }
    }

    @Test(
        "The lead leaves only after another leads, and a team ends when nobody is away",
        arguments: Engines.all)
    func changes(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let team = try await Self.squad(desks, takes: [])
            func act(
                _ body: @escaping @Sendable (TeamDesk, DeskCall) throws(SQLError) -> Ruling<Team>
            ) async throws -> Ruling<Team> {
                try await desks.as(.community) { call throws(SQLError) in try body(Self.desk(desks), call) }
            }
            let lead = JoinTeam(staff: "branch-1")
            #expect(
                try await act { desk, call throws(SQLError) in try desk.leave(team.id, lead, call) }
                    .refusal?.code == "team.lead")
            let next = JoinTeam(staff: "committee-1", lead: true)
            #expect(
                try await act { desk, call throws(SQLError) in try desk.join(team.id, next, call) }
                    .value?.leader == "committee-1")
            #expect(
                try await act { desk, call throws(SQLError) in try desk.leave(team.id, lead, call) }
                    .value?.members == ["committee-1", "building_lead-1"])
            let lamp = try await desks.ticket(in: .submitted)
            _ = try await Self.send(desks, team, lamp, 1)
            #expect(
                try await act { desk, call throws(SQLError) in try desk.end(team.id, call) }.refusal?.code
                    == "team.away")
        }
    }

    @Test("A matter that a team takes on goes to its lead by itself", arguments: Engines.all)
    func dispatched(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            _ = try await house.account("lead-3", [.buildingLead], chat: "lead")
            let desk = TeamDesk(settings: house.settings, notifier: house.notifier)
            let team = try await house.ask(community) { call throws(SQLError) in
                try desk.add(
                    AddTeam(name: "先锋突击队", lead: "lead-3", takes: ["care.errand"]), call)
            }
            #expect(team.value?.free == 1)
            let errand = try await house.open(.p3, "care.errand", text: "旧衣柜搬下楼", intent: .orderService)
            let name = try await house.database.read { tx throws(SQLError) in
                try errand.taker.map { id throws(SQLError) in try tx.staff.find(id)?.name } ?? nil
            }
            #expect(name == "lead-3")
            #expect(try await house.messages(to: "lead").contains { $0.hasPrefix("staff.assigned") })
            let lamp = try await house.open()
            #expect(lamp.taker == nil)
        }
    }
}
