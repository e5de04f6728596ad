import LinliModel
import LinliSettings
import LinliSQL
import LinliStore
import LinliTestKit
import Testing

@testable import LinliServices

/// Lunch to the door (`domain.md` H01, 2.8): its days, its cut-off, and who may change what.
@Suite("Meals to the door")
struct MealServiceTests {
    static let mother = Address(building: "7", unit: "1", room: "302")
    static let wednesday = Instant.at("2026-03-18 10:00")

    static func day(_ text: String) -> CivilDate {
        CivilDate(text) ?? CivilDate(daysSinceEpoch: 0)
    }

    static func stretch(_ first: String, _ last: String? = nil) throws -> ClosedRange<CivilDate> {
        let begin = try #require(CivilDate(first))
        return begin...(try #require(CivilDate(last ?? first)))
    }

    @Test("An order begins on the day that can still be had, and keeps what was said", arguments: Engines.all)
    func order(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let (order, from, notes) = try await house.orderMeal(
                "明天开始，少盐", span: MealSpan(from: Self.day("2026-03-19")))
            #expect(from == Self.day("2026-03-19") && notes.isEmpty)
            #expect(order.diet == ["少盐"] && order.eater == "母亲" && order.home == Self.mother)
            #expect(order.until == nil && order.cutoff == "17:00")
            let again = try await house.meal(.order(MealWish(address: Self.mother, eater: "母亲")))
            guard case .ordered(let same, _, _, false) = again else { throw MealTrouble() }
            #expect(same.id == order.id, "the same meal twice is one order")
        }
    }

    @Test("H01: a holiday is answered from the calendar, and one without a notice is not guessed")
    func holidays() async throws {
        try await House.with(on: .sqlite) { house async throws in
            func told(_ words: String, at now: String) async throws -> [String] {
                guard
                    case .holiday(let holiday) = try await house.meal(
                        .askHoliday(words: words), at: Instant.at(now))
                else { throw MealTrouble() }
                guard let holiday else { return [] }
                return [holiday.name, holiday.from.description, holiday.until.description]
                    + (holiday.next.map { [$0.description] } ?? [])
            }
            let qingming = ["清明节", "2026-04-04", "2026-04-06", "2026-04-07"]
            #expect(try await told("清明也送饭吗", at: "2026-03-18 10:00") == qingming)
            #expect(try await told("放假那几天饭怎么办", at: "2026-03-18 10:00") == qingming)
            #expect(
                try await told("五一送不送", at: "2026-03-18 10:00")
                    == ["劳动节", "2026-05-01", "2026-05-05", "2026-05-06"])
            #expect(
                try await told("放假送饭吗", at: "2026-04-05 10:00") == [
                    "清明节", "2026-04-05", "2026-04-06", "2026-04-07",
                ],
                "what is left of it")
            #expect(try await told("元旦送饭吗", at: "2026-03-18 10:00").isEmpty)
        }
    }

    @Test(
        "2.8: before days without meals each eater is told once, and the grid of the frail",
        arguments: Engines.all)
    func warned(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            _ = try await house.account("grid-2", [.gridWorker], chat: "worker")
            _ = try await house.orderMeal("", span: MealSpan(from: Self.day("2026-03-19")))
            let frail = Address(building: "11", unit: "1", room: "1003")
            _ = try await house.meal(.order(MealWish(address: frail, eater: "父亲")), from: house.b)
            // Wednesdays alone: no meal of his falls on the holiday.
            let neighbour = try await house.newcomer("n")
            _ = try await house.meal(
                .order(MealWish(address: Address(building: "11", unit: "1", room: "1002"), weekdays: [3])),
                from: neighbour)
            try await house.listCare(frail)
            let alarms = RegisterAlarms(
                settings: house.settings,
                notifier: Notifier(phrases: KeyBook(), settings: house.settings, wakeups: .none))
            try await house.database.write { tx throws(SQLError) in try alarms.arm(in: tx, at: Self.wednesday)
            }
            let before = try await house.messages(to: "a").count
            try await house.fireTimers(at: Instant.at("2026-04-02 20:00"))
            #expect(try await house.messages(to: "a").count == before, "not before the last working day")
            for _ in 0..<2 { try await house.fireTimers(at: Instant.at("2026-04-03 09:00")) }
            let words = "holiday=清明节 next=4月7日（周二） until=4月6日（周一）"
            let mine = try await house.messages(to: "a").dropFirst(before)
            #expect(mine.count == 1 && mine.first?.hasPrefix("notice.meal_holiday") == true)
            #expect(mine.first?.contains(words) == true)
            #expect(try await house.messages(to: "b").count { $0.hasPrefix("notice.meal_holiday") } == 1)
            #expect(try await house.messages(to: "n").allSatisfy { !$0.hasPrefix("notice.meal_holiday") })
            let told = try await house.messages(to: "worker").filter { $0.hasPrefix("staff.meal_holiday") }
            #expect(told.count == 1 && told[0].contains("list=M-02（11栋）"), "no room, and only who is frail")
            let next = try await house.database.read { tx throws(SQLError) in
                try tx.timers.due(.register, subject: "meals/HTL/2026-05-01")
            }
            #expect(next == Instant.at("2026-04-30 09:00"))
        }
    }

    @Test(
        "After the cut-off it counts from the day after; weekends and holidays have none",
        arguments: [
            // said at, for, begins, why
            ("2026-03-18 17:01", "2026-03-19", "2026-03-20", "late"),
            ("2026-03-18 16:59", "2026-03-19", "2026-03-19", ""),
            // Monday's meal closes on Friday.
            ("2026-03-20 17:01", "2026-03-23", "2026-03-24", "late"),
            ("2026-03-18 10:00", "2026-03-21", "2026-03-23", "closed"),
            // Qingming is Saturday to Monday.
            ("2026-03-18 10:00", "2026-04-06", "2026-04-07", "清明节"),
            // A Saturday that is worked has no meals, and is the working day on which Monday's close.
            ("2026-05-08 18:00", "2026-05-11", "2026-05-11", ""),
            ("2026-05-09 18:00", "2026-05-11", "2026-05-12", "late"),
        ])
    func days(said: String, wanted: String, begins: String, why: String) async throws {
        try await House.with(on: .sqlite) { house in
            let (_, from, notes) = try await house.orderMeal(
                "", span: MealSpan(from: Self.day(wanted)), at: Instant.at(said))
            #expect(from == Self.day(begins))
            switch notes.first {
            case .tooLate(let day): #expect(why == "late" && day == Self.day(wanted))
            case .closed(_, let holiday): #expect(why == (holiday ?? "closed"))
            case .weekends, nil: #expect(why == "")
            }
        }
    }

    @Test("Some days are stopped and brought again; what is closed is not", arguments: Engines.all)
    func skip(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let order = try await house.orderMeal("", span: MealSpan(from: Self.day("2026-03-18"))).0
            let friday = try await house.meal(
                .change(order.id, .skip(MealSpan(from: Self.day("2026-03-20")))), at: Self.wednesday)
            guard case .skipped(_, let days, let again, let notes) = friday else { throw MealTrouble() }
            #expect(days == [try Self.stretch("2026-03-20")] && again == Self.day("2026-03-23"))
            #expect(notes.isEmpty)
            #expect(try await house.meals(on: "2026-03-20").isEmpty)
            let week = try await house.meal(.change(order.id, .skip(MealSpan(days: 7))), at: Self.wednesday)
            guard case .skipped(_, let all, let next, _) = week else { throw MealTrouble() }
            #expect(all == [try Self.stretch("2026-03-19", "2026-03-25")])
            #expect(next == Self.day("2026-03-26"))
            let late = try await house.meal(
                .change(order.id, .skip(MealSpan(from: Self.day("2026-03-26")))),
                at: Instant.at("2026-03-25 17:30"))
            guard case .unchanged(_, let open, let why) = late else { throw MealTrouble() }
            #expect(why == [.tooLate(Self.day("2026-03-26"))])
            #expect(open == Self.day("2026-03-27"))
            #expect(try await house.meals(on: "2026-03-26") == ["M-01"])
            _ = try await house.meal(
                .change(order.id, .resume(MealSpan(from: Self.day("2026-03-20")))), at: Self.wednesday)
            #expect(try await house.meals(on: "2026-03-20") == ["M-01"])
            #expect(try await house.meals(on: "2026-03-23").isEmpty, "only the day that was named")
        }
    }

    @Test("Of a week single days are stopped; each stretch is told, and what lies between is brought")
    func skipSome() async throws {
        try await House.with(on: .sqlite) { house in
            let order = try await house.orderMeal("", span: MealSpan(from: Self.day("2026-03-18"))).0
            var week = MealSpan(from: Self.day("2026-03-23"), until: Self.day("2026-03-29"))
            week.only = [1, 3]
            let some = try await house.meal(.change(order.id, .skip(week)), at: Self.wednesday)
            guard case .skipped(_, let days, let again, _) = some else { throw MealTrouble() }
            #expect(days == [try Self.stretch("2026-03-23"), try Self.stretch("2026-03-25")])
            #expect(again == Self.day("2026-03-26"))
            #expect(try await house.meals(on: "2026-03-24") == ["M-01"])
            week.only = [4, 5]
            let pair = try await house.meal(.change(order.id, .skip(week)), at: Self.wednesday)
            guard case .skipped(_, let joined, _, _) = pair else { throw MealTrouble() }
            #expect(joined == [try Self.stretch("2026-03-26", "2026-03-27")])
            week.only = [3]
            _ = try await house.meal(.change(order.id, .resume(week)), at: Self.wednesday)
            #expect(try await house.meals(on: "2026-03-25") == ["M-01"])
            #expect(try await house.meals(on: "2026-03-23").isEmpty, "only the day that was named")
        }
    }

    @Test("Another hour, another diet, other days", arguments: Engines.all)
    func change(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let order = try await house.orderMeal("少盐").0
            let tomorrow = MealSpan(from: Self.day("2026-03-19"))
            let hour = try await house.meal(.change(order.id, .hour(12 * 60, tomorrow)), at: Self.wednesday)
            guard case .changed(let shown, _, _) = hour else { throw MealTrouble() }
            #expect(shown.minute == 720 && shown.until == Self.day("2026-03-19"), "that day alone")
            let evening = try await house.meal(
                .change(order.id, .hour(18 * 60, MealSpan())), at: Self.wednesday)
            guard case .timeOutside = evening else { throw MealTrouble() }
            let soft = try await house.meal(
                .change(order.id, .diet(text: "换成软一点的", own: nil)), at: Self.wednesday)
            guard case .changed(let softer, let from, _) = soft else { throw MealTrouble() }
            #expect(softer.diet == ["少盐", "软烂"] && softer.minute == nil)
            #expect(from == Self.day("2026-03-19"))
            let some = try await house.meal(
                .change(order.id, .days([1, 3, 6], MealSpan())), at: Self.wednesday)
            guard case .changed(let fewer, let next, [.weekends]) = some else { throw MealTrouble() }
            #expect(fewer.weekdays == [1, 3] && next == Self.day("2026-03-23"))
            let month = MealSpan(from: Self.day("2026-03-23"), months: 1)
            let ends = try await house.meal(.change(order.id, .days([], month)), at: Self.wednesday)
            guard case .changed(let bounded, _, _) = ends else { throw MealTrouble() }
            #expect(bounded.until == Self.day("2026-04-22"))
        }
    }

    @Test("It is given up by whoever ordered it, after what is closed", arguments: Engines.all)
    func end(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            let order = try await house.orderMeal("").0
            let evening = Instant.at("2026-03-18 18:00")
            let nobody = try await house.handle(.findCancellable(.meal, .latest), from: house.b, at: evening)
            #expect(nobody == .cancellable([]), "a neighbour's meals are none of his")
            guard
                case .cancellable(let found) = try await house.handle(
                    .findCancellable(.meal, .latest), at: evening)
            else { throw MealTrouble() }
            #expect(found.map(\.title) == ["送餐 M-01（母亲，7栋1单元302；3月19日的已经截止，照送）"])
            let candidate = try #require(found.first)
            #expect(try await house.handle(.cancel(candidate), at: evening) == .cancelled(candidate))
            #expect(try await house.meals(on: "2026-03-19") == ["M-01"])
            #expect(try await house.meals(on: "2026-03-20").isEmpty)
            #expect(
                try await house.handle(.cancel(candidate), at: evening)
                    == .cancelRefused(candidate, .alreadyClosed))
            #expect(
                try await house.meal(.change(order.id, .skip(MealSpan(days: 2))), at: evening) == .gone)
        }
    }

    @Test("A meal that has not come is a matter of its own, pushed and not doubled", arguments: Engines.all)
    func late(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.account("community", [.community], chat: "kitchen")
            let order = try await house.orderMeal("").0
            #expect(
                try await house.messages(to: "kitchen") == [
                    "staff.meal_ordered building=7 from=3月17日 meal=M-01"
                ])
            let morning = try await house.meal(.late(order.id, text: "饭还没到"), at: Self.wednesday)
            guard case .notYet = morning else { throw MealTrouble() }
            let noon = Instant.at("2026-03-18 12:40")
            guard
                case .late(_, let ticket, deliveredAt: nil) = try await house.meal(
                    .late(order.id, text: "今天中午送饭的到现在没来"), at: noon)
            else { throw MealTrouble() }
            #expect(ticket.urgency == .p2 && ticket.category == "care.meal")
            #expect(ticket.address == Self.mother)
            let told = "staff.meal_late building=7 from=3月17日 meal=M-01 ticket=\(ticket.number)"
            #expect(try await house.messages(to: "kitchen").contains(told))
            let again = try await house.handle(
                .meal(.late(order.id, text: "饭呢")), at: noon + .minutes(5))
            guard case .ticketUrged(let urged, _) = again else { throw MealTrouble() }
            #expect(urged.number == ticket.number)
            let sunday = try await house.meal(
                .late(order.id, text: "饭没来"), at: Instant.at("2026-03-22 12:40"))
            guard case .noneToday(_, let next) = sunday else { throw MealTrouble() }
            #expect(next == Self.day("2026-03-23"))
        }
    }

    @Test("A listed household's meal is one step more urgent", arguments: Engines.all)
    func lateAtCare(engine: Engine) async throws {
        try await House.with(on: engine) { house in
            try await house.listCare(Self.mother, contact: "女儿 13900000000")
            let order = try await house.orderMeal("").0
            guard
                case .late(_, let ticket, _) = try await house.meal(
                    .late(order.id, text: "饭还没到"), at: Instant.at("2026-03-18 12:40"))
            else { throw MealTrouble() }
            #expect(ticket.urgency == .p1)
        }
    }
}

struct MealTrouble: Error {}

extension House {
    func meal(_ act: MealAct, from party: Party? = nil, at now: Instant = monday) async throws -> MealAnswer {
        guard case .meal(let answer) = try await handle(.meal(act), from: party, at: now) else {
            throw MealTrouble()
        }
        return answer
    }

    func orderMeal(
        _ text: String, span: MealSpan = MealSpan(), at now: Instant = monday
    ) async throws -> (MealSummary, CivilDate, [MealNote]) {
        let wish = MealWish(address: MealServiceTests.mother, eater: "母亲", span: span, text: text)
        guard case .ordered(let order, let from, let notes, true) = try await meal(.order(wish), at: now)
        else {
            throw MealTrouble()
        }
        return (order, from, notes)
    }

    /// The numbers of the meals of a day, as whoever brings them sees them.
    func meals(on day: String) async throws -> [String] {
        let desk = mealDesk
        let page = try await database.write { tx throws(SQLError) in
            let known = try tx.staff.find(name: "community")?.id
            let added = try known == nil ? tx.staff.add(name: "community", at: Self.monday) : nil
            let staff = StaffIdentity(
                id: known ?? added ?? StaffID(0), name: "community", role: .community, estate: nil)
            return try desk.list(
                day: day, estate: nil, rows: 10, DeskCall(staff: staff, in: tx, at: Self.monday))
        }
        return try #require(page.value).items.map(\.number)
    }

    var mealDesk: MealDesk {
        MealDesk(
            settings: settings, notifier: Notifier(phrases: KeyBook(), settings: settings, wakeups: .none))
    }

    func listCare(_ home: Address, contact: String = "") async throws {
        try await database.write { tx throws(SQLError) in
            let unit = try present(tx.units.find(estate: "HTL", home).first)
            _ = try tx.care.add(
                unit.id, estate: "HTL", reason: "独居", contact: contact, at: Self.monday)
        }
    }
}
