import LinliModel
import LinliSettings

/// Goes from one opening to the next: stretches that follow each other and never overlap, whatever the
/// windows do.
///
/// Only days whose openings can still count are looked up, so that an early January does not ask for the
/// calendar of the year before.
struct OpeningWalk {
    struct Opening {
        let from: Instant
        let to: Instant
        let why: String
    }

    private let windows: [ServiceWindows.Window]
    private let days: ServiceWindows.Days
    private let calendar: WorkingCalendar
    private var date: CivilDate
    private let lastDate: CivilDate
    private var pending: ArraySlice<ServiceWindows.Window>
    private var note = ""
    /// Everything before this moment has been counted or lies before the start.
    private var reached: Instant
    private(set) var skipped: [Deadline.Skipped] = []
    private(set) var isProvisional = false

    init(from start: Instant, windows: ServiceWindows, calendar: WorkingCalendar) {
        self.windows = windows.windows.filter { !$0.isEmpty }
        days = windows.days
        self.calendar = calendar
        // One day is taken back, for a window that opened yesterday and crosses midnight; the walk steps
        // onto it first.
        date = start.civil.date.adding(days: -2)
        lastDate = start.civil.date.adding(days: Limits.deadlineDays)
        pending = []
        reached = start
    }

    /// The next opening that has not ended, cut to what is not counted yet. Nil when it would begin at or
    /// after `end`, or further off than the limit.
    mutating func next(before end: Instant?) throws(DeadlineError) -> Opening? {
        guard !windows.isEmpty else { throw .noWindows }
        while true {
            while let window = pending.first {
                let from = max(date.at(minute: window.opens), reached)
                if let end, from >= end { return nil }
                pending = pending.dropFirst()
                let to = date.at(minute: window.closes)
                guard to > from else { continue }
                reached = to
                return Opening(from: from, to: to, why: "window \(window)\(note)")
            }
            guard date < lastDate else { return nil }
            date = date.adding(days: 1)
            if let end, date.start >= end { return nil }
            try openDay()
        }
    }

    /// Takes up the windows of `date` that can still count, if the day is worked.
    private mutating func openDay() throws(DeadlineError) {
        let left = windows.filter { date.at(minute: $0.closes) > reached }
        note = ""
        guard !left.isEmpty else { return }
        guard days == .workingDays else {
            pending = left[...]
            return
        }
        let day: WorkingCalendar.Day
        do { day = try calendar.day(date) } catch { throw .noCalendar(error) }
        isProvisional = isProvisional || day.isProvisional
        if day.isWorking {
            note = Self.note(day)
            pending = left[...]
        } else {
            skipped.append(.init(date: date, holiday: day.holiday))
        }
    }

    /// Says that a day is worked although it is a weekend.
    static func note(_ day: WorkingCalendar.Day) -> String {
        guard let holiday = day.holiday else { return "" }
        return ", make-up working day (\(holiday))"
    }
}
