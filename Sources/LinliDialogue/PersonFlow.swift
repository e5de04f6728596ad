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
        guard understood.text.mentionsAny(["有没有活人", "有活人", "没活人", "没有活人", "找个活人", "要活人", "跟活人", "和活人"]),
            understood.main.slots[.symptom] == nil
        else { return false }
        leaveMenu()
        askForPerson(understood.main)
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

extension Understood {
    /// 电梯又坏了，转人工: a person beside the matter, where the reading has heard the matter alone.
    var personBeside: WaitingRequest? {
        guard main.intent.opensTicket, text.wantsPerson,
            !requests.contains(where: { $0.intent == .humanHandoff })
        else { return nil }
        return WaitingRequest(
            intent: .humanHandoff, category: nil, urgency: .none, slots: [:], text: text)
    }
}

extension String {
    private static let persons = ["转人工", "接人工", "转接人工", "找人工"]
    private static let unwanted = [
        "不用转", "不要转", "别转", "不转", "不用接", "不用找", "别找", "没人", "打不通", "半天", "转不", "接不", "找不", "老是转",
    ]

    /// Of a person who could not be reached it is only told.
    fileprivate var wantsPerson: Bool { mentionsAny(Self.persons) && !mentionsAny(Self.unwanted) }
}

extension String {
    /// 打12345投诉你们, and no question what its number is.
    fileprivate var threatensHotline: Bool {
        mentions("12345") && mentionsAny(["投诉", "告你", "告他", "告状", "举报", "反映你"])
            && withoutOwnNumbers.count <= Limits.answerCharacters
            && !mentionsAny(["吗", "多少", "什么", "怎么", "？", "?", "有用"])
    }
}
