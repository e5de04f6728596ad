import LinliModel
import LinliSettings
import LinliTestKit
import Testing

@testable import LinliServices

/// Periods and the days on which reports are due (`domain.md` I01, I02, 2.11).
@Suite struct ReportPeriodTests {
    @Test(arguments: [
        ("2026", "2026-01-01", "2026-12-31"), ("2026Q1", "2026-01-01", "2026-03-31"),
        ("2026q4", "2026-10-01", "2026-12-31"), ("2026-02", "2026-02-01", "2026-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"), ("2026-12", "2026-12-01", "2026-12-31"),
    ])
    func isRead(_ text: String, _ first: String, _ last: String) throws {
        let period = try #require(ReportPeriod(text))
        #expect(period.first.description == first)
        #expect(period.last.description == last)
    }

    @Test(arguments: ["", "26", "2026Q5", "2026Q0", "2026-13", "2026-1", "2026Q", "２０２６", "2026-00", "year"])
    func isRefused(_ text: String) {
        #expect(ReportPeriod(text) == nil)
    }

    @Test func aDayBeginsAtMidnightInChina() throws {
        let period = try #require(ReportPeriod("2026Q1"))
        #expect(period.from.iso8601 == "2026-01-01T00:00:00+08:00")
        #expect(period.to.iso8601 == "2026-04-01T00:00:00+08:00")
    }

    /// 5 April 2026 is a Sunday in the Qingming holiday (4–6 April): Friday the 3rd.
    @Test(arguments: [
        ("2026Q1", "2026-04-03", ["2026-04-01", "2026-04-03"]),
        ("2025", "2026-01-09", ["2026-01-04", "2026-01-09"]),
    ])
    func isDueOnTheLastWorkingDayBefore(_ text: String, _ due: String, _ reminders: [String]) throws {
        let calendars = try Settings.calendars(directory: TemporaryStore.packageRoot + "/Config")
        let deadline = try #require(ReportPeriod(text)).deadline(WorkingCalendar(calendars))
        #expect(deadline?.submitBy.description == due)
        #expect(deadline?.remindOn.map(\.description) == reminders)
    }

    @Test func aYearWithoutItsCalendarIsNoGuess() throws {
        let calendar = WorkingCalendar([:])
        #expect(throws: CalendarMissing(year: 2026)) {
            try #require(ReportPeriod("2026Q1")).deadline(calendar)
        }
        let month = try #require(ReportPeriod("2026-03"))
        #expect(try month.deadline(calendar) == nil)
    }
}
