import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Visits on Monday 2026-03-16: the example A04 of the domain.
@Suite("Visits of the grid workers and the care list")
struct VisitDeskTests {
    private static let home = Address(building: "11", unit: "1", room: "1003")

    @Test("A04: who moves in is knocked at within three days by his grid's worker", arguments: Engines.all)
    func knock(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let worker = try await house.account("grid-2", [.gridWorker], chat: "worker")
            _ = try await house.account("grid-1", [.gridWorker], chat: "other")
            let newcomer = try await house.newcomer("new")
            let outcome = try await house.handle(.claimHome(Self.home, .owner), from: newcomer)
            let day = Instant.at("2026-03-19 23:59") + .seconds(59)
            #expect(outcome == .homeWelcomed(Self.home, visitor: "第2网格网格员", by: day))
            #expect(
                try await house.messages(to: "worker").isEmpty,
                "nobody comes before he has said that they may")
            #expect(try await house.handle(.visit(.ask), from: newcomer) == .visit(.none))
            let told = VisitTold(visitor: "第2网格网格员", by: day)
            #expect(
                try await house.handle(.visit(.plan(Self.home, VisitWish())), from: newcomer)
                    == .visit(.planned(told)))
            #expect(
                try await house.handle(.visit(.plan(Self.home, VisitWish())), from: newcomer)
                    == .visit(.none),
                "once in his life")
            #expect(
                try await house.messages(to: "worker") == [
                    "staff.visit_planned building=11 due=3月19日 owner=第2网格网格员 row=V-01 state=未完成 title=敲门"
                ])
            #expect(try await house.messages(to: "other").isEmpty, "the other grid's worker is left alone")
            let second = Address(building: "11", unit: "1", room: "1002")
            #expect(
                try await house.handle(.claimHome(second, .owner), from: newcomer) == .homeClaimed(second),
                "a second home brings no second knock")
            let desk = house.visits
            let done = try await house.ask(worker) { call throws(SQLError) in
                try desk.finish("V-01", Words(text: "已介绍门禁，家人13800005678"), call)
            }
            #expect(done.value?.note == "已介绍门禁，家人138****5678")
            #expect(done.value?.state == "done" && done.value?.home == "11-1-1003")
            let again = try await house.ask(worker) { call throws(SQLError) in
                try desk.finish("V-01", Words(text: "又去了"), call)
            }
            #expect(again.refusal?.code == "visit.over")
        }
    }

    @Test("Whose home the desk enters is knocked at too, once in his life", arguments: Engines.all)
    func knockFromTheDesk(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let worker = try await house.account("grid-2", [.gridWorker], chat: "worker")
            _ = try await house.newcomer("new")
            let notifier = Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none)
            let residents = ResidentDesk(
                settings: house.settings, notifier: notifier, codes: .counting())
            for home in ["11-1-1003", "11-1-1002"] {
                let bound = try await house.ask(worker) { call throws(SQLError) in
                    try residents.bind("web:new", BindHome(home: home), call)
                }
                #expect(bound.value != nil)
            }
            #expect(
                try await house.messages(to: "worker") == [
                    "staff.visit_planned building=11 due=3月19日 owner=第2网格网格员 row=V-01 state=未完成 title=敲门"
                ])
        }
    }

    @Test("He may call it off; one that was not made is an alarm", arguments: Engines.all)
    func declinedAndLate(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            _ = try await house.account("grid-2", [.gridWorker], chat: "worker")
            let first = try await house.newcomer("first")
            try await house.moveIn(first, Self.home)
            #expect(try await house.handle(.register(.declineVisit), from: first) == .visitsDeclined(1))
            #expect(try await house.handle(.register(.declineVisit), from: first) == .visitsDeclined(0))
            let second = try await house.newcomer("second")
            let flat = Address(building: "11", unit: "1", room: "903")
            try await house.moveIn(second, flat)
            let late = Instant.at("2026-03-21 08:00")
            try await house.fireTimers(at: late)
            #expect(
                try await house.messages(to: "worker").last
                    == "staff.row_overdue building=11 due=3月19日 owner=第2网格网格员 row=V-02 state=未完成 title=敲门")
            let lines = try await house.lines("visits", overdue: true, by: community, at: late)
            #expect(lines.map(\.number) == ["V-02"] && lines.map(\.overdueDays) == [2])
        }
    }

    @Test("A time that suits him stands at the visit, moves its day and is told", arguments: Engines.all)
    func wished(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let worker = try await house.account("grid-2", [.gridWorker], chat: "worker")
            let newcomer = try await house.newcomer("new")
            let tuesday = VisitWish(
                words: "下周二下午来吧，13800005678", day: House.monday.civil.date.adding(days: 8))
            try await house.moveIn(newcomer, Self.home, tuesday)
            let told = VisitTold(
                visitor: "第2网格网格员", by: Instant.at("2026-03-24 23:59") + .seconds(59), wish: tuesday.words)
            #expect(try await house.handle(.visit(.ask), from: newcomer) == .visit(.told(told)))
            #expect(try await house.messages(to: "worker").last?.contains("wished=住户说了方便的时间") == true)
            let evening = VisitWish(words: "晚上七点以后")
            let moved = VisitTold(visitor: told.visitor, by: told.by, wish: evening.words)
            #expect(try await house.handle(.visit(.move(evening)), from: newcomer) == .visit(.moved(moved)))
            #expect(
                try await house.messages(to: "worker").last?.hasPrefix(
                    "staff.visit_wished building=11 due=3月24日")
                    == true)
            let desk = house.visits
            func wishes() async throws -> [String] {
                let page = try await house.ask(worker) { call throws(SQLError) in
                    try desk.list(estate: nil, onlyPlanned: true, onlyOverdue: false, rows: 9, call)
                }
                return page.value?.items.map(\.wish) ?? []
            }
            #expect(try await wishes() == ["晚上七点以后"])
            _ = try await house.handle(.visit(.move(tuesday)), from: newcomer)
            #expect(try await wishes() == ["下周二下午来吧，138****5678"], "no number in a list")
            try await house.fireTimers(at: Instant.at("2026-03-20 08:00"))
            #expect(
                try await house.messages(to: "worker").allSatisfy { !$0.hasPrefix("staff.row_overdue") },
                "his own day is not late")
        }
    }

    @Test(
        "Who corrects his home is asked once more, and nobody comes to the wrong door", arguments: Engines.all
    )
    func corrected(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let newcomer = try await house.newcomer("new")
            let right = Address(building: "11", unit: "1", room: "1002")
            _ = try await house.handle(.claimHome(Self.home, .owner), from: newcomer)
            let corrected = try await house.handle(.claimHomeInstead(right, of: Self.home), from: newcomer)
            guard case .homeWelcomed(right, _, _) = corrected else {
                Issue.record("\(corrected)")
                return
            }
            _ = try await house.handle(.visit(.plan(right, VisitWish(words: "周六"))), from: newcomer)
            let moved = try await house.handle(.claimHomeInstead(Self.home, of: right), from: newcomer)
            #expect(moved == .homeClaimed(Self.home), "what is planned goes along")
            guard case .visit(.told(let told)) = try await house.handle(.visit(.ask), from: newcomer) else {
                Issue.record("no visit")
                return
            }
            #expect(told.wish == "周六")
        }
    }

    @Test("A03: the month's visits as shares of those that were due", arguments: Engines.all)
    func policy(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let worker = try await house.account("grid-2", [.gridWorker])
            for (sender, room) in [("one", "1001"), ("two", "1002"), ("three", "1003")] {
                let home = Address(building: "11", unit: "1", room: room)
                try await house.moveIn(try await house.newcomer(sender), home)
            }
            let desk = house.visits
            for number in ["V-01", "V-02"] {
                _ = try await house.ask(worker) { call throws(SQLError) in
                    number == "V-01"
                        ? try desk.finish(number, Words(text: "见到了"), call)
                        : try desk.drop(number, Words(text: "已搬走"), call)
                }
            }
            let reports = ReportDesk(settings: house.settings)
            let question = ReportDesk.Question(
                kind: "13415", period: "2026-03", from: nil, through: nil, estate: nil, grouping: nil,
                wantsRows: true)
            let answer = try await house.ask(worker) { call throws(SQLError) in
                try reports.show(question, call)
            }
            let figures = try #require(answer.value).figures
            #expect(
                figures.map(\.code) == [
                    "five_minute_rate", "service_days", "visits_knock", "visits_drop_in", "visits_at_door",
                ])
            #expect(figures[2].numerator == 1 && figures[2].denominator == 2 && figures[2].percent == 50)
            #expect(figures[2].counted == ["V-01"] && figures[2].others == ["V-03"])
            #expect(figures[4].denominator == 0 && figures[4].percent == nil)
        }
    }

    @Test("The care list: a visit each month, seen by few", arguments: Engines.all)
    func care(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let worker = try await house.account("grid-1", [.gridWorker], chat: "worker")
            let branch = try await house.account("branch-1", [.branch])
            let manager = try await house.account("manager-1", [.manager])
            let desk = house.visits
            let add = AddCare(home: "3-2-502", reason: "独居老人")
            let added = try await house.ask(worker) { call throws(SQLError) in try desk.addCare(add, call) }
            #expect(added.value?.home == "3-2-502")
            let twice = try await house.ask(worker) { call throws(SQLError) in try desk.addCare(add, call) }
            #expect(twice.refusal?.code == "care.listed")
            for other in [branch, manager] {
                let seen = try await house.ask(other) { call throws(SQLError) in
                    try desk.care(estate: nil, rows: 10, call)
                }
                #expect(seen.refusal?.code == "role.forbidden")
            }
            func visits(_ who: StaffIdentity) async throws -> [Visit] {
                let page = try await house.ask(who) { call throws(SQLError) in
                    try desk.list(estate: nil, onlyPlanned: true, onlyOverdue: false, rows: 10, call)
                }
                return try #require(page.value).items
            }
            #expect(try await visits(worker).map(\.home) == ["3-2-502"])
            #expect(try await visits(branch).map(\.home) == ["3栋***"])
            #expect(try await visits(worker).map(\.due) == ["2026-03-31"])
            _ = try await house.ask(worker) { call throws(SQLError) in
                try desk.finish("V-01", Words(text: "身体尚好"), call)
            }
            let alarms = house.alarms
            try await house.database.write { tx throws(SQLError) in
                try alarms.arm(in: tx, at: House.monday)
            }
            try await house.fireTimers(at: Instant.at("2026-04-01 09:00"))
            #expect(try await visits(worker).map(\.due) == ["2026-04-30"])
            let remove = RemoveCare(home: "3-2-502")
            let removed = try await house.ask(worker) { call throws(SQLError) in
                try desk.removeCare(remove, call)
            }
            #expect(removed.value != nil)
            try await house.fireTimers(at: Instant.at("2026-05-01 09:00"))
            #expect(try await visits(worker).map(\.due) == ["2026-04-30"], "nobody is called on anew")
        }
    }
}

extension House {
    private var book: Notifier { Notifier(phrases: KeyBook(), settings: settings, wakeups: .none) }
    var visits: VisitDesk { VisitDesk(settings: settings, notifier: book) }
    var alarms: RegisterAlarms { RegisterAlarms(settings: settings, notifier: book) }
}

extension House {
    /// He names his home, and lets somebody come to say hello.
    fileprivate func moveIn(_ party: Party, _ home: Address, _ wish: VisitWish = VisitWish()) async throws {
        _ = try await handle(.claimHome(home, .owner), from: party)
        _ = try await handle(.visit(.plan(home, wish)), from: party)
    }
}
