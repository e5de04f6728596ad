import LinliModel

/// A day, or the days of a holiday, that has a name: the next one and the last one.
struct FestivalDays: Equatable {
    var forward: CivilDate
    var backward: CivilDate
    /// The last day of a holiday, where the State Council's notice is known.
    var forwardEnd: CivilDate?
    var backwardEnd: CivilDate?

    /// Of several years' days the next one and the last one; nil where none is to come.
    init?(_ days: [(first: CivilDate, end: CivilDate?)], today: CivilDate) {
        guard let next = days.first(where: { ($0.end ?? $0.first) >= today }) else { return nil }
        let last = days.last { $0.first <= today } ?? next
        forward = next.first
        forwardEnd = next.end
        backward = last.first
        backwardEnd = last.end
    }
}

/// The months of the moon's calendar from 2024 to 2030, and the days that residents name by it: 农历二月十五,
/// 二月初二, 正月初八, 腊月廿六, 农历十五.
///
/// The first days were computed with the packages `lunardate` and `lunar_python`, which agree; a test holds
/// them against the calendar of Foundation.
enum LunarCalendar {
    struct Month {
        let year: Int
        /// 1 … 12.
        let number: Int
        let isLeap: Bool
        let first: CivilDate
        /// In days.
        let length: Int
    }

    /// Year of the moon; the month that comes twice, 0 for none; month and day on which each month begins.
    private static let years: [(year: Int, leap: Int, firsts: [(Int, Int)])] = [
        (
            2024, 0,
            [
                (2, 10), (3, 10), (4, 9), (5, 8), (6, 6), (7, 6), (8, 4), (9, 3), (10, 3), (11, 1), (12, 1),
                (12, 31),
            ]
        ),
        (
            2025, 6,
            [
                (1, 29), (2, 28), (3, 29), (4, 28), (5, 27), (6, 25), (7, 25), (8, 23), (9, 22), (10, 21),
                (11, 20), (12, 20), (1, 19),
            ]
        ),
        (
            2026, 0,
            [
                (2, 17), (3, 19), (4, 17), (5, 17), (6, 15), (7, 14), (8, 13), (9, 11), (10, 10), (11, 9),
                (12, 9), (1, 8),
            ]
        ),
        (
            2027, 0,
            [
                (2, 6), (3, 8), (4, 7), (5, 6), (6, 5), (7, 4), (8, 2), (9, 1), (9, 30), (10, 29), (11, 28),
                (12, 28),
            ]
        ),
        (
            2028, 5,
            [
                (1, 26), (2, 25), (3, 26), (4, 25), (5, 24), (6, 23), (7, 22), (8, 20), (9, 19), (10, 18),
                (11, 16), (12, 16), (1, 15),
            ]
        ),
        (
            2029, 0,
            [
                (2, 13), (3, 15), (4, 14), (5, 13), (6, 12), (7, 11), (8, 10), (9, 8), (10, 8), (11, 6),
                (12, 5), (1, 4),
            ]
        ),
        (
            2030, 0,
            [
                (2, 3), (3, 4), (4, 3), (5, 2), (6, 1), (7, 1), (7, 30), (8, 29), (9, 27), (10, 27), (11, 25),
                (12, 25),
            ]
        ),
    ]
    /// New Year's day behind the last month.
    private static let end = CivilDate(year: 2031, month: 1, day: 23)

    static let months: [Month] = {
        var firsts: [(year: Int, number: Int, isLeap: Bool, first: CivilDate)] = []
        for entry in years {
            var year = entry.year
            var before = 0
            for (index, first) in entry.firsts.enumerated() {
                if first.0 < before { year += 1 }
                before = first.0
                let isLeap = entry.leap > 0 && index == entry.leap
                let number = entry.leap > 0 && index >= entry.leap ? index : index + 1
                guard let day = CivilDate(year: year, month: first.0, day: first.1) else { continue }
                firsts.append((entry.year, number, isLeap, day))
            }
        }
        let ends = firsts.dropFirst().map(\.first) + [end].compactMap { $0 }
        return zip(firsts, ends).map { month, next in
            Month(
                year: month.year, number: month.number, isLeap: month.isLeap, first: month.first,
                length: next.daysSinceEpoch - month.first.daysSinceEpoch)
        }
    }()

    /// Every such day of the table; a month of 29 days has no 三十.
    static func days(month: Int?, day: Int) -> [CivilDate] {
        months.filter { $0.length >= day && (month == nil || ($0.number == month && !$0.isLeap)) }
            .map { $0.first.adding(days: day - 1) }
    }

    // MARK: Reading

    /// With which such a day can begin, beside a numeral.
    static let firsts = CodeSet("农阴旧老正腊冬".codes)

    static func read(_ cursor: inout TextCursor, today: CivilDate) -> FestivalDays? {
        var trial = cursor
        let isNamed = trial.acceptAny(["农历", "阴历", "旧历", "老历"])
        var isOfMoon = isNamed
        var month: Int?
        for (name, number) in names where trial.accept(name) {
            month = number
            isOfMoon = true
        }
        var probe = trial
        if month == nil, let number = probe.number(), (1...12).contains(number.value), probe.accept("月") {
            month = number.value
            trial = probe
        }
        guard isOfMoon || month != nil else { return nil }
        let isFirstTen = trial.accept("初")
        guard let day = trial.number(), isFirstTen || isOfMoon, day.isSpoken || month != nil,
            (1...(isFirstTen ? 10 : 30)).contains(day.value), !trial.seesAny(counted),
            let days = FestivalDays(days(month: month, day: day.value).map { ($0, nil) }, today: today)
        else { return nil }
        if !isFirstTen { _ = trial.acceptAny(["号", "日"]) }
        cursor = trial
        return days
    }

    private static let names: [(StaticString, Int)] = [("正月", 1), ("冬月", 11), ("腊月", 12)]
    /// 三月初三个师傅来过, 初二学生.
    private static let counted: [StaticString] = [
        "几", "个", "位", "次", "人", "名", "台", "户", "家", "班", "中", "级", "年级", "学生", "月", "点", "天", "块", "份",
    ]
}
