import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// What `Config/ladder.yaml` says, reasoned by hand from domain.md 2.4. The clock stands on Monday 10:00.
@Suite("The ladder acts on its rules")
struct LadderTests {
    private static func climbs(_ house: House, _ ticket: Ticket) async throws -> [String] {
        try await house.events(of: ticket).filter { $0.kind == .escalate }.map {
            "\(($0.at - House.monday).seconds / 60) \($0.detail)"
        }
    }

    @Test(
        "P0: five minutes without a person lead to L2, fifteen without arrival to L3", arguments: Engines.all)
    func emergency(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p0, "lift.trapped", text: "电梯困人")
            try await house.run(until: House.monday + .minutes(16))
            #expect(try await Self.climbs(house, ticket) == ["5 L2 first_response", "15 L3 not_arrived"])
            #expect(try await house.details(.note, of: ticket) == ["知会L2"], "L2 is told at the creation")
        }
    }

    @Test(
        "P1: what is accepted and reached but not contained after two hours lies with L3",
        arguments: Engines.all)
    func uncontained(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p1, "water.burst", text: "水管爆了")
            let engineer = try await house.account("engineer-1", [.engineer])
            _ = try await house.call(engineer, at: House.monday + .minutes(3)) {
                desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            _ = try await house.call(engineer, at: House.monday + .minutes(20)) {
                desk, call throws(SQLError) in
                try desk.arrive(ticket.number, call)
            }
            try await house.run(until: House.monday + .minutes(119))
            #expect(try await Self.climbs(house, ticket).isEmpty)
            try await house.run(until: House.monday + .minutes(121))
            #expect(try await Self.climbs(house, ticket) == ["120 L2 not_contained", "120 L3 not_contained"])
        }
    }

    @Test("P1: once the danger is noted as contained nothing lifts it", arguments: Engines.all)
    func contained(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p1, "water.burst", text: "水管爆了")
            let engineer = try await house.account("engineer-1", [.engineer])
            for step in 1...3 {
                let ruling = try await house.call(engineer, at: House.monday + .minutes(Int64(step))) {
                    desk, call throws(SQLError) in
                    switch step {
                    case 1: try desk.accept(ticket.number, call)
                    case 2: try desk.arrive(ticket.number, call)
                    default: try desk.contain(ticket.number, Words(text: "已关总阀"), call)
                    }
                }
                #expect(ruling.refusal == nil)
            }
            try await house.run(until: House.monday + .hours(12))
            #expect(try await Self.climbs(house, ticket).isEmpty)
            #expect(try await house.messages(to: "a").last?.contains("notice.contained") == true)
        }
    }

    /// Resolve due Thu 19 20:00; one working day of the office later is Fri 20 17:30.
    @Test("P2: a result that is overdue by a working day lies with L3", arguments: Engines.all)
    func overdue(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let engineer = try await house.account("engineer-1", [.engineer])
            _ = try await house.call(engineer, at: House.monday + .minutes(3)) {
                desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            let due = Instant.at("2026-03-20 17:30")
            try await house.run(until: Instant.at("2026-03-19 20:00"))
            #expect(try await house.ticket(ticket.id).level == 2, "the first breach")
            // Somebody of L2 says every half day that he knows, so that silence lifts nothing.
            let manager = try await house.account("manager-1", [.manager])
            for hour in [0, 4, 12, 14, 18, 20] {
                let at = Instant.at("2026-03-19 20:01") + .hours(Int64(hour))
                try await house.run(until: at)
                _ = try await house.call(manager, at: at) { desk, call throws(SQLError) in
                    try desk.acknowledge(ticket.number, Acknowledge(), call)
                }
            }
            try await house.run(until: due - .milliseconds(1))
            #expect(try await house.ticket(ticket.id).level == 2)
            try await house.run(until: due)
            #expect(try await house.ticket(ticket.id).level == 3)
            #expect(try await house.details(.escalate, of: ticket).last == "L3 resolve_overdue")
        }
    }

    /// Mon 16 is the day of the climb; the third working day after it is Thu 19, ten after that Thu 2 April.
    @Test(
        "What L3 does not settle in three working days goes to the street, and after ten to the district",
        arguments: Engines.all)
    func notSettled(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let manager = try await house.account("manager-1", [.manager])
            for _ in 0..<2 {
                _ = try await house.call(manager, at: House.monday) { desk, call throws(SQLError) in
                    try desk.escalate(ticket.number, EscalateTicket(reason: "要社区协调"), call)
                }
            }
            #expect(try await house.ticket(ticket.id).level == 3)
            let street = Instant.at("2026-03-19 17:30")
            try await house.run(until: street - .milliseconds(1))
            #expect(try await house.ticket(ticket.id).level == 3)
            try await house.run(until: street)
            #expect(try await house.ticket(ticket.id).level == 4)
            let district = Instant.at("2026-04-02 17:30")
            try await house.run(until: district - .milliseconds(1))
            #expect(try await house.ticket(ticket.id).level == 4)
            try await house.run(until: district)
            #expect(try await house.ticket(ticket.id).level == 5)
        }
    }

    @Test("A closed ticket is lifted by nothing and leaves no timer", arguments: Engines.all)
    func closed(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p1, "info.contact")
            let engineer = try await house.account("engineer-1", [.engineer])
            _ = try await house.call(engineer, at: House.monday) { desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            _ = try await house.call(engineer, at: House.monday) { desk, call throws(SQLError) in
                try desk.resolve(ticket.number, ResolveTicket(result: "好了"), call)
            }
            let kinds = try await house.run(until: House.monday + .days(30)).map(\.kind)
            #expect(!kinds.contains(.ladder) && !kinds.contains(.ring) && !kinds.contains(.resolve))
            #expect(try await house.ticket(ticket.id).level == 1)
        }
    }

    @Test(
        "A daemon that was down says so: the breach is found once, and marked as found late",
        arguments: Engines.all)
    func catchUp(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let morning = House.monday + .days(1)
            try await house.fireTimers(at: morning)
            let breaches = try await house.details(.breach, of: ticket)
            #expect(breaches.count == 2)
            #expect(breaches.allSatisfy { $0.contains("late_detected, due 2026-03-16 1") }, "\(breaches)")
            #expect(try await house.details(.warn, of: ticket).filter { !$0.hasPrefix("resolve") }.isEmpty)
            #expect(try await house.fireTimers(at: morning).allSatisfy { $0 == .ladder || $0 == .ring })
            let clock = try #require(try await house.clocks(ticket)[.firstResponse])
            #expect(clock.dueAt == House.monday + .minutes(5))
            #expect(clock.breachedAt == morning)
        }
    }

    @Test("Work after the time is late, even where the timer has not come yet", arguments: Engines.all)
    func lateWork(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let engineer = try await house.account("engineer-1", [.engineer])
            let late = House.monday + .minutes(5) + .milliseconds(1)
            _ = try await house.call(engineer, at: late) { desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            let clock = try #require(try await house.clocks(ticket)[.firstResponse])
            #expect(clock.breachedAt == late && clock.metAt == late)
            #expect(try await house.details(.breach, of: ticket) == ["first_response"])
        }
    }

    @Test("Exactly at its end is in time", arguments: Engines.all)
    func punctual(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let engineer = try await house.account("engineer-1", [.engineer])
            _ = try await house.call(engineer, at: House.monday + .minutes(5)) {
                desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            #expect(try await house.clocks(ticket)[.firstResponse]?.breachedAt == nil)
        }
    }

    @Test(
        "A reopened ticket has new clocks and no old stamps, and the old round stands as it ended",
        arguments: Engines.all)
    func reopened(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let engineer = try await house.account("engineer-1", [.engineer])
            _ = try await house.call(engineer, at: House.monday) { desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            _ = try await house.call(engineer, at: House.monday) { desk, call throws(SQLError) in
                try desk.resolve(ticket.number, ResolveTicket(result: "好了"), call)
            }
            let again = House.monday + .hours(1)
            _ = try await house.handle(
                .rateTicket(.latest, score: nil, solved: false, text: "没修好"), at: again)
            let reopened = try await house.ticket(ticket.id)
            #expect(reopened.acceptedAt == nil && reopened.resolvedAt == nil)
            let clocks = try await house.clocks(ticket)
            #expect(clocks[.firstResponse]?.dueAt == again + .minutes(5))
            #expect(clocks.values.allSatisfy { $0.metAt == nil && $0.startedAt == again })
            let all = try await house.database.read { tx throws(SQLError) in
                try tx.caseHistories.page(
                    estate: nil, from: House.monday, to: again + .days(9), after: TicketID(0), limit: 9)
            }
            #expect(all.first?.clocks.count == 6)
            #expect(all.first?.clocks.filter { $0.metAt == House.monday }.count == 3)
        }
    }
}
