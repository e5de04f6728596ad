import LinliModel

/// Festivals by which residents name days: 端午前一天, 中秋那天, 五一之后.
///
/// The days of the moon's calendar are listed per year (computed with the package `lunardate` and compared
/// with the State Council's notices of 2025 and 2026, `domain.md` 2.11); 清明 follows the sun.
enum Festivals {
    private enum Day {
        case fixed(Int, Int)
        /// Month and day per year from 2025 on.
        case moon([(Int, Int)])
    }

    private static let firstYear = 2025

    private static let days: [(names: [StaticString], day: Day)] = [
        (["元旦"], .fixed(1, 1)), (["妇女节", "三八节"], .fixed(3, 8)), (["五一劳动节", "劳动节", "五一"], .fixed(5, 1)),
        (["儿童节", "六一"], .fixed(6, 1)), (["建军节"], .fixed(8, 1)), (["教师节"], .fixed(9, 10)),
        (["国庆节", "国庆", "十一假期"], .fixed(10, 1)), (["圣诞节", "圣诞"], .fixed(12, 25)),
        (["清明节", "清明"], .moon([(4, 4), (4, 5), (4, 5), (4, 4), (4, 4), (4, 5)])),
        (
            ["大年初一", "正月初一", "春节", "过年那天"],
            .moon([(1, 29), (2, 17), (2, 6), (1, 26), (2, 13), (2, 3)])
        ),
        (["元宵节", "元宵"], .moon([(2, 12), (3, 3), (2, 20), (2, 9), (2, 27), (2, 17)])),
        (["端午节", "端午"], .moon([(5, 31), (6, 19), (6, 9), (5, 28), (6, 16), (6, 5)])),
        (["腊八节", "腊八"], .moon([(1, 7), (1, 26), (1, 15), (1, 4), (1, 22), (1, 11)])),
        (["小年"], .moon([(1, 23), (2, 11), (1, 31), (1, 20), (2, 7), (1, 27)])),
        (["除夕", "大年三十", "年三十"], .moon([(1, 28), (2, 16), (2, 5), (1, 25), (2, 12), (2, 2)])),
        (["二月二"], .moon([(3, 1), (3, 20), (3, 9), (2, 26), (3, 16), (3, 5)])),
        (["三月三"], .moon([(3, 31), (4, 19), (4, 9), (3, 28), (4, 16), (4, 5)])),
        (["七月半", "中元节", "中元"], .moon([(9, 6), (8, 27), (8, 16), (9, 3), (8, 24), (8, 13)])),
        (["七夕"], .moon([(8, 29), (8, 19), (8, 8), (8, 26), (8, 16), (8, 5)])),
        (["中秋节", "中秋"], .moon([(10, 6), (9, 25), (9, 15), (10, 3), (9, 22), (9, 12)])),
        (["重阳节", "重阳", "九月九"], .moon([(10, 29), (10, 18), (10, 8), (10, 26), (10, 16), (10, 5)])),
    ]

    /// With which a festival's name begins.
    static let firsts = CodeSet(firstOf: days.flatMap(\.names)).union(CodeSet("大正年初".codes))

    /// Last days of the holidays by the State Council's notice, where it is known: (year, month, day) of the
    /// festival → days from it to the first working day.
    private static let back: [CivilDate: Int] = {
        let notices = [
            (2026, 4, 5, 2), (2026, 5, 1, 5), (2026, 6, 19, 3), (2026, 9, 25, 3), (2026, 10, 1, 7),
            (2026, 2, 17, 7), (2025, 10, 1, 8), (2025, 5, 1, 5),
        ]
        return notices.reduce(into: [:]) { table, notice in
            guard let date = CivilDate(year: notice.0, month: notice.1, day: notice.2) else { return }
            table[date] = notice.3
        }
    }()

    /// The day that is named here, moved by what follows it (前一天, 后第一天上班). The name alone is an
    /// adjective more often than a day ("中秋活动"), so something must say that a day is meant.
    static func read(_ cursor: inout TextCursor, today: CivilDate) -> CivilDate? {
        if let day = dayOfNewYear(&cursor, today: today) { return day }
        for entry in days {
            var trial = cursor
            guard trial.acceptAny(entry.names) else { continue }
            let dates = (today.year - 1...today.year + 1).compactMap { date(entry.day, year: $0) }
            guard let date = dates.first(where: { $0 >= today }) ?? dates.last else { return nil }
            guard let moved = moved(date, &trial) else { return nil }
            cursor = trial
            return moved
        }
        return nil
    }

    /// 大年初五, 正月初八; 初五 alone in the weeks about the festival, since every month of the moon has one.
    private static func dayOfNewYear(_ cursor: inout TextCursor, today: CivilDate) -> CivilDate? {
        var trial = cursor
        let isNamed = trial.acceptAny(["大年", "正月", "年"])
        guard trial.accept("初"), let number = trial.number(), (1...15).contains(number.value),
            !trial.seesAny(["中", "级", "步", "次", "三班", "年级"]),
            let newYear = days.first(where: { $0.names.contains { $0.description == "春节" } })?.day
        else { return nil }
        let dates = (today.year - 1...today.year + 1).compactMap { date(newYear, year: $0) }
            .map { $0.adding(days: number.value - 1) }
        guard let day = dates.first(where: { $0 >= today }) ?? dates.last,
            isNamed || day <= today.adding(days: weeksBeforeNewYear * 7)
        else { return nil }
        cursor = trial
        return day
    }

    private static let weeksBeforeNewYear = 6

    private static func date(_ day: Day, year: Int) -> CivilDate? {
        switch day {
        case .fixed(let month, let day): return CivilDate(year: year, month: month, day: day)
        case .moon(let list):
            guard list.indices.contains(year - firstYear) else { return nil }
            let (month, day) = list[year - firstYear]
            return CivilDate(year: year, month: month, day: day)
        }
    }

    private static func moved(_ date: CivilDate, _ cursor: inout TextCursor) -> CivilDate? {
        if let counted = counted(date, &cursor) { return counted }
        let isWork = ["后第一天上班", "后上班第一天", "假后第一天", "后第一个工作日", "节后第一天"] as [StaticString]
        if cursor.acceptAny(isWork) { return date.adding(days: back[date] ?? 1) }
        if cursor.acceptAny(["前一天", "前一日", "的前一天", "头一天", "前夕"]) { return date.adding(days: -1) }
        if cursor.acceptAny(["前两天", "前二天"]) { return date.adding(days: -2) }
        if cursor.acceptAny(["前三天"]) { return date.adding(days: -3) }
        if cursor.acceptAny(["后一天", "第二天", "后第一天", "次日"]) { return date.adding(days: 1) }
        if cursor.acceptAny(["后两天", "后第二天"]) { return date.adding(days: 2) }
        if cursor.acceptAny(["那天", "当天", "那日", "当日"]) { return date }
        return cursor.seesAny(["上午", "下午", "晚上", "中午", "早上", "前", "之前"]) ? date : nil
    }

    /// 国庆前最后一个周四, 五一后第一个礼拜三.
    private static func counted(_ date: CivilDate, _ cursor: inout TextCursor) -> CivilDate? {
        var trial = cursor
        let isBefore = trial.acceptAny(["之前", "以前", "节前", "前面", "前"])
        guard isBefore || trial.acceptAny(["之后", "以后", "过后", "节后", "放假后", "后面", "后", "过完"]),
            let ordinal = WeekdayOrdinal.read(&trial),
            let day = isBefore ? ordinal.before(date) : ordinal.after(date)
        else { return nil }
        cursor = trial
        return day
    }
}
