import LinliModel
import LinliTestKit
import Testing

@testable import LinliIntents

/// The days, weeks and lists of days that a message names. The clock stands on Wednesday 2026-03-18, 10:00,
/// unless a test says otherwise.
@Suite struct NamedDaysTests {
    private func days(_ text: String, on today: String = "2026-03-18") throws -> [NamedDays] {
        SaidDays.of(text, on: try #require(CivilDate(today)))
    }

    private func told(_ named: NamedDays) -> String {
        named.first == named.last ? "\(named.first)" : "\(named.first)…\(named.last)"
    }

    @Test(arguments: [
        ("下下周的午饭", "2026-03-30…2026-04-05"), ("下周不在家", "2026-03-23…2026-03-29"),
        ("这个星期都不行", "2026-03-16…2026-03-22"), ("上上周就坏了", "2026-03-02…2026-03-08"),
        ("下一个礼拜再说", "2026-03-23…2026-03-29"), ("整个下周", "2026-03-23…2026-03-29"),
        ("这周内给我修好", "2026-03-16…2026-03-22"),
    ])
    func weeks(text: String, span: String) throws {
        let named = try days(text)
        #expect(named.map(\.kind) == [.week])
        #expect(named.map(told) == [span])
    }

    @Test(arguments: [
        ("下个月开始送", "2026-03-18", "2026-04-01…2026-04-30"), ("本月的场次", "2026-03-18", "2026-03-01…2026-03-31"),
        ("4月份都不送", "2026-03-18", "2026-04-01…2026-04-30"), ("下个月", "2026-12-30", "2027-01-01…2027-01-31"),
        ("下下个月", "2026-12-30", "2027-02-01…2027-02-28"), ("上个月的事", "2026-01-02", "2025-12-01…2025-12-31"),
        ("1月份", "2026-12-30", "2027-01-01…2027-01-31"), ("下个月", "2028-01-31", "2028-02-01…2028-02-29"),
    ])
    func months(text: String, today: String, span: String) throws {
        let named = try days(text, on: today)
        #expect(named.map(\.kind) == [.month])
        #expect(named.map(told) == [span])
    }

    @Test(arguments: [
        ("下周", "2026-12-30", "2027-01-04…2027-01-10"), ("这周", "2026-12-30", "2026-12-28…2027-01-03"),
        ("下下周", "2026-02-16", "2026-03-02…2026-03-08"),
    ])
    func weeksOverTheEndOfAMonthOrYear(text: String, today: String, span: String) throws {
        #expect(try days(text, on: today).map(told) == [span])
    }

    @Test(arguments: [
        ("周一和周三不用送", [1, 3]), ("每周一三五送", [1, 3, 5]), ("周一到周五", [1, 2, 3, 4, 5]),
        ("星期二、四、六都行", [2, 4, 6]), ("周一周二周四", [1, 2, 4]), ("礼拜三或者礼拜五", [3, 5]), ("周六日", [6, 7]),
        ("周五到周一", [1, 5, 6, 7]), ("工作日都可以", [1, 2, 3, 4, 5]), ("每周四", [4]), ("逢周二", [2]),
        ("每个周末", [6, 7]), ("天天送", [1, 2, 3, 4, 5, 6, 7]), ("周1、3、5", [1, 3, 5]), ("周末有吗", [6, 7]),
    ])
    func daysOfTheWeek(text: String, weekdays: [Int]) throws {
        let named = try days(text)
        #expect(named.map(\.kind) == [.weekdays])
        #expect(named.map(\.weekdays) == [weekdays])
        #expect(named.ofEachWeek == weekdays)
    }

    @Test(arguments: [
        ("下周一和周三", "2026-03-23…2026-03-25", [1, 3]), ("下下周二、周四", "2026-03-31…2026-04-02", [2, 4]),
        ("这周四五", "2026-03-19…2026-03-20", [4, 5]), ("上周一三五", "2026-03-09…2026-03-13", [1, 3, 5]),
    ])
    func daysOfOneWeek(text: String, span: String, weekdays: [Int]) throws {
        let named = try days(text)
        #expect(named.map(told) == [span])
        #expect(named.map(\.weekdays) == [weekdays])
        #expect(named.ofEachWeek.isEmpty)
    }

    @Test(arguments: [
        ("下周一到周五", "2026-03-23…2026-03-27"), ("下下周二到下下周四", "2026-03-31…2026-04-02"),
        ("3月28日到4月2日", "2026-03-28…2026-04-02"), ("明天到周日", "2026-03-19…2026-03-22"),
        ("12月30日到1月3日", "2026-12-30…2027-01-03"),
    ])
    func stretches(text: String, span: String) throws {
        let named = try days(text)
        #expect(named.map(\.kind) == [.stretch])
        #expect(named.map(told) == [span])
    }

    /// 周五 alone may be this one or the last one; what was said to be over is over.
    @Test(arguments: [
        ("周五", "2026-03-20", "2026-03-13"), ("上周五", "2026-03-13", "2026-03-13"),
        ("上上周五", "2026-03-06", "2026-03-06"), ("下下周五", "2026-04-03", "2026-04-03"),
        ("昨晚", "2026-03-17", "2026-03-17"), ("大后天", "2026-03-21", "2026-03-21"),
    ])
    func singleDays(text: String, first: String, former: String) throws {
        let named = try days(text)
        #expect(named.map(\.kind) == [.day])
        #expect(named.map(\.first.description) == [first])
        #expect(named.map(\.former.description) == [former])
    }

    @Test func exceptions() throws {
        let named = try days("这周除了周五都不送")
        #expect(named.map(\.kind) == [.week, .day])
        #expect(named.map(\.isExcluded) == [false, true])
        #expect(named.excludedWeekdays == [5])
        #expect(try days("除了周一和周三都行").map(\.isExcluded) == [true])
        #expect(try days("除了下周二哪天都行").excludedWeekdays == [2])
    }

    @Test(arguments: [
        "看一下周围的灯", "周三五栋的灯坏了", "周一三个人来", "周日天气不好", "一下周三的通知", "晚上周三",
    ])
    func figuresThatCountSomethingElseMakeNoList(text: String) throws {
        #expect(try days(text).allSatisfy { $0.kind == .day || $0.weekdays.isEmpty })
    }

    @Test(arguments: ["3栋2单元", "5号楼电梯坏了", "三楼漏水", "3个月没人管", "两周没修", "工单LL260318-0001"])
    func noDays(text: String) throws {
        #expect(try days(text).isEmpty)
    }

    @Test func whatIsTakenBackIsNotNamed() throws {
        let match = try Fixture.understand("约下周二，不对，下周四的接访")
        #expect(match.days.map(\.first.description) == ["2026-03-26"])
    }
}
