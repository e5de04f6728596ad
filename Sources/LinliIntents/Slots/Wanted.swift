/// What somebody wants to have for his points, among the things that a message names.
struct Wanted {
    let codes: [UInt32]

    init(_ codes: [UInt32]) {
        self.codes = codes
    }

    private static let refusals: [StaticString] = [
        "不要", "不换", "不兑", "不想要", "不想换", "不要那个", "别换", "别兑", "不领", "不是", "不是要换", "不是想换",
        "不是换", "不是要", "不是要兑", "不要换",
    ]
    /// 大米，不不，油: what stands before is taken back.
    private static let denials: [StaticString] = [
        "不不不", "不不", "不要了", "不换了", "不对", "不是", "算了", "说错了", "说错", "错了", "啊不", "哦不", "哎不",
    ]
    private static let verbs: [StaticString] = ["兑换", "换", "兑", "领", "要", "来", "借"]
    private static let measures = CodeSet("个只瓶桶袋包提盒箱卷把张份件套本双支条板些点".codes)
    /// Between a thing and the words that take it back.
    private static let nearest = 3
    private static let longest = 5

    /// The things in the order in which they count: none that is refused or taken back where another stands,
    /// and the one that is asked for by a verb first.
    func kept(_ things: [Range<Int>]) -> [Range<Int>] {
        guard things.count > 1 else {
            let end = codes.count..<codes.count
            return things.filter { !(isRefused($0) || isDenied($0, before: end)) || named() == nil }
        }
        let standing = things.enumerated().filter { index, thing in
            !isRefused(thing) && !(index + 1 < things.count && isDenied(thing, before: things[index + 1]))
        }.map(\.element)
        guard !standing.isEmpty else { return things }
        // 之前说要换大米，那就改成食用油吧: what it is changed to stands above all else.
        let changed = standing.filter { isChangedTo($0) }
        let rest = standing.filter { !changed.contains($0) }
        let asked = rest.filter { isAsked($0) }
        return changed + asked + rest.filter { !asked.contains($0) }
    }

    /// 兑第3个, 我选第二样: the reward by its place in the list; nil where none is said.
    func ordinal() -> String? {
        for position in codes.indices {
            var cursor = TextCursor(codes, at: position)
            guard cursor.acceptAny(["兑换", "兑", "换", "选", "要", "领"]) else { continue }
            _ = cursor.acceptAny(["的是", "那个", "单子上"])
            guard cursor.accept("第"), let number = cursor.number(), (1...99).contains(number.value),
                cursor.acceptAny(["个", "样", "种", "项", "款"]), !cursor.seesAny(["月", "星期", "礼拜", "人"])
            else { continue }
            return "\(number.value)"
        }
        return nil
    }

    /// A thing that no list knows: 换3个垃圾袋, 兑换电影票两张. Nil where no verb has one.
    func named() -> String? {
        for position in codes.indices {
            var cursor = TextCursor(codes, at: position)
            guard cursor.acceptAny(["兑换", "换成", "换", "兑"]), !isPart(of: position) else { continue }
            _ = cursor.acceptAny(["一下", "下", "点儿", "点", "些"])
            if cursor.number() != nil, Self.measures.contains(cursor.peek()) { cursor.position += 1 }
            let start = cursor.position
            var end = start
            while end < codes.count, end - start <= Self.longest, CodeClass.isHan(codes[end]),
                !TextCursor(codes, at: end).seesAny(Self.ends), !CodeSet.numerals.contains(codes[end])
            { end += 1 }
            guard (2...Self.longest).contains(end - start),
                !TextCursor(codes, at: start).seesAny(Self.nothings)
            else { continue }
            return String(codes: codes[start..<end])
        }
        return nil
    }

    private static let ends: [StaticString] = [
        "的", "吧", "了", "吗", "呢", "行", "可以", "给", "要", "能", "还", "有", "怎么", "多少", "需", "得", "顺便", "到", "放",
        "送",
    ]
    private static let nothings: [StaticString] = [
        "积分", "礼品", "东西", "奖品", "什么", "啥", "物业费", "礼物", "商品", "规则", "记录", "目录", "清单", "单", "锁", "灯", "换",
        "别的", "其他", "一", "这", "那", "我", "你", "点", "哪", "几", "个", "时间", "地点", "日子", "单位", "人", "以后", "之前",
        "失败", "不",
        "成", "取",
    ]

    /// 交换, 更换, 调换, 改换: another word.
    private func isPart(of position: Int) -> Bool {
        TextCursor(codes, at: position).follows(["交", "更", "调", "改", "变", "替", "轮", "不", "别", "转", "退", "可"])
    }

    private func isChangedTo(_ thing: Range<Int>) -> Bool {
        TextCursor(codes, at: thing.lowerBound).follows([
            "改成", "改为", "改要", "改换", "改兑", "换成", "还是换", "还是要", "还是兑",
        ])
    }

    private func isRefused(_ thing: Range<Int>) -> Bool {
        TextCursor(codes, at: thing.lowerBound).follows(Self.refusals)
    }

    private func isDenied(_ thing: Range<Int>, before next: Range<Int>) -> Bool {
        let end = min(next.lowerBound, thing.upperBound + Self.nearest)
        return (thing.upperBound..<max(thing.upperBound, end)).contains {
            TextCursor(codes, at: $0).seesAny(Self.denials)
        }
    }

    /// 换一桶油: a verb, a count, a measure and nothing else before it.
    private func isAsked(_ thing: Range<Int>) -> Bool {
        var position = thing.lowerBound
        if position > 0, Self.measures.contains(codes[position - 1]) { position -= 1 }
        while position > 0, CodeSet.numerals.contains(codes[position - 1]) { position -= 1 }
        return TextCursor(codes, at: position).follows(Self.verbs)
    }
}
