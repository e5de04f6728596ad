import LinliModel

/// Points against the property fee: how much, hear the price, confirm exactly that.
extension Turn {
    /// False where he wants something else for his points.
    mutating func startFee(_ request: WaitingRequest) -> Bool {
        let isFee =
            policy.points.feeWords.contains { request.text.mentionsParts(of: $0) }
            || policy.points.feeWords.contains(request.slots[.item]?.text ?? "")
            || (!policy.points.feeWords.isEmpty && request.text.mentions("抵")
                && SessionMatter.count(in: request.text, ["块", "元"]) != nil)
        guard isFee else { return false }
        commands.append(.reward(.quoteFee(feeWish(request))))
        return true
    }

    private func feeWish(_ request: WaitingRequest) -> FeeWish {
        FeeWish(
            yuan: SessionMatter.count(in: request.text, ["块", "元"]), points: request.slots[.points]?.integer,
            wantsMost: request.text.mentionsAny(policy.points.feeMost))
    }

    mutating func answerFeeAmount(_ terms: FeeTerms, _ understood: Understood) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("redeem.dropped") }
        var wish = feeWish(understood.main)
        wish.wantsMost = wish.wantsMost || understood.text.mentionsAny(policy.points.feeMost)
        if let yuan = understood.text.bareAmount { wish = FeeWish(yuan: yuan) }
        if wish.yuan == nil, wish.points == nil {
            let number = understood.choice ?? understood.main.slots[.qty]?.integer
            wish.yuan = number ?? SessionMatter.count(in: understood.text + "元", ["元"])
        }
        if wish.yuan != nil || wish.points != nil || wish.wantsMost {
            commands.append(.reward(.quoteFee(wish)))
            return true
        }
        guard !understood.isRequest || understood.main.intent == .redeem else { return false }
        askFee(terms)
        return true
    }

    mutating func askFee(_ terms: FeeTerms) {
        say("redeem.fee_ask", terms.values)
        acts.append(.askSlot)
        ask.append(.qty)
    }

    mutating func confirmFee(_ quote: RewardQuote, _ terms: FeeTerms) {
        say("redeem.fee_confirm", quote.values.merging(terms.values) { first, _ in first })
        acts.append(.confirmAsk)
    }

    mutating func tell(fee outcome: Outcome) {
        switch outcome {
        case .feeAsked(let terms):
            enter(.feeAmount(terms))
            askFee(terms)
        case .feeLimit(let terms):
            enter(terms.left == 0 ? nil : .feeAmount(terms))
            say(terms.left == 0 ? "redeem.fee_full" : "redeem.fee_limit", terms.values)
            acts.append(.reject)
        default:
            break
        }
    }
}

extension FeeTerms {
    fileprivate var values: [String: String] {
        [
            "home": home, "price": "\(price)", "limit": limit, "left": "\(left)", "balance": "\(balance)",
        ]
    }
}
