import LinliModel

/// "厨房" / "水管" / "漏水了": pieces of one message. A quiet window opens for pieces only; a whole request or
/// an emergency is answered at once, with what stood before it.
extension Turn {
    /// True where the message is a piece: it is kept and nothing is said yet.
    mutating func keepFragment(_ understood: Understood) -> Bool {
        guard state.flow == nil, understood.isFragment, state.fragments.count < Limits.fragmentMessages else {
            return false
        }
        state.fragments.append(understood.text)
        state.fragmentsAt = facts.now
        return true
    }

    /// The ticket of a flat just spoken of, where no room is known yet and these words are a room.
    private func flatTicket(for main: WaitingRequest) -> String? {
        guard main.slots[.object] == nil, main.address.isRoomOfFlat,
            let last = recent(within: .minutes(Limits.recentTicketMinutes)).last?.ticket,
            let address = last.address, address.room != nil, address.place == nil
        else { return nil }
        return last.number
    }

    /// The window has closed. What the pieces say together is a request, or it is asked what is the matter.
    mutating func endQuiet(_ understood: Understood) {
        guard !state.fragments.isEmpty else { return }
        state.fragments = []
        guard !understood.isRequest, state.flow == nil else {
            receive(understood)
            return
        }
        let main = understood.main
        guard main.slots[.object] != nil || !main.address.isEmpty else {
            missed(understood)
            return
        }
        if let number = flatTicket(for: main) {
            // 漏水了, and then 厨房: more of the ticket, and no fault of its own.
            commands.append(
                .completeTicket(number: number, text: understood.text, address: main.address))
            return
        }
        var draft = RepairDraft(
            intent: .reportRepair, category: Intent.reportRepair.defaultCategory, urgency: .p2,
            words: [understood.text], address: main.address, what: nil)
        draft.asked[.object] = 1
        draft.named = understood.text
        enter(.repair(draft))
        say("fragment.ask", ["words": understood.text])
        askFor([.symptom])
    }

    /// Another matter came between: the pieces wait behind it.
    mutating func parkFragments() {
        guard !state.fragments.isEmpty else { return }
        let text = state.fragments.joined()
        state.fragments = []
        // 就在北门, 2单元301: a place without a thing is no report that waits; a room of a flat (厨房) is.
        let isRoom = Address(place: text).isRoomOfFlat
        guard isRoom || (!text.contains(where: \.isNumber) && !text.endsAsPlace) else { return }
        var draft = RepairDraft(
            intent: .reportRepair, category: Intent.reportRepair.defaultCategory, urgency: .p2,
            words: [text], address: Address(), what: nil)
        draft.named = text
        wait(for: [WaitingRequest(draft)])
    }
}

extension ConversationState {
    /// The text of the pieces with this one, where it belongs to them; nil where it does not.
    package func joined(with said: Understood, at now: Instant) -> String? {
        guard !fragments.isEmpty, now - fragmentsAt <= .seconds(Limits.quietSeconds) else { return nil }
        guard said.isFragment || said.main.intent.opensTicket || said.act == .provideSlot else { return nil }
        return fragments.joined() + said.text
    }

    /// Which reading counts: together with the pieces, or alone. Danger is never lost by joining.
    package func reading(_ alone: Understood, _ together: Understood) -> Understood {
        let isDanger = alone.requests.contains(where: \.isEmergency)
        let isHelp = together.requests.contains(where: \.isEmergency)
        // Still only a thing and a place: nothing says what is the matter.
        if alone.isFragment, !isHelp, together.main.slots[.symptom] == nil { return alone }
        if isDanger, !together.requests.contains(where: \.isEmergency) { return alone }
        if alone.main.intent.opensTicket, !together.main.intent.opensTicket { return alone }
        var joined = together
        joined.joins = true
        return joined
    }

    /// What the pieces say so far.
    package var fragmentText: String { fragments.joined() }
}

extension Understood {
    /// A thing or a place without a word of what is the matter, in a handful of characters.
    var isFragment: Bool {
        let characters = text.filter { !$0.isWhitespace }
        guard !isRequest, act == nil || act == .provideSlot,
            (1...Limits.fragmentCharacters).contains(characters.count),
            characters.allSatisfy({ $0.isLetter || $0.isNumber }), characters.contains(where: \.isLetter)
        else { return false }
        switch subtype {
        case .empty, nil: return main.slots[.object] != nil || !main.address.isEmpty
        case .otherDomain, .misdirected:
            return characters.count <= Limits.strangeFragmentCharacters && !main.isDated
        default: return false
        }
    }
}

extension WaitingRequest {
    fileprivate var isDated: Bool { slots[.date] ?? slots[.dateFrom] != nil || slots[.time] != nil }
}
