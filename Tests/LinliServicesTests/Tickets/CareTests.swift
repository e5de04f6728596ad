import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Acceptance example H05 of domain.md 1.2. Resident A's home 3-2-501 is proven, B's 6-1-802 only claimed.
@Suite("H05: what touches a home of the care list is one step more urgent")
struct CareTests {
    private static func list(_ house: House, _ home: Address) async throws {
        _ = try await house.database.write { tx throws(SQLError) in
            let unit = try present(tx.units.find(estate: "HTL", home).first)
            _ = try tx.care.add(unit.id, estate: "HTL", reason: "独居", at: House.monday)
        }
    }

    private static let flatA = Address(building: "3", unit: "2", room: "501")
    private static let flatB = Address(building: "6", unit: "1", room: "802")

    private static func detail(_ house: House, _ ticket: Ticket) async throws -> TicketDetail {
        let steward = StaffIdentity(id: StaffID(1), name: "steward", role: .steward, estate: nil)
        let shown = try await house.call(steward, at: House.monday) { desk, call throws(SQLError) in
            try desk.show(ticket.number, call)
        }
        return try #require(shown.value)
    }

    private static func open(
        _ house: House, _ urgency: Urgency, address: Address, from party: Party? = nil, text: String,
        anonymous: Bool = false
    ) async throws -> Ticket {
        let draft = TicketDraft(
            category: "facility.other", urgency: urgency, text: text, address: address, anonymous: anonymous)
        guard case .ticketOpened(let summary) = try await house.handle(.openTicket(draft), from: party) else {
            throw SQLError(.decoding, "no ticket was opened")
        }
        return try await house.ticket(summary.id)
    }

    @Test("Of its household, one step and the reason; the staff see it at the ticket", arguments: Engines.all)
    func household(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            _ = try await house.account("steward", [.steward])
            try await Self.list(house, Self.flatA)
            let gate = Address(place: "北门")
            for (urgency, raised) in [
                (Urgency.p3, Urgency.p2), (.p2, .p1), (.p1, .p1), (.p0, .p0),
            ] {
                let ticket = try await Self.open(house, urgency, address: gate, text: "门坏了\(urgency)")
                #expect(ticket.draft.urgency == raised)
                let detail = try await Self.detail(house, ticket)
                #expect(detail.care == "重点关爱户")
                let reason = urgency == raised ? "重点关爱户" : "升为\(raised.rawValue)：重点关爱户"
                #expect(
                    try await house.details(.note, of: ticket).filter { $0.hasSuffix("重点关爱户") } == [reason])
                #expect(!detail.events.contains { $0.detail.contains("独居") })
            }
            let other = try await Self.open(house, .p2, address: gate, from: house.b, text: "门坏了")
            #expect(other.draft.urgency == .p2)
            #expect(try await Self.detail(house, other).care == nil)
        }
    }

    @Test("Of its flat, whoever reports it; a home that is only claimed is no proof", arguments: Engines.all)
    func flat(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            _ = try await house.account("steward", [.steward])
            try await Self.list(house, Self.flatB)
            let claimed = try await Self.open(
                house, .p2, address: Address(place: "北门"), from: house.b, text: "灯坏了")
            #expect(claimed.draft.urgency == .p2, "who only says that he lives there learns nothing")
            let named = try await Self.open(house, .p2, address: Self.flatB, text: "老人家里漏水")
            #expect(named.draft.urgency == .p1)
            #expect(try await Self.detail(house, named).care == "重点关爱户")
            _ = try await house.database.write { tx throws(SQLError) in
                let unit = try present(tx.units.find(estate: "HTL", Self.flatB).first)
                _ = try tx.care.end(unit.id, at: House.monday)
            }
            let later = try await Self.open(house, .p2, address: Self.flatB, text: "又漏水了")
            #expect(later.draft.urgency == .p2, "taken off the list")
        }
    }

    @Test("Who does not want to be known is not known by his home either", arguments: Engines.all)
    func anonymous(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            _ = try await house.account("steward", [.steward])
            try await Self.list(house, Self.flatA)
            let ticket = try await Self.open(
                house, .p2, address: Address(place: "北门"), text: "保安骂人", anonymous: true)
            #expect(ticket.draft.urgency == .p2)
            let named = try await Self.open(house, .p2, address: Self.flatA, text: "楼上太吵")
            _ = try await house.database.write { tx throws(SQLError) in
                try tx.tickets.hideReporter(named.id, address: Address(building: "3"))
            }
            let detail = try await Self.detail(house, named)
            #expect(detail.care == nil && !detail.events.contains { $0.detail.contains("重点关爱户") })
        }
    }

    @Test("A listed household that joins a neighbour's report raises it, once", arguments: Engines.all)
    func joined(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            _ = try await house.account("steward", [.steward])
            try await Self.list(house, Self.flatA)
            let gate = Address(place: "北门")
            let draft = TicketDraft(
                category: "power.public_lighting", urgency: .p2, text: "路灯坏了", address: gate)
            guard
                case .ticketOpened(let head) = try await house.handle(.openTicket(draft), from: house.b),
                case .ticketJoined = try await house.handle(.openTicket(draft))
            else { throw SQLError(.decoding, "not joined") }
            let ticket = try await house.ticket(head.id)
            #expect(ticket.draft.urgency == .p1)
            #expect(try await Self.detail(house, ticket).care == "重点关爱户")
        }
    }
}
