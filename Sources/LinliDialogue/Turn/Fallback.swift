import LinliModel

/// Where nothing was understood: a guess with two options, then a person, and never the same list again. The
/// count stands in the state, so that a restart does not begin from the start again.
///
/// Where two readings are about as likely it is asked which. A guess that nobody has confirmed does nothing:
/// who speaks of something else then is served with that, and the question is over.
extension Turn {
    mutating func missed(_ understood: Understood?) {
        state.misses += 1
        let guesses = understood?.guesses ?? []
        if !guesses.isEmpty { state.guesses = guesses }
        if let understood, understood.text.count > Limits.longMessageCharacters {
            say("fallback.long")
            acts.append(.clarify)
            return
        }
        switch state.misses {
        case 1:
            guard let understood, guesses.count > 1 else {
                say("fallback.first")
                acts.append(.clarify)
                return
            }
            enter(.chooseGuess(guesses, understood.main))
            askGuess(guesses)
        default:
            offerPerson()
        }
    }

    /// Where the second message is not clear either; in short, where that was said already.
    mutating func offerPerson() {
        say(state.misses > 2 ? "fallback.again" : "fallback.person")
        acts.append(.offerOptions)
    }

    /// The menu, unless it was told a moment ago and nobody asks for it.
    mutating func greet(_ request: WaitingRequest) {
        if request.text.asksToAsk, let waiting = state.handedOn,
            facts.now - waiting.at <= .minutes(Limits.draftMinutes)
        {
            say("forward.waiting", ["ticket": waiting.ticket])
            acts.append(.answer)
            return
        }
        acts.append(.greet)
        let isFresh = state.menuAt.map { facts.now - $0 <= .minutes(Limits.draftMinutes) } ?? false
        guard !isFresh || request.text.asksForMenu else { return say("help.here") }
        state.menuAt = facts.now
        say("help.menu")
    }

    /// What the menu numbers, in its order (`help.menu`).
    private static let menu: [(word: String, intent: Intent)] = [
        ("报修", .reportRepair), ("查积分", .pointsQuery), ("兑换", .redeem), ("预约接访", .receptionBook),
        ("查进度", .queryStatus), ("转人工", .humanHandoff),
    ]

    /// A bare number right behind the menu: as if he had said the word beside it. Behind any other matter it
    /// is no longer that list.
    mutating func chooseFromMenu(_ understood: Understood) -> Bool {
        guard understood.act == .chooseOption, state.flow == nil, let told = state.menuAt,
            told == state.listedAt, facts.now - told <= .minutes(Limits.draftMinutes),
            let choice = understood.choice,
            Self.menu.indices.contains(choice - 1)
        else { return false }
        let chosen = Self.menu[choice - 1]
        state.menuAt = nil
        return take(
            chosen.intent,
            WaitingRequest(
                intent: chosen.intent, category: nil, urgency: .none, slots: [:], text: chosen.word))
    }

    mutating func askGuess(_ guesses: [Intent]) {
        say("fallback.guess", ["list": guesses.numbered])
        acts.append(.offerOptions)
    }

    mutating func answerGuess(
        _ guesses: [Intent], _ request: WaitingRequest, _ understood: Understood
    ) -> Bool {
        if understood.isRequest { return leave() }
        if let index = understood.choice, guesses.indices.contains(index - 1) {
            return take(guesses[index - 1], request)
        }
        switch understood.act {
        case .confirm where guesses.count == 1:
            return take(guesses[0], request)
        case .deny, .cancelFlow:
            enter(nil)
            say("fallback.menu")
            acts.append(.offerOptions)
            return true
        case .provideSlot where request.intent != .outOfScope:
            var placed = request
            placed.slots.merge(understood.main.slots) { _, said in said }
            return take(guesses[0], placed)
        default:
            return leave()
        }
    }

    private mutating func take(_ intent: Intent, _ request: WaitingRequest) -> Bool {
        enter(nil)
        var meant = request
        meant.intent = intent
        if meant.urgency == .none, intent.opensTicket { meant.urgency = intent == .suggestNeed ? .p3 : .p2 }
        begin(meant, nil)
        return true
    }

    /// The message is something of its own.
    private mutating func leave() -> Bool {
        enter(nil)
        return false
    }
}

extension [Intent] {
    var numbered: String {
        enumerated().map { "\($0.offset + 1). \($0.element.chinese)" }.joined(separator: "\n")
    }
}

extension String {
    /// 你帮我问问嘛, behind a question that was handed on.
    fileprivate var asksToAsk: Bool { mentionsAny(["帮我问", "帮忙问", "问问", "问一下", "去问"]) }

    fileprivate var asksForMenu: Bool {
        mentionsAny(["菜单", "帮助", "功能", "能做什么", "会做什么", "能干什么", "能干啥", "会什么", "怎么用", "有什么用"])
    }
}
