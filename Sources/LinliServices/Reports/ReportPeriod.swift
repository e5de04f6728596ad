import LinliModel

/// The days that a report covers, and when it is due (`domain.md` I01, I02, 2.11).
package struct ReportPeriod: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case year, half, quarter, month
        case days
    }

    package let kind: Kind
    package let first: CivilDate
    /// The first day that is not covered.
    package let end: CivilDate

    private init(_ kind: Kind, _ first: CivilDate, _ end: CivilDate) {
        self.kind = kind
        self.first = first
        self.end = end
    }

    /// Days from `first` to `last`, both covered. Nil where the last is before the first.
    package init?(from first: CivilDate, through last: CivilDate) {
        guard first <= last else { return nil }
        self.init(.days, first, last.adding(days: 1))
    }

    /// Reads `2026`, `2026H1`, `2026Q1` or `2026-03`; nil for anything else.
    package init?(_ text: String) {
        let digits = text.prefix(4)
        guard digits.count == 4, digits.allSatisfy(\.isASCII), let year = Int(digits) else { return nil }
        let rest = text.dropFirst(4).uppercased()
        if rest.isEmpty {
            self.init(.year, year: year, month: 1, months: 12)
        } else if rest.hasPrefix("Q"), let quarter = Int(rest.dropFirst()), (1...4).contains(quarter) {
            self.init(.quarter, year: year, month: quarter * 3 - 2, months: 3)
        } else if rest == "H1" || rest == "H2" {
            self.init(.half, year: year, month: rest == "H1" ? 1 : 7, months: 6)
        } else if rest.hasPrefix("-"), rest.count == 3, let month = Int(rest.dropFirst()) {
            self.init(.month, year: year, month: month, months: 1)
        } else {
            return nil
        }
    }

    /// The quarter in which a day lies.
    package init(quarterOf date: CivilDate) {
        let first = CivilDate(year: date.year, month: (date.month - 1) / 3 * 3 + 1, day: 1) ?? date
        // Ninety-two days on lies in the next quarter, whatever months are between.
        let next = first.adding(days: 92)
        self.init(.quarter, first, next.adding(days: 1 - next.day))
    }

    /// The month in which a day lies.
    package init(monthOf date: CivilDate) {
        let first = date.adding(days: 1 - date.day)
        // Thirty-one days on lies in the next month, however long this one is.
        let next = first.adding(days: 31)
        self.init(.month, first, next.adding(days: 1 - next.day))
    }

    /// `2026Q1`; empty for anything but a quarter.
    package var quarterName: String {
        kind == .quarter ? "\(first.year)Q\((first.month + 2) / 3)" : ""
    }

    private init?(_ kind: Kind, year: Int, month: Int, months: Int) {
        let next = month + months
        guard let first = CivilDate(year: year, month: month, day: 1),
            let end = CivilDate(year: next > 12 ? year + 1 : year, month: next > 12 ? 1 : next, day: 1)
        else { return nil }
        self.init(kind, first, end)
    }

    /// The last day that is covered.
    package var last: CivilDate { end.adding(days: -1) }

    package var from: Instant { Instant(startOf: first) }
    package var to: Instant { Instant(startOf: end) }

    /// The date by which it is to be handed in, before working days are looked at: the 5th of the month
    /// after a quarter, the 10th of January after a year.
    package var duty: CivilDate? {
        switch kind {
        case .quarter: end.adding(days: 4)
        case .year: end.adding(days: 9)
        case .half, .month, .days: nil
        }
    }

    /// When it must be handed in, and on which working days staff are reminded: the first working day of the
    /// month and the last one on or before the date.
    package func deadline(
        _ calendar: WorkingCalendar
    ) throws(CalendarMissing) -> (submitBy: CivilDate, remindOn: [CivilDate])? {
        guard let duty else { return nil }
        let last = try calendar.lastWorkingDay(onOrBefore: duty)
        let first = try calendar.firstWorkingDay(onOrAfter: end)
        return (last, first < last ? [first, last] : [last])
    }
}

extension Instant {
    /// Midnight of a day in China.
    fileprivate init(startOf date: CivilDate) {
        self.init(milliseconds: (Int64(date.daysSinceEpoch) * 24 - 8) * 3_600_000)
    }
}
