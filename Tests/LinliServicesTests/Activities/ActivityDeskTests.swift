import LinliAdmin
import LinliModel
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Activities as staff keep them, and the times that belong to them.
@Suite("Activities: planning, reminding, attendance")
struct ActivityDeskTests {
    private static let words = "activity=便民服务日 3月28日（周六）9:00–11:30，中心广场 item=理发"

    @Test("Those who have a place are reminded the day before at 18:00, once", arguments: Engines.all)
    func reminder(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            try await house.open(House.serviceDay(), by: community)
            try await house.signUp("理发", people: 2)
            #expect(try await house.signUp("理发", from: house.b).waiting == 1)
            try await house.fireTimers(at: .at("2026-03-27 17:59"))
            #expect(try await house.messages(to: "a").isEmpty)
            for _ in 1...2 { try await house.fireTimers(at: .at("2026-03-27 18:00")) }
            #expect(try await house.messages(to: "a") == ["notice.activity_remind \(Self.words) people=2"])
            #expect(try await house.messages(to: "b").isEmpty, "who waits has nothing to come to")
        }
    }

    @Test("Everybody who can be reached hears of it, once", arguments: Engines.all)
    func announcement(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            try await house.open(House.serviceDay(), by: community)
            let desk = house.activities
            let first = try await house.ask(community) { call throws(SQLError) in
                try desk.announce("A-01", call)
            }
            #expect(first.value?.announcedAt != nil)
            let again = try await house.ask(community) { call throws(SQLError) in
                try desk.announce("A-01", call)
            }
            #expect(again.refusal?.code == "activity.announced")
            try await house.fireTimers(at: House.monday)
            let text =
                "notice.activity_announce activity=便民服务日 3月28日（周六）9:00–11:30，中心广场 list=理发 name=便民服务日"
            for resident in ["a", "b"] { #expect(try await house.messages(to: resident) == [text]) }
        }
    }

    @Test("One that is called off: whoever has a place or waits hears why", arguments: Engines.all)
    func calledOff(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            try await house.open(House.serviceDay(), by: community)
            try await house.signUp("理发", people: 2)
            try await house.signUp("理发", from: house.b)
            let item = try await house.offer("理发").items[0].id
            let desk = house.activities
            let done = try await house.ask(community) { call throws(SQLError) in
                try desk.cancel("A-01", Reason(reason: "台风"), call)
            }
            #expect(done.value?.state == "cancelled")
            try await house.fireTimers(at: House.monday)
            #expect(
                try await house.messages(to: "a") == [
                    "notice.activity_cancel \(Self.words) people=2 reason=台风"
                ])
            #expect(try await house.messages(to: "b") == ["notice.activity_cancel \(Self.words) reason=台风"])
            #expect(try await house.handle(.activity(.signUp(item, people: 1))) == .signupClosed)
            try await house.fireTimers(at: .at("2026-03-27 18:00"))
            #expect(try await house.messages(to: "a").count == 1, "nobody is reminded of it")
        }
    }

    @Test(
        "A monthly one is planned again on the same weekday of its week, never on a holiday",
        arguments: Engines.all,
        [
            ("2026-03-28", "2026-04-25T09:00:00+08:00"),
            // The fifth Saturday of January; February has four.
            ("2026-01-31", "2026-02-28T09:00:00+08:00"),
            // The first Saturday of October lies in the National Day holiday.
            ("2026-09-05", "2026-10-10T09:00:00+08:00"),
        ])
    func monthly(engine: Engine, given: (String, String)) async throws {
        let (day, next) = given
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community], chat: "community")
            let items = [OpenActivityItem(name: "磨刀", seats: 15, from: "09:30", to: "10:30")]
            let before = Instant.at("\(day) 08:00")
            try await house.open(House.serviceDay(items, on: day, monthly: true), by: community, at: before)
            try await house.fireTimers(at: .at("\(day) 11:30"))
            let planned = try await house.show("A-02", by: community)
            #expect(planned.startsAt == next && planned.monthly)
            #expect(planned.items.map(\.name) == ["磨刀"] && planned.items[0].hours == "9:30–10:30")
            #expect(planned.items[0].seats == 15 && planned.items[0].taken == 0)
            let told = try await house.messages(to: "community")
            #expect(told.count == 1 && told[0].hasPrefix("staff.activity_planned"))
        }
    }

    @Test("It has to be said how it went: an alarm and an overdue row", arguments: Engines.all)
    func unfinished(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community], chat: "community")
            try await house.open(House.serviceDay(), by: community)
            let desk = house.activities
            let early = try await house.ask(community) { call throws(SQLError) in
                try desk.finish("A-01", Words(text: "办了"), call)
            }
            #expect(early.refusal?.code == "activity.not_begun")
            try await house.fireTimers(at: .at("2026-03-28 11:30"))
            // Saturday; three office days later is Wednesday.
            #expect(try await house.lines("activities", overdue: true, by: community).isEmpty)
            let late = Instant.at("2026-04-02 09:00")
            try await house.fireTimers(at: late)
            #expect(
                try await house.messages(to: "community").map { $0.prefix(25) } == [
                    "staff.activity_unfinished"
                ])
            let lines = try await house.lines("activities", overdue: true, by: community, at: late)
            #expect(lines.map(\.number) == ["A-01"] && lines.map(\.due) == ["2026-04-01"])
            let done = try await house.ask(community, at: late) { call throws(SQLError) in
                try desk.finish("A-01", Words(text: "服务四十人次"), call)
            }
            #expect(done.value?.state == "held")
            #expect(try await house.lines("activities", by: community, at: late).isEmpty)
        }
    }

    @Test("A month without its day of services is noticed on the 15th", arguments: Engines.all)
    func owed(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community], chat: "community")
            let alarms = house.activityAlarms
            try await house.database.write { tx throws(SQLError) in
                try alarms.arm(in: tx, at: House.monday)
            }
            try await house.fireTimers(at: .at("2026-04-15 09:00"))
            #expect(
                try await house.messages(to: "community") == ["staff.activity_owed month=4月 name=便民服务日"])
            let may = House.serviceDay(on: "2026-05-23")
            try await house.open(may, by: community, at: .at("2026-05-06 09:00"))
            try await house.fireTimers(at: .at("2026-05-15 09:00"))
            #expect(try await house.messages(to: "community").count == 1, "May has one")
        }
    }

    @Test("At the desk: masked names, rights, attendance", arguments: Engines.all)
    func desk(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let worker = try await house.account("grid-1", [.gridWorker])
            let steward = try await house.account("steward-1", [.steward])
            try await house.open(House.serviceDay(), by: community)
            let desk = house.activities
            let add = AddSignup(item: "理发", resident: "web:b", people: 1)
            let refused = try await house.ask(steward) { call throws(SQLError) in
                try desk.signUp("A-01", add, call)
            }
            #expect(refused.refusal?.code == "role.forbidden")
            let hidden = try await house.ask(steward) { call throws(SQLError) in try desk.show("A-01", call) }
            #expect(hidden.refusal?.code == "role.forbidden", "who comes is not for everybody on the staff")
            let b = house.b
            try await house.database.write { tx throws(SQLError) in
                try tx.residents.rename(b.resident, "林大厝")
            }
            let made = try await house.ask(worker) { call throws(SQLError) in
                try desk.signUp("A-01", add, call)
            }
            #expect(made.value?.name == "林**" && made.value?.state == "booked")
            #expect(try await house.messages(to: "b") == ["notice.activity_booked \(Self.words)"])
            let id = SignupID(try #require(made.value).id)
            let come = AttendBooking(present: true)
            let early = try await house.ask(worker) { call throws(SQLError) in
                try desk.attend(id, come, call)
            }
            #expect(early.refusal?.code == "signup.not_attendable")
            let came = try await house.ask(worker, at: .at("2026-03-28 10:00")) { call throws(SQLError) in
                try desk.attend(id, come, call)
            }
            #expect(came.value?.state == "attended")
            let unknown = try await house.ask(worker) { call throws(SQLError) in
                try desk.signUp("A-01", AddSignup(item: "磨刀", resident: "web:b"), call)
            }
            #expect(unknown.refusal?.code == "item.not_found")
        }
    }

    @Test(
        "What cannot be planned is refused with its reason", arguments: Engines.all,
        [
            ("kind", "kind.unknown"), ("times", "times.invalid"), ("items", "items.invalid"),
            ("outside", "item.invalid"), ("seats", "item.invalid"), ("clock", "item.invalid"),
        ])
    func refused(engine: Engine, given: (String, String)) async throws {
        let (fault, code) = given
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            var request = House.serviceDay()
            switch fault {
            case "kind": request.kind = "party"
            case "times": request.endsAt = request.startsAt
            case "items": request.items += request.items
            case "outside": request.items[0].to = "12:00"
            case "seats": request.items[0].seats = 0
            default: request.items[0].from = "9 Uhr"
            }
            #expect(try await house.open(request, by: community).refusal?.code == code)
        }
    }

    @Test("A03: of the months of a period those that have had their day", arguments: Engines.all)
    func policy(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let desk = house.activities
            for (number, day) in [("A-01", "2026-03-21"), ("A-02", "2026-03-28"), ("A-03", "2026-02-28")] {
                let before = Instant.at("\(day) 08:00")
                try await house.open(House.serviceDay(on: day), by: community, at: before)
                guard number != "A-03" else { continue }
                _ = try await house.ask(community, at: before + .hours(4)) { call throws(SQLError) in
                    try desk.finish(number, Words(text: "办了"), call)
                }
            }
            let reports = ReportDesk(settings: house.settings)
            func figure(_ period: String) async throws -> ReportFigure? {
                let question = ReportDesk.Question(
                    kind: "13415", period: period, from: nil, through: nil, estate: "HTL", grouping: nil,
                    wantsRows: true)
                let answer = try await house.ask(community) { call throws(SQLError) in
                    try reports.show(question, call)
                }
                return answer.value?.figures.first { $0.code == "service_days" }
            }
            let march = try await figure("2026-03")
            #expect(march?.numerator == 1 && march?.denominator == 1 && march?.percent == 100)
            #expect(march?.counted == ["A-01", "A-02"] && march?.others == [])
            let quarter = try await figure("2026Q1")
            #expect(quarter?.numerator == 1 && quarter?.denominator == 3)
            #expect(quarter?.others == ["A-03"], "the one of February was not said to be held")
        }
    }

    @Test(
        "An erasure gives his place to who waits; his copy names what he signed up for",
        arguments: Engines.all)
    func erasure(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let community = try await house.account("community-1", [.community])
            let admin = try await house.account("admin-1", [.admin])
            try await house.open(House.serviceDay(), by: community)
            try await house.signUp("理发", people: 2)
            try await house.signUp("理发", from: house.b)
            try await house.wish("想要一把长椅")
            let notifier = Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none)
            let residents = ResidentDesk(
                settings: house.settings, notifier: notifier, codes: .counting())
            let copy = try await house.ask(admin) { call throws(SQLError) in
                try residents.export("web:a", call)
            }
            let entries = try #require(copy.value).entries
            #expect(entries.map(\.number) == ["N-01", "A-01"] && entries.map(\.text) == ["想要一把长椅", "理发 ×2"])
            let gone = try await house.ask(admin) { call throws(SQLError) in
                try residents.erase("web:a", EraseResident(dryRun: false), call)
            }
            #expect(gone.value?.signups == 1 && gone.value?.needs == 1 && gone.value?.visits == 0)
            #expect(try await house.messages(to: "b") == ["notice.activity_place \(Self.words)"])
        }
    }
}
