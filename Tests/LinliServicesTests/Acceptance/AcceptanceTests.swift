import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Acceptance examples of domain.md 1.2 that need no conversation, each under its number.
@Suite("Acceptance examples of the domain: requests, clocks, levels")
struct AcceptanceTests {
    @Test("A01: ordered, dispatched, taken: three slips with times and persons", arguments: Engines.all)
    func threeSlips(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2, "clean.garbage", text: "垃圾亭顶棚被风掀了", place: "2号垃圾亭")
            let volunteer = try await house.account("volunteer-1", [.gridWorker])
            _ = try await house.call(volunteer, at: House.monday + .minutes(4)) {
                desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            let slips = try await house.events(of: ticket).filter {
                [.submit, .dispatch, .accept].contains($0.kind)
            }
            #expect(slips.map(\.kind) == [.submit, .dispatch, .accept])
            #expect(slips.map(\.actor) == ["resident", "system", "volunteer-1"])
            #expect(slips.map(\.at) == [House.monday, House.monday, House.monday + .minutes(4)])
            #expect(try await house.ticket(ticket.id).taker == volunteer.id)
        }
    }

    @Test(
        "A02: who is not answered within five minutes is lifted, and the breach stands",
        arguments: Engines.all)
    func fiveMinutes(engine: Engine) async throws {
        for urgency in [Urgency.p0, .p1, .p2, .p3] {
            try await House.with(on: engine) { house in
                let ticket = try await house.open(urgency, "info.contact")
                try await house.run(until: House.monday + .minutes(5))
                #expect(try await house.details(.breach, of: ticket).contains("first_response"))
                #expect(try await house.ticket(ticket.id).level == 2, "\(urgency)")
            }
        }
    }

    @Test("A09: no result without words for the resident; with them he is told", arguments: Engines.all)
    func feedback(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2, "info.contact")
            let engineer = try await house.account("engineer-1", [.engineer])
            _ = try await house.call(engineer, at: House.monday) { desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            let empty = try await house.call(engineer, at: House.monday) { desk, call throws(SQLError) in
                try desk.resolve(ticket.number, ResolveTicket(result: ""), call)
            }
            #expect(empty.refusal?.code == "result.missing")
            #expect(try await house.ticket(ticket.id).state == .accepted)
            _ = try await house.call(engineer, at: House.monday) { desk, call throws(SQLError) in
                try desk.resolve(ticket.number, ResolveTicket(result: "电话已答复"), call)
            }
            #expect(try await house.messages(to: "a").last?.contains("result=电话已答复") == true)
        }
    }

    @Test(
        "A10: what is closed at L1 or L2 is solved in the estate, at L3 in the community",
        arguments: Engines.all)
    func levels(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let manager = try await house.account("manager-1", [.manager])
            for (index, climbs) in [0, 1, 2, 3].enumerated() {
                let ticket = try await house.open(.p2, "info.contact", text: "第\(index)件")
                for step in 0..<climbs + 2 {
                    _ = try await house.call(manager, at: House.monday) { desk, call throws(SQLError) in
                        if step < climbs {
                            try desk.escalate(ticket.number, EscalateTicket(reason: "要协调"), call)
                        } else if step == climbs {
                            try desk.accept(ticket.number, call)
                        } else {
                            try desk.resolve(ticket.number, ResolveTicket(result: "好了"), call)
                        }
                    }
                }
            }
            let question = ReportDesk.Question(
                kind: "levels", period: "2026Q1", from: nil, through: nil, estate: "HTL", grouping: nil,
                wantsRows: false)
            let desk = ReportDesk(settings: house.settings)
            let report = try await house.database.read { tx throws(SQLError) in
                try desk.show(question, DeskCall(staff: manager, in: tx, at: House.monday + .days(1)))
            }
            let figures = try #require(report.value).figures
            #expect(figures.first { $0.code == "inside_estate" }?.percent == 50)
            #expect(figures.first { $0.code == "inside_community" }?.percent == 75)
        }
    }

    @Test("A16: whoever asks about one matter hears its steps", arguments: Engines.all)
    func steps(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let engineer = try await house.account("engineer-1", [.engineer])
            let manager = try await house.account("manager-1", [.manager])
            let arrive = House.monday + .days(1)
            _ = try await house.call(engineer, at: House.monday) { desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            _ = try await house.call(engineer, at: arrive) { desk, call throws(SQLError) in
                try desk.arrive(ticket.number, call)
            }
            _ = try await house.call(manager, at: arrive) { desk, call throws(SQLError) in
                try desk.suspend(
                    ticket.number,
                    SuspendTicket(reason: "等材料", resumeAt: (call.now + .days(3)).iso8601), call)
            }
            guard case .tickets(let seen) = try await house.handle(.ticketStatus(.latest), at: arrive) else {
                Issue.record("no status")
                return
            }
            #expect(seen.map(\.state) == [.suspended])
            #expect(seen.first?.steps.map(\.name) == ["点单", "派单", "接单", "到场", "挂起"])
            #expect(seen.first?.steps.last?.at == arrive)
        }
    }

    @Test(
        "A17: whoever takes it up first answers for it until it is handed over on record",
        arguments: Engines.all)
    func firstOwner(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let steward = try await house.account("steward-9", [.steward], chat: "s")
            let engineer = try await house.account("engineer-1", [.engineer])
            let desk = try await house.account("desk-1", [.serviceDesk])
            _ = try await house.call(steward, at: House.monday) { desk, call throws(SQLError) in
                try desk.reply(ticket.number, ReplyTicket(text: "在联系"), call)
            }
            let taken = try await house.call(engineer, at: House.monday) { desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            #expect(taken.value?.owner == "steward-9" && taken.value?.taker == "engineer-1")
            _ = try await house.call(desk, at: House.monday) { desk, call throws(SQLError) in
                try desk.escalate(ticket.number, EscalateTicket(reason: "要业委会定"), call)
            }
            #expect(try await house.messages(to: "s").contains { $0.hasPrefix("staff.lifted") })
            let handed = try await house.call(desk, at: House.monday) { desk, call throws(SQLError) in
                try desk.assign(ticket.number, AssignTicket(staff: "engineer-1"), call)
            }
            #expect(handed.value?.owner == "engineer-1")
        }
    }

    @Test("Two returns are an alarm, and its clock has gone on all the time", arguments: Engines.all)
    func pingPong(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2)
            let due = try await house.clocks(ticket)[.accept]?.dueAt
            let steward = try await house.account("steward-9", [.steward])
            let desk = try await house.account("desk-1", [.serviceDesk])
            for _ in 0..<2 {
                _ = try await house.call(steward, at: House.monday + .minutes(1)) {
                    desk, call throws(SQLError) in
                    try desk.giveBack(ticket.number, Reason(reason: "不归我们"), call)
                }
                _ = try await house.call(desk, at: House.monday + .minutes(1)) {
                    desk, call throws(SQLError) in
                    try desk.dispatch(ticket.number, DispatchTicket(), call)
                }
            }
            #expect(try await house.staffMessages().filter { $0.hasPrefix("staff.ping_pong") }.count == 1)
            #expect(try await house.clocks(ticket)[.accept]?.dueAt == due)
        }
    }

    /// A fire lane: 城管 and 消防 are called by law (Config/categories.yaml); a P1 reports in within four office
    /// hours: from Monday 10:00 two until noon and two from 14:30.
    @Test(
        "A11, F11: where the law gives the power to departments they are called at once",
        arguments: Engines.all)
    func departments(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p1, "fire.lane_blocked", text: "消防通道被堵")
            let rows = try await house.database.read { tx throws(SQLError) in try tx.whistles.of(ticket.id) }
            #expect(rows.map(\.department) == ["城管", "消防"])
            #expect(rows.map(\.isLead) == [true, false])
            #expect(rows.allSatisfy { $0.dueAt == .at("2026-03-16 16:30") })
            #expect(try await house.ticket(ticket.id).level == 4)
            #expect(try await house.details(.note, of: ticket).contains("须立即现场劝阻制止并留记录"))
            let told = try await house.messages(to: "a")
            #expect(told.count == 1 && told.first?.hasPrefix("notice.whistled") == true, "\(told)")
            try await house.run(until: .at("2026-03-16 16:30"))
            #expect(
                try await house.staffMessages().filter { $0.hasPrefix("staff.not_reported_in") }.count == 2)
        }
    }

    @Test(
        "The duties of property and departments stand in the table: a private matter calls nobody",
        arguments: Engines.all)
    func noDepartments(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p2, "noise.neighbor")
            let rows = try await house.database.read { tx throws(SQLError) in try tx.whistles.of(ticket.id) }
            #expect(rows.isEmpty)
            #expect(try await house.ticket(ticket.id).level == 1)
        }
    }

    // MARK: Calendars that come later

    /// Thursday 31 December 2026, three working days: without the notice Mon 4, Tue 5 … are taken for worked.
    @Test("A due time that waited for a calendar is counted again when it is there", arguments: Engines.all)
    func calendarArrives(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let received = Instant.at("2026-12-31 10:00")
            let ticket = try await house.open(.p2, at: received)
            let before = try #require(try await house.clocks(ticket)[.resolve])
            #expect(before.provisional && before.dueAt == .at("2027-01-05 20:00"))
            // A made-up notice: 1 to 5 January off, so that the third working day is Friday the 8th.
            var settings = house.settings
            var days: [CivilDate: CalendarYear.Day] = [:]
            for day in 1...5 {
                let date = try #require(CivilDate(year: 2027, month: 1, day: day))
                days[date] = CalendarYear.Day(name: "元旦", isOff: true)
            }
            settings.calendars[2027] = CalendarYear(year: 2027, source: "made up", days: days)
            let clocks = TicketClocks(
                settings: settings,
                notifier: Notifier(phrases: KeyBook(), settings: settings, wakeups: .none))
            let moved = try await house.database.write { tx throws(SQLError) in
                try clocks.recount(in: tx, at: received + .hours(1))
            }
            #expect(moved == 1)
            let after = try #require(try await house.clocks(ticket)[.resolve])
            #expect(!after.provisional && after.dueAt == .at("2027-01-08 20:00"))
            let again = try await house.database.write { tx throws(SQLError) in
                try clocks.recount(in: tx, at: received + .hours(2))
            }
            #expect(again == 0)
        }
    }
}
