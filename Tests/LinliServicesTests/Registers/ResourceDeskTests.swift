import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// What there is, and what comes by letter: the examples A08 and D04 of the domain.
@Suite("Resources and the intake")
struct ResourceDeskTests {
    @Test(
        "D04: an offer has an owner and three office days, and the donor hears of it", arguments: Engines.all)
    func offered(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community], chat: "community")
            let words = "我们店想出点洗衣液当奖品"
            guard
                case .resourceNoted(let id, true) = try await house.handle(.register(.offer(words: words)))
            else {
                Issue.record("the offer is not in the register")
                return
            }
            #expect(
                try await house.handle(.register(.offer(words: words))) == .resourceNoted(id, isNew: false))
            #expect(
                try await house.messages(to: "community")
                    == ["staff.resource_offered resource=R-01 until=3月19日 17:30"])
            #expect(
                try await house.lines("resources", by: community).map(\.state) == ["待联系"])
            #expect(
                try await house.handle(.register(.resources)) == .resources([]),
                "nobody reads what was only offered"
            )
            let desk = house.resources
            let entry = EnterResource(name: "洗衣液", provider: "爱心商户")
            let listed = try await house.ask(community) { call throws(SQLError) in
                try desk.enlist("R-01", entry, call)
            }
            #expect(listed.value?.state == "listed" && listed.value?.donated == true)
            #expect(listed.value?.due == "2027-03-16", "looked at again after a year")
            #expect(try await house.messages(to: "a").last == "notice.resource_listed name=洗衣液 resource=R-01")
            #expect(
                try await house.handle(.register(.resources))
                    == .resources([ResourceListing(name: "洗衣液", provider: "爱心商户")]))
            let again = try await house.ask(community) { call throws(SQLError) in
                try desk.decline("R-01", Reason(reason: "不要"), call)
            }
            #expect(again.refusal?.code == "resource.state")
        }
    }

    @Test(
        "C03: who is a member of the party is known to those with the right, until he takes it back",
        arguments: Engines.all)
    func membership(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let branch = try await house.account("branch-1", [.branch])
            let steward = try await house.account("steward-1", [.steward])
            let admin = try await house.account("admin-1", [.admin])
            let desk = house.resources
            func seen(by staff: StaffIdentity) async throws -> [Bool?] {
                let page = try await house.ask(staff) { call throws(SQLError) in
                    try desk.list(estate: nil, onlyOverdue: false, rows: 10, call)
                }
                return try #require(page.value).items.map(\.partyMember)
            }
            _ = try await house.handle(.register(.offer(words: "会理发；时间：周末")))
            #expect(try await seen(by: branch) == [false])
            #expect(try await house.handle(.register(.keepMembership)) == .membershipKept)
            let (known, hidden) = (try await seen(by: branch), try await seen(by: steward))
            #expect(known == [true] && hidden == [nil])
            let people = house.people
            func exported() async throws -> String? {
                try await house.ask(admin) { call throws(SQLError) in
                    try people.export("web:a", call)
                }.value?.partyMemberSince
            }
            #expect(try await exported() == House.monday.iso8601)
            #expect(try await house.handle(.register(.withdrawMembership)) == .membershipWithdrawn(true))
            #expect(try await house.handle(.register(.withdrawMembership)) == .membershipWithdrawn(false))
            #expect(try await seen(by: branch) == [false])
            #expect(try await exported() == nil)
        }
    }

    @Test("What he adds to a gift goes into its row while nobody has listed it", arguments: Engines.all)
    func added(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            guard case .resourceNoted(let id, true) = try await house.handle(.register(.offer(words: "五十本书")))
            else {
                Issue.record("the offer is not in the register")
                return
            }
            let more = Command.register(.offer(words: "五十本书，还有两箱玩具", before: "五十本书"))
            #expect(try await house.handle(more) == .resourceNoted(id, isNew: true))
            #expect(try await house.lines("resources", by: community).count == 1)
            let desk = house.resources
            let entry = EnterResource(name: "图书", provider: "邻居")
            let listed = try await house.ask(community) { call throws(SQLError) in
                try desk.enlist("R-01", entry, call)
            }
            #expect(listed.value?.state == "listed")
            let late = Command.register(.offer(words: "五十本书，还有两箱玩具，一把琴", before: "五十本书，还有两箱玩具"))
            guard case .resourceNoted(let other, true) = try await house.handle(late) else {
                Issue.record("what comes after the listing is lost")
                return
            }
            #expect(other != id)
        }
    }

    @Test("An offer that nobody answers is an alarm", arguments: Engines.all)
    func unanswered(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            _ = try await house.handle(.register(.offer(words: "旧书送人")))
            let late = Instant.at("2026-03-20 08:00")
            try await house.fireTimers(at: late)
            let lines = try await house.lines("resources", overdue: true, by: community, at: late)
            #expect(lines.map(\.number) == ["R-01"] && lines.map(\.overdueDays) == [1])
            #expect(
                try await house.staffMessages().last
                    == "staff.row_overdue due=3月19日 owner=社区 row=R-01 state=待联系")
        }
    }

    @Test(
        "A08: a letter with a wish is a need with its channel, one with a fault a ticket",
        arguments: Engines.all)
    func letters(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let desk = try await house.account("desk-1", [.serviceDesk])
            let wish = IntakeDesk.Reading(
                intent: .suggestNeed, category: "facility.other", urgency: .p3, address: Address())
            let first = house.intake(wish)
            let letter = AddIntake(channel: "mailbox", text: "楼下健身角想要遮阳")
            let need = try await house.ask(desk) { call throws(SQLError) in try first.add(letter, call) }
            #expect(need.value?.number == "N-01" && need.value?.kind == "need")
            #expect(need.value?.channelName == "幸福邮箱")
            #expect(try await house.need("N-01").intake == "mailbox")
            let fault = IntakeDesk.Reading(
                intent: .reportRepair, category: "power.public_lighting", urgency: .p2,
                address: Address(place: "北门"))
            let second = house.intake(fault)
            let ticket = try await house.ask(desk) { call throws(SQLError) in
                try second.add(AddIntake(channel: "phone", text: "北门路灯坏了", resident: "web:a"), call)
            }
            #expect(ticket.value?.kind == "ticket" && ticket.value?.number == "LL260316-0001")
            let rows = try await house.database.read { tx throws(SQLError) in
                try tx.caseHistories.page(
                    estate: nil, from: House.monday, to: House.monday + .hours(1), after: TicketID(0),
                    limit: 5)
            }
            #expect(rows.map(\.intake) == [.phone])
        }
    }

    @Test("A letter that nobody understands asks for its category", arguments: Engines.all)
    func unclear(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let staff = try await house.account("desk-1", [.serviceDesk])
            let intake = house.intake(nil)
            func add(_ request: AddIntake) async throws -> Ruling<IntakeAnswer> {
                try await house.ask(staff) { call throws(SQLError) in try intake.add(request, call) }
            }
            let bare = AddIntake(channel: "mailbox", text: "就那个")
            #expect(try await add(bare).refusal?.code == "category.missing")
            #expect(
                try await add(AddIntake(channel: "pigeon", text: "就那个")).refusal?.code == "channel.unknown")
            var named = bare
            named.category = "facility.share"
            #expect(try await add(named).value?.number == "N-01", "the desk knows what it is about")
            named.category = "nothing.at_all"
            #expect(try await add(named).refusal?.code == "category.unknown")
        }
    }

    @Test(
        "Each quarter: residents are asked once, the unsorted are an alarm, the next begins",
        arguments: Engines.all)
    func quarter(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let alarms = RegisterAlarms(
                settings: house.settings,
                notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none))
            let start = Instant.at("2026-03-09 10:00")
            for _ in 0..<2 {
                try await house.database.write { tx throws(SQLError) in try alarms.arm(in: tx, at: start) }
            }
            try await house.fireTimers(at: Instant.at("2026-03-11 08:59"))
            #expect(try await house.messages(to: "a").isEmpty)
            try await house.fireTimers(at: Instant.at("2026-03-11 09:00"))
            #expect(try await house.messages(to: "a") == ["notice.need_collect until=3月31日"])
            #expect(try await house.messages(to: "b").count == 1)
            try await house.wish("想要长椅", at: Instant.at("2026-03-12 10:00"))
            // Ten working days after the quarter: 4 to 6 April are Qingming.
            try await house.fireTimers(at: Instant.at("2026-04-15 17:30"))
            #expect(
                try await house.staffMessages().contains("staff.needs_unsorted count=1 quarter=2026Q1"))
            let next = try await house.database.read { tx throws(SQLError) in
                try tx.timers.due(.register, subject: "collect/HTL/2026Q2/0")
            }
            #expect(next == Instant.at("2026-06-10 09:00"))
        }
    }
}
