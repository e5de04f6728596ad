import LinliModel

/// Giving something up: named, confirmed, then done.
extension Turn {
    mutating func offerCancel(_ candidates: [Cancellable]) {
        var candidates = candidates
        if let thing = state.unfound?.shruggedOff {
            // Where nothing of his is called that, all that he has was found: none of it is given up.
            state.unfound = nil
            candidates.removeAll { !$0.title.mentions(thing) }
            if candidates.isEmpty {
                enter(nil)
                say("cancel.shrugged", ["thing": thing])
                return acts.append(.ack)
            }
        }
        switch candidates.count {
        case 0:
            enter(nil)
            say("cancel.nothing")
            acts.append(.answer)
        case 1:
            askCancel(candidates[0])
        default:
            enter(.chooseCancel(candidates))
            say("cancel.choose", ["list": candidates.numbered])
            acts.append(.offerOptions)
            ask.append(.choice)
        }
    }

    /// Nothing is booked for the relative whom he named; what there is is told, and nothing is given up.
    mutating func offerCancel(_ candidates: [Cancellable], insteadOf attendee: String) {
        enter(nil)
        say("cancel.nothing_for", ["attendee": attendee, "list": candidates.numbered].present)
        acts.append(.answer)
    }

    /// "我不去了" right after a place was given: that one, the newest of what he has of the kind.
    mutating func giveUpPlace(_ understood: Understood) -> Bool {
        guard let taken = state.taken, facts.now - taken.at <= .minutes(Limits.recentTicketMinutes),
            ![.topic, .agenda].contains(taken.target), understood.text.isGivingUpPlace
        else { return false }
        commands.append(.findCancellable(taken.target, .latest, newest: true))
        return true
    }

    mutating func findCancellable(_ request: WaitingRequest) {
        if request.text.asksWhetherDropped,
            let number = lastTicket(within: .hours(Limits.draftRecoveryHours))
        {
            return commands.append(.urgeTicket(.number(number)))
        }
        if request.text.takesLeave {
            // 先退出吧: out of the talk, and not of what he has reported.
            say("nod.ok")
            acts.append(.ack)
            return
        }
        if let open = openDanger, open.ticket.urgency == .p0, request.reference == .latest,
            recent(within: .minutes(Limits.openDangerMinutes)).last?.ticket.number == open.ticket.number,
            !takenSince, !request.text.mentionsAny(Self.bookings), !request.text.meansAll,
            request.shruggedOff == nil
        {
            // 是榴莲，取消吧: what he has called for last, and nothing that he told before.
            return commands.append(.findCancellable(.ticket, .number(open.ticket.number)))
        }
        guard !request.text.keepsIt else {
            say("cancel.kept")
            acts.append(.ack)
            return
        }
        if let thing = request.shruggedOff {
            state.unfound = request
            commands.append(.findCancellable(.anything, .about([thing]), words: request.text))
            return
        }
        if let several = request.text.namedTogether {
            commands.append(.findCancellable(.ticket, several))
            return
        }
        if request.text.meansAll {
            // 全部撤掉 names nothing, whatever it is guessed to be about.
            let target = request.isBareCancel ? .anything : request.cancelTarget
            commands.append(.findCancellable(target, .all(count: nil)))
            return
        }
        guard let attendee = request.text.attendee, request.reference == .latest,
            [.booking, .anything].contains(request.cancelTarget) || request.isBareCancel
        else {
            let words = request.reference == .latest ? request.text : ""
            let pointed = request.reference == .latest ? request.text.pointedAtFirst : nil
            // 垃圾那个不用了: what is pointed at says more than the guess whether it is a booking.
            let isGuess = pointed != nil && !request.text.mentionsAny(Self.bookings)
            commands.append(
                .findCancellable(
                    isGuess ? .anything : request.cancelTarget, pointed ?? cancelReference(request),
                    words: words))
            return
        }
        commands.append(.findCancellable(.booking, .latest, attendee: attendee))
    }

    private static let bookings = ["约", "接访", "接待", "座", "号", "报名", "活动", "换", "兑"]

    mutating func askCancel(_ candidate: Cancellable) {
        if let refusal = candidate.refusal { return refuseCancel(candidate, refusal) }
        enter(.confirmCancel(candidate))
        say("cancel.confirm", ["title": candidate.title])
        acts.append(.cancelAsk)
    }

    // MARK: Wanted back

    /// "撤错了，恢复吧": the ticket that was given up, by its number or the last one.
    mutating func restore(_ understood: Understood) -> Bool {
        let main = understood.main
        guard understood.text.wantsBack || isBroken(again: understood), main.address.isEmpty,
            !main.intent.opensTicket || isBroken(again: understood)
        else { return false }
        if main.reference == .latest, let given = state.givenUp, !given.isTicket {
            say("cancel.no_return", ["title": given.title])
            acts.append(.answer)
            return true
        }
        commands.append(.talk(.restore(main.reference)))
        return true
    }

    private static let stillToMend = Pattern(/还是.{0,3}(修|来|报|弄|看)/, needs: ["还是"])
    private static let brokenAgain = Pattern(/^(.{0,3}又)(坏|不|漏|堵|灭|停|响|没)/, needs: ["又"])

    /// 又不亮了，还是修一下, a moment after the ticket was given up.
    private func isBroken(again understood: Understood) -> Bool {
        guard let given = state.givenUp, given.isTicket,
            state.lastTicket.map({ given.reference == $0 }) ?? false,
            lastTicket(within: .minutes(Limits.draftMinutes)) != nil, !understood.main.isEmergency
        else { return false }
        let text = understood.text
        return text.count <= Limits.visitCharacters
            && (text.contains(Self.stillToMend) || text.contains(Self.brokenAgain))
    }

    // MARK: Several at once

    /// Asked once, each by its name. What cannot be given up is told and left out.
    mutating func offerCancelTogether(_ candidates: [Cancellable]) {
        let open = candidates.filter { $0.refusal == nil }
        if case .confirmCancel(let asked) = state.flow, candidates == [asked] {
            // 全部撤掉, and this one is all there is: a yes to what was asked.
            enter(nil)
            commands.append(.cancel(asked))
            return
        }
        for candidate in candidates {
            if let refusal = candidate.refusal { refuseCancel(candidate, refusal) }
        }
        guard open.count > 1 else {
            if open.isEmpty, !candidates.isEmpty { return }
            return offerCancel(open)
        }
        enter(.confirmCancelAll(open))
        say("cancel.confirm_all", ["list": open.listed])
        acts.append(.cancelAsk)
    }

    mutating func answerConfirmCancelAll(_ candidates: [Cancellable], _ understood: Understood) -> Bool {
        if understood.act == .deny || understood.text.keepsIt { return giveUp("cancel.kept") }
        if understood.act == .cancelFlow, !understood.text.mentionsAny(["撤", "取消"]) {
            return giveUp("cancel.kept")
        }
        if let named = understood.text.pointedAt, !understood.main.intent.opensTicket {
            commands.append(.findCancellable(.ticket, named))
            return true
        }
        let isYes = understood.main.intent == .cancel && understood.text.meansAll
        if understood.act == .confirm || understood.act == .cancelFlow || isYes {
            enter(nil)
            commands += candidates.map { .cancel($0) }
            return true
        }
        if understood.isRequest { return false }
        repeatQuestion(.confirmCancelAll(candidates))
        return true
    }

    mutating func refuseCancel(_ candidate: Cancellable, _ refusal: Outcome.CancelRefusal) {
        enter(nil)
        say("cancel.refused.\(refusal.rawValue)", ["title": candidate.title])
        acts.append(.cancelRefused)
    }

    mutating func answerChooseCancel(_ candidates: [Cancellable], _ understood: Understood) -> Bool {
        if understood.act == .deny || understood.act == .cancelFlow || understood.text.keepsIt {
            return giveUp("cancel.kept")
        }
        if understood.text.meansAll, understood.main.intent == .cancel || !understood.isRequest {
            offerCancelTogether(candidates)
            return true
        }
        if let index = understood.choice, candidates.indices.contains(index - 1) {
            askCancel(candidates[index - 1])
            return true
        }
        if let named = understood.text.pointedAt, !understood.main.intent.opensTicket {
            commands.append(.findCancellable(.ticket, named))
            return true
        }
        if understood.isRequest { return false }
        repeatQuestion(.chooseCancel(candidates))
        return true
    }

    mutating func answerConfirmCancel(_ candidate: Cancellable, _ understood: Understood) -> Bool {
        let main = understood.main
        if understood.text.keepsIt { return giveUp("cancel.kept") }
        // 全部撤掉 is more than was asked about.
        if understood.text.meansAll, main.intent == .cancel { return false }
        if let named = understood.text.pointedAt, candidate.isTicket, !main.intent.opensTicket {
            commands.append(.findCancellable(.ticket, named))
            return true
        }
        // "取消预约" is no yes to "撤销工单…?": a yes counts for what was named and nothing else.
        if main.intent == .cancel, !main.canMean(candidate) { return false }
        // Nor is "取消我爸的预约" one to his own seat.
        if let attendee = understood.text.attendee, candidate.isSeat,
            !(candidate.attendee?.hasPrefix(attendee) ?? false)
        {
            return false
        }
        switch understood.act {
        case .cancelFlow where !understood.text.mentionsAny(["撤", "取消", "退", "不要", "不用"]):
            // 算了 may mean the matter or the question: what is not undone needs a word that says so.
            return giveUp("cancel.kept")
        case .confirm, .cancelFlow:
            enter(nil)
            commands.append(.cancel(candidate))
            return true
        case .deny:
            return giveUp("cancel.kept")
        default:
            break
        }
        if main.intent == .cancel {
            enter(nil)
            commands.append(.cancel(candidate))
            return true
        }
        if understood.isRequest { return false }
        repeatQuestion(.confirmCancel(candidate))
        return true
    }
}

extension WaitingRequest {
    /// Whether the words of a cancellation leave it open that this one is meant.
    func canMean(_ candidate: Cancellable) -> Bool {
        switch (cancelTarget, candidate.kind) {
        case (.anything, _), (.ticket, .ticket), (.ticket, .need), (.booking, .booking),
            (.booking, .seatWait), (.redemption, .redemption), (.signup, .signup), (.meal, .meal):
            break
        default: return false
        }
        return switch reference {
        case .latest: true
        case .about(let words): words.allSatisfy { candidate.title.contains($0) }
        case .number(let number): number == candidate.reference
        case .tail(let tail): candidate.reference.hasSuffix(tail)
        case .all, .several, .oldest, .position: false
        }
    }
}

extension Cancellable {
    fileprivate var isTicket: Bool {
        if case .ticket = kind { true } else { false }
    }

    fileprivate var isSeat: Bool {
        switch kind {
        case .booking, .seatWait: true
        default: false
        }
    }
}

extension [Cancellable] {
    var listed: String { map(\.title).joined(separator: "\n") }

    var numbered: String {
        enumerated().map { "\($0.offset + 1). \($0.element.title)" }.joined(separator: "\n")
    }
}

extension String {
    private static let keeping = [
        "不撤", "别撤", "不用撤", "不要撤", "先不撤", "不想撤", "没说要撤", "没要撤", "不取消", "别取消", "不用取消", "不要取消", "不想取消", "留着吧",
        "先不删", "不删了", "别删", "先不取消", "先别取消", "先别撤", "先不退", "保留着", "不退了吧", "还是修", "还是要修", "还是来修", "还是要来", "继续修",
        "接着修", "还是留着",
    ]
    /// 别撤了: what there is stays, however much like a cancellation it reads.
    var keepsIt: Bool { mentionsAny(Self.keeping) && !mentionsAny(["撤不撤", "不撤不行", "取消不取消"]) }

    private static let asksWhetherDroppedPattern = Pattern(/(就|就这么|就这样)算了(吗|么|啊|？|\?)/, needs: ["算了"])

    /// 查不到就算了？, 以后就这么算了吗: indignant, and nothing is given up.
    fileprivate var asksWhetherDropped: Bool {
        contains(Self.asksWhetherDroppedPattern) && !mentionsAny(["撤", "取消"])
    }

    private static let undoing = [
        "撤错", "取消错", "误撤", "不该撤", "不小心撤", "点错撤", "恢复吧", "恢复一下", "帮我恢复", "重新开起来", "重新打开", "重新开一下", "重新开单",
        "重开吧",
        "重开一下", "再开起来", "重新激活",
    ]
    /// 撤错了，恢复吧.
    fileprivate var wantsBack: Bool { mentionsAny(Self.undoing) && count <= Limits.visitCharacters }

    private static let whole = ["全部", "全撤", "都撤", "都取消", "全取消", "统统", "通通", "所有的", "一起撤", "个都"]
    /// 全部撤掉: everything that is open.
    var meansAll: Bool { mentionsAny(Self.whole) }

    /// Only that he does not come, and nothing of what else.
    fileprivate var isGivingUpPlace: Bool {
        var words = letters
        while let first = words.first, "唉哎哦嗯那".contains(first) { words.removeFirst() }
        return [
            "不报了", "不参加了", "不去了", "不约了", "我不报了", "我不参加了", "我不去了", "我不约了", "不来了", "我不来了",
            "去不了了", "我去不了了", "来不了了", "我来不了了", "不报名了", "我不报名了", "算了不报了", "算了不去了",
        ].contains(words)
    }

    /// Whom he names, as the bookings have it.
    var attendee: String? {
        Self.kin.first { mentionsAny($0.words) }?.name
    }

    /// All whom he names.
    var kinNamed: [String] { Self.kin.filter { mentionsAny($0.words) }.map(\.name) }

    private static let kin: [(name: String, words: [String])] = [
        ("父亲", ["我爸", "我父亲", "我老爸", "我爹", "老父亲"]), ("母亲", ["我妈", "我母亲", "我老妈", "老母亲"]),
        ("爷爷", ["爷爷", "阿公"]), ("奶奶", ["奶奶", "阿嬷"]), ("外公", ["外公", "姥爷"]), ("外婆", ["外婆", "姥姥"]),
        ("公公", ["我公公"]), ("婆婆", ["我婆婆"]), ("岳父", ["岳父", "丈人"]), ("岳母", ["岳母", "丈母娘"]),
        ("先生", ["我老公", "我先生"]), ("爱人", ["我老婆", "我爱人", "我太太"]), ("儿子", ["我儿子"]), ("女儿", ["我女儿"]),
        ("老伴", ["我老伴", "我老头", "我家老头", "我老太", "我家老太"]), ("儿媳", ["我儿媳"]), ("女婿", ["我女婿"]),
    ]
}

extension WaitingRequest {
    private static let shruggedOffPattern = Pattern(/(.{2,8}?)(?:的事)?(?:就|还是|先)?算了(?:吧|啦)?/, needs: ["算了"])

    /// 账目算了: what he shrugs off has a name, and it is not simply the ticket that was spoken of last.
    /// Nil for a bare 算了, and where he says that a ticket is to be withdrawn.
    var shruggedOff: String? {
        let words = text.lettersAndNumbers
        let pattern = Self.shruggedOffPattern
        guard let found = words.wholeMatch(of: pattern) else { return nil }
        let thing = String(found.output.1)
        guard reference == .latest, !thing.mentionsAny(Self.unnamed) else { return nil }
        return thing.mentionsAny(["撤", "修", "取消", "单", "约", "接访", "报名", "饭", "餐", "换"]) ? nil : thing
    }

    private static let unnamed = [
        "这", "那", "它", "我", "你", "他", "她", "不", "就", "还是", "行", "好", "都", "要", "了", "没",
    ]

    /// "我爸的取消": whose, and not what.
    fileprivate var isBareCancel: Bool {
        text.letters.count <= Limits.shrugCharacters
            && !text.mentionsAny(["饭", "餐", "报修", "工单", "投诉", "报名", "借", "换"])
    }
}
