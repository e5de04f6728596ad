import LinliAdmin
import LinliModel
import LinliSQL
import LinliTestKit
import Testing

@testable import LinliServices
@testable import LinliStore

/// What a resident says of a result is written down as he says it, and counted as no more than that
/// (`domain.md` A20, 2.2.4).
@Suite("What residents answer to a result")
struct ResultAnswerTests {
    private static let noon = House.monday + .hours(2)

    /// Two hours before `noon`.
    private static func resolved(
        _ house: House, _ category: String = "info.contact"
    ) async throws -> Ticket {
        let ticket = try await house.open(.p2, category)
        try await house.resolve(ticket, by: try await house.account("engineer-\(ticket.number)", [.engineer]))
        return ticket
    }

    private static func say(
        _ house: House, _ reference: TicketReference = .latest, mark: Int? = nil, solved: Bool? = nil,
        satisfied: Bool? = nil, corrects: Bool = false, after: TimeSpan = .zero
    ) async throws -> Outcome.Rating? {
        let outcome = try await house.handle(
            .rateTicket(
                reference, score: mark, solved: solved, satisfied: satisfied, corrects: corrects, text: "话"),
            at: noon + after)
        guard case .ticketRated(_, let rating) = outcome else { return nil }
        return rating
    }

    @Test("Mended without a mark is answered, and a mark fills in later", arguments: Engines.all)
    func solved(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await Self.resolved(house)
            #expect(try await Self.say(house, solved: true) == .solved)
            let first = try await house.ticket(ticket.id)
            #expect(first.state == .rated && first.rating == nil)
            #expect(try await Self.say(house, solved: true, after: .hours(1)) == .known)
            #expect(try await house.details(.rate, of: ticket) == ["solved"], "told once")
            #expect(try await Self.say(house, mark: 4, after: .days(2)) == .marked)
            #expect(try await house.ticket(ticket.id).rating == 4)
            #expect(try await house.details(.rate, of: ticket) == ["solved", "4"], "both stand")
            #expect(try await Self.say(house, mark: 5, after: .days(3)) == .replaced(4, by: 5))
            #expect(try await house.ticket(ticket.id).rating == 5)
            #expect(try await house.details(.rate, of: ticket) == ["solved", "4", "5"])
            #expect(try await Self.say(house, mark: 3, after: .days(8)) == nil, "seven days")
        }
    }

    @Test(
        "Not mended after all opens it again while the days run, with a mark or without",
        arguments: Engines.all, [ResultAnswer(saysSolved: true), ResultAnswer(mark: 5)])
    func deniedLater(engine: Engine, first: ResultAnswer) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await Self.resolved(house)
            _ = try await Self.say(house, mark: first.mark, solved: first.saysSolved)
            #expect(try await Self.say(house, solved: false, after: .days(1)) == .reopened)
            let again = try await house.ticket(ticket.id)
            #expect(again.state == .dispatched && again.level == 2 && again.rating == nil)
            #expect(try await house.details(.rate, of: ticket) == [first.code, "unsolved"])
        }
    }

    @Test("A poor mark after mended opens it again", arguments: Engines.all)
    func poorMark(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await Self.resolved(house)
            _ = try await Self.say(house, solved: true)
            #expect(try await Self.say(house, mark: 2, after: .hours(1)) == .reopened)
            #expect(try await house.ticket(ticket.id).state == .dispatched)
        }
    }

    @Test("Words of contentment are kept as words", arguments: Engines.all)
    func words(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let first = try await Self.resolved(house)
            #expect(try await Self.say(house, satisfied: true) == .satisfied)
            #expect(try await house.details(.rate, of: first) == ["satisfied"])
            #expect(try await house.ticket(first.id).rating == nil)
            let second = try await Self.resolved(house, "water.leak")
            #expect(try await Self.say(house, solved: true, satisfied: false) == .unsatisfied)
            #expect(try await house.ticket(second.id).state == .rated)
            let third = try await Self.resolved(house, "lift.fault")
            let denied = try await Self.say(house, .number(third.number), satisfied: false)
            #expect(denied == .reopened, "and nothing is said to be mended")
            #expect(try await house.ticket(third.id).state == .dispatched)
        }
    }

    @Test(
        "Of several the mark goes to what was spoken of last, a correction to what has one",
        arguments: Engines.all)
    func which(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let old = try await Self.resolved(house, "water.leak")
            let new = try await Self.resolved(house, "lift.fault")
            #expect(try await Self.say(house, .number(old.number), solved: true) == .solved)
            #expect(try await Self.say(house, mark: 3, after: .minutes(1)) == .marked)
            #expect(try await house.ticket(old.id).rating == 3, "he was asked for it a minute ago")
            let corrected = try await Self.say(house, mark: 4, corrects: true, after: .minutes(2))
            #expect(corrected == .replaced(3, by: 4))
            #expect(try await house.ticket(new.id).state == .resolved)
            #expect(try await Self.say(house, mark: 5, after: .minutes(3)) == .marked)
            #expect(try await house.ticket(new.id).rating == 5)
            #expect(try await house.ticket(old.id).rating == 4)
        }
    }

    @Test("Words without a mark are filed as answered", arguments: Engines.all)
    func filed(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await Self.resolved(house)
            _ = try await Self.say(house, solved: true)
            try await house.run(until: House.monday + .days(7))
            #expect(try await house.ticket(ticket.id).state == .archived)
            #expect(try await house.details(.archive, of: ticket) == [""])
        }
    }

    // MARK: Figures

    private static func event(_ kind: TicketEvent.Kind, _ minute: Int64, _ detail: String = "") -> TicketEvent
    {
        TicketEvent(kind: kind, at: House.monday + .minutes(minute), actor: "resident", detail: detail)
    }

    /// A result with what was answered to it.
    private static func figures(_ answers: [[TicketEvent]]) throws -> CaseFigures {
        var figures = CaseFigures(
            from: House.monday, to: House.monday + .days(1), asOf: House.monday + .days(1),
            ladder: try Checkout.settings().ladder)
        for (place, answer) in answers.enumerated() {
            var ticket = CaseHistory(
                id: TicketID(Int64(place)), number: "\(place)", estate: "HTL", category: "lift.fault",
                urgency: .p2, building: nil, state: .rated, level: 1, receivedAt: House.monday,
                isFalseClosure: false)
            ticket.events = [event(.resolve, 0)] + answer
            figures.add(ticket)
        }
        return figures
    }

    @Test("解决率, 满意率 and marks count what was said")
    func counted() throws {
        let figures = try Self.figures([
            [Self.event(.rate, 1, "solved")],
            [Self.event(.rate, 1, "satisfied")],
            [Self.event(.rate, 1, "solved unsatisfied")],
            [Self.event(.rate, 1, "3")],
            [Self.event(.rate, 1, "solved"), Self.event(.rate, 2, "5")],
            [Self.event(.rate, 1, "5"), Self.event(.rate, 2, "4")],
            [Self.event(.rate, 1, "solved"), Self.event(.rate, 9, "unsolved"), Self.event(.reopen, 9, "又漏")],
            [Self.event(.rate, 1, "2 solved"), Self.event(.reopen, 1, "太慢")],
            [Self.event(.reopen, 1, "没修好")],
            [],
        ])
        #expect(figures.answered.others == ["9"])
        #expect(figures.solved.counted == ["0", "1", "2", "3", "4", "5", "7"])
        #expect(figures.solved.others == ["6", "8"])
        #expect(figures.satisfied.counted == ["1", "3", "4", "5"], "mended alone is no word of contentment")
        #expect(figures.satisfied.others == ["2", "6", "7", "8"])
        #expect(figures.marks.map(\.mark) == [3, 5, 4, 2])
    }

    @Test(
        "An answer is read from the history as it was written",
        arguments: [
            ResultAnswer(mark: 4), ResultAnswer(saysSolved: true), ResultAnswer(saysSolved: false),
            ResultAnswer(saysSatisfied: true), ResultAnswer(mark: 2, saysSolved: true),
            ResultAnswer(saysSolved: true, saysSatisfied: false),
        ])
    func code(answer: ResultAnswer) {
        #expect(ResultAnswer(code: answer.code) == answer)
    }

    @Test("Rows from before words were kept by themselves are read as marks")
    func olderRows() {
        #expect(ResultAnswer(code: "4 师傅很好") == ResultAnswer(mark: 4))
        #expect(ResultAnswer(code: "") == nil)
        #expect(ResultAnswer(code: "9") == nil)
    }
}
