import LinliModel

/// What is left lying: a draft lives 30 minutes, is called to mind once, and can be taken up for a day
/// (`domain.md` 2.3, 2.10). A confirmation is never taken up: a late yes is no yes.
extension Turn {
    /// An answer to a late question goes on with it where that costs nothing; everything else is told.
    mutating func expireDraft(_ understood: Understood?) {
        let age = facts.now - state.touchedAt
        guard age > .minutes(Limits.draftMinutes) else { return }
        state.afterProof = nil
        guard let flow = state.flow else { return }
        if let understood, age <= .hours(Limits.draftRecoveryHours), flow.takesUp(understood) {
            say("draft.resumed", ["what": flow.subject ?? ""].present)
            acts.append(.resumeFlow)
            return
        }
        state.flow = nil
        state.touchedAt = facts.now
        // A danger goes first; what waits is begun when help is on its way.
        if understood?.requests.contains(where: \.isEmergency) != true { settleWaiting() }
        guard let understood, understood.act != nil, !understood.isRequest else { return }
        say("draft.expired")
        acts.append(.clarify)
    }

    /// Said once for each report, and each question which of two was meant, that was left alone. It starts no
    /// clock and opens nothing.
    mutating func remindOfDraft() {
        settleWaiting()
        guard let flow = state.flow, flow.isUnfinished, !state.isReminded else { return }
        if case .repair(var draft) = flow, draft.urgency <= .p1, draft.what != nil {
            // What is urgent is not left lying: a person asks for the rest.
            draft.asked[.choice] = 1
            return open(draft)
        }
        state.isReminded = true
        say("draft.reminder", ["what": flow.subject ?? ""].present)
        acts.append(.notify)
    }
}

extension Flow {
    /// Words that only can be the answer to this question, however late.
    fileprivate func takesUp(_ understood: Understood) -> Bool {
        guard !understood.isRequest, [nil, .provideSlot, .correctSlot].contains(understood.act) else {
            return false
        }
        return switch self {
        case .repair, .emergencyPlace, .homeAddress: !understood.main.address.isEmpty
        default: false
        }
    }

    /// Something was asked for and waits for one more word.
    fileprivate var isUnfinished: Bool {
        switch self {
        case .repair: true
        case .chooseGuess(_, let request): request.intent != .outOfScope
        default: false
        }
    }

    fileprivate var subject: String? {
        if case .repair(let draft) = self { draft.title } else { nil }
    }
}

extension ConversationState {
    /// What the clock does in a conversation.
    package enum Timeout: Sendable, Hashable, CaseIterable {
        /// The quiet window closes.
        case quiet
        /// A report in the making was left alone.
        case draft
    }

    /// When a timeout is due in this state; nil where there is nothing to wait for.
    package func due(_ timeout: Timeout) -> Instant? {
        switch timeout {
        case .quiet:
            return fragments.isEmpty ? nil : fragmentsAt + .seconds(Limits.quietSeconds)
        case .draft:
            let isLeft = flow?.isUnfinished == true && !isReminded
            // What waits behind a question waits no longer than the question.
            guard isLeft || (flow != nil && !waiting.isEmpty) else { return nil }
            return touchedAt + .minutes(Limits.draftMinutes)
        }
    }
}
