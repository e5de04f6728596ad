import LinliModel

/// A day, a span of days or a time of day found in a message.
struct DateReading: Sendable, Equatable {
    var range: Range<Int>
    /// Resolved forward from today, as bookings need it.
    var forward: CivilDate
    /// Resolved backward, as reports of what happened need it.
    var backward: CivilDate
    /// "15号" alone: as easily a building as a date.
    var isWeak: Bool
    /// 今晚, 明早: the part of day that the word itself says.
    var part: PartOfDay?
    /// The last day of a span ("周末"), where it is one.
    var forwardEnd: CivilDate?
    var backwardEnd: CivilDate?
    /// From its first day to its last, said so: 明后天, 24到26号.
    var isSpan = false

    /// Yesterday and before, said so.
    var isPast: Bool
    /// "周五" without a week: which one, the words beside it decide.
    var isWeekday = false
    /// 三天内, 本周内: by then at the latest.
    var isLimit = false
}

/// A clock time or a part of day.
struct TimeReading: Sendable, Equatable {
    var range: Range<Int>
    /// `HH:MM`, `am` or `pm`.
    var value: String
    /// An hour was said, not only a part of the day.
    var isClock: Bool
    /// Counted from now: 半小时后.
    var isToday = false
}

enum PartOfDay: Sendable {
    case night, morning, noon, afternoon, evening

    var normalForm: String {
        switch self {
        case .night, .morning: "am"
        case .noon: "12:00"
        case .afternoon, .evening: "pm"
        }
    }
}

/// Reads dates as residents say them (`domain.md` 2.5), relative to a day at +08:00. No word is looked
/// up outside: 今天, 大后天, 这周五, 下下周二, 15号, 3月28日, 2026-03-28, 三天后, 月底, 周末.
struct DateReader {
    let codes: [UInt32]
    let today: CivilDate
    let holidays: Holidays

    func read(taken: [Range<Int>]) -> [DateReading] {
        var readings: [DateReading] = []
        var position = 0
        while position < codes.count, readings.count < Self.most {
            if let range = taken.first(where: { $0.contains(position) }) {
                position = range.upperBound
            } else if Self.firsts.contains(codes[position]), let reading = reading(at: position) {
                readings.append(reading)
                position = reading.range.upperBound
            } else {
                position += 1
            }
        }
        return readings
    }

    /// Days of one message. Each is looked at beside all that is said: more would cost the square, and mean
    /// nothing.
    private static let most = 40

    /// With which a date can begin.
    private static let firsts = CodeSet(firstOf: words.map(\.word)).union(Festivals.firsts)
        .union(LunarCalendar.firsts).union(englishFirsts).union(CodeSet("月这本下上周星礼拜过最元".codes)).union(
            .numerals)

    private func reading(at start: Int) -> DateReading? {
        if let reading = limit(start) ?? workday(start) ?? halfMonth(start) { return reading }
        return named(start) ?? english(start) ?? span(start) ?? word(start) ?? weekdayOfMonth(start)
            ?? week(start)
            ?? numbered(start) ?? later(start)
    }

    /// 农历二月十五, 端午前一天, 国庆期间.
    private func named(_ start: Int) -> DateReading? {
        var cursor = TextCursor(codes, at: start)
        let isWithin = start > 0 && CodeSet.numerals.contains(codes[start - 1])
        guard
            let days = (isWithin ? nil : LunarCalendar.read(&cursor, today: today))
                ?? Festivals.read(&cursor, today: today, holidays: holidays)
        else { return nil }
        var reading = make(
            start..<cursor.position, days.forward,
            backward: days.forward == days.backward ? nil : days.backward, end: days.forwardEnd)
        reading.backwardEnd = days.backwardEnd
        reading.isSpan = days.forwardEnd != nil || days.backwardEnd != nil
        return reading
    }

    func make(
        _ range: Range<Int>, _ date: CivilDate, backward: CivilDate? = nil, isWeak: Bool = false,
        part: PartOfDay? = nil, end: CivilDate? = nil
    ) -> DateReading {
        DateReading(
            range: range, forward: date, backward: backward ?? date, isWeak: isWeak, part: part,
            forwardEnd: end, isPast: (backward ?? date) < today && backward == nil)
    }

    /// 三天内, 一周之内, 本周内, 这个月以内: its last day.
    private func limit(_ start: Int) -> DateReading? {
        var cursor = TextCursor(codes, at: start)
        guard start == 0 || !CodeSet.numerals.contains(codes[start - 1]) else { return nil }
        let last: CivilDate?
        if cursor.acceptAny(["这一周", "这周", "本周", "这个星期", "这星期", "这个礼拜", "这礼拜"]) {
            last = today.adding(days: 7 - today.weekday)
        } else if cursor.acceptAny(["这个月", "本月", "这月"]) {
            let days = CivilDate.daysIn(month: today.month, year: today.year)
            last = CivilDate(year: today.year, month: today.month, day: days)
        } else if let number = cursor.number(), (1...60).contains(number.value) {
            let size = cursor.accept("天") ? 1 : cursor.acceptAny(["个星期", "个礼拜", "周", "星期", "礼拜"]) ? 7 : 0
            last = size > 0 ? today.adding(days: number.value * size) : nil
        } else {
            last = nil
        }
        guard let last, cursor.acceptAny(["之内", "以内", "内"]), !cursor.seesAny(["墙", "部", "容", "线"]) else {
            return nil
        }
        var reading = make(start..<cursor.position, last)
        reading.isLimit = true
        return reading
    }

    // MARK: Words

    private static let words: [(word: StaticString, days: Int, part: PartOfDay?)] = [
        ("大前天", -3, nil), ("大后天", 3, nil), ("大后日", 3, nil), ("今天", 0, nil), ("今日", 0, nil), ("今儿", 0, nil),
        ("今晚", 0, .evening), ("今早", 0, .morning), ("今晨", 0, .morning), ("今夜", 0, .evening),
        ("明天", 1, nil), ("明日", 1, nil), ("明儿", 1, nil), ("明晚", 1, .evening), ("明早", 1, .morning),
        ("昨天", -1, nil), ("昨日", -1, nil), ("昨儿", -1, nil), ("昨晚", -1, .evening), ("昨夜", -1, .evening),
        ("后天", 2, nil), ("后儿", 2, nil), ("前天", -2, nil), ("前晚", -2, .evening), ("当天", 0, nil),
        // As the south says it (`domain.md` 2.5): Minnan, Hakka, Cantonese; and Sichuan's 外后天.
        ("今仔日", 0, nil), ("今仔", 0, nil), ("今晡日", 0, nil), ("今晡", 0, nil), ("今暝", 0, .evening),
        ("今暗", 0, .evening),
        ("明仔日", 1, nil), ("明仔载", 1, nil), ("明仔早", 1, .morning), ("明仔暗", 1, .evening), ("明仔", 1, nil),
        ("天光日", 1, nil), ("听日", 1, nil), ("明朝", 1, nil), ("明晨", 1, .morning), ("外后天", 3, nil),
        ("大大后天", 4, nil),
        ("今旦日", 0, nil), ("今朝", 0, nil), ("今旦", 0, nil), ("明旦", 1, nil), ("昨昏", -1, nil),
        ("昨冥", -1, .evening),
        ("后日", 2, nil), ("后晚", 2, .evening), ("昨暝", -1, .evening), ("昨早", -1, .morning), ("秋晡日", -1, nil),
        ("琴日", -1, nil), ("寻日", -1, nil), ("前日", -2, nil), ("大前日", -3, nil),
    ]

    /// 今后日子, 之前天天去: what only looks like 后日 and 前天.
    private static let endings: [StaticString] = ["今", "以", "之", "往", "先", "日", "饭", "目"]

    private func word(_ start: Int) -> DateReading? {
        var cursor = TextCursor(codes, at: start)
        if cursor.peek() == "前" || cursor.peek() == "后", cursor.follows(Self.endings) { return nil }
        if cursor.peek() == "前", cursor.follows(["从"]) { return nil }
        for entry in Self.words where cursor.accept(entry.word) {
            return make(start..<cursor.position, today.adding(days: entry.days), part: entry.part)
        }
        return monthEnd(start)
    }

    /// 明后天, 24到26号, 3月25到27日.
    private func span(_ start: Int) -> DateReading? {
        var cursor = TextCursor(codes, at: start)
        if cursor.acceptAny(["明后两天", "明后天", "明后"]) {
            return span(start..<cursor.position, today.adding(days: 1), today.adding(days: 2))
        }
        guard start == 0 || !CodeClass.isDigit(codes[start - 1]), var first = cursor.number() else {
            return nil
        }
        var month: Int?
        if cursor.accept("月") {
            guard (1...12).contains(first.value), let day = cursor.number() else { return nil }
            month = first.value
            first = day
        }
        _ = cursor.acceptAny(["号", "日"])
        guard cursor.acceptAny(["到", "至", "-"]), let last = cursor.number(),
            cursor.acceptAny(["号", "日"]) || (month != nil && !cursor.seesAny(["点", "月", ":"])),
            (1...31).contains(first.value), (1...31).contains(last.value), first.value < last.value,
            !cursor.seesAny(Self.notDays)
        else { return nil }
        let ahead = month == nil && first.value < today.day ? 1 : 0
        let (year, later) = monthAhead(ahead)
        guard let begin = CivilDate(year: year, month: month ?? later, day: first.value),
            let end = CivilDate(year: year, month: month ?? later, day: last.value)
        else { return nil }
        return span(start..<cursor.position, begin, end)
    }

    func span(_ range: Range<Int>, _ first: CivilDate, _ last: CivilDate) -> DateReading {
        var reading = make(range, first, end: last)
        reading.isSpan = true
        return reading
    }

    /// 月底, 这个月底, 下个月底, 月初.
    private func monthEnd(_ start: Int) -> DateReading? {
        var cursor = TextCursor(codes, at: start)
        let ahead = cursor.acceptAny(["下个月", "下月"]) ? 1 : cursor.acceptAny(["上个月", "上月"]) ? -1 : 0
        if ahead == 0 { _ = cursor.acceptAny(["这个月", "本月", "这月"]) }
        let isEnd =
            cursor.acceptAny(["月底", "月末"]) || (cursor.position > start && cursor.acceptAny(["底", "末"]))
        _ = cursor.acceptAny(["最后一天", "那天", "的最后一天"])
        guard isEnd else { return nil }
        let (year, month) = monthAhead(ahead)
        let last = CivilDate.daysIn(month: month, year: year)
        return CivilDate(year: year, month: month, day: last).map { make(start..<cursor.position, $0) }
    }

    func monthAhead(_ months: Int) -> (year: Int, month: Int) {
        let index = today.year * 12 + today.month - 1 + months
        return (index / 12, index % 12 + 1)
    }

    // MARK: Weeks

    /// 周四, 这周五, 下周三, 下下周二, 上周一, 周末, 礼拜天.
    private func week(_ start: Int) -> DateReading? {
        var cursor = TextCursor(codes, at: start)
        var weeks: Int?
        // 看一下周三的通知 looks at this one's; 礼拜 was read from its begin.
        if start > 0, codes[start - 1] == "一", codes[start] == "下" { return nil }
        if start > 0, codes[start - 1] == "礼", codes[start] == "拜" { return nil }
        if cursor.accept("下下") { weeks = 2 } else if cursor.accept("上上") { weeks = -2 }
        if weeks == nil {
            if cursor.accept("下") { weeks = 1 } else if cursor.accept("上") { weeks = -1 }
        }
        if weeks == nil, cursor.acceptAny(["这", "本"]) { weeks = 0 }
        _ = cursor.accept("个")
        // 每周四 comes again and again; it is no day.
        let before = TextCursor(codes, at: start)
        guard !before.follows(["每", "每个", "逢", "第一个", "第二个", "第三个", "第四个", "第五个", "头一个", "最后一个"]),
            cursor.acceptAny(["周", "星期", "礼拜"]) || bow(&cursor), let day = DateReader.weekday(&cursor),
            !isDaily(cursor)
        else { return nil }
        let monday = today.adding(days: 1 - today.weekday)
        let date = monday.adding(days: (weeks ?? 0) * 7 + day.first - 1)
        let range = start..<cursor.position
        let isPair = cursor.follows(["六日"])
        if weeks != nil {
            var reading = make(range, date, end: day.last.map { date.adding(days: $0 - day.first) })
            reading.isSpan = isPair
            return reading
        }
        let forward =
            (day.last.map { date.adding(days: $0 - day.first) } ?? date) < today
            ? date.adding(days: 7) : date
        let backward = date > today ? date.adding(days: -7) : date
        var reading = make(
            range, forward, backward: backward, end: day.last.map { forward.adding(days: $0 - day.first) })
        reading.backwardEnd = day.last.map { backward.adding(days: $0 - day.first) }
        reading.isSpan = isPair
        reading.isWeekday = true
        return reading
    }

    /// 拜六, as in the south; but not 拜一拜, 跪拜三次.
    private func bow(_ cursor: inout TextCursor) -> Bool {
        guard cursor.peek() == "拜", !cursor.follows(["跪", "参", "朝", "祭", "叩", "拜", "崇", "礼"]) else {
            return false
        }
        var day = cursor
        day.position += 1
        guard day.seesAny(["一", "二", "三", "四", "五", "六"]) else { return false }
        day.position += 1
        guard !day.seesAny(["拜", "下", "次", "声", "个", "位", "年", "天"]) else { return false }
        return cursor.accept("拜")
    }

    /// 上礼拜天天去送饭: every day of it; 礼拜天天没亮 is a day.
    private func isDaily(_ cursor: TextCursor) -> Bool {
        cursor.follows(["天"]) && cursor.sees("天")
            && !cursor.seesAny([
                "天气", "天没", "天还没", "天刚", "天亮", "天黑", "天不亮", "天一", "天热", "天冷", "天晴", "天阴", "天都没", "天都还",
            ])
    }

    static func weekday(_ cursor: inout TextCursor) -> (first: Int, last: Int?)? {
        if cursor.accept("末") { return (6, 7) }
        if cursor.acceptAny(["日", "天"]) { return (7, nil) }
        // "下周两份饭" counts meals.
        guard cursor.peek() != "两",
            let number = NumberReader.digit(cursor.peek())
                ?? (CodeClass.isDigit(cursor.peek()) ? Int(cursor.peek() - 0x30) : nil),
            (1...7).contains(number)
        else { return nil }
        cursor.position += 1
        // 周六日 says both.
        if number == 6, !cursor.seesAny(["日子", "日常", "日间", "日场"]), cursor.accept("日") { return (6, 7) }
        return (number, nil)
    }

    /// 下个月第一个周六, 这个月最后一个周四, 五月份第二个礼拜三.
    private func weekdayOfMonth(_ start: Int) -> DateReading? {
        var cursor = TextCursor(codes, at: start)
        var ahead: Int?
        if cursor.acceptAny(["下个月", "下月"]) { ahead = 1 }
        if ahead == nil, cursor.acceptAny(["这个月", "本月", "这月"]) { ahead = 0 }
        if let ahead {
            let (year, month) = monthAhead(ahead)
            return WeekdayOrdinal.read(&cursor)?.day(inMonth: month, year: year)
                .map { make(start..<cursor.position, $0) }
        }
        guard start == 0 || !CodeClass.isDigit(codes[start - 1]), let number = cursor.number(),
            (1...12).contains(number.value), cursor.acceptAny(["月份", "月里", "月"]),
            let ordinal = WeekdayOrdinal.read(&cursor)
        else { return nil }
        let days = (0...1).compactMap { ordinal.day(inMonth: number.value, year: today.year + $0) }
        return (days.first { $0 >= today } ?? days.last).map { make(start..<cursor.position, $0) }
    }

    // MARK: Numbers

    /// 2026年3月28日, 2026-03-28, 3月28日, 3/28日, 下个月5号, 15号.
    private func numbered(_ start: Int) -> DateReading? {
        // 二月三十号 is no day, and 十号 within it none either.
        guard start == 0 || !CodeSet.numerals.contains(codes[start - 1]) else { return nil }
        var cursor = TextCursor(codes, at: start)
        // 元月6号: the first month.
        if cursor.accept("元"), cursor.sees("月") {
            let first = NumberReader.Number(digits: "1", value: 1, end: cursor.position, isSpoken: true)
            return monthAndDay(start, cursor, month: first)
        }
        cursor.position = start
        var months: Int?
        if cursor.acceptAny(["下个月", "下月"]) {
            months = 1
        } else if cursor.acceptAny(["这个月", "本月"]) {
            months = 0
        }
        if months == nil, cursor.acceptAny(["上个月", "上月"]) { months = -1 }
        guard let first = cursor.number() else { return nil }
        if let months {
            let (year, month) = monthAhead(months)
            guard cursor.acceptAny(["号", "日"]) else { return nil }
            return CivilDate(year: year, month: month, day: first.value).map {
                make(start..<cursor.position, $0)
            }
        }
        if first.digits.count == 4, !first.isSpoken,
            let reading = withYear(start, cursor, year: first.value)
        {
            return reading
        }
        return monthAndDay(start, cursor, month: first) ?? dayAlone(start, cursor, day: first)
    }

    private func withYear(_ start: Int, _ cursor: TextCursor, year: Int) -> DateReading? {
        var cursor = cursor
        guard cursor.acceptAny(["年", "-", "/", "."]), let month = cursor.number(),
            cursor.acceptAny(["月", "-", "/", "."]), let day = cursor.number()
        else { return nil }
        _ = cursor.acceptAny(["日", "号"])
        return CivilDate(year: year, month: month.value, day: day.value).map {
            make(start..<cursor.position, $0)
        }
    }

    private func monthAndDay(_ start: Int, _ cursor: TextCursor, month: NumberReader.Number) -> DateReading? {
        var cursor = cursor
        let isPlain = !cursor.sees("月")
        guard (1...12).contains(month.value), cursor.acceptAny(["月", "/", ".", "-"]),
            let day = cursor.number(),
            (1...31).contains(day.value)
        else { return nil }
        let signed = cursor.acceptAny(["日", "号"])
        // "3.28" and "3-28" are dates only where the word for a day or a part of day follows.
        let isFollowed =
            cursor.seesAny(["上午", "下午", "晚", "早", "中午", "那天", "那场", "的接访", "的会"])
            || TextCursor(codes, at: start).follows(["约", "预约", "改到", "换到", "改成"])
            || opensBooking(start, cursor)
        guard !isPlain || signed || (isFollowed && !month.isSpoken) else { return nil }
        guard let date = CivilDate(year: today.year, month: month.value, day: day.value) else { return nil }
        let next = CivilDate(year: today.year + 1, month: month.value, day: day.value) ?? date
        let previous = CivilDate(year: today.year - 1, month: month.value, day: day.value) ?? date
        return make(
            start..<cursor.position, date < today ? next : date, backward: date > today ? previous : date)
    }

    /// 4/2 14:00 接访, 4.2 约接访: a day that opens a clause and stands beside what is booked.
    private func opensBooking(_ start: Int, _ cursor: TextCursor) -> Bool {
        guard start == 0 || CodeClass.isMark(codes[start - 1]) else { return false }
        var cursor = cursor
        func skipMarks() {
            while CodeClass.isMark(cursor.peek()) || cursor.peek() == 0x20 { cursor.position += 1 }
        }
        skipMarks()
        if let hour = cursor.number() {
            guard hour.value < 24, cursor.acceptAny([":", "点"]) else { return false }
            _ = cursor.number()
            _ = cursor.accept("半")
            skipMarks()
        }
        return cursor.seesAny(["接访", "约", "预约", "想约", "我约", "我想约", "帮我约", "要约"])
    }

    private func dayAlone(_ start: Int, _ cursor: TextCursor, day: NumberReader.Number) -> DateReading? {
        var cursor = cursor
        guard start == 0 || (codes[start - 1] != "月" && codes[start - 1] != "第"),
            (1...31).contains(day.value), day.digits.count <= 2,
            cursor.acceptAny(["号", "日"]),
            !cursor.seesAny(Self.notDays), !bearsRoom(cursor)
        else { return nil }
        let dates = (-1...1).compactMap { offset -> CivilDate? in
            let (year, month) = monthAhead(offset)
            return CivilDate(year: year, month: month, day: day.value)
        }
        guard let forward = dates.first(where: { $0 >= today }) ?? dates.last else { return nil }
        let backward = dates.last { $0 <= today } ?? forward
        return make(start..<cursor.position, forward, backward: backward, isWeak: true)
    }

    /// 6号501 is a flat, 26号十点 a day and an hour.
    private func bearsRoom(_ cursor: TextCursor) -> Bool {
        var cursor = cursor
        return cursor.number() != nil && !cursor.seesAny(["点", ":", "时"])
    }

    /// What bears a number with 号 and is no day.
    private static let notDays: [StaticString] = [
        "楼", "栋", "梯", "线", "门", "电梯", "单元", "院", "车库", "候选", "垃圾", "岗", "机", "房", "井", "桩", "充电", "窗口", "路灯",
        "柜", "杆", "桌", "厅", "泵", "摊", "桶", "地锁", "闸", "铺", "球场", "车位", "那位候选", "方案", "选项", "单子", "工单", "那单",
        "这单", "单哈", "单啊",
        "单呢",
        "单，",
    ]

    /// 三天后, 两周后, 过两天.
    private func later(_ start: Int) -> DateReading? {
        var cursor = TextCursor(codes, at: start)
        let passes = cursor.accept("过")
        guard let number = cursor.number(), number.value < 100 else { return nil }
        let size: Int
        if cursor.accept("天") {
            size = 1
        } else if cursor.acceptAny(["个星期", "个礼拜", "周", "星期"]) {
            size = 7
        } else {
            return nil
        }
        if cursor.acceptAny(["以后", "之后", "后"]) || passes {
            return make(start..<cursor.position, today.adding(days: number.value * size))
        }
        if cursor.acceptAny(["以前", "之前", "前"]) {
            return make(start..<cursor.position, today.adding(days: -number.value * size))
        }
        return nil
    }
}
