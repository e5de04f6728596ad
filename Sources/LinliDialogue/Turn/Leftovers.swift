import LinliModel

/// What stood behind a question that nobody answered. It does not go without a word: what lacks nothing is
/// done, what is urgent is handed to a person, and of the rest it is said that it was not done, and how to go
/// on.
extension Turn {
    mutating func settleWaiting() {
        let (flow, touchedAt, isReminded) = (state.flow, state.touchedAt, state.isReminded)
        let repeats = state.repeats
        let waiting = state.waiting
        state.waiting = []
        var left: [WaitingRequest] = []
        for request in waiting {
            guard let done = settled(request) else {
                left.append(request)
                continue
            }
            self = done
        }
        (state.flow, state.touchedAt, state.isReminded) = (flow, touchedAt, isReminded)
        state.repeats = repeats
        guard !left.isEmpty else { return }
        say("waiting.left", ["list": left.map(\.spoken).joined(separator: "、")])
    }

    /// This turn with the request done; nil where something would have to be asked first.
    private func settled(_ request: WaitingRequest) -> Turn? {
        guard request.intent.opensTicket || request.intent.isQuestion else { return nil }
        var turn = self
        turn.state.flow = nil
        if let draft = request.draft, draft.wasOffered, draft.urgency > .p1 { return nil }
        turn.begin(request, nil)
        if case .repair(var draft) = turn.state.flow, draft.urgency <= .p1, draft.what != nil {
            turn = self
            turn.state.flow = nil
            draft.asked[.choice] = 1
            turn.open(draft)
        }
        guard turn.state.flow == nil,
            turn.commands.count > commands.count || turn.replies.count > replies.count
        else { return nil }
        return turn
    }
}

extension WaitingRequest {
    /// "报修（路灯）".
    fileprivate var spoken: String {
        guard let name = draft?.title ?? shortName else { return intent.chinese }
        return "\(intent.chinese)（\(name)）"
    }

    private var shortName: String? {
        [thing, slots[.item]?.text, slots[.activity]?.text].compactMap { $0 }
            .first { (1...Limits.loanItemCharacters).contains($0.count) }
    }
}
