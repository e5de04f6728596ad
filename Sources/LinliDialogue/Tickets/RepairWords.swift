import LinliModel

/// What a report is about, in a word or two, and whose name it keeps out.
extension WaitingRequest {
    var wantsNoName: Bool {
        let isMarked = slots[.anonymous]?.isTrue ?? false
        return text.wantsNoName || (isMarked && !text.wantsOffList)
    }

    /// 不借了: the report in the making is meant, and nothing that he has.
    func isAbout(_ draft: RepairDraft) -> Bool {
        guard cancelTarget == .anything else { return false }
        return switch reference {
        case .latest: true
        case .about(let words): words.allSatisfy { word in draft.words.contains { $0.mentions(word) } }
        case .number, .tail, .all, .several, .oldest, .position: false
        }
    }

    var emergencyCategory: String { category ?? "info.contact" }

    /// Words that begin a report and say nothing of it.
    private static let bareReports: Set = [
        "报修", "我要报修", "我想报修", "要报修", "想报修", "报个修", "报一下修", "保修", "我要保修", "维修", "我要维修", "投诉", "我要投诉", "我想投诉",
        "反映问题",
    ]
    private static let streams: Set<String> = ["水", "电", "气", "网"]
    /// The thing itself; what runs through pipes is nowhere.
    var thing: String? {
        guard let object = slots[.object]?.text, !Self.streams.contains(object),
            object.count <= Limits.thingCharacters, object.allSatisfy({ $0.isLetter || $0.isNumber })
        else { return nil }
        return object
    }

    /// 那个坏了，你们来看下: whatever kind it was guessed to be.
    var saysOnlyThatItIsBroken: Bool { slots[.object] == nil && text.namesOnlyFault }

    /// What is broken or wished, in a word; nil for a bare "我要报修".
    var what: String? {
        if Self.bareReports.contains(text.letters) || saysOnlyThatItIsBroken { return nil }
        let symptom = slots[.symptom]?.text
        if let object = slots[.object]?.text, object.count > 1 || symptom == nil { return object }
        if let symptom { return symptom }
        let named = [slots[.matter], slots[.topic], slots[.item], slots[.wants]].compactMap { $0?.text }
        if let matter = named.first { return matter }
        // A wish in a whole sentence says what it is about.
        let isSentence =
            (intent == .suggestNeed || intent == .complain) && text.count > Limits.bareWishCharacters
        guard category != nil || isSentence else { return nil }
        return text
    }
}

extension RepairDraft {
    /// Nothing is to be registered after all: 算了, 我自己弄好了, and of a complaint 也不算投诉.
    func isGivenUp(by understood: Understood) -> Bool {
        understood.act == .cancelFlow || understood.wantsNothing || understood.helpsHimself
            || (intent == .complain && understood.text.deniesComplaint)
    }
}

extension String {
    private static let denials = [
        "不算投诉", "不是投诉", "不是要投诉", "不是来投诉", "不投诉了", "没说要投诉", "没要投诉", "别当投诉", "不当投诉", "不想投诉",
    ]
    /// 也不算投诉，没谁做错.
    fileprivate var deniesComplaint: Bool {
        mentionsAny(Self.denials) && !mentionsAny(["不是投诉过", "吗", "?", "？"])
    }

    private static let sum = Pattern(
        /(就|才|一共|总共|扣了|大概)?([0-9]+|[一二两三四五六七八九十百千]+)(块|元|毛|角)([0-9一二两三四五六七八九])?(钱|人民币)?/,
        needs: ["块", "元", "毛", "角"])
    /// 五块, 扣了20元钱: money, and nowhere that somebody could go to.
    var isSum: Bool { lettersAndNumbers.wholeMatch(of: Self.sum) != nil }

    private static let namesHouseAfterAll = Pattern(/^就(是|在)?(单元门|楼道|大堂)/, needs: ["单元门", "大堂", "楼道"])
    private static let namesOwnHouse = Pattern(
        /^(就是?|是|就在|在)?(我们?|咱们?)(家)?(这|那|本|自己)?(个|部|边|里)?的?(电?梯|楼(?![上下])|栋|幢|单元|门洞)/,
        needs: ["单元", "幢", "栋", "梯", "楼", "门洞"])

    /// 我们这梯, 就我这个单元, 就是单元门: the house that he lives in; 我们楼下 is somewhere else.
    var isOfOwnHouse: Bool {
        contains(Self.namesHouseAfterAll)
            || contains(Self.namesOwnHouse)
    }
}
