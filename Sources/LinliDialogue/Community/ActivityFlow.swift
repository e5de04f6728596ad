import LinliModel

/// Activities: what is to be had and when, which of it he wants, and for how many (`domain.md` A06).
extension Turn {
    /// "便民日都有啥项目": the day of services is named, whatever else the question reads like.
    mutating func speakOfActivity(_ understood: Understood) -> Bool {
        if state.flow == nil, giveUpPlace(understood) || askOwnPlaces(understood) { return true }
        let main = understood.main
        let mayAsk = state.flow == nil && !isInDoubt(understood)
        switch main.intent {
        case .infoQuery where mayAsk && main.text.asksAboutPlaces && !main.text.mentions("店"),
            .queryStatus where main.text.mentionsAny(["满了没", "满了吗", "满没满", "名额", "位子"]),
            .orderService where main.text.asksAboutPlaces:
            break
        case .infoQuery, .outOfScope:
            guard understood.text.mentionsAny(policy.activities) else { return false }
        default: return false
        }
        findActivity(main)
        return true
    }

    /// "包饺子我不去了，改报登山", "改成磨刀" right after one was taken: both in one go. Words that turn out to be about
    /// something else are taken as what they read like.
    mutating func swapPlaces(_ understood: Understood) -> Bool {
        let main = understood.main
        guard state.flow == nil, let (from, to) = understood.text.swap, main.address.isEmpty,
            main.urgency != .p0,
            main.slots[.date] == nil, main.slots[.time] == nil
        else { return false }
        let isFresh =
            state.taken.map {
                $0.target == .signup && facts.now - $0.at <= .minutes(Limits.recentTicketMinutes)
            } ?? false
        let isShort = from.letters.count <= Limits.shrugCharacters
        guard
            from.mentionsAny(["不去", "不报", "不参加", "报的", "报了"]) || (isFresh && isShort)
                || main.slots[.activity] != nil
        else { return false }
        state.unfound = main
        commands.append(.activity(.swap(from: from, to: to)))
        return true
    }

    /// 我妈也留一个, 再加两个 right behind an entry: the same item for so many more, and no matter for the staff.
    mutating func addHeads(_ understood: Understood) -> Bool {
        let main = understood.main
        guard state.flow == nil, let taken = state.taken, let signup = taken.signup, let item = signup.itemID,
            facts.now - taken.at <= .minutes(Limits.recentTicketMinutes),
            state.lastTicketAt.map({ $0 <= taken.at }) ?? true, main.slots[.symptom] == nil,
            !main.isEmergency, main.address.isEmpty, let more = understood.text.headsMore
        else { return false }
        commands.append(.activity(.signUp(item, people: signup.people + more)))
        return true
    }

    /// "我报了哪些": what he has with the estate, and no copy of his data.
    private mutating func askOwnPlaces(_ understood: Understood) -> Bool {
        guard
            understood.text.mentionsAny([
                "我报了哪", "我报了什么", "我报了几", "我都报了", "我报名了吗", "我报上了吗", "我报上了没", "我约了哪", "我约了什么",
            ])
        else { return false }
        commands.append(.ticketStatus(.latest))
        return true
    }

    mutating func findActivity(_ request: WaitingRequest) {
        state.asksCost = request.text.mentionsAny(["多少钱", "收费", "要不要钱", "免费不"]) ? true : nil
        commands.append(
            .activity(.find(words: request.text, people: request.people, asks: request.text.asksAboutPlaces)))
    }

    mutating func askItem(of offer: ActivityOffer, people: Int) {
        enter(.chooseItem(offer, people: people))
        say("activity.offer", offer.values)
        acts.append(.offerOptions)
        ask.append(.activity)
    }

    mutating func answerChooseItem(_ offer: ActivityOffer, people: Int, _ understood: Understood) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("activity.dropped") }
        let main = understood.main
        let people = main.slots[.headcount] == nil ? people : main.people
        var chosen = offer.items.filter { understood.text.asksFor($0.name) }
        if chosen.isEmpty, understood.text.mentionsAny(Self.allWords) { chosen = offer.items }
        if chosen.isEmpty, let index = understood.choice, offer.items.indices.contains(index - 1) {
            chosen = [offer.items[index - 1]]
        }
        if main.intent == .cancel { return false }
        if !chosen.isEmpty, understood.text.asksAboutPlaces {
            askConsent(offer, chosen.map(\.id), people: people)
            return true
        }
        guard chosen.isEmpty else {
            enter(nil)
            commands += chosen.map { .activity(.signUp($0.id, people: people)) }
            return true
        }
        let saysHowMany = main.intent == .activitySignup && main.slots[.activity] == nil
        if understood.isRequest, !saysHowMany { return false }
        repeatQuestion(.chooseItem(offer, people: people))
        return true
    }

    private static let allWords = ["都要", "全要", "都报", "全报", "全部"]

    // MARK: Nothing is entered without a yes

    /// What the register says of these items, and the question whether he wants a place.
    mutating func askConsent(_ offer: ActivityOffer, _ items: [ActivityItemID], people: Int) {
        let chosen = offer.items.filter { items.contains($0.id) }
        var shown = offer
        shown.items = chosen
        enter(.confirmItems(offer, items, people: people))
        say(chosen.contains { $0.left >= people } ? "activity.ask_place" : "activity.ask_wait", shown.values)
        acts += [.answer, .confirmAsk]
    }

    mutating func answerConfirmItems(
        _ offer: ActivityOffer, _ items: [ActivityItemID], people: Int, _ understood: Understood
    ) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("activity.dropped") }
        let (main, text) = (understood.main, understood.text)
        if main.intent == .cancel { return false }
        let named = offer.items.filter { text.asksFor($0.name) }.map(\.id)
        // 好，就报一个; 报两个，我和我老伴: how many, and so a yes.
        let saysHowMany =
            main.intent == .activitySignup && main.slots[.activity] == nil && main.slots[.item] == nil
            && text.entersHeads
        let isYes = text.wordRuns.count > 1 && (text.wordRuns.first?.isShortYes ?? false) && text.entersHeads
        let consents = understood.act == .confirm || text.isOrder || text.isShortYes || saysHowMany || isYes
        let said = (main.slots[.headcount] ?? main.slots[.qty])?.integer
        let people = max(
            1, said ?? SessionMatter.count(in: text, ["个", "位", "人"]) ?? text.partyCount ?? people)
        if consents, !text.asksAboutPlaces {
            enter(nil)
            commands += (named.isEmpty ? items : named).map { .activity(.signUp($0, people: people)) }
            return true
        }
        if !named.isEmpty {
            askConsent(offer, named, people: people)
            return true
        }
        if understood.isRequest { return false }
        repeatQuestion(.confirmItems(offer, items, people: people))
        return true
    }

    mutating func tell(activity outcome: Outcome) {
        switch outcome {
        case .activityFound(let offer, let items, let people, let asks):
            if asks, state.asksCost == true { say("activity.no_cost") }
            tell(offer, items, people: people, asks: asks)
        case .activityNone(let name):
            enter(nil)
            say("activity.none", ["name": name])
            acts.append(.answer)
        case .activityUnknown(let words):
            if orderMedical(words) { return }
            if words.changesHeadsAlone {
                // 改成一个人, and he has no place anywhere: nobody of the staff could say more.
                say("activity.swap_unknown")
                acts.append(.answer)
                return
            }
            forward(
                WaitingRequest(
                    intent: words.asksAboutPlaces ? .infoQuery : .activitySignup, category: nil,
                    urgency: .none, slots: [:], text: words),
                origin: .forwarded, joins: words.asksAboutPlaces)
        case .signedUp(let signup, let isNew):
            state.taken = Taken(.signup, at: facts.now)
            state.taken?.signup = signup
            tell(signup, isNew: isNew)
        case .signupSwapped(let signup, let left):
            state.taken = Taken(.signup, at: facts.now)
            say("activity.swapped", signup.values.merging(["left": left]) { $1 })
            acts += [.cancelOK, .signupOK]
        case .signupSwapUnknown:
            guard let request = state.unfound else { return }
            state.unfound = nil
            guard request.intent != .cancel else {
                // Which one is left is not known: nothing else of his is offered to be given up.
                say("activity.swap_unknown")
                return acts.append(.answer)
            }
            begin(request, nil)
        case .signupClosed:
            say("activity.over")
            acts.append(.reject)
        case .signupTooMany(let most):
            say("activity.too_many", ["count": "\(most)"])
            acts.append(.reject)
        default:
            break
        }
    }

    private mutating func tell(
        _ offer: ActivityOffer, _ items: [ActivityItemID], people: Int, asks: Bool
    ) {
        let isFull = offer.items.contains { items.contains($0.id) && $0.left < people }
        if !offer.isOpen {
            enter(nil)
            say("activity.closed", offer.values)
            acts.append(.answer)
        } else if items.isEmpty {
            askItem(of: offer, people: people)
        } else if asks || isFull {
            askConsent(offer, items, people: people)
        } else {
            enter(nil)
            commands += items.map { .activity(.signUp($0, people: people)) }
        }
    }

    private mutating func tell(_ signup: SignupSummary, isNew: Bool) {
        let values = signup.values
        if signup.waiting > 0 {
            say(isNew ? "activity.waiting" : "activity.waiting_before", values)
            acts.append(isNew ? .waitlistOK : .answer)
        } else {
            say(isNew ? "activity.signed_up" : "activity.signed_up_before", values)
            acts.append(isNew ? .signupOK : .answer)
        }
    }
}

extension WaitingRequest {
    /// For how many he asks; himself where he does not say.
    var people: Int { max(1, slots[.headcount]?.integer ?? 1, text.partyCount ?? 1) }
}

extension SignupSummary {
    fileprivate var values: [String: String] {
        [
            "activity": activity, "item": item, "people": people > 1 ? "\(people)" : "",
            "place": waiting > 0 ? "\(waiting)" : "",
        ].present
    }
}

extension ActivityOffer {
    fileprivate var values: [String: String] {
        let lines = items.enumerated().map { index, item in
            let hours = item.hours.isEmpty ? "" : "（\(item.hours)）"
            let left = item.left > 0 ? "余\(item.left)位" : "已满，可候补"
            return "\(index + 1). \(item.name)\(hours)，\(left)"
        }
        return ["name": name, "title": title, "list": lines.joined(separator: "\n")]
    }
}

extension String {
    /// 给我和我妈各报一个: himself and whom he names; nil where he names nobody beside himself.
    fileprivate var partyCount: Int? {
        if mentionsAny(["我们俩", "我们两个", "我俩", "两口子", "老两口"]) { return 2 }
        guard mentionsAny(["我和", "我跟", "我、", "我同", "跟我", "和我"]) else { return nil }
        let others = kinNamed + ["老伴", "邻居", "朋友"].filter { mentions($0) }
        return others.isEmpty ? nil : others.count + 1
    }

    private static let entersHeadsPattern = Pattern(
        /(报|留|占|排|要|来|登记|加)(个|[一两俩二三四五六七八九十0-9]{1,2}(个|位|人))/)

    /// 报一个, 留两个: a place is taken, and it is said for how many.
    fileprivate var entersHeads: Bool {
        contains(Self.entersHeadsPattern) && !asksAboutPlaces
            && !mentionsAny(["不报", "不要", "别报", "不留"])
    }

    private static let headsMorePattern = Pattern(
        #/
        (?:那|对了|还有|帮|给)?(?:我|给)?(.{0,5}?)(?:也|再|还)(?:想|要|帮我|给我|给)?
        (?:报|留|加|占|来|排|登记|要)(?:上|名)?(?:她|他|我妈|我爸)?
        (个|[一两俩二三四五六七八九0-9](?:个|位)?)?(?:人|名|号|位)?(?:吧|啊|呗|名|上)?
        /#, needs: ["也", "再", "还"])

    /// 我妈也留一个: one; 再加两个: two. Nil where the words say anything else.
    fileprivate var headsMore: Int? {
        let words = lettersAndNumbers
        guard count <= Limits.answerCharacters, !asksAboutPlaces,
            let found = words.wholeMatch(of: Self.headsMorePattern)
        else { return nil }
        guard let number = found.output.2?.first, number != "个" else { return 1 }
        return number.wholeNumberValue ?? Numerals.values[number] ?? (number == "俩" ? 2 : 1)
    }

    private static let changesHeadsAlonePattern = Pattern(
        /(人数|就|那)?(改成|改为|换成)[一二两三四五六七八九十0-9]{1,2}(个人|个|位|人)(吧|了)?[。！]?/, needs: ["换成", "改为", "改成"])

    /// 改成一个人, 就改成两个人吧: how many come, and not where to.
    var changesHeadsAlone: Bool {
        wholeMatch(of: Self.changesHeadsAlonePattern) != nil
    }

    private static let swapPattern = Pattern(
        /(.*?)(?:改成|改为|改报|改到|改去|改参加|换成|换到|换报|改|换)(.+)/, needs: ["换", "改"])

    /// 理发不去了，改成磨刀: what stands before the word and what stands behind it.
    fileprivate var swap: (from: String, to: String)? {
        guard mentionsAny(["改", "换"]), count <= Limits.visitCharacters,
            let found = wholeMatch(of: Self.swapPattern)
        else { return nil }
        return (String(found.output.1), String(found.output.2))
    }

    /// "还有名额吗", "几点开始": a question, and no word of wanting a place beside it.
    var asksAboutPlaces: Bool {
        !isOrder && mentionsAny(Self.placeQuestions)
    }

    /// "给我留两个": he wants a place, whatever he asks beside it.
    fileprivate var isOrder: Bool {
        (mentionsAny(["给我", "帮我", "替我"]) && mentionsAny(["报", "留", "占", "排", "登记"]))
            || mentionsAny(["算我", "加我", "有就", "留个", "留一", "留俩", "留两", "占个", "占一", "我要去", "我来"])
    }

    /// "要", "报一个": the answer to 要留号吗, in a few characters and without a question or a no.
    fileprivate var isShortYes: Bool {
        letters.count <= Limits.consentCharacters
            && mentionsAny(["要", "好", "报", "留", "排", "候补", "行", "可以"])
            && !mentionsAny(["不", "别", "先", "吗", "呢", "?", "？", "要是"])
    }

    private static let placeQuestions = [
        "吗", "？", "?", "有没有", "还有没", "位没", "位不", "额没", "额不", "满了没", "满没", "几点", "几号", "哪天",
        "什么时候", "多少钱", "收费", "要不要钱", "免费不", "多少名额", "几个名额", "几个位",
    ]
}
