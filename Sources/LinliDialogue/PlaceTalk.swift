import LinliModel

/// The next message is the place of the ticket just made, or a finer one, or another one: it belongs to that
/// ticket, and whoever has several that lack it is asked which is meant.
extension Turn {
    /// "2单元" after "2栋", "凉亭旁边" after "楼下": an address without a matter.
    mutating func fillInRecent(_ understood: Understood) -> Bool {
        guard state.flow == nil, state.fragments.isEmpty, understood.isBarePlace else { return false }
        let address = understood.main.address
        let fitting = recent(within: .minutes(Limits.draftMinutes)).filter { lacks(address, $0) }
        guard let newest = fitting.last else { return false }
        if let problem = address.filled(from: newest.address).problem(in: facts.register) {
            state.isLastVague = true
            ask(problem)
            return true
        }
        // Nobody is asked anything before a danger has its place.
        if fitting.count == 1 || newest.ticket.urgency == .p0 {
            complete(newest, understood.text, address)
        } else {
            askPlaceOf(fitting, .init(text: understood.text, address: address, corrects: false))
        }
        return true
    }

    private mutating func complete(_ known: RecentTicket, _ text: String, _ address: Address) {
        var address = address
        address.place = known.address.finer(address.place)
        commands.append(.completeTicket(number: known.ticket.number, text: text, address: address))
    }

    /// The part that the address gives is just what the ticket does not say, and nothing contradicts.
    private func lacks(_ address: Address, _ known: RecentTicket) -> Bool {
        let place = known.address
        guard place.allows(address), !policy.placeless.contains(known.ticket.category) else { return false }
        let isOpen = place.place == nil || place.isVague
        if place.building == nil, address.building != nil { return isOpen }
        if place.building == nil, address.room != nil || address.unit != nil { return isOpen }
        if place.unit == nil, address.unit != nil { return true }
        if place.room == nil, address.room != nil {
            return policy.inHome.contains(known.ticket.category)
        }
        return place.building == nil && isOpen && address.place != nil && address.place != place.place
    }

    // MARK: Which one

    private mutating func askPlaceOf(_ tickets: [RecentTicket], _ words: PlaceWords) {
        let candidates = tickets.map(\.ticket)
        enter(.chooseTicketToPlace(candidates, words))
        say("place.which", ["list": candidates.numbered])
        acts.append(.offerOptions)
        ask.append(.choice)
    }

    mutating func answerPlaceOf(
        _ candidates: [TicketSummary], _ words: PlaceWords, _ understood: Understood
    ) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("place.dropped") }
        guard let index = understood.choice, candidates.indices.contains(index - 1) else {
            if understood.isRequest { return false }
            repeatQuestion(.chooseTicketToPlace(candidates, words))
            return true
        }
        enter(nil)
        let chosen = RecentTicket(candidates[index - 1], at: facts.now)
        if words.corrects {
            commands.append(
                .correctTicket(.number(chosen.ticket.number), text: words.text, address: words.address))
        } else {
            complete(chosen, words.text, words.address)
        }
        return true
    }

    // MARK: Corrections

    /// "不是702，是703": the newest ticket, or the one that has 702. Nil where it was asked which.
    mutating func ticketToCorrect(_ understood: Understood) -> String? {
        let newest = lastTicket(within: .hours(Limits.draftRecoveryHours))
        guard let wrong = understood.text.corrected?.wrong else { return newest }
        let fitting = recent(within: .hours(Limits.draftRecoveryHours)).filter {
            $0.ticket.place.mentions(wrong)
        }
        guard fitting.count > 1 else { return fitting.first?.ticket.number ?? newest }
        askPlaceOf(fitting, .init(text: understood.text, address: understood.main.address, corrects: true))
        return nil
    }

    // MARK: Tickets of a moment ago

    func recent(within span: TimeSpan) -> [RecentTicket] {
        (state.recent ?? []).filter { facts.now - $0.at <= span }
    }

    /// Keeps what the conversation knows of its newest tickets, the newest last.
    mutating func keepRecent(_ summary: TicketSummary) {
        guard summary.origin == .resident || summary.urgency == .p0 else { return }
        var known = (state.recent ?? []).filter { $0.ticket.number != summary.number }
        known.append(RecentTicket(summary, at: facts.now))
        state.recent = Array(known.suffix(Limits.recentTicketRows))
    }
}

extension RecentTicket {
    init(_ summary: TicketSummary, at now: Instant) {
        ticket = summary
        ticket.steps = []
        at = now
    }

    /// Where it is, as far as it was said.
    var address: Address {
        ticket.address ?? Address(place: ticket.place.isEmpty ? nil : ticket.place)
    }
}

extension TicketSummary {
    /// Whoever goes there does not know where to go.
    var isPlaceless: Bool {
        guard let address, address.building != nil || address.room != nil else {
            return place.isEmpty || Address(place: place).isVague
        }
        return false
    }
}

extension Address {
    private static let pointing = ["门口", "楼下", "楼上", "阳台", "隔壁", "对门", "里面", "外面", "附近", "旁边", "这里", "那里"]

    /// Says only where it is from where he stands.
    var isVague: Bool {
        guard building == nil, let place else { return building == nil }
        return Self.pointing.contains(place) || isRoomOfFlat || namesNoBuilding
    }

    /// Both places in one: 6楼楼梯间.
    func finer(_ said: String?) -> String? {
        guard let said, let place, !Self.pointing.contains(place), said != place else { return said }
        if said.mentions(place) { return said }
        if place.mentions(said) { return nil }
        return said.hasSuffix("楼") || said.hasSuffix("层") ? said + place : "\(place)，\(said)"
    }
}

extension Understood {
    private static let verbs = ["坏", "不", "没", "掉", "漏", "断", "破", "堵", "裂", "谁", "吗", "怎么", "催", "预约"]

    /// An address or a place, and nothing that is the matter there.
    var isBarePlace: Bool {
        guard act == nil || act == .provideSlot, requests.count <= 1, !main.isEmergency,
            main.slots[.symptom] == nil, !main.address.isEmpty, text.count <= Limits.barePlaceCharacters,
            !text.mentionsAny(Self.verbs)
        else { return false }
        guard isRequest else { return true }
        // 凉亭旁边 names a thing, and only as a place.
        guard main.intent.opensTicket, let place = main.slots[.place]?.text else { return false }
        return place.count + 2 >= text.count
    }

    /// 不是北门，是西门: what has to be read by itself; nil where nothing is put right.
    package var correctedPlace: String? {
        guard !main.isEmergency, main.slots[.symptom] == nil, let corrected = text.corrected,
            corrected.wrong.namesPlace || corrected.wrong.contains(where: \.isNumber)
        else { return nil }
        return corrected.right
    }

    /// The same, with the address that the right place was read as.
    package func placed(by right: Understood) -> Understood {
        guard right.main.slots[.symptom] == nil, !right.main.isEmergency else { return self }
        var slots: Slots = [:]
        for name in [SlotName.building, .unit, .room, .floor, .place] { slots[name] = right.main.slots[name] }
        let words = right.text
        if slots.isEmpty, words.namesPlace, words.count <= Limits.fragmentCharacters {
            slots[.place] = .text(words)
        }
        guard !slots.isEmpty else { return self }
        var said = self
        var request = WaitingRequest(
            intent: .outOfScope, category: nil, urgency: .none, slots: slots, text: text)
        request.draft = nil
        said.requests = [request]
        said.act = .correctSlot
        said.subtype = .empty
        said.doubt = []
        return said
    }
}

extension String {
    private static let interjections = ["啊", "哦", "噢", "呃", "哎呀", "不对", "错了", "说错了", "打错了", "不好意思", "对不起"]

    /// 不是X，是Y after a word of surprise.
    fileprivate var corrected: (wrong: String, right: String)? {
        var rest = Substring(self).drop { !$0.isLetter && !$0.isNumber }
        while let word = Self.interjections.first(where: { rest.hasPrefix($0) }) {
            rest = rest.dropFirst(word.count).drop { !$0.isLetter && !$0.isNumber }
        }
        guard rest.hasPrefix("不是"), let range = rest.dropFirst(2).firstRange(of: "是") else { return nil }
        let wrong = rest.dropFirst(2)[..<range.lowerBound].filter { $0.isLetter || $0.isNumber }
        let right = rest[range.upperBound...].drop { !$0.isLetter && !$0.isNumber }
        // 是我妈家，11栋1单元1003: the clause with the numbers is the address.
        let clauses = right.split { "，。,. ！!".contains($0) }
        guard !wrong.isEmpty, let first = clauses.first else { return nil }
        return (wrong, String(clauses.last { $0.contains(where: \.isNumber) } ?? first))
    }
}
