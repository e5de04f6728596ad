import LinliModel
import LinliSettings
import LinliStore

/// Which days have a meal, and until when a day may still be changed (`domain.md` 2.8): Monday to Friday on
/// working days; the cut-off lies on the working day before, so that Monday's meal closes on Friday.
struct MealPlan: Sendable {
    let rules: Estate.Meals
    private let calendar: WorkingCalendar

    init(_ rules: Estate.Meals, settings: Settings) {
        self.rules = rules
        calendar = WorkingCalendar(settings.calendars, allowsProvisional: true)
    }

    func isServed(_ day: CivilDate) -> Bool { day.weekday <= 5 && isWorkingDay(day) }

    /// Why none is brought that day; nil where one is.
    func note(against day: CivilDate) -> MealNote? {
        isServed(day) ? nil : .closed(day, holiday: holiday(day))
    }

    /// The first of the days that may still be changed; it may be one without a meal.
    func firstOpen(at now: Instant) -> CivilDate {
        var day = now.civil.date.adding(days: 1)
        while closing(of: day) <= now { day = day.adding(days: 1) }
        return day
    }

    /// The first day from `day` on that has a meal; nil where none comes within what may be ordered ahead.
    func served(onOrAfter day: CivilDate, _ weekdays: [Int] = []) -> CivilDate? {
        (0...Limits.mealAheadDays).lazy.map { day.adding(days: $0) }.first { day in
            isServed(day) && (weekdays.isEmpty || weekdays.contains(day.weekday))
        }
    }

    /// Days in their order, put together where no day with a meal lies between them.
    func stretches(_ days: [CivilDate], _ weekdays: [Int]) -> [ClosedRange<CivilDate>] {
        var stretches: [ClosedRange<CivilDate>] = []
        for day in days {
            if let last = stretches.last,
                served(onOrAfter: last.upperBound.adding(days: 1), weekdays) == day
            {
                stretches[stretches.count - 1] = last.lowerBound...day
            } else {
                stretches.append(day...day)
            }
        }
        return stretches
    }

    func isDue(_ order: MealOrderRow, _ row: MealDayRow?, on day: CivilDate) -> Bool {
        order.from <= day && order.until.map { day <= $0 } ?? true && isServed(day)
            && (order.weekdays.isEmpty || order.weekdays.contains(day.weekday)) && row?.state != .skipped
    }

    /// When it is to be there at the latest that anybody may ask for it.
    func begins(_ order: MealOrderRow, _ row: MealDayRow?, on day: CivilDate) -> Instant {
        day.at(minute: row?.minute ?? order.minute ?? rules.delivers.opens)
    }

    private func closing(of day: CivilDate) -> Instant {
        var before = day.adding(days: -1)
        while !isWorkingDay(before) { before = before.adding(days: -1) }
        return before.at(minute: rules.cutoff)
    }

    /// The days without a meal around the next holiday of that name, or around the next of all; nil where no
    /// notice has it.
    func holiday(named words: String, after today: CivilDate) -> MealHoliday? {
        let isNamed = HolidayNames.isNamed(in: words)
        let found = (0...Limits.mealHolidayDays).lazy.map { today.adding(days: $0) }.first { day in
            guard let name = holiday(day) else { return false }
            return !isNamed || HolidayNames.isNamed(name, in: words)
        }
        guard let found, let name = holiday(found) else { return nil }
        var from = found
        while from > today, !isServed(from.adding(days: -1)) { from = from.adding(days: -1) }
        let next = served(onOrAfter: found)
        return MealHoliday(
            name: name, from: from, until: (next ?? found.adding(days: 1)).adding(days: -1), next: next)
    }

    /// The last working day before them, on which those who eat are told.
    func warningDay(of holiday: MealHoliday) -> CivilDate {
        var day = holiday.from.adding(days: -1)
        while !isWorkingDay(day) { day = day.adding(days: -1) }
        return day
    }

    /// Whether one of them would have had a meal.
    func touches(_ order: MealOrderRow, _ holiday: MealHoliday) -> Bool {
        var day = holiday.from
        while day <= holiday.until {
            let isHis = order.weekdays.isEmpty || order.weekdays.contains(day.weekday)
            if day.weekday <= 5, isHis, order.from <= day, order.until.map({ day <= $0 }) ?? true {
                return true
            }
            day = day.adding(days: 1)
        }
        return false
    }

    private func isWorkingDay(_ day: CivilDate) -> Bool {
        do throws(CalendarMissing) { return try calendar.isWorkingDay(day) } catch {
            return day.weekday <= 5
        }
    }

    private func holiday(_ day: CivilDate) -> String? {
        do throws(CalendarMissing) {
            return try calendar.isStatutoryDayOff(day) ? calendar.day(day).holiday : nil
        } catch {
            return nil
        }
    }
}
