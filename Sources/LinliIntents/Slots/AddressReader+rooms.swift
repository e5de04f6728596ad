import LinliModel

/// Flats, after a building or a unit and alone.
extension AddressReader {
    /// 十八楼零六, 六楼零二, 十五楼2号, 六楼之二: the flat is said by its place on the floor.
    func flat(_ cursor: inout TextCursor, on floor: String?) -> String? {
        guard let floor, floor.allSatisfy(\.isNumber) else { return nil }
        if let (place, end) = placeOnFloor(cursor) {
            cursor.position = end
            return floor + (place < 10 ? "0" : "") + String(place)
        }
        guard cursor.peek() == "零" || cursor.peek() == "0" else { return nil }
        var trial = cursor
        guard let number = trial.number(), number.digits.count == 2, number.value > 0, !isMeasure(trial)
        else { return nil }
        _ = trial.acceptAny(["号房", "室", "房", "户"])
        cursor = trial
        return floor + number.digits
    }

    /// 2号, 3室, 之二 right behind a floor; 五楼8号上午停水 names a day.
    private func placeOnFloor(_ cursor: TextCursor) -> (place: Int, end: Int)? {
        guard cursor.follows(["楼", "层"]) else { return nil }
        var trial = cursor
        let isNth = trial.accept("之")
        guard let number = trial.number(), (1...Self.flatsOfFloor).contains(number.value),
            number.digits.count <= 2
        else { return nil }
        if isNth { return (number.value, trial.position) }
        let isDay = trial.sees("号") && !trial.seesAny(["号房", "号的", "号门", "号漏", "号家", "号住", "号电", "号，"])
        guard trial.acceptAny(["号房", "号", "室", "户"]), !trial.seesAny(["楼", "垃圾", "梯", "电梯", "桩", "车位", "机"])
        else { return nil }
        if isDay, !trial.isAtEnd { return nil }
        return (number.value, trial.position)
    }

    /// So many doors open on one landing at most, as far as people count them (一梯十二户).
    private static let flatsOfFloor = 12

    func room(_ cursor: inout TextCursor, isBareEnough: Bool) -> String? {
        if let flat = flatBeforeNumber(at: cursor.position) {
            cursor.position = flat.end
            return AddressReading.room(flat.digits)
        }
        var trial = cursor
        // 五号楼那个901, 5栋那户901, 6栋顶楼2703.
        if isBareEnough { _ = trial.acceptAny(["顶楼的", "顶楼", "顶层", "那个", "那户", "那家", "这户", "这家"]) }
        // 3栋501天花板, 6栋1203年久失修: right behind a building or a unit a flat's number is one, whatever follows.
        let isBehind = isBareEnough && !CodeClass.isStop(trial.peek(-1))
        guard let number = trial.number(), (1...4).contains(number.digits.count) else { return nil }
        if isBehind, number.digits.count >= 3, looksLikeRoom(number.digits) {
            if counts(trial, number) { return nil }
            _ = trial.acceptAny(["号房", "室", "房", "户", "号"])
            cursor = trial
            return AddressReading.room(number.digits)
        }
        let signed = trial.acceptAny(["号房", "室", "房", "户"])
        if signed && (number.digits.count >= 3 || isBareEnough) && !trial.sees("外") {
            cursor = trial
            return AddressReading.room(number.digits)
        }
        guard !signed, isBareEnough, (3...4).contains(number.digits.count), !isMeasure(trial) else {
            return nil
        }
        _ = trial.accept("号")
        cursor = trial
        return AddressReading.room(number.digits)
    }

    /// 5栋300元, 3栋2026年, 5栋120多户: so many, though it could be the number of a flat.
    private func counts(_ cursor: TextCursor, _ number: NumberReader.Number) -> Bool {
        if cursor.sees("年") { return (1950...2100).contains(number.value) && !cursor.sees("年久") }
        return cursor.seesAny([
            "元", "块钱", "多", "来户", "来人", "余", "万", "%", "平方", "平米", "公斤", "公里", "千瓦", "毫", "分钟", "小时", "秒",
            "个小时", "个人签", "人签", "人同意", "人报名", "个业主", "名业主", "位业主", "户业主", "户人",
        ])
    }

    func isMeasure(_ cursor: TextCursor) -> Bool {
        if cursor.seesAny(Self.things) { return false }
        if cursor.seesAny(["次卧", "平台", "楼上", "楼下", "楼板", "人脸", "人家", "分水", "分闸", "点灯", "天天"]) {
            return false
        }
        return cursor.seesAny([
            "元", "块", "分", "米", "年", "度", "次", "个", "天", "人", "点", "月", "毫", "平", "%", "户", "多", "来", "斤",
            "秒", "上半年", "下半年",
            "万", "路", "公", "码", "强", "瓦", "伏", "岁", "层", "楼", "栋", "幢",
        ])
    }

    /// What begins with the character of a measure and is none.
    private static let things: [StaticString] = [
        "天花", "天然", "天燃", "天台", "天窗", "天线", "年久", "月台", "月底", "月初", "分机", "分户", "点不着", "点不燃", "度电表",
        "层高", "米线", "个人家", "路由", "万能",
    ]

    // MARK: A room alone

    private static let roomBefore: [StaticString] = [
        "家", "住", "是", "在", "楼上", "楼下", "隔壁", "对门", "邻居", "到", "和", "找", "给", "房号", "房间", "我", "报", "从",
        "就", "我们", "咱们", "咱", "阮", "俺", "老子", "投诉", "举报", "告", "管管", "家里", "挨着的", "旁边的", "隔壁的", "对面的", "楼上的",
        "楼下的", "靠近", "走近", "他", "她", "伊",
    ]
    private static let roomAfter: [StaticString] = [
        "的", "家", "漏", "室", "邻", "业主", "住", "停", "跳", "那户", "那家", "天天", "半夜", "又", "楼上", "卫生间",
        "厨房", "厕所", "阳台", "吵", "装修", "在", "门口", "门前", "门缝", "那个", "这边", "那边", "这里",
    ]

    private static let calls: [StaticString] = [
        "call ", "call", "dial ", "打", "打了", "拨", "拨了", "拨打", "拨打了", "叫", "叫了", "报", "报了", "找", "喊", "喊了",
        "呼叫",
    ]
    private static let badges: [StaticString] = [
        "工号", "工号是", "工号好像是", "工牌", "工牌号", "编号", "编号是", "警号", "尾巴是", "尾号是", "末尾是",
        "结尾是", "尾数是",
    ]
    /// 卡里扣了230, 多收我120: so much money.
    private static let paid: [StaticString] = [
        "扣了", "扣", "扣我", "扣掉", "少了", "收了", "收我", "多收", "多收了", "交了", "付了", "花了", "充了", "退了", "退我", "赔了", "赔我",
        "欠了", "涨到", "卡里还有", "卡里剩",
    ]
    private static let hotlines: Set<String> = ["110", "119", "120", "122", "114"]

    /// "501" with words around it that make it a flat, or alone as an answer.
    func bareRoom(_ start: Int) -> AddressReading? {
        var cursor = TextCursor(codes, at: start)
        guard let number = cursor.number(), (3...4).contains(number.digits.count),
            looksLikeRoom(number.digits),
            start == 0 || NumberReader.read(codes, at: start - 1) == nil,
            !isMeasure(cursor) || comesHome(start, cursor),
            !CodeClass.isLetter(cursor.peek()), cursor.peek() != "-", cursor.peek() != "号"
        else { return nil }
        if number.isSpoken && number.value % 100 == 0 { return nil }
        let before = TextCursor(codes, at: start)
        // 已经打了120, 工号0216: a hotline and a badge are no flat.
        let isCalled = Self.hotlines.contains(number.digits) && before.follows(Self.calls)
        if isCalled || before.follows(Self.badges + Self.paid) || namesNoFlat(start, cursor, number) {
            return nil
        }
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
        return AddressReading(range: start..<cursor.position, room: AddressReading.room(number.digits))
    }

    /// 标签还是2021的, 102会议室, 110开头的号: a year, a room for all and how a number begins.
    private func namesNoFlat(_ start: Int, _ cursor: TextCursor, _ number: NumberReader.Number) -> Bool {
        if cursor.seesAny(["会议室", "教室", "办公室", "活动室", "诊室", "开头", "打头", "结尾"]) { return true }
        guard (1990...2030).contains(number.value), !number.isSpoken else { return false }
        if TextCursor(codes, at: start).follows(["q1 ", "q2 ", "q3 ", "q4 ", "of ", "in ", "for ", "since "])
        {
            return true
        }
        return (max(0, start - Self.label)..<start).contains {
            TextCursor(codes, at: $0).seesAny([
                "标签", "日期", "有效期", "年检", "过期", "生产", "保质", "检验", "贴的", "合格证", "铭牌", "检测",
            ])
        }
    }

    /// In characters, from a label to the year on it.
    private static let label = 10

    /// 漏到我家502来了: where it comes to, and no number of anything.
    private func comesHome(_ start: Int, _ cursor: TextCursor) -> Bool {
        (cursor.seesAny(["来了", "来啦", "来，", "来。"]) || (cursor.sees("来") && cursor.peek(1) == 0))
            && TextCursor(codes, at: start).follows(["我家", "我们家", "家里", "楼下", "楼上", "隔壁"])
    }

    /// The last two digits count flats on a floor.
    func looksLikeRoom(_ digits: String) -> Bool {
        guard let value = Int(digits) else { return false }
        let flat = value % 100
        return flat >= 1 && flat <= 30 && value / 100 <= 60 && value >= 100
    }
}
