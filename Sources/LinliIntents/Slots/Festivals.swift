import LinliModel

/// Festivals by which residents name days: 端午前一天, 中秋那天, 清明后第一个工作日, 国庆期间.
///
/// Most go by the moon (`LunarCalendar`); 清明 and 冬至 follow the sun, their days are listed from 2025 on.
enum Festivals {
    private enum Day {
        case fixed(Int, Int)
        case moon(month: Int, day: Int)
        /// The last day of the moon's year, which has 29 or 30 in its month.
        case newYearsEve
        /// Month and day per year from 2025 on.
        case listed([(Int, Int)])
        /// The nth weekday of a month.
        case counted(month: Int, WeekdayOrdinal)
    }

    private static let firstYear = 2025

    private static let days: [(names: [StaticString], day: Day)] = [
        (["元旦节", "元旦"], .fixed(1, 1)), (["三八妇女节", "妇女节", "三八节"], .fixed(3, 8)),
        (["五一劳动节", "劳动节", "五一"], .fixed(5, 1)),
        (["六一儿童节", "儿童节", "六一"], .fixed(6, 1)), (["八一建军节", "建军节"], .fixed(8, 1)),
        (["教师节"], .fixed(9, 10)),
        (["十一国庆节", "十一国庆", "国庆节", "国庆", "十一假期", "十一长假"], .fixed(10, 1)),
        (["圣诞节", "圣诞"], .fixed(12, 25)), (["平安夜"], .fixed(12, 24)), (["跨年夜", "跨年"], .fixed(12, 31)),
        (["双十二", "双12"], .fixed(12, 12)), (["双十一", "双11"], .fixed(11, 11)),
        (["五四青年节", "五四", "青年节"], .fixed(5, 4)), (["情人节"], .fixed(2, 14)), (["植树节"], .fixed(3, 12)),
        (["冬至节", "冬至"], .listed([(12, 21), (12, 22), (12, 22), (12, 21), (12, 21), (12, 22)])),
        (["母亲节"], .counted(month: 5, WeekdayOrdinal(index: 2, weekday: 7))),
        (["父亲节"], .counted(month: 6, WeekdayOrdinal(index: 3, weekday: 7))),
        (["清明节", "清明"], .listed([(4, 4), (4, 5), (4, 5), (4, 4), (4, 4), (4, 5)])),
        (["大年初一", "正月初一", "春节", "过年那天"], .moon(month: 1, day: 1)),
        (["元宵节", "元宵"], .moon(month: 1, day: 15)), (["端午节", "端午"], .moon(month: 5, day: 5)),
        (["腊八节", "腊八"], .moon(month: 12, day: 8)), (["小年"], .moon(month: 12, day: 24)),
        (["除夕", "大年三十", "年三十"], .newYearsEve), (["二月二"], .moon(month: 2, day: 2)),
        (["三月三"], .moon(month: 3, day: 3)), (["七月半", "中元节", "中元"], .moon(month: 7, day: 15)),
        (["七夕节", "七夕"], .moon(month: 7, day: 7)), (["中秋节", "中秋"], .moon(month: 8, day: 15)),
        (["重阳节", "重阳", "九月九"], .moon(month: 9, day: 9)),
    ]

    /// With which a festival's name begins.
    static let firsts = CodeSet(firstOf: days.flatMap(\.names)).union(CodeSet("大正年初".codes))

    /// The day that is named here, moved by what follows it (前一天, 后第一天上班). The name alone is an
    /// adjective more often than a day ("中秋活动"), so something must say that a day is meant.
    static func read(
        _ cursor: inout TextCursor, today: CivilDate, holidays: Holidays
    ) -> FestivalDays? {
        if let day = dayOfNewYear(&cursor, today: today) { return day }
        // 二五一 is a number.
        guard !CodeSet.numerals.contains(cursor.peek(-1)) else { return nil }
        for entry in days {
            var name = cursor
            guard name.acceptAny(entry.names) else { continue }
            var end: Int?
            let isAhead = suits(name) || isAnswer(name)
            let found = dates(entry.day, about: year(before: cursor, today), today)
                .filter { !isAhead || $0 >= today }
                .compactMap { date -> (first: CivilDate, end: CivilDate?)? in
                    var trial = name
                    guard let moved = moved(date, &trial, holidays) else { return nil }
                    end = trial.position
                    return moved
                }
            guard let end, let named = FestivalDays(found, today: today) ?? past(found) else { return nil }
            cursor.position = end
            return named
        }
        return nil
    }

    /// 去年国庆那天: gone for certain.
    private static func past(_ found: [(first: CivilDate, end: CivilDate?)]) -> FestivalDays? {
        guard found.count == 1, let day = found.first else { return nil }
        return FestivalDays(found, today: day.first)
    }

    /// 去年国庆, 明年元宵: the year that is said before the name; nil where none is.
    private static func year(before cursor: TextCursor, _ today: CivilDate) -> Int? {
        if cursor.follows(["去年", "去年的", "上年"]) { return today.year - 1 }
        if cursor.follows(["今年", "今年的"]) { return today.year }
        return cursor.follows(["明年", "明年的", "来年"]) ? today.year + 1 : nil
    }

    /// 大年初五, 年初三; 初五 alone in the weeks before the festival, since every month of the moon has one.
    private static func dayOfNewYear(_ cursor: inout TextCursor, today: CivilDate) -> FestivalDays? {
        var trial = cursor
        let isNamed = trial.acceptAny(["大年", "正月", "年"])
        guard trial.accept("初"), let number = trial.number(), (1...15).contains(number.value),
            !trial.seesAny(["中", "级", "步", "次", "三班", "年级"]),
            let days = FestivalDays(
                LunarCalendar.days(month: 1, day: number.value).map { ($0, nil) }, today: today),
            isNamed || days.forward <= today.adding(days: weeksBeforeNewYear * 7)
        else { return nil }
        cursor = trial
        return days
    }

    private static let weeksBeforeNewYear = 6

    /// The festival's days from last year to the next one, or in the year that was said.
    private static func dates(_ day: Day, about said: Int?, _ today: CivilDate) -> [CivilDate] {
        let years = said.map { $0...$0 } ?? today.year - 1...today.year + 1
        switch day {
        case .fixed(let month, let day):
            return years.compactMap { CivilDate(year: $0, month: month, day: day) }
        case .moon(let month, let day):
            return LunarCalendar.days(month: month, day: day).filter { years.contains($0.year) }
        case .newYearsEve:
            return LunarCalendar.days(month: 1, day: 1).map { $0.adding(days: -1) }
                .filter { years.contains($0.year) }
        case .listed(let list):
            return years.compactMap { year in
                guard list.indices.contains(year - firstYear) else { return nil }
                let (month, day) = list[year - firstYear]
                return CivilDate(year: year, month: month, day: day)
            }
        case .counted(let month, let ordinal):
            return years.compactMap { ordinal.day(inMonth: month, year: $0) }
        }
    }

    private static func moved(
        _ date: CivilDate, _ cursor: inout TextCursor, _ holidays: Holidays
    ) -> (first: CivilDate, end: CivilDate?)? {
        if let holiday = holiday(date, &cursor, holidays) { return holiday }
        if let day = counted(date, &cursor) { return (day, nil) }
        if let day = workday(date, &cursor, holidays) { return day.map { ($0, nil) } }
        return beside(date, &cursor).map { ($0, nil) }
    }

    private static func beside(_ date: CivilDate, _ cursor: inout TextCursor) -> CivilDate? {
        if cursor.acceptAny(["前一天", "前一日", "的前一天", "头一天", "前夕"]) { return date.adding(days: -1) }
        if cursor.acceptAny(["前两天", "前二天"]) { return date.adding(days: -2) }
        if cursor.acceptAny(["前三天"]) { return date.adding(days: -3) }
        if cursor.acceptAny(["后一天", "第二天", "后第一天", "次日"]) { return date.adding(days: 1) }
        if cursor.acceptAny(["后两天", "后第二天"]) { return date.adding(days: 2) }
        if cursor.acceptAny(["那天", "当天", "那日", "当日", "那一天", "那场"]) { return date }
        return cursor.seesAny(meant) || suits(cursor) || isAnswer(cursor) || asksOfService(cursor)
            ? date : nil
    }

    /// 端午可以吗, 元旦我有空, 国庆来行不行: whether that day suits.
    private static func suits(_ cursor: TextCursor) -> Bool {
        var cursor = cursor
        _ = cursor.acceptAny(["那边", "我们", "我都", "我", "都", "他们", "你们"])
        return cursor.seesAny([
            "可以", "行不行", "行吗", "行么", "能来", "能去", "来行", "来可以", "来得及", "过来", "有空", "没空", "有时间", "没时间", "方便",
            "不方便", "不在家", "在家", "不行", "去不了", "来不了",
        ])
    }

    /// 端午吧, 那就中秋, 改到元旦: the name is all that is said, or where something is moved to. `cursor` stands
    /// behind the name, which is at most six characters long.
    private static func isAnswer(_ cursor: TextCursor) -> Bool {
        var end = cursor
        _ = end.acceptAny(["好了", "好吧", "吧", "呢", "啊", "行"])
        guard end.isAtEnd || (CodeClass.isMark(end.peek()) && end.position + 1 == end.codes.count) else {
            return false
        }
        let names = days.flatMap(\.names)
        return (max(0, cursor.position - longest)..<cursor.position).contains { start in
            var name = TextCursor(cursor.codes, at: start)
            guard name.acceptAny(names), name.position == cursor.position else { return false }
            return start == 0 || TextCursor(cursor.codes, at: start).follows(leads)
        }
    }

    /// In characters, the longest name.
    private static let longest = 6
    private static let leads: [StaticString] = [
        "那就", "那", "就", "要不", "不如", "还是", "改到", "改成", "换到", "换成", "推到", "推迟到", "挪到", "延到", "定在", "约在", "等到",
        "放在", "选",
    ]

    /// 元旦客服上不上班, 除夕垃圾还收不收: whether things run on that day. `cursor` stands behind the name.
    private static func asksOfService(_ cursor: TextCursor) -> Bool {
        var cursor = cursor
        for _ in 0..<farthest {
            guard !cursor.isAtEnd, !CodeClass.isStop(cursor.peek()) else { return false }
            if cursor.seesAny(services) { return true }
            cursor.position += 1
        }
        return false
    }

    /// In characters, from the name of a festival to what is asked.
    private static let farthest = 10
    private static let services: [StaticString] = [
        "上不上班", "上班吗", "上班不", "还上班", "收不收", "还收", "开不开", "开门吗", "开门不", "还开", "停不停", "送不送", "还送", "营业吗",
        "营业不", "放不放假", "有人吗", "有没有人", "值不值班", "休不休息", "休息吗", "照常",
    ]

    /// What follows a name that says a day.
    private static let meant: [StaticString] = [
        "上午", "下午", "晚上", "中午", "早上", "前", "之前", "报名", "有没有", "有什么", "有啥", "还送", "还开", "送不送", "开不开",
        "领", "派", "给孩子", "给老人",
    ]

    /// 清明那三天, 国庆期间, 五一放假那几天: all of it, where the notice is known, else its day.
    private static func holiday(
        _ date: CivilDate, _ cursor: inout TextCursor, _ holidays: Holidays
    ) -> (first: CivilDate, end: CivilDate?)? {
        var trial = cursor
        let isSaid = trial.acceptAny([
            "放假那几天", "放假这几天", "放假期间", "假期期间", "长假期间", "小长假期间", "节期间", "期间", "假期里", "假期", "小长假", "长假",
            "黄金周", "三天假", "那三天", "那几天", "这几天", "那五天", "那七天", "那八天", "那九天", "那些天",
        ])
        guard isSaid || cursor.follows(["假期", "长假"]), !trial.seesAny(["前", "后", "之前", "之后", "过后", "结束"])
        else { return nil }
        cursor = trial
        guard let stretch = holidays.stretch(of: date) else { return (date, nil) }
        return (stretch.lowerBound, stretch.upperBound)
    }

    /// 国庆前最后一个周四, 五一后第一个礼拜三.
    private static func counted(_ date: CivilDate, _ cursor: inout TextCursor) -> CivilDate? {
        var trial = cursor
        guard let isBefore = side(&trial), let ordinal = WeekdayOrdinal.read(&trial),
            let day = isBefore ? ordinal.before(date) : ordinal.after(date)
        else { return nil }
        cursor = trial
        return day
    }

    /// 清明节前最后一个上班日, 五一放完假第一天上班, 国庆后第二个工作日: as the calendar has it.
    /// Nil where no such day is said; nothing within where it is said and no notice of its year is known.
    private static func workday(
        _ date: CivilDate, _ cursor: inout TextCursor, _ holidays: Holidays
    ) -> CivilDate?? {
        var trial = cursor
        guard let isBefore = side(&trial) else { return nil }
        let isOff = trial.follows(["假", "假后", "假期后", "假期过后", "假期结束后", "放假后", "节后", "长假后"])
        _ = trial.accept("的")
        let day: CivilDate?
        if isBefore {
            guard trial.acceptAny(lastDays) else { return nil }
            day = holidays.lastWorkday(before: date)
        } else if trial.acceptAny(firstDays) || (isOff && trial.acceptAny(["第一天", "头一天"])) {
            day = holidays.workday(1, after: date)
        } else {
            guard trial.accept("第"), let number = trial.number(), (1...9).contains(number.value),
                trial.accept("个"), trial.acceptAny(["工作日", "上班日", "上班的日子"])
            else { return nil }
            day = holidays.workday(number.value, after: date)
        }
        cursor = trial
        return .some(day)
    }

    private static let lastDays: [StaticString] = [
        "最后一个工作日", "最后一个上班日", "最后一个上班的日子", "最后一天上班", "上班最后一天", "最后的工作日", "一个工作日", "一个上班日",
    ]
    private static let firstDays: [StaticString] = [
        "第一天上班", "上班第一天", "头一天上班", "上班头一天", "上班的第一天", "首个工作日", "首个上班日", "头一个工作日", "头一个上班日",
    ]

    /// True before a festival, false after it; nil where neither is said.
    private static func side(_ cursor: inout TextCursor) -> Bool? {
        let isBefore = cursor.acceptAny(["放假之前", "放假前", "假期前", "长假前", "之前", "以前", "节前", "前面", "前"])
        if isBefore { return true }
        let isAfter = cursor.acceptAny([
            "放完假后", "放完假", "放假之后", "放假以后", "放假后", "假期结束后", "假期过后", "假期后", "小长假后", "长假后", "收假后", "收假",
            "假后", "之后", "以后", "过后", "节后", "后面", "后", "过完节", "过完",
        ])
        return isAfter ? false : nil
    }
}
