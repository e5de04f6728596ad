import LinliModel

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
            } else if let reading = reading(
                at: position, isBehind: readings.last?.range.upperBound == position)
            {
                readings.append(reading)
                position = max(reading.range.upperBound, position + 1)
            } else {
                position += 1
            }
        }
        return readings
    }

    /// `isBehind`: another address ends here, so that a numeral before belongs to that one.
    private func reading(at start: Int, isBehind: Bool) -> AddressReading? {
        guard mayBegin(codes[start]), isBehind || !continuesWord(start), !opensMinutes(start) else {
            return nil
        }
        return SpotReader(codes: codes).read(start) ?? english(start) ?? dashed(start) ?? parts(start)
            ?? bareRoom(start)
    }

    private func mayBegin(_ code: UInt32) -> Bool {
        if CodeClass.isDigit(code) || CodeClass.isLetter(code) || NumberReader.digit(code) != nil {
            return true
        }
        switch code {
        case "十", "廿", "老", "新", "负", "东", "西", "南", "北", "地", "-": return true
        // 车位A37, 沿街商铺12号.
        case "车", "沿", "临", "商", "店", "后", "正", "侧": return true
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
        if followsMinutes(start) { return false }
        let before = codes[start - 1]
        let code = codes[start]
        // 了十八楼: whatever 十八 is, it is no 八楼.
        if before == "十" || before == "廿", NumberReader.digit(code) != nil { return true }
        // 九点四十楼上: nor does 十楼 begin within 四十.
        if code == "十", NumberReader.digit(before) != nil { return true }
        // -2楼 lies under the ground; 3-2楼 does not.
        if code == "-" { return CodeClass.isDigit(before) || CodeClass.isLetter(before) }
        if CodeClass.isLetter(code) || CodeClass.isDigit(code) {
            return CodeClass.isLetter(before) || CodeClass.isDigit(before) || before == "."
        }
        return false
    }

    // MARK: With hyphens

    /// 3-2-501, A2-1-501, 12-1203, B2-118, 三杠二杠五零一.
    private func dashed(_ start: Int) -> AddressReading? {
        var cursor = TextCursor(codes, at: start)
        var letter = ""
        if cursor.peek() == "老" || cursor.peek() == "新" {
            letter = String(codes: [cursor.peek()])
            cursor.position += 1
        } else if CodeClass.isLetter(cursor.peek()) {
            letter = String(codes: [cursor.peek()]).uppercased()
            cursor.position += 1
        }
        guard let first = cursor.number(), first.digits.count <= 3 else { return nil }
        _ = cursor.accept("栋") || cursor.accept("号楼") || cursor.accept("#")
        guard let separator = separator(&cursor), let second = cursor.number() else { return nil }
        let isSaid = separator == Unicode.Scalar("杠").value
        guard isSaid || !(first.isSpoken || second.isSpoken) else { return nil }
        let name = letter + trimmed(first.digits)
        if cursor.peek() == separator, second.digits.count <= 2 {
            var third = cursor
            third.position += 1
            if let room = third.number(), isSaid || !room.isSpoken, (3...4).contains(room.digits.count) {
                return AddressReading(
                    range: start..<roomEnd(third), building: name, unit: trimmed(second.digits),
                    room: AddressReading.room(room.digits))
            }
        }
        let isDash = separator == Unicode.Scalar("-").value
        if isDash, let reading = withUnit(start, cursor, building: name, unit: second) { return reading }
        guard isSaid || isDash, (3...4).contains(second.digits.count) else { return nil }
        if letter == "B" && register?.hasBuilding(name) != true {
            let text = "\(letter)\(first.digits)-\(second.digits)"
            return AddressReading(range: start..<cursor.position, place: text)
        }
        return AddressReading(
            range: start..<roomEnd(cursor), building: name, room: AddressReading.room(second.digits))
    }

    /// 8-2单元-301, 6-1，五楼: building and unit, and what follows says so.
    private func withUnit(
        _ start: Int, _ cursor: TextCursor, building: String, unit: NumberReader.Number
    ) -> AddressReading? {
        guard unit.digits.count <= 2, unit.value > 0 else { return nil }
        var cursor = cursor
        var reading = AddressReading(range: start..<start)
        reading.building = building
        reading.unit = trimmed(unit.digits)
        let isSigned = cursor.accept("单元")
        guard isSigned || CodeClass.isMark(cursor.peek()) else { return nil }
        pause(&cursor) {
            reading.floor = floor(&$0)
            return reading.floor != nil
        }
        guard isSigned || reading.floor != nil else { return nil }
        let level = reading.floor
        pause(&cursor) {
            reading.room = flat(&$0, on: level) ?? room(&$0, isBareEnough: true)
            return reading.room != nil
        }
        reading.range = start..<cursor.position
        return reading
    }

    private func separator(_ cursor: inout TextCursor) -> UInt32? {
        let code = cursor.peek()
        guard code == "-" || code == "." || code == "/" || code == " " || code == "杠" else { return nil }
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
        return (trimmed(unit.digits), AddressReading.room(room.digits))
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
    private static let stems = CodeSet("甲乙丙丁戊".codes)

    private static let buildingSigns: [StaticString] = [
        "号楼", "号搂", "栋楼", "幢楼", "#楼", "栋", "幢", "座", "#", "号栋",
    ]

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
        guard !digits.isEmpty, number.acceptAny(["洞", "动", "懂", "冻", "董", "东", "撞"]) else { return nil }
        var next = number
        // 起火了，六动: all of its clause, also without the mark.
        let before = cursor.peek(-1)
        let opens = CodeClass.isMark(before) || before == "了" || before == "啦"
        let isFollowed =
            (opens && number.isAtEnd) || unit(&next) != nil || isFlat(number) || isFlatBehindNought(number)
            || number.peek(-1) != "东" && number.peek(-1) != "撞"
                && number.seesAny([
                    "楼下", "楼道", "楼梯", "电梯", "的电梯", "门口", "大堂", "那部", "那台", "那个电梯", "的楼", "后面", "前面", "旁边",
                    "对面", "大门",
                ])
        return isFollowed ? (trimmed(digits), number.position) : nil
    }

    /// 5冻602, 3东501水管; 八洞六零二 may be said digit by digit.
    private func isFlat(_ cursor: TextCursor) -> Bool {
        var cursor = cursor
        guard cursor.peek(-1) != "洞", let number = cursor.number() else { return false }
        return (3...4).contains(number.digits.count) && looksLikeRoom(number.digits)
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
            return (counts && prefix.isEmpty) || seats(trial) || isShop(trial) ? nil : trial.position
        }
        if !prefix.isEmpty, number != nil, trial.acceptAny(["那栋", "那幢", "这栋", "这幢"]) {
            return trial.position
        }
        if trial.accept("楼") {
            var next = trial
            // 二期C1楼大堂; but B1楼 and F1楼 are floors.
            let isLettered = prefix.count == 1 && !["B", "F", "L", "老", "新"].contains(prefix)
            return number != nil && (isLettered || unit(&next) != nil) ? trial.position : nil
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

    /// 二栋烘焙那家店, 3栋小厨: a shop has its name from it.
    private func isShop(_ cursor: TextCursor) -> Bool {
        if cursor.seesAny(["烘焙", "小厨", "小馆", "面馆", "茶馆", "食堂菜", "小炒", "咖啡", "奶茶"]) { return true }
        var end = cursor
        while end.position - cursor.position <= 4, CodeClass.isHan(end.peek()) {
            if end.position > cursor.position, end.seesAny(["那家店", "这家店"]) { return true }
            if end.seesAny(["的", "楼", "下", "底", "旁", "边", "里", "门", "有", "单"]) { return false }
            end.position += 1
        }
        return false
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
        // 17栋甲单元.
        if Self.stems.contains(trial.peek()) && trial.peek(1) == "单" && trial.peek(2) == "元" {
            cursor.position += 3
            return String(codes: [trial.peek()])
        }
        guard let number = trial.number(), number.value < 100,
            trial.accept("单元") || trial.accept("号单元") || misheardUnit(&trial)
        else { return nil }
        cursor = trial
        return trimmed(number.digits)
    }

    /// 2但愿1101, 2单园501: 单元 as voice input writes it, before a flat.
    private func misheardUnit(_ cursor: inout TextCursor) -> Bool {
        var trial = cursor
        guard trial.acceptAny(["但愿", "单云", "单园", "单圆", "单员", "单原", "单缘", "丹元", "丹园", "但元", "担元"]),
            isFlat(trial) || trial.isAtEnd || CodeClass.isMark(trial.peek())
        else { return false }
        cursor = trial
        return true
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
        let below = trial.accept("负") || trial.accept("地下") || isUnderground(&trial)
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
        if !below, let last = between(trial, from: cursor.position) {
            cursor.position = last.end
            return "\(min(first.value, last.value))-\(max(first.value, last.value))"
        }
        // 电梯一到15楼就响: as soon as it gets there.
        if first.isSpoken, first.value == 1, trial.sees("到"), asSoonAs(trial) { return nil }
        if below, isCellar(trial, from: cursor.position) {
            cursor = trial
            return "-" + trimmed(first.digits)
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
                "同", "下了", "上了", "爬了", "走了", "背了", "扛了", "搬了", "跑了", "抬了", "盖了", "隔了", "建了",
                "跳了",
                "每", "层", "第", "这", "那", "整", "隔着",
            ]),
            // 师傅爬七楼: how far he came; but 我爬六楼爬不动.
            !isClimb(TextCursor(codes, at: cursor.position)),
            // 昨晚十点五十楼下吵: an hour and its minutes.
            !(TextCursor(codes, at: cursor.position).follows(["点"]) && trial.seesAny(["下", "上"])),
            // 一楼那家烧烤店: where the shop is, and no home.
            !trial.seesAny(Self.eateries),
            // 撕了三层 counts layers; 撕了九楼到十二楼 names floors.
            trial.peek(-1) == "楼" || last != nil
                || !TextCursor(codes, at: cursor.position).follows(["撕了", "贴了", "叠了", "堆了", "裹了", "包了"]),
            !namesNoFloor(trial, from: cursor.position),
            // "六层老楼" says how high it is.
            !trial.seesAny(["老楼", "老房", "的老楼", "楼房", "的楼房", "高的", "那么高", "这么高"])
        else { return nil }
        cursor = trial
        let lower = (below ? "-" : "") + trimmed(first.digits)
        guard let last else { return lower }
        let ends = [first, last].sorted { $0.value < $1.value }.map { trimmed($0.digits) }
        return ends.joined(separator: "-")
    }

    private static let eateries: [StaticString] = [
        "那家烧烤", "那家餐", "那家饭店", "那家火锅", "那家早餐", "那间烧烤", "那间餐", "烧烤", "的烧烤", "火锅店", "大排档", "餐馆", "饭店", "菜馆",
    ]

    private static let parting = CodeSet("栋幢座楼元层#".codes)

    /// -2楼; but the sign between two parts (3栋-2楼, 3-4楼) only divides them.
    private func isUnderground(_ cursor: inout TextCursor) -> Bool {
        let before = cursor.peek(-1)
        let divides =
            CodeClass.isDigit(before) || CodeClass.isLetter(before) || NumberReader.digit(before) != nil
            || Self.parting.contains(before)
        return !divides && cursor.accept("-")
    }

    /// 三四楼 says "three or four".
    private func spokenPair(_ number: NumberReader.Number) -> Bool {
        number.isSpoken && number.digits.count == 2 && number.value >= 12
            && codes[number.end - 1] != "十" && codes[number.end - 2] != "十"
            && number.value % 10 == number.value / 10 + 1
    }

    /// Without leading zeros: "03栋" is building 3.
    func trimmed(_ digits: String) -> String {
        let rest = digits.drop { $0 == "0" }
        return rest.isEmpty ? "0" : String(rest)
    }
}
