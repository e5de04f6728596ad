import LinliModel

/// Reads accounting periods: 一季度, 去年四季度, 2026Q1, 2月份, 上个月, 2025年度, 去年.
///
/// Normal forms (`domain.md` part 3): "2025", "2026-02", "2026Q1".
enum PeriodReader {
    static func read(_ codes: [UInt32], today: CivilDate) -> String? {
        var seen: String?
        for start in codes.indices {
            var cursor = TextCursor(codes, at: start)
            guard let period = read(codes, &cursor, today: today) else { continue }
            // 二季度看过了，三季度的呢: the one that is still wanted.
            guard isSeen(cursor) else { return period }
            seen = seen ?? period
        }
        return seen
    }

    private static func isSeen(_ cursor: TextCursor) -> Bool {
        var cursor = cursor
        _ = cursor.acceptAny(["的账", "的明细", "的公示", "的"])
        if isTakenBack(cursor) { return true }
        _ = cursor.acceptAny(["我", "我们", "都", "已经"])
        return cursor.seesAny(["看过", "看到了", "看了", "公布过", "公布了", "知道了", "有了", "贴过了", "公示过"])
    }

    /// 去年四季度的账，哦不，是今年一季度的.
    private static func isTakenBack(_ cursor: TextCursor) -> Bool {
        var cursor = cursor
        if CodeClass.isMark(cursor.peek()) { cursor.position += 1 }
        return cursor.seesAny([
            "哦不", "噢不", "啊不", "喔不", "不对", "不，", "说错", "打错", "写错", "错了", "我是说", "不是，", "看错",
        ])
    }

    private static func read(_ codes: [UInt32], _ cursor: inout TextCursor, today: CivilDate) -> String? {
        let start = cursor.position
        if cursor.acceptAny(["上上个月", "上上月"]) { return month(today, -2) }
        if cursor.acceptAny(["上个月", "上月"]) { return month(today, -1) }
        if cursor.acceptAny(["这个月", "本月", "这月"]) { return month(today, 0) }
        if cursor.acceptAny(["上上个季度", "上上季度"]) { return quarter(today, -2) }
        if cursor.acceptAny(["上个季度", "上一季度", "上季度"]) { return quarter(today, -1) }
        if cursor.acceptAny(["这个季度", "本季度", "这季度"]) { return quarter(today, 0) }
        guard start == 0 || !CodeClass.isDigit(codes[start - 1]) else { return nil }
        let year = year(&cursor, today: today)
        cursor.skip([Unicode.Scalar("的").value])
        if year != nil || cursor.position == start, cursor.acceptAny(["头三个月", "前三个月"]) {
            return "\(year ?? today.year)Q1"
        }
        if let number = quarterNumber(cursor) {
            _ = cursor.accept("第")
            _ = cursor.accept("q")
            _ = cursor.number()
            _ = cursor.acceptAny(["季度", "季"])
            // What has not begun cannot have been disclosed: in March the third quarter is last year's.
            let hasBegun = number <= (today.month - 1) / 3 + 1
            return "\(year ?? (hasBegun ? today.year : today.year - 1))Q\(number)"
        }
        var trial = cursor
        if let number = trial.number(), (1...12).contains(number.value), trial.acceptAny(["月份", "月"]),
            trial.number() == nil
        {
            cursor = trial
            let named = year ?? (number.value > today.month ? today.year - 1 : today.year)
            return "\(named)-\(number.value < 10 ? "0" : "")\(number.value)"
        }
        return year.map(String.init)
    }

    private static func year(_ cursor: inout TextCursor, today: CivilDate) -> Int? {
        if cursor.acceptAny(["去年度", "去年", "上年度", "上一年度", "上年"]) { return today.year - 1 }
        if cursor.acceptAny(["今年度", "今年", "本年度"]) { return today.year }
        if cursor.accept("前年") { return today.year - 2 }
        var trial = cursor
        let isLasting = cursor.follows(["了", "过", "有", "都", "快", "近", "住", "这", "第", "满"])
        guard let number = trial.number() else { return nil }
        let isShort = number.digits.count == 2 && !number.isSpoken && (20...40).contains(number.value)
        guard isShort || (number.digits.count == 4 && (2000...2100).contains(number.value)),
            trial.acceptAny(["年度", "年"]) || (!isShort && trial.peek() == "q"),
            !isShort || quarterNumber(trial) != nil
                || (!isLasting && 2000 + number.value <= today.year && namesYear(trial))
        else { return nil }
        cursor = trial
        return isShort ? 2000 + number.value : number.value
    }

    /// 24年的履职评价, 24年度: a year; but not 房子24年了, 24年前.
    private static func namesYear(_ cursor: TextCursor) -> Bool {
        cursor.isAtEnd || cursor.follows(["年度"]) || cursor.sees("的") || CodeClass.isMark(cursor.peek())
    }

    /// 一季度, 第1季度, q1.
    private static func quarterNumber(_ cursor: TextCursor) -> Int? {
        var cursor = cursor
        if cursor.accept("q") {
            return cursor.number().flatMap { (1...4).contains($0.value) ? $0.value : nil }
        }
        _ = cursor.accept("第")
        guard let number = cursor.number(), (1...4).contains(number.value), cursor.acceptAny(["季度", "季"])
        else {
            return nil
        }
        return number.value
    }

    private static func month(_ today: CivilDate, _ offset: Int) -> String {
        let index = today.year * 12 + today.month - 1 + offset
        let month = index % 12 + 1
        return "\(index / 12)-\(month < 10 ? "0" : "")\(month)"
    }

    private static func quarter(_ today: CivilDate, _ offset: Int) -> String {
        let index = today.year * 4 + (today.month - 1) / 3 + offset
        return "\(index / 4)Q\(index % 4 + 1)"
    }
}
