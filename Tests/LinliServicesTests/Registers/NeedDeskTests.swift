import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// The register of needs on Monday 2026-03-16: the examples A07, A23 and F12 of the domain.
@Suite("Needs: wished for, sorted, offered, taken on, done")
struct NeedDeskTests {
    private static let claim = NeedAction(by: "物业C1", due: "2026-04-30")

    @Test(
        "A07, F12: from the wish to the result, and its reporter hears of every step", arguments: Engines.all)
    func wholeWay(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let draft = TicketDraft(
                category: "facility.other", urgency: .p3, text: "我们这片缺个给小孩写作业的地方", address: Address(),
                intent: .suggestNeed)
            guard case .needNoted(let noted, true) = try await house.handle(.register(.record(draft))) else {
                Issue.record("the wish is not in the register")
                return
            }
            #expect(noted.number == "N-01" && noted.state == .collected && noted.title == "儿童空间")
            #expect(noted.owner == "社区")
            #expect(noted.dueAt.iso8601 == "2026-03-31T23:59:59+08:00", "the quarter's last day")
            try await house.act(.sort, "N-01", NeedAction(title: "儿童空间"), by: community)
            try await house.act(.offer, "N-01", NeedAction(due: "2026-03-31"), by: community)
            let claimed = try await house.act(.claim, "n-1", Self.claim, by: community)
            #expect(claimed.value?.state == "claimed" && claimed.value?.owner == "物业C1")
            #expect(claimed.value?.due == "2026-04-30")
            #expect(
                try await house.lines("projects", by: community) == [
                    RegisterLine(
                        number: "N-01", title: "儿童空间", owner: "物业C1", due: "2026-04-30", state: "已接手",
                        overdueDays: 0)
                ])
            try await house.act(.begin, "N-01", by: community)
            try await house.act(.progress, "N-01", NeedAction(text: "场地已腾出"), by: community)
            let done = try await house.act(.finish, "N-01", NeedAction(text: "四点半课堂已开放"), by: community)
            #expect(done.value?.state == "done" && done.value?.result == "四点半课堂已开放")
            #expect(
                done.value?.history?.map(\.act) == [
                    "collect", "sort", "offer", "claim", "begin", "progress", "finish",
                ])
            let told = try await house.messages(to: "a")
            #expect(
                told.map { String($0.prefix { $0 != " " }) } == [
                    "notice.need_sort", "notice.need_offer", "notice.need_claim", "notice.need_begin",
                    "notice.need_progress", "notice.need_finish",
                ])
            #expect(told[2] == "notice.need_claim need=N-01 owner=物业C1 title=儿童空间 until=4月30日")
            #expect(try await house.lines("projects", by: community).isEmpty)
        }
    }

    @Test("The same words again are the same need; a sixth open wish is refused", arguments: Engines.all)
    func repeatsAndLimit(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let first = try await house.wish("想要长椅0")
            #expect(try await house.wish("想要长椅0", at: House.monday + .days(20)) == first)
            for index in 1..<5 { try await house.wish("想要长椅\(index)") }
            let draft = TicketDraft(
                category: "facility.other", urgency: .p3, text: "还想要", address: Address())
            #expect(try await house.handle(.register(.record(draft))) == .needsFull(open: 5))
            #expect(try await house.wish("还想要", from: house.b) == "N-06", "the limit is each one's own")
        }
    }

    @Test("Telephone numbers in a wish and in its result are masked for the staff", arguments: Engines.all)
    func masked(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let number = try await house.wish("想要长椅，找我13800005678")
            let declined = try await house.act(
                .decline, number, NeedAction(reason: "已由13900001234答复"), by: community)
            #expect(declined.value?.text == "想要长椅，找我138****5678")
            #expect(declined.value?.result == "已由139****1234答复")
            #expect(try await house.need(number).text == "想要长椅，找我13800005678", "the words stay")
        }
    }

    @Test("Of two who take on one need the first has it", arguments: Engines.all)
    func takenOnce(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let number = try await house.wish("想要长椅")
            let early = try await house.act(.claim, number, Self.claim, by: community)
            #expect(early.refusal?.code == "need.state", "nobody takes on what was not offered")
            try await house.act(.sort, number, NeedAction(title: "休息长椅"), by: community)
            try await house.act(.offer, number, NeedAction(due: "2026-03-31"), by: community)
            try await house.act(.claim, number, Self.claim, by: community)
            let second = try await house.act(
                .claim, number, NeedAction(by: "业委会", due: "2026-05-01"), by: community)
            #expect(second.refusal?.code == "need.state")
            let reason = NeedAction(due: "2026-05-15", reason: "场地没有谈成")
            let released = try await house.act(.release, number, reason, by: community)
            #expect(released.value?.state == "offered" && released.value?.owner == "社区")
            let third = try await house.act(
                .claim, number, NeedAction(by: "业委会", due: "2026-05-30"), by: community)
            #expect(third.value?.owner == "业委会")
            let projects = try await house.database.read { tx throws(SQLError) in
                try tx.projects.list(estate: "HTL", onlyRunning: false, overdueAt: nil, rows: 10)
                    .map(\.project.state)
            }
            #expect(projects == [.givenUp, .taken], "the history of who had it stays")
        }
    }

    @Test(
        "Merged needs: both reporters hear each step, and neither withdraws what another joined",
        arguments: Engines.all)
    func merged(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let head = try await house.wish("缺快递柜", category: "facility.locker")
            let joined = try await house.wish("快递没处放", from: house.b, category: "facility.locker")
            let merged = try await house.act(.merge, joined, NeedAction(into: head), by: community)
            #expect(merged.value?.mergedInto == head && merged.value?.state == "merged")
            let back = try await house.act(.merge, head, NeedAction(into: joined), by: community)
            #expect(back.refusal?.code == "need.not_mergeable", "no loops")
            let id = try #require(NeedID(number: head))
            let candidate = Cancellable(kind: .need(id), reference: head, title: "")
            #expect(try await house.handle(.cancel(candidate)) == .cancelRefused(candidate, .othersJoined))
            try await house.act(.sort, head, NeedAction(title: "快递柜"), by: community)
            try await house.act(.assign, head, NeedAction(by: "物业", due: "2026-04-30"), by: community)
            #expect(
                try await house.messages(to: "b").last
                    == "notice.need_assign need=\(joined) owner=物业 title=快递柜 until=4月30日")
            #expect(try await house.messages(to: "a").last?.contains("need=\(head)") == true)
            guard
                case .needStatus(let status) = try await house.handle(
                    .register(.status(NeedID(2))), from: house.b)
            else {
                Issue.record("his own need has no state")
                return
            }
            #expect(status.number == joined && status.state == .assigned && status.standsFor == id)
            #expect(try await house.handle(.register(.status(NeedID(2)))) == .needUnknown, "not another's")
        }
    }

    @Test(
        "A23: what is overdue is written once, told to its owner and to its reporter", arguments: Engines.all)
    func overdue(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community], chat: "community")
            let number = try await house.wish("缺个写作业的地方")
            let second = Instant.at("2026-04-02 09:00")
            #expect(try await house.lines("needs", overdue: true, by: community).isEmpty)
            #expect(try await house.fireTimers(at: second).contains(.register))
            #expect(
                try await house.lines("needs", overdue: true, by: community, at: second) == [
                    RegisterLine(
                        number: number, title: "儿童空间", owner: "社区", due: "2026-03-31", state: "收集",
                        overdueDays: 2)
                ])
            let alarm = "staff.row_overdue due=3月31日 owner=社区 row=N-01 state=收集 title=儿童空间"
            #expect(try await house.messages(to: "community").contains(alarm))
            #expect(try await house.staffMessages().contains(alarm))
            #expect(
                try await house.messages(to: "a") == [
                    "notice.need_due need=N-01 owner=社区 state=收集 title=儿童空间"
                ])
            let desk = house.needs
            let shown = try await house.ask(community) { call throws(SQLError) in
                try desk.show(number, call)
            }
            #expect(shown.value?.history?.map(\.act) == ["collect", "overdue"])
            let after = try await house.act(
                .sort, number, NeedAction(title: "儿童空间"), by: community, at: second)
            #expect(after.value?.overdueDays == 2, "a name is no new day")
            try await house.act(.offer, number, NeedAction(due: "2026-04-20"), by: community, at: second)
            #expect(try await house.lines("needs", overdue: true, by: community, at: second).isEmpty)
            try await house.fireTimers(at: Instant.at("2026-04-21 00:00"))
            #expect(try await house.messages(to: "a").last?.hasPrefix("notice.need_due") == true)
        }
    }

    @Test("Who has taken a need on sees it done, and the community; nobody else does", arguments: Engines.all)
    func holder(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let street = try await house.account("street-1", [.street])
            let committee = try await house.account("committee-1", [.committee])
            let done = NeedAction(text: "已开放")
            func offered(_ words: String) async throws -> String {
                let number = try await house.wish(words)
                try await house.act(.sort, number, NeedAction(title: "长椅"), by: community)
                try await house.act(.offer, number, NeedAction(due: "2026-03-31"), by: community)
                return number
            }
            // The committee takes it on itself, whatever it calls itself.
            let own = try await offered("想要长椅")
            try await house.act(.claim, own, NeedAction(by: "热心邻居队", due: "2026-04-30"), by: committee)
            for act in [NeedAct.finish, .release, .postpone, .begin] {
                let all = NeedAction(due: "2026-05-01", text: "办了", reason: "换人")
                #expect(try await house.act(act, own, all, by: street).refusal?.code == "need.not_yours")
            }
            #expect(try await house.need(own).state == .claimed, "a refusal changes nothing")
            #expect(try await house.act(.finish, own, done, by: committee).value?.state == "done")
            // Handed by the community to a body by its name.
            let handed = try await offered("想要凉亭")
            try await house.act(.assign, handed, NeedAction(by: "街道", due: "2026-04-30"), by: community)
            #expect(
                try await house.act(.begin, handed, by: committee).refusal?.code == "need.not_yours")
            #expect(try await house.act(.begin, handed, by: street).value?.state == "under_way")
            #expect(try await house.act(.finish, handed, done, by: community).value?.state == "done")
            // A body that has no role here: the community says it for them.
            let outside = try await offered("想要雨棚")
            try await house.act(.claim, outside, NeedAction(by: "爱心商户", due: "2026-04-30"), by: community)
            #expect(
                try await house.act(.finish, outside, done, by: street).refusal?.code == "need.not_yours")
            #expect(try await house.act(.finish, outside, done, by: community).value?.state == "done")
        }
    }

    @Test(
        "A wish that fits no category is named by its words until the staff have sorted it",
        arguments: Engines.all,
        [
            ("我们这片缺个给小孩写作业的地方", "儿童空间"), ("阿嬷买菜回来半路没地方歇脚", "适老设施"), ("想在空地上摆两张乒乓桌", "健身运动"),
            ("花坛边上能坐的地方太少", "休息遮阳"), ("要是有人来教做豆腐就好了", "其他需求"),
        ])
    func kinds(engine: Engine, given: (String, String)) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let number = try await house.wish(given.0)
            #expect(try await house.need(number).title == given.1)
            let sorted = try await house.act(.sort, number, NeedAction(title: "另一种"), by: community)
            #expect(sorted.value?.title == "另一种")
            let locker = try await house.wish("小孩够不着快递柜", from: house.b, category: "facility.locker")
            #expect(try await house.need(locker).title == "快递柜", "a category of its own goes before")
        }
    }

    @Test("Withdrawn by who wished for it, while nobody has it", arguments: Engines.all)
    func withdrawn(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let number = try await house.wish("想要长椅")
            let id = try #require(NeedID(number: number))
            let candidate = Cancellable(kind: .need(id), reference: number, title: "需求 N-01（休息遮阳）")
            let question = Command.findCancellable(.anything, .latest)
            #expect(try await house.handle(question) == .cancellable([candidate]))
            #expect(
                try await house.handle(.cancel(candidate), from: house.b)
                    == .cancelRefused(candidate, .alreadyClosed), "another's need is not his to give up")
            #expect(try await house.handle(.cancel(candidate)) == .cancelled(candidate))
            #expect(try await house.need(number).state == .withdrawn)
            let late = try await house.act(.sort, number, NeedAction(title: "长椅"), by: community)
            #expect(late.refusal?.code == "need.state")
            let second = try await house.wish("想要凉亭")
            try await house.act(.sort, second, NeedAction(title: "凉亭"), by: community)
            try await house.act(.assign, second, NeedAction(by: "物业", due: "2026-04-30"), by: community)
            let taken = Cancellable(kind: .need(NeedID(2)), reference: second, title: "")
            #expect(try await house.handle(.cancel(taken)) == .cancelRefused(taken, .workHasBegun))
        }
    }

    @Test("Refused with a reason: roles, days, words, numbers, estates", arguments: Engines.all)
    func refusals(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let steward = try await house.account("steward-1", [.steward])
            let number = try await house.wish("想要长椅")
            func code(
                _ act: NeedAct, _ request: NeedAction = NeedAction(), _ who: StaffIdentity? = nil,
                number: String = number
            ) async throws -> String? {
                try await house.act(act, number, request, by: who ?? community).refusal?.code
            }
            #expect(try await code(.sort, NeedAction(title: "长椅"), steward) == "role.forbidden")
            #expect(try await code(.sort) == "title.missing")
            #expect(
                try await code(.sort, NeedAction(title: String(repeating: "长", count: 41)))
                    == "title.too_long")
            #expect(try await code(.sort, NeedAction(title: "长椅"), number: "N-99") == "need.not_found")
            #expect(
                try await code(.sort, NeedAction(title: "长椅"), number: "LL260316-0001") == "need.not_found")
            #expect(try await code(.withdraw) == "role.forbidden")
            #expect(try await code(.decline) == "reason.missing")
            try await house.act(.sort, number, NeedAction(title: "长椅"), by: community)
            #expect(try await code(.offer) == "due.invalid")
            #expect(try await code(.offer, NeedAction(due: "2026-03-15")) == "due.past")
            #expect(try await code(.assign, NeedAction(due: "2026-04-30")) == "by.missing")
            var elsewhere = community
            elsewhere.estate = "OTHER"
            #expect(try await code(.offer, NeedAction(due: "2026-04-01"), elsewhere) == "scope.forbidden")
            #expect(try await house.need(number).state == .sorted, "nothing of it was done")
        }
    }
}
