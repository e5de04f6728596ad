import LinliModel
import LinliSettings

/// Which days are worked, by the State Council's notices (`domain.md` 2.11).
///
/// A year without a file is an error and never a silent Monday to Friday. Only a calendar made with
/// `allowsProvisional` goes on by Monday to Friday, and every day it so decides says that it is provisional.
package struct WorkingCalendar: Sendable {
    package struct Day: Sendable, Hashable {
        package var isWorking: Bool
        /// The holiday that a day off or a make-up day belongs to; nil on ordinary days.
        package var holiday: String?
        /// True where no notice covers the year.
        package var isProvisional: Bool
    }

    private let years: [Int: CalendarYear]
    private let allowsProvisional: Bool

    package init(_ years: [Int: CalendarYear], allowsProvisional: Bool = false) {
        self.years = years
        self.allowsProvisional = allowsProvisional
    }

    package func day(_ date: CivilDate) throws(CalendarMissing) -> Day {
        if let year = years[date.year] {
            return Day(
                isWorking: year.isWorkingDay(date), holiday: year.days[date]?.name, isProvisional: false)
        }
        guard allowsProvisional else { throw CalendarMissing(year: date.year) }
        return Day(isWorking: date.weekday <= 5, holiday: nil, isProvisional: true)
    }

    package func isWorkingDay(_ date: CivilDate) throws(CalendarMissing) -> Bool {
        try day(date).isWorking
    }

    /// A day off of a holiday's notice; ordinary weekends are none.
    package func isStatutoryDayOff(_ date: CivilDate) throws(CalendarMissing) -> Bool {
        let day = try day(date)
        return day.holiday != nil && !day.isWorking
    }

    /// The last working day on or before `date`: when a report is due whose date is no working day.
    package func lastWorkingDay(onOrBefore date: CivilDate) throws(CalendarMissing) -> CivilDate {
        var candidate = date
        while try !isWorkingDay(candidate) { candidate = candidate.adding(days: -1) }
        return candidate
    }

    /// The first working day on or after `date`: where a session goes that falls on a holiday.
    package func firstWorkingDay(onOrAfter date: CivilDate) throws(CalendarMissing) -> CivilDate {
        var candidate = date
        while try !isWorkingDay(candidate) { candidate = candidate.adding(days: 1) }
        return candidate
    }

    /// The working day that lies `count` working days before `date`; `date` itself is not counted.
    package func workingDay(_ count: Int, before date: CivilDate) throws(CalendarMissing) -> CivilDate {
        var candidate = date
        var left = count
        while left > 0 {
            candidate = candidate.adding(days: -1)
            if try isWorkingDay(candidate) { left -= 1 }
        }
        return candidate
    }
}

/// A year's notice is needed and not there.
package struct CalendarMissing: Error, Sendable, Hashable, CustomStringConvertible {
    package var year: Int

    package init(year: Int) {
        self.year = year
    }

    /// Below the settings directory: `calendars/2027.yaml`.
    package var fileName: String { CalendarYear.fileName(year) }

    package var description: String {
        "\(year)年的放假安排还没有录入；通知公布后请补 \(fileName)"
    }
}
