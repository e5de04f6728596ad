import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Clocks that begin later than the ticket, on Monday 2026-03-16 from 10:00.
@Suite("Step clocks: dispatch after a return, arrival, word to the resident, return visit")
struct StepClockTests {
    @Test("Nothing of it is written when a ticket is created", arguments: Engines.all)
    func creation(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            for urgency in [Urgency.p0, .p1, .p2, .p3] {
                let ticket = try await house.open(urgency, text: "路灯坏了\(urgency)", place: "\(urgency)")
                #expect(try await house.steps(ticket) == [])
            }
            let armed = try await house.database.read { tx throws(SQLError) in
                try tx.integer("SELECT count(*) FROM timers WHERE kind = 'step'")
            }
            #expect(armed == 0)
        }
    }

    @Test(
        "The arrival counts from the submission, begins with the taker, and ends on the spot",
        arguments: Engines.all)
    func arrival(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let engineer = try await house.account("engineer-day", [.engineer], chat: "e")
            let ticket = try await house.open(.p1, "water.burst")
            try await house.act("accept", ticket, by: engineer, after: .minutes(10))
            let clock = try #require(try await house.steps(ticket).first { $0.step == .arrive })
            #expect(clock.startedAt == House.monday)
            #expect(clock.dueAt == House.monday + .minutes(30))
            try await house.act("arrive", ticket, by: engineer, after: .minutes(25))
            let met = try await house.steps(ticket).first { $0.step == .arrive }
            #expect(met?.metAt == House.monday + .minutes(25) && met?.breachedAt == nil)
            try await house.run(until: House.monday + .minutes(40))
            #expect(try await house.details(.late, of: ticket).isEmpty)
        }
    }

    @Test("Who is not there in time is written as late, once; the taker hears it", arguments: Engines.all)
    func lateArrival(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let engineer = try await house.account("engineer-day", [.engineer], chat: "e")
            let ticket = try await house.open(.p1, "water.burst")
            try await house.act("accept", ticket, by: engineer, after: .minutes(1))
            try await house.run(until: House.monday + .minutes(31))
            #expect(try await house.details(.late, of: ticket) == ["arrive"])
            #expect(try await house.messages(to: "e").contains { $0.hasPrefix("staff.step_late") })
            try await house.act("arrive", ticket, by: engineer, after: .minutes(50))
            let clock = try await house.steps(ticket).first { $0.step == .arrive }
            #expect(clock?.metAt == House.monday + .minutes(50))
            #expect(clock?.breachedAt == House.monday + .minutes(30), "late stays late")
            #expect(try await house.details(.late, of: ticket) == ["arrive"])
        }
    }

    @Test("Taken after the time to arrive: late at once. A lift has thirty minutes", arguments: Engines.all)
    func takenTooLate(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let engineer = try await house.account("engineer-day", [.engineer])
            let ticket = try await house.open(.p0, "lift.trapped")
            try await house.act("accept", ticket, by: engineer, after: .minutes(40))
            let due = House.monday + .minutes(30)
            #expect(try await house.details(.late, of: ticket) == ["arrive, due \(due.civil.written)"])
        }
    }

    @Test(
        "Opened again by the resident or the desk, the arrival is owed anew from then",
        arguments: Engines.all, [true, false])
    func reopened(engine: Engine, byResident: Bool) async throws {
        try await House.with(on: engine) { house in
            let first = try await house.account("engineer-day", [.engineer])
            let second = try await house.account("engineer-night", [.engineer], chat: "n")
            let manager = try await house.account("manager", [.manager])
            let ticket = try await house.open(.p1, "water.burst")
            for (act, minutes) in [("accept", 1), ("arrive", 20), ("resolve", 25)] as [(String, Int64)] {
                try await house.act(act, ticket, by: first, after: .minutes(minutes))
            }
            let again = House.monday + .minutes(60)
            if byResident {
                _ = try await house.handle(
                    .rateTicket(.number(ticket.number), score: 1, solved: false, text: "还在漏"), at: again)
            } else {
                let opened = try await house.call(manager, at: again) { desk, call throws(SQLError) in
                    try desk.reopen(ticket.number, Reason(reason: "还在漏"), call)
                }
                let clock = opened.value?.clocks.first { $0.kind == "arrive" }
                #expect(clock?.state == "running" && clock?.dueAt == (again + .minutes(30)).iso8601)
            }
            // P1: first word and accepting as at first, 30 minutes until somebody is there.
            let clocks = try await house.clocks(ticket)
            #expect(clocks[.firstResponse]?.dueAt == again + .minutes(5))
            #expect(clocks[.accept]?.dueAt == again + .minutes(15))
            #expect(clocks[.resolve]?.dueAt == again + .hours(24))
            try await house.act("accept", ticket, by: second, after: .minutes(70))
            let arrivals = try await house.steps(ticket).filter { $0.step == .arrive }
            #expect(arrivals.map(\.startedAt) == [House.monday, again])
            #expect(arrivals.last?.dueAt == again + .minutes(30))
            try await house.run(until: again + .minutes(31))
            #expect(try await house.details(.late, of: ticket) == ["arrive"])
            try await house.act("arrive", ticket, by: second, after: .minutes(95))
            let last = try await house.steps(ticket).last { $0.step == .arrive }
            #expect(last?.metAt == House.monday + .minutes(95) && last?.breachedAt == again + .minutes(30))
        }
    }

    @Test("What needs no visit has no clock for it", arguments: Engines.all)
    func noVisit(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let manager = try await house.account("manager", [.manager])
            let ticket = try await house.open(.p2, "info.contact")
            try await house.act("accept", ticket, by: manager, after: .minutes(1))
            #expect(try await house.steps(ticket).map(\.step) == [.progress])
        }
    }

    @Test("Every two hours of a P1 the resident hears something, or the taker does", arguments: Engines.all)
    func progress(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let engineer = try await house.account("engineer-day", [.engineer], chat: "e")
            let ticket = try await house.open(.p1, "water.burst")
            try await house.act("accept", ticket, by: engineer, after: .minutes(1))
            try await house.act("reply", ticket, by: engineer, after: .minutes(100))
            try await house.run(until: House.monday + .minutes(219))
            #expect(try await house.details(.late, of: ticket).filter { $0 == "progress" }.isEmpty)
            // Two hours after the reply, then every two hours, three times without a word.
            try await house.run(until: House.monday + .hours(12))
            let late = try await house.events(of: ticket).filter {
                $0.kind == .late && $0.detail == "progress"
            }
            #expect(late.map(\.at) == [220, 340, 460].map { House.monday + .minutes($0) })
            let reminders = try await house.messages(to: "e").filter { $0.hasPrefix("staff.progress_due") }
            #expect(reminders.count == 3)
        }
    }

    @Test("A result ends them; so does a cancellation", arguments: Engines.all)
    func ended(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let manager = try await house.account("manager", [.manager])
            let ticket = try await house.open(.p1, "water.burst")
            for act in ["accept", "arrive", "resolve"] {
                try await house.act(act, ticket, by: manager, after: .minutes(5))
            }
            let running = try await house.steps(ticket).filter {
                $0.metAt == nil && $0.stoppedAt == nil && $0.step != .followUp
            }
            #expect(running == [])
        }
    }

    @Test(
        "After a return the dispatcher has his time again, and no other clock begins anew",
        arguments: Engines.all)
    func dispatch(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let engineer = try await house.account("engineer-day", [.engineer])
            let manager = try await house.account("manager", [.manager])
            let ticket = try await house.open(.p1, "water.burst")
            try await house.act("accept", ticket, by: engineer, after: .minutes(1))
            let before = try await house.clocks(ticket)
            try await house.act("return", ticket, by: engineer, after: .minutes(2))
            #expect(try await house.clocks(ticket) == before)
            let clock = try #require(try await house.steps(ticket).first { $0.step == .dispatch })
            #expect(clock.dueAt == House.monday + .minutes(7))
            try await house.run(until: House.monday + .minutes(8))
            #expect(try await house.details(.late, of: ticket) == ["dispatch"])
            try await house.act("dispatch", ticket, by: manager, after: .minutes(9))
            let met = try await house.steps(ticket).first { $0.step == .dispatch }
            #expect(met?.metAt == House.monday + .minutes(9))
        }
    }

    @Test("The return visit of a P0 is due in two hours; a mark ends it", arguments: Engines.all)
    func followUp(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let manager = try await house.account("manager", [.manager])
            for isRated in [true, false] {
                let ticket = try await house.open(.p0, "water.burst", text: "\(isRated)", place: "\(isRated)")
                for act in ["accept", "arrive", "resolve"] {
                    try await house.act(act, ticket, by: manager, after: .minutes(5))
                }
                if isRated {
                    _ = try await house.handle(
                        .rateTicket(.number(ticket.number), score: 5, solved: nil, text: ""),
                        at: House.monday + .minutes(30))
                }
                try await house.run(until: House.monday + .hours(3))
                let visit = try #require(try await house.steps(ticket).first { $0.step == .followUp })
                #expect(visit.dueAt == House.monday + .minutes(125))
                #expect((visit.metAt == nil) == !isRated)
                #expect((visit.breachedAt == nil) == isRated)
            }
        }
    }
}

extension House {
    fileprivate func steps(_ ticket: Ticket) async throws -> [StepClock] {
        try await database.read { tx throws(SQLError) in try tx.steps.of(ticket.id) }
    }

    fileprivate func act(
        _ act: String, _ ticket: Ticket, by staff: StaffIdentity, after span: TimeSpan
    ) async throws {
        let number = ticket.number
        let refusal = try await call(staff, at: Self.monday + span) { desk, call throws(SQLError) in
            switch act {
            case "accept": try desk.accept(number, call)
            case "arrive": try desk.arrive(number, call)
            case "reply": try desk.reply(number, ReplyTicket(text: "水工在修"), call)
            case "return": try desk.giveBack(number, Reason(reason: "不归我"), call)
            case "dispatch": try desk.dispatch(number, DispatchTicket(role: "engineer"), call)
            default: try desk.resolve(number, ResolveTicket(result: "修好了"), call)
            }
        }.refusal
        #expect(refusal == nil)
    }
}
