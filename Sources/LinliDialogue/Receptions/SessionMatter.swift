import LinliModel

/// What of a message is the matter of a seat, and how many come for it. A day, a time, a number of people and
/// the words of asking around them are no matter.
enum SessionMatter {
    /// Nil where nothing is left to talk about.
    static func read(_ text: String) -> String? {
        guard !text.isShrug, !text.onlyPointsBack else { return nil }
        var rest = range(in: text, units).map { text.replacingCharacters($0) } ?? text
        rest = rest.replacing(together, with: "")
        guard rest.contains(where: { $0.isLetter && !timeCharacters.contains($0) }),
            !rest.allSatisfy({ !$0.isLetter || askingCharacters.contains($0) })
        else { return nil }
        var matter = text.trimmed
        if let opener = openers.first(where: { matter.hasPrefix($0) }),
            matter.count >= opener.count + 2
        {
            matter = String(matter.dropFirst(opener.count)).trimmed
        }
        if let closer = closers.first(where: { matter.hasSuffix($0) }), matter.count >= closer.count + 2 {
            matter = String(matter.dropLast(closer.count)).trimmed
        }
        return String(split(matter).prefix(Limits.sessionMatterCharacters))
    }

    /// "排污管和电梯两件事": each of them, as a seat keeps several. As it is where the count does not fit.
    private static func split(_ matter: String) -> String {
        guard let match = matter.firstMatch(of: counted) ?? matter.firstMatch(of: countedFirst),
            let count = Numerals.values[match.output.1.first ?? " "]
        else { return matter }
        var rest = matter.replacingCharacters(match.range)
        rest = rest.without(["还有", "以及", "和", "跟", "与", "，", ","], leaving: "、")
        let items = rest.split(separator: "、").map { String($0).trimmed }.filter { !$0.isEmpty }
        return items.count == count ? SeatMatter(items: items).text : matter
    }

    /// "周四的吧，排污管的事": what stands beside the day; nil where nothing does.
    static func beside(day text: String) -> String? {
        let parts = text.wholeClauses
        guard parts.count > 1 else { return nil }
        return parts.last { read($0) != nil }.flatMap(read)
    }

    private static let counted = Pattern(
        #/(?:这|那)?(二|两|三|四|五)(?:件|个|样|桩)(?:事情|事儿|事|问题)$/#, needs: ["事", "问题"])
    /// "三件事，停车、电梯和垃圾".
    private static let countedFirst = Pattern(
        #/^(?:这|那)?(二|两|三|四|五)(?:件|个|样|桩)(?:事情|事儿|事|问题)[，,：:]/#, needs: ["事", "问题"])
    /// "我和老王一起", "带我老公一起": two come.
    private static let together = Pattern(
        #/我?(?:想)?(?:和|跟|同|带着|带上|带)[^，,。]{1,5}?(?:一起|一块儿?|一道|同去)(?:去|来|过去|过来|约|到)|(?:我们|咱们?)(?:俩|两口子)/#,
        needs: ["一块", "一起", "一道", "两口子", "俩", "同去"])

    /// 我老婆也去.
    private static let alsoComes = Pattern(
        #/^我(?:老婆|老公|爱人|爸|妈|儿子|女儿|先生|太太|邻居)?也(?:要|想|会)?(?:一起)?(?:去|来|参加)(?:的|了|吧)?$/#, needs: ["也"])

    /// "8个人", "12户": nil for one and where nobody is counted.
    static func group(_ request: WaitingRequest) -> SeatGroup? {
        if let group = group(in: request.text) { return group }
        guard let count = request.slots[.headcount]?.integer, count > 1 else { return nil }
        return SeatGroup(count)
    }

    static func group(in text: String) -> SeatGroup? {
        guard let range = range(in: text, units), let count = count(in: text, units) else {
            let isPair = text.firstMatch(of: together) != nil || text.firstMatch(of: alsoComes) != nil
            return isPair ? SeatGroup(2) : nil
        }
        return SeatGroup(count, isHouseholds: text[range].hasSuffix("户"))
    }

    /// The number before one of these measures, from 2: "两个" is 2.
    static func count(in text: String, _ units: [String]) -> Int? {
        guard let range = range(in: text, units) else { return nil }
        let count = number(text[range].filter { Numerals.values[$0] != nil || $0.isASCIINumber })
        return count > 1 ? count : nil
    }

    private static let units = ["个人", "人", "户"]

    /// The number with its measure: "8个人".
    private static func range(in text: String, _ units: [String]) -> Range<String.Index>? {
        var at = text.startIndex
        while at < text.endIndex {
            var end = at
            while end < text.endIndex, Numerals.values[text[end]] != nil || text[end].isASCIINumber {
                end = text.index(after: end)
            }
            guard end > at else {
                at = text.index(after: at)
                continue
            }
            let rest = text[end...]
            if text.distance(from: at, to: end) <= Limits.groupCharacters,
                let unit = units.first(where: { rest.hasPrefix($0) })
            {
                return at..<text.index(end, offsetBy: unit.count)
            }
            at = end
        }
        return nil
    }

    /// "8", "十二", "两".
    private static func number(_ text: String) -> Int {
        if let number = Int(text) { return number }
        var sum = 0
        var digit = 0
        for character in text {
            let value = Numerals.values[character] ?? 0
            if value == 10 || value == 100 {
                sum += max(digit, 1) * value
                digit = 0
            } else {
                digit = value
            }
        }
        return sum + digit
    }

    private static let timeCharacters = Set(
        "今明后昨大天这本下上个周星期礼拜一二两三四五六七八九十零月日号年点半钟分早中午晚夜间国庆春秋节元旦清端劳动前第"
            + "行吗可以不是改到换约想的呢了能没有场那我们就吧好要么啊嘛呀来去起共总都")
    private static let askingCharacters = Set("行吗可以不是想的呢了能没有那我们就吧好要么啊嘛呀一起来去共总都")
    private static let openers = [
        "我要讲讲", "我要讲", "我要说", "我想讲", "我想说", "要讲", "就讲", "就说", "我想反映一下", "我想反映", "我要反映", "想反映一下", "想反映",
        "反映一下", "反映", "我想谈谈", "想谈谈", "谈谈", "我想说说", "想说说", "说说",
        "我想讲讲", "想讲讲", "事由是",
        "事由改成", "事由改为", "事由写", "事由", "就是", "关于",
    ]
    private static let closers = ["的事情", "的事儿", "的事", "这件事", "这个事"]
}

extension String {
    /// Without marks and spaces at its ends.
    fileprivate var trimmed: String {
        var text = Substring(self)
        while let first = text.first, !first.isLetter, !first.isNumber, first != "“", first != "《" {
            text.removeFirst()
        }
        while let last = text.last, last.isWhitespace || "，,。；;、：:".contains(last) { text.removeLast() }
        return String(text)
    }

    fileprivate func replacingCharacters(_ range: Range<Index>) -> String {
        var text = self
        text.removeSubrange(range)
        return text
    }

    /// "不知道", "没想好": he has no matter to name yet.
    var isShrug: Bool {
        letters.count <= Limits.shrugCharacters
            && (mentionsAny(["不知道", "没想好", "还没想", "想想", "你猜", "不晓得", "不清楚", "到时候说", "到时再说", "没啥", "没什么"])
                || ["再说", "以后再说", "随便", "猜", "保密"].contains(letters))
    }

    private static let onlyPointsBackPattern = Pattern(
        #/
        我? (?:就|还是|想|要|去)* (?:是|说|讲|反映|谈|关于|聊)* (?:一下)? (?:刚才|刚刚|上面|前面)? (?:说|报|讲|提)?
        (?:的|这个|这件|那个|那件|这|那|它) (?:事情|事儿|事|问题)? (?:吧|啊|呀|呗|的)?
        /#)

    /// 这个事, 就说刚才那个: what was spoken of before, and not a word of what.
    var onlyPointsBack: Bool {
        guard count <= Limits.visitCharacters else { return false }
        return letters.wholeMatch(of: Self.onlyPointsBackPattern) != nil
    }

    /// 就那个，给我排上, where several are offered: he wants one and has not said which.
    var takesSomeSession: Bool {
        letters.count <= Limits.answerCharacters
            && mentionsAny(["排上", "约上", "给我约", "帮我约", "就那个", "就这个", "那约吧", "那就约"])
            && !mentionsAny(["不", "别", "吗", "改", "换", "取消"])
    }

    /// "约", "约这个", "要": a yes to 约这个吗, in a few characters.
    var takesOffer: Bool {
        letters.count <= Limits.consentCharacters && mentionsAny(["约", "要", "好", "行", "可以"])
            && !mentionsAny(["不", "别", "吗", "?", "？", "改", "换", "别的"])
    }
}

extension Character {
    fileprivate var isASCIINumber: Bool { isASCII && isNumber }
}

extension WaitingRequest {
    /// The day of the session that he wants.
    var sessionDay: CivilDate? {
        (slots[.date] ?? slots[.dateFrom]).flatMap { CivilDate($0.text) }
    }
}

extension Understood {
    /// "明天", "下周四", whatever else it was understood as; nil where one day takes another one's place.
    func namedDay(from today: CivilDate) -> CivilDate? {
        text.mentions("不是") ? nil : days.day(from: today)
    }

    /// Another request that only happens to name a day is none of a session.
    var isAboutDay: Bool {
        !isRequest || main.intent == .receptionBook || SessionMatter.read(text) == nil
    }
}
