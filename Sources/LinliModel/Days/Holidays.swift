/// The days that differ from Monday to Friday, by the State Council's notices (`domain.md` 2.11), for those
/// who only ask where a holiday begins and ends. Of a year without a notice nothing is known.
package struct Holidays: Sendable, Hashable {
    /// Per year with a notice its listed days: true for a day off, false for a weekend's day that is worked.
    private let years: [Int: [CivilDate: Bool]]

    package init(_ years: [Int: [CivilDate: Bool]] = [:]) {
        self.years = years
    }

    /// The days off in a row to which `day` belongs; nil where it is none.
    package func stretch(of day: CivilDate) -> ClosedRange<CivilDate>? {
        guard isOff(day) else { return nil }
        return edge(of: day, step: -1)...edge(of: day, step: 1)
    }

    /// Nil in a year without a notice.
    package func isWorkday(_ day: CivilDate) -> Bool? {
        years[day.year].map { listed in listed[day].map { !$0 } ?? (day.weekday <= 5) }
    }

    /// The last working day before a festival and its holiday; nil where no notice says which it is.
    package func lastWorkday(before festival: CivilDate) -> CivilDate? {
        workday(1, from: stretch(of: festival)?.lowerBound ?? festival, step: -1)
    }

    /// The nth working day after a festival and its holiday; nil where no notice says which it is.
    package func workday(_ index: Int, after festival: CivilDate) -> CivilDate? {
        workday(index, from: stretch(of: festival)?.upperBound ?? festival, step: 1)
    }

    private func isOff(_ day: CivilDate) -> Bool { years[day.year]?[day] == true }

    private func edge(of day: CivilDate, step: Int) -> CivilDate {
        var day = day
        while isOff(day.adding(days: step)) { day = day.adding(days: step) }
        return day
    }

    private func workday(_ index: Int, from start: CivilDate, step: Int) -> CivilDate? {
        var day = start
        var left = index
        while left > 0 {
            day = day.adding(days: step)
            guard let isWorked = isWorkday(day) else { return nil }
            if isWorked { left -= 1 }
        }
        return day
    }
}
