import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// What has been taken out of an old ticket (`domain.md` 2.10).
@Suite struct PseudonymisedTicketTests {
    @Test("Who reads a ticket sees that its person was taken out, and when", arguments: Engines.all)
    func pseudonymised(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .archived)
            func show() async throws -> TicketDetail? {
                try await desks.as(.serviceDesk) { call throws(SQLError) in
                    try desks.tickets.show(number, call)
                }.value
            }
            #expect(try await show()?.pseudonymisedAt == nil)
            let day = DeskStore.monday + .days(1_100)
            _ = try await desks.store.database.write { tx throws(SQLError) in
                try tx.tickets.pseudonymise(before: day, rows: 9, at: day)
            }
            let shown = try #require(try await show())
            #expect(shown.pseudonymisedAt == day.iso8601)
            #expect(shown.reporter == nil && shown.text == "")
        }
    }
}

/// What the desk asks the resident afterwards.
@Suite struct TicketRatingTests {
    @Test(arguments: Engines.all, [(5, "RATED"), (3, "RATED"), (2, "DISPATCHED"), (1, "DISPATCHED")])
    func aLowScoreOpensTheTicketAgain(engine: Engine, _ row: (score: Int, state: String)) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .resolved)
            let ruling = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.tickets.rate(number, RateTicket(score: row.score), call)
            }
            #expect(ruling.value?.state == row.state)
            #expect(ruling.value?.taker == (row.score > 2 ? "engineer-1" : nil))
        }
    }

    @Test("The desk writes down words as well as marks, and what he added as a note", arguments: Engines.all)
    func words(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .resolved)
            func rate(_ request: RateTicket) async throws -> Ruling<TicketDetail> {
                try await desks.as(.serviceDesk) { call throws(SQLError) in
                    try desks.tickets.rate(number, request, call)
                }
            }
            #expect(try await rate(RateTicket(text: "他说谢谢")).refusal?.code == "answer.missing")
            let solved = try #require(try await rate(RateTicket(solved: true, text: "他说谢谢")).value)
            #expect(solved.state == "RATED" && solved.rating == nil && solved.answer == "solved")
            #expect(solved.events.contains { $0.kind == "rate" && $0.detail == "已解决（未打分）" })
            #expect(solved.events.last?.kind == "note" && solved.events.last?.detail == "他说谢谢")
            let marked = try #require(try await rate(RateTicket(score: 4)).value)
            #expect(marked.rating == 4 && marked.answer == nil)
            let denied = try #require(try await rate(RateTicket(solved: false)).value)
            #expect(denied.state == "DISPATCHED" && denied.answer == nil)
        }
    }

    @Test(arguments: Engines.all) func afterSevenDaysNobodyRates(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .resolved)
            let after = TimeSpan.days(7) + .seconds(1)
            let late = try await desks.as(.serviceDesk, after: after) { call throws(SQLError) in
                try desks.tickets.rate(number, RateTicket(score: 5), call)
            }
            #expect(late.refusal?.code == "ticket.rating_closed")
            let wrong = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.tickets.rate(number, RateTicket(score: 6), call)
            }
            #expect(wrong.refusal?.code == "score.out_of_range")
        }
    }
}
