import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// A complaint about somebody of the staff is not there for him, and goes one level up (`domain.md` 2.4).
/// Resident A lives in 3-2-501, which is grid 1; `steward-1` and `steward-2` are posts of the register.
@Suite("Complaints about the staff")
struct ComplainedOfTests {
    private static func complain(
        _ house: House, _ text: String, category: String = "service.attitude", from party: Party? = nil
    ) async throws -> Ticket {
        let draft = TicketDraft(
            category: category, urgency: .p2, text: text, address: Address(), intent: .complain)
        guard case .ticketOpened(let summary) = try await house.handle(.openTicket(draft), from: party) else {
            throw SQLError(.decoding, "no ticket was opened")
        }
        try await house.fireTimers(at: House.monday)
        return try await house.ticket(summary.id)
    }

    private static func listed(_ house: House, by staff: StaffIdentity) async throws -> [String] {
        let page = try await house.call(staff, at: House.monday) { desk, call throws(SQLError) in
            try desk.list(TicketDesk.Filter(), call)
        }
        return try #require(page.value).items.map(\.number)
    }

    @Test("Neither lists nor show nor acts have it for him; others have it", arguments: Engines.all)
    func hidden(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let steward = try await house.account("steward-1", [.steward], chat: "s1")
            let other = try await house.account("steward-2", [.steward])
            let manager = try await house.account("manager", [.manager])
            let ticket = try await Self.complain(house, "第1网格管家态度太差 昨天骂我妈")
            #expect(ticket.level == 2)
            #expect(try await Self.listed(house, by: steward).isEmpty)
            #expect(try await Self.listed(house, by: other) == [ticket.number])
            #expect(try await Self.listed(house, by: manager) == [ticket.number])
            let codes = try await house.call(steward, at: House.monday) {
                desk, call throws(SQLError) -> Ruling<[String?]> in
                .done([
                    try desk.show(ticket.number, call).refusal?.code,
                    try desk.accept(ticket.number, call).refusal?.code,
                    try desk.resolve(ticket.number, ResolveTicket(result: "没有的事"), call).refusal?.code,
                    try desk.reply(ticket.number, ReplyTicket(text: "没有的事", done: true), call).refusal?.code,
                    try desk.note(ticket.number, Words(text: "没有的事"), call).refusal?.code,
                    try desk.admitTranscript(ticket.number, call).refusal?.code,
                ])
            }.value
            #expect(codes == Array(repeating: "ticket.not_found", count: 6))
            #expect(try await house.messages(to: "s1").isEmpty, "nor is he told")
            let given = try await house.call(manager, at: House.monday) { desk, call throws(SQLError) in
                try desk.assign(ticket.number, AssignTicket(staff: "steward-1"), call)
            }
            #expect(given.refusal?.code == "ticket.concerns_him")
            let taken = try await house.call(manager, at: House.monday) { desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            #expect(taken.value?.state == "ACCEPTED")
        }
    }

    @Test("It goes to the level above him, whichever his is", arguments: Engines.all)
    func levels(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let expected: [(String, Int, String?)] = [
                ("第一网格的管家骂人", 2, "steward-1"), ("我们这个网格的管家骂人", 2, "steward-1"),
                ("3栋楼长骂人", 2, "lead-3"), ("项目经理骂人", 3, "manager"),
                ("第2网格网格员骂人", 4, "grid-2"), ("保洁阿姨态度不好", 1, nil),
            ]
            for (text, level, name) in expected {
                let ticket = try await Self.complain(house, text)
                #expect(ticket.level == level, "\(text)")
                let concerned = try await house.database.read { tx throws(SQLError) in
                    try tx.ticketEvents.concerned(by: ticket.id)
                }
                #expect(concerned == Set([name].compactMap { $0 }), "\(text)")
            }
        }
    }

    @Test("A report that names him is none about him", arguments: Engines.all)
    func reports(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(text: "第1网格管家让我报一下路灯坏了", intent: .reportRepair)
            let concerned = try await house.database.read { tx throws(SQLError) in
                try tx.ticketEvents.concerned(by: ticket.id)
            }
            #expect(concerned.isEmpty && ticket.level == 1)
        }
    }

    @Test("Who is meant may be said later: his hands are taken off it", arguments: Engines.all)
    func later(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let steward = try await house.account("steward-1", [.steward])
            let ticket = try await Self.complain(house, "物业的人骂我妈")
            #expect(ticket.level == 1)
            let taken = try await house.call(steward, at: House.monday) { desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            #expect(taken.value?.state == "ACCEPTED")
            _ = try await house.handle(
                .correctTicket(.number(ticket.number), text: "就是我们这个网格的管家", address: Address()))
            let now = try await house.ticket(ticket.id)
            #expect(now.state == .dispatched && now.taker == nil && now.level == 2)
            #expect(try await Self.listed(house, by: steward).isEmpty)
        }
    }
}
