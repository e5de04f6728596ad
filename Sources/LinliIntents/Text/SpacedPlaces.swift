/// Places behind a space that stands for a comma: 5栋梯不动了 8栋梯也不动, 天花板发霉了 2003 下雨就接盆. The first building of a
/// message is told of what stands before it (灯坏了 5栋) and is not parted.
///
/// Promise: it looks at a few characters beside one space, so a message costs its length. Where the words
/// before the space lead to the number (住在 3栋, 工号 1203), or spaces stand around every figure (我家在 3 栋),
/// nothing is parted.
enum SpacedPlaces {
    /// In characters: 12栋, C12号楼.
    private static let longestNumber = 3
    private static let signs: [StaticString] = ["号楼", "栋", "幢", "单元", "#"]
    /// What leads to a place.
    private static let leading: [StaticString] = [
        "在", "到", "是", "住", "从", "和", "跟", "与", "去", "第", "给", "送", "找", "的", "家", "区", "期", "苑", "园", "庭",
        "里", "城", "府",
        "湾", "郡", "号", "约", "于", "为", "及", "或", "至", "址", "有", "叫", "话", "机", "往", "就", "也", "还",
    ]
    /// What leads to a number of another kind.
    private static let numbered: [StaticString] = [
        "码", "打", "拨", "花", "交", "罚", "扣", "共", "收", "租", "编", "牌", "卡", "达", "近", "约", "剩", "了解", "房", "室",
        "欠", "付", "退", "满",
        "才", "只", "要", "信", "微", "群", "单", "尾", "数", "值", "价", "分", "点", "查", "催", "用", "加", "第",
    ]
    private static let measures: [StaticString] = [
        "元", "块", "分", "米", "年", "度", "次", "个", "天", "人", "毫", "平", "户", "多", "来", "斤", "秒", "万", "公", "瓦",
        "岁", "号", "月",
        "栋", "幢", "层", "楼", "积", "张", "份", "件", "辆", "路", "弄", "小时", "工单", "单",
    ]

    /// 栋, 幢, #: a building was told.
    static func isSign(_ code: UInt32) -> Bool { code == "栋" || code == "幢" || code == "#" }

    /// Whether a second building begins behind the space, written with its sign or a hyphen.
    static func opens(_ codes: [UInt32], behind space: Int) -> Bool {
        guard !TextCursor(codes, at: space).follows(leading) else { return false }
        var cursor = TextCursor(codes, at: space + 1)
        if CodeClass.isLetter(cursor.peek()) { cursor.position += 1 }
        let digits = digits(&cursor)
        guard (1...longestNumber).contains(digits) else { return false }
        return cursor.seesAny(signs) || (cursor.peek() == "-" && CodeClass.isDigit(cursor.peek(1)))
    }

    /// The end of a flat's number that stands alone behind the space, where a space or nothing follows it.
    static func flat(_ codes: [UInt32], behind space: Int) -> Int? {
        let before = TextCursor(codes, at: space)
        guard !before.follows(leading), !before.follows(numbered) else { return nil }
        var cursor = TextCursor(codes, at: space + 1)
        guard (3...4).contains(digits(&cursor)), isFlat(codes[(space + 1)..<cursor.position]) else {
            return nil
        }
        if cursor.isAtEnd { return cursor.position }
        guard cursor.peek() == " ", CodeClass.isHan(cursor.peek(1)) else { return nil }
        let next = TextCursor(codes, at: cursor.position + 1)
        return next.seesAny(measures) ? nil : cursor.position
    }

    private static func digits(_ cursor: inout TextCursor) -> Int {
        let start = cursor.position
        while CodeClass.isDigit(cursor.peek()) { cursor.position += 1 }
        return cursor.position - start
    }

    /// Its last two figures count flats on a floor: 2003 and no 1998.
    private static func isFlat(_ figures: ArraySlice<UInt32>) -> Bool {
        let value = figures.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        return value >= 100 && (1...30).contains(value % 100) && value / 100 <= 60
    }
}
