import LinliModel

/// Words about a ticket that exists: put right, held back, filled in, given up, and which one is meant.
extension Turn {
    /// A correction of the last ticket's place in the middle of something that asks for no place.
    mutating func setAside(_ understood: Understood) -> Bool {
        guard let flow = state.flow, !flow.takesPlace, understood.act == .correctSlot,
            !understood.main.address.isEmpty
        else { return false }
        guard correctTicket(understood) else { return false }
        state.isAside = true
        return true
    }

    /// Nothing is being asked. True where the message speaks of a ticket and was dealt with.
    mutating func speakOfTicket(_ understood: Understood) -> Bool {
        guard state.flow == nil else { return false }
        if correctTicket(understood) || holdBack(understood) || fillInRecent(understood) { return true }
        if fillIn(understood) || noteNobodyHurt(understood) || noteOfPicture(understood) { return true }
        if giveUpLast(understood) || offerHome(understood) { return true }
        guard !understood.isRequest else {
            if !understood.joins { parkFragments() }
            state.fragments = []
            return false
        }
        if let named = understood.namesCancelling {
            commands.append(.findCancellable(.anything, named))
            return true
        }
        return keepFragment(understood) || nothingOpen(understood)
    }

    /// What is being done about what he has reported: late, wanted back, when to come, who reads his name.
    mutating func speakOfWork(_ understood: Understood) -> Bool {
        guard state.flow == nil else { return false }
        return hideNamed(understood) || restore(understood) || noteVisit(understood)
            || denyMended(understood) || denyClosing(understood) || pressLate(understood)
            || actOnEach(understood)
            || cancelAny(understood) || askAfter(understood)
    }

    /// "不是3栋是5栋", "我说的是楼下那盏": the newest one is put right, or the one that the words name.
    mutating func correctTicket(_ understood: Understood) -> Bool {
        let main = understood.main
        let isCorrection = understood.act == .correctSlot && !main.address.isEmpty
        guard isCorrection || understood.restates, !understood.isRequest || understood.restates,
            lastTicket(within: .hours(Limits.draftRecoveryHours)) != nil
        else { return false }
        if let problem = main.address.problem(in: facts.register) {
            state.isLastVague = true
            ask(problem)
            return true
        }
        state.fragments = []
        guard let number = ticketToCorrect(understood) else { return true }
        commands.append(
            .correctTicket(.number(number), text: understood.text, address: main.address))
        return true
    }

    /// "先别派": it stands in the ticket for whoever takes it. The clock goes on; only a cancellation ends it.
    private mutating func holdBack(_ understood: Understood) -> Bool {
        guard understood.holdsBack, let number = lastTicket(within: .hours(Limits.draftRecoveryHours)) else {
            return false
        }
        commands.append(.correctTicket(.number(number), text: understood.text, address: Address()))
        return true
    }

    /// "就是我们这个网格的管家": whom of the staff the complaint just made is about.
    mutating func nameStaff(_ understood: Understood) -> Bool {
        guard state.flow == nil, understood.text.namesStaffMember,
            let last = recent(within: .hours(Limits.draftRecoveryHours)).last?.ticket,
            last.category.hasPrefix("service.")
        else { return false }
        commands.append(.correctTicket(.number(last.number), text: understood.text, address: Address()))
        return true
    }

    /// "里面没有人" after the lift has stopped: whoever goes there reads it, and nothing new is opened.
    private mutating func noteNobodyHurt(_ understood: Understood) -> Bool {
        guard understood.text.mentionsAny(Self.nobodyHurt), understood.text.count <= Limits.answerCharacters,
            let number = lastTicket(within: .minutes(Limits.draftMinutes))
        else { return false }
        commands.append(.correctTicket(.number(number), text: understood.text, address: Address()))
        return true
    }

    static let nobodyHurt = [
        "里面没有人", "里面没人", "里头没人", "没人被困", "没有人被困", "没困住人", "没人受伤", "没有人受伤", "没伤到人", "没砸到人", "我没在里面",
        "没有伤到人", "没有砸到人", "没有人伤", "没人伤", "没受伤", "没有受伤", "人没事", "没伤着", "没有伤人", "没伤人", "没有伤着人", "没伤着人", "没有砸着人",
        "没砸着人",
    ]

    /// "这张清楚一点", with a picture that went to the ticket: no matter of its own.
    private mutating func noteOfPicture(_ understood: Understood) -> Bool {
        guard let sent = state.sentPicture, facts.now - sent.at <= .seconds(Limits.pictureWordsSeconds),
            understood.main.slots[.symptom] == nil, understood.main.address.isEmpty,
            understood.text.mentionsAny(Self.ofPictures), understood.text.count <= Limits.answerCharacters,
            let number = lastTicket(within: .minutes(Limits.draftMinutes))
        else { return false }
        state.sentPicture = nil
        commands.append(.correctTicket(.number(number), text: understood.text, address: Address()))
        return true
    }

    private static let ofPictures = ["这张", "补一张", "补张", "再拍", "拍了", "再发", "照片", "图片", "相片", "看图", "清楚"]

    /// "3栋2单元" after a ticket that says not in which building.
    private mutating func fillIn(_ understood: Understood) -> Bool {
        guard state.isLastVague, !understood.isRequest,
            understood.act == nil || understood.act == .provideSlot,
            understood.main.address.building != nil,
            let number = lastTicket(within: .hours(Limits.draftRecoveryHours))
        else { return false }
        let address = understood.main.address
        if let problem = address.problem(in: facts.register) {
            ask(problem)
            return true
        }
        commands.append(.completeTicket(number: number, text: understood.text, address: address))
        return true
    }

    /// "算了" a moment after the ticket: that one is meant, and it is asked.
    private mutating func giveUpLast(_ understood: Understood) -> Bool {
        guard understood.act == .cancelFlow, !understood.isRequest,
            let number = lastTicket(within: .minutes(Limits.recentTicketMinutes))
        else { return false }
        if understood.text.takesLeave {
            // 先退出吧: out of the talk, and not of what he has reported.
            say("nod.ok")
            acts.append(.ack)
            return true
        }
        if understood.main.shruggedOff != nil {
            findCancellable(understood.main)
            return true
        }
        commands.append(.findCancellable(.ticket, .number(number)))
        return true
    }

    /// "期限怎么算的", "为什么是周四": how the times of the ticket just spoken of were counted, or of the one whose
    /// number he gives.
    mutating func explainDeadline(_ understood: Understood) -> Bool {
        guard understood.asksHowCounted else { return false }
        let named = understood.main.reference
        switch named {
        case .number, .tail, .oldest, .position: commands.append(.explainDeadline(named))
        case .about, .latest, .all, .several:
            guard let number = state.lastTicket else { return false }
            commands.append(.explainDeadline(.number(number)))
        }
        return true
    }

    /// A yes, a no or a number where nothing was asked.
    private mutating func nothingOpen(_ understood: Understood) -> Bool {
        switch understood.act {
        case .confirm, .deny, .cancelFlow, .chooseOption: break
        default: return false
        }
        state.misses = 0
        if chooseFromLeft(understood) || chooseFromMenu(understood) { return true }
        if understood.act == .confirm, understood.text.isBareNod || understood.text.takesLeave {
            // 好的, 行，就这样吧 to something that he was told: a nod, and no yes to anything.
            say("nod.ok")
            acts.append(.ack)
            return true
        }
        say("nothing.open")
        acts.append(.answer)
        return true
    }

    /// A cancellation without a word of which one: the one just spoken of.
    func cancelReference(_ request: WaitingRequest) -> TicketReference {
        let reference = request.reference
        guard reference == .latest, request.cancelTarget == .ticket,
            let number = lastTicket(within: .minutes(Limits.recentTicketMinutes))
        else { return reference }
        return .number(number)
    }

    func lastTicket(within span: TimeSpan) -> String? {
        guard let at = state.lastTicketAt, facts.now - at <= span else { return nil }
        return state.lastTicket
    }

    mutating func remember(_ summary: TicketSummary) {
        state.lastTicket = summary.number
        state.lastTicketAt = facts.now
        keepRecent(summary)
        state.isLastVague = summary.place.isEmpty || Address(place: summary.place).namesNoBuilding
    }

}

extension Flow {
    /// An address may be the answer here.
    var takesPlace: Bool {
        switch self {
        case .repair, .emergencyPlace, .homeAddress, .homeCode, .offerHome, .witness, .meal: true
        default: false
        }
    }
}

extension Understood {
    private static let restating = ["我说的是", "我指的是", "我是说", "我的意思是", "说的是"]
    private static let holding = [
        "先别派", "先不派", "先不要派", "先别来", "先不来", "先不用来", "先别修", "先不修", "晚点再来", "改天再来", "先等等再派",
    ]
    private static let cancelling = ["取消", "撤销", "撤掉", "撤了", "撤回", "不用修了"]

    /// "我说的是楼下那盏": about what was said before, never a matter of its own.
    var restates: Bool { Self.restating.contains { text.hasPrefix($0) } }

    var holdsBack: Bool { text.mentionsAny(Self.holding) }

    private static let limits = ["期限", "时限", "办结时间", "回复时间", "到期时间"]
    private static let counting = ["怎么算", "咋算", "如何算", "怎么定", "怎么来", "怎么计", "为什么", "为啥", "凭什么", "依据"]
    private static let whyUntil = [
        "为什么是", "为啥是", "怎么是", "为什么要到", "为啥要到", "怎么要到", "为什么要等到", "为啥要等到", "怎么要等到", "为什么到", "为啥到",
    ]
    private static let days = ["周", "星期", "礼拜", "号", "日", "明天", "后天", "月底"]
    /// Other things have a time limit too.
    private static let otherLimits = ["装修", "合同", "任期", "车位", "积分", "保修", "质保", "年检", "物业费"]

    /// Asks how a time was counted, not when it is.
    var asksHowCounted: Bool {
        if text.mentionsAny(Self.limits), text.mentionsAny(Self.counting) {
            return !text.mentionsAny(Self.otherLimits)
        }
        guard let why = Self.whyUntil.first(where: { text.mentions($0) }),
            let range = text.firstRange(of: why)
        else { return false }
        // "为什么是周四": a day stands right behind, and hardly anything else.
        let behind = text[range.upperBound...]
        return behind.count <= Limits.dayBehindCharacters && String(behind).mentionsAny(Self.days)
    }

    /// "取消路灯那个": the words of a cancellation with what it is about.
    var namesCancelling: TicketReference? {
        guard act == nil, let word = Self.cancelling.first(where: { text.mentions($0) }) else { return nil }
        if main.reference != .latest { return main.reference }
        var rest = text.replacing(word, with: "")
        for filler in ["那一个", "那个", "这个", "一下", "我的", "的", "了", "吧", "把"] {
            rest = rest.replacing(filler, with: "")
        }
        return (1...Limits.fragmentCharacters).contains(rest.count) ? .about([rest]) : nil
    }
}

extension String {
    private static let saying = ["就是", "是我们", "是咱", "是第", "是那个", "说的是", "我说的是", "我是说", "他是", "她是", "骂人的是"]
    private static let members = ["管家", "网格员", "楼长", "栋长", "经理", "保安", "客服", "水电工"]

    /// "就是第1网格管家", and no question.
    fileprivate var namesStaffMember: Bool {
        Self.saying.contains { hasPrefix($0) } && mentionsAny(Self.members)
            && !mentionsAny(["吗", "谁", "哪", "？", "?", "什么时候"]) && count <= Limits.answerCharacters
    }
}

extension String {
    private static let nods: Set = [
        "好", "好的", "好滴", "好嘞", "好吧", "好呀", "好啊", "好好", "好好好", "好的好的", "好的谢谢", "好谢谢", "嗯", "嗯嗯", "嗯好", "嗯好的",
        "哦", "哦哦",
        "哦好", "哦好的", "噢", "知道", "知道了", "我知道了", "好的知道了", "收到", "收到了", "好的收到", "收到谢谢", "明白", "明白了", "好的明白",
        "了解", "了解了",
        "晓得了", "行", "行的", "可以", "OK", "ok", "Ok", "OKK",
        "中", "成", "妥", "得嘞",
    ]

    /// He has read it, and that is all.
    var isBareNod: Bool { Self.nods.contains(letters) }
}
