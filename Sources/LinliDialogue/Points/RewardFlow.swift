import LinliModel

/// Redeeming: choose, hear the price, confirm exactly that price.
extension Turn {
    mutating func startRedeem(_ request: WaitingRequest) {
        if startFee(request) { return }
        let quantity = max(1, request.slots[.qty]?.integer ?? 1)
        guard let item = request.slots[.item]?.text else {
            enter(.chooseReward([], quantity: quantity))
            commands.append(.reward(.list))
            return
        }
        commands.append(
            request.text.mayNameSeveral
                ? .reward(.find(words: request.text, quantity: quantity))
                : .reward(.quote(item: item, quantity: quantity)))
    }

    /// Each is quoted and confirmed by itself, one after the other.
    mutating func take(_ picks: [RewardPick], refused: Set<String>) {
        state.waiting.removeAll { $0.intent == .redeem && refused.contains($0.slots[.item]?.text ?? "") }
        guard let first = picks.first else {
            if case .confirmReward(let quote) = state.flow, !refused.isEmpty {
                if refused.contains(quote.name) { return _ = giveUp("redeem.dropped") }
                return repeatQuestion(.confirmReward(quote))
            }
            enter(.chooseReward([], quantity: 1))
            commands.append(.reward(.list))
            return
        }
        enter(nil)
        state.waiting.removeAll { waiting in
            waiting.intent == .redeem && picks.contains { $0.name == waiting.slots[.item]?.text }
        }
        wait(
            for: picks.dropFirst().map { pick in
                WaitingRequest(
                    intent: .redeem, category: nil, urgency: .none,
                    slots: [.item: .text(pick.name), .qty: .integer(pick.quantity)], text: pick.name)
            })
        commands.append(.reward(.quote(item: first.name, quantity: first.quantity)))
    }

    /// The reward that is quoted after this one.
    var nextReward: [String: String] {
        let next = state.waiting.first { $0.intent == .redeem }?.slots[.item]?.text
        return next.map { ["next": $0] } ?? [:]
    }

    mutating func answerChooseReward(
        _ listings: [RewardListing], quantity: Int, _ understood: Understood
    ) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny {
            return giveUp("redeem.dropped")
        }
        if understood.main.intent == .redeem, startFee(understood.main) { return true }
        if let index = understood.choice, listings.indices.contains(index - 1) {
            commands.append(.reward(.quote(item: listings[index - 1].name, quantity: quantity)))
            return true
        }
        let asked = understood.main.slots[.qty]?.integer ?? quantity
        if understood.main.slots[.item] != nil, understood.text.mayNameSeveral {
            commands.append(.reward(.find(words: understood.text, quantity: asked)))
            return true
        }
        if let item = understood.main.slots[.item]?.text {
            commands.append(.reward(.quote(item: item, quantity: asked)))
            return true
        }
        if understood.isBare {
            repeatQuestion(.chooseReward(listings, quantity: quantity))
            return true
        }
        guard !understood.isRequest else { return false }
        commands.append(.reward(.quote(item: understood.text, quantity: asked)))
        return true
    }

    /// A yes counts for exactly the price that was told; anything else is a new request or a question.
    mutating func answerConfirmReward(_ quote: RewardQuote, _ understood: Understood) -> Bool {
        // 换一提就好: 就好 is no goods.
        let named = understood.main.slots[.item]?.text.nilIfFiller
        let isOther = named != nil && named != quote.name
        if !isOther, adjust(quote, understood) { return true }
        switch understood.act {
        case .confirm where !isOther:
            enter(nil)
            commands.append(.reward(.redeem(quote)))
            return true
        case .deny, .cancelFlow:
            return giveUp("redeem.dropped")
        default:
            break
        }
        if let named, isOther, understood.text.addsAnother {
            // "再加一瓶洗衣液": this one first.
            let quantity = understood.main.slots[.qty]?.integer ?? 1
            wait(
                for: [
                    WaitingRequest(
                        intent: .redeem, category: nil, urgency: .none,
                        slots: [.item: .text(named), .qty: .integer(quantity)], text: named)
                ])
            repeatQuestion(.confirmReward(quote))
            return true
        }
        if named != nil, understood.text.mayNameSeveral {
            commands.append(
                .reward(.find(words: understood.text, quantity: understood.main.slots[.qty]?.integer ?? 1)))
            return true
        }
        if let item = named {
            commands.append(
                .reward(.quote(item: item, quantity: understood.main.slots[.qty]?.integer ?? 1)))
            return true
        }
        // "换两提": another number of the same, and a new price that needs a new yes.
        if let quantity = understood.main.slots[.qty]?.integer,
            understood.main.intent == .redeem || !understood.isRequest
        {
            commands.append(.reward(.quote(item: quote.name, quantity: quantity)))
            return true
        }
        if understood.isRequest { return false }
        repeatQuestion(.confirmReward(quote))
        return true
    }

    /// "要两把": another number of the same, and a new price that needs a new yes.
    private mutating func adjust(_ quote: RewardQuote, _ understood: Understood) -> Bool {
        if quote.fee != nil {
            guard let yuan = understood.text.bareAmount else { return false }
            commands.append(.reward(.quoteFee(FeeWish(yuan: yuan))))
            return true
        }
        guard let count = understood.text.bareCount else { return false }
        commands.append(.reward(.quote(item: quote.name, quantity: count)))
        return true
    }

    mutating func giveUp(_ key: String) -> Bool {
        enter(nil)
        say(key)
        acts.append(.cancelOK)
        return true
    }
}

extension String {
    /// "A和B", "不要A要B", "是B不是A": more than one name may stand in it.
    fileprivate var mayNameSeveral: Bool {
        mentionsAny([
            "和", "、", "跟", "各", "外加", "加上", "不要", "不换", "别要", "不是", "换成", "改成", "换为", "改要",
        ]) || zip(self, dropFirst()).count { Self.numbers.contains($0) && Self.measures.contains($1) } > 1
    }

    /// "再加一瓶": beside what is being asked about, not in its stead.
    fileprivate var addsAnother: Bool {
        mentionsAny(["再", "还要", "加", "另外", "也要"]) && !mentionsAny(["不", "别", "换成", "改"])
    }

    private static let numbers = Set("123456789一二两三四五六七八九")
    private static let measures = Set("张提瓶袋桶把个只包件份")
}

extension Understood {
    /// The number of a chosen option, from 1.
    var choice: Int? {
        if let choice = main.slots[.choice]?.integer { return choice }
        guard act == .chooseOption || act == .provideSlot || !isRequest else { return nil }
        return Int(text.filter { !$0.isWhitespace })
    }
}

extension String {
    fileprivate var nilIfFiller: String? {
        ["就好", "就行", "就可以", "就够", "就够了", "够了", "好了", "行了", "吧"].contains(self) ? nil : self
    }
}
