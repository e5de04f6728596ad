import LinliModel

/// What he says of a seat that he has: another matter, one more, how many come, another day; what he asks
/// about receptions; and what he takes back of a talk's topics or a meeting's agenda (`domain.md` 2.7, A14).
extension Turn {
    mutating func speakOfSeat(_ understood: Understood) -> Bool {
        if askSeats(understood) { return true }
        guard state.flow == nil else { return false }
        // After a session was moved: what he keeps is told with its new time.
        if understood.text.willCome {
            commands.append(.seat(.ask(.own, words: understood.text)))
            return true
        }
        return changeSeat(understood) || takeBack(understood) || moveSeat(understood)
    }

    /// A seat was given a moment ago, and nothing was reported since.
    private var hasFreshSeat: Bool { isFresh(.booking) }

    private func isFresh(_ target: CancelTarget) -> Bool {
        guard let taken = state.taken, taken.target == target else { return false }
        return isRecent(taken.at)
    }

    private func isRecent(_ at: Instant) -> Bool {
        facts.now - at <= .minutes(Limits.recentTicketMinutes)
            && (state.lastTicketAt.map { $0 <= at } ?? true)
    }

    // MARK: The matter and how many come

    private mutating func changeSeat(_ understood: Understood) -> Bool {
        guard let edit = understood.seatEdit(isFresh: hasFreshSeat) else { return askWhatInstead(understood) }
        // 我老公也去 is no seat of his.
        var attendee = understood.text.attendee
        if case .count = edit { attendee = nil }
        commands.append(
            .seat(
                .change(
                    SeatChange(
                        edit, attendee: attendee, words: understood.text,
                        date: understood.main.sessionDay, isFresh: hasFreshSeat))))
        return true
    }

    /// "事由错了", and not what it is instead.
    private mutating func askWhatInstead(_ understood: Understood) -> Bool {
        guard understood.text.saysMatterWrong else { return false }
        let change = SeatChange(
            .replace([]), attendee: understood.text.attendee, words: understood.text,
            isFresh: hasFreshSeat)
        enter(.addMatter(change))
        repeatAdding(change)
        return true
    }

    /// He has a seat of that session already: is this to be spoken of too?
    mutating func askToAdd(_ wish: SeatWish, _ more: [String], seat: Int) {
        enter(
            .addMatter(
                SeatChange(
                    .add(more), attendee: wish.attendee ?? "", words: wish.offer.title,
                    date: wish.offer.startsAt.civil.date, isFresh: true)))
        say("reception.already_more", wish.values(seat: seat).merging(["more": more.spoken]) { $1 })
        acts += [.answer, .confirmAsk]
    }

    mutating func repeatAdding(_ change: SeatChange) {
        guard case .add(let items) = change.edit else {
            say("reception.ask_instead")
            return askFor([.matter])
        }
        say("reception.ask_more", ["more": items.spoken])
        acts.append(.confirmAsk)
    }

    mutating func answerAddMatter(_ change: SeatChange, _ understood: Understood) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("reception.unchanged") }
        if understood.act == .thanks {
            enter(nil)
            return false
        }
        if case .replace = change.edit { return answerInstead(change, understood) }
        let adds = understood.text.mentions("加") && understood.text.count <= Limits.consentCharacters
        if understood.act == .confirm || adds {
            enter(nil)
            commands.append(.seat(.change(change)))
            return true
        }
        if understood.isRequest { return false }
        repeatQuestion(.addMatter(change))
        return true
    }

    private mutating func answerInstead(_ change: SeatChange, _ understood: Understood) -> Bool {
        guard !understood.isBare, let matter = SessionMatter.read(understood.text) else {
            repeatQuestion(.addMatter(change))
            return true
        }
        if understood.isRequest, understood.main.intent.isQuestion { return false }
        enter(nil)
        var change = change
        change.edit = .replace(SeatMatter(matter).items)
        commands.append(.seat(.change(change)))
        return true
    }

    // MARK: Another day

    /// "换一天", "改到下周" right after a seat was given: nothing is given up before he has chosen.
    private mutating func moveSeat(_ understood: Understood) -> Bool {
        let today = facts.now.civil.date
        let bare = understood.text.without(["还是"])
        if hasFreshSeat, understood.text.changesDay, SessionMatter.read(bare) == nil,
            let day = understood.main.sessionDay ?? understood.namedDay(from: today)
        {
            enter(.chooseSession([], SeatPurpose(way: .move)))
            commands.append(.seat(.list(SessionWish(date: day, words: understood.text, isMove: true))))
            return true
        }
        guard hasFreshSeat, var times = SessionTimes.read(understood.text, understood.days, from: today),
            SessionTimes.isAll(of: understood.text, understood.days, from: today)
        else { return false }
        // 有没有早一点的 is no yes to whatever is the first of the others.
        times.isSoonest = false
        look(at: times, words: understood.text, SeatPurpose(way: .move))
        return true
    }

    /// Lists the sessions at the times that he has named so far.
    mutating func look(at times: SessionTimes, words: String, _ purpose: SeatPurpose) {
        var purpose = purpose
        let all = (purpose.times ?? SessionTimes()).merging(times)
        purpose.times = all
        enter(.chooseSession([], purpose))
        commands.append(
            .seat(.list(SessionWish(words: words, times: all, isMove: purpose.way == .move))))
    }

    // MARK: Topics and matters of a meeting

    /// "那个话题不提了": of what he has brought up, and nothing else of his.
    private mutating func takeBack(_ understood: Understood) -> Bool {
        let text = understood.text
        let target: CancelTarget
        if text.isBareTakingBack, let taken = state.taken, [.topic, .agenda].contains(taken.target),
            isRecent(taken.at)
        {
            target = taken.target
        } else if text.isBareCancelling, hasFreshSeat {
            target = .booking
        } else if text.takesBackTopic {
            target = .topic
        } else if text.takesBackItem || (text.saysNoMore && policy.meetings.contains { $0.isNamed(in: text) })
        {
            target = .agenda
        } else {
            return false
        }
        commands.append(.findCancellable(target, .latest, newest: isFresh(target)))
        return true
    }

    // MARK: Questions

    private mutating func askSeats(_ understood: Understood) -> Bool {
        if state.flow == nil, isFresh(.signup), understood.text.asksWhenAlone {
            commands.append(.ticketStatus(.latest))
            return true
        }
        guard state.flow?.isOfReception ?? true,
            let question = understood.seatQuestion(isFresh: speaksOfReception)
        else { return false }
        state.receptionAt = facts.now
        state.isAside = state.flow != nil
        if let known = question.known {
            commands.append(.seat(.ask(known, words: understood.text)))
            return true
        }
        say(question == .bring ? "reception.bring" : "reception.anonymous")
        acts.append(.answer)
        resume()
        return true
    }

    /// Receptions were spoken of a moment ago.
    private var speaksOfReception: Bool {
        state.flow?.isOfReception ?? false || state.receptionAt.map(isRecent) ?? false || hasFreshSeat
    }

    mutating func tell(seats outcome: Outcome) {
        state.receptionAt = facts.now
        switch outcome {
        case .seatChanged(let wish, let seat):
            state.taken = Taken(.booking, at: facts.now)
            say("reception.changed", wish.values(seat: seat))
            acts.append(.bookingOK)
        case .seatUnknown:
            say("reception.no_seat")
            acts.append(.answer)
        case .seatMattersFull:
            say("reception.matters_full", ["most": "\(Limits.seatMatterRows)"])
            acts.append(.reject)
        case .whichSeat(let seats):
            say("reception.which_seat", ["list": seats.lines(at: facts.now)])
            acts.append(.clarify)
        case .seatBegun(let title):
            say("reception.begun", ["session": title])
            acts.append(.reject)
        case .seatsTold(.wait, let seats):
            for seat in seats { say("reception.turn", seat.values(at: facts.now)) }
            acts.append(.answer)
        case .seatsTold(_, let seats):
            say("reception.own", ["list": seats.lines(at: facts.now)])
            acts.append(.status)
        case .seatMinutes(let title, let minutes):
            say("reception.minutes", ["session": title, "minutes": "\(minutes)"])
            acts.append(.answer)
        case .seatResult(let result, let question):
            tell(result, isSilent: question == .silence)
        case .seatResultUnknown(let words):
            forward(
                WaitingRequest(
                    intent: .queryStatus, category: nil, urgency: .none, slots: [:], text: words),
                origin: .forwarded, joins: true)
        default:
            break
        }
    }

    /// Where he has heard nothing and the ticket is open, it is pushed.
    private mutating func tell(_ result: SeatResult, isSilent: Bool) {
        var values = ["session": result.title, "matter": result.matter, "outcome": result.outcome]
        if let ticket = result.ticket {
            remember(ticket)
            values["ticket"] = ticket.number
            values["state"] = ticket.state.chinese
            if isSilent, ticket.state.isPending { commands.append(.urgeTicket(.number(ticket.number))) }
        }
        say("reception.result", values.present)
        acts.append(.status)
    }
}

/// What he asks about receptions: rows know most of it.
enum SeatQuestion {
    case bring, anonymous, own, wait, result, silence

    var known: SessionQuestion? {
        switch self {
        case .bring, .anonymous: nil
        case .own: .own
        case .wait: .wait
        case .result: .result
        case .silence: .silence
        }
    }
}

extension Flow {
    var isOfReception: Bool {
        switch self {
        case .chooseSession, .sessionMatter, .seatFull: true
        default: false
        }
    }
}

extension SeatTold {
    fileprivate func values(at now: Instant) -> [String: String] {
        [
            "session": title, "seat": "\(seat)", "minutes": "\(minutesEach)", "turn": turn.spoken(from: now),
            "attendee": attendee ?? "",
        ].present
    }
}

extension [SeatTold] {
    /// "3月19日（周四）15:00 议事亭 每周领导接访，第1号，事由“电梯”（替母亲）".
    fileprivate func lines(at now: Instant) -> String {
        map { seat in
            "\(seat.title)，第\(seat.seat)号，事由“\(seat.matter)”\(seat.attendee.map { "（替\($0)）" } ?? "")"
        }.joined(separator: "\n")
    }
}

// MARK: Words

extension Understood {
    /// What is to be put right of a seat; nil where the words are about something else.
    fileprivate func seatEdit(isFresh: Bool) -> SeatChange.Edit? {
        guard text.count <= Limits.sessionMatterCharacters, !text.asksForMatter else { return nil }
        if isFresh || text.speaksOfSeat {
            if let more = text.matterToAdd(beside: days), reportsNothing { return .add(more) }
            if let group = SessionMatter.group(in: text), text.speaksOfComing, reportsNothing {
                return .count(group)
            }
        }
        guard let rest = text.matterInstead(isFresh: isFresh, days), main.address.isEmpty || text.speaksOfSeat
        else {
            return nil
        }
        return .replace(rest)
    }

    /// 再加一个事，停车 reads like a wish; a place or a fault makes it one of its own.
    private var reportsNothing: Bool { main.address.isEmpty && !main.isEmergency }

    func seatQuestion(isFresh: Bool) -> SeatQuestion? {
        guard text.count <= Limits.visitCharacters, isFresh || text.speaksOfReception || text.asksForMatter
        else { return nil }
        if text.asksForOwnSeat || text.asksForMatter || (isFresh && text.asksWhenAlone) { return .own }
        if text.mentionsAny(["没人理", "没人管", "没下文", "没回音", "没消息", "没结果", "没动静", "石沉大海", "没人回", "没人联系"]),
            text.speaksOfReception, !main.isEmergency
        {
            return .silence
        }
        if text.speaksOfReception, text.mentionsAny(["上次", "上回", "上周", "上个月", "说的事", "反映的", "谈的"]),
            text.mentionsAny(["怎么样", "办得", "结果", "进展", "下文", "回音", "有没有办", "到哪"]), !main.intent.opensTicket
        {
            return .result
        }
        guard !main.intent.opensTicket || main.slots[.symptom] == nil else { return nil }
        if isFresh, text.count <= Limits.pointingCharacters,
            text.mentionsAny(["地址", "地点", "在哪", "几点来着", "哪天来着"])
        {
            return .own
        }
        if text.mentionsAny(["带什么", "带啥", "带点什么", "带些什么", "要带", "准备什么", "准备啥", "准备材料", "带材料", "带身份证"]) {
            return .bring
        }
        if text.mentionsAny(["匿名", "实名", "留名", "报名字", "报姓名", "写名字"]), text.asks { return .anonymous }
        if text.mentionsAny(["等多久", "要多久", "排多久", "等多长", "多长时间", "要等吗", "几点轮到", "时候轮到", "轮到我", "要排队", "排队吗"])
        {
            return .wait
        }
        return nil
    }
}

extension String {
    private static let seats = ["事由", "约的", "预约", "接访", "接待日", "我的号"]
    fileprivate var speaksOfSeat: Bool { mentionsAny(Self.seats) }
    /// 接访人多吗 is nothing to speak about there.
    var asksAboutReception: Bool { speaksOfReception && asks && count <= Limits.answerCharacters }

    /// 事由错了, and not what it is instead.
    fileprivate var saysMatterWrong: Bool {
        mentions("事由") && count <= Limits.answerCharacters
            && mentionsAny(["错了", "不对", "要改", "改一下", "改下", "改改", "想改", "不是这个"])
    }

    fileprivate var changesDay: Bool { mentionsAny(["还是", "改", "换"]) && count <= Limits.answerCharacters }

    fileprivate var speaksOfReception: Bool { mentionsAny(["接访", "接待日", "恳谈", "茶桌", "律师咨询"]) }
    fileprivate var asks: Bool {
        mentionsAny(["吗", "么", "能不能", "可不可以", "要不要", "可以不", "是不是", "？", "?", "行不"])
    }

    /// "事由写的啥".
    fileprivate var asksForMatter: Bool {
        mentions("事由") && mentionsAny(["啥", "什么", "吗", "？", "?", "哪个", "咋写"])
    }

    fileprivate var asksForOwnSeat: Bool {
        mentionsAny(["我现在约", "我到底约", "我约的", "我约在", "我约了", "我预约的", "我的预约", "我的接访", "我定的", "给我约的"])
            && mentionsAny(["几点", "哪天", "什么时候", "啥时候", "几号", "在哪", "哪里", "第几", "谁"])
    }

    private static let whens: Set = [
        "几点", "到底几点", "是几点", "几点来着", "几点开始", "什么时候", "到底什么时候", "哪天", "哪一天", "几号", "在哪", "在哪里", "地点在哪",
        "是哪天来着",
        "什么时候来着",
    ]
    /// 到底几点, and nothing else.
    fileprivate var asksWhenAlone: Bool { Self.whens.contains(letters) }

    private static let coming = [
        "能来", "能来的", "我能来", "我能去", "来得了", "去得了", "我来得了", "我会来", "我会去", "我会来的", "我会去的", "会来的", "照常来",
    ]
    /// "能来", and nothing else.
    fileprivate var willCome: Bool { Self.coming.contains(letters) }

    fileprivate var speaksOfComing: Bool {
        count <= Limits.visitCharacters && mentionsAny(["一起", "一共", "总共", "一块", "同去", "去", "来"])
            && !mentionsAny(["取消", "不去", "不来", "吗"])
    }

    private static let matterAdded = Pattern(
        #/^(?:顺便|麻烦|帮我|请|再|还有|对了|[，,])*(把|将)?(.+?)(这件事|这个|的事)?(也|都)?(加上|加进去|加进来|写上|写进去)(吧|去)?$/#,
        needs: ["写上", "写进去", "加上", "加进去", "加进来"])

    private static let addingMatter = Pattern(
        #/
        ^(那|对了|哦|还有)?[，,]?(再|还要|还想|还|也|另外|帮我|麻烦|请|要|想|多)+(加|添|补充|补)
        (上|一个|一件|一条|一下|个|件|进去)+(事由|事情|事儿|事|问题)?[，,：:。\ ]*(是|就是|关于)?(.+)$
        /#, needs: ["加", "添", "补"])

    /// "再加一个事，停车", "把停车也加上".
    fileprivate func matterToAdd(beside days: [NamedDays]) -> [String]? {
        guard mentionsAny(["加", "添", "补", "写"]) else { return nil }
        if let match = firstMatch(of: Self.addingMatter) {
            return String(match.output.7).matters(beside: days)
        }
        return firstMatch(of: Self.matterAdded).flatMap { String($0.output.2).matters(beside: days) }
    }

    /// "事由改成电梯", "刚才那个事由不对，是排污管"; right after the booking also "不是电梯，是排污管".
    fileprivate func matterInstead(isFresh: Bool, _ days: [NamedDays]) -> [String]? {
        guard mentionsAny(["改成", "改为", "换成", "应该是", "其实是", "写成", "是"]) else { return nil }
        let named = ["事由", "约的"].compactMap { ranges(of: $0).last?.upperBound }.min()
        let isWrong = mentionsAny(["不对", "错了", "不是"])
        let ofRelative = isFresh && attendee != nil ? ranges(of: "那个").last?.upperBound : nil
        let startsWrong = ["不对", "不是", "错了", "说错", "写错", "搞错", "我说错", "我写错"].contains(where: hasPrefix)
        let changes = ["改成", "换成", "改为"].contains(where: hasPrefix)
        guard named ?? ofRelative != nil || (isFresh && (startsWrong || changes)) else { return nil }
        let rest = self[(named ?? ofRelative ?? startIndex)...]
        let strong = ["改成", "改为", "换成", "应该是", "其实是", "写成"].compactMap { rest.ranges(of: $0).last }
        let cue =
            strong.max { $0.upperBound < $1.upperBound } ?? (isWrong ? rest.ranges(of: "是").last : nil)
        guard let cue else { return nil }
        // 不是 is no 是.
        if rest[..<cue.lowerBound].hasSuffix("不") { return nil }
        return String(rest[cue.upperBound...]).matters(beside: days)
    }

    /// Nil where only a day or a time is said.
    private func matters(beside days: [NamedDays]) -> [String]? {
        let days = days.named(in: self)
        guard let matter = SessionMatter.read(self), !days.contains(where: { $0.kind == .day }),
            SessionTimes.read(self, days, from: CivilDate(daysSinceEpoch: 0)) == nil
        else { return nil }
        return SeatMatter(matter).items
    }

    fileprivate var saysNoMore: Bool {
        mentionsAny(["不提了", "不讲了", "不议了", "不谈了"]) && count <= Limits.visitCharacters
    }
    private var withdraws: Bool {
        count <= Limits.visitCharacters && !mentions("吗")
            && (saysNoMore || mentionsAny(["撤", "取消", "收回", "不说了", "不要了", "不用了", "不列"]))
    }
    fileprivate var takesBackTopic: Bool {
        withdraws && mentions("话题") || saysNoMore && mentionsAny(["恳谈", "茶桌"])
    }
    fileprivate var takesBackItem: Bool { withdraws && mentions("议题") }

    /// 取消 right after a seat was given, and nothing else.
    fileprivate var isBareCancelling: Bool {
        ["取消", "取消吧", "取消掉", "取消了吧", "撤销", "撤掉吧", "帮我取消", "我要取消"].contains(letters)
    }

    /// 不提了, and nothing else.
    fileprivate var isBareTakingBack: Bool {
        [
            "不提了", "那个不提了", "先不提了", "还是不提了", "我不提了", "算了不提了", "撤了吧", "撤回吧", "那个撤了吧", "不说这个了", "这个不提了",
        ].contains(letters)
    }
}
