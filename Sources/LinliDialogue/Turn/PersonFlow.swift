import LinliModel

/// A person on the line. Who asked for one is told so once; while the person writes, the machine is silent
/// and hands over what the resident says. Danger goes the usual way first.
extension Turn {
    mutating func askForPerson(_ request: WaitingRequest) {
        guard let person = facts.person else {
            forward(request, origin: .handoff)
            return
        }
        say(person.isActive ? "handoff.active" : "handoff.waiting", ["ticket": person.ticket])
        acts.append(.handoff)
    }

    /// "你们到底有没有活人啊": a person, whatever is being asked.
    mutating func wantsSomebody(_ understood: Understood) -> Bool {
        // 人呢 behind 转人工: that person, and no choice among his tickets.
        let isBare = (state.lastTicket == nil || isWaitingForPerson) && understood.text.asksWhereEverybodyIs
        guard isBare || understood.text.asksForTheLiving, understood.main.slots[.symptom] == nil else {
            return false
        }
        leaveMenu()
        askForPerson(understood.main)
        state.isAside = state.flow != nil
        if commands.isEmpty { resume() }
        return true
    }

    private var isWaitingForPerson: Bool { facts.person.map { $0.ticket == state.lastTicket } ?? false }

    /// "不用转人工": nobody is called, and who was called already is not needed any more. A matter beside it
    /// goes its own way.
    mutating func sendPersonAway(_ understood: Understood) -> Bool {
        guard understood.text.refusesPerson, understood.text.count <= Limits.answerCharacters,
            !understood.main.intent.opensTicket, understood.main.address.isEmpty
        else { return false }
        if let person = facts.person {
            commands.append(.findCancellable(.ticket, .number(person.ticket)))
            return true
        }
        say("handoff.unwanted")
        acts.append(.ack)
        if let flow = state.flow { repeatQuestion(flow) }
        return true
    }

    /// "打12345投诉你们": he may, and a person can ring him. Said once, and no list behind it.
    mutating func pointToHotline(_ understood: Understood) -> Bool {
        guard understood.text.threatensHotline, understood.main.slots[.symptom] == nil,
            understood.main.slots[.object] == nil
        else { return false }
        leaveMenu()
        say("complain.hotline")
        acts += [.answer, .deescalate]
        return true
    }

    /// Who has lost his patience is not asked once more which of his tickets is meant.
    private mutating func leaveMenu() {
        switch state.flow {
        case .chooseTicketToUrge, .chooseGuess: enter(nil)
        default: break
        }
    }

    /// True where a person is there: his words are for him. What he gives up he still may give up.
    mutating func tellPerson(_ understood: Understood) -> Bool {
        guard let person = facts.person, person.isActive else { return false }
        let main = understood.main
        if main.intent == .cancel || main.intent == .humanHandoff { return false }
        if understood.act == .cancelFlow, state.flow != nil { return false }
        switch state.flow {
        case .confirmCancel, .confirmCancelAll: if understood.act != nil { return false }
        default: break
        }
        commands.append(.tellPerson(ticket: person.ticket, text: understood.text))
        acts.append(.notify)
        return true
    }
}

extension String {
    /// 打12345投诉你们, and no question what its number is.
    fileprivate var threatensHotline: Bool {
        mentions("12345") && mentionsAny(["投诉", "告你", "告他", "告状", "举报", "反映你", "不如去", "不如找", "不如打"])
            && withoutOwnNumbers.count <= Limits.answerCharacters
            && !mentionsAny(["吗", "多少", "什么", "怎么", "？", "?", "有用"])
    }
}
