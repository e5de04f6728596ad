import LinliModel

/// Who wants to help (`domain.md` C03, C10): what he can do and when, one question each, then it stands in
/// the list of resources as an offer, and whoever keeps the list speaks to him.
///
/// That somebody is a member of the party is nobody's business without his consent: it is cut out of his
/// words before they are stored, and kept apart once he has said yes to that very question.
extension Turn {
    mutating func speakOfHelping(_ understood: Understood) -> Bool {
        guard state.isFree, understood.isOneOffer,
            understood.offersHelp || understood.text.saysMembershipAlone
        else { return false }
        let text = understood.text
        var offer = HelpOffer(words: text.withoutMembership)
        if text.namesSkill { offer.skill = "" }
        if text.namesHours { offer.hours = "" }
        offer.isMember = text.saysMembership
        say(text.saysMembership ? "volunteer.welcome_member" : "volunteer.welcome")
        acts.append(.ack)
        goOn(offer)
        return true
    }

    private mutating func goOn(_ offer: HelpOffer) {
        guard offer.isComplete else {
            enter(.volunteer(offer))
            return askHelp(offer)
        }
        enter(nil)
        commands.append(.register(.offer(words: offer.text)))
        if offer.consent == true { commands.append(.register(.keepMembership)) }
    }

    mutating func askHelp(_ offer: HelpOffer) {
        if offer.asksConsent {
            say("volunteer.ask_consent")
            return acts.append(.confirmAsk)
        }
        say(offer.skill == nil ? "volunteer.ask_skill" : "volunteer.ask_hours")
        askFor([offer.skill == nil ? .item : .time])
    }

    mutating func answerHelp(_ offer: HelpOffer, _ understood: Understood) -> Bool {
        let text = understood.text
        if understood.act == .cancelFlow || text.mentionsAny(["不报了", "不参加了", "不当了"]) {
            return giveUp("volunteer.dropped")
        }
        let isFault = understood.main.intent.opensTicket && understood.main.slots[.symptom] != nil
        let isOther = [.queryStatus, .urge, .humanHandoff, .cancel, .privacyRequest].contains(
            understood.main.intent)
        guard !isFault, !isOther || text.isBareTime, !understood.main.isEmergency else { return false }
        if offer.asksConsent { return answerConsent(offer, understood) }
        if understood.act == .thanks || understood.act == .confirm, understood.isBare {
            repeatQuestion(.volunteer(offer))
            return true
        }
        var offer = offer
        if text.saysMembership { offer.isMember = true }
        let words = String(text.withoutMembership.prefix(Limits.namedCharacters))
        if offer.skill == nil {
            offer.skill = text.isShrug || understood.act == .deny ? "" : words
            if text.namesHours, !text.isBareTime { offer.hours = offer.hours ?? "" }
            if text.isBareTime {
                // The hours come first: then what he can do is still open.
                offer.skill = nil
                offer.hours = words
            }
        } else {
            offer.hours = text.isShrug || understood.act == .deny ? "" : words
        }
        offer.asked += 1
        if offer.asked > Limits.helpAsks {
            offer.skill = offer.skill ?? ""
            offer.hours = offer.hours ?? ""
        }
        goOn(offer)
        return true
    }

    // MARK: A member of the party

    /// Only a yes is a yes. Who says neither is asked once more, and then nothing is kept.
    private mutating func answerConsent(_ offer: HelpOffer, _ understood: Understood) -> Bool {
        var offer = offer
        offer.consentAsked = (offer.consentAsked ?? 0) + 1
        if understood.text.refusesMembership || understood.act == .deny {
            offer.consent = false
        } else if understood.act == .confirm || understood.text.agreesToMembership {
            offer.consent = true
        } else if offer.consentAsked ?? 0 > Limits.consentAsks {
            offer.consent = false
        } else {
            guard !understood.isRequest else { return false }
            enter(.volunteer(offer))
            askHelp(offer)
            return true
        }
        goOn(offer)
        return true
    }

    /// 别登记我是党员: at any time, also in the middle of something else.
    mutating func withdrawMembership(_ understood: Understood) -> Bool {
        let text = understood.text
        guard text.mentions("党员"), text.refusesMembership else { return false }
        commands.append(.register(.withdrawMembership))
        guard case .volunteer(var offer)? = state.flow else {
            state.isAside = state.flow != nil
            return true
        }
        offer.isMember = true
        offer.consent = false
        if offer.isComplete {
            goOn(offer)
        } else {
            enter(.volunteer(offer))
            state.isAside = true
        }
        return true
    }

    // MARK: A time and nothing else

    /// 周六下午两点到四点, and nothing was asked: neither a deed nor a request.
    mutating func askWhatTimeIsFor(_ understood: Understood) -> Bool {
        guard state.flow == nil, state.fragments.isEmpty, understood.text.isBareTime,
            lastTicket(within: .minutes(Limits.recentTicketMinutes)) == nil, state.taken == nil
        else { return false }
        say("time.what_for")
        acts.append(.clarify)
        return true
    }
}

/// What somebody offers to do for the neighbours. Empty: he does not say.
package struct HelpOffer: Sendable, Hashable, Codable {
    package var words: String
    package var skill: String?
    package var hours: String?
    package var asked = 0
    /// He said that he is a member of the party; whether it may be kept; how often that was asked.
    package var isMember: Bool?
    package var consent: Bool?
    package var consentAsked: Int?

    var isComplete: Bool { skill != nil && hours != nil && !asksConsent }

    /// The last question: what he can do and when are known.
    var asksConsent: Bool { skill != nil && hours != nil && isMember == true && consent == nil }

    /// As it stands in the list.
    var text: String {
        var parts = [words]
        if let skill, !skill.isEmpty { parts.append("会：\(skill)") }
        if let hours, !hours.isEmpty { parts.append("时间：\(hours)") }
        return parts.joined(separator: "；")
    }
}

extension Understood {
    private static let teams = ["志愿", "义工", "巡逻队", "突击队", "宣传队", "双报到", "红马甲", "服务队", "应急队", "巡防队"]
    private static let joining = [
        "想当", "要当", "当个", "想做", "报名", "加入", "参加", "报到", "愿意", "想去", "算我", "我来当", "想报",
    ]
    private static let helping = [
        "能帮忙", "可以帮忙", "想帮忙", "愿意帮忙", "来帮忙", "想出份力", "出点力", "出一份力", "在小区做点事", "想做点事", "想找点事做", "找点事做",
        "想当志愿者", "想做志愿者", "为小区做点", "给小区做点", "为大家做点",
        "帮帮邻居",
        "帮邻居",
    ]
    private static let needing = [
        "吗", "？", "?", "谁", "有没有", "能不能", "请志愿", "找志愿", "叫志愿", "派", "帮忙修", "帮忙看", "帮忙搬", "帮忙把", "帮忙查", "帮忙问",
        "帮我", "给我", "我家", "积分", "不参加", "取消", "投诉", "几分", "刚", "做了", "参加了", "完成",
    ]

    private static let apart = ["另外", "顺便", "顺带", "还有", "此外", "对了"]
    private static let ofAnOffer: Set<Intent> = [
        .activitySignup, .suggestNeed, .orderService, .infoQuery, .outOfScope, .greetHelp,
    ]

    /// 想当志愿者，会理发，周六下午有空: what he can do and when are no requests of their own.
    fileprivate var isOneOffer: Bool {
        if requests.count == 1 { return true }
        return !text.mentionsAny(Self.apart)
            && requests.allSatisfy {
                Self.ofAnOffer.contains($0.intent) && $0.slots[.symptom] == nil && !$0.isEmergency
            }
    }

    /// 我想当志愿者, 报名巡逻队, 周末能帮忙: he offers it, and asks for none.
    var offersHelp: Bool {
        guard !text.mentionsAny(Self.needing), main.slots[.symptom] == nil, main.intent != .pointsClaim else {
            return false
        }
        if text.mentionsAny(Self.teams), text.mentionsAny(Self.joining) { return true }
        return text.mentionsAny(Self.helping)
    }
}

extension String {
    private static let membership = ["党员", "双报到"]
    private static let noMember = ["不是党员", "非党员", "没入党", "还没入党"]

    /// 是党员, 来双报到.
    fileprivate var saysMembership: Bool { mentionsAny(Self.membership) && !mentionsAny(Self.noMember) }

    /// 我是党员, and no more: who says so unasked wants to be counted on.
    fileprivate var saysMembershipAlone: Bool {
        saysMembership && !asksSomething && letters.count <= Limits.pointingCharacters
            && withoutMembership.letters.count <= 1
    }

    private static let membershipWords = Pattern(
        /(?:我|本人|俺)?(?:也|就)?(?:不|非)?是?(?:一名|一个|一位|个|名|位)?(?:在职|退休|预备|中共|老)*党员(?:同志|身份)?/, needs: ["党员"])
    private static let repeatedMarks = Pattern(/[，,、；。]{2,}/)
    private static let leadingMarks = Pattern(/[，,、；。 ]+/)

    /// 我在交警队上班，是党员，想做点事 reads 我在交警队上班，想做点事.
    fileprivate var withoutMembership: String {
        guard mentionsAny(Self.membership) else { return self }
        var text = replacing(
            Self.membershipWords, with: "")
        text = text.without(["双报到"], leaving: "报到").replacing(Self.repeatedMarks, with: "，")
        return text.trimmingPrefix(Self.leadingMarks).description
    }

    private static let refusing = [
        "别登记", "不登记", "不要登记", "不用登记", "不想登记", "不同意", "不愿意", "取消登记", "删掉", "删除", "撤回", "别写", "别记", "不要写",
        "不要记", "别说我是", "别告诉",
    ]
    fileprivate var refusesMembership: Bool { mentionsAny(Self.refusing) }

    private static let agreeing = ["同意", "愿意", "可以登记", "登记吧", "要登记", "登记上", "没问题"]
    fileprivate var agreesToMembership: Bool { mentionsAny(Self.agreeing) }

    private static let skills = [
        "疏导", "停车", "咨询", "夜巡", "巡逻", "理发", "维修", "水电", "电工", "辅导", "作业", "陪", "开车", "搬", "医", "护士", "教",
        "书法",
        "唱", "舞", "摄影", "拍照", "电脑", "手机", "打扫", "保洁", "垃圾分类", "宣传", "会", "做饭", "厨", "缝", "种花", "讲", "登记",
    ]
    fileprivate var namesSkill: Bool { mentionsAny(Self.skills) }

    private static let hours = [
        "周末", "周一", "周二", "周三", "周四", "周五", "周六", "周日", "星期", "礼拜", "每天", "晚上", "上午", "下午", "白天", "中午", "早上",
        "下班后",
        "随时", "都有空", "有时间",
    ]
    fileprivate var namesHours: Bool { mentionsAny(Self.hours) }

    /// 周六下午两点到四点: nothing in it but days and hours.
    var isBareTime: Bool {
        let letters = lettersAndNumbers
        return namesHours && letters.count <= Limits.visitCharacters
            && letters.allSatisfy { Self.timeLetters.contains($0) || $0.isNumber }
    }

    private static let timeLetters = Set("今明后昨大天这本下上个每周末星期礼拜日一二两三四五六七八九十零月号年点半钟分早中午晚夜到至和都有空时间随吧白班")
}
