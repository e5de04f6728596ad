import LinliModel

/// While a warning lasts, what it is about is opened at once; the place of an emergency is asked afterwards.
extension Turn {
    mutating func openUnderAlert(_ understood: Understood) -> Bool {
        guard state.flow == nil || understood.isRequest, let alert = facts.alert,
            let category = alert.category(of: understood),
            let urgency = alert.raise[category]
        else { return false }
        let main = understood.main
        enter(nil)
        if urgency == .p0 {
            var request = main
            request.intent = .reportHazard
            request.category = category
            request.urgency = .p0
            var raised = understood
            raised.requests = [request]
            openEmergencies(raised)
            return true
        }
        let home = facts.homes.count == 1 ? facts.homes[0].address : Address()
        let near = Address(building: home.building, unit: home.unit)
        commands.append(
            .openTicket(
                TicketDraft(
                    category: category, urgency: min(main.urgency, urgency), text: understood.text,
                    address: main.address.isEmpty ? near : main.address, intent: .reportHazard)))
        return true
    }
}

extension AlertInForce {
    /// What was understood, where it is raised; else the word that was written, where little else was said.
    fileprivate func category(of understood: Understood) -> String? {
        if let category = understood.main.category, raise[category] != nil { return category }
        guard understood.text.count <= Limits.fragmentCharacters || understood.main.category == nil else {
            return nil
        }
        return words.keys.sorted().first { understood.text.mentions($0) }.flatMap { words[$0] }
    }
}
