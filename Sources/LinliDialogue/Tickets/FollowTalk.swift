import LinliModel

/// A few words right behind a report that name no thing, no place and no new trouble: 一直滴, 整栋楼都没,
/// 不是我家里面. Alone they read like many things; here they are about what he has just reported, and a ticket
/// of their own would send somebody to nothing. What is sure of its own thing or place never comes here.
extension Turn {
    mutating func addFollowUp(_ understood: Understood) -> Bool {
        let (main, text) = (understood.main, understood.text)
        guard state.flow == nil, understood.requests.count == 1, !main.isEmergency,
            understood.act == nil || understood.act == .provideSlot,
            let last = freshTicket, main.slots[.object] == nil || text.tellsWhereItWent,
            main.address.isEmpty || (text.tellsWhereItWent && main.address.building == nil),
            text.count <= Limits.answerCharacters, !text.asksSomething, !text.opensAnother,
            !text.namesPlace || text.tellsWhereItWent
        else { return false }
        // A hazard is kept beside a report of its own kind only.
        let isMore =
            understood.mayBelong(toCategory: last.category)
            && (main.isMore(of: last)
                || main.intent != .reportHazard && (text.tellsExtent || understood.isUnsure))
        if text.tellsWhereItWent, last.urgency > .p0 {
            // 钻到沙发后面了: where the animal is now.
            state.fragments = []
            note(text, unlessSeveral: last.number)
            return true
        }
        let isNearMiss = main.intent != .reportHazard && text.tellsNearMiss
        guard isMore || isNearMiss || text.isBite(last) else { return false }
        state.fragments = []
        state.unfound = main
        note(text, unlessSeveral: last.number)
        return true
    }

    /// 就601那家, 天天推上去充电 behind a hazard of that house: who it is, and no flat to be sent to.
    mutating func addCulprit(_ understood: Understood) -> Bool {
        let main = understood.main
        guard state.flow == nil, understood.requests.count == 1, !main.isEmergency, let last = freshTicket,
            understood.text.pointsAtFlat, main.address.building == nil,
            understood.text.count <= Limits.visitCharacters, !understood.text.asksSomething,
            understood.text.withoutFlat.namesNoThing || understood.mayBelong(toCategory: last.category)
                || understood.confidence < Understood.sure
        else { return false }
        state.fragments = []
        commands.append(.correctTicket(.number(last.number), text: understood.text, address: Address()))
        return true
    }

    /// 要多少钱 right behind a report: it goes to whoever has that, and is no matter of its own.
    mutating func askCost(_ understood: Understood) -> Bool {
        guard state.flow == nil, understood.text.asksItsPrice, freshTicket != nil,
            understood.requests.count == 1, !understood.main.isEmergency,
            understood.text.count <= Limits.answerCharacters, understood.main.slots[.symptom] == nil,
            [.infoQuery, .outOfScope, .orderService, .complain].contains(understood.main.intent)
        else { return false }
        var request = understood.main
        request.intent = .infoQuery
        ask(request)
        return true
    }

    /// 马桶冲不下去，水往上返 behind 卫生间马桶堵了: the same room of the same flat, and the same kind of fault. Nobody is
    /// asked for the flat again, and nobody comes twice.
    mutating func hearFaultAgain(_ understood: Understood) -> Bool {
        let main = understood.main
        guard state.flow == nil, understood.requests.count == 1, main.intent == .reportRepair,
            !main.isEmergency, let last = freshTicket, last.address?.room != nil,
            policy.inHome.contains(last.category), main.category == last.category,
            main.urgency >= last.urgency, main.address.building == nil, main.address.room == nil,
            !understood.text.opensAnother, understood.text.count <= Limits.visitCharacters
        else { return false }
        if let place = main.address.place, let known = last.address?.place, !known.mentions(place) {
            return false
        }
        state.fragments = []
        commands.append(.correctTicket(.number(last.number), text: understood.text, address: Address()))
        return true
    }

    /// 几点来水, where no row of the estate answers: how far the report is, and until when he hears of it.
    mutating func tellWhenOver(_ understood: Understood) -> Bool {
        guard state.flow == nil, understood.main.intent == .infoQuery, let fresh = freshTicket,
            understood.text.count <= Limits.answerCharacters, understood.text.asksWhenOver(fresh.category)
        else { return false }
        state.fragments = []
        commands.append(.ticketStatus(.number(fresh.number)))
        return true
    }

    /// When it is over, or what it costs, behind a report, where a row was looked for and none answers:
    /// whoever has the report knows. What else is asked, its crew cannot answer.
    func reportAsked(about question: EstateQuestion) -> String? {
        guard let fresh = freshTicket, question.words.count <= Limits.answerCharacters,
            !question.anonymous,
            question.words.asksWhenOver(fresh.category)
                || (question.words.asksItsPrice && question.label.isEmpty)
        else { return nil }
        return fresh.number
    }

    /// The report of a moment ago, where nothing else was spoken of since.
    var freshTicket: TicketSummary? {
        guard !takenSince, !spokenSince,
            let last = recent(within: .minutes(Limits.recentTicketMinutes)).last?.ticket,
            last.number == state.lastTicket, last.origin == .resident
        else { return nil }
        return last
    }
}

extension Understood {
    /// Hardly a reading at all: nothing was read out of it, and it is not sure.
    fileprivate var isUnsure: Bool {
        guard confidence < Self.sure, main.slots.isEmpty else { return false }
        switch main.intent {
        case .reportRepair, .complain, .suggestNeed, .orderService, .redeem, .activitySignup, .pointsClaim,
            .greetHelp:
            return true
        default: return false
        }
    }

    /// A plain report (门禁坏了, 垃圾没人倒) is read with 0.9 and more: 139 of 144 such readings are right
    /// among the 1,935 sentences of this length in the sets newcomers…, told, fresh and unseen. Below 0.9 no
    /// bound parts right from wrong (below 0.65 7 of 11, above 12 of 19), so it stands where few matters of
    /// their own are taken for more about another.
    fileprivate static let sure = 0.65
}

extension WaitingRequest {
    /// Of the same kind as the ticket, with nothing of its own beside.
    fileprivate func isMore(of last: TicketSummary) -> Bool {
        guard [.reportRepair, .reportHazard, .complain].contains(intent), let category else { return false }
        // 差点触电 behind a lamp that is out: worse than what he has reported.
        if intent == .reportHazard, urgency < last.urgency { return false }
        // 态度还差 beside 乱收费 are two grievances.
        if category.hasPrefix("service.") || category.hasPrefix("finance.") { return false }
        if category == last.category { return slots[.symptom] == nil || urgency >= last.urgency }
        return slots[.symptom] == nil
            && category.prefix { $0 != "." } == last.category.prefix { $0 != "." }
    }
}

extension String {
    private static let tellsWhereItWentPattern = Pattern(
        /^(它|又|刚|现在|已经)*(跑|爬|躲|钻|飞|游|溜)(到|进|去|在|回)/, needs: ["游", "溜", "爬", "跑", "躲", "钻", "飞"])

    /// 跑到消防栓后面了, 又爬到树上去了.
    fileprivate var tellsWhereItWent: Bool {
        contains(Self.tellsWhereItWentPattern)
    }

    private static let prices = ["多少钱", "要钱", "收钱", "收我钱", "收费", "花钱", "出钱", "什么价", "贵不贵", "费用"]
    private static let otherFees = ["物业费", "停车", "水费", "电费", "管理费", "车位", "押金", "饭", "餐", "门禁卡"]
    /// 要多少钱, 要收我钱吗: what it costs, and no word of what but what he has just reported.
    var asksItsPrice: Bool { mentionsAny(Self.prices) && !mentionsAny(Self.otherFees) }

    private static let openers = [
        "有人", "楼上", "隔壁", "对门", "另", "还有", "对了", "顺便", "再报", "也", "我要", "我想", "帮我", "报修", "投诉",
        "举报", "反映",
    ]
    /// A matter of its own begins so.
    fileprivate var opensAnother: Bool { mentionsAny(Self.openers) }

    /// 差点咬到我小孩, behind a dog.
    fileprivate func isBite(_ last: TicketSummary) -> Bool {
        last.category == "neighbor.pet" && mentionsAny(["咬", "扑"])
    }

    private static let supplies = [
        ("water.", ["来水", "有水", "通水", "供水"]), ("power.", ["来电", "有电", "通电", "送电"]),
        ("gas.", ["来气", "有气", "通气"]),
    ]
    /// 几点来水 behind no water, 今晚能修好吗 behind anything.
    fileprivate func asksWhenOver(_ category: String) -> Bool {
        guard mentionsAny(["几点", "多久", "什么时候", "啥时候", "何时", "今天能", "今晚能", "明天能"]) else { return false }
        let comesBack = Self.supplies.contains { category.hasPrefix($0.0) && mentionsAny($0.1) }
        return comesBack || mentionsAny(["修好", "弄好", "恢复", "能修", "能好", "来修", "来人", "有人来"])
    }
    /// 就601那家, 是502的人.
    fileprivate var pointsAtFlat: Bool { withoutFlat != self }
    private static let withoutFlatPattern = Pattern(
        /[0-9]{3,4}(的)?(那家|那户|家的|那屋|的人|他家|她家|住户|业主)/,
        needs: .digits)

    fileprivate var withoutFlat: String {
        replacing(Self.withoutFlatPattern, with: "")
    }

    private static let extent = [
        "整栋", "整个单元", "整幢", "整层", "全楼", "全栋", "家家", "每家", "邻居家也", "都这样", "都没有", "一直", "天天", "每天", "好几天",
        "经常", "老是", "总是",
    ]
    /// 整栋楼都没, 天天这样: how far and how often.
    fileprivate var tellsExtent: Bool { mentionsAny(Self.extent) }

    /// 差点咬到我小孩, 不是我家里面: how near it was, and what it is not.
    fileprivate var tellsNearMiss: Bool {
        ["差点", "差一点", "险些", "不是", "没有咬", "没咬", "没砸", "没撞"].contains { hasPrefix($0) }
    }
}
