import LinliModel

/// Working days by the State Council's notices (`domain.md` 2.11), and halves of a month.
extension DateReader {
    /// 下个工作日, 两个工作日后, 本月最后一个工作日, 下个月第一个工作日. Nil in a year without a notice: never a silent
    /// Monday to Friday.
    func workday(_ start: Int) -> DateReading? {
        var cursor = TextCursor(codes, at: start)
        guard start == 0 || !CodeSet.numerals.contains(codes[start - 1]) else { return nil }
        if let day = workdayOfMonth(cursor) { return day.map { make(start..<$0.end, $0.day) } ?? nil }
        if cursor.acceptAny(["下个工作日", "下一个工作日", "下个上班日", "最近的工作日", "最近一个工作日"]) {
            return holidays.workday(1, after: today).map { make(start..<cursor.position, $0) }
        }
        guard let number = cursor.number(), (1...DateReader.mostWorkdays).contains(number.value),
            cursor.acceptAny(["个工作日", "个上班日"]), cursor.acceptAny(["以后", "之后", "后"])
        else { return nil }
        return holidays.workday(number.value, after: today).map { make(start..<cursor.position, $0) }
    }

    private static let mostWorkdays = 30

    /// Nil where no working day of a month is named; the inner nil where no notice says which it is.
    private func workdayOfMonth(_ cursor: TextCursor) -> (day: CivilDate, end: Int)?? {
        var cursor = cursor
        let ahead = cursor.acceptAny(["下个月", "下月"]) ? 1 : 0
        guard ahead == 1 || cursor.acceptAny(["本月", "这个月", "这月"]) else { return nil }
        _ = cursor.accept("的")
        let isLast = cursor.acceptAny(["最后一个", "最后的"])
        guard isLast || cursor.acceptAny(["第一个", "头一个", "首个"]), cursor.acceptAny(["工作日", "上班日"]) else {
            return nil
        }
        let (year, month) = monthAhead(ahead)
        let size = CivilDate.daysIn(month: month, year: year)
        let days = (1...size).compactMap { CivilDate(year: year, month: month, day: $0) }
        let ordered = isLast ? days.reversed() : days
        return .some(ordered.first { holidays.isWorkday($0) == true }.map { ($0, cursor.position) })
    }

    /// 12月上半月, 下个月下半月: from its first or sixteenth day to its fifteenth or last.
    func halfMonth(_ start: Int) -> DateReading? {
        var cursor = TextCursor(codes, at: start)
        guard start == 0 || !CodeSet.numerals.contains(codes[start - 1]) else { return nil }
        var date = monthAhead(0)
        if cursor.acceptAny(["下个月", "下月"]) {
            date = monthAhead(1)
        } else if !cursor.acceptAny(["本月", "这个月", "这月"]) {
            guard let number = cursor.number(), (1...12).contains(number.value),
                cursor.acceptAny(["月份", "月"])
            else { return nil }
            date = (today.year + (number.value < today.month ? 1 : 0), number.value)
        }
        _ = cursor.accept("的")
        let isFirst = cursor.accept("上半月")
        guard isFirst || cursor.accept("下半月"),
            let first = CivilDate(year: date.year, month: date.month, day: isFirst ? 1 : 16),
            let last = CivilDate(
                year: date.year, month: date.month,
                day: isFirst ? 15 : CivilDate.daysIn(month: date.month, year: date.year))
        else { return nil }
        return span(start..<cursor.position, first, last)
    }
}
