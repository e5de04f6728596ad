import LinliModel

/// Days as foreigners write them: this Sunday, next Friday, Dec 9, 9 December, tomorrow.
extension DateReader {
    static let englishFirsts = CodeSet("tnjfmasodw".codes)

    private static let weekdays: [(word: StaticString, day: Int)] = [
        ("monday", 1), ("tuesday", 2), ("wednesday", 3), ("thursday", 4), ("friday", 5), ("saturday", 6),
        ("sunday", 7),
    ]
    private static let months: [(words: [StaticString], month: Int)] = [
        (["january", "jan"], 1), (["february", "feb"], 2), (["march", "mar"], 3), (["april", "apr"], 4),
        (["may"], 5), (["june", "jun"], 6), (["july", "jul"], 7), (["august", "aug"], 8),
        (["september", "sept", "sep"], 9), (["october", "oct"], 10), (["november", "nov"], 11),
        (["december", "dec"], 12),
    ]

    /// Nil within a word: the day has to begin one.
    func english(_ start: Int) -> DateReading? {
        guard start == 0 || !CodeClass.isLetter(codes[start - 1]) else { return nil }
        let cursor = TextCursor(codes, at: start)
        return relative(cursor) ?? weekday(cursor) ?? month(cursor) ?? dayFirst(cursor)
    }

    private func relative(_ cursor: TextCursor) -> DateReading? {
        var cursor = cursor
        let start = cursor.position
        let days: Int
        var part: PartOfDay?
        if cursor.accept("tomorrow") {
            days = 1
        } else if cursor.accept("today") {
            days = 0
        } else if cursor.accept("tonight") {
            days = 0
            part = .evening
        } else {
            return nil
        }
        guard !CodeClass.isLetter(cursor.peek()) else { return nil }
        return make(start..<cursor.position, today.adding(days: days), part: part)
    }

    /// The next one; with "next" that of next week, with "this" that of this one.
    private func weekday(_ cursor: TextCursor) -> DateReading? {
        var cursor = cursor
        let start = cursor.position
        let isNext = cursor.accept("next ")
        let isThis = !isNext && cursor.accept("this ")
        guard let day = Self.weekdays.first(where: { cursor.accept($0.word) })?.day,
            !CodeClass.isLetter(cursor.peek())
        else { return nil }
        let monday = today.adding(days: 1 - today.weekday)
        let date = monday.adding(days: (isNext ? 7 : 0) + day - 1)
        guard !isNext, !isThis else { return make(start..<cursor.position, date) }
        var reading = make(
            start..<cursor.position, date < today ? date.adding(days: 7) : date,
            backward: date > today ? date.adding(days: -7) : date)
        reading.isWeekday = true
        return reading
    }

    /// Dec 9, December 9th.
    private func month(_ cursor: TextCursor) -> DateReading? {
        var cursor = cursor
        let start = cursor.position
        guard let month = Self.months.first(where: { cursor.acceptAny($0.words) })?.month else { return nil }
        _ = cursor.accept(".")
        guard cursor.accept(" "), let day = cursor.number(), !day.isSpoken, (1...31).contains(day.value),
            cursor.peek() != ":"
        else { return nil }
        _ = cursor.acceptAny(["st", "nd", "rd", "th"])
        return inYear(start..<cursor.position, month: month, day: day.value)
    }

    /// 9 December, 9th of Dec.
    private func dayFirst(_ cursor: TextCursor) -> DateReading? {
        var cursor = cursor
        let start = cursor.position
        guard start == 0 || !CodeClass.isDigit(codes[start - 1]), let day = cursor.number(), !day.isSpoken,
            (1...31).contains(day.value)
        else { return nil }
        _ = cursor.acceptAny(["st", "nd", "rd", "th"])
        guard cursor.accept(" ") else { return nil }
        _ = cursor.accept("of ")
        guard let month = Self.months.first(where: { cursor.acceptAny($0.words) })?.month,
            !CodeClass.isLetter(cursor.peek())
        else { return nil }
        return inYear(start..<cursor.position, month: month, day: day.value)
    }

    /// The next such day and the last one, as a day of the year without its year is meant.
    private func inYear(_ range: Range<Int>, month: Int, day: Int) -> DateReading? {
        let dates = (-1...1).compactMap { CivilDate(year: today.year + $0, month: month, day: day) }
        guard let forward = dates.first(where: { $0 >= today }) ?? dates.last else { return nil }
        return make(range, forward, backward: dates.last { $0 <= today } ?? forward)
    }
}
