import LinliModel

/// Fills the slots of a request from a reading: what has a form of its own, words of the lists, and the
/// values that an intent's file attaches to words (`scope`, `target`, `action`).
struct SlotReader: Sendable {
    struct Value: Sendable {
        let text: String
        let symbol: Symbol
    }

    struct IntentRules: Sendable {
        let allowed: Set<SlotName>
        let direction: IntentSource.Direction
        let values: [SlotName: [Value]]
        let defaults: [SlotName: String]
    }

    let lexical: [SlotName: Symbol]
    let canonical: [SlotName: [Value]]
    let rules: [Intent: IntentRules]

    /// Slots that say where and who; they are kept whatever the intent is.
    static let exact: Set<SlotName> = [
        .building, .unit, .floor, .room, .targetRoom, .zone, .phone, .plate, .ticketNumber, .ticketTail,
    ]

    /// `learnt`: values that the examples know, nil for a slot that they leave open; they stand above the
    /// words under `values`.
    func slots(
        of reading: MessageReading, intent: Intent, captures: Slots = [:],
        learnt: [SlotName: SlotValue?] = [:]
    ) -> Slots {
        let rules = rules[intent]
        let allowed = rules?.allowed ?? SlotReader.exact
        var slots = captures
        addAddresses(reading, &slots)
        addIdentifiers(reading, &slots)
        addDates(reading, direction: rules?.direction ?? .forward, intent, allowed: allowed, &slots)
        addQuantities(reading, intent, &slots)
        for slot in lexical.keys where slot != .place && allowed.contains(slot) && slots[slot] == nil {
            if let text = words(of: slot, reading) { slots[slot] = .text(text) }
        }
        if allowed.contains(.place) { addPlace(reading, &slots) }
        if allowed.contains(.period), intent != .complain || isAboutMoney(reading),
            let period = PeriodReader.read(reading.text.codes, today: reading.now.date)
        {
            slots[.period] = .text(period)
        }
        if intent == .redeem, let choice = Wanted(reading.text.codes).ordinal() {
            slots[.choice] = .text(choice)
        }
        if intent == .redeem, slots[.item] == nil, let item = Wanted(reading.text.codes).named() {
            slots[.item] = .text(item)
        }
        slots.merge(values(of: reading, intent: intent)) { _, said in said }
        for (slot, value) in learnt { slots[slot] = value }
        for (slot, text) in rules?.defaults ?? [:] where slots[slot] == nil {
            slots[slot] = SlotReader.value(text, isDenied: false)
        }
        if intent == .receptionBook { completeReception(reading, &slots) }
        if intent == .vote { completeVote(reading, &slots) }
        if intent == .rateFeedback { completeRating(reading, &slots) }
        if intent == .privacyRequest { completePrivacy(reading, &slots) }
        if SlotReader.ofOthers.contains(intent) { turnRoom(reading, &slots) }
        if intent == .pointsClaim { turnHelped(reading, &slots) }
        if intent == .complain || intent == .reportHazard { completeUnnamed(reading, &slots) }
        for slot in slots.keys where !allowed.contains(slot) { slots[slot] = nil }
        return slots
    }

    /// Everything with a form of its own, whatever the intent: a bare answer inside a dialogue.
    func exactSlots(of reading: MessageReading) -> Slots {
        var slots: Slots = [:]
        addAddresses(reading, &slots)
        addIdentifiers(reading, &slots)
        addDates(reading, direction: .forward, .receptionBook, &slots)
        addPlace(reading, &slots)
        addQuantities(reading, nil, &slots)
        return slots
    }

    /// The thing that a message names, whatever the intent.
    func object(of reading: MessageReading) -> SlotValue? { words(of: .object, reading).map(SlotValue.text) }

    /// Where things are named, from left to right.
    func things(of reading: MessageReading) -> [Range<Int>] {
        guard let symbol = lexical[.object], reading.has(symbol) else { return [] }
        return joined(longest(Array(reading.spans[symbol])), over: reading.text.codes)
    }

    // MARK: By form

    /// The home's parts and the other's flat; who says "my home" or "his" says which is which.
    private func addAddresses(_ reading: MessageReading, _ slots: inout Slots) {
        guard !reading.addresses.isEmpty else { return }
        let homes = Homes(codes: reading.text.codes, addresses: reading.addresses)
        for (name, value) in homes.slots() where slots[name] == nil || name == .room || name == .targetRoom {
            slots[name] = value
        }
    }

    private func addIdentifiers(_ reading: MessageReading, _ slots: inout Slots) {
        for finding in reading.identifiers {
            let slot: SlotName =
                switch finding.kind {
                case .phone: .phone
                case .plate: .plate
                case .ticketNumber: .ticketNumber
                case .ticketTail: .ticketTail
                }
            if slots[slot] == nil { slots[slot] = .text(finding.value) }
        }
    }

    /// `intent`: nil inside a dialogue, where every count may be the answer.
    private func addQuantities(_ reading: MessageReading, _ intent: Intent?, _ slots: inout Slots) {
        for quantity in totalsFirst(reading) {
            if quantity.kind == .qty, let intent, !counts(quantity, intent, reading) { continue }
            if quantity.kind == .headcount, let intent, isImplied(quantity, intent, reading) { continue }
            let slot: SlotName =
                switch quantity.kind {
                case .qty: .qty
                case .points: .points
                case .score: .score
                case .headcount: .headcount
                case .age: .age
                }
            if slots[slot] == nil { slots[slot] = .integer(quantity.value) }
        }
        // "给5分" in a rating is a score; whether it is one, the allowed slots of the intent decide.
        if let points = slots[.points]?.integer, (0...10).contains(points), slots[.score] == nil {
            slots[.score] = .integer(points)
        }
    }

    /// 我跟我妈在梯里: in a report how many they are is left to who reads it, where no figure says it.
    private func isImplied(_ quantity: QuantityReader.Reading, _ intent: Intent, _ reading: MessageReading)
        -> Bool
    {
        guard intent == .reportRepair || intent == .reportHazard else { return false }
        let party = TextCursor(reading.text.codes, at: quantity.range.lowerBound)
        let end = TextCursor(reading.text.codes, at: quantity.range.upperBound)
        return party.seesAny(["我跟", "我和", "我带", "我同"]) && !end.seesAny(["俩", "两", "仨"])
            && !reading.text.codes[quantity.range].contains {
                CodeSet.numerals.contains($0) || $0 == "俩" || $0 == "仨"
            }
    }

    /// 拦住一个倒油漆的, 建议装一个快递柜: an article where nothing is ordered or spent. Of a wish what shall be new
    /// counts (再加12个充电口), and nothing that is there.
    private func counts(_ quantity: QuantityReader.Reading, _ intent: Intent, _ reading: MessageReading)
        -> Bool
    {
        let codes = reading.text.codes
        let start = TextCursor(codes, at: quantity.range.lowerBound)
        let isOne = quantity.value == 1 && start.peek() == "一"
        switch intent {
        case .pointsClaim: return !isOne || TextCursor(codes, at: quantity.range.upperBound).follows(["次"])
        case .suggestNeed:
            return !isOne
                && start.follows([
                    "加", "添", "装", "划", "放", "增设", "设", "建", "摆", "配", "再", "来", "加上", "加装", "多装", "多弄", "多画",
                    "多划",
                ])
        default: return true
        }
    }

    /// A sum stands above what it sums up, and what it becomes above what it was: 客厅一根卧室两根, 拢共三根; 我带五个同事,
    /// 连我六人; 加一份，变三份.
    private func totalsFirst(_ reading: MessageReading) -> [QuantityReader.Reading] {
        let isTotal = { (quantity: QuantityReader.Reading) in
            TextCursor(reading.text.codes, at: quantity.range.lowerBound).follows([
                "一共", "总共", "拢共", "共", "共计", "合计", "一共该有", "一共有", "连我", "加上我", "加我", "加上我是", "连我是", "变", "变成",
                "改成", "改为", "改", "改，", "改到", "加到", "减到", "增加到", "减少到", "换成",
            ])
        }
        return reading.quantities.filter(isTotal) + reading.quantities.filter { !isTotal($0) }
    }

    // MARK: By words

    /// The first word of a slot, longest at its place and joined with the next where they touch:
    /// 电梯 + 按钮, 卫生间 + 的 + 水管.
    private func words(of slot: SlotName, _ reading: MessageReading) -> String? {
        guard let symbol = lexical[slot], reading.has(symbol) else { return nil }
        let all = longest(Array(reading.spans[symbol]))
        let spans = slot == .item ? Wanted(reading.text.codes).kept(all) : all
        if let values = canonical[slot], let first = spans.first {
            let value = values.filter { reading.spans[$0.symbol].contains(first) }.first
            if let value { return value.text }
        }
        let runs = joined(spans, over: slot == .object ? reading.text.codes : [])
        guard let first = runs.first else { return nil }
        let run = slot == .object ? nearest(runs, reading) ?? first : first
        return reading.text.string(run)
    }

    /// Words that touch are one; things may also be joined by 的.
    private func joined(_ spans: [Range<Int>], over codes: [UInt32]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for span in spans {
            guard let last = runs.last else {
                runs.append(span)
                continue
            }
            let gap = span.lowerBound - last.upperBound
            let isJoined = gap == 0 || (gap == 1 && !codes.isEmpty && codes[last.upperBound] == "的")
            if isJoined {
                runs[runs.count - 1] = last.lowerBound..<span.upperBound
            } else {
                runs.append(span)
            }
        }
        return runs
    }

    /// Of several things the last one before the first word for what is wrong.
    private func nearest(_ runs: [Range<Int>], _ reading: MessageReading) -> Range<Int>? {
        guard let symptom = lexical[.symptom].flatMap({ reading.spans[$0].first?.lowerBound }) else {
            return nil
        }
        return runs.last { $0.upperBound <= symptom }
    }

    func longest(_ spans: [Range<Int>]) -> [Range<Int>] {
        var chosen: [Range<Int>] = []
        for span in spans.sorted(by: { ($0.lowerBound, -$0.count) < ($1.lowerBound, -$1.count) }) {
            if let last = chosen.last, span.lowerBound < last.upperBound { continue }
            chosen.append(span)
        }
        return chosen
    }

    /// Landmarks of the register first, then common places, with the number before them ("2号垃圾亭")
    /// and what stands beside ("垃圾亭旁边").
    private func addPlace(_ reading: MessageReading, _ slots: inout Slots) {
        guard slots[.place] == nil || reading.landmarks.isEmpty == false else { return }
        let codes = reading.text.codes
        let listed = lexical[.place].map { Array(reading.spans[$0]) } ?? []
        // 灯在东门，打错了，西门: the last one counts.
        var retractions = Retractions(codes)
        let named = retractions.standing(longest(listed), \.self).first
        guard var range = retractions.standing(reading.landmarks, \.self).first ?? named else { return }
        for span in longest(listed) where span.lowerBound == range.upperBound {
            range = range.lowerBound..<span.upperBound
        }
        if range.lowerBound >= 2, codes[range.lowerBound - 1] == "号" {
            var start = range.lowerBound - 1
            while start > 0,
                CodeClass.isDigit(codes[start - 1]) || NumberReader.digit(codes[start - 1]) != nil
            { start -= 1 }
            if start < range.lowerBound - 1 { range = start..<range.upperBound }
        }
        var cursor = TextCursor(codes, at: range.upperBound)
        _ = cursor.acceptAny(["旁边", "门口", "附近", "对面", "前面", "后面", "下面", "里面", "入口", "出口", "旁", "边上"])
        slots[.place] = .text(reading.text.string(range.lowerBound..<cursor.position))
    }

    /// What the words under `values` say; what holds by default is not among it.
    func values(of reading: MessageReading, intent: Intent) -> Slots {
        var slots: Slots = [:]
        for (slot, values) in rules[intent]?.values ?? [:] {
            var best: (text: String, span: Range<Int>)?
            for value in values {
                for span in reading.spans[value.symbol]
                where best == nil || span.count > best!.span.count {
                    best = (value.text, span)
                }
            }
            guard let best else { continue }
            if best.text == "true", Negation.isFeared(best.span, in: reading.text.codes) {
                continue
            }
            // 电梯门咬住我妈的菜篮子: a thing, and nobody.
            if slot == .injury, best.text == "true", isThing(behind: best.span, reading) { continue }
            // 有没有人受伤: asked, and not said.
            let isAsked = TextCursor(reading.text.codes, at: best.span.lowerBound).follows(["有"])
            if best.text == "false", isAsked { continue }
            let denied = Negation.stands(before: best.span.lowerBound, in: reading.text.codes)
            slots[slot] = SlotReader.value(best.text, isDenied: denied)
        }
        return slots
    }

    /// Whether what something bit or hit is a thing (咬住菜篮子, 砸中我的车顶): its owner may stand between them.
    private func isThing(behind span: Range<Int>, _ reading: MessageReading) -> Bool {
        var cursor = TextCursor(reading.text.codes, at: span.upperBound)
        _ = cursor.acceptAny(["了"])
        _ = cursor.acceptAny([
            "我妈", "我爸", "我家", "我女儿", "我儿子", "我孩子", "我", "别人", "人家", "邻居", "隔壁", "一辆", "一台", "他", "她",
        ])
        _ = cursor.accept("的")
        return cursor.seesAny([
            "菜篮", "篮子", "购物车", "购物袋", "袋子", "书包", "背包", "手提包", "包包", "推车", "行李", "箱子", "衣服", "衣角", "裙", "裤脚",
            "鞋",
            "伞", "快递盒", "快递箱", "快递柜", "车顶", "车窗", "车门", "车前", "挡风", "车子", "汽车", "电动车", "花盆", "晾衣",
        ])
    }

    private static func value(_ text: String, isDenied: Bool) -> SlotValue {
        switch text {
        case "true": .flag(!isDenied)
        case "false": .flag(false)
        default: .text(text)
        }
    }
}
