import LinliModel

/// Reads clock times and parts of day: 下午三点半, 上午9点, 15:30, 晚上7点一刻, 上午.
///
/// An hour from one to six without a part of day means the afternoon: nobody books the small hours.
struct TimeReader {
    let codes: [UInt32]
    let dates: [DateReading]
    /// For 半小时后; without it such times are not read.
    var now: CivilTime?
    /// What addresses and numbers already use; minutes end where they begin (十点二十三栋).
    var taken: [Range<Int>] = []

    func read() -> [TimeReading] {
        var readings: [TimeReading] = []
        var position = 0
        while position < codes.count {
            if let range = taken.first(where: { $0.contains(position) }) {
                position = range.upperBound
            } else if Self.firsts.contains(codes[position]), let reading = reading(at: position) {
                readings.append(reading)
                position = reading.range.upperBound
            } else {
                position += 1
            }
        }
        return readings
    }

    private static let parts: [(word: StaticString, part: PartOfDay)] = [
        ("凌晨", .night), ("半夜", .night), ("大清早", .morning), ("早上", .morning), ("早晨", .morning),
        ("清晨", .morning), ("上午", .morning), ("中午", .noon), ("下午", .afternoon), ("午后", .afternoon),
        ("傍晚", .evening), ("晚上", .evening), ("夜里", .evening), ("晚间", .evening), ("夜晚", .evening),
        // As the south says it: 下昼三点, 暗时八点.
        ("上昼", .morning), ("上晡", .morning), ("透早", .morning), ("一大早", .morning), ("大早上", .morning),
        ("中昼", .noon), ("晌午", .noon), ("午间", .noon), ("下昼", .afternoon), ("下晡", .afternoon),
        ("后晌", .afternoon), ("暗时", .evening), ("下暗", .evening), ("暗暝", .evening), ("暗晡", .evening),
    ]

    private static let short: [UInt32: PartOfDay] = [0x665A: .evening, 0x65E9: .morning]

    /// With which a time can begin: a part of the day, 半 or a numeral.
    private static let firsts = CodeSet(firstOf: parts.map(\.word)).union(CodeSet("半晚早".codes))
        .union(.numerals)

    private func reading(at start: Int) -> TimeReading? {
        if let reading = later(start) ?? english(start) { return reading }
        var cursor = TextCursor(codes, at: start)
        var part: PartOfDay?
        for entry in Self.parts where part == nil && cursor.accept(entry.word) { part = entry.part }
        // 周五晚七点半, 早八点; but not 太晚了.
        if part == nil, CodeSet.numerals.contains(cursor.peek(1)), let short = Self.short[cursor.peek()] {
            part = short
            cursor.position += 1
        }
        if namesClass(cursor) || (part != nil && isDark(cursor)) { return nil }
        let bound = dates.last { $0.range.upperBound == start }
        if let clock = clock(
            &cursor, part: part ?? bound?.part ?? told(start),
            isBound: part != nil || bound != nil || standsAlone(cursor) || isLoud(start))
        {
            return TimeReading(range: start..<cursor.position, value: clock, isClock: true)
        }
        guard let part, cursor.position - start > 1, bound != nil || !isSpan(start) else { return nil }
        return TimeReading(range: start..<cursor.position, value: part.normalForm, isClock: false)
    }

    /// 10pm, 9:30 am.
    private func english(_ start: Int) -> TimeReading? {
        guard CodeClass.isDigit(codes[start]), start == 0 || !CodeClass.isDigit(codes[start - 1]) else {
            return nil
        }
        var cursor = TextCursor(codes, at: start)
        guard let hour = cursor.number(), (1...12).contains(hour.value) else { return nil }
        var minute = 0
        if cursor.accept(":") {
            guard let said = cursor.number(), said.digits.count == 2, said.value < 60 else { return nil }
            minute = said.value
        }
        _ = cursor.accept(" ")
        let isMorning = cursor.seesAny(["am", "a.m"])
        guard isMorning || cursor.seesAny(["pm", "p.m"]), !CodeClass.isLetter(cursor.peek(2)) else {
            return nil
        }
        let hours = hour.value % 12 + (isMorning ? 0 : 12)
        let value = "\(hours < 10 ? "0" : "")\(hours):\(minute < 10 ? "0" : "")\(minute)"
        return TimeReading(range: start..<cursor.position + 2, value: value, isClock: true)
    }

    /// 昨晚放到十点半: the part of the day that the date said holds for an hour a few words later.
    private func told(_ start: Int) -> PartOfDay? {
        if TextCursor(codes, at: start).follows(["晚自习回来", "晚自习回来都", "晚自习到", "晚自习下课", "晚班到"]) {
            return .evening
        }
        if until(start) || isLoud(start) { return .evening }
        guard let date = dates.last(where: { $0.range.upperBound <= start }), date.part == .evening,
            start - date.range.upperBound <= TimeReader.reach,
            isStillEvening(date.range.upperBound..<start)
        else { return nil }
        return date.part
    }

    /// 昨晚巡逻一个多小时，7点半开始的: over one mark, where no other part of the day is said.
    private func isStillEvening(_ between: Range<Int>) -> Bool {
        let words = codes[between]
        guard words.count(where: CodeClass.isStop) <= 1 else { return false }
        return !between.contains {
            TextCursor(codes, at: $0).seesAny(["早", "上午", "下午", "中午", "今天", "到现在", "明"])
        }
    }

    private static let reach = 16

    /// 四点半放学, 四点半课堂: when a child is free and what it goes to then, not when somebody shall come.
    private func namesClass(_ cursor: TextCursor) -> Bool {
        var cursor = cursor
        guard cursor.number() != nil, cursor.acceptAny(["点", ":"]) else { return false }
        if !cursor.accept("半") { _ = cursor.number() }
        _ = cursor.accept("的")
        return cursor.seesAny(["放学", "学校", "课堂", "课后", "那个班", "托管", "托班", "那边能", "那边收", "那边还"])
    }

    /// 晚上黑漆漆, 夜里看不见路.
    private func isDark(_ cursor: TextCursor) -> Bool {
        var cursor = cursor
        _ = cursor.acceptAny(["楼道", "路上", "那边", "这边", "那里", "这里", "那段", "这段", "一片"])
        _ = cursor.acceptAny(["都", "太", "很", "特别", "全", "总", "就"])
        return cursor.seesAny(["黑", "漆黑", "乌漆", "看不见", "看不清", "暗", "摸黑"])
    }

    /// 十点，啊说错，十一点: an hour that is all of its clause, or of the message (九点); 两点，第一 counts.
    private func standsAlone(_ cursor: TextCursor) -> Bool {
        let isOpen = cursor.position == 0 || CodeClass.isMark(codes[cursor.position - 1])
        var cursor = cursor
        let isFirst = cursor.position == 0
        guard isOpen, let hour = cursor.number(), hour.value >= 2, cursor.acceptAny(["点钟", "点半", "点"])
        else { return false }
        if isFirst, cursor.isAtEnd || cursor.sees("吧") { return true }
        guard CodeClass.isMark(cursor.peek()) else { return false }
        cursor.position += 1
        return !cursor.seesAny(["第一", "一是", "一、", "首先", "1"])
    }

    /// 晚上能不能开灯开到九点半: the evening that is said in the same clause lasts to that hour.
    private func until(_ start: Int) -> Bool {
        guard TextCursor(codes, at: start).follows(["到"]) else { return false }
        var position = start - 1
        while position >= 0, start - position < TimeReader.widest, !CodeClass.isStop(codes[position]) {
            let cursor = TextCursor(codes, at: position)
            if cursor.seesAny(["上午", "下午", "中午", "早上", "点"]) { return false }
            if cursor.seesAny(["晚上", "夜里", "今晚", "明晚"]) { return true }
            position -= 1
        }
        return false
    }

    /// 唱到十一点半, 九点多了还放音响: nobody is reproached with it in the morning.
    private func isLoud(_ start: Int) -> Bool {
        let opening = max(0, start - TimeReader.widest)..<start
        if opening.contains(where: { TextCursor(codes, at: $0).seesAny(["早", "上午", "中午", "午休", "白天"]) }) {
            return false
        }
        var after = TextCursor(codes, at: start)
        guard let hour = after.number(), (8...12).contains(hour.value), after.accept("点") else {
            return false
        }
        if TextCursor(codes, at: start).follows(TimeReader.lastingUntil) { return true }
        _ = after.acceptAny(["多钟", "多", "半"])
        _ = after.accept("了")
        guard after.acceptAny(["还在", "还"]) else { return false }
        return after.seesAny([
            "吵", "闹", "唱", "跳", "嗨", "放音", "放歌", "放着", "拍球", "打牌", "打麻将", "蹦", "砸墙", "敲墙", "喝酒",
        ])
    }

    private static let lastingUntil: [StaticString] = [
        "吵到", "闹到", "唱到", "跳到", "嗨到", "响到", "打桩到", "打桩打到", "麻将打到", "打麻将到", "打牌到", "打牌打到", "打球打到", "拍球拍到",
        "喊到",
        "蹦到", "音响放到", "音乐放到",
    ]

    private static let widest = 14

    /// 守了一下午, 三个晚上: how long, not when.
    private func isSpan(_ start: Int) -> Bool {
        let cursor = TextCursor(codes, at: start)
        return cursor.follows(["一", "一整个", "整个", "一个", "两个", "三个", "几个", "好几个", "两"])
            && !cursor.follows(["周一", "期一", "拜一", "十一"])
    }

    /// 半小时后, 两个小时后, 一刻钟后, 20分钟以后: counted from now, as long as it stays today.
    private func later(_ start: Int) -> TimeReading? {
        guard let now else { return nil }
        var cursor = TextCursor(codes, at: start)
        var minutes = 0
        if cursor.acceptAny(["半个小时", "半小时", "半个钟头", "半个钟"]) {
            minutes = 30
        } else if cursor.accept("一刻钟") {
            minutes = 15
        } else {
            guard let number = cursor.number(), number.value > 0, number.value < 100 else { return nil }
            let half = cursor.accept("个半")
            if cursor.acceptAny(["个小时", "小时", "个钟头", "个钟"]) {
                minutes = number.value * 60 + (half ? 30 : 0)
            } else if cursor.acceptAny(["分钟"]) {
                minutes = number.value
            } else {
                return nil
            }
        }
        guard cursor.acceptAny(["以后", "之后", "过后", "后"]), minutes < 600 else { return nil }
        let total = now.hour * 60 + now.minute + minutes
        guard total < 24 * 60 else { return nil }
        var reading = TimeReading(
            range: start..<cursor.position, value: form(total / 60, total % 60, part: nil, isExact: true),
            isClock: true)
        reading.isToday = true
        return reading
    }

    private func clock(_ cursor: inout TextCursor, part: PartOfDay?, isBound: Bool) -> String? {
        guard cursor.position == 0 || !CodeClass.isDigit(cursor.peek(-1)), cursor.peek(-1) != "." else {
            return nil
        }
        var trial = cursor
        guard let hour = trial.number(), hour.value <= 24, hour.digits.count <= 2 else { return nil }
        if trial.peek() == ":" {
            trial.position += 1
            guard let minute = trial.number(), !minute.isSpoken, minute.digits.count == 2, minute.value < 60
            else {
                return nil
            }
            cursor = trial
            return form(hour.value, minute.value, part: part, isExact: true)
        }
        // 同一时间, 五时段: no hour.
        guard trial.acceptAny(["点钟", "点整", "点", "时"]),
            !(trial.peek(-1) == "时" && trial.seesAny(["间", "段", "候"]))
        else { return nil }
        let saysClock = trial.peek(-1) != "点"
        let minutes = minutes(&trial)
        let named =
            trial.seesAny(["左右", "前", "后", "以前", "以后", "到", "钟", "之前", "开", "去", "来", "过", "多"])
            || TextCursor(codes, at: cursor.position).follows([
                "从", "是不是", "定在", "约在", "大概", "大约", "差不多", "约好", "约好了", "说好", "约的", "约了", "吵到", "闹到", "响到",
                "不，", "不对，", "不对是",
                "错了，", "应该是", "挪到", "改到", "推到", "换到", "延到", "调到", "提前到", "推迟到", "改成", "换成",
            ])
        let isClock = saysClock || minutes != nil || named || !hour.isSpoken
        guard isBound || isClock, !saysTitle(hour, trial), !isLittle(hour, cursor) else { return nil }
        // A class that is called by its hour.
        if trial.seesAny(["课堂", "那个班", "托管", "班"]), !trial.seesAny(["班车"]) { return nil }
        cursor = trial
        return form(hour.value, minutes ?? 0, part: part, isExact: false)
    }

    /// "两点建议" counts, and "一点" is "a little", also after a part of the day (晚上一点都不安静).
    private func saysTitle(_ hour: NumberReader.Number, _ cursor: TextCursor) -> Bool {
        guard hour.isSpoken else { return false }
        return cursor.seesAny(["建议", "意见", "要求", "问题"])
            || (hour.value == 1 && cursor.seesAny(["不", "都", "也", "儿"]))
    }

    /// 快一点来, 早一点过来, 讲清楚一点: a little.
    private func isLittle(_ hour: NumberReader.Number, _ cursor: TextCursor) -> Bool {
        hour.isSpoken && hour.value == 1
            && cursor.follows([
                "快", "早", "慢", "晚", "清楚", "小声", "大声", "轻", "好", "有", "差", "便宜", "近", "仔细", "早点",
            ])
            && !cursor.follows(["今晚", "明晚", "昨晚", "后晚", "明早", "今早", "最早", "最晚"])
    }

    private func minutes(_ cursor: inout TextCursor) -> Int? {
        if cursor.accept("半") { return 30 }
        if cursor.accept("一刻") { return 15 }
        if cursor.accept("三刻") { return 45 }
        var trial = cursor
        guard let number = spokenMinutes(&trial), number.value < 60, number.digits.count <= 2 else {
            return nil
        }
        let signed = trial.accept("分")
        guard signed || number.digits.count == 2 || number.value >= 10 else { return nil }
        cursor = trial
        return number.value
    }

    /// A number up to where an address begins: 十点二十三栋 is ten o'clock, 八点三十五楼 half past eight.
    private func spokenMinutes(_ cursor: inout TextCursor) -> NumberReader.Number? {
        let start = cursor.position
        guard let number = cursor.number() else { return nil }
        guard let place = taken.first(where: { $0.lowerBound < number.end && $0.upperBound > start }) else {
            return number
        }
        guard place.lowerBound > start,
            let short = NumberReader.read(Array(codes[..<place.lowerBound]), at: start)
        else { return nil }
        cursor.position = short.end
        return short
    }

    private func form(_ hour: Int, _ minute: Int, part: PartOfDay?, isExact: Bool) -> String {
        var hour = hour
        switch part {
        case .afternoon: if hour < 12 { hour += 12 }
        // 夜里两点 is after midnight, and so is 晚上十二点.
        case .evening: if (5...12).contains(hour) { hour += 12 }
        case .noon: if hour < 10 { hour += 12 }
        case .night: if hour == 12 { hour = 0 }
        case .morning: break
        case nil: if (1...6).contains(hour) && !isExact { hour += 12 }
        }
        hour %= 24
        return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
    }
}
