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
            intent: request.intent,
            category: request.saysOnlyThatItIsBroken
                ? request.intent.defaultCategory : request.category ?? request.intent.defaultCategory,
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
        draft.address = placeBeside(draft, request)
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
        if draft.urgency > .p1, !draft.isOfWholeHouse, lacksFlat(draft.category, draft.address),
            draft.asked[.room] == nil
        {
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
        if draft.isOfWholeHouse, draft.address.isEmpty {
            say("repair.ask_building", ["what": draft.homeTitle ?? draft.subject])
            return askFor([.building])
        }
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
        if draft.isGivenUp(by: understood) { return giveUp("repair.dropped") }
        let main = understood.main
        let isNotKnown = main.intent == .privacyRequest && understood.text.saysNotKnown
        let isPush = main.intent == .urge && main.reference == .latest
        if understood.wantsNoName || isNotKnown || isPush || understood.text.isSum {
            return askOn(draft, understood)
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
        if widen(draft, understood) || placeAtOwnHouse(draft, understood) { return true }
        let isOver = understood.text.mentionsAny(["不用管", "走了", "不管了"]) && main.reference == .latest
        if main.intent == .cancel, isOver || main.isAbout(draft) || draft.isPointedAt(in: understood.text) {
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

    /// 匿名, 快点: heard, and what was asked stays asked.
    private mutating func askOn(_ draft: RepairDraft, _ understood: Understood) -> Bool {
        var draft = draft
        if understood.wantsNoName {
            draft.anonymous = true
            say("privacy.anonymity")
            enter(.repair(draft))
        } else if understood.text.isSum {
            // 扣了八块: it stands in the report.
            draft.words.append(understood.text)
            enter(.repair(draft))
        } else if understood.main.intent == .urge {
            if !understood.text.isUnhurried { say("repair.hurry") }
            acts.append(.ack)
        }
        repeatQuestion(.repair(draft))
        return true
    }

    /// 整栋都没 behind 停水了: how far, and still of the same.
    private mutating func widen(_ draft: RepairDraft, _ understood: Understood) -> Bool {
        guard draft.isOfSupply, understood.main.address.isEmpty, understood.text.isOnlyWholeHouse else {
            return false
        }
        var draft = draft
        draft.words.append(understood.text)
        if draft.category == "power.outage_unit" { draft.category = "power.outage_building" }
        advance(draft)
        return true
    }

    /// 就我们这梯, 我们单元的, where the place is asked for: his own house, whatever else the words read like.
    private mutating func placeAtOwnHouse(_ draft: RepairDraft, _ understood: Understood) -> Bool {
        guard draft.what != nil, needsPlace(draft), draft.asked[.place, default: 0] > 0,
            facts.homes.count == 1, understood.text.isOfOwnHouse, !understood.main.isEmergency,
            understood.main.address.building == nil, understood.text.count <= Limits.visitCharacters
        else { return false }
        var draft = draft
        let home = facts.homes[0].address
        draft.words.append(understood.text)
        draft.address = draft.address.filled(from: Address(building: home.building, unit: home.unit))
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
        } else if understood.main.slots[.symptom] != nil || text.saysOnlyMine || text.isSum {
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
    private static let supplies = ["water.outage", "water.low_pressure", "power.outage"]
    /// What comes to a whole house, or does not.
    fileprivate var isOfSupply: Bool { Self.supplies.contains { category.hasPrefix($0) } }

    /// He has said that the whole house is without: his own door leads to nothing.
    fileprivate var isOfWholeHouse: Bool { isOfSupply && words.contains(where: \.isOnlyWholeHouse) }

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
        // 帮我通马桶, and then 楼下也冒出来了: the pipe of the house, and no errand.
        let isHousePipe = category == "home.paid_service" && newCategory.hasPrefix("water.")
        if what == nil || category == intent.defaultCategory || isHousePipe { category = newCategory }
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
    var wantsNothing: Bool {
        act == .deny && text.mentionsAny(["不用", "不要", "不需要", "不必"])
    }

    private static let leavesIt = Pattern(/^(那|还是|那还是)?算了(算了|吧|那)*(我|自己|找)/, needs: ["算了"])
    private static let mendsHimself = Pattern(/(我|还是)自己(去|来|上去|下去)?(修|弄|换|解决|处理|搞定|说|通)/, needs: ["自己"])

    /// 算了我找房东, 不麻烦你们，我自己换: he sees to it himself, and names neither a place nor another fault.
    var helpsHimself: Bool {
        guard main.address.isEmpty, main.slots[.symptom] == nil, !main.isEmergency,
            text.count <= Limits.visitCharacters, !text.asksSomething
        else { return false }
        let words = text.letters
        return words.contains(Self.leavesIt)
            || words.contains(Self.mendsHimself)
            || words.mentionsAny(["我找房东", "找房东修", "不麻烦你们"])
    }

    /// About the report that is under way: his name is kept out of it, and nothing else is asked for.
    fileprivate var wantsNoName: Bool {
        guard main.address.isEmpty else { return false }
        if main.intent == .privacyRequest {
            // 不知道几号 says nothing of his name.
            return main.privacyAct == "anonymity" && (text.wantsNoName || !text.saysNotKnown)
        }
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
    private static let isOnlyWholeHousePattern = Pattern(
        #/
        (我们|这|是|好像)* 一? (整栋楼|整栋|整幢|整个单元|整单元|全楼|全栋|楼上楼下|家家|邻居家|隔壁)
        (也|都|全)* (没有|没|停|断|一样|这样) (了|啦)? (的|啊|呀|水|电)?
        /#, needs: ["全栋", "全楼", "家家", "整个单元", "整单元", "整幢", "整栋", "楼上楼下", "邻居家", "隔壁"])

    /// 整栋都没, 我们一整栋都停了: how far, and not with what.
    fileprivate var isOnlyWholeHouse: Bool {
        letters.wholeMatch(
            of: Self.isOnlyWholeHousePattern)
            != nil
    }

    private static let onlyPointsPattern = Pattern(
        /(就|就是|是)?(那个|这个|那东西|这东西|那里|这里)(啊|呀|嘛|吧)?/, needs: ["这东西", "这个", "这里", "那东西", "那个", "那里"])

    /// 就那个: no name of anything.
    fileprivate var onlyPoints: Bool {
        letters.wholeMatch(of: Self.onlyPointsPattern) != nil
    }

    private static let saysNotKnownPattern = Pattern(
        /^(我)?(也)?(不知道|不清楚|不晓得|不记得|记不)/, needs: ["不晓得", "不清楚", "不知道", "不记得", "记不"])

    /// 不知道几号, 我也不清楚.
    fileprivate var saysNotKnown: Bool { contains(Self.saysNotKnownPattern) }

    private static let saysOnlyMinePattern = Pattern(
        /(就|只有|是|就是|只)*(我|我们|咱|咱们)(自己)?家(里)?(面)?(啊|呀|的|一家|一户)*/, needs: ["家"])

    /// 就我家: whose, and of nobody whose home is known no place.
    fileprivate var saysOnlyMine: Bool {
        letters.wholeMatch(of: Self.saysOnlyMinePattern) != nil
    }

    private static let namesOnlyFaultPattern = Pattern(
        #/
        (我家|家里|我)? 的? (那个|这个|那东西|东西|它|有个东西)? (又|都)?
        (坏|坏掉|不行|不好用|用不了|不能用|出问题|有问题|出毛病) (了|啦|咯)? (啊|呀)?
        (你们|快|赶紧|麻烦|叫人|派人|师傅|来|过来|看|修|弄|一下|下|看看|吧|呗)*
        /#, needs: ["不好用", "不能用", "不行", "出毛病", "出问题", "坏", "有问题", "用不了"])

    /// 那个坏了: what is wrong, and not with what.
    var namesOnlyFault: Bool {
        letters.wholeMatch(of: Self.namesOnlyFaultPattern) != nil
    }
}
