import LinliModel

/// Life in danger: help first, asked afterwards (`domain.md` 2.2.1).
extension Turn {
    /// Help first: advice, ticket and push in this turn; the place is asked afterwards (`domain.md` 2.2.1).
    ///
    /// It need not be the first thing that was said: 路灯坏了，还有，电梯里困了人.
    mutating func openEmergencies(_ understood: Understood) {
        var words = [understood.text]
        var known = sentPlace
        var pictures: [String] = []
        let dangers = understood.requests.filter(\.isEmergency)
        var other: [WaitingRequest] = []
        leaveForDanger()
        if case .repair(var draft) = state.flow {
            if dangers.contains(where: { $0.isOf(draft) }) {
                words = draft.words + words
                known = draft.address
                pictures = draft.attachments
            } else {
                // 车库进水 while the place of a loose flowerpot is asked for: two matters, and two places. That
                // it has to be asked again is not his fault.
                draft.asked[.place] = max(0, draft.asked[.place, default: 0] - 1)
                other = [WaitingRequest(draft)]
            }
        }
        enter(nil)
        wait(for: understood.requests.filter { !$0.isEmergency } + other)
        openAll(dangers, words: words, known: known, pictures: pictures)
    }

    /// What was being asked waits where he has told something of it already, and a list can still be chosen
    /// from. A report waits in its own way; a yes or a no is asked for anew when he comes back to it.
    mutating func leaveForDanger() {
        guard let flow = state.flow else { return }
        if flow.holdsWords {
            state.interrupted = LeftList(flow: flow, at: facts.now)
        } else if flow.isList {
            state.leftList = LeftList(flow: flow, at: facts.now)
        }
    }

    /// Help is on its way and nothing else is asked or waits: the order, the loan or the matter of a
    /// seat that the danger came between goes on where it stood.
    mutating func takeUpInterrupted() {
        guard let left = state.interrupted, state.flow == nil, state.waiting.isEmpty, commands.isEmpty,
            state.opening == 0
        else { return }
        state.interrupted = nil
        guard facts.now - left.at <= .minutes(Limits.draftMinutes) else { return }
        enter(left.flow)
        repeatQuestion(left.flow)
    }

    /// A danger that seemed to be part of one whose ticket has come to its end.
    mutating func openEmergencies(_ request: WaitingRequest) {
        if case .emergencyPlace = state.flow { enter(nil) }
        openAll([request], words: [request.text], known: Address(), pictures: [])
    }

    private mutating func openAll(
        _ dangers: [WaitingRequest], words: [String], known: Address, pictures: [String]
    ) {
        var categories: Set<String> = []
        for request in dangers {
            guard categories.insert(request.emergencyCategory).inserted else { continue }
            openEmergency(
                request, words: words, address: settled(request.address.filled(from: known)),
                pictures: pictures)
        }
        state.opening = categories.count
    }

    /// What cannot be an address stays as words, and is asked about when help is on its way.
    private mutating func settled(_ address: Address) -> Address {
        guard address.problem(in: facts.register) != nil else { return address }
        state.doubtful = address.spoken
        return Address(place: address.spoken)
    }

    /// The last ticket of an emergency is open: those without a place are asked for theirs, together.
    mutating func askForPlaces(after outcome: Outcome) {
        switch outcome {
        case .ticketOpened, .ticketRepeated, .ticketJoined: state.opening = max(0, state.opening - 1)
        default: return
        }
        guard state.opening == 0, !state.placeless.isEmpty else { return }
        enter(.emergencyPlace(tickets: state.placeless, asked: 1))
        if let doubtful = state.doubtful { say("emergency.place_unknown", ["place": doubtful]) }
        state.doubtful = nil
        askEmergencyPlace(state.placeless)
        state.placeless = []
    }

    mutating func askEmergencyPlace(_ tickets: [String]) {
        if tickets.count > 1 {
            say("emergency.ask_places", ["tickets": tickets.spoken])
        } else {
            say("emergency.ask_place")
        }
        askFor([.place])
    }

    private mutating func openEmergency(
        _ request: WaitingRequest, words: [String], address: Address, pictures: [String]
    ) {
        let category = request.emergencyCategory
        var address = address
        // A kitchen is his own where he has one home only, and so is where his old father lies.
        let isOfHome = facts.homes.count == 1 && request.text.isOfHisHome
        let isInside = address.isEmpty && (policy.inHome.contains(category) || isOfHome)
        if let home = facts.homes.first,
            isInside || (address.isRoomOfFlat && (facts.homes.count == 1 || policy.inHome.contains(category)))
        {
            address = address.filled(from: home.address)
        } else if address.isEmpty || address.isRoomOfFlat, request.text.isAtFixture,
            let flat = flatJustReported
        {
            address = address.filled(from: flat)
        }
        advise(request, words: words)
        var ticket = TicketDraft(
            category: category, urgency: .p0, text: words.joined(separator: "\n"), address: address,
            origin: request.category == nil ? .handoff : .resident, intent: request.intent,
            attachments: pictures)
        ticket.unheard = request.unheard
        commands.append(.openTicket(ticket))
    }

    /// 插座进水了 behind a burst pipe: the flat of that report, where nothing else was spoken of since. The flat
    /// that he complains of, or whose water comes down to him, is not where he is.
    private var flatJustReported: Address? {
        guard let last = recent(within: .minutes(Limits.draftMinutes)).last?.ticket,
            last.number == state.lastTicket, last.origin == .resident,
            Self.ofFlats.contains(where: last.category.hasPrefix), state.isOfOthersFlat != true,
            let flat = last.address, flat.room != nil
        else { return nil }
        return flat
    }

    /// What is reported from the flat that it is in.
    private static let ofFlats = ["water.", "power.", "home."]

    // MARK: Where it is

    /// Words that are no place: whoever goes there reads them.
    private mutating func note(_ text: String, in tickets: [String]) {
        commands += tickets.map { .correctTicket(.number($0), text: text, address: Address()) }
    }

    mutating func complete(_ tickets: [String], text: String, _ address: Address) {
        commands += tickets.map { .completeTicket(number: $0, text: text, address: address) }
    }

    /// The place of an emergency whose help is on its way. Of several, each gets all the words.
    mutating func answerEmergencyPlace(_ tickets: [String], asked: Int, _ understood: Understood) -> Bool {
        let isMisread = understood.main.intent == .privacyRequest && !understood.text.wantsNoName
        if understood.isRequest, !understood.main.intent.opensTicket, !isMisread { return false }
        if understood.namesAnotherMatter {
            // 另外门禁卡刷不进去: no part of the emergency, and not to be lost in it.
            return false
        }
        var address = understood.main.address
        if understood.act == .cancelFlow {
            // Only a person on the spot ends an emergency (`domain.md` 2.2.1).
            enter(nil)
            say("cancel.refused.emergency", ["title": "工单 \(tickets.spoken)"])
            acts.append(.cancelRefused)
            return true
        }
        if understood.isBare {
            guard asked < Limits.slotAsks else {
                enter(nil)
                say("thanks.welcome")
                acts.append(.ack)
                return true
            }
            enter(.emergencyPlace(tickets: tickets, asked: asked + 1))
            askEmergencyPlace(tickets)
            return true
        }
        if let problem = address.problem(in: facts.register), asked < Limits.slotAsks {
            enter(.emergencyPlace(tickets: tickets, asked: asked + 1))
            ask(problem)
            return true
        }
        if address.building == nil, let said = address.place, let detail = understood.placeDetail,
            detail.mentions(said)
        {
            // 就幼儿园门口: whose door, too.
            address.place = detail
        }
        if address.isEmpty, understood.text.namesPlace {
            address.place = String(understood.text.prefix(Limits.placeCharacters))
        }
        guard !address.isEmpty || asked >= Limits.slotAsks else {
            // Who it is and how he is: staff read it; where stays open.
            enter(.emergencyPlace(tickets: tickets, asked: asked + 1))
            note(understood.text, in: tickets)
            state.isAside = true
            return true
        }
        enter(nil)
        if address.isEmpty {
            note(understood.text, in: tickets)
            return true
        }
        complete(tickets, text: understood.text, address)
        return true
    }
}

extension Flow {
    /// He has told something in words of his own that he would have to tell again.
    fileprivate var holdsWords: Bool {
        switch self {
        case .meal, .loan, .sessionMatter, .agendaMatter, .volunteer: true
        default: false
        }
    }
}

extension WaitingRequest {
    /// A danger that goes on with the report in the making: nothing is known of that yet, it is of the same
    /// thing, or the danger names neither a thing nor a place of its own.
    fileprivate func isOf(_ draft: RepairDraft) -> Bool {
        guard let what = draft.what, let category, category != "security.person" else { return true }
        func group(_ code: String) -> Substring { code.prefix { $0 != "." } }
        let isKin = Turn.areKin(category, draft.category)
        let isSameThing = slots[.object].map { !Set($0.text).isDisjoint(with: what) } ?? true
        return isKin || (isSameThing && group(category) == group(draft.category))
            || (slots[.object] == nil && (address.isEmpty || address.isRoomOfFlat))
    }
}

extension String {
    private static let isOfOthersFlatPattern = Pattern(
        /(到|进|影响|害)了?我们?(家|屋|这|楼)/, needs: ["到", "害", "影响", "进"])

    /// 5栋601漏到我家来了, 他家水管爆了: not where he is himself.
    var isOfOthersFlat: Bool {
        contains(Self.isOfOthersFlatPattern)
            || mentionsAny(["他家", "她家", "他们家", "人家", "别人家", "邻居家", "楼上家", "对门家", "隔壁家", "那家", "我妈家", "我爸家"])
    }

    private static let fixtures = [
        "插座", "插头", "插排", "开关", "吊顶", "天花板", "吸顶灯", "吊灯", "热水器", "冰箱", "空调", "电视", "厨房", "客厅", "卧室", "房间",
        "厕所",
        "卫生间", "浴室", "阳台", "地板",
    ]
    /// What is in a flat, and no place of its own beside it.
    fileprivate var isAtFixture: Bool {
        mentionsAny(Self.fixtures) && count <= Limits.answerCharacters
            && !mentionsAny(["楼上", "楼下", "隔壁", "对门", "邻居", "楼道", "公共", "大堂", "电梯", "车库", "门口", "走廊"])
    }
}
