import LinliModel

/// When the crew may come and whom it is to call: written into the ticket, for those who go there.
extension Turn {
    mutating func noteVisit(_ understood: Understood) -> Bool {
        guard lastTicket(within: .hours(Limits.draftRecoveryHours)) != nil, !takenSince else { return false }
        let text = understood.text
        let isTime = text.saysWhenToCome(understood.main) && !understood.main.reportsFault
        let isCall = text.saysHowToReach && !understood.main.reportsFault
        guard isTime || isCall || text.saysWhomToCall else { return false }
        let fresh = recent(within: .minutes(Limits.recentTicketMinutes))
        if fresh.count > 1, understood.main.slots[.object] == nil, let number = state.lastTicket {
            note(text, unlessSeveral: number)
        } else {
            commands.append(.talk(.noteVisit(text: text)))
        }
        return true
    }

    /// The same while a report of his is in the making: it is noted there, and what was asked stays asked.
    mutating func noteNumber(_ understood: Understood) -> Bool {
        guard case .repair(var draft) = state.flow,
            understood.text.saysHowToReach || understood.text.isOnlyNumber || understood.isPlate,
            !understood.main.reportsFault
        else { return false }
        draft.words.append(understood.text)
        enter(.repair(draft))
        say(understood.isPlate ? "visit.plate" : "visit.number")
        acts.append(.ack)
        repeatQuestion(.repair(draft))
        return true
    }

    /// He has booked something since: a time may be about that.
    var takenSince: Bool {
        guard let taken = state.taken, let at = state.lastTicketAt else { return false }
        return taken.at > at
    }

    /// 打我老婆电话 with a number: nobody is beaten.
    func isOnlyNumber(_ understood: Understood) -> Bool {
        state.lastTicket != nil && understood.text.saysWhomToCall
    }
}

extension WaitingRequest {
    /// 家里没人，晚上七点以后来 reads like a report and names nothing that is broken.
    var reportsFault: Bool {
        // 周六下午来吧: an hour for somebody's visit, and nothing named that is to be done.
        let isHourAlone =
            [SlotName.object, .item, .symptom].allSatisfy { slots[$0] == nil } && slots[.time] != nil
        let isService = ["home.paid_service", "care.meal", "care.errand"].contains(category)
        if intent == .orderService || intent == .suggestNeed, isService,
            isHourAlone || slots[.date] ?? slots[.dateFrom] != nil,
            [SlotName.object, .item, .symptom].allSatisfy({ slots[$0] == nil }), !text.namesMeal
        {
            return false
        }
        guard intent == .reportRepair else { return intent.opensTicket }
        return isEmergency || slots[.object] != nil || slots[.symptom] != nil
    }
}

extension String {
    private static let whenThere = [
        "白天", "晚上", "中午", "上午", "下午", "早上", "傍晚", "周末", "下班", "现在没人", "不在家", "家里没人", "没人在家", "点",
    ]
    private static let coming = [
        "再来", "来修", "上门", "过来", "点来", "午来", "天来", "上来", "以后来", "之后来", "后再来", "别来", "来吧", "末来", "来就行",
    ]
    private static let complaining = [
        "没来", "说好", "不是说", "怎么", "吗", "？", "?", "什么时候", "来不", "来了", "来过", "又来", "回来", "来水", "来电", "必须", "赶紧",
        "快点",
        "催", "马上", "预约", "接访", "接待", "约", "会议", "不用上门", "别上门", "上来了", "楼上来",
    ]

    /// 明天上午再来，现在没人.
    fileprivate func saysWhenToCome(_ request: WaitingRequest) -> Bool {
        let isDated = [SlotName.date, .dateFrom, .time].contains { request.slots[$0] != nil }
        return mentionsAny(Self.coming) && (isDated || mentionsAny(Self.whenThere))
            && !mentionsAny(Self.complaining) && !comesHimself && count <= Limits.visitCharacters
    }

    private static let comesHimselfPattern = Pattern(
        /我(今天|明天|后天)?(早上|上午|中午|下午|晚上)?(会|想)?(过来|上来|来)/, needs: ["来"])

    /// 我明天下午过来: nobody is to come to him.
    private var comesHimself: Bool {
        contains(Self.comesHimselfPattern)
    }

    /// 她耳朵背 来之前给我打电话 13911112222: a number, and that it is to be rung before somebody comes.
    fileprivate var saysHowToReach: Bool {
        mentionsAny(["来之前", "来前", "上门前", "上门之前", "到之前", "到了", "来的时候", "来时", "提前", "先打", "先给"])
            && mentionsAny(["打", "电话", "联系", "拨"]) && hasMobileNumber
            && count <= Limits.visitCharacters
    }

    private static let leavesNumber = Pattern(
        #/(联系)?(电话|手机|手机号|号码)(就|请)?(留|写|填|记)(一下)?我?(老婆|老公|爱人|媳妇|老伴|儿子|女儿|爸|妈|爸爸|妈妈|家里|家人)?的?1[0-9]{10}/#,
        needs: ["1"])

    private static let numberToCall = Pattern(
        #/
        (来之前|来前|来的时候|上门前|上门之前|到之前|到了|师傅|今天|明天|后天|上午|下午|提前|先|要|请|麻烦|就|可以|也|你们|直接){0,6}
        (打|打给|联系|拨|拨打|找)?(给)?(我)?
        (老婆|老公|爱人|媳妇|先生|太太|老伴|儿子|女儿|爸|妈|父亲|母亲|爸爸|妈妈|家里|家人)?
        (的)?(这个|那个)?(电话|手机|手机号|电话号码|号码)?(是|吧|打)?
        1[0-9]{10}
        (就行|就好|吧|联系|谢谢){0,2}
        /#, needs: ["1"])

    /// 来之前打13900001111: a number and whose it is, and not one word more.
    fileprivate var saysWhomToCall: Bool {
        let words = lettersAndNumbers
        guard words.mentionsAny(["打", "电话", "手机", "联系", "拨"]) else { return false }
        // 电话留我女儿的，13800138000.
        let left =
            Self.leavesNumber
        return words.wholeMatch(of: Self.numberToCall) != nil || words.wholeMatch(of: left) != nil
    }
}
