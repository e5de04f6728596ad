import LinliModel

/// Activities: what is to be had and when, which of it he wants, and for how many (`domain.md` A06).
extension Turn {
    /// "便民日都有啥项目": the day of services is named, whatever else the question reads like.
    mutating func speakOfActivity(_ understood: Understood) -> Bool {
        let intent = understood.main.intent
        guard intent == .infoQuery || intent == .outOfScope, understood.text.mentionsAny(policy.activities)
        else { return false }
        commands.append(.findActivity(words: understood.text, people: understood.main.people))
        return true
    }

    mutating func askItem(of offer: ActivityOffer, people: Int) {
        enter(.chooseItem(offer, people: people))
        say("activity.offer", offer.values)
        acts.append(.offerOptions)
        ask.append(.activity)
    }

    mutating func answerChooseItem(_ offer: ActivityOffer, people: Int, _ understood: Understood) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("activity.dropped") }
        let main = understood.main
        let people = main.slots[.headcount] == nil ? people : main.people
        var chosen = offer.items.filter { understood.text.asksFor($0.name) }
        if chosen.isEmpty, understood.text.mentionsAny(Self.allWords) { chosen = offer.items }
        if chosen.isEmpty, let index = understood.choice, offer.items.indices.contains(index - 1) {
            chosen = [offer.items[index - 1]]
        }
        if main.intent == .cancel { return false }
        guard chosen.isEmpty else {
            enter(nil)
            commands += chosen.map { .signUp($0.id, people: people) }
            return true
        }
        let saysHowMany = main.intent == .activitySignup && main.slots[.activity] == nil
        if understood.isRequest, !saysHowMany { return false }
        repeatQuestion(.chooseItem(offer, people: people))
        return true
    }

    private static let allWords = ["都要", "全要", "都报", "全报", "全部"]

    mutating func tell(activity outcome: Outcome) {
        switch outcome {
        case .activityFound(let offer, let items, let people):
            tell(offer, items, people: people)
        case .activityNone(let name):
            enter(nil)
            say("activity.none", ["name": name])
            acts.append(.answer)
        case .activityUnknown(let words):
            forward(
                WaitingRequest(
                    intent: .activitySignup, category: nil, urgency: .none, slots: [:], text: words),
                origin: .forwarded)
        case .signedUp(let signup, let isNew):
            tell(signup, isNew: isNew)
        case .signupClosed:
            say("activity.over")
            acts.append(.reject)
        case .signupTooMany(let most):
            say("activity.too_many", ["count": "\(most)"])
            acts.append(.reject)
        default:
            break
        }
    }

    private mutating func tell(_ offer: ActivityOffer, _ items: [ActivityItemID], people: Int) {
        if !offer.isOpen {
            enter(nil)
            say("activity.closed", offer.values)
            acts.append(.answer)
        } else if items.isEmpty {
            askItem(of: offer, people: people)
        } else {
            enter(nil)
            commands += items.map { .signUp($0, people: people) }
        }
    }

    private mutating func tell(_ signup: SignupSummary, isNew: Bool) {
        let values = [
            "activity": signup.activity, "item": signup.item,
            "people": signup.people > 1 ? "\(signup.people)" : "",
            "place": signup.waiting > 0 ? "\(signup.waiting)" : "",
        ].present
        if signup.waiting > 0 {
            say(isNew ? "activity.waiting" : "activity.waiting_before", values)
            acts.append(isNew ? .waitlistOK : .answer)
        } else {
            say(isNew ? "activity.signed_up" : "activity.signed_up_before", values)
            acts.append(isNew ? .signupOK : .answer)
        }
    }
}

extension WaitingRequest {
    /// For how many he asks; himself where he does not say.
    var people: Int { max(1, slots[.headcount]?.integer ?? 1) }
}

extension ActivityOffer {
    fileprivate var values: [String: String] {
        let lines = items.enumerated().map { index, item in
            let hours = item.hours.isEmpty ? "" : "（\(item.hours)）"
            let left = item.left > 0 ? "余\(item.left)位" : "已满，可候补"
            return "\(index + 1). \(item.name)\(hours)，\(left)"
        }
        return ["name": name, "title": title, "list": lines.joined(separator: "\n")]
    }
}
