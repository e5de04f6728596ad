import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Activities as residents use them: the example A06 of the domain.
@Suite("Activities: signing up, waiting, giving up")
struct ActivityServiceTests {
    private static func house(
        on engine: Engine, _ items: [OpenActivityItem], _ test: (House) async throws -> Void
    ) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let opened = try await house.open(House.serviceDay(items), by: community)
            #expect(opened.value?.number == "A-01")
            try await test(house)
        }
    }

    @Test("A06: the day, the place and what is to be had, from rows alone", arguments: Engines.all)
    func offer(engine: Engine) async throws {
        let items = ["理发", "磨刀", "小家电维修", "量血压"].map { OpenActivityItem(name: $0, seats: 20) }
        try await House.with(on: engine) { house in
            #expect(
                try await house.handle(.activity(.find(words: "这个月便民服务日是哪天啊", people: 1)))
                    == .activityNone(name: "便民服务日"))
            let community = try await house.account("community-1", [.community])
            try await house.open(House.serviceDay(items), by: community)
            let offer = try await house.offer("这个月便民服务日是哪天啊")
            #expect(offer.title == "3月28日（周六）9:00–11:30，中心广场")
            #expect(offer.items.map(\.name) == ["理发", "磨刀", "小家电维修", "量血压"])
            #expect(offer.items.map(\.left) == [20, 20, 20, 20])
            #expect(try await house.offer("我要报名！") == offer, "the soonest where none is named")
            #expect(
                try await house.handle(.activity(.find(words: "书法班还有名额吗", people: 1)))
                    == .activityUnknown("书法班还有名额吗"))
            let both = Command.activity(.find(words: "磨刀和理发给我报上，不要量血压", people: 2))
            #expect(
                try await house.handle(both)
                    == .activityFound(offer, items: [offer.items[0].id, offer.items[1].id], people: 2))
        }
    }

    @Test(
        "The last place goes to one of many who ask at once; the others wait in order",
        arguments: Engines.all)
    func lastPlace(engine: Engine) async throws {
        try await Self.house(on: engine, [OpenActivityItem(name: "磨刀", seats: 1)]) { house in
            let item = try await house.offer("磨刀").items[0].id
            var neighbours: [Party] = []
            for number in 1...8 { neighbours.append(try await house.newcomer("n\(number)")) }
            let waiting = try await withThrowingTaskGroup(of: Int.self) { group in
                for neighbour in neighbours {
                    group.addTask {
                        let outcome = try await house.handle(
                            .activity(.signUp(item, people: 1)), from: neighbour)
                        guard case .signedUp(let signup, true) = outcome else { return -1 }
                        return signup.waiting
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(waiting.sorted() == Array(0...7))
            #expect(try await house.offer("磨刀").items[0].left == 0)
        }
    }

    @Test("Who says it twice has signed up once", arguments: Engines.all)
    func twice(engine: Engine) async throws {
        try await Self.house(on: engine, [OpenActivityItem(name: "磨刀", seats: 5)]) { house in
            let first = try await house.signUp("磨刀", people: 2)
            #expect(first.people == 2 && first.waiting == 0)
            let item = try await house.offer("磨刀").items[0]
            #expect(item.left == 3)
            #expect(
                try await house.handle(.activity(.signUp(item.id, people: 1)))
                    == .signedUp(first, isNew: false))
            #expect(
                try await house.handle(.activity(.signUp(item.id, people: 5)), from: house.b)
                    == .signupTooMany(4))
            #expect(try await house.offer("磨刀").items[0].left == 3)
        }
    }

    @Test(
        "More heads than before are the same entry for more, as far as there are places",
        arguments: Engines.all)
    func wider(engine: Engine) async throws {
        try await Self.house(on: engine, [OpenActivityItem(name: "理发", seats: 3)]) { house in
            let first = try await house.signUp("理发")
            let item = try await house.offer("理发").items[0].id
            guard
                case .signedUp(let wider, true) = try await house.handle(.activity(.signUp(item, people: 2)))
            else {
                Issue.record("no wider entry")
                return
            }
            #expect(wider.id == first.id && wider.people == 2)
            #expect(try await house.offer("理发").items[0].left == 1)
            #expect(
                try await house.handle(.activity(.signUp(item, people: 4))) == .signedUp(wider, isNew: false))
            #expect(try await house.offer("理发").items[0].left == 1)
        }
    }

    @Test("One item is given up for another in one go, and for a full one nothing is", arguments: Engines.all)
    func swap(engine: Engine) async throws {
        let items = [("理发", 3), ("磨刀", 2), ("量血压", 1)].map { OpenActivityItem(name: $0.0, seats: $0.1) }
        try await Self.house(on: engine, items) { house in
            let swap = Command.activity(.swap(from: "理发不去了，", to: "磨刀"))
            #expect(try await house.handle(swap) == .signupSwapUnknown, "he has none to give up")
            try await house.signUp("理发", people: 2)
            guard case .signupSwapped(let new, left: "理发") = try await house.handle(swap) else {
                Issue.record("nothing was swapped")
                return
            }
            #expect(new.item == "磨刀" && new.people == 2, "as many heads as before")
            #expect(try await house.offer("便民服务日").items.map(\.left) == [3, 0, 1])
            #expect(try await house.handle(.activity(.swap(from: "", to: "合唱"))) == .signupSwapUnknown)
            guard
                case .activityFound(_, let full, 2, true) = try await house.handle(
                    .activity(.swap(from: "", to: "量血压")))
            else {
                Issue.record("the waiting list was not offered")
                return
            }
            #expect(full.count == 1)
            #expect(try await house.offer("便民服务日").items.map(\.left) == [3, 0, 1], "nothing was given up")
            let named = Command.findCancellable(.signup, .latest, words: "磨刀不去了")
            try await house.signUp("理发")
            guard case .cancellable(let found) = try await house.handle(named) else {
                Issue.record("nothing found")
                return
            }
            #expect(found.count == 1 && found[0].title.hasSuffix("磨刀"))
        }
    }

    @Test(
        "What is given up goes to whoever has waited longest and fits, who hears it at once",
        arguments: Engines.all)
    func promotion(engine: Engine) async throws {
        try await Self.house(on: engine, [OpenActivityItem(name: "磨刀", seats: 2)]) { house in
            let (couple, single) = (try await house.newcomer("couple"), try await house.newcomer("single"))
            let mine = try await house.signUp("磨刀")
            let other = try await house.signUp("磨刀", from: house.b)
            #expect(try await house.signUp("磨刀", people: 2, from: couple).waiting == 1)
            #expect(try await house.signUp("磨刀", from: single).waiting == 2)
            let status = try await house.handle(.ticketStatus(.latest), from: single)
            guard case .matters(_, _, let appointments, _) = status else {
                Issue.record("nothing was told: \(status)")
                return
            }
            #expect(appointments.count == 1 && appointments[0].hasSuffix("（候补第2位）"), "a wait is no place")
            guard case .cancelled = try await house.leave(mine) else {
                Issue.record("he could not give it up")
                return
            }
            let words = "activity=便民服务日 3月28日（周六）9:00–11:30，中心广场 item=磨刀"
            #expect(try await house.messages(to: "single") == ["notice.activity_place \(words)"])
            #expect(try await house.messages(to: "couple").isEmpty, "one place is none for two")
            #expect(
                try await house.leave(mine)
                    == .cancelRefused(
                        Cancellable(kind: .signup(mine.id), reference: "1", title: "报名"), .alreadyClosed))
            let stranger = try await house.leave(other, from: single)
            guard case .cancelRefused(_, .alreadyClosed) = stranger else {
                Issue.record("somebody gave up what is another's")
                return
            }
            _ = try await house.leave(other, from: house.b)
            #expect(try await house.messages(to: "couple").isEmpty)
            #expect(try await house.offer("磨刀").items[0].left == 1)
        }
    }

    @Test("Sign-up ends when it closes, and what is over cannot be given up", arguments: Engines.all)
    func closing(engine: Engine) async throws {
        try await Self.house(on: engine, [OpenActivityItem(name: "磨刀", seats: 2)]) { house in
            let mine = try await house.signUp("磨刀")
            let item = try await house.offer("磨刀").items[0].id
            let begun = Instant.at("2026-03-28 09:00")
            #expect(
                try await house.handle(.activity(.signUp(item, people: 1)), from: house.b, at: begun)
                    == .signupClosed)
            #expect(try await !house.offer("磨刀", at: begun).isOpen)
            guard
                case .cancelRefused(_, .alreadyClosed) = try await house.leave(
                    mine, at: .at("2026-03-28 11:30"))
            else {
                Issue.record("it was given up afterwards")
                return
            }
            #expect(
                try await house.handle(
                    .activity(.find(words: "便民服务日", people: 1)), at: .at("2026-03-28 11:30"))
                    == .activityNone(name: "便民服务日"))
        }
    }
}
