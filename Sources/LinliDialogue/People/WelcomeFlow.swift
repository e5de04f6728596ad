import LinliModel

/// Who has moved in: may somebody come to say hello, when it suits him, and when they come (`domain.md` A04).
extension Turn {
    /// Asked before anything is planned. Who has put his home right a moment ago is not welcomed twice.
    mutating func welcome(_ offer: WelcomeOffer) {
        let isCorrected = if case .welcome = state.flow { true } else { false }
        enter(.welcome(offer))
        say(isCorrected ? "visit.ask" : "visit.welcome", offer.values)
        acts.append(.confirmAsk)
    }

    mutating func askToWelcome(_ offer: WelcomeOffer) {
        var values = offer.values
        values["home"] = nil
        say("visit.ask", values)
        acts.append(.confirmAsk)
    }

    mutating func answerWelcome(_ offer: WelcomeOffer, _ understood: Understood) -> Bool {
        if understood.act == .cancelFlow {
            state.afterProof = nil
            return giveUp("visit.declined")
        }
        if let corrected = understood.homeInstead(of: offer.home) {
            commands.append(.claimHomeInstead(corrected, of: offer.home))
            return true
        }
        if understood.main.reportsFault { return false }
        let text = understood.text
        if text.asksWhoComes {
            say("visit.who", offer.values)
            askToWelcome(offer)
            return true
        }
        let wish = understood.visitWish
        let isNo = understood.act == .deny || text.keepsThemAway
        if text.wantsNoVisit || (isNo && wish == nil) {
            say("visit.declined")
            acts.append(.cancelOK)
            askCode(of: offer.home)
            return true
        }
        if understood.act == .confirm || text.letsThemCome || wish != nil {
            commands.append(.visit(.plan(offer.home, wish ?? VisitWish())))
            return true
        }
        return understood.isRequest ? false : askOnceMore(.welcome(offer))
    }

    /// The home that he has claimed is proven with its code: the next question, where it is not proven yet.
    private mutating func askCode(of home: Address) {
        guard !facts.homes.contains(where: { $0.address == home && $0.isProven }) else { return enter(nil) }
        enter(.homeCode(home))
        say("home.ask_code", ["home": home.spoken])
        askFor([])
    }

    /// "不用上门": nobody knocks. In the middle of binding too, which goes on.
    mutating func declineVisit(_ understood: Understood) -> Bool {
        guard understood.text.wantsNoVisit else { return false }
        if case .welcome = state.flow { return false }
        guard !understood.main.reportsFault || understood.text.isShort else { return false }
        state.isAside = state.flow != nil
        commands.append(.register(.declineVisit))
        return true
    }

    /// "什么时候来敲门", and "周六下午来吧" once somebody is to come.
    mutating func speakOfVisit(_ understood: Understood) -> Bool {
        let text = understood.text
        if understood.main.reportsFault { return false }
        if case .welcome = state.flow { return false }
        if text.asksWhenTheyKnock {
            commands.append(.visit(.ask))
        } else if state.flow == nil || state.flow?.isHome == true, isVisitNewest,
            !understood.isRequest || text.mentions("来") || text.isShort, let wish = understood.visitWish
        {
            commands.append(.visit(.move(wish)))
        } else {
            return false
        }
        state.isAside = state.flow != nil
        return true
    }

    /// The visit was spoken of a moment ago, and nothing since that somebody might come for.
    private var isVisitNewest: Bool {
        guard let at = state.visitAt, facts.now - at <= .minutes(Limits.recentTicketMinutes) else {
            return false
        }
        return [state.lastTicketAt, state.taken?.at, state.receptionAt].allSatisfy {
            $0.map { $0 < at } ?? true
        }
    }

    mutating func tell(visit answer: VisitAnswer) {
        switch answer {
        case .planned(let told):
            state.visitAt = facts.now
            say("visit.planned", told.values)
            acts.append(.ack)
            if case .welcome(let offer) = state.flow { askCode(of: offer.home) }
        case .moved(let told):
            state.visitAt = facts.now
            say("visit.moved", told.values)
            acts.append(.ack)
        case .told(let told):
            state.visitAt = facts.now
            say("visit.told", told.values)
            acts.append(.answer)
        case .none:
            say("visit.none")
            acts.append(.answer)
            if case .welcome(let offer) = state.flow { askCode(of: offer.home) }
        }
    }
}

/// Somebody would come to this home until that day.
package struct WelcomeOffer: Sendable, Hashable, Codable {
    package var home: Address
    package var visitor: String
    package var by: Instant

    package init(home: Address, visitor: String, by: Instant) {
        self.home = home
        self.visitor = visitor
        self.by = by
    }

    fileprivate var values: [String: String] {
        ["home": home.spoken, "visitor": visitor, "until": by.spokenDay]
    }
}

extension VisitTold {
    fileprivate var values: [String: String] {
        ["visitor": visitor, "until": by.spokenDay, "wish": wish].present
    }
}

extension Understood {
    private static let hours = [
        "白天", "晚上", "中午", "上午", "下午", "早上", "傍晚", "周末", "下班", "点以后", "点之后", "点半", "点钟", "点前", "点来", "改天",
        "过两天", "过几天",
    ]
    private static let otherwise = [
        "接访", "预约", "订饭", "送饭", "报名", "修", "怎么", "为什么", "什么时候", "几点", "没来",
    ]

    /// "周六下午来吧", "晚上七点以后": when it suits him; nil where he says no time, or asks for something.
    fileprivate var visitWish: VisitWish? {
        let day = (main.slots[.date] ?? main.slots[.dateFrom]).flatMap { CivilDate($0.text) }
        guard day != nil || main.slots[.time] != nil || text.mentionsAny(Self.hours),
            text.count <= Limits.visitCharacters, !text.mentionsAny(Self.otherwise)
        else { return nil }
        return VisitWish(words: text, day: day)
    }
}

extension String {
    private static let wantsNoVisitPattern = Pattern(
        /(不用|不要|不必|不需要|别|甭)(再|麻烦|你们|他们|网格员|特意|专门|派人|叫人|过)*(来|到我家|到家里|到家)?(敲门|敲我家|上门|走访)/,
        needs: ["上门", "敲我家", "敲门", "走访"])

    /// 不用来敲门了, 别上门: the word for the visit right behind the no.
    var wantsNoVisit: Bool {
        mentionsAny(["敲门", "敲我家", "上门", "走访"])
            && contains(Self.wantsNoVisitPattern)
    }

    fileprivate var keepsThemAway: Bool {
        mentionsAny(["不用", "别来", "不要来", "不方便", "不需要", "不必", "不想", "不欢迎", "算了"]) && isShort
    }

    fileprivate var letsThemCome: Bool {
        mentionsAny(["可以", "来吧", "欢迎", "行", "好的", "没问题", "随时", "都方便", "都在家", "在家"])
            && !mentionsAny(["不可以", "不行", "不欢迎", "不在家", "不好", "吗", "？", "?"]) && isShort
    }

    /// 谁会来, 来的是什么人.
    fileprivate var asksWhoComes: Bool {
        isShort && mentionsAny(["谁", "什么人", "哪个人", "哪位", "几个人"]) && mentionsAny(["来", "是", "敲"])
    }

    fileprivate var asksWhenTheyKnock: Bool {
        (mentions("敲门") || (mentions("网格员") && mentionsAny(["来我家", "来家", "上门"])))
            && mentionsAny(["什么时候", "啥时候", "几时", "哪天", "几号", "几点", "多久", "哪一天"]) && isShort
    }

    fileprivate var isShort: Bool { count <= Limits.answerCharacters }
}
