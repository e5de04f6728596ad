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
        return headed(codes)
    }

    /// 三件事：灯坏了，垃圾没收，门关不上: as many clauses follow as were announced.
    private static func headed(_ codes: [UInt32]) -> [Mark] {
        for position in codes.indices where CodeSet.numerals.contains(codes[position]) {
            var cursor = TextCursor(codes, at: position)
            // 反映过两件事 tells of what was said before.
            guard !cursor.follows(["过", "了", "的", "这", "那"]) else { continue }
            guard let count = numeral(&cursor), (2...5).contains(count), cursor.acceptAny(announced) else {
                continue
            }
            _ = cursor.acceptAny(["啊", "哈", "呢", "要说", "要报", "要反映", "想说", "跟你说", "跟你们说"])
            let rest = cursor.position..<codes.count
            guard rest.count > count, CodeClass.isMark(codes[cursor.position]) else { continue }
            let starts = rest.filter { index in
                index == cursor.position || codes[index] == "，" || codes[index] == "；" || codes[index] == ";"
            }
            guard starts.count == count else { continue }
            return starts.enumerated().map { index, start in
                Mark(range: start..<afterMarks(TextCursor(codes, at: start)), value: index + 1)
            }
        }
        return []
    }

    private static let announced: [StaticString] = [
        "件事情", "件事", "个事情", "个事", "个问题", "个情况", "个诉求", "桩事体", "桩事", "样事",
    ]

    private static let firsts = CodeSet("一1第其首(两二三四五".codes)

    /// What stands at a position as the mark of a given number: where it ends.
    private typealias Form = @Sendable ([UInt32], Int, Int) -> Int?

    private static let forms: [Form] = [ordinal, copula, alternated, listed, itemised, bare]

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

    /// 一个是8栋的门关不上，一个是上礼拜报的灯, 还有一个是…
    private static func alternated(_ codes: [UInt32], _ start: Int, _ value: Int) -> Int? {
        var cursor = TextCursor(codes, at: start)
        guard begins(codes, start) || value > 1,
            cursor.acceptAny(["还有一个就是", "还有一个是", "另外一个是", "另一个是", "再一个是", "一个就是", "一个是", "一件是", "一条是"]),
            !cursor.seesAny(["不是", "一个"])
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

    /// 1我家灯要修2我要约律师3问下垃圾费: figures that nothing parts from what they number.
    private static func bare(_ codes: [UInt32], _ start: Int, _ value: Int) -> Int? {
        guard value > 1 ? start > 0 && !CodeClass.isDigit(codes[start - 1]) : start == 0 else { return nil }
        var cursor = TextCursor(codes, at: start)
        guard CodeClass.isDigit(cursor.peek()), numeral(&cursor) == value,
            cursor.seesAny(["我", "问", "想", "要", "帮", "请", "还有", "那个", "上次", "投诉", "报修", "取消", "查"]),
            !cursor.seesAny(["要求"])
        else { return nil }
        return cursor.position
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
