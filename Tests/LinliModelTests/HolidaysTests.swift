import LinliModel
import Testing

/// A notice of one year: Thursday 10-01 to Wednesday 10-07 off, Saturday 10-10 worked, 12-31 off.
@Suite struct HolidaysTests {
    private let holidays: Holidays = {
        var days: [CivilDate: Bool] = [:]
        for day in 1...7 { days[CivilDate(year: 2026, month: 10, day: day)!] = true }
        days[CivilDate("2026-10-10")!] = false
        days[CivilDate("2026-12-31")!] = true
        return Holidays([2026: days, 2027: [CivilDate("2027-01-01")!: true]])
    }()

    @Test(arguments: [
        ("2026-10-01", "2026-10-07"), ("2026-10-07", "2026-10-07"), ("2026-12-31", "2027-01-01"),
    ])
    func aHolidayIsTheDaysOffInARow(day: String, last: String) throws {
        #expect(holidays.stretch(of: try #require(CivilDate(day)))?.upperBound.description == last)
    }

    @Test(arguments: ["2026-09-30", "2026-10-08", "2026-10-10", "2026-10-11", "2028-01-01"])
    func ordinaryDaysBelongToNone(day: String) throws {
        #expect(holidays.stretch(of: try #require(CivilDate(day))) == nil)
    }

    @Test func workingDaysAreCountedPastTheHoliday() throws {
        let day = try #require(CivilDate("2026-10-01"))
        #expect(holidays.lastWorkday(before: day)?.description == "2026-09-30")
        #expect(holidays.workday(1, after: day)?.description == "2026-10-08")
        #expect(holidays.workday(3, after: day)?.description == "2026-10-10")
        #expect(holidays.workday(4, after: day)?.description == "2026-10-12")
    }

    @Test func ofAYearWithoutANoticeNothingIsKnown() throws {
        let day = try #require(CivilDate("2028-05-01"))
        #expect(holidays.isWorkday(day) == nil)
        #expect(holidays.workday(1, after: day) == nil)
        #expect(holidays.lastWorkday(before: day) == nil)
    }
}
