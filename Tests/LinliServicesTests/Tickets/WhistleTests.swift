import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// 吹哨报到: departments are called in by name, and each comes by its own clock.
@Suite struct WhistleTests {
    @Test(arguments: Engines.all) func departmentsAreCalledAndComeByTheirClocks(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .inProgress, urgency: .p1)
            let blown = try #require(try await desks.whistle(number).value)
            #expect(blown.level == 4)
            #expect(blown.state == "IN_PROGRESS", "the work goes on with whoever has it")
            #expect(blown.whistles.map(\.department) == ["城管", "市政"])
            #expect(blown.whistles.map(\.isLead) == [true, false])
            // Four hours of the office's time from Monday 10:00: two before noon, two after half past two.
            #expect(Set(blown.whistles.map(\.dueAt)) == ["2026-03-16T16:30:00+08:00"])
            #expect(blown.events.map(\.kind).suffix(2) == ["whistle", "escalate"])
            #expect(try await desks.messages(to: "a").last?.contains("departments=城管、市政") == true)

            let came = try #require(try await desks.reportIn(number, "城管", after: .hours(1)).value)
            #expect(came.whistles.map(\.state) == ["in_time", "waiting"])
            let again = try await desks.reportIn(number, "城管", after: .hours(2))
            #expect(again.refusal?.code == "whistle.not_blown")
            #expect(again.refusal?.hint == "在等：市政。")
            let late = try #require(try await desks.reportIn(number, "市政", after: .hours(9)).value)
            #expect(late.whistles.map(\.state) == ["in_time", "late"])
            #expect(late.events.last?.detail == "市政 late")
        }
    }

    @Test(arguments: Engines.all) func numbersInAResultAreMasked(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .inProgress, urgency: .p1)
            _ = try await desks.whistle(number)
            let request = ReportIn(department: "城管", text: nil, result: "已约谈，当事人13800005678")
            let told = try await desks.as(.department, after: .hours(1)) { call throws(SQLError) in
                try desks.tickets.reportIn(number, request, call)
            }
            #expect(told.value?.whistles.first?.result == "已约谈，当事人138****5678")
        }
    }

    @Test(arguments: Engines.all) func whoDoesNotComeIsWrittenDownOnce(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .accepted)
            _ = try await desks.whistle(number)
            let after = DeskStore.monday + .days(9)
            let events = try await desks.store.database.write { tx throws(SQLError) in
                guard let ticket = try tx.tickets.find(number: number) else { return [TicketEvent]() }
                for row in try tx.whistles.of(ticket.id) {
                    try desks.tickets.reportInRanOut(row.id, in: tx, at: after)
                    try desks.tickets.reportInRanOut(row.id, in: tx, at: after)
                }
                return try tx.ticketEvents.of(ticket.id)
            }
            let breaches = events.filter { $0.kind == .breach }
            #expect(breaches.map(\.detail) == ["report_in 城管", "report_in 市政"])
            let shown = try await desks.as(.manager, after: .days(9)) { call throws(SQLError) in
                try desks.tickets.show(number, call)
            }
            #expect(shown.value?.whistles.map(\.state) == ["overdue", "overdue"])
        }
    }

    @Test(arguments: Engines.all) func aClosedTicketCallsNobodyIn(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            for state in TicketState.allCases where !state.isOpen {
                let number = try await desks.ticket(in: state)
                #expect(try await desks.whistle(number).refusal?.code == "ticket.state")
            }
        }
    }

    @Test(arguments: Engines.all) func whatCannotBeBlownIsRefusedAndNothingIsDone(engine: Engine) async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .dispatched)
            #expect(try await desks.whistle(number, as: .engineer).refusal?.code == "role.forbidden")
            let calls: [(BlowWhistle, String)] = [
                (BlowWhistle(departments: [], reason: "r"), "departments.missing"),
                (BlowWhistle(departments: [" "], reason: "r"), "departments.missing"),
                (BlowWhistle(departments: ["城管", "城管"], reason: "r"), "departments.twice"),
                (BlowWhistle(departments: ["城管,城管"], reason: "r"), "departments.twice"),
                (BlowWhistle(departments: ["城管，天文台"], reason: "r"), "departments.unknown"),
                (BlowWhistle(departments: ["城管"], reason: " "), "reason.missing"),
                (
                    BlowWhistle(departments: [String(repeating: "局", count: 41)], reason: "r"),
                    "departments.too_many"
                ),
            ]
            for (call, code) in calls {
                #expect(try await desks.whistle(number, call).refusal?.code == code)
            }
            _ = try await desks.whistle(number)
            let second = BlowWhistle(departments: ["消防", "市政"], reason: "r")
            #expect(try await desks.whistle(number, second).refusal?.code == "whistle.blown")
            let shown = try await desks.as(.manager) { call throws(SQLError) in
                try desks.tickets.show(number, call)
            }
            #expect(shown.value?.whistles.map(\.department) == ["城管", "市政"])
        }
    }

    @Test(arguments: Engines.all) func namesWithACommaBetweenAreSeveral(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .dispatched)
            let call = BlowWhistle(departments: ["城管,消防", "住建、 公安，园林"], reason: "r")
            let blown = try #require(try await desks.whistle(number, call).value)
            #expect(blown.whistles.map(\.department) == ["城管", "消防", "住建", "公安", "园林"])
            let stranger = try await desks.whistle(number, BlowWhistle(departments: ["天文台"], reason: "r"))
            #expect(stranger.refusal?.hint.contains("交通、市政") == true, "the known ones are listed")
        }
    }

    @Test(arguments: Engines.all) func whoCameCanBeCalledAgain(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .dispatched)
            _ = try await desks.whistle(number)
            _ = try await desks.reportIn(number, "城管")
            let again = BlowWhistle(departments: ["城管"], reason: "还没好")
            #expect(try await desks.whistle(number, again).value?.whistles.count == 3)
        }
    }

    /// `ladder.yaml`: a P1 has five working days for the result, counted from the call: Monday, 10:00.
    @Test("The result has a clock of its own, told or missed once", arguments: Engines.all)
    func results(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .inProgress, urgency: .p1)
            let blown = try #require(try await desks.whistle(number).value)
            #expect(Set(blown.whistles.map(\.resultDueAt)) == ["2026-03-23T17:30:00+08:00"])
            #expect(blown.whistles.map(\.resultState) == ["waiting", "waiting"])
            let came = try #require(try await desks.reportIn(number, "城管", after: .hours(1)).value)
            #expect(came.whistles.map(\.resultState) == ["waiting", "waiting"], "coming is no result")
            let told = try #require(
                try await desks.reportIn(number, "城管", result: "已清理", after: .hours(30)).value)
            #expect(told.whistles.map(\.resultState) == ["in_time", "waiting"])
            #expect(told.whistles.map(\.result) == ["已清理", nil])
            #expect(try await desks.messages(to: "a").last?.contains("result=已清理") == true)
            // The other one has never come: its result brings it here too, and is late.
            let late = try #require(
                try await desks.reportIn(number, "市政", result: "已补路面", after: .days(8)).value)
            #expect(late.whistles.map(\.state) == ["in_time", "late"])
            #expect(late.whistles.map(\.resultState) == ["in_time", "late"])
            let again = try await desks.reportIn(number, "市政", result: "再说一次", after: .days(9))
            #expect(again.refusal?.code == "whistle.not_blown")
        }
    }

    @Test("Who tells no result is written down once, and the staff hear of it", arguments: Engines.all)
    func missing(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .accepted)
            _ = try await desks.whistle(number)
            _ = try await desks.reportIn(number, "城管", result: "已清理")
            let after = DeskStore.monday + .days(9)
            let breaches = try await desks.store.database.write { tx throws(SQLError) -> [String] in
                guard let ticket = try tx.tickets.find(number: number) else { return [] }
                for row in try tx.whistles.of(ticket.id) + tx.whistles.of(ticket.id) {
                    try desks.tickets.whistleResultRanOut(row.id, in: tx, at: after)
                }
                return try tx.ticketEvents.of(ticket.id).filter { $0.kind == .breach }.map(\.detail)
            }
            #expect(breaches == ["whistle_result 市政"])
        }
    }

    @Test("Both sides judge each other, once, after the department has come", arguments: Engines.all)
    func scores(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .accepted)
            _ = try await desks.whistle(number)
            #expect(
                try await desks.score(number, "城管", 4, as: .street).refusal?.code
                    == "whistle.not_reported_in")
            _ = try await desks.reportIn(number, "城管")
            #expect(try await desks.score(number, "城管", 9, as: .street).refusal?.code == "score.invalid")
            _ = try await desks.score(number, "城管", 4, as: .street)
            let both = try #require(try await desks.score(number, "城管", 2, as: .department).value)
            #expect(both.whistles.map(\.score) == [4, nil])
            #expect(both.whistles.map(\.callerScore) == [2, nil])
            #expect(
                try await desks.score(number, "城管", 5, as: .community).refusal?.code == "whistle.scored")
            #expect(
                try await desks.score(number, "城管", 5, as: .engineer).refusal?.code == "role.forbidden")
        }
    }

    /// Two calls of the street, worked out by hand: 城管 leads in both, 市政 assists in one.
    @Test("The report holds both sides, by name", arguments: Engines.all)
    func report(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let first = try await desks.ticket(in: .accepted, urgency: .p1)
            let second = try await desks.ticket(in: .accepted, urgency: .p1)
            _ = try await desks.whistle(first)
            _ = try await desks.whistle(second, BlowWhistle(departments: ["城管"], reason: "占道"))
            _ = try await desks.reportIn(first, "城管", result: "已清理", after: .hours(1))
            _ = try await desks.reportIn(second, "城管", after: .days(2))
            _ = try await desks.score(first, "城管", 5, as: .street, after: .days(3))
            _ = try await desks.score(second, "城管", 2, as: .street, after: .days(3))
            _ = try await desks.score(first, "城管", 4, as: .department, after: .days(3))
            let question = ReportDesk.Question(
                kind: "whistles", period: "2026-03", from: nil, through: nil, estate: nil, grouping: nil,
                wantsRows: true)
            let asked = try await desks.as(.street, after: .days(14)) { call throws(SQLError) in
                try ReportDesk(settings: desks.settings).show(question, call)
            }
            let parties = try #require(asked.value?.parties)
            #expect(
                parties == [
                    ReportParty(
                        side: "department", name: "城管", calls: 2, leads: 2, reportInDue: 2,
                        reportInInTime: 1, resultDue: 2, resultInTime: 1, scored: 2, score: 3.5,
                        tickets: [first, second]),
                    ReportParty(
                        side: "department", name: "市政", calls: 1, leads: 0, reportInDue: 1,
                        reportInInTime: 0, resultDue: 1, resultInTime: 0, scored: 0, score: nil,
                        tickets: [first]),
                    ReportParty(
                        side: "caller", name: "street-1", calls: 3, leads: 2, reportInDue: 3,
                        reportInInTime: 1, resultDue: 3, resultInTime: 1, scored: 1, score: 4,
                        tickets: [first, second]),
                ])
        }
    }
}

extension DeskStore {
    fileprivate func score(
        _ number: String, _ department: String, _ score: Int, as role: Role, after span: TimeSpan = .hours(2)
    ) async throws -> Ruling<TicketDetail> {
        try await self.as(role, after: span) { call throws(SQLError) in
            try tickets.score(number, ScoreWhistle(department: department, score: score), call)
        }
    }

    fileprivate func whistle(
        _ number: String,
        _ request: BlowWhistle = BlowWhistle(departments: ["城管", " 市政 "], reason: "路面塌陷"),
        as role: Role = .street
    ) async throws -> Ruling<TicketDetail> {
        try await self.as(role) { call throws(SQLError) in try tickets.whistle(number, request, call) }
    }

    fileprivate func reportIn(
        _ number: String, _ department: String, result: String? = nil, after span: TimeSpan = .minutes(5)
    ) async throws -> Ruling<TicketDetail> {
        try await self.as(.department, after: span) { call throws(SQLError) in
            try tickets.reportIn(number, ReportIn(department: department, text: nil, result: result), call)
        }
    }
}
