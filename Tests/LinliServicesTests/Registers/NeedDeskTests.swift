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
            guard case .needNoted(let noted, true) = try await house.handle(.recordNeed(draft)) else {
                Issue.record("the wish is not in the register")
                return
            }
            #expect(noted.number == "N-01" && noted.state == .collected && noted.title == "其他需求")
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
            #expect(try await house.handle(.recordNeed(draft)) == .needsFull(open: 5))
            #expect(try await house.wish("还想要", from: house.b) == "N-06", "the limit is each one's own")
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
                try tx.projects.list(estate: "HTL", onlyRunning: false, overdueAt: nil, limit: 10)
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
                    .needStatus(NeedID(2)), from: house.b)
            else {
                Issue.record("his own need has no state")
                return
            }
            #expect(status.number == joined && status.state == .assigned && status.standsFor == id)
            #expect(try await house.handle(.needStatus(NeedID(2))) == .needUnknown, "not another's")
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
                        number: number, title: "其他需求", owner: "社区", due: "2026-03-31", state: "收集",
                        overdueDays: 2)
                ])
            let alarm = "staff.row_overdue due=3月31日 owner=社区 row=N-01 state=收集 title=其他需求"
            #expect(try await house.messages(to: "community").contains(alarm))
            #expect(try await house.staffMessages().contains(alarm))
            #expect(
                try await house.messages(to: "a") == [
                    "notice.need_due need=N-01 owner=社区 state=收集 title=其他需求"
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

    @Test("Withdrawn by who wished for it, while nobody has it", arguments: Engines.all)
    func withdrawn(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let number = try await house.wish("想要长椅")
            let id = try #require(NeedID(number: number))
            let candidate = Cancellable(kind: .need(id), reference: number, title: "需求 N-01（其他需求）")
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
