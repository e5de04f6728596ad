import LinliModel

/// Posts that the community looks for people for (社区公益岗位, `domain.md` C12): told from the rows, applied for
/// on a yes, taken back with a word.
extension Turn {
    mutating func speakOfPosts(_ understood: Understood) -> Bool {
        guard state.isFree, !understood.main.isEmergency, understood.main.slots[.symptom] == nil else {
            return false
        }
        let text = understood.text
        if text.namesPublicPost, text.takesApplicationBack {
            commands.append(.post(.withdraw))
        } else if text.asksForWork, understood.main.intent != .complain || text.namesPublicPost {
            commands.append(.post(.ask(words: text)))
        } else {
            return false
        }
        enter(nil)
        return true
    }

    mutating func answerPost(_ offers: [PostOffer], _ understood: Understood) -> Bool {
        let text = understood.text
        if text.namesPublicPost, text.takesApplicationBack {
            enter(nil)
            commands.append(.post(.withdraw))
            return true
        }
        if understood.act == .deny || understood.act == .cancelFlow { return giveUp("post.dropped") }
        let named = offers.filter { text.contains($0.name) }
        let chosen = understood.choice.flatMap {
            offers.indices.contains($0 - 1) ? offers[$0 - 1] : nil
        }
        let agrees = understood.act == .confirm || text.takesOffer
        guard let post = named.first ?? chosen ?? (offers.count == 1 && agrees ? offers.first : nil) else {
            guard understood.saysNothingElse || agrees else { return false }
            repeatQuestion(.choosePost(offers))
            return true
        }
        enter(nil)
        commands.append(.post(.apply(post)))
        return true
    }

    mutating func askPost(_ offers: [PostOffer]) {
        if offers.count == 1, let post = offers.first {
            say("post.offer", post.values)
            acts.append(.confirmAsk)
        } else {
            let lines = offers.enumerated().map { "\($0 + 1). \($1.line)" }
            say("post.choose", ["list": lines.joined(separator: "\n")])
            acts.append(.offerOptions)
        }
    }

    mutating func tell(post answer: PostAnswer) {
        switch answer {
        case .offers(let offers):
            acts.append(.answer)
            guard !offers.isEmpty else { return say("post.none") }
            enter(.choosePost(offers))
            askPost(offers)
        case .applied(let post, let isNew):
            say(isNew ? "post.applied" : "post.applied_before", post.values)
            acts.append(isNew ? .signupOK : .answer)
        case .closed(let post):
            say("post.closed", post.values)
            acts.append(.refuse)
        case .withdrawn(let names):
            say(
                names.isEmpty ? "post.none_applied" : "post.withdrawn",
                ["post": names.joined(separator: "、")].present)
            acts.append(names.isEmpty ? .answer : .cancelOK)
        }
    }
}

extension PostOffer {
    fileprivate var values: [String: String] {
        ["post": name, "free": "\(free)", "until": "\(until.month)月\(until.day)日"]
    }

    fileprivate var line: String { "\(name)：招\(free)名，\(until.month)月\(until.day)日截止" }
}

extension String {
    private static let publicPost = ["公益岗", "公益性岗"]
    private static let looking = ["招", "聘", "报名", "想报", "怎么报", "要报", "还有", "有没有", "什么条件", "想做", "想当", "想去"]
    private static let hiring = ["招聘", "招工", "招人吗", "招不招人", "还招人", "应聘", "竞聘"]
    private static let wishing = ["吗", "？", "?", "什么", "哪", "有没有", "想", "我要", "怎么", "呢", "么"]
    /// A choir, a team of volunteers, a company that was chosen: no post of the community's.
    private static let elsewhere = [
        "广告", "队", "团", "社团", "志愿", "公示", "结果", "附近", "外面", "公司", "别的",
    ]
    private static let takingBack = ["不报了", "不报名了", "不去了", "取消", "撤回", "不应聘了", "不想报"]

    fileprivate var namesPublicPost: Bool { mentionsAny(Self.publicPost) }

    fileprivate var takesApplicationBack: Bool { mentionsAny(Self.takingBack) }

    /// 社区招公益岗吗, 你们招人吗, 我想应聘; 楼道贴满招聘广告 and 广场舞队招人吗 ask for none.
    fileprivate var asksForWork: Bool {
        if namesPublicPost { return mentionsAny(Self.looking) }
        return mentionsAny(Self.hiring) && mentionsAny(Self.wishing)
            && !mentionsAny(Self.elsewhere)
    }
}
