import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Prices and caps of `Config/rewards.yaml`: 抽纸 15 points, two a month; 停车券 10 points, four a month;
/// 雨伞 30 points, one a quarter.
@Suite("Redeeming: points and stock are held and given back together")
struct RewardServiceTests {
    private static func quote(
        _ house: House, _ wish: String, _ quantity: Int = 1, at now: Instant = House.monday
    ) async throws -> RewardQuote? {
        guard
            case .quoted(let quote) = try await house.handle(
                .reward(.quote(item: wish, quantity: quantity)), at: now)
        else { return nil }
        return quote
    }

    /// Redeems and returns the pick-up code.
    @discardableResult
    private static func redeem(
        _ house: House, _ wish: String, _ quantity: Int = 1, at now: Instant = House.monday
    ) async throws -> String {
        let quote = try #require(try await quote(house, wish, quantity, at: now))
        guard
            case .redeemed(_, let code, let until) = try await house.handle(.reward(.redeem(quote)), at: now)
        else {
            throw SQLError(.decoding, "not redeemed")
        }
        #expect(until == now + .days(7))
        return code
    }

    @Test("A quote changes nothing", arguments: Engines.all)
    func quote(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.give(41)
            let quote = try await Self.quote(house, "抽纸", 2)
            #expect(
                quote == RewardQuote(reward: "tissue", name: "抽纸1提", quantity: 2, points: 30, balance: 41))
            #expect(try await house.holdings("tissue") == [41, 0, 5])
        }
    }

    @Test(
        "Redeeming holds points and stock and gives a code of six digits that lives seven days",
        arguments: Engines.all)
    func hold(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.give(41)
            let code = try await Self.redeem(house, "抽纸", 2)
            #expect(code.count == 6)
            #expect(code.allSatisfy { $0.isNumber })
            #expect(try await house.holdings("tissue") == [11, 30, 3])
        }
    }

    @Test("After seven days points and stock go back once, and the resident is told", arguments: Engines.all)
    func expiry(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.give(41)
            try await Self.redeem(house, "抽纸", 2)
            let end = House.monday + .days(7)
            #expect(try await house.fireTimers(at: end - .milliseconds(1)).isEmpty)
            #expect(try await house.fireTimers(at: end) == [.redemption])
            #expect(try await house.holdings("tissue") == [41, 0, 5])
            #expect(try await house.fireTimers(at: end + .days(1)).isEmpty)
            let told = try await house.messages(to: "a")
            #expect(told == ["redeem.expired name=抽纸1提 points=30 qty=2"])
            let wrong = try await house.database.read { tx throws(SQLError) in try tx.ledger.mismatches() }
            #expect(wrong.isEmpty)
        }
    }

    @Test(
        "D03: whoever waits for goods hears once, in order, and nothing is kept for him",
        arguments: Engines.all)
    func waiting(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let manager = try await house.account("manager-9", [.manager])
            let desk = RewardDesk(
                settings: house.settings,
                notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none),
                codes: .counting())
            func stock(_ count: Int) async throws {
                let changed = try await house.ask(manager) { call throws(SQLError) in
                    try desk.changeStock("tissue", ChangeStock(set: count), call)
                }
                #expect(changed.refusal == nil)
            }
            let words = "抽纸没了？有货叫我"
            let inStock = try await house.handle(.awaitReward(words: words, item: nil))
            guard case .rewardInStock(let listing) = inStock, listing.code == "tissue" else {
                Issue.record("\(inStock)")
                return
            }
            try await stock(0)
            let asked = Command.awaitReward(words: words, item: nil)
            #expect(try await house.handle(asked) == .rewardAwaited(name: "抽纸1提", isNew: true))
            #expect(try await house.handle(asked) == .rewardAwaited(name: "抽纸1提", isNew: false))
            let bare = Command.awaitReward(words: "到货通知我", item: nil)
            #expect(try await house.handle(bare, from: house.b) == .rewardWaitUnknown(["抽纸1提"]))
            let known = Command.awaitReward(words: "好", item: "抽纸1提")
            #expect(try await house.handle(known, from: house.b) == .rewardAwaited(name: "抽纸1提", isNew: true))
            #expect(
                try await house.handle(.project(.unfollow(words: "不用通知了")), from: house.b)
                    == .rewardWaitsLeft(["抽纸1提"]))
            try await stock(2)
            #expect(try await house.fireTimers(at: House.monday) == [.broadcast])
            #expect(try await house.messages(to: "a").last == "notice.reward_back name=抽纸1提 stock=2")
            #expect(try await house.messages(to: "b").isEmpty, "he has taken it back")
            try await stock(0)
            try await stock(3)
            #expect(try await house.fireTimers(at: House.monday).isEmpty, "each hears once")
        }
    }

    @Test("A cancelled redemption gives back once and never expires", arguments: Engines.all)
    func cancel(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.give(41)
            try await Self.redeem(house, "抽纸")
            guard
                case .cancellable(let found) = try await house.handle(.findCancellable(.redemption, .latest)),
                let candidate = found.first
            else { return #expect(Bool(false), "nothing to cancel") }
            #expect(found.count == 1)
            #expect(
                try await house.handle(.cancel(candidate), from: house.b)
                    == .cancelRefused(candidate, .alreadyClosed))
            #expect(try await house.handle(.cancel(candidate)) == .cancelled(candidate))
            #expect(try await house.handle(.cancel(candidate)) == .cancelRefused(candidate, .alreadyClosed))
            #expect(try await house.holdings("tissue") == [41, 0, 5])
            #expect(try await house.fireTimers(at: House.monday + .days(8)).isEmpty)
        }
    }

    @Test("A collected redemption does not expire", arguments: Engines.all)
    func collected(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.give(41)
            try await Self.redeem(house, "抽纸")
            try await house.database.write { tx throws(SQLError) in
                for row in try tx.redemptions.held(by: house.a.resident) {
                    _ = try tx.redemptions.end(row.id, .collected, at: House.monday)
                }
            }
            try await house.fireTimers(at: House.monday + .days(8))
            #expect(try await house.holdings("tissue") == [26, 15, 4])
            #expect(try await house.messages(to: "a").isEmpty)
        }
    }

    @Test(
        "The cap of a month counts what is held and collected, not what was cancelled, and begins anew",
        arguments: Engines.all)
    func caps(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.give(200)
            try await Self.redeem(house, "抽纸", 2)
            guard
                case .rewardLimit(_, let words) = try await house.handle(
                    .reward(.quote(item: "抽纸", quantity: 1)))
            else { return #expect(Bool(false), "the third in a month passed") }
            #expect(words == "每月2件")
            let lastMoment = Instant.at("2026-03-31 23:59")
            #expect(try await Self.quote(house, "抽纸", 1, at: lastMoment) == nil)
            #expect(try await Self.quote(house, "抽纸", 2, at: .at("2026-04-01 00:00")) != nil)
            guard case .rewardLimit = try await house.handle(.reward(.quote(item: "停车券", quantity: 5))) else {
                return #expect(Bool(false), "five at once passed a cap of four")
            }
        }
    }

    @Test(
        "A cap a quarter begins with April, July, October and January",
        arguments: Engines.all,
        [
            ("2026-03-31 20:00", "2026-03-31 21:00", false), ("2026-03-31 20:00", "2026-04-01 00:00", true),
            ("2026-04-01 00:00", "2026-06-30 23:59", false), ("2026-10-05 12:00", "2027-01-01 00:00", true),
        ])
    func quarter(engine: Engine, given: (String, String, Bool)) async throws {
        let (first, second, passes) = given
        try await House.with(on: engine) { house in
            try await house.give(200)
            try await Self.redeem(house, "雨伞", at: .at(first))
            #expect((try await Self.quote(house, "雨伞", at: .at(second)) != nil) == passes)
        }
    }

    @Test(
        "Too few points, an empty shelf and an unknown thing are refused with the figures",
        arguments: Engines.all)
    func refusals(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.give(14)
            guard
                case .pointsShort(let short) = try await house.handle(
                    .reward(.quote(item: "抽纸", quantity: 1)))
            else {
                return #expect(Bool(false), "14 points bought 15")
            }
            #expect(short.points == 15)
            #expect(short.balance == 14)
            guard
                case .rewardOut(_, let left) = try await house.handle(
                    .reward(.quote(item: "停车券", quantity: 6)))
            else {
                return #expect(Bool(false), "six were taken of five")
            }
            #expect(left == 5)
            for wish in ["金条", "x", ""] {
                guard case .rewardUnknown = try await house.handle(.reward(.quote(item: wish, quantity: 1)))
                else {
                    return #expect(Bool(false), "\(wish) was found")
                }
            }
            for quantity in [0, -1, Int.max] {
                guard
                    case .rewardUnknown = try await house.handle(
                        .reward(.quote(item: "抽纸", quantity: quantity)))
                else {
                    return #expect(Bool(false), "a quantity of \(quantity) was quoted")
                }
            }
        }
    }

    @Test("A price that rose between quote and yes is told anew and takes nothing", arguments: Engines.all)
    func priceChange(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.give(41)
            let old = try #require(try await Self.quote(house, "抽纸"))
            try await house.database.write { tx throws(SQLError) in
                try tx.rewards.put(
                    estate: "HTL", RewardListing(code: "tissue", name: "抽纸1提", points: 16, stock: 0))
            }
            guard case .quoted(let new) = try await house.handle(.reward(.redeem(old))) else {
                return #expect(Bool(false), "it was redeemed at a price that nobody confirmed")
            }
            #expect(new.points == 16)
            #expect(try await house.holdings("tissue") == [41, 0, 5])
        }
    }

    @Test(
        "Two yeses at once on points for one: one is held, the other is told that they are short",
        arguments: Engines.all)
    func twice(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.give(80)
            let quote = try #require(try await Self.quote(house, "家政"))
            async let first = house.handle(.reward(.redeem(quote)))
            async let second = house.handle(.reward(.redeem(quote)))
            let outcomes = [try await first, try await second]
            let redeemed = outcomes.filter { if case .redeemed = $0 { true } else { false } }
            #expect(redeemed.count == 1)
            #expect(try await house.holdings("housework_1h") == [0, 80, 4])
        }
    }

    @Test(
        "Without a proven home points and rewards stay shut; the command is kept for later",
        arguments: Engines.all,
        [
            Command.points(.balance), .points(.ask(.ledger, words: "积分明细")),
            .points(.ask(.balance, words: "我的分什么时候过期")), .points(.read(text: "扫楼道", attachment: nil)),
            .points(.claim(Deed(text: "扫楼道"), item: "sweep_corridor")), .reward(.list),
            .reward(.quote(item: "抽纸", quantity: 1)),
            .reward(
                .redeem(RewardQuote(reward: "tissue", name: "抽纸1提", quantity: 1, points: 15, balance: 41))),
        ])
    func unproven(engine: Engine, command: Command) async throws {
        try await House.with(on: engine) { house in
            try await house.give(100, to: house.b)
            let home = Address(building: "6", unit: "1", room: "802")
            #expect(try await house.handle(command, from: house.b) == .needsProof(command, claimed: home))
        }
    }

    @Test("Balance and statement show what is held apart; a claim waits for a person", arguments: Engines.all)
    func statement(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.give(41)
            try await Self.redeem(house, "抽纸")
            #expect(try await house.handle(.points(.balance)) == .balance(26, held: 15))
            guard
                case .pointsTold(.ledger(_, let lines, let balance)) = try await house.handle(
                    .points(.ask(.ledger, words: "明细")))
            else { return #expect(Bool(false), "no statement") }
            #expect(lines.map(\.points) == [-15, 41])
            #expect(balance == 26)
            let deed = Deed(text: "我扫了楼道", attachment: "m")
            guard case .claimPending = try await house.handle(.points(.claim(deed, item: "sweep_corridor")))
            else {
                return #expect(Bool(false), "the claim is not pending")
            }
            #expect(try await house.handle(.points(.balance)) == .balance(26, held: 15))
        }
    }

    @Test(
        "The rules list 7 categories with 35 items, and the two of the seed give 1 point",
        arguments: Engines.all)
    func rules(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            guard
                case .pointsTold(.rules(let lines, 10, 100)) = try await house.handle(
                    .points(.ask(.rule, words: "全部积分规则")), from: house.b)
            else { return #expect(Bool(false), "no rules") }
            #expect(lines.count == 7)
            #expect(lines.joined().components(separatedBy: "分").count - 1 >= 35)
            #expect(lines.joined().contains("主动宣传垃圾分类 1分"))
            #expect(lines.joined().contains("检查公共设施并上报 1分"))
        }
    }
}
