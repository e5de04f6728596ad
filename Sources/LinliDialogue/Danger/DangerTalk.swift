import LinliModel

/// One emergency stays one ticket: what is said after it was opened goes into it, and its staff hear of it
/// (`domain.md` 2.2.1). Another place or another kind of thing is a danger of its own; in doubt it is added
/// and told, and nothing is asked before.
extension Turn {
    mutating func joinDanger(_ understood: Understood) -> Bool {
        guard !state.isReporting else { return false }
        if sayOver(understood) { return true }
        let dangers = understood.requests.filter { $0.isEmergency || goesOn($0) }
        guard let first = dangers.first, let open = openDanger,
            dangers.allSatisfy({ belongs($0, to: open) })
        else { return false }
        if takeDangerPlace(first, understood) { return true }
        let text = understood.text
        let (before, now) = (open.ticket.category, first.emergencyCategory)
        let isNewKind = before != now && first.category != nil
        let isWeather = before.hasPrefix("weather.") && now.hasPrefix("weather.")
        let rises = open.ticket.urgency > .p0 && !text.asksAboutDanger
        if text.asksForAmbulance {
            say("emergency.no_ambulance")
            acts.append(.safetyAdvice)
        } else if first.isOfThoseInside, before.needsLeaving {
            say("emergency.others_inside")
            acts.append(.safetyAdvice)
        } else if text.asksAboutDanger {
            if let advice = policy.advice[before] { say(advice) }
        } else if first.category == "security.person", text.ails {
            say("emergency.injury")
            acts.append(.safetyAdvice)
        } else if isNewKind, !isWeather || text.isOfGarage {
            say(policy.advice[now] ?? "emergency.injury")
            acts.append(.safetyAdvice)
        }
        // 墙砖 that have hit somebody stay what they are; a lift that stands has somebody in it.
        let becomes = isNewKind && now.hasPrefix("lift.") && !first.isOfThoseInside ? now : nil
        wait(for: understood.requests.filter { !dangers.contains($0) })
        leaveKnown(text, in: first.address)
        state.unfound = first
        commands.append(
            .addToDanger(
                ticket: open.ticket.number, text: text, address: first.address,
                news: rises ? .rises(category: becomes) : .more))
        if case .emergencyPlace(let tickets, _) = state.flow, tickets.contains(open.ticket.number),
            first.address.building != nil
        {
            enter(nil)
        }
        state.isAside = state.flow != nil
        return true
    }

    /// 人出来了: whoever is there makes sure of it. The ticket stays open.
    private mutating func sayOver(_ understood: Understood) -> Bool {
        let unreached = recent(within: .minutes(Limits.openDangerMinutes)).last { $0.ticket.isUnreached }
        guard understood.saysOver, !understood.requests.contains(where: \.isEmergency),
            let open = openDanger.flatMap({ $0.ticket.urgency == .p0 ? $0 : nil }) ?? unreached
        else { return false }
        switch state.flow {
        case nil: break
        case .emergencyPlace(let tickets, _) where tickets.contains(open.ticket.number): enter(nil)
        default: return false
        }
        state.fragments = []
        // 我出来了, out of gas or smoke: that is not over because he is out.
        let isOnlyHe = open.ticket.category.needsLeaving && understood.text.hasPrefix("我出来")
        commands.append(
            .addToDanger(
                ticket: open.ticket.number, text: understood.text, address: Address(),
                news: isOnlyHe ? .more : .over))
        return true
    }

    /// The newest danger of this conversation that somebody is on the way to.
    var openDanger: RecentTicket? {
        recent(within: .minutes(Limits.openDangerMinutes)).last { known in
            known.ticket.urgency == .p0 || (known.ticket.urgency == .p1 && known.isOfThreat)
        }
    }

    /// Categories of one thing: a lift that stands and who is in it, a wall and what falls off it or comes
    /// down with it where it is torn out, a socket and its smoke.
    private static let kin = [
        ["lift."],
        ["throwing.", "building.exterior_wall"],
        ["illegal.renovation", "building.exterior_wall", "building.ceiling"],
        ["power.indoor", "power.outage_unit", "power.sparks", "fire.smoke"],
    ]

    /// Whether two dangers may be one, before the ticket is open and after it.
    static func areKin(_ one: String, _ other: String) -> Bool {
        kin.contains { kin in [one, other].allSatisfy { one in kin.contains { one.hasPrefix($0) } } }
    }

    private func belongs(_ danger: WaitingRequest, to open: RecentTicket) -> Bool {
        let category = danger.emergencyCategory
        let isKin = Self.areKin(category, open.ticket.category)
        // 水还在涨 is of the water at the door; 车库也进水了 is of another.
        let isWater = [category, open.ticket.category].allSatisfy { $0.hasPrefix("weather.") }
        let isSameWater = isWater && !danger.text.isOfGarage
        guard
            category == open.ticket.category || isKin || isSameWater || danger.category == nil
                || danger.isOfPerson || danger.isOfThoseInside
        else { return false }
        let (said, known) = (danger.address, open.address)
        // 我爸在家晕倒了 while a lift stands somewhere: somebody has to go to that flat.
        if danger.text.isAtHome, !known.isEmpty { return false }
        guard known.allows(said) else { return false }
        // 配电房那边也有水: the water of the garage has come further.
        if isSameWater, category == open.ticket.category, said.building == nil { return true }
        guard let place = said.place, let stands = known.place else {
            return said.place == nil || Address(place: said.place).isInside
                || category == open.ticket.category
        }
        return place.mentions(stands) || stands.mentions(place) || Address(place: place).isInside
    }

    mutating func tell(danger summary: TicketSummary, _ news: DangerNews) {
        remember(summary)
        acts.append(.updateTicket)
        switch news {
        case .over:
            say("emergency.over", summary.values(at: facts.now))
        case .more:
            say("ticket.noted_urgent", summary.values(at: facts.now))
        case .rises:
            say("emergency.raised", summary.values(at: facts.now))
            guard summary.isPlaceless, state.flow == nil else { return }
            enter(.emergencyPlace(tickets: [summary.number], asked: 1))
            askEmergencyPlace([summary.number])
        }
    }

    /// What was taken for words about a ticket, and there is none: a danger, or a fault that nobody has
    /// reported yet. False where it was neither.
    mutating func reportUnfound() -> Bool {
        guard let request = state.unfound else { return false }
        state.unfound = nil
        if request.intent == .rateFeedback {
            // 车挪走了: nothing is closed yet, and whoever has it reads that.
            guard let number = lastTicket(within: .hours(Limits.draftRecoveryHours)) else { return false }
            commands.append(.correctTicket(.number(number), text: request.text, address: Address()))
        } else if request.isEmergency {
            openEmergencies(request)
        } else if !request.intent.opensTicket {
            begin(request, nil)
        } else {
            say("repair.first_time")
            startRepair(request)
        }
        return true
    }
}

extension ConversationState {
    /// A report is in the making: what is said belongs to that.
    fileprivate var isReporting: Bool { flow?.isRepair ?? false }
}

extension RecentTicket {
    private static let threats = [
        "lift.", "building.", "throwing.", "fire.", "gas.", "weather.", "green.", "ebike.",
        "illegal.renovation", "illegal.build",
    ]

    /// A matter in which somebody may come to harm at any moment.
    fileprivate var isOfThreat: Bool { Self.threats.contains { ticket.category.hasPrefix($0) } }
}

extension WaitingRequest {
    fileprivate var isOfPerson: Bool { category == "security.person" }
}

extension Address {
    /// Inside the thing or the house that was spoken of: 电梯里, 门口.
    fileprivate var isInside: Bool {
        guard let place else { return false }
        return isRoomOfFlat || isPartOfBuilding || place == "门口" || place.hasPrefix("里")
    }

    /// Nothing in the other one contradicts this one.
    func allows(_ other: Address) -> Bool {
        func agree(_ one: String?, _ two: String?) -> Bool { one == nil || two == nil || one == two }
        return agree(building, other.building) && agree(unit, other.unit) && agree(room, other.room)
    }
}

extension String {
    private static let questions = [
        "会不会", "会砸到", "要是砸", "万一", "谁负责", "谁来赔", "谁赔", "怎么赔", "救护车", "怎么办", "有没有人来", "来了吗", "到了吗",
    ]
    /// 会不会砸到人啊, 砸到人谁负责: about what may happen, and nobody has come to harm by it.
    fileprivate var asksAboutDanger: Bool { mentionsAny(Self.questions) }

    fileprivate var isOfGarage: Bool { mentionsAny(["车库", "地库", "地下"]) }

    fileprivate var asksForAmbulance: Bool {
        mentions("救护车") && mentionsAny(["吗", "没", "?", "？", "叫", "呢"])
    }
}

extension Understood {
    private static let out = [
        "出来了", "救出", "救上来", "放出来", "拉上来了", "扶起来了", "爬起来了", "醒了", "醒过来", "找到了", "联系上了", "接通了", "接电话了", "回电话了",
        "送医院了", "送去医院", "送到医院", "上救护车了", "救护车接走",
    ]
    private static let calm = ["没事了", "安全了", "解除了"]
    private static let notOver = ["没出来", "没有出来", "出不来", "水", "血", "烟", "味", "火", "吗", "?", "？", "不"]

    /// 人出来了，没事了.
    var saysOver: Bool {
        guard text.count <= Limits.answerCharacters, act != .cancelFlow, !text.mentionsAny(Self.notOver)
        else { return false }
        return text.mentionsAny(Self.out) || text.mentionsAny(Self.calm)
    }

}
