import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("Somebody leaves: nothing stays with him") struct HandoverTests {
    private static func leave(
        _ desks: DeskStore, _ name: String, to other: String?, dry: Bool = false, as role: Role = .admin
    ) async throws -> Ruling<Handover> {
        try await desks.as(role) { call throws(SQLError) in
            try HandoverDesk(settings: desks.settings, notifier: desks.notifier)
                .leave(name, LeaveStaff(to: other, dryRun: dry), call)
        }
    }

    /// Two engineers, the second with a chat; the first has a ticket, a turn on duty, a post and a team.
    private static func prepare(_ desks: DeskStore) async throws -> String {
        let other = try await desks.another(.engineer, name: "engineer-2")
        let ticket = try await desks.ticket(in: .inProgress)
        let first = try desks.identity(.engineer)
        try await desks.store.database.write { tx throws(SQLError) in
            let row = try present(tx.tickets.find(number: ticket))
            try tx.tickets.setOwner(row.id, first.id, isHandover: false)
            try tx.staffCodes.attach(first.id, channel: "web", sender: "e1", at: DeskStore.monday)
            try tx.staffCodes.attach(other.id, channel: "web", sender: "e2", at: DeskStore.monday)
            _ = try tx.staffTokens.add(
                first.id, role: .engineer, estate: nil, hash: "h1", label: "", expiresAt: nil,
                at: DeskStore.monday)
            try tx.staffCodes.add(first.id, hash: "c1", expiresAt: DeskStore.monday + .hours(1))
            _ = try tx.roster.add(
                estate: "HTL", role: .engineer, staff: first.id, from: DeskStore.monday,
                until: DeskStore.monday + .hours(8))
            if let post = try tx.posts.add(
                "先锋岗", places: 1, applyUntil: nil, estate: "HTL", at: DeskStore.monday)
            {
                _ = try tx.posts.appoint(post, first.id, deputy: other.id, at: DeskStore.monday)
            }
            _ = try tx.teams.add("突击队", takes: [], lead: first.id, estate: "HTL", at: DeskStore.monday)
        }
        return ticket
    }

    private struct Facts: Sendable {
        var taker: String?
        var owner: String?
        var event: String?
        var duty: [String] = []
        var posts = 0
        var teams = 0
        var roles = 0
        var holders: [String] = []
        var standing: String?
        /// A token, a chat or a code still acts for him.
        var hasAccess = true
    }

    private static func facts(
        _ desks: DeskStore, of left: StaffID, _ number: String
    ) async throws -> Facts {
        try await desks.read { tx throws(SQLError) in
            var facts = Facts()
            let ticket = try tx.tickets.find(number: number)
            if let taker = ticket?.taker { facts.taker = try tx.staff.find(taker)?.name }
            if let owner = ticket?.firstOwner { facts.owner = try tx.staff.find(owner)?.name }
            if let ticket { facts.event = try tx.ticketEvents.of(ticket.id).last?.detail }
            facts.duty = try tx.roster.onDuty(estate: "HTL", at: DeskStore.monday).map(\.staff)
            facts.posts = try tx.posts.held(by: left).count
            facts.teams = try tx.teams.led(by: left).count
            facts.roles = try tx.staff.roles(of: left).count
            for post in try tx.posts.list(estate: "HTL", rows: 10) {
                facts.holders += try tx.posts.holders(of: post.id).map(\.name)
            }
            facts.standing = try tx.staff.standing(name: "engineer-1")?.name
            let token = try tx.staffTokens.authenticate(hash: "h1", at: DeskStore.monday)
            let chats = try tx.staff.chats(of: left)
            let code = try tx.staffCodes.find(hash: "c1", at: DeskStore.monday)
            facts.hasAccess = token != nil || !chats.isEmpty || code != nil
            return facts
        }
    }

    @Test(
        "Tickets, duty, posts and teams go to the deputy in one act, and no access is left",
        arguments: Engines.all)
    func all(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await Self.prepare(desks)
            let wanted = Handover(
                staff: "engineer-1", to: "engineer-2", dryRun: true, tickets: 1, visits: 0, duties: 1,
                posts: ["先锋岗"], teams: ["突击队"])
            #expect(try await Self.leave(desks, "engineer-1", to: nil, dry: true).value == wanted)
            let before = try await desks.read { tx throws(SQLError) in try tx.tickets.find(number: number) }
            #expect(before?.taker == desks.staff[.engineer]?.id, "a dry run moves nothing")
            #expect(try await Self.leave(desks, "engineer-1", to: nil).value?.tickets == 1)
            let left = try desks.identity(.engineer).id
            let after = try await Self.facts(desks, of: left, number)
            let other = "engineer-2"
            #expect(after.taker == other && after.owner == other)
            #expect(after.event == "engineer-2（engineer-1离岗）")
            #expect(after.duty == [other] && after.posts == 0 && after.teams == 0 && after.roles == 0)
            #expect(after.holders == [other] && after.standing == other)
            #expect(!after.hasAccess)
            let told = try await desks.messages(to: "e2")
            #expect(told == ["staff.handed_over duties=1 staff=engineer-1 tickets=1"])
            #expect(
                try await Self.leave(desks, "engineer-1", to: "engineer-2").refusal?.code == "staff.disabled")
            let back = try await desks.as(.admin) { call throws(SQLError) in
                try desks.accounts.add(AddStaff(name: "engineer-1", role: "engineer"), call)
            }
            #expect(
                back.value?.disabled == false && back.value?.roles.count == 1, "somebody new has the post")
        }
    }

    @Test("Nothing is done where the follower may not have it", arguments: Engines.all)
    func refused(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let number = try await Self.prepare(desks)
            func code(_ name: String, _ other: String?, _ role: Role = .admin) async throws -> String? {
                let ruling = try await Self.leave(desks, name, to: other, as: role)
                return ruling.refusal?.code
            }
            #expect(try await code("engineer-1", "guard-1") == "staff.lacks_role")
            #expect(try await code("guard-1", nil) == "staff.follower_missing")
            #expect(try await code("admin-1", "community-1") == "staff.own_account")
            #expect(try await code("engineer-1", "engineer-2", .manager) == "role.forbidden")
            try await desks.store.database.write { tx throws(SQLError) in
                let id = try present(tx.tickets.find(number: number)?.id)
                try tx.ticketEvents.add(
                    id, .concerns, actor: "resident", detail: "engineer-2", at: DeskStore.monday)
            }
            #expect(try await code("engineer-1", "engineer-2") == "ticket.concerns_him")
            let ticket = try await desks.read { tx throws(SQLError) in try tx.tickets.find(number: number) }
            #expect(ticket?.taker == desks.staff[.engineer]?.id)
        }
    }

    @Test("The post stays where only its holder changes: his access ends, the tickets are where they were")
    func samePost() async throws {
        try await DeskStore.with(on: .sqlite) { desks in
            let number = try await Self.prepare(desks)
            _ = try await Self.leave(desks, "engineer-1", to: "engineer-1")
            let id = try desks.identity(.engineer).id
            let after = try await Self.facts(desks, of: id, number)
            #expect(after.taker == "engineer-1" && after.standing == "engineer-1" && after.posts == 1)
            #expect(!after.hasAccess)
        }
    }

    @Test(
        "Whose grid was his alone now lies in the follower's too, and so do its visits",
        arguments: Engines.all)
    func grids(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let admin = try await house.account("admin-1", [.admin])
            _ = try await house.account("grid-1", [.gridWorker], chat: "g1")
            let second = try await house.account("grid-2", [.gridWorker], chat: "g2")
            let desk = HandoverDesk(settings: house.settings, notifier: house.notifier)
            let done = try await house.ask(admin) { call throws(SQLError) in
                try desk.leave("grid-1", LeaveStaff(to: "grid-2"), call)
            }
            #expect(done.value != nil)
            let settings = house.settings
            let area = try await house.database.read { tx throws(SQLError) in
                try StaffAreas(settings: settings).bounds(
                    of: second.id, name: "grid-2", .gridWorker, in: tx)
            }
            #expect(Set(area.map(\.code)) == ["1", "2"])
            // A visit of grid 1 is told to whoever has followed.
            let register = VisitRegister(settings: settings, notifier: house.notifier)
            _ = try await house.database.write { tx throws(SQLError) in
                let home = Address(building: "3", unit: "2", room: "501")
                let unit = try present(tx.units.find(estate: "HTL", home).first)
                _ = try register.plan(
                    .dropIn, at: unit.id, home, for: nil, estate: "HTL", due: House.monday + .days(3),
                    actor: "test", in: tx, at: House.monday)
            }
            #expect(try await house.messages(to: "g2").contains { $0.hasPrefix("staff.visit_planned") })
        }
    }
}
