import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite("C11, C12: posts, who holds them and who applies") struct PostTests {
    private static func desk(_ desks: DeskStore) -> PostDesk {
        PostDesk(settings: desks.settings, notifier: desks.notifier)
    }

    private static func open(
        _ desks: DeskStore, _ name: String, places: Int = 1, until: String? = "2026-03-31",
        as role: Role = .community
    ) async throws -> Ruling<Post> {
        try await desks.as(role) { call throws(SQLError) in
            try desk(desks).open(OpenPost(name: name, places: places, applyUntil: until), call)
        }
    }

    private static func say(
        _ desks: DeskStore, _ act: PostAct, as resident: ResidentID, after span: TimeSpan = .zero
    ) async throws -> PostAnswer? {
        let service = ResidentServices(
            settings: desks.settings, notifier: desks.notifier, codes: .counting())
        let party = Party(
            resident: resident, estate: "HTL", channel: "web",
            sender: resident == desks.residentA ? "a" : "b")
        let outcome = try await desks.store.database.write { tx throws(SQLError) in
            try service.handle(.post(act), from: party, in: tx, at: DeskStore.monday + span)
        }
        guard case .post(let answer) = outcome else { return nil }
        return answer
    }

    @Test("The list says how many places a post has, who holds it and who stands in", arguments: Engines.all)
    func listed(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let desk = Self.desk(desks)
            let post = try #require(try await Self.open(desks, "党员先锋岗", places: 2, until: nil).value)
            func appoint(_ name: String, _ deputy: String?) async throws -> Ruling<Post> {
                try await desks.as(.community) { call throws(SQLError) in
                    try desk.appoint(post.id, AppointHolder(staff: name, deputy: deputy), call)
                }
            }
            #expect(try await appoint("branch-1", "branch-1").refusal?.code == "deputy.same")
            _ = try await appoint("branch-1", "community-1")
            _ = try await appoint("committee-1", nil)
            #expect(try await appoint("guard-1", nil).refusal?.code == "post.full")
            #expect(try await appoint("branch-1", "committee-1").value?.free == 0, "another deputy")
            let listed = try await desks.as(.gridWorker) { call throws(SQLError) in
                try desk.list(estate: nil, rows: 10, call)
            }
            let line = try #require(listed.value?.items.first)
            #expect(line.name == "党员先锋岗" && line.places == 2 && line.holders.count == 2)
            #expect(line.holders[0].staff == "branch-1" && line.holders[0].deputy == "committee-1")
            #expect(try await Self.open(desks, "党员先锋岗").refusal?.code == "post.exists")
            #expect(try await Self.open(desks, "岗", as: .engineer).refusal?.code == "role.forbidden")
            #expect(try await Self.open(desks, "岗", until: "2026-03-01").refusal?.code == "until.invalid")
            let acts = try await desks.auditRows().map(\.act)
            #expect(acts.filter { $0 == "post.appoint" }.count == 5)
        }
    }

    @Test("A resident applies once, and no more are taken than there are places", arguments: Engines.all)
    func applying(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let desk = Self.desk(desks)
            _ = try await Self.open(desks, "秩序维护岗")
            guard
                case .offers(let offers)? = try await Self.say(
                    desks, .ask(words: "社区招公益岗吗"), as: desks.residentA), let offer = offers.first
            else {
                Issue.record("no offer")
                return
            }
            #expect(offers.count == 1 && offer.free == 1 && offer.until == CivilDate("2026-03-31"))
            let (a, b) = (desks.residentA, desks.residentB)
            #expect(try await Self.say(desks, .apply(offer), as: a) == .applied(offer, isNew: true))
            #expect(try await Self.say(desks, .apply(offer), as: a) == .applied(offer, isNew: false))
            #expect(try await Self.say(desks, .withdraw, as: a) == .withdrawn(["秩序维护岗"]))
            #expect(try await Self.say(desks, .withdraw, as: a) == .withdrawn([]))
            #expect(try await Self.say(desks, .apply(offer), as: a) == .applied(offer, isNew: true))
            #expect(try await Self.say(desks, .apply(offer), as: b) == .applied(offer, isNew: true))
            let applied = try #require(
                try await desks.as(.community) { call throws(SQLError) in
                    try desk.applications(estate: "HTL", rows: 10, call)
                }.value?.items)
            #expect(applied.map(\.resident) == [b.rawValue, a.rawValue])
            func decide(_ row: PostApplication, _ accept: Bool, _ reason: String? = nil) async throws
                -> Ruling<PostApplication>
            {
                try await desks.as(.community) { call throws(SQLError) in
                    try desk.decide(row.id, DecideApplication(accept: accept, reason: reason), call)
                }
            }
            #expect(try await decide(applied[1], true).value?.state == "accepted")
            #expect(try await decide(applied[0], true).refusal?.code == "post.full")
            #expect(try await decide(applied[0], false).refusal?.code == "reason.missing")
            #expect(try await decide(applied[0], false, "名额已满").value?.state == "declined")
            #expect(try await decide(applied[0], true).refusal?.code == "application.decided")
            #expect(try await desks.messages(to: "a") == ["post.accepted post=秩序维护岗"])
            #expect(try await desks.messages(to: "b") == ["post.declined post=秩序维护岗 reason=名额已满"])
            #expect(try await Self.say(desks, .apply(offer), as: desks.residentD) == .closed(offer))
        }
    }

    @Test(
        "After its last day nothing is offered, and who was taken is appointed once", arguments: Engines.all)
    func over(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let desk = Self.desk(desks)
            let post = try #require(try await Self.open(desks, "秩序维护岗", until: "2026-03-16").value)
            let offer = PostOffer(
                id: PostID(post.id), name: post.name, free: 1, until: CivilDate("2026-03-16")!)
            #expect(
                try await Self.say(desks, .ask(words: "招人吗"), as: desks.residentA, after: .days(1))
                    == .offers([]))
            #expect(
                try await Self.say(desks, .apply(offer), as: desks.residentA, after: .days(1))
                    == .closed(offer))
            _ = try await Self.say(desks, .apply(offer), as: desks.residentA)
            func appoint() async throws -> Ruling<Post> {
                try await desks.as(.community) { call throws(SQLError) in
                    let id = try call.tx.postApplications.of(desks.residentA)[0].id.rawValue
                    return try desk.appoint(post.id, AppointHolder(staff: "guard-1", application: id), call)
                }
            }
            #expect(try await appoint().refusal?.code == "application.not_accepted")
            _ = try await desks.as(.community) { call throws(SQLError) in
                let id = try call.tx.postApplications.of(desks.residentA)[0].id.rawValue
                return try desk.decide(id, DecideApplication(accept: true), call)
            }
            #expect(try await appoint().value?.holders.map(\.staff) == ["guard-1"])
            let closed = try await desks.as(.community) { call throws(SQLError) in
                try desk.close(post.id, call)
            }
            #expect(closed.value?.holders == [])
        }
    }
}
