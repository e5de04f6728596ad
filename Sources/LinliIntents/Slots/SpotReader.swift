/// Places that have a number or a name of their own and are no flat: parking spaces and shops.
///
/// `负二层A区036车位`, `车位A37`, `12号店`, `沿街商铺12号`, `南门那家沙县小吃`.
struct SpotReader {
    let codes: [UInt32]

    /// The place that begins here; nil where none does.
    func read(_ start: Int) -> AddressReading? {
        parking(start) ?? parkingNamed(start) ?? shopBehind(start) ?? shopNumbered(start) ?? shopNamed(start)
    }

    private static let signs: [StaticString] = ["号车位", "车位", "号停车位", "停车位"]
    private static let shops: [StaticString] = [
        "店面", "商铺", "店铺", "铺面", "铺子", "铺位", "摊位", "档口", "便利店", "仓便利店",
    ]
    private static let gates: [StaticString] = ["东门", "西门", "南门", "北门", "正门", "后门", "侧门"]
    private static let kinds: [StaticString] = [
        "小吃", "便利店", "超市", "餐厅", "饭店", "面馆", "烧烤", "奶茶店", "药店", "药房", "水果店", "理发店", "快餐", "火锅店", "早餐店",
        "麻辣烫", "店",
    ]
    /// A shop's name has so many characters at most.
    private static let longestName = 7
    private static let longestNumber = 4

    /// 负二层A区036车位, A37车位, 036号车位; 3个车位 and 两车位 are counts.
    private func parking(_ start: Int) -> AddressReading? {
        var cursor = TextCursor(codes, at: start)
        var floor: String?
        if cursor.accept("负") || cursor.accept("地下") {
            guard let level = cursor.number(), level.value < 10, cursor.acceptAny(["层", "楼"]) else {
                return nil
            }
            floor = "-\(level.value)"
            _ = cursor.acceptAny(["停车场", "车库", "的"])
        }
        if CodeClass.isLetter(cursor.peek()), cursor.peek(1) == "区" {
            cursor.position += 2
            _ = cursor.accept("的")
        }
        let number = cursor.position
        guard spotEnd(&cursor), cursor.acceptAny(Self.signs) else { return nil }
        let isNamed = codes[number..<cursor.position].contains { $0 == "号" || CodeClass.isLetter($0) }
        let hasZone = number > start
        guard isNamed || hasZone || cursor.position - number >= 5 else { return nil }
        return AddressReading(range: start..<cursor.position, floor: floor, place: text(start, cursor))
    }

    /// 车位A37, 车位号036.
    private func parkingNamed(_ start: Int) -> AddressReading? {
        var cursor = TextCursor(codes, at: start)
        guard cursor.accept("车位") else { return nil }
        _ = cursor.acceptAny(["号是", "编号", "号", "是", ":"])
        let number = cursor.position
        guard spotEnd(&cursor) else { return nil }
        let isCode = CodeClass.isLetter(codes[number]) || cursor.position - number == 3
        guard isCode, !cursor.seesAny(["元", "块", "个", "月", "年", "天", "分", "栋", "号楼"]) else { return nil }
        _ = cursor.accept("号")
        return AddressReading(range: start..<cursor.position, place: text(start, cursor))
    }

    /// A37, b-012, 036: digits with at most one letter before them.
    private func spotEnd(_ cursor: inout TextCursor) -> Bool {
        var trial = cursor
        if CodeClass.isLetter(trial.peek()) {
            trial.position += 1
            if trial.peek() == "-" { trial.position += 1 }
        }
        let first = trial.position
        while CodeClass.isDigit(trial.peek()) { trial.position += 1 }
        guard (1...Self.longestNumber).contains(trial.position - first) else { return false }
        // B2-118: the level, and the place on it.
        var place = trial
        if place.accept("-"), let number = place.number(), !number.isSpoken, number.digits.count >= 2 {
            trial = place
        }
        cursor = trial
        return true
    }

    /// 沿街商铺12号, 店面8号.
    private func shopBehind(_ start: Int) -> AddressReading? {
        var cursor = TextCursor(codes, at: start)
        _ = cursor.acceptAny(["沿街", "临街"])
        guard cursor.acceptAny(["商铺", "店面", "店铺"]), let number = cursor.number(), number.value < 1000,
            cursor.accept("号")
        else { return nil }
        return AddressReading(range: start..<cursor.position, place: text(start, cursor))
    }

    /// 8号店面, 12号商铺, 12号店, 8号仓便利店; 12号店员 comes on the twelfth.
    private func shopNumbered(_ start: Int) -> AddressReading? {
        var cursor = TextCursor(codes, at: start)
        guard let number = cursor.number(), (1..<1000).contains(number.value), cursor.accept("号") else {
            return nil
        }
        let isShop =
            cursor.acceptAny(Self.shops)
            || (!cursor.seesAny(["店员", "店长", "店主", "店家", "店里人"]) && cursor.accept("店"))
        return isShop ? AddressReading(range: start..<cursor.position, place: text(start, cursor)) : nil
    }

    /// 南门那家沙县小吃.
    private func shopNamed(_ start: Int) -> AddressReading? {
        var cursor = TextCursor(codes, at: start)
        guard cursor.acceptAny(Self.gates), cursor.acceptAny(["那家", "这家", "的那家"]) else { return nil }
        let name = cursor.position
        while cursor.position - name < Self.longestName, CodeClass.isHan(cursor.peek()) {
            if cursor.acceptAny(Self.kinds) {
                return AddressReading(range: start..<cursor.position, place: text(start, cursor))
            }
            cursor.position += 1
        }
        return nil
    }

    private func text(_ start: Int, _ cursor: TextCursor) -> String {
        String(codes: codes[start..<cursor.position]).uppercased()
    }
}
