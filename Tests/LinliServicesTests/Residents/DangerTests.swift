import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("What is said of a danger after its ticket was opened")
struct DangerTests {
    private static func add(_ ticket: Ticket, _ text: String, _ news: DangerNews) -> Command {
        .addToDanger(ticket: ticket.number, text: text, address: Address(unit: "2"), news: news)
    }

    @Test("More of it stands in the ticket, and its staff are told", arguments: Engines.all)
    func more(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p0, "lift.trapped", text: "电梯困人", place: "")
            guard
                case .dangerTold(let summary, .more) = try await house.handle(
                    Self.add(ticket, "她说喘不上气", .more))
            else {
                Issue.record("not told")
                return
            }
            #expect(summary.number == ticket.number)
            let changed = try await house.ticket(ticket.id)
            #expect(changed.draft.text == "电梯困人\n她说喘不上气")
            #expect(changed.draft.address.unit == "2")
            #expect(try await house.staffMessages().last?.hasPrefix("staff.danger_more") == true)
            _ = try await house.handle(Self.add(ticket, "人出来了", .over))
            #expect(try await house.ticket(ticket.id).state == .dispatched)
            #expect(try await house.staffMessages().last?.hasPrefix("staff.danger_over") == true)
        }
    }

    @Test("A lift that stands becomes a trapped one with its clocks", arguments: Engines.all)
    func rises(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p1, "lift.fault", text: "电梯停了")
            let before = try await house.clocks(ticket)[.firstResponse]?.dueAt
            let news = DangerNews.rises(category: "lift.trapped")
            _ = try await house.handle(Self.add(ticket, "听到有人拍门", news))
            let changed = try await house.ticket(ticket.id)
            #expect(changed.draft.urgency == .p0)
            #expect(changed.draft.category == "lift.trapped")
            let after = try await house.clocks(ticket)[.firstResponse]?.dueAt
            #expect(try #require(after) <= #require(before))
            #expect(try await house.staffMessages().last?.hasPrefix("staff.danger_rises") == true)
        }
    }

    @Test("A ticket at its end, and somebody else's, take nothing up", arguments: Engines.all)
    func ended(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p0, "lift.trapped", text: "电梯困人")
            #expect(try await house.handle(Self.add(ticket, "喘不上气", .more), from: house.b) == .ticketNotFound)
            try await house.database.write { tx throws(SQLError) in
                try tx.tickets.move(ticket.id, from: [.dispatched], to: .accepted)
                _ = try tx.tickets.resolve(
                    ticket.id, result: "已救出", falseClosure: false, at: House.monday)
            }
            #expect(try await house.handle(Self.add(ticket, "喘不上气", .more)) == .ticketNotFound)
        }
    }

    @Test("Hidden, the flat stays where somebody has to work and goes elsewhere", arguments: Engines.all)
    func hidden(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let leak = try await house.open(.p1, "water.leak", text: "水管漏水", room: "501")
            _ = try await house.handle(.talk(.hideReporter(words: "别说是我说的", last: leak.number)))
            #expect(try await house.ticket(leak.id).draft.address.room == "501")
            #expect(try await house.ticket(leak.id).draft.anonymous)
            let noise = try await house.open(.p2, "noise.neighbor", text: "楼上吵", room: "501")
            _ = try await house.handle(.talk(.hideReporter(words: "别说是我说的", last: noise.number)))
            #expect(try await house.ticket(noise.id).draft.address.room == nil)
        }
    }
}
