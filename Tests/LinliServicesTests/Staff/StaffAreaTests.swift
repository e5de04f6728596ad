import LinliAdmin
import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// The rights of a grid worker and a building's lead end where their grid or building ends (`domain.md` 2.4).
/// Buildings 1–5 of HTL are grid 1, 6–12 grid 2; `grid-1`, `grid-2`, `lead-3` and `lead-6` are posts of its
/// register. Resident A lives in 3-2-501, B in 6-1-802.
@Suite("Where the rights of the staff end")
struct StaffAreaTests {
    /// Tickets of building 3, of building 6 and of the common places, in this order.
    private static func tickets(_ house: House) async throws -> [Ticket] {
        var tickets: [Ticket] = []
        for (text, address) in [
            ("三栋楼道灯坏", Address(building: "3", unit: "2")), ("六栋楼道灯坏", Address(building: "6")),
            ("北门灯坏", Address(place: "北门")),
        ] {
            let draft = TicketDraft(
                category: "power.public_lighting", urgency: .p2, text: text, address: address)
            guard case .ticketOpened(let summary) = try await house.handle(.openTicket(draft)) else {
                throw SQLError(.decoding, "no ticket was opened")
            }
            tickets.append(try await house.ticket(summary.id))
        }
        try await house.fireTimers(at: House.monday)
        return tickets
    }

    private static func seen(_ house: House, by staff: StaffIdentity) async throws -> Set<String> {
        let page = try await house.call(staff, at: House.monday) { desk, call throws(SQLError) in
            try desk.list(TicketDesk.Filter(), call)
        }
        return Set(try #require(page.value).items.map(\.number))
    }

    // MARK: Tickets

    @Test("Of tickets each sees his own, and the worker of a grid the common places", arguments: Engines.all)
    func lists(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let tickets = try await Self.tickets(house)
            let numbers = tickets.map(\.number)
            let expected: [(String, Role, Set<String>)] = [
                ("grid-1", .gridWorker, [numbers[0], numbers[2]]),
                ("grid-2", .gridWorker, [numbers[1], numbers[2]]),
                ("lead-3", .buildingLead, [numbers[0]]), ("lead-6", .buildingLead, [numbers[1]]),
                ("lead-12", .buildingLead, []),
                // Nothing says where they end.
                ("old-worker", .gridWorker, Set(numbers)), ("old-lead", .buildingLead, Set(numbers)),
                ("steward-1", .steward, Set(numbers)),
            ]
            for (name, role, wanted) in expected {
                let staff = try await house.account(name, [role])
                #expect(try await Self.seen(house, by: staff) == wanted, "\(name)")
            }
        }
    }

    @Test("What lies outside is not there for him, whatever he does to it", arguments: Engines.all)
    func acts(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let tickets = try await Self.tickets(house)
            let outside = tickets[1].number
            let worker = try await house.account("grid-1", [.gridWorker])
            func code(_ number: String) async throws -> [String?] {
                try await house.call(worker, at: House.monday) {
                    desk, call throws(SQLError) -> Ruling<[String?]> in
                    .done([
                        try desk.show(number, call).refusal?.message,
                        try desk.admitTranscript(number, call).refusal?.message,
                        try desk.accept(number, call).refusal?.message,
                        try desk.note(number, Words(text: "看过"), call).refusal?.message,
                        try desk.reply(number, ReplyTicket(text: "您好"), call).refusal?.message,
                        try desk.escalate(number, EscalateTicket(reason: "难"), call).refusal?.message,
                    ])
                }.value ?? []
            }
            let nowhere = try await code("LL260316-9999")
            #expect(nowhere.count == 6 && nowhere.allSatisfy { $0 == "没有工单 LL260316-9999。" })
            let there = try await code(outside)
            #expect(there == nowhere.map { $0?.replacing("LL260316-9999", with: outside) })
            #expect(try await house.ticket(tickets[1].id).taker == nil)
            let notes = try await house.database.read { tx throws(SQLError) in
                try tx.ticketEvents.count(.note, of: tickets[1].id)
            }
            #expect(notes == 0)
            let inside = try await house.call(worker, at: House.monday) { desk, call throws(SQLError) in
                try desk.accept(tickets[0].number, call)
            }
            #expect(inside.value?.state == "ACCEPTED")
        }
    }

    @Test("What was given to him he sees wherever it lies", arguments: Engines.all)
    func assigned(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let tickets = try await Self.tickets(house)
            let lead = try await house.account("lead-3", [.buildingLead])
            let manager = try await house.account("manager", [.manager])
            _ = try await house.call(manager, at: House.monday) { desk, call throws(SQLError) in
                try desk.assign(tickets[1].number, AssignTicket(staff: "lead-3"), call)
            }
            #expect(
                try await Self.seen(house, by: lead) == [tickets[0].number, tickets[1].number])
            let shown = try await house.call(lead, at: House.monday) { desk, call throws(SQLError) in
                try desk.show(tickets[1].number, call)
            }
            #expect(shown.value?.number == tickets[1].number)
        }
    }

    @Test("In his chat it is not there either; a second role of his may see it", arguments: Engines.all)
    func chat(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let tickets = try await Self.tickets(house)
            try await house.account("lead-3", [.buildingLead], chat: "l3")
            try await house.account("lead-6", [.buildingLead, .guardStaff], chat: "l6")
            let chat = StaffChat(
                settings: house.settings,
                notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none))
            func say(_ text: String, from sender: String) async throws -> String? {
                let party = try await house.newcomer(sender)
                return try await house.database.write { tx throws(SQLError) in
                    try chat.answer(text, from: party, in: tx, at: House.monday)?.key
                }
            }
            #expect(try await say("查看\(tickets[0].number)", from: "l3") == "staff_chat.ticket")
            #expect(try await say("查看\(tickets[1].number)", from: "l3") == "staff_chat.no.no_ticket")
            #expect(try await say("查看\(tickets[0].number)", from: "l6") == "staff_chat.ticket", "as guard")
        }
    }

    @Test("2.4: a building's lead sees no telephone number, and no transcript", arguments: Engines.all)
    func noTelephone(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let ticket = try await house.open(
                .p2, "water.leak", text: "漏水，请打13800005678", room: "501")
            let lead = try await house.account("lead-3", [.buildingLead])
            let shown = try await house.call(lead, at: House.monday) { desk, call throws(SQLError) in
                try desk.show(ticket.number, call)
            }
            let detail = try #require(shown.value)
            #expect(detail.text == "漏水，请打138****5678")
            #expect(detail.reporter?.homes == ["3栋***"])
            let transcript = try await house.call(lead, at: House.monday) { desk, call throws(SQLError) in
                try desk.admitTranscript(ticket.number, call)
            }
            #expect(transcript.refusal?.code == "role.forbidden")
        }
    }

    // MARK: Points

    private static func claim(_ house: House, of party: Party) async throws -> ClaimID {
        try await house.database.write { tx throws(SQLError) in
            try tx.claims.add(
                party.resident, estate: "HTL", text: "清扫楼道", attachment: nil, at: House.monday)
        }
    }

    private static func points(_ house: House) -> PointsDesk {
        PointsDesk(
            settings: house.settings,
            notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none))
    }

    @Test(
        "2.4: claims of his grid or building only, up to his points, never of his household",
        arguments: Engines.all)
    func claims(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let (a, b) = (try await Self.claim(house, of: house.a), try await Self.claim(house, of: house.b))
            let homeless = try await Self.claim(house, of: try await house.newcomer("n"))
            let points = Self.points(house)
            func listed(_ staff: StaffIdentity) async throws -> [Int64] {
                let page = try await house.ask(staff) { call throws(SQLError) in
                    try points.claims(estate: nil, rows: 10, call)
                }
                return try #require(page.value).items.map(\.id)
            }
            func approve(_ id: ClaimID, _ item: String, _ staff: StaffIdentity) async throws -> String? {
                try await house.ask(staff) { call throws(SQLError) in
                    try points.approve(id, ApproveClaim(item: item), call)
                }.refusal?.code
            }
            let lead = try await house.account("lead-3", [.buildingLead])
            let worker = try await house.account("grid-2", [.gridWorker])
            #expect(try await listed(lead) == [a.rawValue])
            #expect(try await listed(worker) == [b.rawValue, homeless.rawValue])
            #expect(try await approve(b, "sweep_corridor", lead) == "claim.not_found")
            #expect(try await approve(a, "sweep_corridor", worker) == "claim.not_found")
            let rejected = try await house.ask(lead) { call throws(SQLError) in
                try points.reject(b, reason: "不实", call)
            }
            #expect(rejected.refusal?.code == "claim.not_found")
            let items = house.settings.points.items
            let three = try #require(items.first { $0.points == 3 }).code
            let six = try #require(items.first { $0.points > 5 }).code
            #expect(try await approve(a, three, lead) == "points.above_role")
            #expect(try await approve(b, six, worker) == "points.above_role")
            // The lead lives with A.
            _ = try await house.database.write { tx throws(SQLError) in
                try tx.staffCodes.attach(lead.id, channel: "web", sender: "a", at: House.monday)
            }
            #expect(try await approve(a, "sweep_corridor", lead) == "points.own_claim")
            #expect(try await approve(b, "sweep_corridor", worker) == nil)
        }
    }

    // MARK: Registers

    @Test("Visits, the care list, needs and projects end there too", arguments: Engines.all)
    func registers(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let one = try await house.account("grid-1", [.gridWorker])
            let two = try await house.account("grid-2", [.gridWorker])
            let lead = try await house.account("lead-6", [.buildingLead])
            let community = try await house.account("community-1", [.community])
            let visits = house.visits
            func addCare(_ home: String, by staff: StaffIdentity) async throws -> String? {
                try await house.ask(staff) { call throws(SQLError) in
                    try visits.addCare(AddCare(home: home, reason: "独居"), call)
                }.refusal?.code
            }
            #expect(try await addCare("3-2-501", by: one) == nil)
            #expect(try await addCare("6-1-802", by: one) == "home.not_found")
            #expect(try await addCare("6-1-802", by: community) == nil)
            for (staff, homes) in [
                (one, ["3-2-501"]), (two, ["6-1-802"]), (community, ["3-2-501", "6-1-802"]),
            ] {
                let care = try await house.ask(staff) { call throws(SQLError) in
                    try visits.care(estate: nil, rows: 10, call)
                }
                #expect(try #require(care.value).items.map(\.home) == homes)
                let list = try await house.ask(staff) { call throws(SQLError) in
                    try visits.list(estate: nil, onlyPlanned: true, onlyOverdue: false, rows: 10, call)
                }
                #expect(try #require(list.value).items.map(\.home) == homes)
                #expect(try await house.lines("visits", by: staff).count == homes.count)
            }
            let foreign = try await house.ask(one) { call throws(SQLError) in
                try visits.finish("V-02", Words(text: "去过"), call)
            }
            #expect(foreign.refusal?.code == "visit.not_found")
            for (text, address) in [
                ("三栋门口想要长椅", Address(building: "3")), ("六栋门口想要长椅", Address(building: "6")),
                ("中庭想要滑梯", Address(place: "中庭")),
            ] {
                let draft = TicketDraft(
                    category: "facility.other", urgency: .p3, text: text, address: address,
                    intent: .suggestNeed)
                _ = try await house.handle(.register(.record(draft)))
            }
            for (staff, numbers) in [(one, ["N-01", "N-03"]), (two, ["N-02", "N-03"]), (lead, ["N-02"])] {
                let desk = house.needs
                let list = try await house.ask(staff) { call throws(SQLError) in
                    try desk.list(estate: nil, state: nil, onlyOverdue: false, rows: 10, call)
                }
                #expect(try #require(list.value).items.map(\.number) == numbers)
                #expect(try await house.lines("needs", by: staff).map(\.number) == numbers)
            }
            let shown = try await house.ask(lead) { call throws(SQLError) in
                try house.needs.show("N-01", call)
            }
            #expect(shown.refusal?.code == "need.not_found")
            let claim = NeedAction(by: "物业", due: "2026-03-30")
            _ = try await house.act(.sort, "N-01", NeedAction(title: "长椅"), by: community)
            _ = try await house.act(.assign, "N-01", claim, by: community)
            #expect(try await house.lines("projects", by: one).count == 1)
            #expect(try await house.lines("projects", by: lead).isEmpty)
        }
    }

    @Test("Residents of another grid are not there for him; who moves in he may bind", arguments: Engines.all)
    func residents(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let worker = try await desks.another(.gridWorker, name: "grid-2")
            let desk = desks.residents
            let list = try await desks.call(worker) { call throws(SQLError) in
                try desk.list(estate: nil, rows: 10, call)
            }
            #expect(try #require(list.value).items.map(\.id) == [desks.residentB.rawValue])
            for (name, code) in [("web:a", "resident.not_found"), ("web:b", nil)] {
                let shown = try await desks.call(worker) { call throws(SQLError) in
                    try desk.show(name, call)
                }
                #expect(shown.refusal?.code == code)
                let balance = try await desks.call(worker) { call throws(SQLError) in
                    try desks.points.balance(name, call)
                }
                #expect(balance.refusal?.code == code)
                let claimed = try await desks.call(worker) { call throws(SQLError) in
                    try desks.points.claim(OpenClaim(resident: name, text: "清扫楼道"), call)
                }
                #expect(claimed.refusal?.code == code)
            }
            let away = try await desks.call(worker) { call throws(SQLError) in
                try desk.bind("web:a", BindHome(home: "4-1-101"), call)
            }
            #expect(away.refusal?.code == "home.not_found")
            let moved = try await desks.call(worker) { call throws(SQLError) in
                try desk.bind("web:a", BindHome(home: "7-1-101"), call)
            }
            #expect(moved.value?.homes.count == 2)
        }
    }

    // MARK: Accounts

    @Test("Grids and buildings are written with the role, and go with it", arguments: Engines.all)
    func accounts(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let desk = desks.accounts
            func change(_ name: String, _ request: ChangeRole) async throws -> Ruling<StaffAccount> {
                try await desks.as(.admin) { call throws(SQLError) in try desk.changeRole(name, request, call)
                }
            }
            let added = try await desks.as(.admin) { call throws(SQLError) in
                try desk.add(AddStaff(name: "su", role: "grid_worker", grids: ["2"]), call)
            }
            #expect(added.value?.roles == [StaffRight(role: "grid_worker", estate: "HTL", area: "grid 2")])
            let both = try await change("su", ChangeRole(role: "grid_worker", grids: ["1", "2"]))
            #expect(both.value?.roles.first?.area == "grid 1, 2")
            let kept = try await change("su", ChangeRole(role: "grid_worker", estate: "HTL"))
            #expect(kept.value?.roles.first?.area == "grid 1, 2")
            let part = ChangeRole(role: "grid_worker", estate: "HTL", grids: ["1"], withdraw: true)
            #expect(try await change("su", part).refusal?.code == "area.withdrawn")
            let withdrawn = try await change(
                "su", ChangeRole(role: "grid_worker", estate: "HTL", withdraw: true))
            #expect(withdrawn.value?.roles == [])
            let again = try await change("su", ChangeRole(role: "grid_worker", estate: "HTL"))
            #expect(again.value?.roles.first?.area == "whole estate")
            for (request, code) in [
                (ChangeRole(role: "grid_worker", grids: ["9"]), "grid.unknown"),
                (ChangeRole(role: "building_lead", buildings: ["99"]), "building.unknown"),
                (ChangeRole(role: "building_lead", grids: ["1"]), "area.other_kind"),
                (ChangeRole(role: "steward", grids: ["1"]), "area.not_for_role"),
            ] {
                #expect(try await change("su", request).refusal?.code == code)
            }
            let list = try await desks.as(.admin) { call throws(SQLError) in try desk.list(call) }
            let roles = try #require(list.value).items.flatMap(\.roles)
            #expect(roles.first { $0.role == "building_lead" }?.area == "whole estate", "old data")
            #expect(roles.first { $0.role == "steward" }?.area == nil)
        }
    }

    @Test("What is written at the account goes before the register's post", arguments: Engines.all)
    func writtenFirst(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let tickets = try await Self.tickets(house)
            let lead = try await house.account("lead-3", [.buildingLead], chat: "l3")
            let desk = StaffDesk(settings: house.settings, codes: .counting())
            let admin = try await house.account("admin", [.admin])
            let moved = try await house.ask(admin) { call throws(SQLError) in
                try desk.changeRole("lead-3", ChangeRole(role: "building_lead", buildings: ["6"]), call)
            }
            #expect(moved.value?.roles.map(\.area) == ["building 6", "building 6"])
            #expect(try await Self.seen(house, by: lead) == [tickets[1].number])
            let reach = StaffReach(settings: house.settings)
            let leads = try await house.database.read { tx throws(SQLError) in
                [
                    try reach.leads(ofBuilding: "6", estate: "HTL", in: tx).map(\.name),
                    try reach.leads(ofBuilding: "3", estate: "HTL", in: tx).map(\.name),
                ]
            }
            #expect(leads == [["lead-3"], []])
        }
    }

    @Test("Nobody is told of a ticket that he may not see", arguments: Engines.all)
    func telling(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("grid-1", [.gridWorker], chat: "g1")
            try await house.account("grid-2", [.gridWorker], chat: "g2")
            let reach = StaffReach(settings: house.settings)
            let chats = try await house.database.read { tx throws(SQLError) in
                let place = Address(building: "7")
                return try reach.crew([.gridWorker], estate: "HTL", for: place, in: tx, at: House.monday)
                    .chats
                    + reach.nearest(.gridWorker, to: place, estate: "HTL", in: tx, at: House.monday)
                    .flatMap(\.chats)
            }
            #expect(chats.map(\.sender) == ["g2", "g2"])
            // No chat is bound of the post whose visit it would be.
            let visits = house.visits
            let community = try await house.account("community-1", [.community])
            _ = try await house.database.write { tx throws(SQLError) in
                try tx.run("DELETE FROM staff_identities WHERE external_id = 'g2'")
            }
            let planned = try await house.ask(community) { call throws(SQLError) in
                try visits.plan(PlanVisit(kind: "drop_in", home: "7-1-101", due: "2026-03-20"), call)
            }
            #expect(planned.value?.owner == "第2网格网格员")
            #expect(try await house.messages(to: "g1").isEmpty)
        }
    }
}
