import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// D01 of domain.md 1.2: what a resident is told about points. Resident A; Monday 2026-03-16, 10:00.
@Suite("D01: questions about points, each with its own answer")
struct PointsAnswerTests {
    private static func ask(
        _ house: House, _ question: PointsQuestion, _ words: String, _ period: String? = nil,
        from party: Party? = nil
    ) async throws -> PointsAnswer? {
        let outcome = try await house.handle(
            .points(.ask(question, words: words, period: period)), from: party)
        return if case .pointsTold(let answer) = outcome { answer } else { nil }
    }

    private static func expect(
        _ wanted: PointsAnswer?, _ house: House, _ question: PointsQuestion, _ words: String,
        from party: Party? = nil
    ) async throws {
        let answer = try await ask(house, question, words, from: party)
        #expect(answer == wanted)
    }

    private static func earn(
        _ house: House, _ points: Int, _ memo: String, at time: String, to party: Party? = nil
    ) async throws {
        let party = party ?? house.a
        let transfer = Transfer(
            .earn, from: .issuer(estate: "HTL"), to: .available(party.resident, estate: "HTL"),
            points: points, resident: party.resident, memo: memo,
            reference: "\(party.sender)-\(memo)-\(time)",
            actor: "system")
        _ = try await house.database.write { tx throws(SQLError) in
            try tx.ledger.transfer(transfer, at: .at(time))
        }
    }

    @Test("A statement has the month's sum by what it was for, and the last lines", arguments: Engines.all)
    func ledger(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.earn(house, 5, "建议被采纳", at: "2026-02-20 10:00")
            try await Self.earn(house, 3, "夜间巡逻 ≥1小时", at: "2026-03-02 10:00")
            try await Self.earn(house, 1, "文明劝导一次（乱停车、遛狗、乱丢）", at: "2026-03-03 10:00")
            guard case .ledger(let span, let lines, let balance) = try await Self.ask(house, .ledger, "明细")
            else { return #expect(Bool(false), "no statement") }
            let parts = [
                LedgerPart(memo: "夜间巡逻 ≥1小时", points: 3), LedgerPart(memo: "文明劝导一次", points: 1),
            ]
            #expect(span == PointsSpan(name: "3月", earned: 4, parts: parts))
            #expect(lines.map(\.points) == [1, 3, 5])
            #expect(balance == 9)
            guard
                case .ledger(let february, let old, _) = try await Self.ask(
                    house, .ledger, "上个月挣了几分", "2026-02")
            else { return #expect(Bool(false), "no statement") }
            #expect(february.name == "2月" && february.earned == 5)
            #expect(old.map(\.points) == [5])
        }
    }

    @Test("What waits is told with who decides; what was refused with its reason", arguments: Engines.all)
    func claims(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.expect(.pending([], held: 0), house, .pending, "批了没")
            let deed = Deed(text: "扫了楼道")
            guard
                case .claimPending(let note) = try await house.handle(
                    .points(.claim(deed, item: "sweep_corridor")))
            else { return #expect(Bool(false), "not noted") }
            let waiting = WaitingClaim(name: "清扫楼道一次", points: 2, at: House.monday, decider: "楼长")
            try await Self.expect(.pending([waiting], held: 0), house, .pending, "批了没")
            let staff = try await house.account("grid-1", [.gridWorker], chat: "g1")
            _ = try await house.database.write { tx throws(SQLError) in
                try tx.claims.reject(note.id, by: staff.id, reason: "照片与上次相同", at: House.monday)
            }
            let refused = RefusedClaim(name: "清扫楼道一次", at: House.monday, reason: "照片与上次相同")
            try await Self.expect(.refused([refused], days: 7), house, .ledger, "我的申报为什么被退了")
        }
    }

    @Test(
        "Points fall due by the year in which they were earned, the oldest spent first",
        arguments: Engines.all)
    func expiry(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let question = "积分什么时候过期"
            try await Self.expect(.expiry([], balance: 0), house, .rule, question)
            try await Self.earn(house, 30, "甲", at: "2025-06-01 10:00")
            try await Self.earn(house, 15, "乙", at: "2026-03-01 10:00")
            guard case .quoted(let quote) = try await house.handle(.reward(.quote(item: "停车券", quantity: 1)))
            else { return #expect(Bool(false), "no price") }
            _ = try await house.handle(.reward(.redeem(quote)))
            let (first, second) = (
                try #require(CivilDate("2026-12-31")), try #require(CivilDate("2027-12-31"))
            )
            let parts = [
                ExpiringPoints(points: 20, lastDay: first), ExpiringPoints(points: 15, lastDay: second),
            ]
            try await Self.expect(.expiry(parts, balance: 35), house, .rule, question)
        }
    }

    @Test(
        "The list of the month is masked, equal points share a place, his own is told", arguments: Engines.all
    )
    func ranking(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let c = try await house.newcomer("c")
            try await Self.earn(house, 3, "甲", at: "2026-03-01 10:00")
            try await Self.earn(house, 3, "甲", at: "2026-03-01 10:00", to: house.b)
            try await Self.earn(house, 9, "甲", at: "2026-03-01 10:00", to: c)
            try await Self.earn(house, 50, "乙", at: "2026-02-01 10:00")
            try await house.database.write { tx throws(SQLError) in
                try tx.residents.rename(c.resident, "林小满")
            }
            guard case .ranking(let span, let places, let own) = try await Self.ask(house, .ranking, "排行榜")
            else { return #expect(Bool(false), "no list") }
            #expect(span.name == "3月")
            #expect(places.map(\.rank) == [1, 2, 2])
            #expect(places[0].name == "林**")
            #expect(own?.rank == 2 && own?.points == 3)
        }
    }

    @Test("Rules are open to everybody and come from the settings", arguments: Engines.all)
    func rules(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let stranger = house.b
            let limits = PointsAnswer.limits(daily: 10, monthly: 100, days: 7)
            try await Self.expect(limits, house, .rule, "一天最多几分", from: stranger)
            try await Self.expect(.pooling, house, .rule, "和老伴的分能合并吗", from: stranger)
            let sweeping = PointsItemRule(
                item: DeedItem(code: "sweep_corridor", name: "清扫楼道一次", points: 2), limit: "每日1次",
                evidence: "前后照片", decider: "楼长")
            try await Self.expect(.item(sweeping), house, .rule, "扫楼道算几分", from: stranger)
            guard case .price(let listing) = try await Self.ask(house, .rule, "洗衣液要多少分", from: stranger)
            else { return #expect(Bool(false), "no price") }
            #expect(listing.points == 25)
            try await Self.expect(nil, house, .ranking, "谁分最多", from: stranger)
        }
    }
}
