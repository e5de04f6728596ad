import LinliModel

/// Binding a home: the address first, then the one-time code that was handed to the home.
extension Turn {
    /// "绑定3栋2单元501". True where the message was one.
    mutating func bindStatement(_ understood: Understood) -> Bool {
        guard understood.text.mentions("绑定") || understood.saysWhereHeLives else { return false }
        if understood.namesStaff {
            askStaffCode()
            return true
        }
        let relation: Home.Relation =
            understood.text.mentionsAny(["租", "房客"]) ? .tenant : .owner
        state.relation = relation
        startBinding(understood.main.address, relation)
        return true
    }

    /// The register has this room in more than one staircase, and he has not said in which.
    func isInSeveralUnits(_ address: Address) -> Bool {
        guard address.unit == nil, let building = address.building, let room = address.room else {
            return false
        }
        return facts.register?.hasRoom(room, unit: nil, building: building) ?? false
    }

    // MARK: The address of a stranger, and a code without a home

    /// "3栋2单元502", and not a word more, of somebody who has no home yet.
    mutating func offerHome(_ understood: Understood) -> Bool {
        let address = understood.main.address
        guard state.flow == nil, state.fragments.isEmpty, facts.homes.isEmpty, understood.isBarePlace,
            !understood.isRequest, address.building != nil, address.room != nil
        else { return false }
        if let problem = address.problem(in: facts.register) {
            ask(problem)
        } else {
            askIfHome(address)
        }
        return true
    }

    mutating func askIfHome(_ address: Address) {
        enter(.offerHome(address))
        say("home.offer", ["home": address.spoken])
        acts.append(.confirmAsk)
    }

    mutating func answerHomeOffer(_ address: Address, _ understood: Understood) -> Bool {
        if understood.act == .confirm {
            enter(nil)
            commands.append(.claimHome(address, .owner))
            return true
        }
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("home.dropped") }
        if understood.main.intent.opensTicket {
            reportFrom(address, understood)
            return true
        }
        if understood.isRequest { return false }
        let said = understood.main.address
        guard said.building == nil || said.room == nil else {
            askIfHome(said)
            return true
        }
        return askOnceMore(.offerHome(address))
    }

    /// Asked twice is enough; what he says then is heard for itself. False where it is.
    mutating func askOnceMore(_ flow: Flow) -> Bool {
        let repeats = state.repeats ?? 0
        guard repeats < Limits.questionRepeatEntries else {
            enter(nil)
            return false
        }
        state.repeats = repeats + 1
        repeatQuestion(flow)
        return true
    }

    /// His code is for no home that he has named: it is kept until he has said which one is his.
    mutating func tellUnexpectedCode() {
        if let address = state.flow?.claimed {
            state.heldCode = nil
            say("home.code_none", ["home": address.spoken])
            acts.append(.refuse)
        } else if state.flow == nil || state.flow?.isHome == true, facts.homes.allSatisfy(\.isProven) {
            enter(.homeAddress(Address(), asked: 1))
            say("home.code_whose")
            askFor([.building, .room])
        } else {
            state.heldCode = nil
            say("home.code_unexpected")
            acts.append(.refuse)
        }
    }

    /// The matter of the home is over; what else is being asked stays.
    mutating func leaveHome() {
        if let flow = state.flow, flow.isHome { enter(nil) }
    }

    mutating func startBinding(_ address: Address, _ relation: Home.Relation) {
        if address.building != nil, address.room != nil {
            commands.append(.claimHome(address, relation))
            return
        }
        enter(.homeAddress(address, asked: 1))
        say("home.ask_address")
        askFor([.building, .room])
    }

    mutating func answerHomeAddress(_ known: Address, asked: Int, _ understood: Understood) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny {
            state.afterProof = nil
            return giveUp("home.dropped")
        }
        if understood.main.intent.opensTicket {
            reportFrom(known, understood)
            return true
        }
        let address = understood.main.address.filled(from: known)
        if !understood.main.address.isEmpty, address.building != nil, address.room != nil {
            enter(nil)
            let isTenant = understood.text.mentionsAny(["租", "房客"])
            commands.append(.claimHome(address, isTenant ? .tenant : state.relation ?? .owner))
            return true
        }
        if understood.isRequest { return false }
        guard asked < Limits.slotAsks else {
            state.afterProof = nil
            return giveUp("home.at_desk")
        }
        enter(.homeAddress(address, asked: asked + 1))
        say("home.ask_address")
        askFor([.building, .room])
        return true
    }

    /// 我家水管爆了, while it is asked in which staircase he lives: that comes first, and where he lives is known
    /// well enough.
    private mutating func reportFrom(_ home: Address, _ understood: Understood) {
        enter(nil)
        state.afterProof = nil
        var main = understood.main
        let isThere = main.address.building == nil && (main.text.isAtHome || main.isInHome(policy))
        if isThere {
            main.slots[.building] = home.building.map(SlotValue.text)
            main.slots[.unit] = home.unit.map(SlotValue.text)
            main.slots[.room] = home.room.map(SlotValue.text)
        }
        wait(for: Array(understood.requests.dropFirst()))
        begin(main, understood)
    }

    mutating func answerHomeCode(_ address: Address, _ understood: Understood) -> Bool {
        if understood.code == nil, understood.text.hasNoCode {
            state.afterProof = nil
            return giveUp("home.at_desk")
        }
        if understood.act == .cancelFlow || understood.act == .deny {
            state.afterProof = nil
            return giveUp("home.dropped")
        }
        if let code = understood.code {
            commands.append(.proveHome(code: code))
            return true
        }
        if let corrected = understood.homeInstead(of: address) {
            enter(nil)
            commands.append(.claimHomeInstead(corrected, of: address))
            return true
        }
        if understood.isRequest { return false }
        repeatQuestion(.homeCode(address))
        return true
    }
}

extension String {
    private static let without = [
        "没", "丢", "忘", "找不", "哪里", "哪儿", "哪领", "怎么领", "怎么弄", "不知道", "不记得", "啥", "什么",
    ]
    private static let ofCodes = [
        "码", "领码", "怎么领", "哪里领", "哪儿领", "哪领", "去领", "领取", "没领", "领到", "领过", "在哪领", "找谁领",
    ]
    /// 没有码, 码丢了, 去哪里领: no word of something that is out of order, while a code is asked for. 领导没回 is
    /// none of it.
    fileprivate var hasNoCode: Bool {
        let words = letters
        guard words.count <= Limits.answerCharacters else { return false }
        if words.mentionsAny(Self.ofCodes) { return words.mentionsAny(Self.without) }
        return ["没收到", "没拿到", "没给我", "丢了", "找不到了"].contains(words)
    }
}

extension WaitingRequest {
    fileprivate func isInHome(_ policy: DialoguePolicy) -> Bool {
        category.map(policy.inHome.contains) ?? false
    }
}

extension Understood {
    private static let living = [
        "刚搬", "新搬", "搬进来", "搬来", "我住", "我家是", "我家就是", "我家在", "我家住", "我是业主", "我租", "搬家了", "现在住", "换房了", "搬到",
        "租客", "租户", "房客", "新来的", "我是租",
    ]
    private static let correcting = ["错", "不是", "应该是", "改成", "改为", "改一下"]

    /// "我写错了，是1004" while the code of 1003 is asked for; nil where it names no other home.
    func homeInstead(of claimed: Address) -> Address? {
        guard !main.intent.opensTicket, act == .correctSlot || text.mentionsAny(Self.correcting) else {
            return nil
        }
        let said = Address(building: main.address.building, unit: main.address.unit, room: main.address.room)
        let home = said.filled(from: claimed)
        return said.isEmpty || home == claimed ? nil : home
    }

    /// "我是刚搬进来的，11栋1003" (`domain.md` A04): with the whole address, and nothing else is wanted.
    var saysWhereHeLives: Bool {
        let address = main.address
        guard address.building != nil, address.room != nil, !main.intent.opensTicket else { return false }
        return text.mentionsAny(Self.living)
    }

    /// Exactly eight digits in the message, spaces aside.
    var code: String? {
        let digits = text.filter(\.isNumber)
        guard digits.count == Limits.bindCodeDigits, digits.utf8.count == digits.count else { return nil }
        return String(digits)
    }
}

extension Flow {
    /// The home that he has claimed and not proven.
    fileprivate var claimed: Address? {
        switch self {
        case .homeCode(let address): address
        case .welcome(let offer): offer.home
        default: nil
        }
    }
}
