import LinliModel

/// What follows a ticket just made and is no matter of its own: a number to ring, when he is at home, another
/// house, what he did not see, and when he hears of it. It goes to that ticket. Who has made several is asked
/// to which, but where one alone is behind a door that he has to open, and where somebody is in danger.
extension Turn {
    mutating func addToFresh(_ understood: Understood) -> Bool {
        let (main, text) = (understood.main, understood.text)
        guard state.flow == nil, let number = lastTicket(within: .minutes(Limits.recentTicketMinutes)),
            !takenSince, !spokenSince, !main.isEmergency, text.count <= Limits.visitCharacters,
            main.slots[.symptom] == nil
        else { return false }
        if understood.asksWhenHeard {
            commands.append(.ticketStatus(.number(number)))
        } else if text.isOnlyNumber || understood.saysWhenThere || understood.isPlate {
            note(text, unlessSeveral: number)
        } else if text.isOnlyFlat, addFlat(text, number) {
            state.fragments = []
            return true
        } else if text.saysNotSeen {
            commands.append(.correctTicket(.number(number), text: text, address: Address()))
        } else if !moveFresh(understood) {
            return false
        }
        state.fragments = []
        return true
    }

    /// 就是楼道那个灯, 今晚又来了: nothing of its own, right behind a report. It stands there for whoever takes it,
    /// and nobody is told that he was not understood.
    mutating func keepBesideFresh(_ understood: Understood?) -> Bool {
        guard let understood, state.flow == nil, understood.saysNothingKnown, understood.requests.count == 1,
            understood.act == nil || understood.act == .provideSlot, understood.main.address.isEmpty,
            !understood.text.endsAsPlace, !understood.text.tellsOwnPlan,
            !understood.text.mayBeDanger,
            let last = freshTicket, last.urgency > .p0, !understood.text.asksSomething,
            !understood.text.isToMachine,
            (Limits.detailCharacters...Limits.visitCharacters).contains(understood.text.count)
        else { return false }
        state.fragments = []
        state.unfound = understood.main
        note(understood.text, unlessSeveral: last.number)
        return true
    }

    /// 他八十二了，住我这里, 这个谁拍板: right behind a question that was handed on, or asked beside a report; read as
    /// nothing, it goes to whoever has that.
    mutating func keepBesideQuestion(_ understood: Understood?) -> Bool {
        guard let understood, state.flow == nil, understood.saysNothingKnown, understood.requests.count == 1,
            understood.act == nil || understood.act == .provideSlot,
            ![.chitchat, .misdirected, .otherDomain].contains(understood.subtype),
            isHome(understood.main.address),
            !understood.text.mayBeDanger, !understood.text.isGreeting,
            (Limits.detailCharacters...Limits.visitCharacters).contains(understood.text.count),
            let number = waitingMatter(isAsked: understood.text.asksSomething)
        else { return false }
        state.fragments = []
        commands.append(.correctTicket(.number(number), text: understood.text, address: Address()))
        return true
    }

    /// What was handed on a moment ago; a question may also be of the report just made.
    private func waitingMatter(isAsked: Bool) -> String? {
        if let waiting = state.handedOn, waiting.ticket == state.lastTicket, isFresh(waiting.at) {
            return waiting.ticket
        }
        guard isAsked, let last = freshTicket, last.urgency > .p0 else { return nil }
        return last.number
    }

    /// None, or his own.
    private func isHome(_ address: Address) -> Bool {
        address.isEmpty
            || facts.homes.contains { $0.address.room == address.room && $0.address.allows(address) }
    }

    /// Receptions or goods were spoken of since: an hour may be of those.
    var spokenSince: Bool {
        guard let at = state.lastTicketAt else { return false }
        return [state.receptionAt, state.offered?.at].compactMap { $0 }.contains { $0 > at }
    }

    mutating func note(_ text: String, unlessSeveral number: String) {
        let fresh = recent(within: .minutes(Limits.recentTicketMinutes))
        let isChosen = state.noted.map { $0.ticket == number && isFresh($0.at) } ?? false
        let inside = fresh.filter { $0.address.room != nil || policy.inHome.contains($0.ticket.category) }
        if inside.count == 1, !isChosen, let door = inside.first?.ticket.number {
            // Of a flat and a lamp outside the flat needs somebody to open.
            commands.append(.correctTicket(.number(door), text: text, address: Address()))
            return
        }
        guard fresh.count > 1, let newest = fresh.last?.ticket, newest.number == number,
            newest.urgency > .p0, !isChosen
        else {
            commands.append(.correctTicket(.number(number), text: text, address: Address()))
            return
        }
        askPlaceOf(fresh, .init(text: text, address: Address(), corrects: true))
    }

    /// 601, 是101的: the flat of the report just made, or the words for whoever goes there.
    private mutating func addFlat(_ text: String, _ number: String) -> Bool {
        guard let newest = recent(within: .minutes(Limits.recentTicketMinutes)).last,
            newest.ticket.number == number, newest.address.room == nil,
            !policy.placeless.contains(newest.ticket.category)
        else { return false }
        var address = newest.address
        address.room = text.filter(\.isNumber)
        guard address.building != nil, address.problem(in: facts.register) == nil else {
            commands.append(.correctTicket(.number(number), text: text, address: Address()))
            return true
        }
        commands.append(
            .completeTicket(number: number, text: text, address: Address(room: address.room)))
        return true
    }

    private func isFresh(_ at: Instant) -> Bool { facts.now - at <= .minutes(Limits.recentTicketMinutes) }

    /// 7栋1单元902, and nothing else: there, and not where it was taken to be. 8楼 of the house that stands there
    /// already: a finer place.
    private mutating func moveFresh(_ understood: Understood) -> Bool {
        let address = understood.main.address
        let fresh = recent(within: .minutes(Limits.recentTicketMinutes))
        guard understood.isBarePlace, let newest = fresh.last, newest.ticket.number == state.lastTicket,
            address.building != nil, address.problem(in: facts.register) == nil,
            !policy.placeless.contains(newest.ticket.category)
        else { return false }
        guard newest.address.allows(address) else {
            if newest.ticket.urgency == .p0 {
                addFurtherPlace(newest, understood)
                return true
            }
            let words = PlaceWords(text: understood.text, address: address, corrects: true)
            if fresh.count > 1, newest.ticket.urgency > .p0 {
                askPlaceOf(fresh, words)
            } else {
                commands.append(
                    .correctTicket(.number(newest.ticket.number), text: words.text, address: address))
            }
            return true
        }
        guard let place = address.place, let known = newest.address.place, place.isFloor,
            Address(place: known).isPartOfBuilding, !known.mentions(place)
        else { return false }
        complete(newest, understood.text, address)
        return true
    }
}

/// A ticket that words without its name were put on because he chose it.
package struct NotedTicket: Sendable, Hashable, Codable {
    package var ticket: String
    package var at: Instant
}

extension Understood {
    private static let soft: Set<Intent> = [
        .outOfScope, .infoQuery, .receptionBook, .orderService, .activitySignup, .humanHandoff, .urge,
        .greetHelp, .queryStatus,
    ]
    private static let there = [
        "在家", "有空", "有人", "方便", "都在", "来行不", "来行吗", "来可以", "来好吗", "前来", "后来", "点来", "午来", "再来", "来吧", "能来",
        "来一趟",
    ]
    private static let others = [
        "预约", "接访", "接待", "报名", "送饭", "送餐", "午饭", "开会", "会议", "开门", "借", "几点", "什么时候", "没来", "没人", "催", "投诉",
        "停水",
        "停电", "积分", "投票", "活动", "恳谈", "律师",
    ]

    private static let saysWhenTherePattern = Pattern(
        /点|上午|下午|晚上|中午|早上|周|星期|礼拜|明天|后天|今天|号/,
        needs: ["上午", "下午", "中午", "今天", "号", "后天", "周", "早上", "明天", "星期", "晚上", "点", "礼拜"])

    /// 明天下午三点在家, 四点前来行不; or a time and hardly a word beside it, whatever that reads like.
    var saysWhenThere: Bool {
        guard !text.mentionsAny(Self.others), text.contains(Self.saysWhenTherePattern),
            main.slots[.object] == nil, main.slots[.symptom] == nil
        else { return false }
        if text.isHourAlone, text.count <= Limits.answerCharacters { return true }
        // 下午有人在家 reads like somebody suspicious.
        if text.mentionsAny(["在家", "有空"]), !text.mentionsAny(["陌生", "小偷", "不认识", "可疑"]),
            text.count <= Limits.answerCharacters
        {
            return true
        }
        guard Self.soft.contains(main.intent), main.slots[.date] != nil || main.slots[.time] != nil else {
            return false
        }
        return text.mentionsAny(Self.there)
    }

    /// 闽D12345, and hardly anything else: of which car.
    var isPlate: Bool {
        main.slots[.plate] != nil && text.count <= Limits.pointingCharacters && !text.asksSomething
    }

    /// 多久打, 什么时候回我.
    fileprivate var asksWhenHeard: Bool {
        [.infoQuery, .outOfScope, .queryStatus].contains(main.intent)
            && text.count <= Limits.pointingCharacters
            && text.mentionsAny(["多久", "什么时候", "啥时候", "几点"])
            && text.mentionsAny(["打", "回", "来", "联系", "有人", "上门"])
            && !text.mentionsAny(["来水", "来电", "来气", "来的", "回来"]) && main.category != "info.hours"
    }
}

extension String {
    private static let ofNumbers = [
        "电话号码", "手机号码", "联系方式", "联系电话", "电话", "手机号", "手机", "号码", "微信", "我的", "我老婆", "我老公", "我儿子", "我女儿", "这个",
        "联系",
        "就", "是", "打", "给", "我", "你", "请", "记", "留", "下", "一", "的", "号", "吧",
    ]

    /// 13912345678, 我电话13912345678: a number that may be rung, and nothing else.
    var isOnlyNumber: Bool {
        guard hasMobileNumber else { return false }
        var rest = letters
        rest = rest.without(Self.ofNumbers)
        return rest.isEmpty && filter { $0.isNumber }.count == 11
    }

    private static let onlyFlat = Pattern(/(就是|是|就在|在|住)?[0-9]{3,4}(室|房|号|户)?(的|那家|那户)?/, needs: .digits)
    /// 601, 是101的.
    fileprivate var isOnlyFlat: Bool {
        lettersAndNumbers.wholeMatch(of: Self.onlyFlat) != nil && !hasPrefix("0")
    }

    private static let ofHours = [
        "今天", "明天", "后天", "大后天", "今晚", "明早", "上午", "下午", "晚上", "早上", "中午", "傍晚", "周末", "星期", "礼拜", "下周", "这周",
        "周",
        "左右", "以后", "之后", "之前", "以前", "大概", "还是", "算了", "改到", "改成", "改", "那就", "那", "都行", "都可以", "可以", "吧",
        "行", "前",
        "后",
        "下班", "我在", "回家", "到家", "回来", "在家", "有空", "我", "才", "都", "会", "点钟", "点", "半", "号", "月", "日", "就", "的",
        "了",
        "天",
    ]

    /// 算了后天上午吧: an hour and the words around it.
    fileprivate var isHourAlone: Bool {
        var rest = letters
        rest = rest.without(Self.ofHours)
        return rest.allSatisfy { "一二三四五六七八九十两".contains($0) }
    }

    private static let unseen = ["没看清", "没看见", "没看到", "看不清", "没注意", "记不清", "记不得", "不记得", "没听清", "没留意"]
    var saysNotSeen: Bool {
        let words = letters
        // 五楼哪户我不晓得.
        let isUnknown =
            ["不晓得", "不知道", "不清楚", "不认识"].contains { words.hasSuffix($0) }
            && mentionsAny(["哪", "谁", "叫啥", "叫什么", "几"])
        return (isUnknown || Self.unseen.contains { words.hasPrefix($0) })
            && words.count <= Limits.answerCharacters
            && !mentionsAny(["吗", "?", "？"])
    }

    private static let machine = ["你", "您", "机器", "谢", "辛苦", "再见", "拜拜", "天气", "哈哈", "呵呵", "无聊"]
    private static let dangers = ["触电", "电到", "火", "烟", "血", "晕", "烧", "爆", "塌", "救", "煤气", "燃气", "漏气", "差点"]
    /// Not read as a danger, and perhaps one: he is asked, and it is not only written down.
    fileprivate var mayBeDanger: Bool { mentionsAny(Self.dangers) }

    private static let tellsOwnPlanPattern = Pattern(
        /我.{0,8}(过来|过去|上来|来交|去交|来拿|去拿)/, needs: ["上来", "去交", "去拿", "来交", "来拿", "过去", "过来"])

    /// 我明天过来交费: what he does himself.
    fileprivate var tellsOwnPlan: Bool { contains(Self.tellsOwnPlanPattern) }

    fileprivate var isGreeting: Bool { mentionsAny(["你好", "您好", "谢", "再见", "拜拜", "哈哈", "天气", "机器人"]) }

    /// Said to whom he writes to, and not of the matter.
    fileprivate var isToMachine: Bool { mentionsAny(Self.machine) }

    fileprivate var isFloor: Bool { hasSuffix("楼") || hasSuffix("层") }
}
