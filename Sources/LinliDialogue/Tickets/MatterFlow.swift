import LinliModel

/// Matters with an answer of their own: a quarrel that may be mediated, an estate without a committee, and
/// whether tenants are served too (`domain.md` F10, B10, B11).
extension Turn {
    mutating func speakOfMatter(_ understood: Understood) -> Bool {
        if understood.lacksCommittee {
            commands.append(.matter(.committee(words: understood.text)))
            return true
        }
        if understood.asksAsTenant {
            say(understood.text.mentionsAny(["投票", "表决", "选业委会"]) ? "tenant.no_vote" : "tenant.served")
            acts.append(.answer)
            return true
        }
        if understood.asksGrid {
            askGrid(understood)
            return true
        }
        if let topic = understood.talkTopic {
            commands.append(.matter(.topic(text: topic)))
            return true
        }
        if speakOfMediation(understood) { return true }
        guard understood.isDispute else { return false }
        let main = understood.main
        let home = facts.homes.count == 1 ? facts.homes[0].address : Address()
        commands.append(
            .matter(
                .dispute(
                    TicketDraft(
                        category: understood.disputeCategory, urgency: .p2, text: understood.text,
                        address: main.address.isEmpty ? home : main.address, intent: .complain,
                        anonymous: main.slots[.anonymous]?.isTrue ?? false))))
        return true
    }

    /// 我同意调解, 调解是不是打官司, 他不来呢: of the mediation that was offered for his ticket, whatever came between.
    private mutating func speakOfMediation(_ understood: Understood) -> Bool {
        guard let offered = state.mediation, understood.requests.count == 1,
            facts.now - offered.at <= .hours(Limits.draftRecoveryHours), !understood.main.isEmergency
        else { return false }
        let text = understood.text
        if text.asksOfMediation
            || (text.fearsNoShow && facts.now - offered.at <= .minutes(Limits.draftMinutes))
        {
            say("mediation.explained")
            acts.append(.answer)
            state.isAside = state.flow != nil
            return true
        }
        guard text.mentions("调解"), let consents = text.consentsToMediation else { return false }
        if case .mediation = state.flow { enter(nil) }
        state.mediation = nil
        commands.append(.matter(.mediation(ticket: offered.ticket, consents: consents)))
        return true
    }

    /// 厨房和厕所两个地方都漏, behind the quarrel about that water: where it comes through, and no other leak.
    private mutating func addToDispute(_ ticket: String, _ understood: Understood) -> Bool {
        let main = understood.main
        guard understood.requests.count == 1, !main.isEmergency, main.address.building == nil,
            main.address.room == nil, !understood.text.mentionsAny(["另外", "还有", "楼道", "走廊"]),
            main.intent == .reportRepair || main.intent == .complain,
            understood.text.mentionsAny(["漏", "渗", "滴", "霉"]),
            let known = state.recent?.last(where: { $0.ticket.number == ticket })?.ticket,
            known.category == "neighbor.leak_liability"
        else { return false }
        commands.append(.correctTicket(.number(ticket), text: understood.text, address: Address()))
        state.isAside = true
        return true
    }

    mutating func answerMediation(_ ticket: String, _ understood: Understood) -> Bool {
        if let consents = understood.text.consentsToMediation {
            enter(nil)
            commands.append(.matter(.mediation(ticket: ticket, consents: consents)))
            return true
        }
        if speakOfMediation(understood) || addToDispute(ticket, understood) { return true }
        guard !understood.isRequest else { return false }
        if !understood.main.address.isEmpty, understood.act == nil || understood.act == .provideSlot {
            // 我3栋501，他601: whose flats, and neither yes nor no.
            commands.append(
                .completeTicket(
                    number: ticket, text: understood.text, address: understood.main.address))
            state.isAside = true
            return true
        }
        switch understood.act {
        case .confirm: commands.append(.matter(.mediation(ticket: ticket, consents: true)))
        case .deny: commands.append(.matter(.mediation(ticket: ticket, consents: false)))
        case .cancelFlow: return giveUp("mediation.dropped")
        default: return false
        }
        enter(nil)
        return true
    }

    mutating func tell(matter outcome: Outcome) {
        switch outcome {
        case .mediationOffered(let summary, let mediators):
            tellOpened(summary)
            say("mediation.offer", ["mediators": mediators])
            acts.append(.confirmAsk)
            enter(.mediation(ticket: summary.number))
            state.mediation = NotedTicket(ticket: summary.number, at: facts.now)
        case .mediationAnswered(let summary, let consents):
            say(consents ? "mediation.consented" : "mediation.refused", ["ticket": summary.number])
            acts.append(.updateTicket)
        case .committeeTold(let summary, let body, let standsIn):
            remember(summary)
            let values = summary.values(at: facts.now).merging(["body": body]) { $1 }
            say(standsIn ? "committee.stands_in" : "committee.told", values)
            acts += [.createTicket, .answer]
        case .praised(let named, let ticket):
            say("praise.thanks", ["named": named, "ticket": ticket ?? ""].present)
            acts.append(.ack)
        case .topicNoted(let offer, let number, _):
            state.taken = Taken(.topic, at: facts.now)
            say("topic.noted", ["session": offer.title, "number": "\(number)"])
            acts.append(.ack)
        case .topicNone:
            say("topic.none")
            acts.append(.answer)
        case .grid(let grid):
            let buildings = grid.buildings.joined(separator: "、")
            say(
                "grid.answer",
                ["grid": grid.name, "buildings": buildings, "posts": grid.posts.joined(separator: "，")]
                    .present)
            acts.append(.answer)
        case .gridUnknown:
            say("grid.unknown")
            acts.append(.answer)
        default:
            break
        }
    }
}

extension String {
    /// 调解是不是就是打官司啊.
    fileprivate var asksOfMediation: Bool {
        mentions("调解")
            && mentionsAny(["打官司", "法庭", "法院", "强制", "必须", "是什么", "是啥", "什么意思", "干嘛", "怎么个", "自愿"])
            && !mentionsAny(["同意", "愿意", "申请"])
    }

    /// 要是他死活不来呢: what becomes of it where the other side does not want.
    fileprivate var fearsNoShow: Bool {
        mentionsAny(["要是", "如果", "万一"]) && mentionsAny(["不来", "不肯", "不同意", "不愿", "不去", "谈不拢", "不认"])
            && mentionsAny(["他", "她", "对方", "楼上", "楼下", "人家"]) && count <= Limits.answerCharacters
    }

    private static let consentsToMediationPattern = Pattern(
        #/(那)?(我们|我)?(都)?(不)?(同意|愿意|接受|可以|想)(参加|去|接受)?调解(的|了|吧|啊)?/#, needs: ["调解"])

    /// 我同意调解, 我不愿意调解; nil where the words say more.
    fileprivate var consentsToMediation: Bool? {
        if let match = letters.wholeMatch(of: Self.consentsToMediationPattern) {
            return match.output.4 == nil
        }
        // 调解可以啊，我同意: a yes twice.
        guard count <= Limits.answerCharacters, !mentionsAny(["不", "吗", "?", "？", "没", "要是", "如果"]) else {
            return nil
        }
        return mentionsAny(["同意", "愿意"]) || (mentions("调解") && mentionsAny(["可以", "行", "好"])) ? true : nil
    }
}

extension Understood {
    private static let noCommittee = [
        "没业委会", "没有业委会", "没成立业委会", "没有成立业委会", "无业委会", "还没业委会", "没选业委会", "没有业主委员会",
        "没业主委员会", "没成立业主委员会", "没有成立业主委员会",
    ]
    private static let asking = ["谁", "怎么办", "哪里", "哪儿", "哪个", "去哪", "怎么弄", "咋办"]

    /// "我们小区没业委会找谁"
    fileprivate var lacksCommittee: Bool {
        text.mentions("业") && text.mentionsAny(Self.noCommittee) && text.mentionsAny(Self.asking)
    }

    private static let tenants = ["租户", "租客", "租房", "租的房", "房子是租的", "租住", "公租房", "廉租房", "保障房", "保租房"]
    private static let services = [
        "报修", "投诉", "反映", "提意见", "预约", "积分", "投票", "表决", "选业委会", "找你们", "用这个",
    ]
    private static let may = ["能不能", "可不可以", "可以不", "能不", "有没有资格", "有资格"]

    /// "我是租公租房的，能报修吗": a question about his rights. With a fault named it is a report.
    fileprivate var asksAsTenant: Bool {
        guard text.mentions("租"), text.mentionsAny(Self.tenants), text.mentionsAny(Self.services),
            main.slots[.symptom] == nil, main.address.isEmpty
        else { return false }
        if text.mentionsAny(Self.may) { return true }
        return text.mentionsAny(["能", "可以"])
            && (text.mentions("吗") || text.hasSuffix("不") || text.hasSuffix("不？"))
    }

    private static let gridWords = [
        "哪个网格", "哪一个网格", "什么网格", "第几网格", "几号网格", "网格归", "网格员是谁", "网格员是哪", "网格员找谁", "哪个网格员", "哪位网格员",
    ]

    /// "我这栋归哪个网格"
    fileprivate var asksGrid: Bool { text.mentions("网格") && text.mentionsAny(Self.gridWords) }

    private static let talks = MeetingWords(
        code: "talk", name: "恳谈会", words: ["茶桌仔座谈会", "茶桌座谈会", "群众恳谈会", "业主恳谈会", "恳谈会", "茶桌仔", "茶桌会"],
        takesResidents: true)

    /// "茶桌会能不能说说公交的事": what is to be spoken about; nil where he wants a seat, or names nothing.
    fileprivate var talkTopic: String? {
        guard Self.talks.isNamed(in: text), main.slots[.action] == nil, !text.mentions("预约"),
            Turn.proposalWords.contains(where: text.contains)
        else { return nil }
        let topic = Self.talks.title(in: text, cues: Turn.proposalWords)
        return topic.isEmpty ? nil : topic
    }

    private static let mediating = [
        "申请调解", "想调解", "要调解", "能调解", "可以调解", "不能调解", "帮忙调解", "帮我调解", "帮我们调解", "找人调解", "诉前调解",
    ]
    private static let quarrelling = [
        "扯", "半年", "几个月", "一年", "不肯", "不愿", "不认", "不给", "拒", "推来推去", "谈不拢", "谈不成", "协商不", "打官司",
        "起诉", "纠纷",
    ]

    /// "跟物业为漏水赔钱扯了半年": about money and fault, or mediation itself is asked for.
    fileprivate var isDispute: Bool {
        guard main.intent.opensTicket || !isRequest || main.intent == .infoQuery else { return false }
        if text.mentions("调解") { return text.mentionsAny(Self.mediating) }
        return text.mentions("赔") && text.mentionsAny(Self.quarrelling)
    }

    fileprivate var disputeCategory: String {
        if text.mentionsAny(["漏水", "渗水", "渗漏", "水管", "滴水"]) { return "neighbor.leak_liability" }
        return "neighbor.dispute"
    }
}
