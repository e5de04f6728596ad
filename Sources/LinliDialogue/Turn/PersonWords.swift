import LinliModel

/// A person is wanted, or is not, beside a matter: 3栋路灯坏了，帮我转人工. The matter is read by itself, so that
/// neither swallows the other.
extension Understood {
    /// The words beside those about a person; nil where there are none, or nothing speaks of a person.
    package var besidePerson: String? {
        let isHeard = requests.contains { $0.intent == .humanHandoff } || doubt.contains(.humanHandoff)
        guard isHeard || text.refusesPerson, !text.tellsOfNoAnswer else { return nil }
        let rest = text.withoutPerson
        return rest == text || !rest.contains(where: \.isLetter) ? nil : rest
    }

    /// The message with the reading of those words. Help that is on its way anyway needs no person beside it;
    /// words that ask for nothing say something to whoever is called, or answer what is being asked.
    package func apart(from matter: Understood) -> Understood {
        let main = matter.main
        let isMatter =
            main.intent.opensTicket
            ? main.category != nil
            : ![.outOfScope, .greetHelp, .humanHandoff, .infoQuery].contains(main.intent)
        let isPlace = !matter.isRequest && !main.address.isEmpty && matter.act == .provideSlot
        guard (isMatter && matter.confidence >= Self.clear) || isPlace else { return self }
        var both = matter
        both.text = text
        for index in both.requests.indices { both.requests[index].text = text }
        both.requests.removeAll { $0.intent == .humanHandoff }
        guard !text.refusesPerson, !main.isEmergency else { return both }
        both.doubt = []
        both.requests.append(WaitingRequest(person: text))
        return both
    }

    /// Below it a few words beside 转人工 are his temper and no matter.
    private static let clear = 0.6

    /// 电梯又坏了，转人工: a person beside the matter, where the reading has heard the matter alone.
    var personBeside: WaitingRequest? {
        guard ![.infoQuery, .greetHelp, .outOfScope, .cancel].contains(main.intent), text.wantsPerson,
            !requests.contains(where: { $0.intent == .humanHandoff })
        else { return nil }
        return WaitingRequest(person: text)
    }
}

extension WaitingRequest {
    fileprivate init(person text: String) {
        self.init(intent: .humanHandoff, category: nil, urgency: .none, slots: [:], text: text)
    }
}

extension Turn {
    /// What he was in the middle of saying: whoever takes over reads it with the wish for a person.
    var halfTold: [String] {
        switch state.flow {
        case .repair(let draft), .offerNeed(let draft): draft.isPicture ? [] : draft.words
        case .chooseGuess(_, let request): [request.text]
        default: state.fragments.isEmpty ? [] : [state.fragments.joined()]
        }
    }

    var isHalfToldUnnamed: Bool {
        if case .repair(let draft) = state.flow { draft.anonymous } else { false }
    }
}

extension String {
    private static let calling = [
        "转人工", "转接人工", "接人工", "找人工", "叫人工", "换人工", "要人工", "人工客服", "人工服务", "真人", "活人", "机器人", "让人给我", "叫人给我",
        "找个人跟", "找个人和", "找人跟我", "给我打电话", "给我打个电话", "打电话给我", "打个电话给我", "给我回电", "给我回个电", "回个电话", "回我电话", "打给我",
    ]
    private static let leading = [
        "帮我", "帮忙", "麻烦", "请", "给我", "让", "叫", "找", "我要", "我想", "想", "要", "快", "赶紧", "直接", "就", "也", "再", "先",
        "都",
        "别", "不要", "不用", "不需要", "不必", "无需", "不想", "不", "跟", "和", "你们", "您", "你", "我", "个", "一个", "能不能", "可以",
        "可不可以",
        "能", "说话", "并", "然后", "换", "转", "接", "给",
    ]

    /// The clauses without what they say of a person: 3栋路灯坏了帮我转人工 is about the lamp.
    fileprivate var withoutPerson: String {
        clausesAndItems.compactMap { clause in
            let starts = Self.calling.compactMap { clause.firstRange(of: $0)?.lowerBound }
            guard let start = starts.min() else { return clause }
            var matter = clause[..<start]
            while let word = Self.leading.first(where: { matter.hasSuffix($0) }) {
                matter = matter.dropLast(word.count)
            }
            return matter.count > 1 ? String(matter) : nil
        }.joined(separator: "，")
    }

    private static let persons = ["转人工", "接人工", "转接人工", "找人工"]
    private static let unanswered = [
        "没人接", "没人理", "没人应", "没人回", "打不通", "转了半天", "转不", "接不通", "接不上", "接不了", "找不到人工", "老是转",
    ]
    /// Of a person who could not be reached it is only told.
    fileprivate var tellsOfNoAnswer: Bool { mentionsAny(Self.unanswered) }

    fileprivate var wantsPerson: Bool {
        mentionsAny(Self.persons) && !tellsOfNoAnswer && !mentionsAny(["不用接", "不用找", "别找"]) && !refusesPerson
    }

    private static let noPerson = [
        "不用转", "不转了", "别转了", "不用人工", "不要人工", "不找人工", "不用找人工", "不用叫人", "不要转", "别转", "不转人工", "不用接人工", "不要接人工",
        "不用给我转", "不要给我转", "别给我转", "不用帮我转", "不需要转", "不需要人工", "不必转", "无需转", "别叫人工", "不用真人", "不要真人",
    ]
    private static let asking = ["要不要", "用不用", "怎么不", "为什么", "为啥", "干嘛不", "是不是", "凭什么"]
    /// 不用转人工, and not 怎么不转人工; of money and of tickets that are passed on it says nothing.
    var refusesPerson: Bool {
        mentionsAny(Self.noPerson) && !mentionsAny(Self.asking) && !mentionsAny(["账", "转给", "转到", "转钱"])
    }

    private static let living = ["有没有活人", "有活人", "没活人", "没有活人", "找个活人", "要活人", "跟活人", "和活人"]
    fileprivate static let whereabouts: Set = [
        "人呢", "人哪", "人在哪", "人在吗", "人去哪了", "人都去哪了", "怎么没人", "有没有人", "没有人吗", "没人吗", "没人理我", "怎么没人理我",
    ]
    var asksForTheLiving: Bool { mentionsAny(Self.living) }

    /// 人呢, where nobody is on his way: somebody of flesh and blood.
    var asksWhereEverybodyIs: Bool { Self.whereabouts.contains(letters) }
}
