import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Projects with their steps on Monday 2026-03-16: the examples B08 and I07 of the domain, and loans from the
/// list of resources (A07, C15).
@Suite("Projects: planned, reached, followed; what the list lends")
struct ProjectStepTests {
    private static func shed(_ house: House, by staff: StaffIdentity) async throws -> String {
        let number = try await house.wish("想要车棚", category: "ebike.parking")
        try await house.act(.sort, number, NeedAction(title: "非机动车停车棚"), by: staff)
        try await house.act(.assign, number, NeedAction(by: "物业", due: "2026-09-30"), by: staff)
        return number
    }

    @Test("B08: a step with its day is told, and who follows hears of it once", arguments: Engines.all)
    func steps(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let number = try await Self.shed(house, by: community)
            let id = try #require(NeedID(number: number))
            try await house.act(.plan, number, NeedAction(title: "开工", due: "2026-06-03"), by: community)
            guard
                case .projects(let asked) = try await house.handle(
                    .project(.ask(words: "车棚不是说今年建吗")), from: house.b)
            else {
                Issue.record("the project is not found by its name")
                return
            }
            let project = try #require(asked.first)
            #expect(asked.count == 1 && !project.isHeard)
            #expect(project.milestones.map(\.name) == ["开工"])
            #expect(project.milestones.first?.dueAt?.iso8601 == "2026-06-03T23:59:59+08:00")
            let follow = Command.project(.follow(id, words: "好"))
            guard case .projectFollowed(_, isNew: true) = try await house.handle(follow, from: house.b),
                case .projectFollowed(_, isNew: false) = try await house.handle(follow, from: house.b)
            else {
                Issue.record("he follows it once")
                return
            }
            let photo = "https://example.org/site.jpg"
            let reached = try await house.act(
                .reach, number, NeedAction(title: "开工", photo: photo), by: community)
            #expect(
                reached.value?.milestones == [
                    ProjectStep(name: "开工", due: "2026-06-03", reached: "2026-03-16", photo: photo)
                ])
            #expect(reached.value?.followers == 1)
            #expect(
                try await house.messages(to: "b") == [
                    "notice.project_news act=完成节点 need=\(number) photo=\(photo) step=开工 title=非机动车停车棚"
                ])
            #expect(
                try await house.messages(to: "a").last
                    == "notice.need_reach need=\(number) photo=\(photo) step=开工 title=非机动车停车棚")
            let twice = try await house.act(.reach, number, NeedAction(title: "开工"), by: community)
            #expect(twice.refusal?.code == "step.reached")
            let picture = try await house.act(
                .reach, number, NeedAction(title: "完工", photo: "file:///x"), by: community)
            #expect(picture.refusal?.code == "photo.invalid")
        }
    }

    @Test("不用再通知 ends it, and nothing more is told", arguments: Engines.all)
    func unfollow(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let number = try await Self.shed(house, by: community)
            _ = try await house.handle(.project(.follow(nil, words: "订阅车棚的进展")), from: house.b)
            guard
                case .projectsLeft(let left) = try await house.handle(
                    .project(.unfollow(words: "不用再通知我车棚了")), from: house.b)
            else {
                Issue.record("it does not end")
                return
            }
            #expect(left.map(\.number) == [number])
            try await house.act(.reach, number, NeedAction(title: "开工"), by: community)
            #expect(try await house.messages(to: "b").isEmpty)
            #expect(
                try await house.handle(.project(.unfollow(words: "不用再通知我车棚了")), from: house.b)
                    == .projectsLeft([]))
        }
    }

    @Test("A project has so many steps; one of them may be planned anew", arguments: Engines.all)
    func mostSteps(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let number = try await Self.shed(house, by: community)
            func plan(_ step: Int) async throws -> Ruling<Need> {
                try await house.act(
                    .plan, number, NeedAction(title: "第\(step)步", due: "2026-06-03"), by: community)
            }
            for step in 1...Limits.projectStepRows { #expect(try await plan(step).refusal == nil) }
            #expect(try await plan(Limits.projectStepRows + 1).refusal?.code == "project.steps")
            #expect(try await plan(1).refusal == nil)
        }
    }

    @Test("Two thousand who follow a project hear of a step once, a page in a commit", arguments: Engines.all)
    func many(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let number = try await Self.shed(house, by: community)
            let id = try #require(NeedID(number: number))
            let many = 2000
            _ = try await house.database.write { tx throws(SQLError) in
                for index in 0..<many {
                    let resident = try tx.residents.findOrAdd(
                        channel: "web", sender: "r\(index)", estate: "HTL", at: House.monday)
                    _ = try tx.followers.add(id, resident.id, at: House.monday)
                }
            }
            let told = { () async throws -> [String] in
                try await house.database.read { tx throws(SQLError) in
                    try tx.all("SELECT recipient FROM outbox WHERE why = 'project.reach'") {
                        row throws(SQLError) in try row.text(0)
                    }
                }
            }
            try await house.act(.reach, number, NeedAction(title: "开工"), by: community)
            var before = 0
            var count = try await told().count
            while count > before {
                #expect(count - before <= Limits.broadcastPageRows)
                before = count
                try await house.fireTimers(at: House.monday)
                count = try await told().count
            }
            let heard = try await told()
            #expect(heard.count == many && Set(heard).count == many)
            let kept = try await house.database.read { tx throws(SQLError) in
                try tx.integer("SELECT count(*) FROM need_news")
            }
            #expect(kept == 0, "nothing is kept behind the last page")
        }
    }

    @Test("A project that no row has is unknown; his own wish needs no following", arguments: Engines.all)
    func unknown(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let number = try await Self.shed(house, by: community)
            #expect(
                try await house.handle(.project(.ask(words: "游泳池什么时候建")), from: house.b) == .projectUnknown)
            #expect(
                try await house.handle(.project(.ask(words: "停车位什么时候建")), from: house.b) == .projectUnknown)
            let own = try await house.handle(.project(.follow(NeedID(number: number), words: "订阅")))
            guard case .projectFollowed(_, isNew: false) = own else {
                Issue.record("who has wished for it hears of it already")
                return
            }
        }
    }

    @Test("A name is meant by its end, or by most of it")
    func names() {
        #expect(ProjectService.fit("非机动车停车棚", "车棚什么时候建") == 2)
        #expect(ProjectService.fit("2栋加装电梯", "加装电梯开工没有") == 4)
        #expect(ProjectService.fit("污水管网改造", "管网搞到哪了") == 2)
        #expect(ProjectService.fit("非机动车停车棚", "停车太难了") == 0)
        #expect(ProjectService.fit("轮椅", "想要一把长椅") == 0)
    }

    @Test("What the list lends is found by its name, with where and when", arguments: Engines.all)
    func loans(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let desk = house.resources
            for entry in [
                EnterResource(name: "铝合金梯子", provider: "物业", place: "物业中心", hours: "每天8:00-20:00"),
                EnterResource(name: "会议室", provider: "党群站"),
            ] {
                let added = try await house.ask(community) { call throws(SQLError) in
                    try desk.add(entry, call)
                }
                #expect(added.value?.place == entry.place ?? "")
            }
            let ladder = LoanWish(words: "借个梯子", item: "梯子")
            let listing = ResourceListing(
                id: ResourceID(1), name: "铝合金梯子", provider: "物业", place: "物业中心", hours: "每天8:00-20:00")
            #expect(
                try await house.handle(.loan(.find(ladder)))
                    == .resourcesFound([listing], ladder, others: []))
            let hall = LoanWish(words: "活动室周末能用吗", item: "活动室", asks: true)
            #expect(
                try await house.handle(.loan(.find(hall)))
                    == .resourcesFound(
                        [], hall, others: [ResourceListing(name: "会议室", provider: "党群站")]))
        }
    }

    @Test(
        "G05: the tasks of a category and the hour of the cameras stand in the ticket", arguments: Engines.all
    )
    func tasks(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let draft = TicketDraft(
                category: "throwing.littering", urgency: .p1, text: "有人往下扔东西", address: Address(),
                intent: .reportHazard)
            guard case .ticketOpened(let summary) = try await house.handle(.openTicket(draft)) else {
                Issue.record("no ticket")
                return
            }
            _ = try await house.handle(
                .talk(
                    .noteWitness(
                        ticket: summary.number, text: "3栋东侧，八点", address: Address(building: "3", place: "东侧"),
                        happenedAt: Instant(iso8601: "2026-03-15T20:00:00+08:00"))))
            let notes = try await house.database.read { tx throws(SQLError) in
                try tx.ticketEvents.of(summary.id).filter { $0.kind == .note }.map(\.detail)
            }
            #expect(notes.contains { $0.hasPrefix("待办：调取监控") })
            #expect(notes.contains("调取监控的时间段：3月15日19:45到20:15"))
        }
    }
}
