import LinliModel

/// What became of a redemption: its price, its refusal, its pick-up code.
extension Turn {
    mutating func tell(reward outcome: Outcome) {
        switch outcome {
        case .rewards(let listings, let balance):
            offer(listings, key: "redeem.choose", balance: balance)
        case .rewardUnknown(let listings):
            offer(listings, key: "redeem.unknown", balance: nil)
        case .quoted(let quote):
            enter(.confirmReward(quote))
            askReward(quote)
        case .rewardsNamed(let picks, let refused):
            take(picks, refused: refused)
        case .pointsShort(let quote):
            refuse(quote, "redeem.short")
        case .rewardAwaited, .rewardInStock, .rewardWaitUnknown, .rewardWaitsLeft:
            tell(waiting: outcome)
        case .rewardOut(let quote, 0):
            refuse(quote, "redeem.gone")
            state.soldOut = RefusedReward(quote.name, at: facts.now)
        case .rewardOut(let quote, let left):
            refuse(quote, "redeem.out", ["left": "\(left)"])
        case .rewardLimit(let quote, let limit):
            refuse(quote, "redeem.limit", ["limit": limit])
        case .pickUps(let waiting, let hours, let proxy):
            tell(waiting, hours: hours, proxy: proxy)
        case .redeemed(let quote, let code, let until):
            enter(nil)
            state.refused = nil
            if let terms = quote.fee {
                say("redeem.fee_done", quote.values.merging(["home": terms.home]) { $1 })
                return acts.append(.redeemOK)
            }
            say("redeem.done", quote.values.merging(["code": code, "until": until.spokenDay]) { $1 })
            acts.append(.redeemOK)
        default:
            break
        }
    }

    mutating func askReward(_ quote: RewardQuote) {
        if let terms = quote.fee { return confirmFee(quote, terms) }
        say("redeem.confirm", quote.values.merging(nextReward) { $1 })
        acts.append(.confirmAsk)
    }

    private mutating func offer(_ listings: [RewardListing], key: String, balance: Int?) {
        let quantity = if case .chooseReward(_, let known) = state.flow { known } else { 1 }
        let shown = Array(listings.filter { $0.stock > 0 }.prefix(9))
        guard !shown.isEmpty else {
            enter(nil)
            say("redeem.nothing")
            acts.append(.answer)
            return
        }
        enter(.chooseReward(shown, quantity: quantity))
        say(key, ["list": shown.numbered, "balance": balance.map(String.init) ?? ""].present)
        acts.append(.offerOptions)
        ask.append(.item)
    }

    /// Not as many. What he had been asked about before is asked again; else fewer of it may be wanted.
    private mutating func refuse(_ quote: RewardQuote, _ key: String, _ more: [String: String] = [:]) {
        say(key, quote.values.merging(more) { $1 })
        acts.append(.reject)
        if case .confirmReward(let asked) = state.flow, asked.reward == quote.reward,
            asked.quantity < quote.quantity
        {
            return repeatQuestion(.confirmReward(asked))
        }
        enter(nil)
        if quote.quantity > 1, quote.fee == nil { state.refused = RefusedReward(quote.name, at: facts.now) }
    }

    /// "那就一张吧", where more of it was refused a moment ago.
    mutating func takeFewer(_ understood: Understood) -> Bool {
        guard state.flow == nil, let refused = state.refused,
            facts.now - refused.at <= .minutes(Limits.recentTicketMinutes),
            let count = understood.text.bareCount
        else { return false }
        commands.append(.reward(.quote(item: refused.name, quantity: count)))
        return true
    }

    // MARK: The code once more

    /// "取货码忘了", "能让我邻居代领吗": told to its owner, whatever is being asked.
    mutating func askPickUp(_ understood: Understood) -> Bool {
        guard state.flow?.isHome != true, understood.text.asksForPickUp else { return false }
        commands.append(.pickUpCodes(proxy: understood.text.mentionsAny(String.proxies)))
        state.isAside = state.flow != nil
        return true
    }

    /// 去哪里拿, 能叫孙子去拿吗, while he chooses: there is no code yet.
    mutating func tellWhereToFetch(_ understood: Understood) -> Bool {
        switch state.flow {
        case .chooseReward, .confirmReward: break
        default: return false
        }
        guard understood.text.asksWhereToFetch else { return false }
        say("redeem.where")
        acts.append(.answer)
        state.isAside = true
        resume()
        return true
    }

    private mutating func tell(_ waiting: [PickUp], hours: String, proxy: Bool) {
        acts.append(.answer)
        guard !waiting.isEmpty else { return say("redeem.code_none") }
        for pickUp in waiting {
            let values = [
                "name": pickUp.name, "qty": "\(pickUp.quantity)", "code": pickUp.code,
                "until": pickUp.until.spokenDay, "hours": hours,
            ]
            say("redeem.code", values.present)
        }
        if proxy { say("redeem.code_proxy") }
    }
}

extension String {
    fileprivate static let proxies = ["代领", "替我领", "帮我领", "帮领", "代取", "替我取", "帮我取", "替领"]
    private static let fetching = [
        "在哪里领", "在哪领", "在哪儿领", "去哪里领", "去哪领", "去哪儿领", "到哪里领", "到哪领", "哪里领", "哪儿领", "怎么领", "几点能领", "几点可以领",
        "什么时候能领", "什么时候领", "什么时候可以领", "在哪里取货", "去哪取货", "哪里取货",
    ]
    private static let fetchingPlace = Pattern(/(去|到|在|上)?(哪|什么地方).{0,3}(拿|领|取|换)/, needs: ["什么地方", "哪"])
    private static let fetchingPerson = Pattern(
        /(叫|让|请|找).{1,5}(去|来|帮)?.{0,2}(拿|领|取)/, needs: ["取", "拿", "领"])

    /// 在哪儿拿, 要去哪里领, 能叫我孙子去拿吗.
    fileprivate var asksWhereToFetch: Bool {
        count <= Limits.visitCharacters
            && (contains(Self.fetchingPlace)
                || contains(Self.fetchingPerson))
    }

    private static let beside = [
        "请问", "那么", "那", "我", "换的", "兑换的", "的", "东西", "奖品", "礼品", "呢", "啊", "呀", "一下", "要", "该", "应该",
    ]

    /// 取货码多少; 在哪里领, and nothing of what else is fetched.
    fileprivate var asksForPickUp: Bool {
        if mentionsAny(["取货码", "领货码", "提货码"]) { return true }
        if mentionsAny(["码忘", "码丢", "码没了", "码不见", "码找不到", "忘了码"]), mentionsAny(["换", "取", "领", "拿"]) {
            return true
        }
        var rest = letters
        if rest.mentionsAny(Self.proxies), rest.mentionsAny(["能", "可以", "行不", "行吗"]),
            !rest.mentionsAny(["快递", "药", "包裹", "菜", "饭", "餐"]),
            rest.count <= Limits.answerCharacters
        {
            return true
        }
        guard rest.mentionsAny(["领", "取货"]) else { return false }
        rest = rest.without(Self.beside)
        return Self.fetching.contains(rest)
    }

    private static let bareCountPattern = Pattern(
        #/
        (那就|那|就要|就|还是要|还是|改成|改为|改要|改|换成|换|我要|要|来|给我|只要|只|我|先|兑){0,4}
        ([1-9][0-9]?|[一二两三四五六七八九十])(把|张|提|瓶|袋|桶|个|只|包|件|份|盒)
        (吧|就行|就好|就够了|够了|算了|好了|行了)?
        /#)

    /// "要两把", "那就一张吧", "改成两袋": a number with its measure and nothing else.
    var bareCount: Int? {
        let words = lettersAndNumbers
        guard let match = words.wholeMatch(of: Self.bareCountPattern) else { return nil }
        return Int(match.output.2)
            ?? match.output.2.first.flatMap { Numerals.values[$0] }
    }

    private static let bareAmountPattern = Pattern(
        #/(那就|那|就|改成|改|还是|只){0,3}抵?([1-9][0-9]{0,4})(块钱|块|元)?(吧|就行|好了)?/#,
        needs: ["1", "2", "3", "4", "5", "6", "7", "8", "9"])

    /// "那抵50", "抵50块吧".
    var bareAmount: Int? {
        let words = lettersAndNumbers
        let match = words.wholeMatch(of: Self.bareAmountPattern)
        return match.flatMap { Int($0.output.2) }
    }
}
