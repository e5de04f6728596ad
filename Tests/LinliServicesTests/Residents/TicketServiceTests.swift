import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("Tickets as residents use them")
struct TicketServiceTests {
    private static func draft(
        _ text: String = "路灯坏了", _ category: String = "power.public_lighting", _ urgency: Urgency = .p2
    ) -> TicketDraft {
        TicketDraft(category: category, urgency: urgency, text: text, address: Address(place: "北门"))
    }

    private static func number(_ outcome: Outcome) -> String? {
        switch outcome {
        case .ticketOpened(let summary), .ticketRepeated(let summary): summary.number
        default: nil
        }
    }

    @Test(
        "Every ticket is dispatched by rule at once, and the urgent are told to the staff",
        arguments: Engines.all,
        [
            (Urgency.p0, TicketState.dispatched, 1), (.p1, .dispatched, 1), (.p2, .dispatched, 0),
            (.p3, .dispatched, 0),
        ])
    func dispatch(engine: Engine, given: (Urgency, TicketState, Int)) async throws {
        let (urgency, state, told) = given
        try await House.with(on: engine) { house in
            let ticket = try await house.open(urgency)
            #expect(ticket.state == state)
            #expect(ticket.number == "LL260316-0001")
            let messages = try await house.staffMessages()
            #expect(messages.count == told)
            #expect(messages.allSatisfy { $0.hasPrefix("staff.new_ticket") && !$0.contains("路灯坏了") })
        }
    }

    @Test("A room never stands in a message to the staff's group", arguments: Engines.all)
    func room(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            var draft = Self.draft("漏水了", "water.burst", .p1)
            draft.address = Address(building: "3", unit: "2", room: "501", place: "厨房")
            _ = try await house.handle(.openTicket(draft))
            let told = try await house.staffMessages()
            #expect(told.first?.contains("3栋2单元") == true)
            #expect(told.allSatisfy { !$0.contains("501") && !$0.contains("厨房") })
        }
    }

    @Test(
        "The same words within ten minutes open nothing new; after them, by another, or closed, they do",
        arguments: Engines.all)
    func repeats(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            // Of a neighbour's noise everybody has his own matter; a lamp is one for all (`MergingTests`).
            let draft = Self.draft("楼上吵", "noise.neighbor")
            let first = try await house.handle(.openTicket(draft))
            let again = try await house.handle(.openTicket(draft), at: House.monday + .minutes(10))
            guard case .ticketRepeated = again else {
                Issue.record("a repeat opened a ticket")
                return
            }
            #expect(Self.number(again) == Self.number(first))
            for (party, now) in [
                (house.b, House.monday + .minutes(1)),
                (house.a, House.monday + .minutes(10) + .milliseconds(1)),
            ] {
                guard
                    case .ticketOpened = try await house.handle(
                        .openTicket(draft), from: party, at: now)
                else {
                    Issue.record("a new matter was taken for a repeat")
                    return
                }
            }
        }
    }

    @Test("Two matters of one message share its words and are two tickets", arguments: Engines.all)
    func sameWords(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let text = "路灯坏了，门禁也坏了"
            let first = try await house.handle(.openTicket(Self.draft(text)))
            let second = try await house.handle(.openTicket(Self.draft(text, "access.door")))
            #expect(Self.number(first) != nil)
            #expect(Self.number(first) != Self.number(second))
        }
    }

    @Test(
        "P0 cannot be cancelled by the resident, whatever its state",
        arguments: Engines.all,
        [
            TicketState.submitted, .dispatched, .accepted,
        ])
    func emergency(engine: Engine, state: TicketState) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p0, "lift.trapped")
            try await house.database.write { tx throws(SQLError) in
                try tx.tickets.move(ticket.id, from: TicketState.allCases, to: state)
            }
            let candidate = Cancellable(kind: .ticket(ticket.id), reference: ticket.number, title: "")
            #expect(try await house.handle(.cancel(candidate)) == .cancelRefused(candidate, .emergency))
            #expect(try await house.ticket(ticket.id).state == state)
        }
    }

    @Test("What may be cancelled", arguments: Engines.all, TicketState.allCases)
    func cancel(engine: Engine, state: TicketState) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open()
            try await house.database.write { tx throws(SQLError) in
                try tx.tickets.move(ticket.id, from: TicketState.allCases, to: state)
            }
            let candidate = Cancellable(kind: .ticket(ticket.id), reference: ticket.number, title: "")
            let outcome = try await house.handle(.cancel(candidate))
            switch state {
            case .submitted, .dispatched, .accepted, .merged: #expect(outcome == .cancelled(candidate))
            case .inProgress, .suspended: #expect(outcome == .cancelRefused(candidate, .workHasBegun))
            case .resolved, .rated, .archived, .cancelled, .declined:
                #expect(outcome == .cancelRefused(candidate, .alreadyClosed))
            }
        }
    }

    @Test("Nobody touches another's ticket: not by number, not by tail, not by id", arguments: Engines.all)
    func others(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open()
            let candidate = Cancellable(kind: .ticket(ticket.id), reference: ticket.number, title: "")
            let commands: [Command] = [
                .ticketStatus(.number(ticket.number)), .ticketStatus(.tail("0001")),
                .urgeTicket(.number(ticket.number)),
                .completeTicket(number: ticket.number, text: "x", address: Address()),
                .rateTicket(.number(ticket.number), score: 1, solved: nil, text: ""),
            ]
            for command in commands {
                #expect(try await house.handle(command, from: house.b) == .ticketNotFound, "\(command)")
            }
            #expect(
                try await house.handle(.cancel(candidate), from: house.b)
                    == .cancelRefused(candidate, .alreadyClosed))
            #expect(
                try await house.handle(.findCancellable(.anything, .latest), from: house.b)
                    == .cancellable([]))
            let after = try await house.ticket(ticket.id)
            #expect(after == ticket)
        }
    }

    @Test(
        "Urging: counted once in 30 minutes, the second counted one lifts the matter", arguments: Engines.all)
    func urge(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            // In the afternoon before a night nothing is overdue for hours.
            let start = Instant.at("2026-03-16 20:30")
            let ticket = try await house.open(.p2, at: start)
            let steps: [(minutes: Int64, counted: Bool, level: Int)] = [
                (1, true, 1), (30, false, 1), (31, true, 2), (60, false, 2), (61, true, 3),
            ]
            for step in steps {
                let outcome = try await house.handle(.urgeTicket(.latest), at: start + .minutes(step.minutes))
                guard case .ticketUrged(_, let urging) = outcome else {
                    Issue.record("not urged: \(outcome)")
                    return
                }
                #expect(urging.isCounted == step.counted, "after \(step.minutes) minutes")
                #expect(
                    try await house.ticket(ticket.id).level == step.level, "after \(step.minutes) minutes")
            }
        }
    }

    @Test("Urging what is overdue lifts it at once", arguments: Engines.all)
    func urgeOverdue(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            _ = try await house.handle(.urgeTicket(.latest), at: House.monday + .minutes(6))
            #expect(try await house.ticket(ticket.id).level == 2)
        }
    }

    private static func resolve(_ ticket: Ticket, _ house: House) async throws {
        try await house.database.write { tx throws(SQLError) in
            try tx.tickets.move(ticket.id, from: [.dispatched], to: .accepted)
            _ = try tx.tickets.resolve(ticket.id, result: "已换灯", falseClosure: false, at: House.monday)
        }
    }

    @Test(
        "A rating: low or unsolved opens it again one level up, good ends it",
        arguments: Engines.all,
        [
            (1 as Int?, nil as Bool?, true), (2, nil, true), (3, nil, false), (5, true, false),
            (nil, false, true),
            (nil, true, false), (5, false, true),
        ])
    func rate(engine: Engine, given: (Int?, Bool?, Bool)) async throws {
        let (score, solved, reopened) = given
        try await House.with(on: engine) { house in
            let ticket = try await house.open()
            try await Self.resolve(ticket, house)
            let outcome = try await house.handle(
                .rateTicket(.latest, score: score, solved: solved, text: "没修好"))
            guard case .ticketRated(_, let rating) = outcome else {
                Issue.record("not rated: \(outcome)")
                return
            }
            #expect((rating == .reopened) == reopened)
            let after = try await house.ticket(ticket.id)
            #expect(after.state == (reopened ? .dispatched : .rated))
            #expect(after.level == (reopened ? 2 : 1))
            #expect(after.rating == (reopened ? nil : score), "no mark is invented")
        }
    }

    @Test("Seven days for a rating, and a number that is not his rates nothing else", arguments: Engines.all)
    func rateLimits(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open()
            try await Self.resolve(ticket, house)
            let foreign = Command.rateTicket(.number("LL260316-0099"), score: 1, solved: nil, text: "")
            #expect(try await house.handle(foreign) == .ticketNotFound)
            #expect(try await house.ticket(ticket.id).state == .resolved)
            let late = Command.rateTicket(.latest, score: 5, solved: nil, text: "")
            let end = House.monday + .days(7)
            #expect(try await house.handle(late, at: end + .milliseconds(1)) == .ticketNotFound)
            guard case .ticketRated = try await house.handle(late, at: end) else {
                Issue.record("the seventh day counts")
                return
            }
        }
    }

    @Test("More words and a place join the ticket, and the staff learn the place", arguments: Engines.all)
    func complete(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p0, "lift.trapped", text: "电梯困人")
            let command = Command.completeTicket(
                number: ticket.number, text: "3栋2单元", address: Address(building: "3", unit: "2"))
            guard case .ticketCompleted(let summary) = try await house.handle(command) else {
                Issue.record("not completed")
                return
            }
            #expect(summary.place == "3栋2单元（北门）")
            #expect(try await house.ticket(ticket.id).draft.text == "电梯困人\n3栋2单元")
            #expect(try await house.staffMessages().last?.hasPrefix("staff.ticket_place") == true)
        }
    }

    @Test("A picture joins the tickets that are his and open, and nobody else's", arguments: Engines.all)
    func attach(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p0, "lift.trapped", text: "电梯困人")
            let command = Command.attachPicture(tickets: [ticket.number, "LL000000-0000"], media: "m1")
            #expect(try await house.handle(command) == .pictureAttached([ticket.number]))
            #expect(try await house.handle(command, from: house.b) == .ticketNotFound)
            #expect(try await house.ticket(ticket.id).draft.attachments == ["m1"])
        }
    }

    @Test(
        "An unknown category and a missing urgency still become a ticket with clocks", arguments: Engines.all)
    func unknown(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.none, "no.such")
            #expect(ticket.draft.category == "info.contact")
            #expect(ticket.draft.urgency == .p3)
            #expect(try await house.clocks(ticket).count == 3)
        }
    }

    @Test("Status: all open ones, else the last one, else nothing", arguments: Engines.all)
    func status(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            #expect(try await house.handle(.ticketStatus(.latest)) == .tickets([]))
            let first = try await house.open(text: "一")
            let second = try await house.open(text: "二", at: House.monday + .minutes(1), place: "南门")
            let both = try await house.summaries()
            #expect(both.map(\.number) == [second.number, first.number])
            for ticket in [first, second] {
                let candidate = Cancellable(kind: .ticket(ticket.id), reference: ticket.number, title: "")
                _ = try await house.handle(.cancel(candidate))
            }
            let last = try await house.summaries()
            #expect(last.map(\.number) == [second.number])
        }
    }
}
