import LinliModel

/// What is asked about points and answered by a rule in one sentence (`domain.md` 2.6, D04), and the wish
/// to be kept off the public list.
extension Turn {
    /// 积分可以提现吗: no figure of his own and no table of the scheme answers it.
    mutating func speakOfPoints(_ understood: Understood) -> Bool {
        if understood.asksForMonth {
            commands.append(.points(.ask(.ledger, words: understood.text)))
            state.isAside = state.flow != nil
            return true
        }
        let rule = understood.asksForKinToDecide ? "points.no_own_approval" : nil
        let mayBeGoods = [.pointsQuery, .redeem, .outOfScope, .infoQuery].contains(understood.main.intent)
        if state.flow == nil, understood.text.asksForGoods, mayBeGoods {
            enter(.chooseReward([], quantity: 1))
            commands.append(.reward(.list))
            return true
        }
        if state.flow == nil, let category = understood.text.pointsCategory(of: policy.points) {
            commands.append(.points(.ask(.rule, words: category)))
            return true
        }
        let ofFee = understood.text.asksForRate ? "points.pays_fee" : nil
        guard let key = rule ?? ofFee ?? understood.pointsRule(at: facts.homes) else { return false }
        state.isAside = state.flow != nil
        if key == "points.pays_fee" {
            guard let rate = policy.points.feeRate else { return false }
            say(key, ["points": "\(rate.points)", "limit": rate.limit])
        } else {
            say(key)
        }
        acts.append(.answer)
        resume()
        return true
    }

    /// 榜上别写我名字: nobody can be taken off the list here, so a person is told. A report in the same message
    /// is a report, and stays what it is.
    mutating func keepOffList(_ understood: Understood) -> Bool {
        guard understood.text.wantsOffList else { return false }
        say("privacy.off_list")
        acts.append(.answer)
        let words = understood.text.aboutList
        commands.append(
            .openTicket(
                TicketDraft(
                    category: "info.contact", urgency: .p3, text: words, address: Address(),
                    origin: .forwarded, intent: .privacyRequest)))
        let matters = understood.requests.filter {
            $0.intent.opensTicket
                && ($0.slots[.symptom] != nil || ($0.slots[.object] != nil && $0.text != words))
        }
        guard !matters.isEmpty else {
            state.isAside = state.flow != nil
            return true
        }
        var rest = understood
        rest.requests = matters
        start(rest)
        return true
    }
}

extension Understood {
    /// What stands beside the wish about the list and has to be read by itself; nil where nothing does.
    package var besideListWish: String? {
        guard text.wantsOffList, !main.intent.opensTicket else { return nil }
        let beside = text.besideList
        // 我家厨房漏水积分榜上别写我名字, in one breath: what stands before the list.
        let rest = beside.contains(where: \.isLetter) ? beside : text.beforeList
        return rest.contains(where: \.isLetter) ? rest : nil
    }

    /// With the report that those words are; the same where they are none.
    package func reporting(_ matter: Understood) -> Understood {
        guard matter.main.intent.opensTicket else { return self }
        var both = self
        both.requests = matter.requests
        both.act = nil
        return both
    }

    private static let points = [
        "积分", "分能", "分可以", "我的分", "攒的分", "攒分", "挣分", "这些分", "那些分", "分怎么", "分行不",
    ]
    private static let cash = [
        "提现", "换钱", "换成钱", "换点钱", "换现", "换成现金", "兑现", "折现", "变现", "套现", "取出来", "当钱", "退成钱", "卖给", "卖掉", "能卖",
        "卖钱", "买积分", "卖积分", "换人民币",
    ]
    private static let giving = [
        "分给别", "分给他", "分给她", "分给楼", "分给邻", "分给隔", "分给老", "转给", "转让", "送给", "赠给", "让给", "转送", "给别人",
        "借给",
    ]
    /// 我家积分一起用: the same rule.
    private static let pooling = [
        "合并", "合到一", "合在一", "合起来", "合一块", "并到一", "一起用", "一块用", "一块儿用", "合着用", "共用", "一起花", "并一起", "并到一起",
        "并在一起", "并成一", "凑一起", "凑到一起",
        "凑一块",
    ]
    private static let kin = [
        "我老婆", "我老公", "我爱人", "我媳妇", "我先生", "我太太", "我爸", "我妈", "我儿子", "我女儿", "我家人", "我亲戚", "我哥", "我姐", "我弟",
        "我妹",
        "我自己", "自己给自己", "是我本人",
    ]
    private static let deciders = ["楼长", "楼栋长", "栋长", "网格员", "书记", "支部"]
    private static let deciding = ["批", "审核", "审", "通过", "确认", "签字"]
    private static let others = ["查", "看", "多少", "几分", "有没有"]
    private static let neighbours = ["隔壁", "对门", "楼上", "楼下", "老王", "邻居", "别人", "他家", "她家", "人家"]
    private static let outsiders = [
        "开店", "开的店", "店主", "商户", "商家", "不住这", "不住这里", "不住小区", "不住在这", "不是业主", "租户", "租客", "租房", "单位", "志愿者团队",
        "外面的",
    ]
    private static let joining = [
        "攒分", "攒积分", "有积分", "得积分", "拿积分", "挣分", "挣积分", "加分", "参加积分", "积分吗", "积分不", "得分", "赚分",
    ]
    private static let asking = ["能", "可以", "可不可以", "行不", "行吗", "吗", "不", "？", "?"]

    private static let isOfPointsPattern = Pattern(/[0-9一二两三四五六七八九十几]分(?![钟类])/, needs: ["分"])

    private var isOfPoints: Bool {
        text.mentionsAny(Self.points) || text.contains(Self.isOfPointsPattern)
    }

    /// The rule that answers it; nil where it is no such question.
    fileprivate func pointsRule(at homes: [Home]) -> String? {
        if text.asksForKinsPoints { return "points.only_own" }
        let isTenant = homes.contains { $0.relation == .tenant }
        if isTenant, text.mentions("积分"), text.mentionsAny(["能攒", "能有", "可以攒", "能挣", "有没有份"]) {
            return "points.for_all"
        }
        guard isOfPoints, main.slots[.symptom] == nil else { return nil }
        if text.mentionsAny(Self.cash) { return "points.no_cash" }
        if text.mentionsAny(Self.giving) || text.mentionsAny(Self.pooling) { return "points.pooling" }
        if text.mentionsAny(Self.joining), text.mentionsAny(Self.outsiders), text.mentionsAny(Self.asking) {
            return "points.for_all"
        }
        let asksWhether = text.mentionsAny(["吗", "能不能", "可不可以", "行不行"])
        if text.mentionsAny(["抵物业费", "抵扣物业费", "交物业费", "付物业费"]), asksWhether, !text.hasDigits,
            !text.mentions("多少")
        {
            return "points.pays_fee"
        }
        guard text.mentions("积分"), text.mentionsAny(Self.others) else { return nil }
        let address = main.address
        let isOther =
            address.room != nil
            && !homes.contains { $0.address.room == address.room && $0.address.building == address.building }
        let isNeighbour =
            text.mentionsAny(Self.neighbours) && text.mentionsAny(["的积分", "有多少积分", "多少分", "几分"])
            && !text.mentions("我的积分")
        return isOther || isNeighbour ? "points.only_own" : nil
    }

    /// 楼长是我老婆 能不能让她给我批: a claim is nobody's own to decide, and no relative's.
    var asksForKinToDecide: Bool {
        text.mentionsAny(Self.kin) && text.mentionsAny(Self.deciders) && text.mentionsAny(Self.deciding)
            && text.mentionsAny(Self.asking)
    }

    private static let deeds = ["好事", "做了多少", "干了多少", "干了几件", "做了几件", "干了哪些", "做了哪些"]
    /// 我这个月干了多少好事 折算几分了.
    fileprivate var asksForMonth: Bool {
        text.mentionsAny(Self.deeds) && text.mentionsAny(["几分", "多少分", "积分", "折"])
            && text.mentionsAny(["我", "这个月", "本月"])
    }
}

extension String {
    private static let asksForKinsPointsPattern = Pattern(
        /那?(他|她|我老公|我老婆|我爱人|我媳妇|我爸|我妈|我儿子|我女儿|我家人)(现在|还|呢|那|一共|总共)*有?(多少|几)个?(积)?分(了|呢|啊)?/, needs: ["分"])

    /// 他有多少分, 那我老公呢有几分.
    fileprivate var asksForKinsPoints: Bool {
        mentions("分")
            && lettersAndNumbers.wholeMatch(of: Self.asksForKinsPointsPattern) != nil
    }

    /// 环境保护, 文化共建这类: a class of the scheme and nothing else.
    fileprivate func pointsCategory(of points: PointsPolicy) -> String? {
        let words = letters
        return points.categories.first { words.hasPrefix($0) && words.count <= $0.count + 3 }
    }

    private static let goods: Set = [
        "能换啥", "能换什么", "可以换啥", "可以换什么", "能换些什么", "能换点什么", "能换点啥", "有什么可以换", "有啥可以换", "有啥能换的", "有什么能换的",
        "积分能换什么",
        "积分能换啥", "我能换什么", "我能换啥", "都能换什么", "都能换啥", "有什么奖品", "有啥奖品", "有哪些奖品", "那能换啥", "那能换什么",
    ]
    private static let asksForGoodsPattern = Pattern(
        /(那|我|这些|积分|分|现在)*(能|可以|都能|还能|够)换(点|些|个)?(啥|什么|哪些)(东西|奖品|呀|啊|呢)?/, needs: ["什么", "哪些", "啥"])

    /// 能换啥: the list of rewards, and not how points are earned.
    fileprivate var asksForGoods: Bool {
        let words = letters
        return Self.goods.contains(words)
            || words.wholeMatch(of: Self.asksForGoodsPattern) != nil
    }

    /// 怎么个抵法, 一年能抵多少: how many points are how much of the fee.
    fileprivate var asksForRate: Bool {
        mentions("抵") && count <= Limits.answerCharacters && !mentions("抵达") && !hasDigits
            && mentionsAny(["怎么", "咋", "如何", "比例", "换算", "最多", "多少", "几块"])
    }
}
