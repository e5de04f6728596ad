import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("Several reports of one matter")
struct MergingTests {
    struct Report: Sendable, CustomTestStringConvertible {
        let category: String
        let first: Address
        let second: Address
        var joins: Bool
        var urgency = Urgency.p1
        var testDescription: String { "\(category) \(first) \(second)" }
    }

    /// Which reports of two households are one matter (domain.md 2.3). Building 12 has two lifts in one
    /// unit.
    static let reports: [Report] = [
        Report(
            category: "lift.fault", first: Address(building: "3", unit: "2"),
            second: Address(building: "3", unit: "2", room: "801"), joins: true),
        Report(
            category: "lift.fault", first: Address(building: "3", unit: "2"),
            second: Address(building: "3", unit: "1"), joins: false),
        Report(
            category: "lift.fault", first: Address(building: "3"), second: Address(building: "3"),
            joins: false),
        Report(
            category: "lift.fault", first: Address(building: "12", unit: "1"),
            second: Address(building: "12", unit: "1"), joins: false),
        Report(
            category: "lift.fault", first: Address(building: "12", place: "2号梯"),
            second: Address(building: "12", unit: "1", place: "2号梯"), joins: true),
        Report(
            category: "lift.fault", first: Address(building: "12", place: "1号梯"),
            second: Address(building: "12", place: "2号梯"), joins: false),
        Report(
            category: "power.outage_building", first: Address(building: "6", unit: "1", room: "301"),
            second: Address(building: "6"), joins: true),
        Report(
            category: "power.outage_building", first: Address(building: "6"),
            second: Address(building: "7"), joins: false),
        Report(
            category: "power.public_lighting", first: Address(place: "北门"), second: Address(place: "北门"),
            joins: true, urgency: .p2),
        Report(
            category: "power.public_lighting", first: Address(place: "北门"), second: Address(place: "南门"),
            joins: false, urgency: .p2),
        Report(
            category: "power.public_lighting", first: Address(), second: Address(), joins: false,
            urgency: .p2),
        // Seen from who speaks: each means another one, until the building is said.
        Report(
            category: "power.public_lighting", first: Address(place: "门口"), second: Address(place: "门口"),
            joins: false, urgency: .p2),
        Report(
            category: "access.door", first: Address(place: "楼下"), second: Address(place: "我家楼下"),
            joins: false, urgency: .p2),
        Report(
            category: "access.door", first: Address(unit: "2"), second: Address(unit: "2"), joins: false,
            urgency: .p2),
        Report(
            category: "access.door", first: Address(building: "5", unit: "1", place: "楼下"),
            second: Address(building: "5", unit: "1", place: "楼下"), joins: true, urgency: .p2),
        // In a flat: never, not even the same words in the same building.
        Report(
            category: "water.leak", first: Address(building: "3", unit: "2", room: "501"),
            second: Address(building: "3", unit: "2", room: "501"), joins: false),
        Report(
            category: "power.outage_unit", first: Address(building: "3", unit: "2"),
            second: Address(building: "3", unit: "2"), joins: false),
    ]

    @Test(arguments: Engines.all, reports)
    func neighbours(engine: Engine, _ report: Report) async throws {
        try await House.with(on: engine) { house in
            _ = try await Self.report(house, report.category, report.first, report.urgency, from: house.a)
            let outcome = try await Self.report(
                house, report.category, report.second, report.urgency, from: house.b)
            if report.joins {
                guard case .ticketJoined(let summary, others: 1) = outcome else {
                    Issue.record("not joined: \(outcome)")
                    return
                }
                #expect(summary.number == "LL260316-0002")
            } else {
                guard case .ticketOpened = outcome else {
                    Issue.record("not a matter of its own: \(outcome)")
                    return
                }
            }
        }
    }

    private static func report(
        _ house: House, _ category: String, _ address: Address, _ urgency: Urgency = .p1,
        from party: Party, anonymous: Bool = false, text: String = "坏了", at now: Instant = House.monday
    ) async throws -> Outcome {
        let draft = TicketDraft(
            category: category, urgency: urgency, text: "\(text)（\(party.sender)）", address: address,
            anonymous: anonymous)
        return try await house.handle(.openTicket(draft), from: party, at: now)
    }

    /// A lift that A and B have reported; B's report is merged.
    private static func lift(_ house: House, anonymous: Bool = false) async throws -> (
        head: Ticket, joined: Ticket
    ) {
        let address = Address(building: "3", unit: "2")
        guard case .ticketOpened(let first) = try await report(house, "lift.fault", address, from: house.a),
            case .ticketJoined(let second, _) = try await report(
                house, "lift.fault", address, from: house.b, anonymous: anonymous)
        else { throw SQLError(.decoding, "not joined") }
        return (try await house.ticket(first.id), try await house.ticket(second.id))
    }

    @Test("Everybody hears every step under his own number, and is asked at the end", arguments: Engines.all)
    func everyStep(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let (head, joined) = try await Self.lift(house)
            let engineer = try await house.account("engineer-1", [.engineer])
            for step in 0..<3 {
                let ruling = try await house.call(engineer, at: House.monday + .minutes(1)) {
                    desk, call throws(SQLError) in
                    switch step {
                    case 0: try desk.accept(head.number, call)
                    case 1: try desk.arrive(head.number, call)
                    default: try desk.resolve(head.number, ResolveTicket(result: "已恢复运行"), call)
                    }
                }
                #expect(ruling.refusal == nil)
            }
            for (sender, ticket) in [("a", head), ("b", joined)] {
                let heard = try await house.messages(to: sender)
                let steps = ["notice.accepted", "notice.arrived", "notice.resolved"]
                #expect(heard.map { String($0.prefix { $0 != " " }) } == steps, "\(sender)")
                #expect(heard.allSatisfy { $0.contains("ticket=\(ticket.number)") })
            }
            let end = try await house.ticket(joined.id)
            #expect(end.state == .resolved && end.result == "已恢复运行")
            // One is content, the other is not: only his report is opened again, by itself and one level up.
            _ = try await house.handle(.rateTicket(.latest, score: 5, solved: nil, text: ""), from: house.a)
            let outcome = try await house.handle(
                .rateTicket(.latest, score: nil, solved: false, text: "没修好"), from: house.b)
            guard case .ticketRated(_, .reopened) = outcome else {
                Issue.record("not reopened: \(outcome)")
                return
            }
            #expect(try await house.ticket(head.id).state == .rated)
            let split = try await house.ticket(joined.id)
            #expect(split.state == .dispatched && split.mergedInto == nil && split.level == 2)
            #expect(try await house.clocks(split).values.allSatisfy { $0.metAt == nil })
            #expect(try await house.clocks(split).count == 3)
            #expect(try await house.details(.split, of: head) == [joined.number])
        }
    }

    @Test(
        "A merged report answers with the state of the one that is worked on, and urges it",
        arguments: Engines.all)
    func standsBehind(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let (head, joined) = try await Self.lift(house)
            let engineer = try await house.account("engineer-1", [.engineer])
            _ = try await house.call(engineer, at: House.monday) { desk, call throws(SQLError) in
                try desk.accept(head.number, call)
            }
            let seen = try await house.summaries(from: house.b)
            #expect(seen.map(\.number) == [joined.number])
            #expect(seen.map(\.state) == [.accepted])
            _ = try await house.handle(.urgeTicket(.latest), from: house.b, at: House.monday + .minutes(1))
            let second = try await house.handle(
                .urgeTicket(.latest), from: house.a, at: House.monday + .minutes(2))
            guard case .ticketUrged(_, let urging) = second else { throw OtherOutcome(second) }
            #expect(!urging.isCounted, "one matter, one urging in half an hour")
            #expect(try await house.details(.urge, of: head) == [joined.number])
        }
    }

    @Test("The same resident again is told how it stands, in other words too", arguments: Engines.all)
    func impatient(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let (head, joined) = try await Self.lift(house)
            let address = Address(building: "3", unit: "2")
            for (party, number) in [(house.a, head.number), (house.b, joined.number)] {
                let again = try await Self.report(
                    house, "lift.fault", address, from: party, text: "电梯还是不动", at: House.monday + .hours(2))
                guard case .ticketRepeated(let summary) = again else {
                    Issue.record("another ticket: \(again)")
                    return
                }
                #expect(summary.number == number)
                let seen = try await house.summaries(from: party)
                #expect(seen.map(\.number) == [number], "his words are kept, his matter is one")
            }
            let kept = try await house.database.read { tx throws(SQLError) in
                try tx.tickets.merged(into: head.id).map(\.draft.text)
            }
            #expect(kept == ["坏了（b）", "电梯还是不动（a）", "电梯还是不动（b）"])
            let engineer = try await house.account("engineer-1", [.engineer])
            try await house.resolve(head, by: engineer, at: House.monday + .hours(3))
            let ends = try await house.database.read { tx throws(SQLError) in
                try tx.tickets.list(estate: "HTL", states: [], limit: 9, after: TicketID(0)).map(\.state)
            }
            #expect(ends == [.resolved, .resolved, .archived, .archived], "each is asked once")
        }
    }

    @Test("Something more urgent is no repetition", arguments: Engines.all)
    func moreUrgent(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let address = Address(building: "3", unit: "2")
            _ = try await Self.report(house, "lift.fault", address, .p2, from: house.a)
            guard case .ticketOpened = try await Self.report(house, "lift.fault", address, .p1, from: house.b)
            else {
                Issue.record("joined what is less urgent")
                return
            }
        }
    }

    @Test("Five households make it one step more urgent", arguments: Engines.all)
    func manyHouseholds(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let address = Address(place: "北门")
            let opening = try await Self.report(house, "power.public_lighting", address, .p2, from: house.a)
            guard case .ticketOpened(let first) = opening else { throw OtherOutcome(opening) }
            for count in 2...5 {
                let party = try await house.newcomer("n\(count)")
                _ = try await Self.report(house, "power.public_lighting", address, .p2, from: party)
                #expect(
                    try await house.ticket(first.id).draft.urgency == (count < 5 ? .p2 : .p1), "\(count)")
            }
            // A P1 is accepted within 15 minutes; the two service hours of a P2 would end at 12:00.
            let clocks = try await house.clocks(try await house.ticket(first.id))
            #expect(clocks[.accept]?.dueAt == House.monday + .minutes(15))
        }
    }

    @Test(
        "Anonymous stays anonymous through the merge, to the one who works on it too", arguments: Engines.all)
    func anonymous(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let (head, joined) = try await Self.lift(house, anonymous: true)
            let engineer = try await house.account("engineer-1", [.engineer])
            let seen = try await house.call(engineer, at: House.monday) { desk, call throws(SQLError) in
                try desk.show(head.number, call)
            }
            #expect(seen.value?.alsoAffected == [joined.number])
            let merged = try await house.call(engineer, at: House.monday) { desk, call throws(SQLError) in
                try desk.show(joined.number, call)
            }
            #expect(merged.value?.anonymous == true && merged.value?.reporter == nil)
            #expect(merged.value?.mergedInto == head.number)
            #expect(try await house.messages(to: "a").allSatisfy { !$0.contains(joined.number) })
        }
    }

    @Test(
        "Whom neighbours have joined cannot withdraw it for all; who has joined can", arguments: Engines.all)
    func withdrawing(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let (head, joined) = try await Self.lift(house)
            let first = Cancellable(kind: .ticket(head.id), reference: head.number, title: "")
            #expect(try await house.handle(.cancel(first)) == .cancelRefused(first, .othersJoined))
            let second = Cancellable(kind: .ticket(joined.id), reference: joined.number, title: "")
            #expect(try await house.handle(.cancel(second), from: house.b) == .cancelled(second))
            #expect(try await house.handle(.cancel(first)) == .cancelled(first))
        }
    }

    @Test("Water in two flats above each other is a hint, never a merge", arguments: Engines.all)
    func riser(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            for (party, room, now) in [
                (house.a, "501", House.monday), (house.b, "801", House.monday + .hours(23)),
            ] {
                let address = Address(building: "3", unit: "2", room: room)
                guard
                    case .ticketOpened = try await Self.report(
                        house, "water.leak", address, from: party, at: now)
                else {
                    Issue.record("merged")
                    return
                }
            }
            #expect(try await house.staffMessages().filter { $0.hasPrefix("staff.riser") }.count == 1)
            let other = try await house.newcomer("c")
            _ = try await Self.report(
                house, "water.leak", Address(building: "3", unit: "2", room: "502"), from: other,
                at: House.monday + .hours(23))
            #expect(try await house.staffMessages().filter { $0.hasPrefix("staff.riser") }.count == 1)
            // The flat has spoken; what it adds is no second hint.
            _ = try await Self.report(
                house, "water.leak", Address(building: "3", unit: "2", room: "801"), from: house.b,
                text: "又漏了", at: House.monday + .hours(23) + .minutes(40))
            #expect(try await house.staffMessages().filter { $0.hasPrefix("staff.riser") }.count == 1)
        }
    }

    @Test("A flat that is named later is a hint too", arguments: Engines.all)
    func riserNamedLater(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            _ = try await Self.report(
                house, "water.leak", Address(building: "3", unit: "2", room: "501"), from: house.a)
            let outcome = try await Self.report(house, "water.leak", Address(), from: house.b)
            guard case .ticketOpened(let summary) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(try await house.staffMessages().filter { $0.hasPrefix("staff.riser") }.isEmpty)
            for room in ["801", nil] {
                _ = try await house.handle(
                    .completeTicket(
                        number: summary.number, text: "补充",
                        address: Address(building: "3", unit: "2", room: room)),
                    from: house.b)
                #expect(try await house.staffMessages().filter { $0.hasPrefix("staff.riser") }.count == 1)
            }
        }
    }

    @Test("A corrected ticket is joined where it is, not where it was said to be", arguments: Engines.all)
    func corrected(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let first = try await Self.report(
                house, "lift.fault", Address(building: "3", unit: "1"), from: house.a)
            guard case .ticketOpened(let summary) = first else {
                Issue.record("\(first)")
                return
            }
            _ = try await house.handle(
                .correctTicket(
                    .number(summary.number), text: "是2单元", address: Address(building: "3", unit: "2")))
            guard
                case .ticketOpened = try await Self.report(
                    house, "lift.fault", Address(building: "3", unit: "1"), from: house.b)
            else {
                Issue.record("joined where nothing is")
                return
            }
            let other = try await house.newcomer("c")
            guard
                case .ticketJoined = try await Self.report(
                    house, "lift.fault", Address(building: "3", unit: "2"), from: other)
            else {
                Issue.record("did not join")
                return
            }
        }
    }

    // MARK: By hand

    @Test("The staff merge and split; clocks of a split report go on where they were", arguments: Engines.all)
    func byHand(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let first = try await house.open(.p2, text: "北门路灯不亮")
            let second = try await house.open(
                .p2, "power.public_lighting", text: "门口黑", at: House.monday + .minutes(1), place: "门口")
            let desk = try await house.account("desk-1", [.serviceDesk])
            let due = try await house.clocks(second)[.resolve]?.dueAt
            let merged = try await house.call(desk, at: House.monday + .minutes(2)) {
                desk, call throws(SQLError) in
                try desk.merge(second.number, MergeTicket(into: first.number), call)
            }
            #expect(merged.value?.state == "MERGED")
            #expect(try await house.messages(to: "a").last?.contains("notice.merged") == true)
            let twice = try await house.call(desk, at: House.monday + .minutes(2)) {
                desk, call throws(SQLError) in
                try desk.merge(first.number, MergeTicket(into: second.number), call)
            }
            #expect(twice.refusal?.code == "ticket.state", "no ring of tickets")
            let split = try await house.call(desk, at: House.monday + .minutes(3)) {
                desk, call throws(SQLError) in
                try desk.split(second.number, call)
            }
            #expect(split.value?.state == "DISPATCHED")
            #expect(try await house.clocks(second)[.resolve]?.dueAt == due)
            let kinds = try await house.run(until: House.monday + .hours(1))
            #expect(kinds.contains { $0.kind == .firstResponse })
            #expect(try await house.details(.breach, of: second).first == "first_response")
        }
    }

    @Test(
        "What is merged by hand brings its urgency; flats, estates and kinds are kept apart",
        arguments: Engines.all)
    func refusals(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let lamp = try await house.open(.p3, text: "北门路灯不亮")
            let urgent = try await house.open(.p1, text: "路灯冒烟", place: "南门")
            let flat = try await house.open(.p1, "water.leak", text: "漏水", room: "501")
            let gate = try await house.open(.p1, "parking.gate", text: "道闸", place: "东门")
            let desk = try await house.account("desk-1", [.serviceDesk])
            let rows: [(from: String, into: String, code: String)] = [
                (flat.number, lamp.number, "ticket.in_flat"), (lamp.number, flat.number, "ticket.in_flat"),
                (gate.number, lamp.number, "ticket.other_matter"), (lamp.number, lamp.number, "ticket.same"),
                (lamp.number, "LL260316-0099", "ticket.not_found"),
            ]
            for row in rows {
                let ruling = try await house.call(desk, at: House.monday) { desk, call throws(SQLError) in
                    try desk.merge(row.from, MergeTicket(into: row.into), call)
                }
                #expect(ruling.refusal?.code == row.code)
            }
            _ = try await house.call(desk, at: House.monday) { desk, call throws(SQLError) in
                try desk.merge(urgent.number, MergeTicket(into: lamp.number), call)
            }
            #expect(try await house.ticket(lamp.id).draft.urgency == .p1)
            let acts = try await house.call(desk, at: House.monday) { desk, call throws(SQLError) in
                try desk.accept(urgent.number, call)
            }
            #expect(acts.refusal?.code == "ticket.state", "the work is done on the other one")
        }
    }
}
