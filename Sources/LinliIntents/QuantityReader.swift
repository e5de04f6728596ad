/// Counts with their measure words: two packs, ten points, five people, eighty years old.
struct QuantityReader {
    enum Kind: Sendable {
        case qty, points, score, headcount, age
    }

    struct Reading: Sendable {
        let kind: Kind
        let range: Range<Int>
        let value: Int
    }

    let codes: [UInt32]

    func read(taken: [Range<Int>]) -> [Reading] {
        var readings: [Reading] = []
        var position = 0
        while position < codes.count {
            if let range = taken.first(where: { $0.contains(position) }) {
                position = range.upperBound
            } else if CodeSet.numerals.contains(codes[position]), let reading = reading(at: position) {
                readings.append(reading)
                position = reading.range.upperBound
            } else {
                position += 1
            }
        }
        return readings
    }

    private static let measures: [StaticString] = [
        "提", "包", "瓶", "袋", "把", "箱", "桶", "盒", "卷", "份", "张", "个", "只", "套", "件", "壶", "台", "支",
    ]

    private func reading(at start: Int) -> Reading? {
        var cursor = TextCursor(codes, at: start)
        guard start == 0 || NumberReader.read(codes, at: start - 1) == nil || codes[start - 1] == "百" else {
            return nil
        }
        if cursor.acceptAny(["一家三口"]) {
            return Reading(kind: .headcount, range: start..<cursor.position, value: 3)
        }
        guard let number = cursor.number(), number.value <= 1_000_000 else { return nil }
        let many = cursor.accept("多") || cursor.accept("来")
        if cursor.acceptAny(["周岁", "岁"]) { return make(.age, start, cursor, number) }
        if many { return nil }
        if points(&cursor) { return make(.points, start, cursor, number) }
        if cursor.accept("颗星") || cursor.accept("星") { return make(.score, start, cursor, number) }
        // "一个人住" is alone, not a party of one.
        let alone = number.value == 1 && number.isSpoken
        if !alone, cursor.acceptAny(["个人", "口人", "位", "名", "人"]), number.value < 1000,
            !cursor.sees("员")
        {
            return make(.headcount, start, cursor, number)
        }
        if cursor.acceptAny(Self.measures), number.value > 0, number.value < 1000,
            !cursor.seesAny(["月", "小时", "星期", "礼拜", "多月"])
        {
            return make(.qty, start, cursor, number)
        }
        return nil
    }

    /// 30分, 30积分, 30个积分; not 30分钟 and not 三点三十分.
    private func points(_ cursor: inout TextCursor) -> Bool {
        if cursor.acceptAny(["个积分", "积分"]) { return true }
        guard cursor.sees("分"), !cursor.sees("分钟"), !cursor.sees("分之") else { return false }
        return cursor.accept("分")
    }

    private func make(_ kind: Kind, _ start: Int, _ cursor: TextCursor, _ number: NumberReader.Number)
        -> Reading
    {
        Reading(kind: kind, range: start..<cursor.position, value: number.value)
    }
}
