import LinliModel
import LinliSettings
import Testing

@testable import LinliServices

@Suite struct WorkingCalendarTests {
    /// `domain.md` 2.11: both years have 248 working days; the months of 2026 are listed there.
    @Test func countsTheWorkingDaysOfBothYears() throws {
        let calendar = try Checkout.calendar()
        var byMonth: [String: Int] = [:]
        var date = try #require(CivilDate("2025-01-01"))
        while date.year < 2027 {
            if try calendar.isWorkingDay(date) { byMonth["\(date.year)-\(date.month)", default: 0] += 1 }
            date = date.adding(days: 1)
        }
        #expect(
            (1...12).map { byMonth["2026-\($0)"] ?? 0 } == [
                21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23,
            ])
        #expect(byMonth.filter { $0.key.hasPrefix("2025") }.values.reduce(0, +) == 248)
        #expect(byMonth.filter { $0.key.hasPrefix("2026") }.values.reduce(0, +) == 248)
    }

    @Test(arguments: [
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10", "2025-01-26",
        "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
    ])
    func worksOnMakeUpDays(text: String) throws {
        let date = try #require(CivilDate(text))
        let day = try Checkout.calendar().day(date)
        #expect(date.weekday >= 6)
        #expect(day.isWorking && day.holiday != nil && !day.isProvisional)
    }

    /// Report dates that are no working days move to the last one before (`domain.md` 2.11).
    @Test(arguments: [
        ("2026-04-05", "2026-04-03"), ("2026-07-05", "2026-07-03"), ("2026-10-05", "2026-09-30"),
        ("2026-01-10", "2026-01-09"), ("2026-01-05", "2026-01-05"),
    ])
    func findsTheLastWorkingDay(date: String, expected: String) throws {
        let day = try #require(CivilDate(date))
        #expect(try Checkout.calendar().lastWorkingDay(onOrBefore: day) == CivilDate(expected))
    }

    @Test func findsTheFirstWorkingDayAndTheOneBefore() throws {
        let calendar = try Checkout.calendar()
        let holiday = try #require(CivilDate("2026-02-16"))
        #expect(try calendar.firstWorkingDay(onOrAfter: holiday) == CivilDate("2026-02-24"))
        #expect(try calendar.workingDay(1, before: holiday) == CivilDate("2026-02-14"))
        #expect(try calendar.workingDay(2, before: holiday) == CivilDate("2026-02-13"))
    }

    @Test func neverGuessesAYearWithoutNotice() throws {
        let calendar = try Checkout.calendar()
        let date = try #require(CivilDate("2027-01-04"))
        #expect(throws: CalendarMissing(year: 2027)) { try calendar.isWorkingDay(date) }
        #expect(CalendarMissing(year: 2027).description.contains("calendars/2027.yaml"))
    }

    @Test func marksWhatItGuesses() throws {
        let calendar = WorkingCalendar(try Checkout.settings().calendars, allowsProvisional: true)
        let monday = try #require(CivilDate("2027-01-04"))
        let saturday = try #require(CivilDate("2027-01-09"))
        let known = try #require(CivilDate("2026-12-31"))
        #expect(try calendar.day(monday) == .init(isWorking: true, holiday: nil, isProvisional: true))
        #expect(try calendar.day(saturday) == .init(isWorking: false, holiday: nil, isProvisional: true))
        #expect(try calendar.day(known) == .init(isWorking: true, holiday: nil, isProvisional: false))
    }
}
