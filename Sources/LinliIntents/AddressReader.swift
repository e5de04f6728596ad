import LinliModel

/// A part of a message that names a place by number, in normal form (`domain.md` 2.5 and part 3).
struct AddressReading: Sendable, Equatable {
    var range: Range<Int>
    var zone: String?
    var building: String?
    var unit: String?
    var floor: String?
    var room: String?
    /// A parking place ("B2-118") is a place, not a flat.
    var place: String?

    var slots: Slots {
        var slots: Slots = [:]
        let pairs: [(SlotName, String?)] = [
            (.zone, zone), (.building, building), (.unit, unit), (.floor, floor), (.room, room),
            (.place, place),
        ]
        for (name, value) in pairs {
            if let value { slots[name] = .text(value) }
        }
        return slots
    }
}

/// Finds addresses: 3-2-501, 3栋2单元501, 三号楼二单元五零一, 4#, C区2栋, 一期9栋, 幺洞洞六, 12幢1203, "6号501".
///
/// A register decides between readings that are equally good; it never removes one.
struct AddressReader {
    let codes: [UInt32]
    let register: (any PlaceRegister)?

    /// `taken`: what telephone, plate and ticket numbers already use.
    func read(taken: [Range<Int>]) -> [AddressReading] {
        var readings: [AddressReading] = []
        var position = 0
        while position < codes.count {
            if let range = taken.first(where: { $0.contains(position) }) {
                position = range.upperBound
            } else if let reading = reading(at: position) {
                readings.append(reading)
                position = max(reading.range.upperBound, position + 1)
            } else {
                position += 1
            }
        }
        return readings
    }

    private func reading(at start: Int) -> AddressReading? {
        guard mayBegin(codes[start]), !continuesWord(start) else { return nil }
        return dashed(start) ?? parts(start) ?? bareRoom(start)
    }

    private func mayBegin(_ code: UInt32) -> Bool {
        if CodeClass.isDigit(code) || CodeClass.isLetter(code) || NumberReader.digit(code) != nil {
            return true
        }
        switch code {
        case "十", "老", "新", "负", "东", "西", "南", "北", "地": return true
        default: return false
        }
    }

    /// "x501" and "2026" are not read from their middle.
    private func continuesWord(_ start: Int) -> Bool {
        guard start > 0 else { return false }
        // 第一3栋: the first matter, of the third building.
        if codes[start - 1] == "第", start + 1 < codes.count, !CodeClass.isDigit(codes[start]) {
            return CodeClass.isDigit(codes[start + 1])
        }
        let before = codes[start - 1]
        let code = codes[start]
        if CodeClass.isLetter(code) || CodeClass.isDigit(code) {
            return CodeClass.isLetter(before) || CodeClass.isDigit(before) || before == "."
        }
        return false
    }

    // MARK: With hyphens

    /// 3-2-501, A2-1-501, 12-1203, B2-118.
    private func dashed(_ start: Int) -> AddressReading? {
        var cursor = TextCursor(codes, at: start)
        var letter = ""
        if CodeClass.isLetter(cursor.peek()) {
            letter = String(codes: [cursor.peek()]).uppercased()
            cursor.position += 1
        }
        guard let first = cursor.number(), !first.isSpoken, first.digits.count <= 3 else { return nil }
        _ = cursor.accept("栋") || cursor.accept("号楼") || cursor.accept("#")
        guard let separator = separator(&cursor), let second = cursor.number(), !second.isSpoken else {
            return nil
        }
        let name = letter + trimmed(first.digits)
        if cursor.peek() == separator, second.digits.count <= 2 {
            var third = cursor
            third.position += 1
            if let room = third.number(), !room.isSpoken, (3...4).contains(room.digits.count) {
                return AddressReading(
                    range: start..<roomEnd(third), building: name, unit: trimmed(second.digits),
                    room: room.digits)
            }
        }
        guard separator == Unicode.Scalar("-").value, (3...4).contains(second.digits.count) else {
            return nil
        }
        if letter == "B" && register?.hasBuilding(name) != true {
            let text = "\(letter)\(first.digits)-\(second.digits)"
            return AddressReading(range: start..<cursor.position, place: text)
        }
        return AddressReading(range: start..<roomEnd(cursor), building: name, room: second.digits)
    }

    private func separator(_ cursor: inout TextCursor) -> UInt32? {
        let code = cursor.peek()
        guard code == "-" || code == "." || code == "/" || code == " " else { return nil }
        cursor.position += 1
        return code
    }

    private func roomEnd(_ cursor: TextCursor) -> Int {
        var cursor = cursor
        _ = cursor.acceptAny(["室", "房", "号房", "户"])
        return cursor.position
    }

    // MARK: In parts

    private func parts(_ start: Int) -> AddressReading? {
        var cursor = TextCursor(codes, at: start)
        var reading = AddressReading(range: start..<start)
        reading.zone = zone(&cursor)
        reading.building = building(&cursor, hasZone: reading.zone != nil)
        if reading.building != nil, let (unit, room) = unitAndRoom(&cursor) {
            reading.unit = unit
            reading.room = room
            reading.range = start..<cursor.position
            return reading
        }
        let isOfBuilding = reading.building != nil
        pause(&cursor) {
            reading.unit = unit(&$0) ?? (isOfBuilding ? stairs(&$0) : nil)
            return reading.unit != nil
        }
        pause(&cursor) {
            reading.floor = floor(&$0)
            return reading.floor != nil
        }
        let known = reading.building != nil || reading.unit != nil || reading.floor != nil
        let level = reading.floor
        pause(&cursor) {
            reading.room = flat(&$0, on: level) ?? room(&$0, isBareEnough: known)
            return reading.room != nil
        }
        guard cursor.position > start else { return nil }
        reading.range = start..<cursor.position
        return reading.slots.isEmpty ? nil : reading
    }

    /// "2-501" after a building: unit and room.
    private func unitAndRoom(_ cursor: inout TextCursor) -> (unit: String, room: String)? {
        var trial = cursor
        guard let unit = trial.number(), !unit.isSpoken, unit.digits.count <= 2, trial.accept("-"),
            let room = trial.number(), !room.isSpoken, (3...4).contains(room.digits.count)
        else { return nil }
        cursor.position = roomEnd(trial)
        return (trimmed(unit.digits), room.digits)
    }

    /// Between two parts there may be one mark or 的; it belongs to the address only if a part follows.
    private func pause(_ cursor: inout TextCursor, _ read: (inout TextCursor) -> Bool) {
        var trial = cursor
        if read(&trial) {
            cursor = trial
            return
        }
        trial = cursor
        let mark = trial.peek()
        guard trial.position > 0, mark == "的" || mark == "-" || mark == " " || mark == "，" else { return }
        trial.position += 1
        if read(&trial) { cursor = trial }
    }

    /// C区, 东区, 一期, 2期.
    private func zone(_ cursor: inout TextCursor) -> String? {
        let start = cursor.position
        if CodeClass.isLetter(cursor.peek()) && cursor.peek(1) == "区" {
            cursor.position += 2
            return String(codes: codes[start..<start + 1]).uppercased() + "区"
        }
        if Self.sides.contains(cursor.peek()) && cursor.peek(1) == "区" {
            cursor.position += 2
            return String(codes: codes[start..<start + 2])
        }
        var trial = cursor
        if let number = trial.number(), number.value < 20, trial.peek() == "期", trial.peek(1) != "间" {
            cursor.position = trial.position + 1
            return String(codes: codes[start..<cursor.position])
        }
        return nil
    }

    private static let sides = CodeSet("东西南北".codes)

    private static let buildingSigns: [StaticString] = ["号楼", "栋楼", "幢楼", "#楼", "栋", "幢", "座", "#", "号栋"]

    private func building(_ cursor: inout TextCursor, hasZone: Bool) -> String? {
        var trial = cursor
        var prefix = ""
        if trial.peek() == "老" || trial.peek() == "新" {
            prefix = String(codes: [trial.peek()])
            trial.position += 1
        }
        if CodeClass.isLetter(trial.peek()) {
            prefix += String(codes: [trial.peek()]).uppercased()
            trial.position += 1
        }
        // 哪一栋积分最高: asked, not named.
        if cursor.follows(["哪", "每", "任"]) { return nil }
        if prefix.isEmpty, let heard = heard(trial) {
            cursor.position = heard.end
            return heard.name
        }
        let number = trial.number()
        guard number != nil || (!prefix.isEmpty && prefix != "老" && prefix != "新") else { return nil }
        if let number, number.digits.count > 3 { return nil }
        let name = prefix + (number.map { trimmed($0.digits) } ?? "")
        guard let end = buildingEnd(trial, prefix: prefix, number: number, name: name) else { return nil }
        cursor.position = end
        return name
    }

    /// 五洞一单元, 5动二单元, 四洞的电梯: 栋 as voice input writes it. 洞 alone is a nought.
    private func heard(_ cursor: TextCursor) -> (name: String, end: Int)? {
        var number = cursor
        var digits = ""
        while digits.count < 2, CodeClass.isDigit(number.peek()) {
            digits.unicodeScalars.append(Unicode.Scalar(UInt8(number.peek())))
            number.position += 1
        }
        if digits.isEmpty, let digit = NumberReader.digit(number.peek()), digit > 0 {
            digits = "\(digit)"
            number.position += 1
        }
        guard !digits.isEmpty, number.acceptAny(["洞", "动", "懂", "冻", "董"]) else { return nil }
        var next = number
        let isFollowed =
            unit(&next) != nil
            || number.seesAny(["楼下", "楼道", "楼梯", "电梯", "的电梯", "门口", "大堂", "那部", "那台", "的楼"])
        return isFollowed ? (trimmed(digits), number.position) : nil
    }

    /// Where the sign of a building ends; nil where the number names something else.
    private func buildingEnd(
        _ cursor: TextCursor, prefix: String, number: NumberReader.Number?, name: String
    ) -> Int? {
        var trial = cursor
        if trial.acceptAny(Self.buildingSigns) {
            // "一座桥", "两栋楼都停水" count buildings; they name none.
            let counts =
                number?.isSpoken == true
                && (codes[cursor.position - 1] == "两" || codes[cursor.position] == "座")
            return (counts && prefix.isEmpty) || seats(trial) ? nil : trial.position
        }
        if !prefix.isEmpty, number != nil, trial.acceptAny(["那栋", "那幢", "这栋", "这幢"]) {
            return trial.position
        }
        if trial.accept("楼") {
            var next = trial
            return number != nil && unit(&next) != nil ? trial.position : nil
        }
        if number != nil, trial.accept("号") { return numberedEnd(trial, name: name) }
        let isLetterName =
            prefix.count == 1 && number != nil && CodeClass.isLetter(codes[cursor.position - 2])
        guard isLetterName, prefix != "B" || register?.hasBuilding(name) == true else { return nil }
        return isNamedAlone(trial, name: name) ? trial.position : nil
    }

    /// 7座车, 7座的商务车: so many sit in it.
    private func seats(_ cursor: TextCursor) -> Bool {
        guard cursor.peek(-1) == "座" else { return false }
        return cursor.seesAny(["车", "的车", "商务", "的商务", "轿车", "面包", "的面包", "suv", "越野", "以上", "以下"])
    }

    /// "6号501", "6号2单元", and bare "6号" where the register knows the building and no date can be meant.
    private func numberedEnd(_ cursor: TextCursor, name: String) -> Int? {
        var next = cursor
        if unit(&next) != nil { return cursor.position }
        next = cursor
        if let room = next.number(), !room.isSpoken || room.digits.count >= 3,
            (3...4).contains(room.digits.count),
            !next.seesAny(["元", "块", "分", "人", "年", "号"])
        {
            return cursor.position
        }
        return nil
    }

    /// "C1" with nothing that would make it a part of a longer code.
    private func isNamedAlone(_ cursor: TextCursor, name: String) -> Bool {
        if register?.hasBuilding(name) == true { return true }
        let next = cursor.peek()
        return next == 0
            || cursor.seesAny([
                "整栋", "那部", "那台", "客梯", "货梯", "的", "门", "大堂", "电梯", "单元", "楼下", "旁", "前", "后", "一单元",
            ])
            || NumberReader.digit(next) != nil
    }

    private func unit(_ cursor: inout TextCursor) -> String? {
        var trial = cursor
        if CodeClass.isLetter(trial.peek()) && trial.peek(1) == "单" && trial.peek(2) == "元" {
            cursor.position += 3
            return String(codes: [trial.peek()]).uppercased()
        }
        guard let number = trial.number(), number.value < 100, trial.accept("单元") || trial.accept("号单元")
        else {
            return nil
        }
        cursor = trial
        return trimmed(number.digits)
    }

    /// 5栋2梯, 10栋3梯602: what Fujian calls a unit; but not 2梯坏了, where it is a lift.
    private func stairs(_ cursor: inout TextCursor) -> String? {
        var trial = cursor
        guard let number = trial.number(), (1...9).contains(number.value), trial.accept("梯"),
            !trial.seesAny(["坏", "停", "不动", "不走", "困", "卡", "关", "掉", "又坏", "又停", "抖", "响"])
        else { return nil }
        cursor = trial
        return trimmed(number.digits)
    }

    /// 5楼, 三层, 3-4楼, 3到4层, 三四楼, 负一楼, 地下二层.
    private func floor(_ cursor: inout TextCursor) -> String? {
        var trial = cursor
        let below = trial.accept("负") || trial.accept("地下")
        if !below, trial.peek() == "b", CodeClass.isDigit(trial.peek(1)), !CodeClass.isDigit(trial.peek(2)) {
            trial.position += 2
            guard trial.peek() != "-" else { return nil }
            let level = String(codes: codes[(trial.position - 1)..<trial.position])
            _ = trial.accept("层") || trial.accept("楼")
            cursor = trial
            return "-" + level
        }
        guard let first = trial.number(), first.value > 0, first.value < 100 || spokenPair(first) else {
            return nil
        }
        if !below, spokenPair(first), trial.accept("楼") || trial.accept("层") {
            cursor = trial
            return "\(first.digits.prefix(1))-\(first.digits.suffix(1))"
        }
        var last: NumberReader.Number?
        if !below {
            var range = trial
            _ = range.accept("楼") || range.accept("层")
            if range.accept("-") || range.accept("到") || range.accept("至") { last = range.number() }
            if last != nil { trial = range }
        }
        guard trial.accept("楼") || trial.accept("层"),
            !trial.seesAny(["栋", "长", "道", "梯", "顶", "盘", "层高", "楼都", "楼全", "楼里"]),
            // "一层灰" is dust.
            !trial.seesAny(["灰", "土", "油", "霉", "膜", "锈", "泥", "白", "层", "一层"]),
            // "同一层", "背下了九层"
            !TextCursor(codes, at: cursor.position).follows([
                "同", "下了", "上了", "爬了", "了", "每", "层", "第", "这", "那", "整",
            ]),
            // "六层老楼" says how high it is.
            !trial.seesAny(["老楼", "老房", "的老楼", "楼房", "的楼房", "高的"])
        else { return nil }
        cursor = trial
        let lower = (below ? "-" : "") + trimmed(first.digits)
        guard let last else { return lower }
        let ends = [first, last].sorted { $0.value < $1.value }.map { trimmed($0.digits) }
        return ends.joined(separator: "-")
    }

    /// 三四楼 says "three or four".
    private func spokenPair(_ number: NumberReader.Number) -> Bool {
        number.isSpoken && number.digits.count == 2 && number.value >= 12
            && codes[number.end - 1] != "十" && codes[number.end - 2] != "十"
            && number.value % 10 == number.value / 10 + 1
    }

    /// 十八楼零六, 六楼零二: the flat is said by its place on the floor.
    private func flat(_ cursor: inout TextCursor, on floor: String?) -> String? {
        guard let floor, floor.allSatisfy(\.isNumber), cursor.peek() == "零" || cursor.peek() == "0" else {
            return nil
        }
        var trial = cursor
        guard let number = trial.number(), number.digits.count == 2, number.value > 0, !isMeasure(trial)
        else { return nil }
        _ = trial.acceptAny(["号房", "室", "房", "户"])
        cursor = trial
        return floor + number.digits
    }

    private func room(_ cursor: inout TextCursor, isBareEnough: Bool) -> String? {
        var trial = cursor
        guard let number = trial.number(), (1...4).contains(number.digits.count) else { return nil }
        let signed = trial.acceptAny(["号房", "室", "房", "户"])
        if signed && (number.digits.count >= 3 || isBareEnough) && !trial.sees("外") {
            cursor = trial
            return number.digits
        }
        guard !signed, isBareEnough, (3...4).contains(number.digits.count), !isMeasure(trial) else {
            return nil
        }
        _ = trial.accept("号")
        cursor = trial
        return number.digits
    }

    private func isMeasure(_ cursor: TextCursor) -> Bool {
        if cursor.seesAny(["次卧", "平台", "楼上", "楼下", "楼板", "人脸", "人家", "分水", "分闸", "点灯", "天天"]) {
            return false
        }
        return cursor.seesAny([
            "元", "块", "分", "米", "年", "度", "次", "个", "天", "人", "点", "月", "毫", "平", "%", "户", "多", "来", "斤",
            "秒", "上半年", "下半年",
            "万", "路", "公", "码", "强", "瓦", "伏", "岁", "层", "楼", "栋", "幢",
        ])
    }

    // MARK: A room alone

    private static let roomBefore: [StaticString] = [
        "家", "住", "是", "在", "楼上", "楼下", "隔壁", "对门", "邻居", "到", "和", "找", "给", "房号", "房间", "我", "报", "从",
        "挨着的", "旁边的", "隔壁的", "对面的", "楼上的", "楼下的", "靠近", "走近",
    ]
    private static let roomAfter: [StaticString] = [
        "的", "家", "漏", "室", "邻", "业主", "住", "停", "跳", "那户", "那家", "天天", "半夜", "又", "楼上", "卫生间",
        "厨房", "厕所", "阳台", "吵", "装修", "在", "门口", "门前", "门缝",
    ]

    private static let calls: [StaticString] = [
        "打", "打了", "拨", "拨了", "拨打", "拨打了", "叫", "叫了", "报", "报了", "找", "喊", "喊了", "呼叫",
    ]
    private static let badges: [StaticString] = ["工号", "工号是", "工号好像是", "工牌", "工牌号", "编号", "编号是", "警号"]
    private static let hotlines: Set<String> = ["110", "119", "120", "122", "114"]

    /// "501" with words around it that make it a flat, or alone as an answer.
    private func bareRoom(_ start: Int) -> AddressReading? {
        var cursor = TextCursor(codes, at: start)
        guard let number = cursor.number(), (3...4).contains(number.digits.count),
            looksLikeRoom(number.digits),
            start == 0 || NumberReader.read(codes, at: start - 1) == nil, !isMeasure(cursor),
            !CodeClass.isLetter(cursor.peek()), cursor.peek() != "-", cursor.peek() != "号"
        else { return nil }
        if number.isSpoken && number.value % 100 == 0 { return nil }
        let before = TextCursor(codes, at: start)
        // 已经打了120, 工号0216: a hotline and a badge are no flat.
        let isCalled = Self.hotlines.contains(number.digits) && before.follows(Self.calls)
        if isCalled || before.follows(Self.badges) { return nil }
        let edge = start == 0 || CodeClass.isMark(codes[start - 1])
        let closed = cursor.isAtEnd || CodeClass.isMark(cursor.peek())
        let named = before.follows(Self.roomBefore) || cursor.seesAny(Self.roomAfter)
        // "2301水压小": a flat's number opens the sentence and says whose matter it is.
        let opens = edge && CodeClass.isHan(cursor.peek()) && !Self.hotlines.contains(number.digits)
        // "这里滴水 1205": whose flat it is stands behind all else; 那户一〇〇二 is said digit by digit.
        let isSpelled = codes[start..<cursor.position].contains { $0 == "〇" || $0 == "零" || $0 == "幺" }
        let ends =
            start >= 4 && (number.isSpoken ? isSpelled && number.digits.count >= 3 && closed : cursor.isAtEnd)
        guard named || opens || ends || (edge && closed) else { return nil }
        return AddressReading(range: start..<cursor.position, room: number.digits)
    }

    /// The last two digits count flats on a floor.
    private func looksLikeRoom(_ digits: String) -> Bool {
        guard let value = Int(digits) else { return false }
        let flat = value % 100
        return flat >= 1 && flat <= 30 && value / 100 <= 60 && value >= 100
    }

    /// Without leading zeros: "03栋" is building 3.
    private func trimmed(_ digits: String) -> String {
        let rest = digits.drop { $0 == "0" }
        return rest.isEmpty ? "0" : String(rest)
    }
}
