import LinliModel

/// What the slots of an intent say together, once each has been read for itself.
extension SlotReader {
    /// Somebody who names his matter books, even when he only asks who comes; and of two hours in a move
    /// the last is where it goes.
    func completeReception(_ reading: MessageReading, _ slots: inout Slots) {
        if slots[.matter] == nil, let matter = MatterReader.read(reading.text) {
            slots[.matter] = .text(matter)
        }
        if !namesAttendee(reading) { slots[.person] = nil }
        // 那场还能报名不，三个人: who says how many come books.
        let isTold = slots[.matter] != nil || slots[.headcount] != nil
        if isTold, slots[.action] == .text("list") { slots[.action] = .text("book") }
        // 想约律师，下周三行不行: asked, and nothing that was booked moves.
        let says = { (words: [StaticString]) in
            reading.text.codes.indices.contains { TextCursor(reading.text.codes, at: $0).seesAny(words) }
        }
        let isBooked = says(["想约", "要约", "预约", "帮我约", "给我约", "报名", "登记", "排个号"])
        if slots[.action] == .text("move"), isBooked, !says(SlotReader.moves) {
            slots[.action] = .text("book")
        }
        let days = DaySense(reading, .receptionBook, .forward)
        // 明天到后天都可以 names no day to which it goes.
        let isOneDay = slots[.dateFrom] == nil && slots[.dateTo] == nil
        if slots[.action] == .text("move"), isOneDay, reading.dates.count > 1, let day = days.movedTo {
            slots[.date] = .text(day.description)
        }
        if slots[.action] == .text("move"), reading.times.count > 1, let last = reading.times.last,
            !isSpan(reading)
        {
            slots[.time] = .text(last.value)
        }
        if slots[.action] == .text("move"), let time = shifted(reading) { slots[.time] = .text(time) }
    }

    /// 三点四十的往后挪半小时: the hour to which it goes, where only the one is told from which it goes.
    private func shifted(_ reading: MessageReading) -> String? {
        let codes = reading.text.codes
        let hours = reading.times.filter(\.isClock)
        guard hours.count == 1, let hour = hours.first else { return nil }
        let parts = hour.value.split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2 else { return nil }
        for position in codes.indices {
            var cursor = TextCursor(codes, at: position)
            let isEarlier = cursor.acceptAny(["往前挪", "往前提", "提前", "提早"])
            guard isEarlier || cursor.acceptAny(["往后推", "往后延", "往后挪", "推迟", "延后", "顺延", "推后"]) else {
                continue
            }
            guard let minutes = minutes(&cursor) else { return nil }
            let total = parts[0] * 60 + parts[1] + (isEarlier ? -minutes : minutes)
            guard (0..<24 * 60).contains(total) else { return nil }
            let (hour, minute) = total.quotientAndRemainder(dividingBy: 60)
            return "\(hour < 10 ? "0" : "")\(hour):\(minute < 10 ? "0" : "")\(minute)"
        }
        return nil
    }

    /// 半小时, 一刻钟, 20分钟, 一个小时.
    private func minutes(_ cursor: inout TextCursor) -> Int? {
        if cursor.acceptAny(["半个小时", "半小时", "半个钟头", "半个钟"]) { return 30 }
        if cursor.accept("一刻钟") { return 15 }
        guard let number = cursor.number(), (1...90).contains(number.value) else { return nil }
        if cursor.accept("分钟") { return number.value }
        return cursor.acceptAny(["个小时", "小时", "个钟头", "个钟"]) ? number.value * 60 : nil
    }

    private static let moves: [StaticString] = [
        "改", "换", "挪", "推迟", "延", "提前", "调", "往后", "往前", "不行，", "有事", "去不了", "来不了", "没空", "不方便", "不，", "不对",
        "原来",
        "上次", "约好", "约了", "已经", "顺延", "说错",
    ]

    /// 10点到11点半: from when to when, and no move from one hour to another.
    private func isSpan(_ reading: MessageReading) -> Bool {
        zip(reading.times, reading.times.dropFirst()).contains { one, other in
            guard one.range.upperBound < other.range.lowerBound else { return false }
            let between = reading.text.codes[one.range.upperBound..<other.range.lowerBound]
            return ["到", "至", "-", "~"].contains { between.elementsEqual($0.unicodeScalars.map(\.value)) }
        }
    }

    /// Somebody comes in his stead (我爸想去, 替我妈约); nobody who comes along (带老人一起) or is spoken of.
    private func namesAttendee(_ reading: MessageReading) -> Bool {
        let people = (rules[.receptionBook]?.values[.person] ?? []).flatMap { reading.spans[$0.symbol] }
        return longest(people).contains { person in
            let before = TextCursor(reading.text.codes, at: person.lowerBound)
            var after = TextCursor(reading.text.codes, at: person.upperBound)
            if before.follows(SlotReader.companions) || after.acceptAny(["一起", "也一起"]) { return false }
            return before.follows(SlotReader.onBehalf) || after.acceptAny(SlotReader.wishes)
        }
    }

    private static let companions: [StaticString] = ["带", "带着", "陪", "陪着", "和", "跟", "同"]
    private static let onBehalf: [StaticString] = ["替", "帮", "给", "代", "为", "代替"]
    private static let wishes: [StaticString] = [
        "想", "要", "也想", "也要", "打算", "准备", "去", "来", "能", "可以", "行动不便", "腿脚", "走不动",
    ]

    /// Of a vote that is changed the last choice counts (刚才点了弃权，改成反对); who asks for the rules or the
    /// count chooses nothing.
    func completeVote(_ reading: MessageReading, _ slots: inout Slots) {
        guard let action = slots[.action]?.text, ["cast", "change"].contains(action) else {
            slots[.choice] = nil
            return
        }
        if slots[.choice] == nil, let choice = ChoiceReader(codes: reading.text.codes).read() {
            slots[.choice] = .text(choice)
            return
        }
        let spans = (rules[.vote]?.values[.choice] ?? []).flatMap { value in
            reading.spans[value.symbol].map { (value.text, $0) }
        }
        let last = spans.max { ($0.1.upperBound, $0.1.count) < ($1.1.upperBound, $1.1.count) }
        if spans.count > 1, let last { slots[.choice] = .text(last.0) }
    }

    /// 尾号36的投诉改成匿名: who does not want to be known by what he reported is anonymous in it; whose name
    /// shall not stand on a list is not.
    func completePrivacy(_ reading: MessageReading, _ slots: inout Slots) {
        let codes = reading.text.codes
        let saysSo = codes.indices.contains { TextCursor(codes, at: $0).sees("匿名") }
        if saysSo, slots[.action] == .text("correct") { slots[.action] = .text("anonymity") }
        guard slots[.action] == .text("anonymity"), slots[.anonymous] == nil else { return }
        let isOfReport =
            reading.identifiers.contains { $0.kind == .ticketNumber || $0.kind == .ticketTail }
            || codes.indices.contains {
                TextCursor(codes, at: $0).seesAny([
                    "投诉", "举报", "反映", "知道是我", "晓得是我", "是我说", "是我讲", "是我报", "匿名", "谁报的", "谁投诉", "谁举报",
                ])
            }
        if isOfReport { slots[.anonymous] = .flag(true) }
        // 别让1302知道是我: who must not know.
        if slots[.targetRoom] == nil, let address = reading.addresses.first(where: { $0.room != nil }),
            TextCursor(codes, at: address.range.lowerBound).follows([
                "别让", "不要让", "不想让", "别告诉", "别跟", "不让", "楼上", "楼下", "隔壁",
            ])
        {
            slots[.targetRoom] = slots.removeValue(forKey: .room)
        }
    }

    /// 停车费这个月扣了两回: a period counts in a complaint only where it is about money.
    func isAboutMoney(_ reading: MessageReading) -> Bool {
        let codes = reading.text.codes
        return codes.indices.contains {
            TextCursor(codes, at: $0).seesAny(["费", "公摊", "账单", "多收", "扣了", "扣我", "补缴", "欠"])
        }
    }

    /// Of whom others tell, or for whom they did something.
    static let ofOthers = IntentSet([.complain, .reportHazard, .pointsClaim])

    /// 给12栋203的奶奶取药: of a deed for somebody the flat is his.
    func turnHelped(_ reading: MessageReading, _ slots: inout Slots) {
        guard slots[.targetRoom] == nil, let address = reading.addresses.first(where: { $0.room != nil })
        else {
            return
        }
        let before = TextCursor(reading.text.codes, at: address.range.lowerBound)
        guard before.follows(["给", "帮", "替", "陪", "为", "送", "扶", "看望", "探望", "看了"]),
            TextCursor(reading.text.codes, at: address.range.upperBound).seesAny([
                "的", "阿", "奶", "爷", "老", "大", "那", "独居", "家", "孤",
            ])
        else { return }
        slots[.targetRoom] = slots.removeValue(forKey: .room)
    }

    /// 别跟他说是我投诉的, 不写我名字: who complains or warns does not want to be known.
    func completeUnnamed(_ reading: MessageReading, _ slots: inout Slots) {
        let codes = reading.text.codes
        guard slots[.anonymous] == nil else { return }
        let isUnnamed = codes.indices.contains { start in
            var cursor = TextCursor(codes, at: start)
            guard cursor.acceptAny(["不要", "不想", "不能", "别", "莫", "勿", "不"]) else { return false }
            if cursor.seesAny([
                "写我名", "写我的名", "写名字", "留名", "留我名", "留我的名", "写我姓", "提我名", "提我的名", "说我名", "讲我名", "挂我", "露我",
                "透露我", "公开我", "说我是谁", "写阮名",
            ]) {
                return true
            }
            guard cursor.acceptAny(["让", "跟", "给", "告诉", "对", "叫", "和"]) else { return false }
            let end = min(codes.count, cursor.position + SlotReader.telling)
            return (cursor.position..<end).contains {
                TextCursor(codes, at: $0).seesAny(["是我投诉", "是我说", "是我讲", "是我报", "是我反映", "是我举报", "是我告"])
            }
        }
        if isUnnamed { slots[.anonymous] = .flag(true) }
    }

    /// In characters: 别让楼下那家人知道是我说的.
    private static let telling = 12

    /// A flat without a building in a complaint is the one that disturbs (1403的外机滴水), not the one of
    /// whoever complains, unless he says so.
    func turnRoom(_ reading: MessageReading, _ slots: inout Slots) {
        guard slots[.targetRoom] == nil,
            let address = reading.addresses.first(where: { $0.room != nil }),
            address.building == nil, address.unit == nil, address.floor == nil,
            address.range.upperBound < reading.text.count,
            !TextCursor(reading.text.codes, at: address.range.lowerBound).follows(Homes.own)
        else { return }
        slots[.targetRoom] = slots.removeValue(forKey: .room)
    }

    /// 7栋902天天装修: in a complaint about what is done in a flat, the flat that is named and does it is the
    /// other's (`domain.md` part 3: target_room). What befalls a flat (水漏, 停电) stays the writer's own.
    ///
    /// - Parameter category: of the request, as it was decided.
    func accused(_ slots: Slots, of reading: MessageReading, intent: Intent, category: String?) -> Slots {
        guard intent == .complain || intent == .reportHazard, slots[.targetRoom] == nil, slots[.room] != nil,
            let category, SlotReader.deeds.contains(where: category.hasPrefix),
            let address = reading.addresses.first(where: { $0.room != nil }),
            reading.addresses.count(where: { $0.room != nil }) == 1, doesIt(address, reading, category)
        else { return slots }
        var turned = slots
        turned[.targetRoom] = turned.removeValue(forKey: .room)
        return turned
    }

    /// Categories of what somebody does in his flat, or their beginnings (`domain.md` 2.1).
    private static let deeds = [
        "noise.", "illegal.", "ebike.", "neighbor.pet", "neighbor.smoke", "neighbor.corridor",
        "neighbor.aircon_drip", "neighbor.doxxing", "neighbor.dispute", "fire.corridor_clutter", "throwing.",
        "clean.",
    ]
    /// Of these it is not told who suffers them: a flat that stands alone is the one in which it is done.
    private static let inside = ["illegal.", "ebike.", "throwing."]

    private func doesIt(_ address: AddressReading, _ reading: MessageReading, _ category: String) -> Bool {
        let codes = reading.text.codes
        let before = TextCursor(codes, at: address.range.lowerBound)
        var after = TextCursor(codes, at: address.range.upperBound)
        if before.follows(Homes.own) { return false }
        // 就是9-2-503那家: who says it so speaks of somebody else's.
        if after.acceptAny(["的那户", "那户", "那家"]) { return true }
        _ = after.accept("的")
        let isAlone = after.isAtEnd || CodeClass.isMark(after.peek())
        if isAlone {
            let isNear = codes.indices.contains {
                TextCursor(codes, at: $0).seesAny([
                    "楼上", "楼下", "隔壁", "对门", "对面", "邻居", "我家", "我们家", "阮", "头顶", "上面",
                ])
            }
            return !isNear && SlotReader.inside.contains { category.hasPrefix($0) }
        }
        return !after.seesAny([
            "楼上", "楼下", "隔壁", "对门", "对面", "被", "闻", "听", "家里", "屋里", "我", "门口", "门前", "窗外", "天花", "旁", "这边",
            "没法",
            "睡不", "吵死", "吵得", "受不了", "投诉", "业主",
        ])
    }
}
