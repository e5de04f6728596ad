import LinliModel

/// Finds the days that a message names, with the weeks, the lists and the exceptions that no slot has room
/// for (`domain.md` 2.5). Single days and their traps are `DateReader`'s.
extension NamedDays {
    /// - Parameter taken: what is something else, or was taken back in the same breath.
    package static func read(
        _ text: NormalizedText, on today: CivilDate, holidays: Holidays, beside taken: [Range<Int>] = []
    ) -> [NamedDays] {
        // 15号 is a house as easily as a day, and 这周内 a limit.
        let dates = DateReader(codes: text.codes, today: today, holidays: holidays).read(taken: taken)
            .filter { !$0.isWeak && !$0.isLimit }
        return NamedDaysReader(text: text, today: today, dates: dates).read(taken)
    }
}

private struct NamedDaysReader {
    let text: NormalizedText
    let today: CivilDate
    let dates: [DateReading]

    private var codes: [UInt32] { text.codes }

    /// Of one message; nobody means more.
    private static let most = 12
    private static let firsts = CodeSet("下上这本周星礼每逢整工双天".codes).union(.numerals)

    func read(_ taken: [Range<Int>]) -> [NamedDays] {
        var found: [NamedDays] = []
        var position = 0
        while position < codes.count, found.count < Self.most {
            if let range = taken.first(where: { $0.contains(position) }) {
                position = range.upperBound
            } else if let (named, end) = named(at: position) {
                found.append(named)
                position = end
            } else {
                position += 1
            }
        }
        return found
    }

    private func named(at start: Int) -> (NamedDays, end: Int)? {
        let date = dates.first { $0.range.lowerBound == start }
        guard date != nil || Self.firsts.contains(codes[start]) else { return nil }
        guard
            let (found, end) = weekdays(start) ?? date.map(day) ?? week(start) ?? month(start) ?? habit(start)
        else { return nil }
        var named = found
        named.isExcluded = TextCursor(codes, at: start).follows(["除了", "除掉", "除开", "除去", "除"])
        named.isEnd = named.kind != .stretch && TextCursor(codes, at: start).follows(["到", "至"])
        named.words = text.string(start..<end)
        return (named, end)
    }

    // MARK: Days

    /// A date, or one up to another.
    private func day(_ date: DateReading) -> (NamedDays, end: Int) {
        let end = date.range.upperBound
        var cursor = TextCursor(codes, at: end)
        if date.forwardEnd == nil, cursor.acceptAny(["到", "至", "-"]),
            let last = dates.first(where: { $0.range.lowerBound == cursor.position }),
            let until = until(last, after: date.forward)
        {
            return (make(.stretch, date.forward, until, former: date.backward), last.range.upperBound)
        }
        guard let until = date.forwardEnd else {
            let weekdays = date.isWeekday ? [date.forward.weekday] : []
            return (
                make(.day, date.forward, date.forward, former: date.backward, weekdays: weekdays), end
            )
        }
        // 周末 is every one, 下周末 is one.
        guard date.isWeekday else {
            return (make(.stretch, date.forward, until, former: date.backward), end)
        }
        return (
            make(
                .weekdays, date.forward, until, former: date.backward,
                weekdays: [date.forward.weekday, until.weekday]), end
        )
    }

    /// 下周一到周五 ends in the week in which it begins.
    private func until(_ last: DateReading, after first: CivilDate) -> CivilDate? {
        guard last.isWeekday else { return last.forward >= first ? last.forwardEnd ?? last.forward : nil }
        return first.adding(days: (last.forward.weekday - first.weekday + 7) % 7)
    }

    // MARK: Days of the week

    /// 周一三五, 下周一和周三, 周一到周五, 每周四. A single day that does not come again is a date.
    private func weekdays(_ start: Int) -> (NamedDays, end: Int)? {
        var cursor = TextCursor(codes, at: start)
        guard !endsWord(start) else { return nil }
        let isEach = cursor.acceptAny(["每个", "每", "逢"])
        let weeks = Self.weeks(&cursor)
        guard cursor.acceptAny(["周", "星期", "礼拜"]), let first = DateReader.weekday(&cursor),
            !isDaily(cursor)
        else { return nil }
        var days = [first.first, first.last].compactMap { $0 }
        var isRange = false
        while let next = another(cursor, weeks: weeks, behind: days) {
            if next.isRange, let last = next.days.first {
                isRange = true
                days += days.last.map { Self.between($0, last) } ?? []
            }
            days += next.days
            cursor.position = next.end
        }
        guard days.count > 1 && !(days.count == 2 && first.last != nil) || isEach else { return nil }
        let begin: CivilDate
        if let weeks {
            begin = today.adding(days: 7 * weeks + days[0] - today.weekday)
        } else {
            begin = today.adding(days: (days[0] - today.weekday + 7) % 7)
        }
        // 周五和周一: the Monday after that Friday.
        let end = days.map { begin.adding(days: ($0 - days[0] + 7) % 7) }.max() ?? begin
        let isStretch = isRange && weeks != nil
        var list = make(
            isStretch ? .stretch : .weekdays, begin, end,
            former: weeks == nil ? begin.adding(days: -7) : begin,
            weekdays: isStretch ? [] : Set(days).sorted())
        list.isOfOneWeek = weeks != nil
        list.isEach = isEach
        return (list, cursor.position)
    }

    /// Days strictly between two of them: 2, 3 and 4 between Monday and Friday.
    private static func between(_ first: Int, _ last: Int) -> [Int] {
        var days: [Int] = []
        var day = first % 7 + 1
        while day != last, days.count < 7 {
            days.append(day)
            day = day % 7 + 1
        }
        return days
    }

    /// The next one of a list: 三 and 五 of 周一三五, 周三 behind 周一和.
    private func another(
        _ cursor: TextCursor, weeks: Int?, behind days: [Int]
    ) -> (days: [Int], isRange: Bool, end: Int)? {
        var cursor = cursor
        let isRange = cursor.acceptAny(["一直到", "到", "至", "-", "~", "—"])
        let isJoined =
            isRange
            || cursor.acceptAny(["、", "还有", "以及", "或者", "和", "跟", "与", "及", "或"])
        let isApart = !isJoined && cursor.accept("，")
        if let own = Self.weeks(&cursor), own != weeks { return nil }
        let isWhole = cursor.acceptAny(["周", "星期", "礼拜"])
        guard isWhole || !isApart else { return nil }
        guard isWhole else {
            // 周日天气, 周三五栋, 周一三个人: a figure that counts something else.
            let isSunday = cursor.peek() == "日" || cursor.peek() == "天"
            guard !isSunday || isJoined, !CodeClass.isDigit(cursor.peek()) || isWritten(before: cursor) else {
                return nil
            }
            guard let day = DateReader.weekday(&cursor), !counts(cursor) else { return nil }
            return ([day.first, day.last].compactMap { $0 }, isRange, cursor.position)
        }
        guard let day = DateReader.weekday(&cursor), !isDaily(cursor) else { return nil }
        return ([day.first, day.last].compactMap { $0 }, isRange, cursor.position)
    }

    /// 周1、3、5: figures like the one before.
    private func isWritten(before cursor: TextCursor) -> Bool {
        CodeClass.isDigit(cursor.peek(-1)) || CodeClass.isDigit(cursor.peek(-2))
    }

    /// 周三五栋, 周一三个人, 周五三点: what stands before these counts.
    private func counts(_ cursor: TextCursor) -> Bool {
        CodeClass.isDigit(cursor.peek())
            || cursor.seesAny([
                "栋", "号", "楼", "单元", "个", "点", "人", "份", "户", "次", "位", "小时", "百", "十", "千", "件", "袋", "桶",
                "只",
                "台", "辆", "块", "元", "分", "层", "幢", "座", "期", "盒", "斤", "提", "包", "瓶", "张", "把", "顿", "餐", "天",
                "气",
                "刻", "半", "条", "家", "场", "名", "月", "年", "多", "几", "遍", "趟", "间", "室", "线", "梯",
            ])
    }

    /// 上礼拜天天去送饭.
    private func isDaily(_ cursor: TextCursor) -> Bool {
        cursor.follows(["天"]) && cursor.sees("天") && !cursor.sees("天气")
    }

    // MARK: Weeks and months

    /// 看一下周三的通知, 晚上周三来: 下 and 上 of another word.
    private func endsWord(_ start: Int) -> Bool {
        let cursor = TextCursor(codes, at: start)
        return cursor.sees("下") && cursor.follows(["一", "楼", "底"])
            || cursor.sees("上") && cursor.follows(["晚", "早", "楼", "马", "网", "身"])
    }

    /// 下下 is 2, 上 is -1, 这 is 0; nil where none is said.
    private static func weeks(_ cursor: inout TextCursor) -> Int? {
        let weeks: Int
        if cursor.accept("下下") {
            weeks = 2
        } else if cursor.accept("上上") {
            weeks = -2
        } else if cursor.acceptAny(["下一", "下"]) {
            weeks = 1
        } else if cursor.acceptAny(["上一", "上"]) {
            weeks = -1
        } else if cursor.acceptAny(["这一", "这", "本"]) {
            weeks = 0
        } else {
            return nil
        }
        _ = cursor.accept("个")
        return weeks
    }

    /// 下下周, 这个星期.
    private func week(_ start: Int) -> (NamedDays, end: Int)? {
        var cursor = TextCursor(codes, at: start)
        guard !endsWord(start) else { return nil }
        _ = cursor.accept("整个")
        guard let weeks = Self.weeks(&cursor), cursor.acceptAny(["周", "星期", "礼拜"]),
            !cursor.seesAny(["年", "边", "围", "岁", "期", "转"])
        else { return nil }
        let monday = today.adding(days: 1 - today.weekday + 7 * weeks)
        return (make(.week, monday, monday.adding(days: 6)), cursor.position)
    }

    /// 下个月, 上月, 4月份, 整个四月.
    private func month(_ start: Int) -> (NamedDays, end: Int)? {
        var cursor = TextCursor(codes, at: start)
        var index = today.year * 12 + today.month - 1
        if cursor.acceptAny(["下下个月", "下下月"]) {
            index += 2
        } else if cursor.acceptAny(["下个月", "下月", "下一个月"]) {
            index += 1
        } else if cursor.acceptAny(["上个月", "上月", "上一个月"]) {
            index -= 1
        } else if !cursor.acceptAny(["这个月", "本月", "这月"]) {
            guard start == 0 || !CodeSet.numerals.contains(codes[start - 1]) else { return nil }
            let isWhole = cursor.accept("整个")
            guard let number = cursor.number(), (1...12).contains(number.value),
                cursor.accept("月份") || (isWhole && cursor.accept("月"))
            else { return nil }
            index += (number.value - today.month + 12) % 12
        }
        guard !cursor.seesAny(["底", "初", "中旬", "上旬", "下旬", "末", "中秋"]),
            cursor.number() == nil,
            let first = CivilDate(year: index / 12, month: index % 12 + 1, day: 1)
        else { return nil }
        let size = CivilDate.daysIn(month: first.month, year: first.year)
        return (make(.month, first, first.adding(days: size - 1)), cursor.position)
    }

    /// 工作日, 双休日, 天天.
    private func habit(_ start: Int) -> (NamedDays, end: Int)? {
        var cursor = TextCursor(codes, at: start)
        let isEach = cursor.acceptAny(["每个", "每"])
        let days: [Int]
        if cursor.accept("工作日") {
            guard !TextCursor(codes, at: start).follows(["个", "非"]) || isEach else { return nil }
            days = Array(1...5)
        } else if cursor.acceptAny(["双休日", "双休"]) {
            days = [6, 7]
        } else if isEach ? cursor.acceptAny(["天", "日"]) : cursor.accept("天天") {
            guard isEach || !TextCursor(codes, at: start).follows(["期", "拜", "周", "一", "两"]) else {
                return nil
            }
            days = Array(1...7)
        } else {
            return nil
        }
        let nexts = days.map { today.adding(days: ($0 - today.weekday + 7) % 7) }
        var named = make(.weekdays, nexts.min() ?? today, nexts.max() ?? today, weekdays: days)
        named.isEach = true
        return (named, cursor.position)
    }

    private func make(
        _ kind: NamedDays.Kind, _ first: CivilDate, _ last: CivilDate, former: CivilDate? = nil,
        weekdays: [Int] = []
    ) -> NamedDays {
        NamedDays(kind, "", first, last, former: former, weekdays: weekdays)
    }
}
