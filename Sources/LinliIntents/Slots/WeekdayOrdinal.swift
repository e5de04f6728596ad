import LinliModel

/// 第一个周四, 最后一个礼拜天: a weekday counted from the begin or the end of a stretch of days.
struct WeekdayOrdinal {
    /// 1 the first; nil the last.
    let index: Int?
    /// 1 Monday … 7 Sunday.
    let weekday: Int

    static func read(_ cursor: inout TextCursor) -> WeekdayOrdinal? {
        var trial = cursor
        _ = trial.accept("的")
        var index: Int?
        if trial.acceptAny(["头一个", "头个"]) {
            index = 1
        } else if !trial.acceptAny(["最后一个", "最后的一个", "倒数第一个", "最后"]) {
            guard trial.accept("第"), let number = trial.number(), (1...5).contains(number.value) else {
                return nil
            }
            _ = trial.accept("个")
            index = number.value
        }
        guard trial.acceptAny(["周", "星期", "礼拜"]), let weekday = DateReader.weekday(&trial),
            weekday.last == nil
        else { return nil }
        cursor = trial
        return WeekdayOrdinal(index: index, weekday: weekday.first)
    }

    /// Nil where the month has no fifth one.
    func day(inMonth month: Int, year: Int) -> CivilDate? {
        guard let first = CivilDate(year: year, month: month, day: 1) else { return nil }
        guard let index else {
            return before(first.adding(days: CivilDate.daysIn(month: month, year: year)))
        }
        let day = from(first).adding(days: 7 * (index - 1))
        return day.month == month ? day : nil
    }

    /// The last one before a day; nil for 第一个, which says from where it is counted only after a day.
    func before(_ end: CivilDate) -> CivilDate? {
        guard index == nil else { return nil }
        let days = (end.weekday - weekday + 6) % 7 + 1
        return end.adding(days: -days)
    }

    /// The nth one after a day; nil for 最后一个.
    func after(_ start: CivilDate) -> CivilDate? {
        index.map { from(start.adding(days: 1)).adding(days: 7 * ($0 - 1)) }
    }

    private func from(_ start: CivilDate) -> CivilDate {
        start.adding(days: (weekday - start.weekday + 7) % 7)
    }
}
