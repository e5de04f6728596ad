import LinliModel

/// One year of the State Council's holiday notice: the days that differ from Monday to Friday
/// (`domain.md` 2.11).
package struct CalendarYear: Sendable, Hashable {
    package struct Day: Sendable, Hashable {
        /// The holiday that the day belongs to: "春节".
        package var name: String
        /// True for a day off, false for a make-up working day (调休上班).
        package var isOff: Bool

        package init(name: String, isOff: Bool) {
            self.name = name
            self.isOff = isOff
        }
    }

    package var year: Int
    /// Where the notice can be read.
    package var source: String
    package var days: [CivilDate: Day]

    package init(year: Int, source: String, days: [CivilDate: Day]) {
        self.year = year
        self.source = source
        self.days = days
    }

    /// Path of the year's file below the settings directory.
    package static func fileName(_ year: Int) -> String { "calendars/\(year).yaml" }

    package func isWorkingDay(_ date: CivilDate) -> Bool {
        days[date].map { !$0.isOff } ?? (date.weekday <= 5)
    }
}

extension Holidays {
    package init(_ calendars: [Int: CalendarYear]) {
        self.init(calendars.mapValues { $0.days.mapValues(\.isOff) })
    }
}

extension CalendarYear {
    /// Reads `{year, source, days: [{date, name, off}]}`. `expected` is the year in the file's name.
    static func read(_ item: Item, expected: Int?) -> CalendarYear? {
        guard let table = item.table else { return nil }
        let yearItem = table.required("year")
        let source = table.required("source")?.text
        let dayItems = table.items("days")
        table.finish()
        guard let year = yearItem?.integer(in: 2000...2100) else { return nil }
        if let expected, expected != year {
            yearItem?.report("the file is named \(expected) and says \(year); make them equal")
        }
        var days: [CivilDate: Day] = [:]
        for entry in dayItems {
            guard let (date, day) = readDay(entry, year: year) else { continue }
            if days.updateValue(day, forKey: date) != nil {
                entry.report("the day \(date) is listed twice; keep one")
            }
        }
        if days.isEmpty, item.log.list.allSatisfy({ $0.file != item.file }) {
            item.report("no day is listed; remove the file until the notice is published")
        }
        return CalendarYear(year: year, source: source ?? "", days: days)
    }

    private static func readDay(_ item: Item, year: Int) -> (CivilDate, Day)? {
        guard let table = item.table else { return nil }
        let dateItem = table.required("date")
        let name = table.required("name")?.text
        let off = table.required("off")?.flag
        table.finish()
        guard let date = dateItem?.date, let name, let off else { return nil }
        guard date.year == year else {
            dateItem?.report("the day \(date) is not in \(year); move it to its year's file")
            return nil
        }
        if !off, date.weekday <= 5 {
            dateItem?.report(
                "\(date) is an ordinary working day already; a make-up day is a Saturday or Sunday")
        }
        return (date, Day(name: name, isOff: off))
    }
}
