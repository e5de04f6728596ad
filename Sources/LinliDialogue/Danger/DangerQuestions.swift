import LinliModel

/// Beside an open danger, or where one is near: whom to ring oneself, what may be touched, how long it takes,
/// that it seems over, and somebody who is about to be beaten (`domain.md` 2.2.1).
extension Turn {
    /// "110", "帮我打119": only he can ring, and what has happened is asked in the same breath.
    mutating func sendToCall(_ understood: Understood) -> Bool {
        guard state.flow == nil || state.flow?.isOfDanger == true,
            let number = understood.text.emergencyNumber
        else { return false }
        state.fragments = []
        say("emergency.call_yourself", ["number": number])
        acts.append(.safetyAdvice)
        if openDanger == nil { say("emergency.ask_what") }
        state.isAside = state.flow != nil
        return true
    }

    /// 他要打我 beside a report: that is safe already, and the danger is not asked for an address first.
    mutating func openThreat(_ understood: Understood) -> Bool {
        guard understood.text.tellsThreat, !understood.requests.contains(where: \.isEmergency),
            !isOnlyNumber(understood)
        else { return false }
        var danger = WaitingRequest(
            intent: .reportHazard, category: "security.person", urgency: .p0, slots: [:],
            text: understood.text)
        if facts.homes.count == 1, let home = facts.homes.first?.address, understood.text.isNearHome {
            danger.slots[.building] = home.building.map { .text($0) }
            danger.slots[.unit] = home.unit.map { .text($0) }
            danger.slots[.room] = home.room.map { .text($0) }
        }
        if case .repair(let draft) = state.flow { park(draft) }
        var said = understood
        said.requests = [danger] + understood.requests.filter { $0.intent.opensTicket }
        openEmergencies(said)
        return true
    }

    /// What is asked or told while somebody is on his way: answered from the advice of that danger, or by the
    /// ticket, and nothing new is opened.
    mutating func talkOfDanger(_ understood: Understood) -> Bool {
        guard state.flow == nil || state.flow?.isOfDanger == true,
            !understood.requests.contains(where: \.isEmergency), let open = openDanger,
            open.ticket.urgency == .p0
        else { return false }
        let text = understood.text
        let isSentAway =
            text.sendsAway && !text.mentions("敲门")
            && [.cancel, .outOfScope, .greetHelp].contains(understood.main.intent)
            && isNewestMatter(open) && text.count <= Limits.visitCharacters
        let isLong = text.count > Limits.visitCharacters || !(text.asksWhetherTo || text.asksOfMedicine)
        guard isSentAway || text.count <= Limits.answerCharacters || !isLong else { return false }
        let advice = policy.advice[open.ticket.category]
        let isTaken = state.lastTicket == open.ticket.number
        if text.cannotWalk, open.ticket.category.needsLeaving {
            say("emergency.cannot_walk")
            acts.append(.safetyAdvice)
            add(text, to: open, .more)
        } else if text.saysGone || isSentAway {
            add(text, to: open, .over)
            // All are out: whoever comes to make sure rings him, and the place is not asked once more.
            if isSentAway, state.flow?.isOfEmergencyPlace ?? false { enter(nil) }
        } else if text.asksOfMedicine, !open.ticket.category.hasPrefix("lift.") {
            // Neither yes nor no to a medicine: who takes the call says it.
            say("emergency.no_medicine")
            acts.append(.safetyAdvice)
            add(text, to: open, .more)
        } else if text.asksWhetherTo, let advice {
            say(advice)
            acts.append(.safetyAdvice)
        } else if isTaken, text.asksHowLong {
            commands.append(.ticketStatus(.number(open.ticket.number)))
        } else {
            return false
        }
        state.fragments = []
        state.isAside = state.flow != nil
        return true
    }

    /// Nothing but questions was handed on since.
    private func isNewestMatter(_ open: RecentTicket) -> Bool {
        state.lastTicket == open.ticket.number
            || (!takenSince
                && recent(within: .minutes(Limits.openDangerMinutes)).last?.ticket.number
                    == open.ticket.number)
    }

    private mutating func add(_ text: String, to open: RecentTicket, _ news: DangerNews) {
        commands.append(
            .addToDanger(ticket: open.ticket.number, text: text, address: Address(), news: news))
    }

    /// What to do at once: of the category, for who watches another one, or for who is hurt.
    mutating func advise(_ request: WaitingRequest, words: [String]) {
        let category = request.emergencyCategory
        acts.append(.safetyAdvice)
        if category == "security.crisis", request.text.isOfAnother {
            say("emergency.crisis_watched")
        } else if let advice = policy.advice[category] {
            say(advice)
        } else if words.contains(where: \.tellsHurt) {
            say("emergency.injury")
        } else {
            let falls = ["building.", "throwing.", "green."].contains { category.hasPrefix($0) }
            // Strangers and dogs: somebody may do harm, and nobody has said that anyone is hurt.
            let isOfPeople = ["security.", "neighbor."].contains { category.hasPrefix($0) }
            let isInjury = request.slots[.injury]?.isTrue ?? false
            say(
                falls
                    ? "emergency.building.exterior_wall"
                    : isInjury
                        ? "emergency.injury" : isOfPeople ? "emergency.people" : "emergency.general")
        }
        if category.needsLeaving, words.contains(where: \.cannotWalk) { say("emergency.cannot_walk") }
    }

    /// 5栋的，好像是4楼跟5楼中间, where the place is asked for: a place, whatever else it was taken for.
    mutating func takeDangerPlace(_ danger: WaitingRequest, _ understood: Understood) -> Bool {
        guard case .emergencyPlace(let tickets, let asked) = state.flow, understood.requests.count == 1,
            danger.category == "security.person", !danger.address.isEmpty,
            [SlotName.object, .symptom, .injury, .person].allSatisfy({ danger.slots[$0] == nil })
        else { return false }
        return answerEmergencyPlace(tickets, asked: asked, understood)
    }

    /// 总阀在哪: where it stands in every flat, and that somebody comes.
    mutating func tellValve(_ understood: Understood) -> Bool {
        guard understood.text.asksForValve else { return false }
        say("repair.valve_where")
        acts.append(.answer)
        state.isAside = state.flow != nil
        return true
    }
}

extension Flow {
    fileprivate var isOfDanger: Bool {
        if case .emergencyPlace = self { true } else { false }
    }
}

extension String {
    private static let numbers = ["110", "119", "120"]

    private static let emergencyNumberPattern = Pattern(
        #/(快点|快|赶紧|请|你们|你|麻烦|帮我|帮忙|替我|给我){0,4}(打|拨|叫|报)?(个|一下)?(110|119|120|报警|警察)(电话)?(啊|呀|吧|快){0,3}/#,
        needs: ["110", "119", "120", "报警", "警察"])

    /// "110", "快帮我打119": the number that he wants rung; nil where he says more.
    fileprivate var emergencyNumber: String? {
        let words = lettersAndNumbers
        let pattern =
            Self.emergencyNumberPattern
        guard let match = words.wholeMatch(of: pattern) else { return nil }
        let number = String(match.output.4)
        return Self.numbers.contains(number) ? number : match.output.1 != nil ? "110" : nil
    }

    private static let tellsThreatPattern = Pattern(
        /(要|想|在|冲过来|冲上来|过来|动手)打(我|人)(?!(的|家)?(电话|手机|热线|号码|老婆|老公|儿子|女儿|爸|妈))/, needs: ["打"])

    /// 他要打我: before it has happened, and not long ago.
    fileprivate var tellsThreat: Bool {
        contains(Self.tellsThreatPattern)
            && !mentionsAny(["吗", "?", "？", "昨天", "上次", "以前", "前天", "电话", "手机", "打人工", "打人家", "不要打", "不想打"])
    }

    fileprivate var isNearHome: Bool { mentionsAny(["我家", "楼上", "楼下", "隔壁", "对门", "邻居"]) }

    private static let lame = ["走不动", "走不了", "腿脚不好", "腿脚不便", "下不了楼", "下不了床", "起不来", "坐轮椅", "动不了"]
    fileprivate var cannotWalk: Bool { mentionsAny(Self.lame) }

    /// Everybody has to get out of there.
    var needsLeaving: Bool { hasPrefix("gas.") || hasPrefix("fire.smoke") }

    private static let gone = ["没味道了", "没味了", "没有味道了", "闻不到了", "味道散了", "火灭了", "扑灭了", "没烟了", "不冒烟了"]
    fileprivate var saysGone: Bool { mentionsAny(Self.gone) && !mentionsAny(["吗", "?", "？", "是不是"]) }
    fileprivate var sendsAway: Bool { mentionsAny(["不用来", "别来", "不要来", "不用派", "别派", "别叫人", "不用叫人"]) }

    private static let whether = ["要不要", "能不能", "可不可以", "可以", "能", "该不该", "用不用", "是不是要", "是不是该", "要"]
    private static let doings = [
        "开灯", "开窗", "开门", "开一下", "开个", "关灯", "关阀", "关气", "关火", "点火", "打火", "插", "拔", "抽油烟机", "油烟机", "排风",
        "排气扇", "电扇", "下去", "挪车", "把车",
        "抱出", "抱走", "带出", "叫醒", "背出", "扶起", "扶他", "扶她", "搬动", "拉闸", "合闸", "推闸", "关电", "等在", "待在",
        "空调", "扒", "跳", "进去", "回去", "出去", "下楼", "上楼", "坐电梯", "碰", "泼水", "用水", "开车",
    ]
    /// 我能不能开一下抽油烟机: what he may do meanwhile.
    fileprivate var asksWhetherTo: Bool {
        let isQuestion =
            mentionsAny(["要不要", "能不能", "可不可以", "该不该", "用不用", "是不是要", "是不是该"])
            || (mentionsAny(Self.whether) && mentionsAny(["吗", "?", "？", "不"]))
        return isQuestion && mentionsAny(Self.doings)
    }

    private static let medicines = ["药", "救心丸", "硝酸甘油", "片", "丸", "喂水", "喝水", "喂她", "喂他", "吃两颗", "吃一颗", "吃点"]
    /// 家里有救心丸，先给她吃两颗行吗.
    fileprivate var asksOfMedicine: Bool {
        mentionsAny(Self.medicines) && mentionsAny(["吃", "喂", "喝", "含"])
            && mentionsAny(["吗", "行不", "可以不", "要不要", "能不能", "可不可以", "好不好", "?", "？"])
            && !mentionsAny(["吃错", "误吃", "吃了药", "吃下"])
    }

    /// 多久到啊, 还要多久.
    fileprivate var asksHowLong: Bool {
        mentionsAny(["多久", "几分钟", "多长时间", "什么时候到", "什么时候来", "几点到", "到哪了", "到哪里了", "快到了吗"])
            && !mentionsAny(["多久没", "好久"])
    }

    private static let isOfAnotherPattern = Pattern(
        /我(也|真的|真|就|都|好|实在|现在)*(想|要|不想|活|撑|受不了|不如)/, needs: ["不如", "受不了", "想", "撑", "活", "要"])

    /// 有人要跳楼: who writes is not the one.
    fileprivate var isOfAnother: Bool {
        mentionsAny([
            "有人", "有个", "一个人要", "他", "她", "邻居", "男的", "女的", "小伙", "小姑娘", "孩子", "同学", "朋友", "老公", "老婆", "儿子",
            "女儿",
        ])
            && !contains(Self.isOfAnotherPattern)
    }

    private static let hurt = [
        "受伤", "流血", "砸到人", "砸中", "砸伤", "砸着人", "砸了人", "伤到", "伤了", "骨折", "昏", "晕", "破了头", "头破",
    ]
    fileprivate var tellsHurt: Bool {
        mentionsAny(Self.hurt) && !mentionsAny(Turn.nobodyHurt) && !mentionsAny(["会不会", "要是", "万一", "怕"])
    }

    fileprivate var asksForValve: Bool {
        mentionsAny(["总阀", "总闸", "水阀", "水闸", "进水阀"])
            && mentionsAny(["在哪", "哪里", "哪儿", "怎么关", "咋关", "怎么找", "找不到"])
            && count <= Limits.answerCharacters && !mentionsAny(["电闸", "燃气", "煤气", "坏"])
    }
}
