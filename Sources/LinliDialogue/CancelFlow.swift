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

extension [Cancellable] {
    var numbered: String {
        enumerated().map { "\($0.offset + 1). \($0.element.title)" }.joined(separator: "\n")
    }
}
