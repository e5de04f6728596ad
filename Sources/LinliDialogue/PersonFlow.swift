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
