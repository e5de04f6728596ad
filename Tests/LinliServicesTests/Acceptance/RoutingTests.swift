import LinliModel
@testable import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Estates without a company or a committee, and things that break again and again (domain.md 1.2, 2.2.1).
@Suite("Who takes a matter first")
struct RoutingTests {
    private static func bodies(_ settings: inout Settings, _ kinds: [Estate.Body.Kind: String]) {
        settings.estates["HTL"]?.bodies = kinds.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            Estate.Body(kind: $0.key, name: $0.value)
        }
    }

    private static func dispatched(_ house: House, _ category: String) async throws -> String {
        let ticket = try await house.open(.p2, category, place: "\(category)旁")
        let name = try #require(try await house.details(.dispatch, of: ticket).first)
        return "\(name) L\(try await house.ticket(ticket.id).level)"
    }

    @Test("With a company and a committee the category says who", arguments: Engines.all)
    func usual(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let first1 = try await Self.dispatched(house, "power.public_lighting")
            #expect(first1 == "电工 L1")
        }
    }

    @Test("F05: without a company the community stands in", arguments: Engines.all)
    func noCompany(engine: Engine) async throws {
        try await House.with(on: engine) {
            Self.bodies(&$0, [.community: "东街社区"])
        } test: { house in
            let first2 = try await Self.dispatched(house, "power.public_lighting")
            #expect(first2 == "东街社区（兜底） L1")
        }
    }

    @Test(
        "F06: a public-interest service does the common parts; the rest goes to the community on L3",
        arguments: Engines.all)
    func publicProperty(engine: Engine) async throws {
        try await House.with(on: engine) {
            Self.bodies(&$0, [.community: "东街社区", .publicProperty: "好厝边服务中心"])
        } test: { house in
            let first3 = try await Self.dispatched(house, "power.public_lighting")
            #expect(first3 == "好厝边服务中心（公益物业） L1")
            let first4 = try await Self.dispatched(house, "home.appliance")
            #expect(first4 == "东街社区 L3")
            let first5 = try await Self.dispatched(house, "service.attitude")
            #expect(first5 == "东街社区 L3")
        }
    }

    @Test(
        "B10: without a committee its matters go to the community's environment committee",
        arguments: Engines.all)
    func noCommittee(engine: Engine) async throws {
        try await House.with(on: engine) {
            Self.bodies(
                &$0,
                [.company: "华庭物业", .community: "东街社区", .environmentCommittee: "东街社区环境和物业管理委员会"])
        } test: { house in
            let code = try #require(
                house.settings.categories.codes.first {
                    house.settings.categories[$0]?.own == .committee
                        && house.settings.categories[$0]?.urgency != Urgency.none
                })
            let first6 = try await Self.dispatched(house, code)
            #expect(first6 == "东街社区环境和物业管理委员会 L1")
        }
    }

    @Test("A register that lists no bodies says nothing: the category's role stands", arguments: Engines.all)
    func unknown(engine: Engine) async throws {
        try await House.with(on: engine) {
            Self.bodies(&$0, [:])
        } test: { house in
            let first7 = try await Self.dispatched(house, "power.public_lighting")
            #expect(first7 == "电工 L1")
        }
    }

    @Test("The third time in thirty days the same thing is one step more urgent", arguments: Engines.all)
    func repeated(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let desk = try await house.account("desk-1", [.serviceDesk])
            for (day, urgency) in [(0, Urgency.p2), (10, .p2), (20, .p1), (60, .p2)] {
                let now = House.monday + .days(Int64(day))
                let ticket = try await house.open(.p2, text: "第\(day)天", at: now)
                #expect(ticket.draft.urgency == urgency, "day \(day)")
                for step in 0..<2 {
                    _ = try await house.call(desk, at: now) { desk, call throws(SQLError) in
                        step == 0
                            ? try desk.assign(ticket.number, .init(staff: "desk-1"), call)
                            : try desk.contain(ticket.number, .init(text: "已处理"), call)
                    }
                }
                _ = try await house.database.write { tx throws(SQLError) in
                    try tx.tickets.move(ticket.id, from: TicketState.allCases, to: .archived)
                }
            }
        }
    }
}
