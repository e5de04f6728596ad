import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// What residents say about tickets that exist, on the real store.
@Suite("Tickets that are spoken of")
struct TicketTalkServiceTests {
    private static let monday = House.monday

    @Test(
        "A correction changes the field it names, keeps what stood there, and urgent ones tell the staff",
        arguments: Engines.all)
    func correct(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p1, "access.door", text: "3栋门禁坏了")
            _ = try await house.handle(
                .completeTicket(
                    number: ticket.number, text: "3栋2单元", address: Address(building: "3", unit: "2")))
            let outcome = try await house.handle(
                .correctTicket(
                    .number(ticket.number), text: "不是3栋是5栋", address: Address(building: "5")))
            guard case .ticketCorrected(let summary, let before) = outcome else {
                Issue.record("not corrected: \(outcome)")
                return
            }
            #expect(before == "3栋2单元（北门）")
            #expect(summary.place == "5栋2单元（北门）")
            let changed = try await house.ticket(ticket.id)
            #expect(changed.draft.address == Address(building: "5", unit: "2", place: "北门"))
            #expect(changed.draft.text.hasSuffix("不是3栋是5栋"))
            let events = try await house.database.read { tx throws(SQLError) in
                try tx.ticketEvents.of(ticket.id)
            }
            #expect(events.last?.detail == "3栋2单元（北门） → 5栋2单元（北门）")
            #expect(try await house.staffMessages().contains { $0.hasPrefix("staff.ticket_changed") })
        }
    }

    @Test(
        "Words without a place tell the staff that there is more, and not that it is elsewhere",
        arguments: Engines.all)
    func noted(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(.p0, "fire.smoke", text: "5栋着火了")
            _ = try await house.handle(
                .correctTicket(.number(ticket.number), text: "穿红衣服的", address: Address()))
            let told = try await house.staffMessages()
            #expect(told.contains { $0.hasPrefix("staff.ticket_noted") })
            #expect(!told.contains { $0.hasPrefix("staff.ticket_changed") })
        }
    }

    @Test("Under twenty-five open ones the oldest emergency is found and listed", arguments: Engines.all)
    func manyOpen(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let gas = try await house.open(.p0, "gas.smell", text: "煤气味很重", place: "楼道")
            for index in 1...24 {
                let at = Self.monday + .minutes(Int64(index))
                _ = try await house.open(
                    .p3, "facility.other", text: "长椅\(index)坏了", at: at, place: "第\(index)处")
            }
            let now = Self.monday + .hours(1)
            func numbers(_ reference: TicketReference) async throws -> [String] {
                guard case .tickets(let found) = try await house.handle(.ticketStatus(reference), at: now)
                else { return [] }
                return found.map(\.number)
            }
            let (oldest, named) = (try await numbers(.oldest), try await numbers(.about(["煤气"])))
            #expect(oldest == [gas.number] && named == [gas.number])
            guard
                case .matters(let listed, _, _, let more) = try await house.handle(
                    .ticketStatus(.latest), at: now)
            else {
                Issue.record("no list of all that he has")
                return
            }
            #expect(listed.count == 5 && listed.last?.number == gas.number && more == 20)
            let fifth = try await numbers(.position(5))
            #expect(fifth == [gas.number], "as the list has it")
            guard case .whichTicket(let urged) = try await house.handle(.urgeTicket(.latest), at: now) else {
                Issue.record("it was not asked which")
                return
            }
            #expect(urged.last?.number == gas.number)
        }
    }

    @Test("Somebody else's ticket and a closed one are not corrected", arguments: Engines.all)
    func notHis(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open()
            let words = Command.correctTicket(
                .number(ticket.number), text: "不是北门", address: Address(place: "南门"))
            #expect(try await house.handle(words, from: house.b) == .ticketNotFound)
            let service = Cancellable(kind: .ticket(ticket.id), reference: ticket.number, title: "")
            #expect(try await house.handle(.cancel(service)) == .cancelled(service))
            #expect(try await house.handle(words) == .ticketNotFound)
            #expect(try await house.ticket(ticket.id).draft.address == Address(place: "北门"))
        }
    }

    @Test(
        "那个灯 is the one with the word in it; two that fit are asked about before one is urged",
        arguments: Engines.all)
    func about(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let lamp = try await house.open(text: "北门路灯坏了")
            let door = try await house.open(.p2, "access.door", text: "门禁坏了")
            let lamps = try await house.handle(.ticketStatus(.about(["灯"])))
            guard case .tickets(let found) = lamps else {
                Issue.record("no status: \(lamps)")
                return
            }
            #expect(found.map(\.number) == [lamp.number])
            guard case .whichTicket(let both) = try await house.handle(.urgeTicket(.latest)) else {
                Issue.record("urged without asking which")
                return
            }
            #expect(Set(both.map(\.number)) == [lamp.number, door.number])
            guard case .ticketUrged(let urged, _) = try await house.handle(.urgeTicket(.about(["门禁"])))
            else {
                Issue.record("not urged")
                return
            }
            #expect(urged.number == door.number)
        }
    }

    private func handoff(_ house: House) async throws -> TicketSummary {
        let draft = TicketDraft(
            category: "info.contact", urgency: .p2, text: "转人工", address: Address(), origin: .handoff,
            intent: .humanHandoff, guesses: [.reportRepair, .complain])
        let outcome = try await house.handle(.openTicket(draft))
        guard case .ticketOpened(let summary) = outcome else {
            throw SQLError(.decoding, "no handoff was opened")
        }
        return summary
    }

    private func state(_ house: House) async throws -> Handoff? {
        let resident = house.a.resident
        return try await house.database.read { tx throws(SQLError) in
            try tx.tickets.handoff(of: resident)
        }
    }

    @Test(
        "A handoff is the resident's, with what the machine guessed, until it is closed",
        arguments: Engines.all)
    func handoffState(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            #expect(try await self.state(house)?.number == nil)
            let summary = try await handoff(house)
            let state = try await state(house)
            let waiting = try #require(state)
            #expect(waiting.number == summary.number)
            #expect(waiting.lastReply == nil)
            let events = try await house.database.read { tx throws(SQLError) in
                try tx.ticketEvents.of(summary.id)
            }
            #expect(events.contains { $0.kind == .note && $0.detail.contains("报修、投诉") })
            let later = Self.monday + .minutes(2)
            try await house.database.write { tx throws(SQLError) in
                try tx.ticketEvents.add(summary.id, .reply, actor: "service_desk-1", at: later)
            }
            #expect(try await self.state(house)?.lastReply == later)
            try await house.database.write { tx throws(SQLError) in
                _ = try tx.tickets.move(summary.id, from: [.submitted], to: .cancelled)
            }
            #expect(try await self.state(house)?.number == nil)
        }
    }

    @Test("His words to the person are in the history, and the staff hear of them", arguments: Engines.all)
    func tellPerson(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let summary = try await handoff(house)
            let outcome = try await house.handle(.tellPerson(ticket: summary.number, text: "还在漏"))
            #expect(outcome == .toldPerson)
            let events = try await house.database.read { tx throws(SQLError) in
                try tx.ticketEvents.of(summary.id)
            }
            #expect(events.last?.actor == "resident")
            #expect(events.last?.detail == "还在漏")
            #expect(try await house.staffMessages().contains { $0.hasPrefix("staff.resident_wrote") })
            let other = try await house.handle(
                .tellPerson(ticket: summary.number, text: "x"), from: house.b)
            #expect(other == .ticketNotFound)
        }
    }

    @Test(
        "Nobody came in time: the resident is told so once, and the staff get an alarm",
        arguments: Engines.all)
    func unanswered(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let summary = try await handoff(house)
            _ = try await house.open(text: "另一件")
            let due = try #require(summary.responseDue)
            try await house.fireTimers(at: due)
            let told = try await house.messages(to: "a")
            #expect(told.count == 1)
            #expect(told.first?.hasPrefix("handoff.unanswered") == true)
            #expect(
                try await house.staffMessages().filter { $0.hasPrefix("staff.person_missing") }.count == 1)
            try await house.fireTimers(at: due + .minutes(1))
            #expect(try await house.messages(to: "a") == told)
        }
    }
}
