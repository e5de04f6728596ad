import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// L2 is told at 10:05 of a P2 that nobody has answered; its silence lasts four hours of 08:00–20:00.
@Suite("A level that was told: acknowledge, put off, silence, nobody there")
struct LadderWatchTests {
    private static let told = House.monday + .minutes(5)

    private static func lifted(_ house: House) async throws -> Ticket {
        let ticket = try await house.open(.p2)
        try await house.run(until: told)
        #expect(try await house.ticket(ticket.id).level == 2)
        return ticket
    }

    private static func rings(_ house: House, _ ticket: Ticket) async throws -> [Instant] {
        try await house.events(of: ticket).filter { $0.kind == .ring }.map(\.at)
    }

    @Test("Silence: told again after four and eight hours, then L3", arguments: Engines.all)
    func silence(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await Self.lifted(house)
            try await house.run(until: .at("2026-03-16 20:00"))
            #expect(
                try await Self.rings(house, ticket) == [.at("2026-03-16 14:05"), .at("2026-03-16 18:05")])
            // 18:05 to 20:00 are 1:55; the other 2:05 end at 10:05 of the next day.
            try await house.run(until: .at("2026-03-17 10:04"))
            #expect(try await house.ticket(ticket.id).level == 2)
            try await house.run(until: .at("2026-03-17 10:05"))
            #expect(try await house.ticket(ticket.id).level == 3)
            #expect(try await house.details(.escalate, of: ticket).last == "L3 silence")
        }
    }

    @Test("Silence leads to L3 and no higher; then an alarm, and it is told no more", arguments: Engines.all)
    func highest(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await Self.lifted(house)
            try await house.run(until: .at("2026-03-18 20:00"))
            #expect(try await house.ticket(ticket.id).level == 3)
            let rings = try await Self.rings(house, ticket).count
            #expect(rings == 4, "two on each level")
            #expect(try await house.details(.unreachable, of: ticket).contains("L3"))
        }
    }

    @Test("An acknowledgement begins the silence anew", arguments: Engines.all)
    func acknowledge(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await Self.lifted(house)
            let manager = try await house.account("manager", [.manager])
            let known = Instant.at("2026-03-16 13:00")
            let ruling = try await house.call(manager, at: known) { desk, call throws(SQLError) in
                try desk.acknowledge(ticket.number, Acknowledge(text: "在安排"), call)
            }
            #expect(ruling.value?.watch?.acknowledgedBy == "manager")
            try await house.run(until: .at("2026-03-16 16:59"))
            #expect(try await Self.rings(house, ticket).isEmpty)
            try await house.run(until: .at("2026-03-16 17:00"))
            #expect(try await Self.rings(house, ticket) == [.at("2026-03-16 17:00")], "silence after it")
        }
    }

    @Test("Work that begins, with no clock overdue, ends the watch", arguments: Engines.all)
    func inHand(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await Self.lifted(house)
            let engineer = try await house.account("engineer-1", [.engineer])
            _ = try await house.call(engineer, at: House.monday + .minutes(30)) {
                desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            try await house.run(until: .at("2026-03-19 19:59"))
            #expect(try await Self.rings(house, ticket).isEmpty)
            #expect(try await house.ticket(ticket.id).level == 2)
        }
    }

    @Test(
        "Put off with a reason, twice at most and not beyond a day; the ringing comes back at its time",
        arguments: Engines.all)
    func snooze(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await Self.lifted(house)
            let manager = try await house.account("manager", [.manager])
            let until = Instant.at("2026-03-17 09:00")
            func snooze(_ until: String, _ reason: String = "等业委会开会") async throws -> String? {
                try await house.call(manager, at: House.monday + .minutes(10)) {
                    desk, call throws(SQLError) in
                    try desk.snooze(ticket.number, SnoozeTicket(reason: reason, until: until), call)
                }.refusal?.code
            }
            #expect(try await snooze(until.iso8601, " ") == "reason.missing")
            #expect(try await snooze("2026-03-16T09:00:00+08:00") == "until.out_of_range", "the past")
            #expect(try await snooze("2026-03-18T09:00:00+08:00") == "until.out_of_range", "two days")
            #expect(try await snooze("2026-03-16T12:00:00+08:00") == nil)
            #expect(try await snooze(until.iso8601) == nil)
            #expect(try await snooze(until.iso8601) == "ticket.snooze_limit")
            try await house.run(until: until)
            #expect(try await Self.rings(house, ticket) == [until])
        }
    }

    @Test("A P0 is acknowledged and never put off", arguments: Engines.all)
    func emergency(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p0, "lift.trapped")
            try await house.run(until: Self.told)
            let manager = try await house.account("manager", [.manager])
            let ruling = try await house.call(manager, at: Self.told) { desk, call throws(SQLError) in
                try desk.snooze(
                    ticket.number, SnoozeTicket(reason: "等", until: "2026-03-16T11:00:00+08:00"), call)
            }
            #expect(ruling.refusal?.code == "ticket.emergency")
        }
    }

    @Test("Nobody waits for an answer on a ticket that was not lifted", arguments: Engines.all)
    func notLifted(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let manager = try await house.account("manager", [.manager])
            let ruling = try await house.call(manager, at: House.monday) { desk, call throws(SQLError) in
                try desk.acknowledge(ticket.number, Acknowledge(), call)
            }
            #expect(ruling.refusal?.code == "ticket.not_waiting")
        }
    }

    // MARK: Who is told

    @Test(
        "Those of the level on duty are told in their own chats, and the one who works on it",
        arguments: Engines.all)
    func chats(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("manager", [.manager], chat: "m")
            try await house.account("committee", [.committee], chat: "c")
            try await house.account("steward-1", [.steward], chat: "s")
            let engineer = try await house.account("engineer-day", [.engineer], chat: "e")
            let ticket = try await house.open(.p2)
            _ = try await house.call(engineer, at: House.monday) { desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            try await house.run(until: .at("2026-03-19 20:00"))
            // Thu 20:00: the manager's post ends at 20:00, the committee's runs from 19:00 to 21:00.
            #expect(try await house.messages(to: "c").filter { $0.hasPrefix("staff.escalated") }.count == 1)
            #expect(try await house.messages(to: "m").isEmpty)
            #expect(try await house.messages(to: "s").isEmpty, "L1 is not the level")
            #expect(try await house.messages(to: "e").contains { $0.hasPrefix("staff.lifted") })
        }
    }

    @Test("A level that a matter passes through is told, and owes nothing", arguments: Engines.all)
    func passed(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("manager", [.manager], chat: "m")
            try await house.account("community", [.community], chat: "k")
            let early = House.monday - .hours(1)
            let ticket = try await house.open(.p1, "info.contact", at: early)
            let engineer = try await house.account("engineer-day", [.engineer])
            _ = try await house.call(engineer, at: early) { desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            _ = try await house.call(engineer, at: early) { desk, call throws(SQLError) in
                try desk.arrive(ticket.number, call)
            }
            try await house.run(until: early + .hours(2))
            #expect(try await house.messages(to: "m").map { $0.prefix(12) } == ["staff.passed"])
            #expect(try await house.messages(to: "k").map { $0.prefix(15) } == ["staff.escalated"])
        }
    }

    @Test(
        "Nobody on duty: an alarm of its own to those off duty and to the next level that has somebody",
        arguments: Engines.all)
    func unreachable(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            // 03:00: nobody of L2 and L3 is on duty; a roster entry puts the street's clerk on duty.
            let night = Instant.at("2026-03-16 03:00")
            try await house.account("manager", [.manager], chat: "m")
            let street = try await house.account("street", [.street], chat: "st")
            _ = try await house.database.write { tx throws(SQLError) in
                try tx.roster.add(
                    estate: "HTL", role: .street, staff: street.id, from: night, until: night + .hours(5))
            }
            let ticket = try await house.open(.p1, "info.contact", at: night)
            try await house.run(until: night + .minutes(5))
            #expect(try await house.details(.unreachable, of: ticket) == ["L2"])
            for chat in ["m", "st"] {
                let heard = try await house.messages(to: chat)
                #expect(heard.contains { $0.hasPrefix("staff.nobody_reachable") }, "\(chat): \(heard)")
            }
            #expect(try await house.staffMessages().contains { $0.hasPrefix("staff.nobody_reachable") })
        }
    }

    @Test("A roster entry for now counts before the posts of the register", arguments: Engines.all)
    func roster(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("manager", [.manager], chat: "m")
            let other = try await house.account("manager-2", [.manager], chat: "m2")
            _ = try await house.database.write { tx throws(SQLError) in
                try tx.roster.add(
                    estate: "HTL", role: .manager, staff: other.id, from: House.monday,
                    until: House.monday + .hours(8))
            }
            _ = try await Self.lifted(house)
            #expect(try await house.messages(to: "m").isEmpty, "on leave: somebody else has his duty")
            #expect(try await house.messages(to: "m2").count == 1)
        }
    }

    // MARK: Warnings

    @Test(
        "Warnings at 50 and 80 per cent of what counts, never at birth, and none of what is met",
        arguments: Engines.all)
    func warnings(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("engineer-day", [.engineer], chat: "e")
            let ticket = try await house.open(.p2)
            try await house.run(until: House.monday)
            #expect(try await house.details(.warn, of: ticket).isEmpty)
            try await house.run(until: House.monday + .minutes(4))
            let warned = try await house.events(of: ticket).filter { $0.kind == .warn }
            #expect(warned.map(\.detail) == ["first_response 50%", "first_response 80%"])
            #expect(warned.map(\.at) == [House.monday + .seconds(150), House.monday + .seconds(240)])
            #expect(try await house.messages(to: "e").filter { $0.hasPrefix("staff.warning") }.count == 2)
            let engineer = StaffIdentity(
                id: try #require(
                    try await house.database.read { tx throws(SQLError) in
                        try tx.staff.find(name: "engineer-day")?.id
                    }), name: "engineer-day", role: .engineer, estate: nil)
            _ = try await house.call(engineer, at: House.monday + .minutes(4)) {
                desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            try await house.run(until: .at("2026-03-19 19:59"))
            let later = try await house.details(.warn, of: ticket).dropFirst(2)
            #expect(Array(later) == ["resolve 50%", "resolve 80%"])
        }
    }

    /// At night the five minutes of a P2 run from 08:00: half of them is 08:02:30, not half of the night.
    @Test("A warning counts in the time that counts", arguments: Engines.all)
    func night(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2, at: .at("2026-03-16 22:00"))
            try await house.run(until: .at("2026-03-17 08:03"))
            let warned = try await house.events(of: ticket).filter { $0.kind == .warn }
            #expect(warned.map(\.at) == [Instant.at("2026-03-17 08:02") + .seconds(30)])
        }
    }
}
