import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// A resident asks how his times were counted. The shipped service levels; the company works 08:00-20:00
/// daily, working days are those of `calendars/2026.yaml`.
@Suite("Why it is due when it is, in a resident's words")
struct DeadlineAnswerTests {
    private static func lines(
        _ house: House, _ ticket: Ticket, from party: Party? = nil
    ) async throws -> [String] {
        let outcome = try await house.handle(.explainDeadline(.number(ticket.number)), from: party)
        guard case .deadlineExplained(let summary, let lines) = outcome else { return [] }
        #expect(summary.number == ticket.number)
        return lines
    }

    @Test("Minutes of service hours, and working days one by one", arguments: Engines.all)
    func ordinary(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            #expect(
                try await Self.lines(house, ticket) == [
                    "首次回复：3月16日（周一）10:00起算，5分钟，只算服务时间；3月16日（周一）10:05到期。",
                    "办结：3个工作日，3月16日（周一）收到当天不算；3月17日（周二）算第1天，3月18日（周三）算第2天，3月19日（周四）算第3天；"
                        + "3月19日（周四）20:00下班时到期。",
                ])
        }
    }

    /// Friday before the Spring Festival, two minutes before closing: 14 February is a make-up working day.
    @Test(
        "The make-up day counts, the festival does not, the five minutes go on in the morning",
        arguments: Engines.all)
    func festival(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2, at: .at("2026-02-13 19:58"))
            #expect(
                try await Self.lines(house, ticket) == [
                    "首次回复：2月13日（周五）19:58起算，5分钟，只算服务时间；2月13日（周五）19:58至20:00算2分钟，"
                        + "2月14日（周六）8:00至8:03算3分钟；2月14日（周六）8:03到期。",
                    "办结：3个工作日，2月13日（周五）收到当天不算；2月14日（周六）算第1天，2月24日（周二）算第2天，2月25日（周三）算第3天；"
                        + "2月15日至2月23日春节放假不算；2月25日（周三）20:00下班时到期。",
                ])
        }
    }

    @Test("An emergency runs day and night; what was done in time says so", arguments: Engines.all)
    func emergency(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let engineer = try await house.account("engineer-day", [.engineer])
            let ticket = try await house.open(.p0, "lift.trapped")
            _ = try await house.call(engineer, at: House.monday + .minutes(2)) {
                desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            #expect(
                try await Self.lines(house, ticket) == [
                    "首次回复：3月16日（周一）10:00起算，5分钟，昼夜连续算；3月16日（周一）10:05到期。已按时完成。",
                    "办结：3月16日（周一）10:00起算，24小时，昼夜连续算；3月17日（周二）10:00到期。",
                ])
        }
    }

    @Test("What a pause has moved is said as moved; nobody hears of another's ticket", arguments: Engines.all)
    func paused(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let later = Instant.at("2026-03-24 20:00")
            try await house.database.write { tx throws(SQLError) in
                try tx.clocks.postpone(ticket.id, .resolve, to: later, provisional: false)
                try tx.ticketEvents.add(ticket.id, .resume, actor: "system", at: House.monday)
            }
            let lines = try await Self.lines(house, ticket)
            #expect(lines.last == "办结：挂起的时间不算，已顺延，3月24日（周二）20:00到期。")
            #expect(try await Self.lines(house, ticket, from: house.b).isEmpty)
        }
    }
}
