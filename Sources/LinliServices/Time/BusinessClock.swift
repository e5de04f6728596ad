import LinliModel
import LinliSettings

/// Counts time as an office works it: only inside windows, only on days that are worked.
///
/// Pure arithmetic on `Instant`. Counting rules (民法典 201, 203; `domain.md` 2.2.4): hours begin at once,
/// days begin the day after the receipt, and a day ends when business closes. A window is open from its
/// first moment up to, not including, its end; a target used up exactly at closing time is due then.
package struct BusinessClock: Sendable {
    private let windows: ServiceWindows
    private let calendar: WorkingCalendar

    package init(windows: ServiceWindows, calendar: WorkingCalendar) {
        self.windows = windows
        self.calendar = calendar
    }

    package func due(from start: Instant, target: TimeTarget) throws(DeadlineError) -> Deadline {
        switch target {
        case .span(let span): try due(from: start, span: span)
        case .workingDays(let count): try due(from: start, workingDays: count)
        }
    }

    /// Time that runs on through nights and holidays.
    package static func wall(from start: Instant, target: TimeTarget) throws(DeadlineError) -> Deadline {
        guard case .span(let span) = target else { throw .workingDaysByWallClock }
        let due = start + span
        let interval = Deadline.Interval(from: start, to: due, counted: span, why: "wall clock")
        return Deadline(
            due: due, intervals: span > .zero ? [interval] : [], skipped: [], isProvisional: false)
    }

    /// Business time between two moments, whole milliseconds; zero where `end` is not after `start`.
    package func counted(from start: Instant, to end: Instant) throws(DeadlineError) -> TimeSpan {
        var walk = OpeningWalk(from: start, windows: windows, calendar: calendar)
        var total = TimeSpan.zero
        while let opening = try walk.next(before: end) {
            total = total + (min(opening.to, end) - opening.from)
        }
        return total
    }

    private func due(from start: Instant, span: TimeSpan) throws(DeadlineError) -> Deadline {
        guard span > .zero else {
            return Deadline(due: start, intervals: [], skipped: [], isProvisional: false)
        }
        var walk = OpeningWalk(from: start, windows: windows, calendar: calendar)
        var left = span
        var intervals: [Deadline.Interval] = []
        while let opening = try walk.next(before: nil) {
            let end = min(opening.to, opening.from + left)
            intervals.append(
                .init(from: opening.from, to: end, counted: end - opening.from, why: opening.why))
            left = left + (opening.from - end)
            if left == .zero {
                return Deadline(
                    due: end, intervals: intervals, skipped: walk.skipped,
                    isProvisional: walk.isProvisional)
            }
        }
        throw .tooFar
    }

    private func due(from start: Instant, workingDays count: Int) throws(DeadlineError) -> Deadline {
        let open = windows.windows.filter { !$0.isEmpty }
        guard let first = open.map(\.opens).min(), let last = open.map(\.closes).max() else {
            throw .noWindows
        }
        guard count <= Limits.deadlineDays else { throw .tooFar }
        guard count > 0 else {
            return Deadline(due: start, intervals: [], skipped: [], isProvisional: false)
        }
        var deadline = Deadline(due: start, intervals: [], skipped: [], isProvisional: false)
        var date = start.civil.date
        while deadline.intervals.count < count {
            date = date.adding(days: 1)
            let day = try calendarDay(date)
            deadline.isProvisional = deadline.isProvisional || day.isProvisional
            guard day.isWorking else {
                deadline.skipped.append(.init(date: date, holiday: day.holiday))
                continue
            }
            let number = deadline.intervals.count + 1
            deadline.due = date.at(minute: last)
            deadline.intervals.append(
                .init(
                    from: date.at(minute: first), to: deadline.due, counted: Self.length(of: open),
                    why: "working day \(number) of \(count)" + OpeningWalk.note(day)))
        }
        return deadline
    }

    private func calendarDay(_ date: CivilDate) throws(DeadlineError) -> WorkingCalendar.Day {
        do { return try calendar.day(date) } catch { throw .noCalendar(error) }
    }

    /// How long the windows of one day are open together; what overlaps counts once.
    private static func length(of windows: [ServiceWindows.Window]) -> TimeSpan {
        var minutes = 0
        var reached = 0
        for window in windows {
            minutes += max(0, window.closes - max(window.opens, reached))
            reached = max(reached, window.closes)
        }
        return .minutes(Int64(minutes))
    }
}

extension CivilDate {
    /// `minute` minutes after the midnight at which the day begins; it may lie in the next day.
    package func at(minute: Int) -> Instant { start + .minutes(Int64(minute)) }
}
