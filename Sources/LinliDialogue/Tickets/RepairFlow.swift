import LinliModel

/// From words to a ticket: what, then where.
extension Turn {
    // MARK: Drafts

    mutating func startRepair(_ request: WaitingRequest) {
        if let draft = request.draft {
            guard draft.wasOffered else { return advance(draft) }
            // What was to be chosen is asked again; nothing is opened because something else is done.
            enter(.repair(draft))
            return repeatQuestion(.repair(draft))
        }
        if request.category == "resource.offer" {
            return offerGoods(request.text)
        }
        let what = request.what
        var draft = RepairDraft(
            intent: request.intent, category: request.category ?? request.intent.defaultCategory,
            urgency: request.urgency == .none ? .p3 : request.urgency, words: [request.text],
            address: request.address, anonymous: request.wantsNoName, what: what)
        draft.thing = request.thing
        draft.happenedAt = request.happened(before: facts.now)
        draft.unheard = request.unheard
        if let sent = state.sentPicture, facts.now - sent.at <= .seconds(Limits.pictureWordsSeconds) {
            // The picture came before its words.
            draft.attachments = [sent.media]
        }
        state.sentPicture = nil
        if draft.address.isEmpty, !policy.inHome.contains(draft.category) { draft.address = sentPlace }
        state.sentPlace = nil
        if draft.anonymous { say("privacy.anonymity") }
        if draft.isBurst, draft.urgency <= .p1 { say("repair.shut_valve") }
        advance(draft)
    }

    /// Asks for what is missing, or opens the ticket. Each thing is asked at most twice, then there is a
    /// choice, and after that a person asks (`peers.md`: max re-asks, then options list, then person).
    mutating func advance(_ draft: RepairDraft) {
        var draft = draft
        fillFromHome(&draft)
        if draft.urgency == .p0 {
            enter(nil)
            commands.append(.openTicket(draft.finished))
            return
        }
        if openWitnessed(draft) { return }
        if let problem = draft.address.problem(in: facts.register) {
            draft.address = draft.address.without(problem)
            draft.asked[problem.slot, default: 0] += 1
            if draft.asked[problem.slot, default: 0] <= Limits.slotAsks {
                ask(problem)
                enter(.repair(draft))
            } else {
                offerOptions(draft)
            }
            return
        }
        if draft.what == nil, !draft.wasOffered {
            guard draft.mayAsk(.object) else {
                // A picture with its place says enough for a person who goes there.
                return draft.attachments.isEmpty || needsPlace(draft) ? offerOptions(draft) : open(draft)
            }
            askWhat(draft)
            enter(.repair(draft))
            return
        }
        if draft.urgency > .p1, lacksFlat(draft.category, draft.address), draft.asked[.room] == nil {
            draft.asked[.room] = 1
            askPlace(draft)
            enter(.repair(draft))
            return
        }
        if needsPlace(draft), !draft.wasOffered {
            guard draft.mayAsk(.place) else { return offerOptions(draft) }
            askPlace(draft)
            enter(.repair(draft))
            return
        }
        open(draft)
    }

    /// A grievance about a bill has no place, and a loan has none either.
    func needsPlace(_ draft: RepairDraft) -> Bool {
        if draft.address.isRelative, policy.sharedPlaces.contains(draft.category) { return true }
        return draft.needsPlace && !policy.placeless.contains(draft.category)
    }

    /// Somebody has to come into the flat, and does not know to which door.
    func lacksFlat(_ category: String, _ address: Address) -> Bool {
        policy.inHome.contains(category) && address.lacksFlat
    }

    mutating func askFlat(_ address: Address) {
        say("repair.ask_flat", ["unit": address.unit == nil ? "几单元" : ""].present)
        askFor(address.unit == nil ? [.unit, .room] : [.room])
    }

    mutating func open(_ draft: RepairDraft) {
        if recordWish(draft) { return }
        enter(nil)
        if needsPlace(draft), draft.wasOffered { say("repair.person_asks") }
        expectInside(draft)
        state.isOfOthersFlat = draft.words.contains(where: \.isOfOthersFlat) ? true : nil
        state.unheard = draft.unheard
        commands.append(.openTicket(draft.finished))
    }

    mutating func offerOptions(_ draft: RepairDraft) {
        var draft = draft
        if draft.wasOffered { return open(draft) }
        draft.asked[.choice] = 1
        say("repair.options", ["what": draft.title ?? ""].present)
        acts.append(.offerOptions)
        ask.append(.choice)
        enter(.repair(draft))
    }

    /// The answer to the choice; false where the words are something else.
    private mutating func answerOptions(_ draft: RepairDraft, _ understood: Understood) -> Bool {
        guard draft.wasOffered else { return false }
        if understood.act == .deny { return giveUp("repair.dropped") }
        switch understood.choice {
        case 1: open(draft)
        case 2:
            enter(nil)
            var request = WaitingRequest(draft)
            request.draft = nil
            request.intent = .humanHandoff
            askForPerson(request)
        case 3: return giveUp("repair.dropped")
        default: return false
        }
        return true
    }

    mutating func askWhat(_ draft: RepairDraft) {
        if draft.intent != .reportRepair {
            say("repair.ask_matter")
        } else {
            say(draft.attachments.isEmpty ? "repair.ask_what" : "repair.ask_what_picture")
        }
        askFor([.object])
    }

    /// Asks for the home, for the building, or for the spot, as the matter needs.
    mutating func askPlace(_ draft: RepairDraft) {
        if lacksFlat(draft.category, draft.address) { return askFlat(draft.address) }
        let photos = draft.attachments.isEmpty ? "" : "\(draft.attachments.count)"
        let isOwnDoor = draft.address.isRelative && draft.words.contains(where: \.isAtOwnDoor)
        if policy.inHome.contains(draft.category) || isOwnDoor || draft.address.isRoomOfFlat {
            say("repair.ask_home", ["what": draft.homeTitle ?? "", "photos": photos].present)
            askFor([.building, .room])
            return
        }
        let values = ["what": draft.subject, "photos": photos].present
        if draft.asksBuilding {
            say("repair.ask_building", values)
            askFor([.building])
        } else {
            say("repair.ask_place", values)
            askFor([.place])
        }
    }

    /// Nobody is asked what he has already said: a fault inside the flat is at his only home.
    private func fillFromHome(_ draft: inout RepairDraft) {
        fillFromLift(&draft)
        guard facts.homes.count == 1, !draft.anonymous else { return }
        let home = facts.homes[0].address
        if draft.address.lacksFlat, draft.address.building == home.building {
            draft.address = draft.address.filled(from: home)
        } else if draft.address.lacksBuilding {
            let isThere = draft.address.room == nil || draft.address.room == home.room
            if isThere { draft.address = draft.address.filled(from: home) }
        } else if draft.address.isRelative, draft.words.contains(where: \.isAtOwnDoor) {
            draft.address = draft.address.filled(from: home)
        } else if draft.address.isPartOfBuilding
            || (draft.asksBuilding && policy.sharedPlaces.contains(draft.category))
        {
            draft.address = draft.address.filled(from: Address(building: home.building, unit: home.unit))
        } else if draft.address.isEmpty || draft.address.isRoomOfFlat,
            policy.inHome.contains(draft.category) || draft.words.contains(where: \.isAtHome)
        {
            draft.address = draft.address.filled(from: home)
        } else if draft.address.isEmpty, draft.isOfNeighbours,
            let side = draft.words.compactMap(\.sideOfHome).first
        {
            draft.address = home
            draft.address.place = side
        }
    }

    /// The answer to a question of the flow. False where the message is something else.
    mutating func answerRepair(_ draft: RepairDraft, _ understood: Understood) -> Bool {
        var draft = draft
        if understood.act == .cancelFlow || understood.wantsNothing { return giveUp("repair.dropped") }
        let main = understood.main
        if understood.wantsNoName {
            draft.anonymous = true
            say("privacy.anonymity")
            enter(.repair(draft))
            repeatQuestion(.repair(draft))
            return true
        }
        if main.intent == .urge, main.reference == .latest {
            if !understood.text.isUnhurried { say("repair.hurry") }
            acts.append(.ack)
            repeatQuestion(.repair(draft))
            return true
        }
        if let what = draft.what, main.intent.opensTicket, let other = main.what,
            understood.text.mentions("不是\(what)")
        {
            // "不是路灯，是摄像头坏了": the same report of another thing.
            draft.what = other
            draft.thing = main.thing
            draft.category = main.category ?? draft.category
            draft.urgency = min(draft.urgency, main.urgency)
            draft.words.append(understood.text)
            draft.address = main.address.filled(from: draft.address)
            advance(draft)
            return true
        }
        if answerOptions(draft, understood) { return true }
        if main.intent == .cancel, main.isAbout(draft) || draft.isPointedAt(in: understood.text) {
            return giveUp("repair.dropped")
        }
        if understood.isRequest, !main.intent.opensTicket, understood.act == nil, !understood.hurriesWithPlace
        {
            return false
        }
        if main.intent.opensTicket, draft.what != nil, main.what != nil, understood.act == nil,
            understood.isSecondFault(beside: draft) || understood.isElsewhere(than: draft)
        {
            return false
        }
        // "好的" and "谢谢" are neither a thing nor a place.
        if understood.isBare {
            advance(draft)
            return true
        }
        draft.words.append(understood.text)
        draft.unheard = draft.unheard ?? understood.text.unheard
        if draft.address.isRoomOfFlat || draft.address.isPartOfBuilding { lendHome(main.address) }
        draft.address = main.address.filled(from: draft.address)
        if main.intent.opensTicket, let category = main.category { draft.take(category, main.urgency) }
        if draft.what == nil {
            draft.what =
                main.what ?? (main.address.isEmpty && !understood.text.onlyPoints ? understood.text : nil)
            draft.thing = draft.thing ?? main.thing
        } else if needsPlace(draft), main.address.isEmpty {
            if understood.text.saysNowhere {
                open(draft)
                return true
            }
            takePlace(understood, &draft)
        }
        advance(draft)
        return true
    }

    /// A landmark in his own words, a bare number of a building, his own flat. What cannot be a place stays
    /// with the words, and the question is asked again.
    private func takePlace(_ understood: Understood, _ draft: inout RepairDraft) {
        let text = understood.text
        if let home = facts.homes.first, facts.homes.count == 1, text.isAtHome {
            draft.address = draft.address.filled(from: home.address)
        } else if facts.register?.hasBuilding(text) ?? false {
            // A bare 1 is a building where one was asked for and nothing else waits; else perhaps a choice.
            guard draft.asksBuilding || policy.inHome.contains(draft.category), state.waiting.isEmpty else {
                return
            }
            draft.address.building = text
        } else if understood.main.slots[.symptom] != nil {
            // 就我家没电，邻居都有 says what is the matter once more.
            return
        } else if text.namesPlace && !text.tellsDoing
            || (text.mayBePlace && !text.tellsDamage && !text.tellsDoing
                && draft.asked[.place, default: 0] >= Limits.slotAsks)
        {
            draft.address.place = [draft.address.place, String(text.prefix(Limits.placeCharacters))]
                .compactMap { $0 }.joined(separator: "，")
        }
    }
}

extension RepairDraft {
    /// Water that goes on until somebody shuts the valve.
    fileprivate var isBurst: Bool { category == "water.burst" }

    /// "厨房" alone says where in a flat, but not in which.
    var needsPlace: Bool {
        (address.isEmpty || address.isRoomOfFlat || address.isPartOfBuilding || address.lacksBuilding)
            && intent != .suggestNeed
    }

    /// Which building is the question; 门口 may be that of the estate.
    var asksBuilding: Bool {
        address.isPartOfBuilding || address.lacksBuilding || (address.isRelative && address.place != "门口")
    }

    /// What comes from the flat above or next door.
    var isOfNeighbours: Bool { ["noise.", "neighbor.", "water."].contains { category.hasPrefix($0) } }

    /// The choice after two questions has been offered.
    var wasOffered: Bool { asked[.choice] != nil }

    /// What the question calls it: short, or not at all.
    var title: String? {
        guard let name = what ?? named, name.count <= Limits.thingCharacters,
            name.allSatisfy({ $0.isLetter || $0.isNumber })
        else { return nil }
        return name
    }

    /// How a question about its place begins: with the thing, and never with what is wrong with it.
    var subject: String { thing ?? "这个" }

    /// The same before a question for the flat: 没电 is short enough to stand there, a time is not.
    var homeTitle: String? { thing ?? title.flatMap { $0.count <= Limits.briefThingCharacters ? $0 : nil } }

    /// Counts one question; false where it was asked often enough.
    mutating func mayAsk(_ slot: SlotName) -> Bool {
        guard asked[slot, default: 0] < Limits.slotAsks else { return false }
        asked[slot, default: 0] += 1
        return true
    }

    var finished: TicketDraft {
        var ticket = TicketDraft(
            category: category, urgency: urgency, text: words.joined(separator: "\n"), address: address,
            intent: intent, anonymous: anonymous, attachments: attachments)
        ticket.unheard = unheard
        return ticket
    }

    /// A better reading of what is broken; the more urgent of both counts.
    mutating func take(_ newCategory: String, _ newUrgency: Urgency) {
        if what == nil || category == intent.defaultCategory { category = newCategory }
        if newUrgency < urgency { urgency = newUrgency }
    }
}

extension Intent {
    /// Where nothing more is known.
    var defaultCategory: String {
        switch self {
        case .complain: "service.response"
        case .suggestNeed: "facility.other"
        case .orderService: "care.errand"
        default: "building.floor"
        }
    }
}

extension Understood {
    /// "不用了" to a question: he wants nothing any more. A bare 不 may mean anything.
    fileprivate var wantsNothing: Bool {
        act == .deny && text.mentionsAny(["不用", "不要", "不需要", "不必"])
    }

    /// About the report that is under way: his name is kept out of it, and nothing else is asked for.
    fileprivate var wantsNoName: Bool {
        guard main.address.isEmpty else { return false }
        if main.intent == .privacyRequest { return main.privacyAct == "anonymity" }
        return !isRequest && text.wantsNoName
    }

    /// 8栋1单元202啊！！赶紧的！！！ is the answer that was asked for.
    fileprivate var hurriesWithPlace: Bool {
        main.intent == .urge && !main.address.isEmpty && main.slots[.object] == nil
    }

    /// A yes, a no or a thank-you and nothing else: no answer to a question that asks for words.
    var isBare: Bool {
        guard !isRequest, main.address.isEmpty else { return false }
        return act == .confirm || act == .deny || act == .thanks
    }
}

extension String {
    /// 就那个: no name of anything.
    fileprivate var onlyPoints: Bool {
        filter(\.isLetter).wholeMatch(of: /(就|就是|是)?(那个|这个|那东西|这东西|那里|这里)(啊|呀|嘛|吧)?/) != nil
    }

    /// 那个坏了: what is wrong, and not with what.
    fileprivate var namesNothing: Bool {
        filter(\.isLetter).wholeMatch(
            of: /(我家|家里|我)?(的)?(那个|这个|那东西|东西|它|有个东西)?(又|都)?(坏|坏掉|不行|不好用|用不了|不能用|出问题|有问题|出毛病)(了|啦|咯)?(啊|呀)?/)
            != nil
    }
}

extension WaitingRequest {
    var wantsNoName: Bool {
        let isMarked = slots[.anonymous]?.isTrue ?? false
        return text.wantsNoName || (isMarked && !text.wantsOffList)
    }

    /// 不借了: the report in the making is meant, and nothing that he has.
    fileprivate func isAbout(_ draft: RepairDraft) -> Bool {
        guard cancelTarget == .anything else { return false }
        return switch reference {
        case .latest: true
        case .about(let words): words.allSatisfy { word in draft.words.contains { $0.mentions(word) } }
        case .number, .tail, .all, .several, .oldest, .position: false
        }
    }

    var emergencyCategory: String { category ?? "info.contact" }

    /// Words that begin a report and say nothing of it.
    private static let bareReports: Set = [
        "报修", "我要报修", "我想报修", "要报修", "想报修", "报个修", "报一下修", "保修", "我要保修", "维修", "我要维修", "投诉", "我要投诉", "我想投诉",
        "反映问题",
    ]
    private static let streams: Set<String> = ["水", "电", "气", "网"]
    /// The thing itself; what runs through pipes is nowhere.
    var thing: String? {
        guard let object = slots[.object]?.text, !Self.streams.contains(object),
            object.count <= Limits.thingCharacters, object.allSatisfy({ $0.isLetter || $0.isNumber })
        else { return nil }
        return object
    }

    /// What is broken or wished, in a word; nil for a bare "我要报修".
    var what: String? {
        if Self.bareReports.contains(text.filter(\.isLetter)) { return nil }
        var symptom = slots[.symptom]?.text
        if slots[.object] == nil, category == nil || category == intent.defaultCategory, text.namesNothing {
            symptom = nil
        }
        if let object = slots[.object]?.text, object.count > 1 || symptom == nil { return object }
        if let symptom { return symptom }
        let named = [slots[.matter], slots[.topic], slots[.item], slots[.wants]].compactMap { $0?.text }
        if let matter = named.first { return matter }
        // A wish in a whole sentence says what it is about.
        let isSentence =
            (intent == .suggestNeed || intent == .complain) && text.count > Limits.bareWishCharacters
        guard category != nil || isSentence else { return nil }
        return text
    }
}
