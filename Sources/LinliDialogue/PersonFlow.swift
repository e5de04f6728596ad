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
