import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// D03: `Config/rewards.yaml` gives one yuan for two points, 50 yuan a flat and quarter. Resident A owns
/// 3-2-501; the family member lives there too.
@Suite("D03: points against the property fee wait for the company")
struct FeeDiscountTests {
    private static let name = "物业费抵扣（3栋2单元501）"

    private static func member(_ house: House, _ sender: String = "d", room: String = "501") async throws
        -> Party
    {
        let party = try await house.newcomer(sender)
        try await house.database.write { tx throws(SQLError) in
            let home = Address(building: "3", unit: "2", room: room)
            let unit = try present(tx.units.find(estate: "HTL", home).first)
            try tx.homes.add(
                party.resident, unit: unit.id, relation: .family, proof: .staff, at: House.monday)
        }
        return party
    }

    private static func quote(
        _ house: House, _ wish: FeeWish, from party: Party? = nil, at now: Instant = House.monday
    ) async throws -> Outcome {
        try await house.handle(.reward(.quoteFee(wish)), from: party, at: now)
    }

    /// The line of so many yuan.
    private static func redeem(
        _ house: House, _ yuan: Int, from party: Party? = nil, at now: Instant = House.monday
    ) async throws -> RedemptionID {
        let outcome = try await quote(house, FeeWish(yuan: yuan), from: party, at: now)
        guard case .quoted(let price) = outcome,
            case .redeemed = try await house.handle(.reward(.redeem(price)), from: party, at: now)
        else { throw SQLError(.decoding, "not redeemed: \(outcome)") }
        let who = (party ?? house.a).resident
        let row = try await house.database.read { tx throws(SQLError) in
            try tx.redemptions.held(by: who).first
        }
        return try #require(row?.id)
    }

    private static func desk(_ house: House) -> RewardDesk {
        RewardDesk(
            settings: house.settings,
            notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none),
            codes: .counting())
    }

    @Test(
        "The price is told by yuan, by points or as much as may be; without an amount it is asked",
        arguments: Engines.all)
    func prices(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.give(90)
            let terms = FeeTerms(home: "3栋2单元501", price: 2, limit: "每季度50元", left: 50, balance: 90)
            let asked = try await Self.quote(house, FeeWish())
            #expect(asked == .feeAsked(terms))
            let wishes = [
                (FeeWish(yuan: 20), 20), (FeeWish(points: 40), 20), (FeeWish(points: 41), 20),
                (FeeWish(wantsMost: true), 45),
            ]
            for (wish, yuan) in wishes {
                let wanted = RewardQuote(
                    reward: "fee_discount", name: Self.name, quantity: yuan, points: yuan * 2, balance: 90,
                    fee: terms)
                let quoted = try await Self.quote(house, wish)
                #expect(quoted == .quoted(wanted))
            }
            let over = try await Self.quote(house, FeeWish(yuan: 51))
            #expect(over == .feeLimit(terms))
            guard case .pointsShort(let short) = try await Self.quote(house, FeeWish(yuan: 46)) else {
                return #expect(Bool(false), "92 points of 90")
            }
            #expect(short.points == 92)
            #expect(try await house.holdings("fee_discount") == [90, 0, 5], "nothing was changed")
        }
    }

    @Test(
        "The limit is the flat's, whoever of it asks, and begins anew with the quarter",
        arguments: Engines.all)
    func limit(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let member = try await Self.member(house)
            let other = try await Self.member(house, "e", room: "502")
            for party in [house.a, member, other] { try await house.give(200, to: party) }
            _ = try await Self.redeem(house, 30)
            guard case .feeLimit(let terms) = try await Self.quote(house, FeeWish(yuan: 21), from: member)
            else { return #expect(Bool(false), "51 yuan for one flat") }
            #expect(terms.left == 20)
            _ = try await Self.redeem(house, 20, from: member)
            guard case .feeLimit(let full) = try await Self.quote(house, FeeWish()) else {
                return #expect(Bool(false), "nothing is left")
            }
            #expect(full.left == 0)
            _ = try await Self.redeem(house, 50, from: other)
            _ = try await Self.redeem(house, 50, at: .at("2026-04-01 09:00"))
        }
    }

    @Test("Two of a household at once do not pass the limit together", arguments: Engines.all)
    func atOnce(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let member = try await Self.member(house)
            for party in [house.a, member] { try await house.give(200, to: party) }
            guard case .quoted(let mine) = try await Self.quote(house, FeeWish(yuan: 30)),
                case .quoted(let theirs) = try await Self.quote(house, FeeWish(yuan: 30), from: member)
            else { return #expect(Bool(false), "no price") }
            async let first = house.handle(.reward(.redeem(mine)))
            async let second = house.handle(.reward(.redeem(theirs)), from: member)
            let outcomes = [try await first, try await second]
            let done = outcomes.filter { if case .redeemed = $0 { true } else { false } }
            #expect(done.count == 1)
        }
    }

    @Test(
        "The company's yes spends the points, its no gives them back; each is told and said once",
        arguments: Engines.all)
    func settling(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.give(90)
            let desk = Self.desk(house)
            let accountant = try await house.account("service-desk", [.serviceDesk])
            let lead = try await house.account("lead-3", [.buildingLead])
            let (yes, no) = (try await Self.redeem(house, 10), try await Self.redeem(house, 20))
            #expect(try await house.holdings("fee_discount") == [30, 60, 5], "the shelf has no part in it")
            let codes = try await house.database.write { tx throws(SQLError) -> [String?] in
                let call = DeskCall(staff: accountant, in: tx, at: House.monday)
                let listed = try desk.fees(estate: "HTL", rows: 10, call).value?.items.map(\.rewardName)
                let refused = DeskCall(staff: lead, in: tx, at: House.monday)
                return [
                    listed == [Self.name, Self.name] ? "listed" : nil,
                    try desk.confirm(yes, refused).refusal?.code,
                    try desk.confirm(yes, call).value?.state, try desk.confirm(yes, call).refusal?.code,
                    try desk.refuse(no, reason: "本季度已结清", call).value?.state,
                    try desk.confirm(no, call).refusal?.code,
                    try desk.fees(estate: "HTL", rows: 10, call).value?.items.first?.rewardName,
                ]
            }
            #expect(codes[0] == "listed")
            #expect(codes[1] != nil, "a building's lead is no accountant")
            #expect(
                codes[2...] == [
                    "collected", "redemption.collected", "cancelled", "redemption.ended", nil,
                ])
            #expect(try await house.holdings("fee_discount") == [70, 0, 5])
            let told = try await house.messages(to: "a")
            #expect(told.map { $0.prefix { $0 != " " } } == ["notice.fee_confirmed", "notice.fee_refused"])
            let wrong = try await house.database.read { tx throws(SQLError) in try tx.ledger.mismatches() }
            #expect(wrong.isEmpty)
        }
    }

    @Test(
        "A line that nobody settles gives the points back, and no code hands it over", arguments: Engines.all)
    func left(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.give(90)
            let id = try await Self.redeem(house, 10)
            let desk = Self.desk(house)
            let steward = try await house.account("steward-1", [.serviceDesk])
            let code = try await house.database.write { tx throws(SQLError) -> String? in
                let call = DeskCall(staff: steward, in: tx, at: House.monday)
                let code = try tx.redemptions.find(id)?.code ?? ""
                return try desk.collect(.init(code: code, estate: "HTL"), call).refusal?.code
            }
            #expect(code == "redemption.fee")
            let end = House.monday + .days(Limits.feeLineDays)
            #expect(try await house.fireTimers(at: end - .milliseconds(1)).isEmpty)
            #expect(try await house.fireTimers(at: end) == [.redemption])
            #expect(try await house.holdings("fee_discount") == [90, 0, 5])
            let told = try await house.messages(to: "a")
            #expect(told.map { $0.prefix { $0 != " " } } == ["redeem.fee_expired"])
        }
    }
}
