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
        enter(.confirmCancel(candidate))
        say("cancel.confirm", ["title": candidate.title])
        acts.append(.cancelAsk)
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
        if understood.main.intent == .cancel {
            enter(nil)
            commands.append(.cancel(candidate))
            return true
        }
        if understood.isRequest { return false }
        repeatQuestion(.confirmCancel(candidate))
        return true
    }
}

extension [Cancellable] {
    var numbered: String {
        enumerated().map { "\($0.offset + 1). \($0.element.title)" }.joined(separator: "\n")
    }
}
