import LinliAdmin
import LinliModel
@testable import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Estate → grid → building → post → person, and the ways in which one of several is chosen. Monday 10:00.
@Suite("Dispatch: the nearest on duty, by claim, assignment, turn or load")
struct DispatchTests {
    private static func way(
        _ way: LinliSettings.Category.Dispatch, _ code: String, _ settings: inout Settings
    ) {
        settings.categories.byCode[code]?.dispatch = way
    }

    private static func open(
        _ house: House, _ code: String, _ index: Int, building: String? = nil, at now: Instant = House.monday
    ) async throws -> Ticket {
        let draft = TicketDraft(
            category: code, urgency: .p2, text: "第\(index)件",
            address: Address(building: building, place: building == nil ? "\(index)号位" : nil))
        guard case .ticketOpened(let summary) = try await house.handle(.openTicket(draft), at: now) else {
            throw SQLError(.decoding, "no ticket was opened")
        }
        try await house.fireTimers(at: now)
        return try await house.ticket(summary.id)
    }

    private static func taker(_ ticket: Ticket, _ house: House) async throws -> String? {
        try await house.database.read { tx throws(SQLError) in
            try ticket.taker.map { id throws(SQLError) in try tx.staff.find(id)?.name } ?? nil
        }
    }

    /// The register: grid 1 is buildings 1–5, grid 2 is 6–12; a steward each, on duty 08:00–20:00.
    @Test(
        "A18: a matter of building 7 goes to the steward of the second grid, of building 3 to the first",
        arguments: Engines.all)
    func grids(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            for name in ["steward-1", "steward-2"] { try await house.account(name, [.steward], chat: name) }
            let second = try await Self.open(house, "noise.neighbor", 1, building: "7")
            #expect(try await Self.taker(second, house) == "steward-2")
            #expect(try await house.details(.dispatch, of: second) == ["管家·steward-2"])
            #expect(
                try await house.messages(to: "steward-2").map { $0.prefix { $0 != " " } } == [
                    "staff.assigned"
                ])
            #expect(try await house.messages(to: "steward-1").isEmpty)
            let first = try await Self.open(house, "noise.neighbor", 2, building: "3")
            #expect(try await Self.taker(first, house) == "steward-1")
            let other = try await house.account("steward-9", [.steward])
            let ruling = try await house.call(other, at: House.monday) { desk, call throws(SQLError) in
                try desk.accept(first.number, call)
            }
            #expect(ruling.refusal?.code == "ticket.dispatched_to_other")
        }
    }

    @Test(
        "That nobody heard him stands on the ticket once, and whoever gets it is told", arguments: Engines.all
    )
    func unheard(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("steward-1", [.steward], chat: "steward-1")
            var draft = TicketDraft(
                category: "noise.neighbor", urgency: .p2, text: "楼上太吵，打电话没人接",
                address: Address(building: "3"))
            draft.unheard = "打电话没人接"
            guard case .ticketOpened(let summary) = try await house.handle(.openTicket(draft)) else {
                Issue.record("no ticket")
                return
            }
            try await house.fireTimers(at: House.monday)
            _ = try await house.handle(.openTicket(draft), at: House.monday + .minutes(1))
            let ticket = try await house.ticket(summary.id)
            #expect(try await house.details(.note, of: ticket) == ["居民反映服务：打电话没人接"])
            let told = try await house.messages(to: "steward-1")
            #expect(told.contains { $0.hasPrefix("staff.assigned") && $0.contains("staff.unheard") })
        }
    }

    @Test("A post of the building goes before one of its grid", arguments: Engines.all)
    func buildings(engine: Engine) async throws {
        try await House.with(on: engine) { settings in
            let always = ServiceWindows.always
            settings.estates["HTL"]?.roster.append(
                Estate.Duty(
                    code: "steward-7", role: .steward, name: "7栋管家", grid: nil, building: "7", windows: always
                ))
        } test: { house in
            for name in ["steward-2", "steward-7"] { try await house.account(name, [.steward]) }
            let own = try await Self.open(house, "noise.neighbor", 1, building: "7")
            #expect(try await Self.taker(own, house) == "steward-7")
            let next = try await Self.open(house, "noise.neighbor", 2, building: "8")
            #expect(try await Self.taker(next, house) == "steward-2")
        }
    }

    @Test(
        "Off duty nobody is chosen; an entry of the roster goes before the register", arguments: Engines.all)
    func duty(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let two = try await house.account("steward-2", [.steward])
            let night = Instant.at("2026-03-16 23:00")
            let late = try await Self.open(house, "noise.neighbor", 1, building: "7", at: night)
            #expect(late.taker == nil && late.state == .dispatched, "whoever comes may take it")
            _ = try await house.database.write { tx throws(SQLError) in
                try tx.roster.add(
                    estate: "HTL", role: .steward, staff: two.id, from: night, until: night + .hours(8))
            }
            let now = try await Self.open(house, "noise.neighbor", 2, building: "7", at: night + .hours(1))
            #expect(try await Self.taker(now, house) == "steward-2")
        }
    }

    @Test("Claim: all who are near are told, and the first of two at once has it", arguments: Engines.all)
    func claim(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            var staff: [StaffIdentity] = []
            for index in 1...4 {
                staff.append(try await house.account("guard-\(index)", [.guardStaff], chat: "g\(index)"))
            }
            let ticket = try await Self.open(house, "parking.occupied", 1)
            for index in 1...4 {
                let told = try await house.messages(to: "g\(index)")
                #expect(told.map { $0.prefix { $0 != " " } } == ["staff.dispatched"])
            }
            let codes = try await withThrowingTaskGroup(of: String?.self) { group in
                for one in staff {
                    group.addTask {
                        try await house.call(one, at: House.monday) { desk, call throws(SQLError) in
                            try desk.accept(ticket.number, call)
                        }.refusal?.code
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(codes.count { $0 == nil } == 1)
            #expect(codes.count { $0 == "ticket.taken" } == 3)
            let taken = try await house.events(of: ticket).filter { $0.kind == .accept }
            #expect(taken.map(\.detail) == ["property"], "三单制: whose hands it is in")
        }
    }

    @Test("In turn: nine tickets at once, three for each of three", arguments: Engines.all)
    func rotate(engine: Engine) async throws {
        try await House.with(on: engine) {
            Self.way(.rotate, "parking.occupied", &$0)
        } test: { house in
            for index in 1...3 { try await house.account("guard-\(index)", [.guardStaff]) }
            var inTurn: [String?] = []
            for index in 1...3 {
                inTurn.append(try await Self.taker(Self.open(house, "parking.occupied", index), house))
            }
            #expect(inTurn == ["guard-1", "guard-2", "guard-3"])
            let ids = try await Self.openTogether(house, "parking.occupied", 4...9)
            var counts: [String: Int] = [:]
            for id in ids {
                counts[try await Self.taker(house.ticket(id), house) ?? "-", default: 0] += 1
            }
            #expect(counts == ["guard-1": 2, "guard-2": 2, "guard-3": 2])
        }
    }

    @Test("By load: whoever has the fewest open ones; who is done is next", arguments: Engines.all)
    func load(engine: Engine) async throws {
        try await House.with(on: engine) {
            Self.way(.load, "parking.occupied", &$0)
        } test: { house in
            var staff: [StaffIdentity] = []
            for index in 1...3 { staff.append(try await house.account("guard-\(index)", [.guardStaff])) }
            let first = try await Self.open(house, "parking.occupied", 1)
            let ids = try await Self.openTogether(house, "parking.occupied", 2...6)
            var counts: [String: Int] = [:]
            for id in [first.id] + ids {
                counts[try await Self.taker(house.ticket(id), house) ?? "-", default: 0] += 1
            }
            #expect(counts == ["guard-1": 2, "guard-2": 2, "guard-3": 2])
            let one = staff[0]
            for step in 0..<3 {
                _ = try await house.call(one, at: House.monday) { desk, call throws(SQLError) in
                    switch step {
                    case 0: try desk.accept(first.number, call)
                    case 1: try desk.arrive(first.number, call)
                    default: try desk.resolve(first.number, ResolveTicket(result: "已挪车"), call)
                    }
                }
            }
            let next = try await Self.open(house, "parking.occupied", 7)
            #expect(try await Self.taker(next, house) == "guard-1")
        }
    }

    @Test("Chosen by a rule and not taken in time: whoever is there may take it", arguments: Engines.all)
    func released(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("steward-2", [.steward])
            let ticket = try await Self.open(house, "noise.neighbor", 1, building: "7")
            // P2: accepted within two service hours.
            try await house.run(until: House.monday + .hours(2))
            #expect(try await house.ticket(ticket.id).taker == nil)
            #expect(try await house.details(.note, of: ticket).contains("steward-2未按时接单，改为先接先办"))
            let other = try await house.account("steward-9", [.steward])
            let ruling = try await house.call(other, at: House.monday + .hours(2)) {
                desk, call throws(SQLError) in
                try desk.accept(ticket.number, call)
            }
            #expect(ruling.value?.taker == "steward-9")
        }
    }

    /// Several residents at the same moment, each ticket dispatched in a transaction of its own.
    private static func openTogether(
        _ house: House, _ code: String, _ indices: ClosedRange<Int>
    ) async throws -> [TicketID] {
        var ids: [TicketID] = []
        for index in indices {
            let draft = TicketDraft(
                category: code, urgency: .p2, text: "第\(index)件", address: Address(place: "\(index)号位"))
            if case .ticketOpened(let summary) = try await house.handle(.openTicket(draft)) {
                ids.append(summary.id)
            }
        }
        let service = TicketService(
            settings: house.settings,
            notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in ids {
                group.addTask {
                    try await house.database.write { tx throws(SQLError) in
                        try service.dispatch(id, in: tx, at: House.monday)
                    }
                }
            }
            try await group.waitForAll()
        }
        return ids
    }

    /// Two messages at once with two matters each, for the same two roles the other way round. Whoever waits
    /// for the other in a ring is sent back by PostgreSQL after a second and runs again: that would count.
    @Test("Two matters of one message go to two pools without a ring of waiting", arguments: Engines.all)
    func pools(engine: Engine) async throws {
        try await TemporaryStore.with(on: engine) { store in
            let runs = Tally()
            let database = store.database
            let roles: [[Role]] = [[.engineer, .guardStaff], [.guardStaff, .engineer]]
            for _ in 0..<25 {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for order in roles {
                        group.addTask {
                            try await database.write { tx throws(SQLError) in
                                runs.add()
                                for role in order {
                                    _ = try tx.dispatchPools.enter(role, estate: "HTL")
                                }
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            #expect(runs.count == 50, "nobody ran twice")
            let counted = try await database.read { tx throws(SQLError) in
                try tx.all("SELECT dispatched FROM dispatch_pools ORDER BY role") { row throws(SQLError) in
                    try row.int(0)
                }
            }
            #expect(counted == [50, 50])
        }
    }
}
