import LinliModel

/// The next message is the place of the ticket just made, or a finer one, or another one: it belongs to that
/// ticket, and whoever has several that lack it is asked which is meant.
extension Turn {
    /// "2单元" after "2栋", "凉亭旁边" after "楼下": an address without a matter.
    mutating func fillInRecent(_ understood: Understood) -> Bool {
        guard state.flow == nil, state.fragments.isEmpty else { return false }
        if fillInDetail(understood) { return true }
        guard understood.isBarePlace else { return false }
        let address = understood.main.address
        let fitting = recent(within: .minutes(Limits.draftMinutes)).filter { lacks(address, $0) }
        guard let newest = fitting.last else { return nodAtPlace(address) }
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

    /// The place that stands on the ticket already, said once more: it is heard, and nothing is left to do.
    private mutating func nodAtPlace(_ address: Address) -> Bool {
        guard let newest = recent(within: .minutes(Limits.recentTicketMinutes)).last, !address.isEmpty else {
            return false
        }
        let place = newest.address
        guard address.place == nil || address.place == place.place,
            address.building == nil || address.building == place.building,
            address.unit == nil || address.unit == place.unit,
            address.room == nil || address.room == place.room
        else { return false }
        say("place.known", ["ticket": newest.ticket.number])
        acts.append(.ack)
        return true
    }

    /// 就在花坛边上, 靠保安亭那一根 right behind a ticket: where just there, whatever the words read like alone.
    private mutating func fillInDetail(_ understood: Understood) -> Bool {
        guard let place = understood.placeDetail,
            let newest = recent(within: .minutes(Limits.recentTicketMinutes)).last,
            newest.ticket.number == state.lastTicket, !policy.placeless.contains(newest.ticket.category)
        else { return false }
        var address = understood.main.address
        guard newest.address.allows(address), address.problem(in: facts.register) == nil else { return false }
        address.place = place
        complete(newest, understood.text, address)
        return true
    }

    /// 还有老鼠!! right behind a report: in the same place, unless that is a flat. Else the place that was said.
    func placeBeside(_ draft: RepairDraft, _ request: WaitingRequest) -> Address {
        guard draft.address.isEmpty, request.text.hasPrefix("还有"),
            request.text.count <= Limits.pointingCharacters,
            !policy.inHome.contains(draft.category), let last = freshTicket, let place = last.address,
            place.room == nil, !last.isPlaceless
        else { return draft.address }
        return place
    }

    mutating func complete(_ known: RecentTicket, _ text: String, _ address: Address) {
        var address = address
        address.place = known.address.finer(address.place)
        commands.append(.completeTicket(number: known.ticket.number, text: text, address: address))
    }

    /// The part that the address gives is just what the ticket does not say, and nothing contradicts.
    private func lacks(_ address: Address, _ known: RecentTicket) -> Bool {
        let place = known.address
        guard place.allows(address), !policy.placeless.contains(known.ticket.category) else { return false }
        let isOpen = place.place == nil || place.isVague || place.isAtEachBuilding
        // 6栋后面 behind 绿化带: which one of the many. A flat may be his own home.
        let isFresh = facts.now - known.at <= .minutes(Limits.recentTicketMinutes)
        if place.building == nil, address.building != nil {
            return isOpen || (isFresh && address.room == nil)
        }
        if place.building == nil, address.room != nil || address.unit != nil { return isOpen }
        if place.unit == nil, address.unit != nil { return true }
        if place.room == nil, address.room != nil {
            return policy.inHome.contains(known.ticket.category) || Address(place: place.place).isRoomOfFlat
        }
        return place.building == nil && isOpen && address.place != nil && address.place != place.place
    }

    // MARK: Which one

    mutating func askPlaceOf(_ tickets: [RecentTicket], _ words: PlaceWords) {
        let candidates = tickets.map(\.ticket)
        enter(.chooseTicketToPlace(candidates, words))
        say(words.question, ["list": candidates.numbered])
        acts.append(.offerOptions)
        ask.append(.choice)
    }

    mutating func answerPlaceOf(
        _ candidates: [TicketSummary], _ words: PlaceWords, _ understood: Understood
    ) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("place.dropped") }
        if words.address.isEmpty, understood.text.isOnlyNumber || understood.saysWhenThere {
            // 算了周六下午吧: another hour, and still for the same one.
            var words = words
            words.text += "，" + understood.text
            enter(.chooseTicketToPlace(candidates, words))
            repeatQuestion(.chooseTicketToPlace(candidates, words))
            return true
        }
        if words.address.isEmpty, understood.text.meansBoth, !understood.main.intent.opensTicket {
            enter(nil)
            commands += candidates.map {
                .correctTicket(.number($0.number), text: words.text, address: Address())
            }
            return true
        }
        guard let index = understood.choice, candidates.indices.contains(index - 1) else {
            if understood.isRequest { return false }
            repeatQuestion(.chooseTicketToPlace(candidates, words))
            return true
        }
        enter(nil)
        let chosen = RecentTicket(candidates[index - 1], at: facts.now)
        if words.address.isEmpty { state.noted = NotedTicket(ticket: chosen.ticket.number, at: facts.now) }
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

extension PlaceWords {
    /// Words without an address are an hour or a number.
    var question: String { address.isEmpty ? "visit.which" : "place.which" }
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

extension String {
    private static let both: Set = ["都", "都是", "都要", "都给", "两个都", "两个都是", "两件都是", "全部", "都有", "一起", "每个都"]
    fileprivate var meansBoth: Bool { Self.both.contains(letters) || meansAll }
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

    /// 3栋北面, 6栋旁边: a house and a side of it, and not a word of what is the matter. It is a place, whatever it
    /// was taken for (`domain.md` part 3: a bare address asks for nothing).
    var settledPlace: Understood {
        guard requests.count == 1, main.intent.opensTicket, !main.isEmergency,
            let place = text.spelledPlace
        else { return self }
        var slots: Slots = [:]
        slots[.building] = place.building.map { .text($0) }
        slots[.unit] = place.unit.map { .text($0) }
        slots[.room] = place.room.map { .text($0) }
        slots[.place] = place.place.map { .text($0) }
        var said = self
        said.requests = [
            WaitingRequest(intent: .outOfScope, category: nil, urgency: .none, slots: slots, text: text)
        ]
        said.act = .provideSlot
        said.subtype = .empty
        said.doubt = []
        return said
    }

    private static let leads = ["就在", "就是", "就", "靠近", "靠着", "靠", "挨着", "挨到", "紧挨", "位置在", "位置是", "在"]
    private static let tails = ["那一根", "那一盏", "那一个", "那一边", "那根", "那盏", "那个", "那边", "那里", "那头", "那儿", "那块"]
    private static let matters = ["有人", "有个", "打架", "着火", "冒", "吵", "臭", "偷", "停了", "满了", "要", "想", "帮"]

    /// The place in words that begin or end as a place does and say nothing else: "花坛边上" of 就在花坛边上. What
    /// he has forgotten is left out: 几栋忘了 就垃圾亭对面.
    var placeDetail: String? {
        guard act == nil || act == .provideSlot, requests.count <= 1, !main.isEmergency,
            !isRequest || main.intent.opensTicket, main.slots[.symptom] == nil,
            text.count <= Limits.barePlaceCharacters
        else { return nil }
        let said = text.wordRuns.filter { !$0.mentionsAny(["忘了", "忘记", "记不", "不记得", "不知道几", "不清楚几"]) }
        guard said.count == 1, var rest = said.first else { return nil }
        let lead = Self.leads.first { rest.hasPrefix($0) }
        if let lead { rest = String(rest.dropFirst(lead.count)) }
        let tail = Self.tails.first { rest.hasSuffix($0) }
        if let tail, lead != nil || isRequest { rest = String(rest.dropLast(tail.count)) }
        guard lead != nil || (tail != nil && isRequest), rest.count > 1, rest.namesPlace, rest.endsAsPlace,
            !rest.mentionsAny(Self.verbs + Self.matters)
        else { return nil }
        return lead?.hasPrefix("靠") ?? false || lead?.contains("挨") ?? false ? rest + "旁" : rest
    }

    /// 不是北门，是西门; 不对不对，是9栋1单元: what has to be read by itself; nil where nothing is put right.
    package var correctedPlace: String? {
        guard !main.isEmergency, main.slots[.symptom] == nil, let corrected = text.corrected else {
            return nil
        }
        if let wrong = corrected.wrong {
            guard wrong.namesPlace || wrong.contains(where: \.isNumber) else { return nil }
        } else {
            guard corrected.right.count <= Limits.barePlaceCharacters, corrected.right.namesPlace else {
                return nil
            }
        }
        return corrected.right
    }

    /// The same, with the address that the right place was read as.
    package func placed(by right: Understood) -> Understood {
        guard right.main.slots[.symptom] == nil, !right.main.isEmergency else { return self }
        if text.corrected?.wrong == nil, !right.isBarePlace { return self }
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
    private static let spelledPlacePattern = Pattern(
        #/
        (?:就?在|就?是)? ([0-9A-Za-z]{1,3})(?:栋|幢|号楼) (?:([0-9]{1,2})单元)? (?:([0-9]{3,4})(?:室|号)?)? 的?
        ([东南西北][面边]|前面|后面|旁边|边上|门口|楼下|对面|大厅|大堂|楼道|一楼)? (?:这边|那边|那里)?
        /#, needs: ["号楼", "幢", "栋"])

    /// How such words can end; most sentences that name a house end otherwise.
    private static let endsOfSpelledPlaces = Set("0123456789栋幢楼元室号的面边上口下厅堂道里")

    /// The whole of a few words as a house, perhaps with a side or a part of it; nil where they say more.
    var spelledPlace: Address? {
        let words = lettersAndNumbers
        guard let last = words.last, Self.endsOfSpelledPlaces.contains(last),
            let found = words.wholeMatch(of: Self.spelledPlacePattern)
        else { return nil }
        return Address(
            building: String(found.output.1), unit: found.output.2.map(String.init),
            room: found.output.3.map(String.init), place: found.output.4.map(String.init))
    }

    private static let interjections = ["啊", "哦", "噢", "呃", "哎呀", "哎", "不好意思", "对不起", "刚才", "刚刚"]
    private static let mistakes = [
        "不对", "错了", "说错了", "打错了", "搞错了", "弄错了", "报错了", "写错了", "记错了", "讲错了", "我说错了", "我打错了", "我搞错了",
        "我弄错了",
        "我报错了", "我写错了", "我记错了", "我讲错了",
    ]

    private static let buildingAtStart = Pattern(/[0-9A-Za-z]{1,3}(?:栋|幢|号楼)/, needs: ["号楼", "幢", "栋"])
    private static let oneAndNotOther = Pattern(
        /是([0-9A-Za-z栋幢号楼单元室]+)[，, ]?不是([0-9A-Za-z栋幢号楼单元室]+)/, needs: ["不是"])

    /// 不是X，是Y after a word of surprise; 不对，是Y without what was wrong.
    fileprivate var corrected: (wrong: String?, right: String)? {
        var rest = Substring(self).drop { !$0.isLetter && !$0.isNumber }
        var isMistake = false
        while let word = (Self.interjections + Self.mistakes).first(where: { rest.hasPrefix($0) }) {
            if Self.mistakes.contains(word) { isMistake = true }
            rest = rest.dropFirst(word.count).drop { !$0.isLetter && !$0.isNumber }
        }
        if isMistake, let lead = ["应该是", "应当是", "是"].first(where: { rest.hasPrefix($0) }) {
            let right = rest.dropFirst(lead.count).drop { !$0.isLetter && !$0.isNumber }
            return right.isEmpty ? nil : (nil, String(right))
        }
        if isMistake, rest.prefixMatch(of: Self.buildingAtStart) != nil {
            // 不对，8栋2单元，手滑: the first clause is the place.
            return (nil, String(rest.prefix { $0.isLetter || $0.isNumber }))
        }
        if let match = rest.wholeMatch(of: Self.oneAndNotOther) {
            return (String(match.output.2), String(match.output.1))
        }
        guard rest.hasPrefix("不是"), let range = rest.dropFirst(2).firstRange(of: "是") else { return nil }
        let wrong = rest.dropFirst(2)[..<range.lowerBound].lettersAndNumbers
        let right = rest[range.upperBound...].drop { !$0.isLetter && !$0.isNumber }
        // 是我妈家，11栋1单元1003: the clause with the numbers is the address.
        let clauses = String(right).wholeClauses
        guard !wrong.isEmpty, let first = clauses.first else { return nil }
        return (wrong, clauses.last { $0.contains(where: \.isNumber) } ?? first)
    }
}
