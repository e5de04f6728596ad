import LinliModel

/// Which of several tickets is meant: 垃圾那个, 最早那个, 第二个, 都, and what is wanted of each.
extension Turn {
    /// "那个门呢": how far that one is. Only where he has reported something, and for a few words.
    mutating func askAfter(_ understood: Understood) -> Bool {
        guard state.lastTicket != nil, understood.requests.count == 1,
            [.outOfScope, .greetHelp, .infoQuery].contains(understood.main.intent)
                || understood.text.asksWhetherThere,
            understood.act == nil || understood.act == .provideSlot,
            understood.main.slots[.symptom] == nil, let named = understood.text.pointedAt
        else { return false }
        commands.append(.ticketStatus(named))
        return true
    }

    /// "0002撤了，0003催一下": each by its number. What has to be asked back comes last.
    mutating func actOnEach(_ understood: Understood) -> Bool {
        let acts = understood.text.actsByTail
        guard acts.count > 1 else { return false }
        commands += acts.filter { !$0.isCancel }.map { .urgeTicket(.tail($0.tail)) }
        let given = acts.filter(\.isCancel).map { TicketReference.tail($0.tail) }
        if let first = given.first {
            commands.append(.findCancellable(.ticket, given.count == 1 ? first : .several(given)))
        }
        return true
    }

    /// "我要撤一个": a cancellation, whatever else it reads like, and it is asked which.
    mutating func cancelAny(_ understood: Understood) -> Bool {
        guard understood.text.cancelsAny, understood.main.slots[.object] == nil else { return false }
        commands.append(.findCancellable(.ticket, .latest))
        return true
    }

    // MARK: Which one to urge

    mutating func askWhich(_ candidates: [TicketSummary]) {
        enter(.chooseTicketToUrge(candidates))
        say("urge.which", ["list": candidates.numbered])
        acts.append(.offerOptions)
        ask.append(.choice)
    }

    mutating func answerWhich(_ candidates: [TicketSummary], _ understood: Understood) -> Bool {
        let text = understood.text
        if understood.act == .cancelFlow || understood.act == .deny || text.refusesUrge {
            return giveUp("urge.dropped")
        }
        if let index = understood.choice, candidates.indices.contains(index - 1) {
            enter(nil)
            commands.append(.urgeTicket(.number(candidates[index - 1].number)))
            return true
        }
        let isAll = !understood.isRequest || understood.main.intent == .urge
        if isAll, case .all(let count) = text.everyOne ?? text.wholeList {
            if let count, count != candidates.count {
                repeatQuestion(.chooseTicketToUrge(candidates))
                return true
            }
            enter(nil)
            commands += candidates.map { .urgeTicket(.number($0.number)) }
            return true
        }
        let named = understood.main.reference == .latest ? text.pointedAt : understood.main.reference
        let isName = named != nil && text.count <= Limits.fragmentCharacters
        if understood.isRequest, !isName { return false }
        guard let named, !understood.isBare else {
            return askOnceMore(.chooseTicketToUrge(candidates))
        }
        enter(nil)
        if named == .oldest, let last = candidates.last {
            commands.append(.urgeTicket(.number(last.number)))
        } else {
            commands.append(.urgeTicket(named))
        }
        return true
    }
}

extension [TicketSummary] {
    var numbered: String {
        enumerated().map { index, summary in
            let place = summary.place.isEmpty ? "" : "·\(summary.place)"
            return "\(index + 1). \(summary.number) \(summary.categoryName)\(place)"
        }.joined(separator: "\n")
    }
}

extension WaitingRequest {
    /// A number, its tail, the thing or the place that he names; else whatever is newest.
    var reference: TicketReference {
        if let number = slots[.ticketNumber]?.text {
            return number.hasPrefix("T") ? .tail(String(number.dropFirst())) : .number(number)
        }
        if let tail = slots[.ticketTail]?.text ?? text.fourDigits, slots[.room]?.text != tail {
            return .tail(tail)
        }
        let building = slots[.building].map { "\($0.text)栋" }
        let words = [slots[.object]?.text, slots[.place]?.text, building].compactMap { $0 }
        return words.isEmpty ? text.ordinal ?? .latest : .about(words)
    }
}

extension String {
    /// The only run of exactly four digits: "0002到哪了".
    fileprivate var fourDigits: String? {
        guard hasDigits else { return nil }
        let runs = split { !("0"..."9").contains($0) }
        guard runs.count == 1, runs[0].count == 4 else { return nil }
        return String(runs[0])
    }

    // MARK: Pointing

    private static let first = ["最早那", "最早的那", "最早报", "最早一", "最先报", "最先那", "头一个", "最开始那"]
    private static let last = ["最后那", "最后一个", "最新那", "最近那"]
    /// What may stand behind 第二个 where it is one of a list: 第二个单元 is a place.
    private static let behind = Set("有呢怎到撤催取办修好了吗没什的那，,。？?！! ")

    private static let ordinalPattern = Pattern(/第([1-9一二三四五六七八九])[个件单](.?)/, needs: ["第"])

    /// "最早那个", "第二个": its place among what is open.
    var ordinal: TicketReference? {
        if mentionsAny(Self.first) { return .oldest }
        if mentionsAny(Self.last) { return .position(1) }
        guard let match = firstMatch(of: Self.ordinalPattern),
            match.output.2.isEmpty || match.output.2.allSatisfy({ Self.behind.contains($0) }),
            let figure = match.output.1.first
        else { return nil }
        return (Numerals.values[figure] ?? figure.wholeNumberValue).map { .position($0) }
    }

    private static let pointers = ["那个", "那件", "那单", "那张", "那一个"]
    private static let fillers = [
        "有人管没", "有人管吗", "怎么样了", "怎么样", "怎样了", "咋样了", "到哪了", "好了没", "修好没", "有消息没", "一下", "都", "不用修了", "不用了",
        "不要了", "不修了", "还在", "撤销", "撤掉",
        "撤了", "撤", "取消", "催", "把", "呢", "吗", "了", "吧", "的", "我", "请", "给", "也",
    ]
    private static let nobody = ["就", "对", "人", "谁", "什么", "时候", "师傅", "阿姨", "保安", "物业", "哪"]

    /// What is left of a few words that point at something: "那个门呢" is about 门.
    private var pointedName: String? {
        guard mentionsAny(Self.pointers) else { return nil }
        var rest = lettersAndNumbers
        rest = rest.without(Self.pointers + Self.fillers)
        guard (1...Limits.fragmentCharacters).contains(rest.count), !rest.mentionsAny(Self.nobody) else {
            return nil
        }
        return rest
    }

    /// "那个门呢", "垃圾那个", "最早那个": which one, in a few words that say nothing else.
    var pointedAt: TicketReference? {
        guard letters.count <= Limits.pointingCharacters else { return nil }
        return ordinal ?? pointedName.map { .about([$0]) }
    }

    /// "把灯那个和门禁那个都撤了": each of them by its name.
    var namedTogether: TicketReference? {
        guard mentionsAny(Self.pointers) else { return nil }
        var text = self
        text = text.without(["还有", "以及", "跟", "与", "、", "，", ","], leaving: "和")
        let names = text.split(separator: "和").map { String($0).pointedName }
        guard names.count > 1, !names.contains(nil) else { return nil }
        return .several(names.compactMap { $0.map { .about([$0]) } })
    }

    /// "都催", "两个都催一下": every one, and how many he says there are.
    var everyOne: TicketReference? {
        guard mentionsAny(["都催", "全催", "都帮我催", "都给我催", "全部催", "都加急"]) else { return nil }
        return .all(count: saidCount)
    }

    /// "两个都要", where a list was offered.
    fileprivate var wholeList: TicketReference? { meansAll ? .all(count: saidCount) : nil }

    private static let saidCountPattern = Pattern(/([2-9两二三四五六七八九])[个件单]都/, needs: ["都"])

    private var saidCount: Int? {
        firstMatch(of: Self.saidCountPattern)?.output.1.first.flatMap {
            Numerals.values[$0] ?? $0.wholeNumberValue
        }
    }

    private static let actsByTailPattern = Pattern(/([0-9]+)([^0-9]*)/)

    /// "0002撤了，0003催一下". A number without a word of its own shares that of the next one.
    fileprivate var actsByTail: [(tail: String, isCancel: Bool)] {
        guard hasDigits(inARow: 4), mentionsAny(["撤", "取消", "催"]) else { return [] }
        var found: [(String, Bool)] = []
        var next: Bool?
        for match in matches(of: Self.actsByTailPattern).reversed() where match.output.1.count == 4 {
            let words = String(match.output.2)
            if words.mentionsAny(["撤", "取消"]) { next = true } else if words.mentions("催") { next = false }
            if let next { found.append((String(match.output.1), next)) }
        }
        return found.reversed()
    }

    /// 门那个还在吧: whether it is still on the list.
    fileprivate var asksWhetherThere: Bool {
        mentions("还在") && mentionsAny(["吧", "吗", "?", "？", "没"]) && pointedAt != nil
    }

    /// 垃圾那个不用了 刚有人来收走了: the first clause points, and the others say why.
    var pointedAtFirst: TicketReference? {
        wordRuns.first.flatMap(\.pointedAt)
    }

    private static let anyOne = ["撤一个", "撤个", "撤掉一个", "撤一单", "撤一件", "撤销一个", "取消一个工单", "撤个单"]
    fileprivate var cancelsAny: Bool { mentionsAny(Self.anyOne) && count <= Limits.pointingCharacters }
}
