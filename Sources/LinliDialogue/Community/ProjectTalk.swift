import LinliModel

/// Projects in the chat: how far one is, what is under way, and to hear of every step (`domain.md` B08, I07).
extension Turn {
    mutating func speakOfProject(_ understood: Understood) -> Bool {
        guard state.isFree, !understood.main.isEmergency else { return false }
        let text = understood.text
        if text.endsFollowing {
            commands.append(.project(.unfollow(words: text)))
        } else if text.wantsToFollow {
            commands.append(.project(.follow(recentProject, words: text)))
        } else if text.asksWhatIsBuilt {
            commands.append(.project(.list))
        } else if understood.asksAfterProject {
            var wish = understood.main
            wish.intent = .suggestNeed
            state.unfound = wish
            commands.append(.project(.ask(words: text)))
        } else {
            return false
        }
        enter(nil)
        return true
    }

    /// The one that was told a moment ago: 订阅 goes with it.
    private var recentProject: NeedID? {
        guard let spoken = state.project, facts.now - spoken.at <= .minutes(Limits.recentTicketMinutes) else {
            return nil
        }
        return spoken.need
    }

    mutating func answerFollow(_ need: NeedSummary, _ understood: Understood) -> Bool {
        let text = understood.text
        if text.endsFollowing || understood.act == .deny || understood.act == .cancelFlow {
            return giveUp("project.not_now")
        }
        guard text.wantsToFollow || text.wantsNews || understood.act == .confirm || text.takesOffer else {
            guard understood.saysNothingElse else { return false }
            repeatQuestion(.followProject(need))
            return true
        }
        enter(nil)
        commands.append(.project(.follow(need.id, words: text)))
        return true
    }

    mutating func askToFollow(_ need: NeedSummary) {
        say("project.ask_follow", ["title": need.title])
        acts.append(.confirmAsk)
    }

    mutating func tell(project outcome: Outcome) {
        switch outcome {
        case .projects(let projects): tell(projects)
        case .projectList(let projects):
            let list = projects.map(\.line).joined(separator: "\n")
            say(projects.isEmpty ? "project.none" : "project.list", ["list": list].present)
            acts.append(.answer)
        case .projectFollowed(let need, let isNew):
            state.project = SpokenProject(need: need.id, at: facts.now)
            say(isNew ? "project.followed" : "project.followed_before", ["title": need.title])
            acts.append(.ack)
        case .projectsLeft(let needs):
            let titles = needs.map(\.title).joined(separator: "、")
            say(needs.isEmpty ? "project.left_none" : "project.left", ["title": titles].present)
            acts.append(needs.isEmpty ? .answer : .cancelOK)
        case .projectUnknown:
            guard let wish = state.unfound else {
                say("project.unknown")
                return acts.append(.answer)
            }
            state.unfound = nil
            offerNeed(wish, "project.unknown", [:])
        default: break
        }
    }

    private mutating func tell(_ projects: [ProjectSummary]) {
        acts.append(.answer)
        if projects.isEmpty { say("project.unknown") }
        for project in projects {
            let values = project.values
            say(project.need.state.isOpen ? "project.told" : "project.done", values)
        }
        guard projects.count == 1, let project = projects.first else { return }
        state.project = SpokenProject(need: project.need.id, at: facts.now)
        guard project.need.state.isOpen, !project.isHeard, state.flow == nil else { return }
        enter(.followProject(project.need))
        askToFollow(project.need)
    }

    // MARK: What there is not becomes a wish

    /// Said that there is none of it, and asked whether it is to stand in the register of needs.
    mutating func offerNeed(_ wish: WaitingRequest, _ key: String, _ values: [String: String]) {
        let category = wish.category.flatMap { policy.needs.contains($0) ? $0 : nil }
        let draft = RepairDraft(
            intent: .suggestNeed, category: category ?? Intent.suggestNeed.defaultCategory, urgency: .p3,
            words: [wish.text], address: wish.address, what: wish.text)
        enter(.offerNeed(draft))
        say(key, values.present)
        say("need.ask_record")
        acts += [.answer, .confirmAsk]
    }

    mutating func answerOfferNeed(_ draft: RepairDraft, _ understood: Understood) -> Bool {
        if understood.act == .deny || understood.act == .cancelFlow { return giveUp("need.not_recorded") }
        guard understood.act == .confirm || understood.text.takesOffer else {
            guard understood.saysNothingElse else { return false }
            repeatQuestion(.offerNeed(draft))
            return true
        }
        enter(nil)
        commands.append(.register(.record(draft.finished)))
        return true
    }
}

extension ConversationState {
    /// Nothing is being asked, or only whether he wants what was offered: that holds nobody.
    var isFree: Bool {
        switch flow {
        case nil, .followProject, .offerNeed, .loan: true
        default: false
        }
    }
}

extension ProjectSummary {
    /// What was reached last, and what comes next.
    fileprivate var values: [String: String] {
        let reached = milestones.last { $0.reachedAt != nil }
        let next = milestones.first { $0.reachedAt == nil }
        return [
            "need": need.number, "title": need.title, "owner": need.owner, "state": need.state.chinese,
            "until": need.dueAt.spokenDay, "result": need.result, "reached": reached?.name ?? "",
            "reached_day": reached?.reachedAt?.spokenDay ?? "", "photo": reached?.photo ?? "",
            "next": next?.name ?? "", "next_day": next?.dueAt?.spokenDay ?? "",
        ].present
    }

    /// "非机动车停车棚：设计完成（3月4日），下一步开工（6月3日）".
    fileprivate var line: String {
        let values = values
        var parts: [String] = []
        if let name = values["reached"], let day = values["reached_day"] { parts.append("\(name)（\(day)）") }
        if let name = values["next"], let day = values["next_day"] { parts.append("下一步\(name)（\(day)）") }
        if parts.isEmpty { parts = ["\(need.state.chinese)（\(need.dueAt.spokenDay)前）"] }
        return "\(need.title)：\(parts.joined(separator: "，"))"
    }
}

extension String {
    private static let ends = [
        "不用再通知", "别再通知", "不要再通知", "不用通知我", "别通知我", "不要通知我", "不再通知", "取消订阅", "退订", "不订阅了", "不想订阅", "不用订阅",
        "不要订阅", "别再给我发", "不用通知了", "不要通知了", "不用叫我了", "不等货了",
    ]
    /// 不用再通知我车棚了.
    fileprivate var endsFollowing: Bool { mentionsAny(Self.ends) }

    fileprivate var wantsToFollow: Bool {
        mentions("订阅") && !endsFollowing && !mentionsAny(["报纸", "公众号", "牛奶"])
    }

    private static let wantsNewsPattern = Pattern(
        /有.{0,2}(动静|消息|进展|信|变化|结果).{0,3}(通知|告诉|叫|喊|提醒|说)/, needs: ["信", "动静", "变化", "消息", "结果", "进展"])

    /// 有动静通知我, 有消息叫我: a yes to whether he wants to be told.
    fileprivate var wantsNews: Bool {
        contains(Self.wantsNewsPattern)
            && !endsFollowing && count <= Limits.answerCharacters
    }

    private static let works = ["工程", "项目", "改造", "施工", "建设"]
    private static let whichOnes = [
        "什么工程", "啥工程", "哪些工程", "什么项目", "啥项目", "哪些项目", "在搞什么", "在搞啥", "在建什么", "在建啥", "在改造什么", "在施工什么", "在建的",
        "在修什么", "在修建什么",
    ]
    /// 最近在搞什么工程: what there is, and none by its name.
    var asksWhatIsBuilt: Bool {
        mentionsAny(Self.whichOnes)
            && (mentionsAny(Self.works) || mentionsAny(["在搞", "在建", "在修"]))
            && !mentionsAny(["积分", "便民", "服务项目", "收费项目", "噪", "吵", "维修项目", "志愿"])
    }
}

extension Understood {
    private static let building = [
        "加装", "增设", "新建", "扩建", "重建", "改造", "开工", "动工", "完工", "竣工", "建好", "建成", "建吗", "建到", "在建", "要建", "建起来",
        "时候建", "时候能建", "今年建", "明年建", "年内建", "说建", "建不建", "装到哪", "施工到", "修建", "盖好", "建的怎么样", "建得怎么样", "建了没",
        "建没建",
    ]
    private static let asking = [
        "吗", "什么时候", "啥时候", "何时", "几时", "哪步", "哪了", "哪一步", "多久", "不是说", "怎么还", "咋还", "进展", "进度", "没有", "没",
        "几月",
        "怎么样", "咋样", "建不建",
    ]
    private static let otherWorks = [
        "装修", "我家", "我们家", "噪", "吵", "影响", "投诉", "堵", "违", "私搭", "乱建", "邻居", "楼上", "多少钱", "投票", "表决", "维修资金",
        "停水", "停电", "通知",
    ]
    private static let mayAsk: Set<Intent> = [
        .queryStatus, .infoQuery, .suggestNeed, .outOfScope, .urge, .complain, .reportRepair,
        .disclosureQuery,
        .orderService, .rateFeedback,
    ]

    /// Neither a request nor one of the things that are heard by their words: the question that stands is put
    /// once more.
    var saysNothingElse: Bool {
        !isRequest && act == nil && !text.asksWhatIsBuilt && !asksAfterProject && !wantsLoan && !isOfLaw
            && !offersHelp
    }

    /// 车棚不是说今年建吗, 加装电梯装到哪步了: how far something is that is being built.
    fileprivate var asksAfterProject: Bool {
        guard requests.count == 1, Self.mayAsk.contains(main.intent), main.reference.namesNoNumber,
            text.mentionsAny(Self.building), text.mentionsAny(Self.asking)
        else { return false }
        return !text.mentionsAny(Self.otherWorks)
    }
}

extension TicketReference {
    fileprivate var namesNoNumber: Bool {
        switch self {
        case .latest, .about: true
        case .number, .tail, .all, .several, .oldest, .position: false
        }
    }
}
