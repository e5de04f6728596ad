import LinliModel

/// Redeeming: choose, hear the price, confirm exactly that price.
extension Turn {
    mutating func startRedeem(_ request: WaitingRequest) {
        let quantity = max(1, request.slots[.qty]?.integer ?? 1)
        guard let item = request.slots[.item]?.text else {
            enter(.chooseReward([], quantity: quantity))
            commands.append(.listRewards)
            return
        }
        commands.append(.quoteReward(item: item, quantity: quantity))
    }

    mutating func answerChooseReward(
        _ listings: [RewardListing], quantity: Int, _ understood: Understood
    ) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny {
            return giveUp("redeem.dropped")
        }
        if let index = understood.choice, listings.indices.contains(index - 1) {
            commands.append(.quoteReward(item: listings[index - 1].name, quantity: quantity))
            return true
        }
        let asked = understood.main.slots[.qty]?.integer ?? quantity
        if let item = understood.main.slots[.item]?.text {
            commands.append(.quoteReward(item: item, quantity: asked))
            return true
        }
        if understood.isBare {
            repeatQuestion(.chooseReward(listings, quantity: quantity))
            return true
        }
        guard !understood.isRequest else { return false }
        commands.append(.quoteReward(item: understood.text, quantity: asked))
        return true
    }

    /// A yes counts for exactly the price that was told; anything else is a new request or a question.
    mutating func answerConfirmReward(_ quote: RewardQuote, _ understood: Understood) -> Bool {
        let named = understood.main.slots[.item]?.text
        let isOther = named != nil && named != quote.name
        switch understood.act {
        case .confirm where !isOther:
            enter(nil)
            commands.append(.redeem(quote))
            return true
        case .deny, .cancelFlow:
            return giveUp("redeem.dropped")
        default:
            break
        }
        if let item = named {
            commands.append(
                .quoteReward(item: item, quantity: understood.main.slots[.qty]?.integer ?? 1))
            return true
        }
        // "换两提": another number of the same, and a new price that needs a new yes.
        if let quantity = understood.main.slots[.qty]?.integer,
            understood.main.intent == .redeem || !understood.isRequest
        {
            commands.append(.quoteReward(item: quote.name, quantity: quantity))
            return true
        }
        if understood.isRequest { return false }
        repeatQuestion(.confirmReward(quote))
        return true
    }

    mutating func giveUp(_ key: String) -> Bool {
        enter(nil)
        say(key)
        acts.append(.cancelOK)
        return true
    }
}

extension Understood {
    /// The number of a chosen option, from 1.
    var choice: Int? {
        if let choice = main.slots[.choice]?.integer { return choice }
        guard act == .chooseOption || act == .provideSlot || !isRequest else { return nil }
        return Int(text.filter { !$0.isWhitespace })
    }
}
