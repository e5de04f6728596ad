import Foundation
import LinliModel
import LinliTestKit
import Testing

@testable import LinliIntents

/// Days that bear a name. The clock stands on Wednesday 2026-03-18.
@Suite struct FestivalTests {
    private let today = CivilDate("2026-03-18")!

    private func first(_ text: String) throws -> DateReading? {
        first(text, try ShippedIntents.holidays.get())
    }

    private func first(_ text: String, _ holidays: Holidays) -> DateReading? {
        DateReader(codes: Normalizer().normalize(text).codes, today: today, holidays: holidays)
            .read(taken: []).first
    }

    @Test(arguments: [
        ("农历三月三的活动", "2026-04-19"), ("农历二月十五的活动", "2026-04-02"), ("农历二月初二那天", "2026-03-20"),
        ("二月初二约接访", "2026-03-20"), ("农历十五约接访", "2026-04-02"), ("农历三月初三的活动", "2026-04-19"),
        ("阴历八月十五", "2026-09-25"), ("腊月廿四", "2027-01-31"), ("农历初一", "2026-03-19"), ("冬月初八", "2026-12-16"),
        ("母亲节那天", "2026-05-10"), ("父亲节那天", "2026-06-21"), ("六一儿童节有没有活动", "2026-06-01"),
        ("五一报名游园", "2026-05-01"), ("明年元宵那天", "2027-02-20"), ("端午前一天", "2026-06-18"),
    ])
    func resolvesForward(text: String, expected: String) throws {
        #expect(try first(text)?.forward.description == expected)
    }

    /// The name alone is a day where it answers or somebody asks whether it suits, and the next one.
    @Test(arguments: [
        ("清明可以吗", "2026-04-05"), ("劳动节", "2026-05-01"), ("那就重阳", "2026-10-18"), ("改到国庆吧", "2026-10-01"),
        ("冬至我没空", "2026-12-22"), ("元旦能来吗", "2027-01-01"), ("元宵不方便", "2027-02-20"),
    ])
    func theNameAloneAnswers(text: String, expected: String) throws {
        let reading = try first(text)
        #expect(reading?.forward.description == expected && reading?.backward.description == expected)
    }

    @Test(arguments: ["中秋月饼", "喜欢端午", "重阳敬老活动", "元旦晚会，我要去", "国庆花坛真好看"])
    func theNameAloneTells(text: String) throws {
        #expect(try first(text) == nil)
    }

    @Test(arguments: [
        ("除夕晚上", "2026-02-16"), ("元宵节那天", "2026-03-03"), ("大年初三那天", "2026-02-19"), ("正月初八报的", "2026-02-24"),
        ("元旦那天", "2026-01-01"), ("妇女节那天", "2026-03-08"), ("国庆那天", "2025-10-01"), ("腊月廿六报的", "2026-02-13"),
        ("去年国庆那天", "2025-10-01"), ("中秋那天", "2025-10-06"),
    ])
    func resolvesBackward(text: String, expected: String) throws {
        #expect(try first(text)?.backward.description == expected)
    }

    /// Held against the calendar: 04-04 to 04-06 and 05-01 to 05-05 are off, 02-14 and 05-09 are worked.
    @Test(arguments: [
        ("清明节前最后一个上班日", "2026-04-03"), ("五一前最后一个工作日", "2026-04-30"), ("清明过后第一个工作日", "2026-04-07"),
        ("五一放完假第一天上班", "2026-05-06"), ("清明节后第一个上班日", "2026-04-07"), ("国庆后第三个工作日", "2026-10-10"),
        ("五一后第二个工作日", "2026-05-07"), ("中秋节前最后一个工作日", "2026-09-24"), ("端午假期后第一天", "2026-06-22"),
    ])
    func workingDaysAboutAHoliday(text: String, expected: String) throws {
        #expect(try first(text)?.forward.description == expected)
    }

    @Test(arguments: [
        ("清明那三天", "2026-04-04", "2026-04-06"), ("国庆那几天", "2026-10-01", "2026-10-07"),
        ("五一期间", "2026-05-01", "2026-05-05"), ("国庆期间", "2026-10-01", "2026-10-07"),
        ("十一长假", "2026-10-01", "2026-10-07"), ("端午放假那几天", "2026-06-19", "2026-06-21"),
    ])
    func holidaysAreSpans(text: String, begin: String, end: String) throws {
        let reading = try first(text)
        #expect(reading?.isSpan == true && reading?.forward.description == begin)
        #expect(reading?.forwardEnd?.description == end)
    }

    /// Of next year's holidays no notice is known: the day alone is said, and no working day.
    @Test func unknownHolidaysAreNotInvented() throws {
        #expect(try first("春节期间")?.forwardEnd == nil)
        #expect(try first("春节期间")?.backwardEnd?.description == "2026-02-23")
        #expect(try first("明年五一后第一个工作日") == nil)
        #expect(try first("春节前最后一个工作日") == nil)
    }

    /// The office puts next year's notice into `Config/calendars`: from then on its days are read.
    @Test func aNewNoticeIsKnown() {
        let days = (1...5).compactMap { CivilDate(year: 2027, month: 5, day: $0) }
        let notice = Holidays([2027: Dictionary(uniqueKeysWithValues: days.map { ($0, true) })])
        #expect(first("明年五一后第一个工作日", notice)?.forward.description == "2027-05-06")
        #expect(first("明年五一期间", notice)?.forwardEnd?.description == "2027-05-05")
        #expect(first("去年国庆后第一个工作日", notice) == nil)
    }

    @Test(arguments: ["二五一那天", "三月初三个师傅", "中秋活动", "国庆路", "农历"])
    func namesNoDay(text: String) throws {
        #expect(try first(text) == nil)
    }

    /// Every month of the table against the calendar of Foundation.
    @Test func moonsAgreeWithFoundation() throws {
        var china = Calendar(identifier: .chinese)
        china.timeZone = try #require(TimeZone(secondsFromGMT: 8 * 3600))
        for month in LunarCalendar.months {
            for (day, number) in [
                (month.first, 1), (month.first.adding(days: month.length - 1), month.length),
            ] {
                let noon = Double(day.daysSinceEpoch) * 86_400 + 4 * 3600
                let parts = china.dateComponents([.month, .day], from: Date(timeIntervalSince1970: noon))
                #expect(parts.month == month.number && parts.day == number, "\(day)")
                #expect((parts.isLeapMonth ?? false) == month.isLeap, "\(day)")
            }
        }
        #expect(LunarCalendar.months.count == 86)
    }
}
