import LinliModel

/// A frail person who cannot be reached (`domain.md` 2.2.1, 2.8): somebody goes and looks at once. The place
/// is that person's home, which is not the caller's unless he says so, and it is asked for when help is on
/// its way.
extension Turn {
    mutating func openUnreached(_ understood: Understood) -> Bool {
        let text = unreachedTold(understood)
        if askWhetherToLook(text, understood) { return true }
        // Since yesterday, or against all habit: a danger, and the way is the same.
        let isDanger = understood.requests.contains(where: \.isEmergency)
        let isOfUnwell = text != understood.text && text.saysUnwell
        guard text.saysUnreached || isOfUnwell, !isDanger || (understood.isOfPersonAlone && !text.tellsInjury)
        else {
            return false
        }
        var address = understood.main.address.filled(from: text.spelledHome ?? Address())
        if let problem = address.problem(in: facts.register) { address = address.without(problem) }
        if facts.homes.count == 1, text.isAtHome { address = address.filled(from: facts.homes[0].address) }
        // "302" and no building leads nobody to a door.
        if address.building == nil { address = Address() }
        if case .repair(let draft) = state.flow { park(draft) }
        leaveForDanger()
        enter(nil)
        state.unreached = nil
        wait(for: understood.requests.filter { $0 != understood.main && $0.category != "care.visit" })
        say("reach.sent")
        acts.append(.safetyAdvice)
        state.opening = 1
        commands.append(
            .openTicket(
                TicketDraft(
                    category: "care.visit", urgency: isDanger ? .p0 : .p1, text: text, address: address,
                    intent: .orderService)
            ))
        return true
    }

    /// 我妈一个人住，电话没人接, while a lift stands somewhere: nobody lives in what is in danger, and somebody has to
    /// go to another door. A fire, gas or a flood may be where that person is.
    mutating func openUnreachedElsewhere(_ understood: Understood) -> Bool {
        guard let open = openDanger, Self.uninhabited.contains(where: open.ticket.category.hasPrefix),
            understood.text.saysUnreached, !understood.text.mentionsAny(["电梯", "轿厢", "里面", "困"])
        else { return false }
        return openUnreached(understood)
    }

    private static let uninhabited = ["lift.", "power.", "building.", "throwing."]

    /// What he has said of somebody who does not answer, with what he adds: 我妈电话打不通, and then 一个人住，八十七了.
    private func unreachedTold(_ understood: Understood) -> String {
        let text = understood.text
        guard let told = state.unreached, facts.now - told.at <= .minutes(Limits.recentTicketMinutes),
            text.count <= Limits.visitCharacters, !text.saysReached,
            understood.act == .confirm || text.tellsOfUnreached || understood.main.address.room != nil
        else { return text }
        return "\(told.words)，\(text)" + (understood.act == .confirm ? "，去看看" : "")
    }

    /// 我妈电话打不通, and not a word more: is somebody to go and look? Nobody waits for the answer where he says
    /// how old she is, or that nobody opens.
    private mutating func askWhetherToLook(_ text: String, _ understood: Understood) -> Bool {
        guard text == understood.text, text.saysNoAnswerOfKin, !text.saysUnreached, state.flow == nil,
            understood.requests.allSatisfy({ request in
                !request.intent.opensTicket
                    || ["care.visit", "service.response"].contains(request.category ?? "care.visit")
            })
        else { return false }
        state.unreached = SpokenOffer(words: text, at: facts.now)
        say("reach.ask")
        acts.append(.confirmAsk)
        return true
    }

    /// 奶奶不太对劲, and not a word more: perhaps the beginning of something, and nothing of what was reported
    /// before. What to do if it is, and is somebody to come? Beside a danger whoever hurries there hears it.
    mutating func askOfUnwell(_ understood: Understood) -> Bool {
        let (main, text) = (understood.main, understood.text)
        guard [.outOfScope, .rateFeedback, .greetHelp].contains(main.intent), facts.person == nil,
            text.count <= Limits.answerCharacters, text.saysUnwell
        else { return false }
        state.fragments = []
        if let open = openDanger, open.ticket.urgency == .p0, state.lastTicket == open.ticket.number {
            say("emergency.injury")
            acts.append(.safetyAdvice)
            commands.append(
                .addToDanger(ticket: open.ticket.number, text: text, address: Address(), news: .more))
        } else {
            state.unreached = SpokenOffer(words: text, at: facts.now)
            say("reach.ask_unwell")
            acts.append(.confirmAsk)
        }
        state.isAside = state.flow != nil
        if commands.isEmpty { resume() }
        return true
    }

    /// 是6栋302的陈奶奶, after a danger was reported from another house: whoever goes there goes to that door.
    mutating func moveDanger(_ understood: Understood) -> Bool {
        guard understood.text.saysWhoseHome, let home = understood.text.spelledHome,
            let open = recent(within: .minutes(Limits.openDangerMinutes)).last(where: {
                $0.ticket.urgency <= .p1
            }),
            home.problem(in: facts.register) == nil,
            open.address.building != home.building
                || open.address.room != home.room
        else { return false }
        if case .emergencyPlace(let tickets, _) = state.flow, tickets.contains(open.ticket.number) {
            enter(nil)
        }
        guard state.flow == nil else { return false }
        commands.append(.correctTicket(.number(open.ticket.number), text: understood.text, address: home))
        return true
    }
}

extension TicketSummary {
    /// Somebody is to look after a person at once.
    var isUnreached: Bool { category == "care.visit" && urgency <= .p1 }
}

extension Understood {
    /// No danger but that of somebody who does not answer.
    fileprivate var isOfPersonAlone: Bool {
        requests.allSatisfy { !$0.isEmergency || $0.category == "security.person" }
    }
}

extension String {
    /// He was seen or heard: whoever comes has to help, and not to knock.
    fileprivate var tellsInjury: Bool {
        mentionsAny([
            "摔", "跌", "倒", "晕", "昏", "血", "喘", "痛", "疼", "救命", "呻吟", "喊", "撞", "打架", "不活", "想不开", "走丢", "不见了",
        ])
    }

    private static let frail = [
        "我妈", "我爸", "老妈", "老爸", "母亲", "父亲", "奶奶", "爷爷", "外公", "外婆", "姥姥", "姥爷", "阿公", "阿嬷", "阿婆", "阿伯", "老人",
        "老太", "老大爷", "大爷", "大妈", "老先生", "独居", "老两口", "婆婆", "公公", "老伴", "岁",
    ]
    private static let unreached = [
        "不接电话", "电话不接", "没接电话", "电话没接", "没人接", "打不通", "联系不上", "没人应", "没有人应", "叫不应", "没应", "不应声",
        "没开门", "不开门", "没人开门", "敲门没", "没露面", "没下楼", "没出门", "没见她出", "没见他出", "不接", "没接", "失联",
    ]
    private static let kin = frail + ["老爷子", "老头", "孩子", "小孩", "宝宝", "我老公", "我老婆", "家里人"]
    private static let otherThanIll = [
        "昨天", "上次", "前几天", "改天", "改到", "取消", "医生", "护士", "义诊", "体检", "吵", "施工", "味", "来不了", "去不了",
    ]
    private static let saysUnwellPattern = Pattern(
        /不(太|大|怎么)?(舒服|对劲|说话|精神)|不见好|状态不|情况不好|站不|坐不|起不来|吃错|发作|犯病|脸色|没精神|难受|叫不/,
        needs: [
            "不见好", "发作", "叫不", "吃错", "坐不", "对劲", "情况不好", "犯病", "状态不", "站不", "精神", "脸色", "舒服", "说话", "起不来",
            "难受",
        ])

    /// 我妈不太舒服, 老爷子坐那不说话.
    fileprivate var saysUnwell: Bool {
        contains(Self.saysUnwellPattern)
            && mentionsAny(Self.kin) && !mentionsAny(Self.otherThanIll)
    }

    private static let looking = [
        "看看", "看一看", "看一下", "看一眼", "瞅", "敲门", "敲个门", "敲敲门", "上门", "去一趟", "担心", "怕出事", "出事", "怎么办", "帮忙", "帮我",
    ]
    private static let others = [
        "快递", "物业", "车主", "师傅", "你们电话", "客服", "管家", "上次", "维修", "施工", "装修", "接单", "推销", "业委会",
    ]

    private static let alone = ["独居", "一个人住", "一个人在", "自己住", "敲门", "十几了", "十多了"]
    private static let tellsAgePattern = Pattern(
        /([六七八九]十[一二三四五六七八九几多]?|[6-9][0-9])(岁|了|多)/, needs: ["6", "7", "8", "9", "十"])

    /// 八十七了, 87岁.
    private var tellsAge: Bool {
        contains(Self.tellsAgePattern)
    }

    /// 我妈八十三独居，打了一上午电话不接，你们去看看: who, that nobody answers, and that somebody is to go, or how
    /// frail that person is.
    var saysUnreached: Bool {
        saysNoAnswerOfKin && (mentionsAny(Self.looking) || mentionsAny(Self.alone) || tellsAge)
    }

    /// 我妈电话打不通.
    fileprivate var saysNoAnswerOfKin: Bool {
        mentionsAny(Self.frail) && mentionsAny(Self.unreached) && !mentionsAny(Self.others)
    }

    /// More about somebody who does not answer.
    fileprivate var tellsOfUnreached: Bool {
        mentionsAny(Self.looking) || mentionsAny(Self.alone) || mentionsAny(Self.unreached) || tellsAge
    }

    fileprivate var saysReached: Bool {
        mentionsAny(["找到了", "联系上", "接电话了", "接了", "回电话", "睡着", "没事了", "在家呢"])
    }

    /// 是6栋302的陈奶奶, 不是我家，是6栋302.
    var saysWhoseHome: Bool {
        let words = lettersAndNumbers
        return words.hasPrefix("是") || words.hasPrefix("不是我家") || words.hasPrefix("不在我家")
            || mentionsAny(["住", "家在", "的奶奶", "的爷爷", "她家", "他家", "妈家", "爸家"])
    }

    private static let spelledHomePattern = Pattern(
        /([0-9A-Za-z]{1,3})(?:栋|幢|号楼)(?:([0-9]{1,2})单元)?([0-9]{3,4})/, needs: ["号楼", "幢", "栋"])

    /// 6栋302, 6栋2单元302 where it stands among other words.
    var spelledHome: Address? {
        guard let found = firstMatch(of: Self.spelledHomePattern) else { return nil }
        return Address(
            building: String(found.output.1), unit: found.output.2.map(String.init),
            room: String(found.output.3))
    }
}
