import LinliModel

/// The hours at which somebody works, as minutes of the day: `08:30-12:00,14:30-17:30`.
///
/// A window whose end is not after its start crosses midnight (`22:00-06:00`) and belongs to the day on
/// which it opens. `24:00` is an end only. A window of no length is read and counts nothing.
package struct ServiceWindows: Sendable, Hashable, CustomStringConvertible {
    package struct Window: Sendable, Hashable, CustomStringConvertible {
        /// Minutes since midnight, 0 ..< 1440.
        package let opens: Int
        /// Minutes since the midnight at which the opening day began; up to 2879 past midnight.
        package let closes: Int

        /// Reads `HH:MM-HH:MM`; nil for anything else.
        package init?(_ text: String) {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, let opens = ServiceWindows.minute(parts[0]), opens < 1440,
                let closes = ServiceWindows.minute(parts[1])
            else { return nil }
            self.opens = opens
            self.closes = closes < opens ? closes + 1440 : closes
        }

        package var isEmpty: Bool { opens == closes }

        /// `22:00-06:00`, as it is written in the settings.
        package var description: String {
            let end = closes > 1440 ? closes - 1440 : closes
            return "\(ClockFace.full(opens))-\(ClockFace.full(end))"
        }
    }

    package enum Days: String, Sendable, Hashable, CaseIterable {
        case daily
        case workingDays = "working_days"
    }

    /// In the order of their opening.
    package let windows: [Window]
    package let days: Days

    package init(_ windows: [Window], days: Days) {
        self.windows = windows.sorted { ($0.opens, $0.closes) < ($1.opens, $1.closes) }
        self.days = days
    }

    /// Reads windows separated by commas; nil when one of them is not `HH:MM-HH:MM`.
    package init?(_ text: String, days: Days) {
        var windows: [Window] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let window = Window(String(part.trimmingSpaces)) else { return nil }
            windows.append(window)
        }
        self.init(windows, days: days)
    }

    /// Round the clock, every day.
    package static let always = ServiceWindows([Window(opens: 0, closes: 1440)], days: .daily)

    /// Office hours of communities and streets where nothing else is set (`domain.md` 2.11).
    package static let office = ServiceWindows(
        [Window(opens: 510, closes: 720), Window(opens: 870, closes: 1050)], days: .workingDays)

    package var description: String { windows.map(\.description).joined(separator: ",") }

    /// Two windows that have time in common; the one that crosses midnight reaches into the next day's.
    var overlap: (Window, Window)? {
        let open = windows.filter { !$0.isEmpty }
        for (index, first) in open.enumerated() {
            for second in open[(index + 1)...] where second.opens < first.closes { return (first, second) }
            if let next = open.first(where: { $0.opens + 1440 < first.closes }) { return (first, next) }
        }
        return nil
    }

    package static func minute(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2,
            parts.allSatisfy({ $0.count == 2 && $0.allSatisfy { ("0"..."9").contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), minute < 60,
            hour < 24 || (hour == 24 && minute == 0)
        else { return nil }
        return hour * 60 + minute
    }
}

extension ServiceWindows.Window {
    fileprivate init(opens: Int, closes: Int) {
        self.opens = opens
        self.closes = closes
    }
}

extension StringProtocol {
    /// Without spaces and tabs at both ends.
    var trimmingSpaces: SubSequence {
        var rest = self[startIndex..<endIndex]
        while let first = rest.first, first == " " || first == "\t" { rest = rest.dropFirst() }
        while let last = rest.last, last == " " || last == "\t" { rest = rest.dropLast() }
        return rest
    }
}

extension Item {
    /// `{daily: "08:00-20:00"}` or `{working_days: "08:30-12:00,14:30-17:30"}`.
    var windows: ServiceWindows? {
        guard let table else { return nil }
        let found = ServiceWindows.Days.allCases.compactMap { days in
            table.optional(days.rawValue).map { (days, $0) }
        }
        table.finish()
        guard found.count == 1, let (days, item) = found.first else {
            report("write exactly one of daily and working_days here")
            return nil
        }
        let windows = item.parsed("windows like 09:00-12:00,13:30-18:00") {
            ServiceWindows($0, days: days)
        }
        if let windows, windows.windows.allSatisfy(\.isEmpty) {
            item.report("these windows have no length; at least one must be longer than zero")
            return nil
        }
        if let (first, second) = windows?.overlap {
            item.report("\(first) and \(second) overlap; write each hour once")
            return nil
        }
        return windows
    }
}
