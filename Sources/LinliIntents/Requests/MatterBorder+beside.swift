import LinliModel

/// Two matters of one message with no word between them that announces the second: 取消读书会，改报书法班; 路灯坏，花坛里有人种菜.
/// Each pair of intents has its own reasons to be one matter, so each has its own rule.
extension MatterBorder {
    /// Whether two requests that stand side by side are two. Both must be sure, and the second no reason,
    /// consequence or remark of the first.
    func standsBeside(
        _ decision: ClauseDecider.Decision, _ clause: RequestSplitter.Clause,
        after last: ClauseDecider.Decision, at lead: Range<Int>
    ) -> Bool {
        let (before, after) = (last.request, decision.request)
        let least = min(decision.confidence, last.confidence)
        if nameTwoTickets(before, after) { return least > MatterBorder.likely }
        if before.intent == after.intent { return isOther(of: before, after, clause, at: lead) }
        switch (before.intent, after.intent) {
        case (_, .humanHandoff):
            let isAsked = before.intent == .queryStatus && last.confidence > MatterBorder.clear
            return asksForPerson(clause.range) && (isMatter(last) || isAsked)
        case (.humanHandoff, _): return asksForPerson(lead) && isMatter(decision)
        case (.cancel, _):
            return least > MatterBorder.likely && callsOff(lead)
                && isInstead(before, at: lead, decision, clause)
        case (_, .cancel):
            let isBooked =
                MatterBorder.own.contains(before.intent) && least > MatterBorder.likely
                && !isCalledOff(before.intent, after)
            return callsOffAnother(after, clause.range) && (isMatter(last) || isBooked)
        case (.orderService, .urge), (.receptionBook, .urge), (.redeem, .urge), (.activitySignup, .urge),
            (.pointsQuery, .urge):
            return clause.isLikewise && least > MatterBorder.likely && says(["催"], in: clause.range)
        case (.rateFeedback, .receptionBook):
            return decision.confidence > MatterBorder.plain && asksToMeet(clause)
        case (.rateFeedback, _):
            return isGood(before) && last.confidence > MatterBorder.clear
                && decision.confidence
                    > (after.intent == .orderService ? MatterBorder.likely : MatterBorder.clear)
                && isAsked(after.intent, clause.range)
        case (.orderService, .reportRepair), (.orderService, .reportHazard), (.orderService, .complain),
            (.reportRepair, .orderService), (.complain, .orderService):
            return clause.isLikewise && least > MatterBorder.likely && differ(before, after)
                && (after.intent == .orderService || isNamed(after, clause))
        case (.vote, .pointsQuery): return says(["积分", "加分", "有分", "几分"], in: clause.range)
        case (.infoQuery, .reportRepair), (.infoQuery, .reportHazard):
            return before.category == "info.contact" && decision.confidence > MatterBorder.clear
                && (isNamed(after, clause) || decision.confidence > MatterBorder.plain)
        case (.queryStatus, _), (.urge, _):
            return clause.isLikewise && isMatter(decision) && after.intent != .suggestNeed
                && RequestComposer.reports.contains(after.intent)
                && says(["报的", "报过", "单", "上次", "上回", "反映"], in: lead)
        case (_, .complain):
            return says(MatterBorder.accusing, in: clause.range) && MatterBorder.calm.contains(before.intent)
                && after.category != nil
        case (_, .receptionBook) where RequestComposer.reports.contains(before.intent):
            return decision.confidence > MatterBorder.plain && isMatter(last) && asksToMeet(clause)
        default:
            return MatterBorder.own.contains(before.intent) && MatterBorder.own.contains(after.intent)
                && least > MatterBorder.certain
                && (after.intent != .activitySignup || after.slots[.activity] != nil)
                && (after.intent != .receptionBook || asksToMeet(clause))
                && (after.intent != .redeem || after.slots[.item] != nil)
        }
    }

    private func asksToMeet(_ clause: RequestSplitter.Clause) -> Bool {
        says(["约", "挂个号", "调解", "接访", "接待", "座谈", "恳谈", "律师"], in: clause.range)
    }

    static let likely = 0.6
    private static let clear = 0.8
    private static let certain = 0.85

    /// What is asked for beside praise; 帮我推轮椅 is what somebody is praised for.
    private func isAsked(_ intent: Intent, _ range: Range<Int>) -> Bool {
        switch intent {
        case .infoQuery, .pointsQuery, .disclosureQuery, .vote:
            says(["吗", "怎么", "几", "什么", "哪", "问", "多少", "没有", "?", "？", "投", "查"], in: range)
        case .pointsClaim: says(["申报", "报分", "记分", "加分", "登记"], in: range)
        case .orderService:
            says(["订", "约", "加一份", "想", "能不能", "可以", "明天", "后天", "周", "借"], in: range)
        case .activitySignup, .redeem: true
        default: false
        }
    }

    /// None of them is the reason of another.
    private static let own: Set<Intent> = [.redeem, .receptionBook, .activitySignup, .vote]
    /// A complaint stands beside them; it may be the reason of others.
    private static let calm: Set<Intent> = [
        .infoQuery, .disclosureQuery, .pointsClaim, .pointsQuery, .redeem, .receptionBook, .activitySignup,
        .orderService, .vote,
    ]
    private static let accusing: [StaticString] = ["投诉", "举报", "我要告", "反映"]
    /// Words with which somebody accuses the staff themselves.
    private static let charges: [StaticString] = [
        "投诉物业", "投诉保安", "投诉你们", "投诉管家", "投诉前台", "投诉客服", "举报物业", "我要投诉物业", "我要投诉你们", "要投诉物业", "还要投诉",
    ]
    private static let asking: [StaticString] = [
        "转人工", "转接人工", "转经理", "转个人工", "人工客服", "真人", "活人", "接人工", "人工服务", "找人工", "转客服", "要人工",
    ]

    /// 转人工; not 转人工转了半天没人理, which tells of it.
    private func asksForPerson(_ range: Range<Int>) -> Bool {
        says(MatterBorder.asking, in: range) && !says(["转了", "转不", "没人", "打不通"], in: range)
    }

    /// Words of one who calls something off; 出不去了 and 取消不用 are none.
    private func callsOff(_ range: Range<Int>) -> Bool {
        says(
            ["取消", "撤", "退", "不去", "不要", "不用", "作废", "不来", "不参加", "不报", "不借", "不送", "停", "不约", "不换", "别送"],
            in: range)
            && !says(["出不去", "取消不用", "不是取消", "不要取消", "别取消", "不用取消", "不要撤", "别撤"], in: range)
    }

    /// Something that somebody has to see to, or that ends or changes something.
    func isMatter(_ decision: ClauseDecider.Decision) -> Bool {
        let request = decision.request
        switch request.intent {
        case .reportRepair, .reportHazard, .suggestNeed, .orderService, .complain:
            return request.category != nil && request.category != "service.response"
                && decision.confidence > MatterBorder.likely
        case .privacyRequest, .urge, .rateFeedback, .cancel:
            return decision.confidence > MatterBorder.clear
        default: return false
        }
    }

    /// T0301催一下，T0288撤掉; not a number that replaces another.
    private func nameTwoTickets(_ before: Request, _ after: Request) -> Bool {
        let areTwo = [SlotName.ticketNumber, .ticketTail].contains { slot in
            guard let first = before.slots[slot], let second = after.slots[slot] else { return false }
            return first != second
        }
        return (areTwo || areNumberAndTail(before, after) || areNumberAndTail(after, before))
            && !says(["反了", "错了", "不对", "不是"], in: 0..<text.count)
    }

    /// T0018到哪了，尾号45那个呢: the tail of another number.
    private func areNumberAndTail(_ one: Request, _ other: Request) -> Bool {
        guard let number = one.slots[.ticketNumber], let tail = other.slots[.ticketTail] else { return false }
        return !number.text.hasSuffix(tail.text)
    }

    /// What is wanted in place of what was called off, or beside it; 接访不去了，改到周五 moves it and is one, and so
    /// is one thing for points instead of another.
    private func isInstead(
        _ before: Request, at lead: Range<Int>, _ decision: ClauseDecider.Decision,
        _ clause: RequestSplitter.Clause
    ) -> Bool {
        let after = decision.request
        switch after.intent {
        case .activitySignup: return true
        case .orderService:
            return says(
                ["改", "换", "照送", "接着", "继续", "恢复", "订", "约", "叫个", "借", "安排", "加"], in: clause.range)
        case .redeem:
            return says(
                ["接访", "预约", "报名", "单", "报修", "送餐", "午饭", "晚饭", "的饭", "课", "律师", "座谈", "活动"], in: lead)
        case .receptionBook:
            // 不去了，接待日那个预约: what is called off is named behind.
            return !says(["那个预约", "的预约", "那个号", "的号"], in: clause.range)
                && !says(["接访", "接待", "座谈", "预约", "律师", "恳谈"], in: lead)
        case .complain:
            return after.category != nil
                && (says(MatterBorder.accusing, in: clause.range) || isNamed(after, clause)
                    || says(["谁赔", "要赔", "赔我", "赔偿"], in: clause.range))
        case .reportRepair, .reportHazard:
            return decision.source == .emergency
                || (isNamed(after, clause) && decision.confidence > MatterBorder.clear
                    && !says(["自己", "又好了", "不用", "已经"], in: clause.range))
        default: return false
        }
    }

    /// 那天要去医院，取消报名: what was just spoken of is called off.
    private func isCalledOff(_ intent: Intent, _ after: Request) -> Bool {
        switch intent {
        case .activitySignup: after.slots[.target] == .text("signup")
        case .receptionBook: after.slots[.target] == .text("booking")
        case .redeem: after.slots[.target] == .text("redemption")
        default: false
        }
    }

    /// Something else is called off than what was just asked for: a meal, a seat, a ticket that is named.
    private func callsOffAnother(_ after: Request, _ range: Range<Int>) -> Bool {
        guard says(["取消", "撤", "退掉", "退了", "停一", "先停", "停掉", "停两", "不送", "别送", "不用送"], in: range) else {
            return false
        }
        return after.slots[.ticketNumber] != nil || after.slots[.ticketTail] != nil
            || says(["的饭", "份饭", "午饭", "晚饭", "送饭", "餐", "接访", "预约", "报名", "课", "单"], in: range)
    }

    /// 修好了，五分; not 没修好.
    private func isGood(_ request: Request) -> Bool {
        request.slots[.resolved] != .flag(false) && request.slots[.satisfied] != .flag(false)
    }

    /// 修是修了，灯又不亮; 修好了，地上全是泥: what is said of the work that was done is its judgement.
    func isOfTheWork(_ before: Request, _ after: Request, _ clause: RequestSplitter.Clause) -> Bool {
        if clause.isAnnounced { return false }
        if before.slots[.satisfied] == .flag(false) { return true }
        if after.category == "clean.corridor" { return true }
        let isFurther = clause.isFurther || says(["还是", "又", "照样"], in: clause.range)
        return isFurther
            && ((before.slots[.object] == nil && before.slots[.staff] == nil) || !isNamed(after, clause))
    }

    /// Haste, or the wish for a person, with nothing that says about what; 我那张单子也催一下 presses another matter.
    func bothHasten(_ before: Request, _ after: Request, _ clause: RequestSplitter.Clause) -> Bool {
        after.intent == .urge && (after.category == nil || after.category == before.category)
            && !says(["单子", "工单", "那单", "那张", "上次报", "上回报", "之前报", "上次反映", "前几天报"], in: clause.range)
            && after.slots[.ticketNumber] == nil
            && after.slots[.ticketTail] == nil && after.slots[.object] == nil
            && RequestComposer.reports.contains(before.intent)
    }

    /// Two of a kind: 查积分，排名也说下; 陈管家好评，李师傅差评. Several activities stay one: the dialogue reads the list.
    func isOther(
        of before: Request, _ after: Request, _ clause: RequestSplitter.Clause, at lead: Range<Int>
    ) -> Bool {
        guard before.intent == after.intent else { return false }
        func differs(_ slot: SlotName) -> Bool {
            guard let first = before.slots[slot], let second = after.slots[slot] else { return false }
            return first != second
        }
        switch before.intent {
        case .pointsQuery: return differs(.scope) && (clause.isAnnounced || clause.isLikewise)
        case .rateFeedback: return differs(.staff) && (differs(.satisfied) || differs(.score))
        case .vote:
            let changes = says(["改", "换成", "错", "滑", "抖", "昨天", "前面", "原来"], in: 0..<text.count)
            return (!changes && (differs(.choice) || (clause.isAnnounced && differs(.action))))
                || (before.slots[.action] != after.slots[.action] && before.slots[.choice] != nil
                    && after.slots[.action] == .text("tally"))
        case .pointsClaim: return clause.isNumbered
        case .orderService:
            // 借一把梯子，再借个电钻: another thing, and another visit.
            return (clause.isLikewise && differ(before, after))
                || (clause.isAnnounced && (differs(.object) || differs(.item)))
        case .privacyRequest: return clause.isAnnounced && differs(.action)
        case .cancel: return clause.isAnnounced && (differs(.date) || differs(.ticketNumber))
        default: return false
        }
    }

    /// Two reports that no word parts, each of which names its own thing. What a failure brings with it
    /// (停电了，电梯不动) is no second one.
    func areTwoReports(
        _ decision: ClauseDecider.Decision, _ clause: RequestSplitter.Clause,
        after last: ClauseDecider.Decision, at lead: Range<Int>
    ) -> Bool {
        let (before, after) = (last.request, decision.request)
        guard let first = before.category, let second = after.category, first != second else { return false }
        // 投诉保安态度差，路灯漏电叫他去看他不去: the danger is told beside.
        if decision.source == .emergency {
            return before.intent == .complain && first.hasPrefix("service.")
                && says(MatterBorder.accusing, in: lead)
        }
        if before.intent == .suggestNeed, after.intent == .suggestNeed {
            return clause.isLikewise && min(decision.confidence, last.confidence) > MatterBorder.clear
        }
        let groups = (String(first.prefix { $0 != "." }), String(second.prefix { $0 != "." }))
        // 楼梯口充电瓶，投诉物业不作为: the staff are accused by name beside what was told.
        if groups.1 == "service", groups.0 != "service", after.intent == .complain {
            return TextCursor(text.codes, at: clause.range.lowerBound).seesAny(MatterBorder.charges)
                && min(decision.confidence, last.confidence) > MatterBorder.likely
        }
        if areNeighbours(first, second), last.source != .emergency {
            return clause.isLikewise && isNamed(after, clause)
                && min(decision.confidence, last.confidence) > MatterBorder.sibling
        }
        if areSiblings(first, second), last.source != .emergency {
            return (clause.isLikewise || (clause.isFurther && isNamed(after, clause)))
                && min(decision.confidence, last.confidence) > MatterBorder.sibling
        }
        if groups.0 == "security", groups.1 != "security", !MatterBorder.attendant.contains(groups.1) {
            return clause.isLikewise && min(decision.confidence, last.confidence) > MatterBorder.sibling
        }
        guard groups.0 != groups.1, after.intent != .suggestNeed, before.intent != .suggestNeed,
            !bringsAbout(first, second),
            !MatterBorder.attendant.contains(groups.0), !MatterBorder.attendant.contains(groups.1),
            last.source != .emergency
        else { return false }
        let least = min(decision.confidence, last.confidence)
        if clause.isLikewise || clause.isFurther {
            return least > MatterBorder.clear && isNamed(after, clause)
        }
        return least > MatterBorder.plain && isNamed(after, clause)
    }

    /// Whether what is far from every report asks for something of its own: 先来五份 orders no reward.
    func isApart(_ request: Request, _ clause: RequestSplitter.Clause) -> Bool {
        switch request.intent {
        case .activitySignup:
            request.slots[.activity] != nil || says(["报", "参加", "算我", "加入", "占", "留"], in: clause.range)
        case .receptionBook: asksToMeet(clause)
        case .vote: says(["投", "票", "表决", "同意", "反对", "赞成"], in: clause.range)
        case .disclosureQuery:
            says(
                [
                    "够不够", "还剩", "剩多少", "公示", "公布", "公开", "明细", "纪要", "账", "报表", "查", "考评", "评价", "盖章", "印章",
                    "收支",
                ],
                in: clause.range)
        case .redeem: request.slots[.item] != nil && says(["换", "兑", "积分", "分"], in: clause.range)
        case .orderService: says(["订", "借", "叫", "约", "请", "找", "帮我", "派", "送", "要"], in: clause.range)
        case .reportRepair, .reportHazard, .complain: isNamed(request, clause)
        default: true
        }
    }

    /// 整栋停电，电梯也不动; a lamp that is broken stops nothing.
    func bringsAbout(_ first: String, _ second: String) -> Bool {
        let group = first.prefix { $0 != "." }
        if group == "power", !first.hasPrefix("power.outage") { return false }
        // No water brings no darkness, and an empty extinguisher nothing at all.
        if MatterBorder.idle.contains(first) { return false }
        return MatterBorder.brings[String(group)]?.contains(String(second.prefix { $0 != "." })) == true
    }

    /// Faults that bring no others.
    private static let idle: Set<String> = [
        "water.outage", "water.low_pressure", "water.quality", "water.tank_cleaning", "lift.panel",
        "lift.aircon", "fire.equipment", "fire.exit_blocked", "fire.corridor_clutter", "noise.square_dance",
    ]

    /// Without any word between them.
    static let plain = 0.93
    /// How staff behave, who is in danger, what it costs: said of a matter more often than they are one.
    private static let attendant: Set<String> = [
        "service", "security", "finance", "governance", "info", "care",
    ]
    /// What the failure of one thing does to others.
    private static let brings: [String: Set<String>] = [
        "power": ["lift", "access", "water", "home", "parking", "fire"],
        "water": ["building", "power", "home", "weather", "clean", "neighbor", "green", "lift", "fire"],
        "building": ["water", "clean", "home", "power", "weather", "throwing"],
        "weather": [
            "building", "power", "water", "parking", "green", "clean", "lift", "throwing", "access", "home",
        ],
        "lift": ["power", "access", "noise", "fire"],
        "fire": ["building", "power", "clean", "neighbor", "parking", "access"],
        "ebike": ["fire", "power", "parking", "access", "lift"],
        "parking": ["fire", "access", "noise"],
        "clean": ["green", "neighbor", "water"],
        "neighbor": ["clean", "water", "building", "fire", "home"],
        "illegal": ["building", "noise", "fire", "water", "power", "clean", "neighbor"],
        "noise": ["neighbor", "building", "home"],
        "home": ["water", "power", "building"],
        "green": ["building", "clean", "parking", "throwing", "weather"],
        "throwing": ["clean", "building", "neighbor", "weather", "green"],
        "access": ["building"],
    ]

    func says(_ words: [StaticString], in range: Range<Int>) -> Bool {
        range.contains { TextCursor(text.codes, at: $0).seesAny(words) }
    }
}
