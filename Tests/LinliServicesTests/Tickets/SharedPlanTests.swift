import LinliModel
import LinliSQL
import LinliTestKit
import Testing

@testable import LinliServices

/// The history of a ticket that a whole building has joined is long. A step of it does not read it through.
@Suite struct SharedPlanTests {
    @Test func whomItIsAboutIsFoundWithoutTheHistory() async throws {
        try await House.with(on: .sqlite) { house in
            let draft = TicketDraft(
                category: "water.hot_water", urgency: .p1, text: "没有热水",
                address: Address(building: "3"))
            _ = try await house.handle(.openTicket(draft), from: house.a, at: House.monday)
            let services = house.services
            let neighbour = house.b
            let plans = try await house.database.write { tx throws(SQLError) in
                let watched = PlanWatch(tx)
                let outcome = try services.handle(
                    .openTicket(draft), from: neighbour, in: Transaction(connection: watched),
                    at: House.monday)
                guard case .ticketJoined = outcome else { return [String]() }
                return try watched.plans(saying: "kind = 'concerns'")
            }
            #expect(!plans.isEmpty)
            #expect(plans.allSatisfy { $0.contains("ticket_events_concerns") }, "\(plans)")
        }
    }
}
