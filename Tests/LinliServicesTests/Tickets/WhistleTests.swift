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
            #expect(again.refusal?.hint == "Waited for: 市政.")
            let late = try #require(try await desks.reportIn(number, "市政", after: .hours(9)).value)
            #expect(late.whistles.map(\.state) == ["in_time", "late"])
            #expect(late.events.last?.detail == "市政 late")
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

    @Test(arguments: Engines.all) func whoCameCanBeCalledAgain(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .dispatched)
            _ = try await desks.whistle(number)
            _ = try await desks.reportIn(number, "城管")
            let again = BlowWhistle(departments: ["城管"], reason: "还没好")
            #expect(try await desks.whistle(number, again).value?.whistles.count == 3)
        }
    }
}

extension DeskStore {
    fileprivate func whistle(
        _ number: String,
        _ request: BlowWhistle = BlowWhistle(departments: ["城管", " 市政 "], reason: "路面塌陷"),
        as role: Role = .street
    ) async throws -> Ruling<TicketDetail> {
        try await self.as(role) { call throws(SQLError) in try tickets.whistle(number, request, call) }
    }

    fileprivate func reportIn(
        _ number: String, _ department: String, after span: TimeSpan = .minutes(5)
    ) async throws -> Ruling<TicketDetail> {
        try await self.as(.department, after: span) { call throws(SQLError) in
            try tickets.reportIn(number, ReportIn(department: department, text: nil), call)
        }
    }
}
