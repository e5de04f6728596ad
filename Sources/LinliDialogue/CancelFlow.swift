import LinliModel

/// Giving something up: named, confirmed, then done.
extension Turn {
    mutating func offerCancel(_ candidates: [Cancellable]) {
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
            understood.text.isGivingUpPlace
        else { return false }
        commands.append(.findCancellable(taken.target, .latest, newest: true))
        return true
    }

    mutating func findCancellable(_ request: WaitingRequest) {
        guard let attendee = request.text.attendee, request.reference == .latest,
            [.booking, .anything].contains(request.cancelTarget) || request.isBareCancel
        else {
            commands.append(.findCancellable(request.cancelTarget, cancelReference(request)))
            return
        }
        commands.append(.findCancellable(.booking, .latest, attendee: attendee))
    }

    mutating func askCancel(_ candidate: Cancellable) {
        if let refusal = candidate.refusal { return refuseCancel(candidate, refusal) }
        enter(.confirmCancel(candidate))
        say("cancel.confirm", ["title": candidate.title])
        acts.append(.cancelAsk)
    }

    mutating func refuseCancel(_ candidate: Cancellable, _ refusal: Outcome.CancelRefusal) {
        enter(nil)
        say("cancel.refused.\(refusal.rawValue)", ["title": candidate.title])
        acts.append(.cancelRefused)
    }

    mutating func answerChooseCancel(_ candidates: [Cancellable], _ understood: Understood) -> Bool {
        if understood.act == .deny || understood.act == .cancelFlow { return giveUp("cancel.kept") }
        if let index = understood.choice, candidates.indices.contains(index - 1) {
            askCancel(candidates[index - 1])
            return true
        }
        if understood.isRequest { return false }
        repeatQuestion(.chooseCancel(candidates))
        return true
    }

    mutating func answerConfirmCancel(_ candidate: Cancellable, _ understood: Understood) -> Bool {
        let main = understood.main
        // "取消预约" is no yes to "撤销工单…?": a yes counts for what was named and nothing else.
        if main.intent == .cancel, !main.canMean(candidate) { return false }
        // Nor is "取消我爸的预约" one to his own seat.
        if let attendee = understood.text.attendee, attendee != candidate.attendee, candidate.isSeat {
            return false
        }
        switch understood.act {
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
            (.booking, .seatWait), (.redemption, .redemption), (.signup, .signup):
            break
        default: return false
        }
        return switch reference {
        case .latest: true
        case .about(let words): words.allSatisfy { candidate.title.contains($0) }
        case .number(let number): number == candidate.reference
        case .tail(let tail): candidate.reference.hasSuffix(tail)
        }
    }
}

extension Cancellable {
    fileprivate var isSeat: Bool {
        switch kind {
        case .booking, .seatWait: true
        default: false
        }
    }
}

extension [Cancellable] {
    var numbered: String {
        enumerated().map { "\($0.offset + 1). \($0.element.title)" }.joined(separator: "\n")
    }
}

extension String {
    /// Only that he does not come, and nothing of what else.
    fileprivate var isGivingUpPlace: Bool {
        let words = filter(\.isLetter)
        return [
            "不报了", "不参加了", "不去了", "不约了", "我不报了", "我不参加了", "我不去了", "我不约了", "不来了", "我不来了",
            "去不了了", "我去不了了", "来不了了", "我来不了了", "不报名了", "我不报名了", "算了不报了", "算了不去了",
        ].contains(words)
    }

    /// Whom he names, as the bookings have it.
    fileprivate var attendee: String? {
        Self.kin.first { mentionsAny($0.words) }?.name
    }

    private static let kin: [(name: String, words: [String])] = [
        ("父亲", ["我爸", "我父亲", "我老爸", "我爹", "老父亲"]), ("母亲", ["我妈", "我母亲", "我老妈", "老母亲"]),
        ("爷爷", ["爷爷", "阿公"]), ("奶奶", ["奶奶", "阿嬷"]), ("外公", ["外公", "姥爷"]), ("外婆", ["外婆", "姥姥"]),
        ("公公", ["我公公"]), ("婆婆", ["我婆婆"]), ("岳父", ["岳父", "丈人"]), ("岳母", ["岳母", "丈母娘"]),
        ("先生", ["我老公", "我先生"]), ("爱人", ["我老婆", "我爱人", "我太太"]), ("儿子", ["我儿子"]), ("女儿", ["我女儿"]),
    ]
}

extension WaitingRequest {
    /// "我爸的取消": whose, and not what.
    fileprivate var isBareCancel: Bool {
        text.filter(\.isLetter).count <= Limits.shrugCharacters
            && !text.mentionsAny(["饭", "餐", "报修", "工单", "投诉", "报名", "借", "换"])
    }
}
