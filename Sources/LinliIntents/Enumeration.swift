/// Matters that the writer numbers: 一是…二是…, 第一…第二…, 1、…2、…, (1)…(2)…, 首先…其次….
enum Enumeration {
    /// Where each number stands and what it takes: 一是, 2、.
    struct Mark: Equatable {
        let range: Range<Int>
        let value: Int
    }

    /// In order from the first; empty where there are not at least two in a row.
    static func marks(_ codes: [UInt32]) -> [Mark] {
        guard codes.contains(where: { firsts.contains($0) }) else { return [] }
        for form in forms {
            var marks: [Mark] = []
            var position = 0
            while position < codes.count {
                if let end = form(codes, position, marks.count + 1) {
                    marks.append(Mark(range: position..<end, value: marks.count + 1))
                    position = end
                } else {
                    position += 1
                }
            }
            if marks.count > 1 { return marks }
        }
        return []
    }

    private static let firsts = CodeSet("一1第其首(".codes)

    /// What stands at a position as the mark of a given number: where it ends.
    private typealias Form = @Sendable ([UInt32], Int, Int) -> Int?

    private static let forms: [Form] = [ordinal, copula, listed, itemised]

    /// 第一, 第二个问题, 第三件事; but not 第一次, 第二单元, 第三天.
    private static func ordinal(_ codes: [UInt32], _ start: Int, _ value: Int) -> Int? {
        var cursor = TextCursor(codes, at: start)
        guard cursor.accept("第"), numeral(&cursor) == value else { return nil }
        if !cursor.acceptAny(["个问题是", "个问题", "件事情", "件事是", "件事", "个事", "个是", "点是", "点", "条", "项", "是", "就是"]),
            cursor.seesAny(notItems)
        {
            return nil
        }
        return afterMarks(cursor)
    }

    private static let notItems: [StaticString] = [
        "次", "天", "回", "期", "栋", "单元", "层", "楼的", "楼道", "楼梯", "名", "季度", "网格", "候选", "时间", "小组",
        "梯", "年", "个月", "周", "个",
        "部", "台", "排", "根", "盏", "户", "家", "位", "遍", "趟", "步", "批", "人民", "一", "三者", "道",
    ]

    /// 一是, 二是, 三就是; its number stands at a begin of its own.
    private static func copula(_ codes: [UInt32], _ start: Int, _ value: Int) -> Int? {
        var cursor = TextCursor(codes, at: start)
        guard begins(codes, start) || value > 1, numeral(&cursor) == value,
            start == 0 || !CodeSet.numerals.contains(codes[start - 1]),
            cursor.acceptAny(["是", "就是"]), !cursor.seesAny(["一", "不", "否"])
        else { return nil }
        return afterMarks(cursor)
    }

    /// 1、 2. 3) (4), 一、 二、
    private static func listed(_ codes: [UInt32], _ start: Int, _ value: Int) -> Int? {
        var cursor = TextCursor(codes, at: start)
        let isOpen = cursor.accept("(")
        guard begins(codes, start) || value > 1, start == 0 || !CodeClass.isDigit(codes[start - 1]),
            numeral(&cursor) == value
        else { return nil }
        if isOpen { return cursor.accept(")") ? afterMarks(cursor) : nil }
        let isSign = cursor.acceptAny(["、", ")", "."])
        guard isSign || (begins(codes, start) && cursor.acceptAny(["。", ":", "：", "，"])),
            !isNumberAfter(cursor, value)
        else { return nil }
        return afterMarks(cursor)
    }

    /// 首先, 其次, 再次.
    private static func itemised(_ codes: [UInt32], _ start: Int, _ value: Int) -> Int? {
        guard value <= words.count else { return nil }
        var cursor = TextCursor(codes, at: start)
        return cursor.acceptAny(words[value - 1]) ? afterMarks(cursor) : nil
    }

    private static let words: [[StaticString]] = [
        ["首先", "其一"], ["其次", "其二", "然后"], ["再次", "其三", "再者", "最后"], ["最后", "其四"],
    ]

    /// "1、2号楼" names two buildings and lists nothing.
    private static func isNumberAfter(_ cursor: TextCursor, _ value: Int) -> Bool {
        var next = cursor
        return next.number()?.value == value + 1
    }

    /// One figure: 第一3栋 numbers a matter of the third building.
    private static func numeral(_ cursor: inout TextCursor) -> Int? {
        let code = cursor.peek()
        let value = CodeClass.isDigit(code) ? Int(code - 0x30) : NumberReader.digit(code)
        guard value != nil else { return nil }
        cursor.position += 1
        return value
    }

    private static func begins(_ codes: [UInt32], _ start: Int) -> Bool {
        start == 0 || CodeClass.isMark(codes[start - 1])
    }

    private static func afterMarks(_ cursor: TextCursor) -> Int {
        var end = cursor.position
        while end < cursor.codes.count, CodeClass.isMark(cursor.codes[end]) { end += 1 }
        return end
    }
}
