import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

@Suite struct RewardDeskTests {
    /// Resident A has 40 points and holds one tissue (15).
    private func held(_ desks: DeskStore, _ desk: RewardDesk) async throws -> Redemption {
        try await desks.give(40, to: desks.residentA, reference: "start")
        let ruling = try await desks.as(.community) { call throws(SQLError) in
            try desk.redeem(RedeemReward(resident: "web:a", reward: "tissue"), call)
        }
        return try #require(ruling.value)
    }

    @Test(arguments: Engines.all) func aCodeIsGoodOnceAndTheSecondReadsWhoAndWhen(engine: Engine) async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let desk = desks.rewards
            let redemption = try await held(desks, desk)
            let code = try #require(redemption.code)
            #expect(try await desks.balance(of: desks.residentA) == 25)
            let first = try await desks.as(.steward) { call throws(SQLError) in
                try desk.collect(CollectReward(code: code), call)
            }
            #expect(first.value?.state == "collected")
            let second = try await desks.as(.serviceDesk, after: .minutes(1)) { call throws(SQLError) in
                try desk.collect(CollectReward(code: code), call)
            }
            let refusal = try #require(second.refusal)
            #expect(refusal.code == "redemption.collected")
            #expect(refusal.message.contains("steward-1"))
            #expect(refusal.message.contains("2026-03-16 10:00"))
            let books = try await desks.as(.community) { call throws(SQLError) in
                try desks.points.verify(call)
            }
            #expect(books.value?.ok == true)
            #expect(try await desks.balance(of: desks.residentA) == 25)
        }
    }

    @Test(arguments: Engines.all) func twoWhoPressAtOnceGetOneHandOver(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let desk = desks.rewards
            let code = try #require(try await held(desks, desk).code)
            async let first = desks.as(.steward) { call throws(SQLError) in
                try desk.collect(CollectReward(code: code), call)
            }
            async let second = desks.as(.serviceDesk) { call throws(SQLError) in
                try desk.collect(CollectReward(code: code), call)
            }
            let rulings = try await [first, second]
            #expect(rulings.compactMap(\.value).count == 1)
            #expect(rulings.compactMap(\.refusal?.code) == ["redemption.collected"])
        }
    }

    @Test(arguments: Engines.all) func cancellingGivesPointsAndStockBackOnce(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let desk = desks.rewards
            let id = RedemptionID(try await held(desks, desk).id)
            for expected in [nil, "redemption.ended"] {
                let ruling = try await desks.as(.serviceDesk) { call throws(SQLError) in
                    try desk.cancel(id, call)
                }
                #expect(ruling.refusal?.code == expected)
            }
            #expect(try await desks.balance(of: desks.residentA) == 40)
            let shown = try await desks.as(.steward) { call throws(SQLError) in
                try desk.show("tissue", estate: "HTL", call)
            }
            #expect(shown.value?.stock == 5)
        }
    }

    @Test(arguments: Engines.all) func whoHasTooLittleGetsNothing(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let desk = desks.rewards
            let ruling = try await desks.as(.community) { call throws(SQLError) in
                try desk.redeem(RedeemReward(resident: "web:b", reward: "tissue"), call)
            }
            #expect(ruling.refusal?.code == "points.too_few")
        }
    }

    static let changes: [(set: Int?, add: Int?, stock: Int?)] = [
        (9, nil, 9), (nil, 3, 8), (nil, -5, 0), (nil, -6, nil), (-1, nil, nil), (1, 1, nil),
        (nil, nil, nil),
    ]

    @Test(arguments: Engines.all, changes)
    func stockIsSetOrChangedAndNeverBelowZero(engine: Engine, _ row: (set: Int?, add: Int?, stock: Int?))
        async throws
    {
        try await DeskStore.with(on: engine) { desks in
            let desk = desks.rewards
            let ruling = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desk.changeStock(
                    "tissue", ChangeStock(estate: "HTL", set: row.set, add: row.add), call)
            }
            #expect(ruling.value?.stock == row.stock)
            if row.stock == nil { #expect(ruling.refusal?.code == "stock.invalid") }
        }
    }

    @Test(arguments: Engines.all) func theListOfRedemptionsHasNoCodes(engine: Engine) async throws {
        try await DeskStore.with(on: engine) { desks in
            let desk = desks.rewards
            _ = try await held(desks, desk)
            let page = try await desks.as(.serviceDesk) { call throws(SQLError) in
                try desk.redemptions(estate: nil, rows: 10, call)
            }
            #expect(page.value?.items.count == 1)
            #expect(page.value?.items.first?.code == nil)
        }
    }
}
