import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// The list of a day, handing over, and the door that nobody opens (`domain.md` H01).
@Suite("Meals as staff bring them")
struct MealDeskTests {
    private static let noon = Instant.at("2026-03-18 11:40")

    @Test(
        "Nobody opens: a ticket, the family's number by rights, a word to who ordered", arguments: Engines.all
    )
    func noAnswer(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let worker = try await house.account("grid-2", [.gridWorker], chat: "worker")
            let steward = try await house.account("steward-2", [.steward])
            try await house.listCare(MealServiceTests.mother, contact: "女儿 13900000000")
            _ = try await house.orderMeal("少盐")
            let desk = house.mealDesk
            let missed = try await house.ask(steward, at: Self.noon) { call throws(SQLError) in
                try desk.noAnswer("m-01", call)
            }
            let meal = try #require(missed.value)
            #expect(meal.state == "no_answer" && meal.home == "7-1-302" && meal.diet == "少盐")
            #expect(meal.contact.isEmpty, "the care list is not his to read")
            let ticket = try await house.database.read { tx throws(SQLError) in
                try tx.tickets.find(number: meal.ticket)
            }
            #expect(ticket?.draft.category == "care.visit")
            // A listed household is one step more urgent, and P1 at most.
            #expect(ticket?.draft.urgency == .p1)
            #expect(ticket?.draft.address == MealServiceTests.mother)
            let told = try await house.messages(to: "a")
            #expect(
                told.last == "notice.meal_no_answer home=7栋1单元302 meal=M-01 ticket=\(meal.ticket) time=11:40")
            #expect(try await house.staffMessages().contains { $0.hasPrefix("staff.meal_no_answer ") })
            let seen = try await house.ask(worker, at: Self.noon) { call throws(SQLError) in
                try desk.list(day: nil, estate: nil, rows: 10, call)
            }
            #expect(seen.value?.items.map(\.contact) == ["女儿 13900000000"])
            let twice = try await house.ask(steward, at: Self.noon) { call throws(SQLError) in
                try desk.noAnswer("M-01", call)
            }
            #expect(twice.refusal?.code == "meal.over")
            let later = try await house.ask(steward, at: Self.noon) { call throws(SQLError) in
                try desk.deliver("M-01", call)
            }
            #expect(later.value?.state == "delivered")
        }
    }

    @Test("Whoever does not bring meals reads the building alone; no meal, no act", arguments: Engines.all)
    func rights(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch", [.branch])
            let engineer = try await house.account("engineer-day", [.engineer])
            let community = try await house.account("community", [.community])
            _ = try await house.orderMeal("少盐")
            let desk = house.mealDesk
            let seen = try await house.ask(branch, at: Self.noon) { call throws(SQLError) in
                try desk.list(day: nil, estate: nil, rows: 10, call)
            }
            let line = try #require(seen.value?.items.first)
            #expect(line.home == "7栋***" && line.diet.isEmpty && line.eater.isEmpty)
            for (staff, code) in [(branch, "role.forbidden"), (engineer, "role.forbidden")] {
                let refused = try await house.ask(staff, at: Self.noon) { call throws(SQLError) in
                    try desk.deliver("M-01", call)
                }
                #expect(refused.refusal?.code == code)
            }
            let saturday = try await house.ask(community, at: Instant.at("2026-03-21 11:40")) {
                call throws(SQLError) in try desk.deliver("M-01", call)
            }
            #expect(saturday.refusal?.code == "meal.none_today")
            let unknown = try await house.ask(community, at: Self.noon) { call throws(SQLError) in
                try desk.deliver("M-09", call)
            }
            #expect(unknown.refusal?.code == "meal.not_found")
        }
    }
}
