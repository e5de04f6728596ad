import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Suspending takes two: the one who works on the ticket and one who may approve it.
@Suite struct SuspensionTests {
    @Test(arguments: Engines.all) func askedForItGoesOnUntilSomebodyElseApproves(engine: Engine) async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .inProgress)
            let asked = try await desks.ask(number)
            #expect(asked.value?.state == "IN_PROGRESS")
            #expect(asked.value?.clocks.first { $0.kind == "resolve" }?.state == "running")
            #expect(asked.value?.suspensionAsked?.staff == "engineer-1")
            #expect(try await desks.messages(to: "a").isEmpty)
            let approved = try await desks.approve(number, as: .manager)
            #expect(approved.value?.state == "SUSPENDED")
            #expect(approved.value?.suspensionAsked == nil)
            #expect(approved.value?.events.map(\.kind).suffix(2) == ["suspend_ask", "suspend"])
            #expect(approved.value?.events.last?.actor == "manager-1")
            #expect(try await desks.messages(to: "a").first?.contains("reason=等料") == true)
            let audit = try await desks.auditRows().map(\.act)
            #expect(audit.contains("ticket.suspend") && audit.contains("ticket.approve_suspension"))
        }
    }

    @Test(arguments: Engines.all) func nobodyApprovesWithoutTheRightOrForHimselfOrWhatNobodyAsked(
        engine: Engine
    ) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .inProgress)
            #expect(try await desks.approve(number, as: .manager).refusal?.code == "suspension.not_asked")
            _ = try await desks.ask(number)
            #expect(try await desks.approve(number, as: .engineer).refusal?.code == "role.forbidden")
            _ = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desks.tickets.assign(number, AssignTicket(staff: "manager-1"), call)
            }
            #expect(try await desks.approve(number, as: .manager).refusal?.code == "suspension.own")
            let own = try await desks.ask(number, as: .manager)
            #expect(own.value?.state == "IN_PROGRESS", "his own ticket needs another one's word")
            #expect(try await desks.approve(number, as: .community).value?.state == "SUSPENDED")
        }
    }

    @Test(arguments: Engines.all) func whoMayApproveSuspendsAnothersTicketAtOnce(engine: Engine) async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .inProgress)
            #expect(try await desks.ask(number, as: .manager).value?.state == "SUSPENDED")
        }
    }

    @Test(arguments: Engines.all) func whatWasAskedEndsWithItsDateAndWithTheResult(engine: Engine)
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let number = try await desks.ticket(in: .inProgress)
            _ = try await desks.ask(number)
            let late = try await desks.approve(number, as: .manager, after: .days(1))
            #expect(late.refusal?.code == "resume_at.out_of_range")
            let resolved = try await desks.as(.engineer) { call throws(SQLError) in
                try desks.tickets.resolve(number, ResolveTicket(result: "已换灯"), call)
            }
            #expect(resolved.value?.state == "RESOLVED")
            #expect(resolved.value?.suspensionAsked == nil)
        }
    }
}

extension DeskStore {
    /// Asks for a suspension of one day.
    func ask(_ number: String, as role: Role = .engineer) async throws -> Ruling<TicketDetail> {
        let desk = tickets
        return try await self.as(role) { call throws(SQLError) in
            let until = (call.now + .days(1)).iso8601
            return try desk.suspend(number, SuspendTicket(reason: "等料", resumeAt: until), call)
        }
    }

    func approve(
        _ number: String, as role: Role, after span: TimeSpan = .zero
    ) async throws -> Ruling<TicketDetail> {
        let desk = tickets
        return try await self.as(role, after: span) { call throws(SQLError) in
            try desk.suspend(number, SuspendTicket(approve: true), call)
        }
    }
}
