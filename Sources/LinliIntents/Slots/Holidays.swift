import LinliModel

/// The holidays of the State Council's notices for 2025 and 2026 and the weekends worked for them, as
/// `Config/calendars` has them (a test holds both together). A year that no notice is known for has none
/// here: nothing is said about its holidays.
enum Holidays {
    private static let years = 2025...2026

    /// First and last day of each, as year, month, day.
    private static let stretches: [ClosedRange<CivilDate>] = [
        ((2025, 1, 1), (2025, 1, 1)), ((2025, 1, 28), (2025, 2, 4)), ((2025, 4, 4), (2025, 4, 6)),
        ((2025, 5, 1), (2025, 5, 5)), ((2025, 5, 31), (2025, 6, 2)), ((2025, 10, 1), (2025, 10, 8)),
        ((2026, 1, 1), (2026, 1, 3)), ((2026, 2, 15), (2026, 2, 23)), ((2026, 4, 4), (2026, 4, 6)),
        ((2026, 5, 1), (2026, 5, 5)), ((2026, 6, 19), (2026, 6, 21)), ((2026, 9, 25), (2026, 9, 27)),
        ((2026, 10, 1), (2026, 10, 7)),
    ].compactMap { first, last in
        guard let first = date(first), let last = date(last) else { return nil }
        return first...last
    }

    /// Saturdays and Sundays that are worked.
    private static let worked = Set(
        [
            (2025, 1, 26), (2025, 2, 8), (2025, 4, 27), (2025, 9, 28), (2025, 10, 11),
            (2026, 1, 4), (2026, 2, 14), (2026, 2, 28), (2026, 5, 9), (2026, 9, 20), (2026, 10, 10),
        ].compactMap(date))

    private static func date(_ parts: (Int, Int, Int)) -> CivilDate? {
        CivilDate(year: parts.0, month: parts.1, day: parts.2)
    }

    /// The holiday to which a festival's day belongs.
    static func stretch(of day: CivilDate) -> ClosedRange<CivilDate>? {
        stretches.first { $0.contains(day) }
    }

    /// Nil in a year without a notice.
    static func isWorkday(_ day: CivilDate) -> Bool? {
        guard years.contains(day.year) else { return nil }
        return worked.contains(day) || (day.weekday <= 5 && stretch(of: day) == nil)
    }

    /// The last working day before a festival and its holiday.
    static func lastWorkday(before festival: CivilDate) -> CivilDate? {
        workday(1, from: stretch(of: festival)?.lowerBound ?? festival, step: -1)
    }

    /// The nth working day after a festival and its holiday.
    static func workday(_ index: Int, after festival: CivilDate) -> CivilDate? {
        workday(index, from: stretch(of: festival)?.upperBound ?? festival, step: 1)
    }

    private static func workday(_ index: Int, from start: CivilDate, step: Int) -> CivilDate? {
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
