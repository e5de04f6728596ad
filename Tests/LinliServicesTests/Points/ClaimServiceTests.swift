import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// D02 and the rules of domain.md 2.6; the figures are those of `Config/points.yaml`. Resident A; Monday
/// 2026-03-16, 10:00.
@Suite("D02: claims are checked when they are made")
struct ClaimServiceTests {
    private static func claim(
        _ house: House, _ item: String?, _ text: String = "做了好事", day: String? = nil,
        at now: Instant = House.monday
    ) async throws -> Outcome {
        let deed = Deed(text: text, day: day.flatMap { CivilDate($0) })
        return try await house.handle(.points(.claim(deed, item: item)), at: now)
    }

    private static func expectNoted(
        _ house: House, _ item: String?, _ text: String = "做了好事", day: String? = nil,
        at now: Instant = House.monday
    ) async throws {
        let outcome = try await claim(house, item, text, day: day, at: now)
        #expect(note(outcome) != nil, "\(outcome)")
    }

    private static func expect(
        _ wanted: Outcome, _ house: House, _ item: String?, _ text: String = "做了好事", day: String? = nil
    ) async throws {
        let outcome = try await claim(house, item, text, day: day)
        #expect(outcome == wanted)
    }

    private static func note(_ outcome: Outcome) -> ClaimNote? {
        if case .claimPending(let note) = outcome { note } else { nil }
    }

    @Test(
        "It is named with its points and who decides", arguments: Engines.all,
        [
            ("inspect_facilities", "检查公共设施并上报", 1, "楼长"), ("night_patrol", "夜间巡逻 ≥1小时", 3, "网格员"),
            ("clean_action", "参加清洁家园行动", 4, "小区党支部"), ("blood_donation", "无偿献血", 10, "社区两人"),
            ("advise_manners", "文明劝导一次", 1, "楼长"),
        ])
    func named(engine: Engine, row: (String, String, Int, String)) async throws {
        try await House.with(on: engine) { house in
            let outcome = try await Self.claim(house, row.0)
            let note = try #require(Self.note(outcome))
            #expect(note.item == DeedItem(code: row.0, name: row.1, points: row.2))
            #expect(note.decider == row.3)
            let stored = try await house.database.read { tx throws(SQLError) in
                try tx.claims.find(note.id)
            }
            #expect(stored?.state == "pending")
            #expect(stored?.points == row.2)
        }
    }

    @Test("The second of a day is allowed, the third is told the cap", arguments: Engines.all)
    func itemCap(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            for _ in 1...2 {
                try await Self.expectNoted(house, "inspect_facilities")
            }
            try await Self.expect(
                .claimRefused(.itemFull(name: "检查公共设施并上报", limit: "每日2次")), house, "inspect_facilities")
            try await Self.expectNoted(house, "inspect_facilities", day: "2026-03-15")
            try await Self.expectNoted(house, "inspect_facilities", at: House.monday + .days(1))
        }
    }

    @Test("What was refused takes no place", arguments: Engines.all)
    func rejected(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let outcome = try await Self.claim(house, "sweep_corridor")
            let first = try #require(Self.note(outcome))
            guard case .claimRefused(.itemFull) = try await Self.claim(house, "sweep_corridor") else {
                return #expect(Bool(false), "twice a day")
            }
            let staff = try await house.account("grid-1", [.gridWorker], chat: "g1")
            _ = try await house.database.write { tx throws(SQLError) in
                try tx.claims.reject(first.id, by: staff.id, reason: "x", at: House.monday)
            }
            try await Self.expectNoted(house, "sweep_corridor")
        }
    }

    @Test("Ten points a day and a hundred a month", arguments: Engines.all)
    func sums(engine: Engine) async throws {
        try await House.with(on: engine, settings: { $0.points.monthlyLimit = 12 }) { house in
            try await Self.expectNoted(house, "mediate")
            try await Self.expect(.claimRefused(.dayFull(limit: 10, given: 8)), house, "night_patrol")
            try await Self.expectNoted(house, "sweep_corridor")
            try await Self.expect(
                .claimRefused(.monthFull(limit: 12, given: 10)), house, "night_patrol", day: "2026-03-14")
        }
    }

    @Test("Seven days back, no further, and nothing that is not done yet", arguments: Engines.all)
    func days(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await Self.expectNoted(house, "sweep_corridor", day: "2026-03-09")
            try await Self.expect(.claimRefused(.tooOld(days: 7)), house, "sweep_corridor", day: "2026-03-08")
            try await Self.expect(.claimRefused(.tooOld(days: 7)), house, "sweep_corridor", "上个月扫了楼道")
            let vague = try await Self.claim(house, "sweep_corridor", "上周扫了楼道")
            #expect(Self.note(vague)?.withinDays == 7)
            try await Self.expect(.claimRefused(.notYet(days: 7)), house, "night_patrol", day: "2026-03-17")
            try await Self.expect(.claimRefused(.notYet(days: 7)), house, "night_patrol", "我等会去巡逻")
        }
    }

    @Test("Without an item the same words of one day are one claim", arguments: Engines.all)
    func unnamed(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let outcome = try await Self.claim(house, nil)
            let first = try #require(Self.note(outcome))
            #expect(first.item == nil)
            try await Self.expect(.claimRefused(.repeated(first.id)), house, nil)
            try await Self.expectNoted(house, nil, "别的好事")
            try await Self.expect(.claimRefused(.unknown), house, "no_such")
        }
    }
}
