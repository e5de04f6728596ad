import LinliModel

/// What he asks back: 什么意思 about a question or a ticket, 谁说的 about what he was told; and a thank-you under a
/// list, which needs no list again.
extension Turn {
    mutating func explain(_ understood: Understood) -> Bool {
        let words = understood.text.letters
        if Self.whoSays.contains(words) { return tellSource() }
        let isMore = !understood.isRequest || words.mentionsAny(["简单", "再说", "说清楚", "讲清楚", "解释"])
        let begins =
            isMore && words.count <= Limits.answerCharacters
            && understood.text.wordRuns.first?.saysNotUnderstood ?? false
        guard begins || Self.whatIsMeant.contains(words) || words.saysNotUnderstood else { return false }
        state.fragments = []
        acts.append(.answer)
        if let flow = state.flow {
            say(flow.explanation)
            repeatQuestion(flow)
        } else if let number = lastTicket(within: .minutes(Limits.draftMinutes)) {
            say("explain.ticket", ["ticket": number])
        } else {
            say("explain.none")
        }
        return true
    }

    private static let whatIsMeant: Set = [
        "什么意思", "啥意思", "是什么意思", "你什么意思", "这什么意思", "这是什么意思", "这是啥意思", "什么意思啊", "啥意思啊", "没看懂", "看不懂", "没明白",
        "不明白",
        "听不懂", "没听懂", "我没看懂", "我看不懂", "我不明白", "我听不懂", "不懂", "我不懂",
    ]
    private static let whoSays: Set = [
        "谁说的", "谁规定的", "谁定的", "哪里说的", "哪里规定的", "哪来的规定", "有依据吗", "依据呢", "依据是什么", "有文件吗", "文件呢", "出处呢",
    ]

    /// The same rows once more, and where they stand.
    private mutating func tellSource() -> Bool {
        guard state.flow == nil, let question = state.question,
            facts.now - question.askedAt <= .minutes(Limits.recentTicketMinutes),
            [.row, .decision].contains(question.kind)
        else { return false }
        say("explain.source")
        commands.append(.matter(.estate(question)))
        return true
    }

    /// 谢谢 under a list: it stands above, and nothing is lost by leaving it there.
    mutating func welcomeThanks(_ understood: Understood) -> Bool {
        guard let flow = state.flow, flow.isList, understood.act == .thanks, !understood.isRequest else {
            return false
        }
        say("thanks.welcome")
        acts.append(.ack)
        return true
    }

    // MARK: A list that something else came between

    /// What was to be chosen when a report came between: 第二场 right after it still chooses.
    mutating func keepList(_ flow: Flow?) {
        guard let flow, flow.isList, state.flow != flow else { return }
        state.leftList = LeftList(flow: flow, at: facts.now)
    }

    mutating func chooseFromLeft(_ understood: Understood) -> Bool {
        guard understood.act == .chooseOption, let left = state.leftList, state.flow == nil,
            facts.now - left.at <= .minutes(Limits.draftMinutes)
        else { return false }
        state.leftList = nil
        state.flow = left.flow
        guard answer(left.flow, understood) else {
            state.flow = nil
            return false
        }
        return true
    }
}

extension String {
    private static let saysNotUnderstoodPattern = Pattern(
        #/
        (?:我|还是|还|这个|那个|真的|真|根本|都|也|有点|实在|就是)* (?:看|听|弄|搞)? [不没] (?:太|大|怎么)?
        (?:看|听|弄|搞)? (?:明白|懂|清楚) (?:啊|呢|呀|了|的)?
        /#,
        needs: ["懂", "明白", "清楚"])

    /// 还是看不明白, 我真的弄不懂啊: nothing is broken by it.
    var saysNotUnderstood: Bool {
        let pattern =
            Self.saysNotUnderstoodPattern
        return wholeMatch(of: pattern) != nil
    }

    /// The same in whatever words around it.
    var tellsOfNotUnderstanding: Bool {
        mentionsAny(["看不明白", "看不懂", "听不懂", "弄不懂", "弄不明白", "搞不懂", "搞不明白", "想不明白", "不明白"])
    }
}

/// A list to choose from that nobody has chosen from yet.
package struct LeftList: Sendable, Hashable, Codable {
    package var flow: Flow
    package var at: Instant
}

extension Flow {
    /// Something is chosen from what stands above, and nothing is asked in words.
    var isList: Bool {
        switch self {
        case .chooseSession(let offers, _): offers.count > 1
        case .chooseReward, .chooseItem, .chooseCancel, .chooseTicketToUrge, .chooseTicketToPlace,
            .chooseMeal:
            true
        default: false
        }
    }

    fileprivate var explanation: String {
        switch self {
        case .repair(let draft):
            draft.wasOffered ? "explain.list" : draft.what == nil ? "explain.what" : "explain.place"
        case .emergencyPlace, .witness, .homeAddress, .meal: "explain.place"
        case .sessionMatter, .agendaMatter, .addMatter: "explain.matter"
        case .homeCode: "explain.code"
        case .chooseReward, .chooseDeed, .chooseItem, .chooseCancel, .chooseTicketToUrge,
            .chooseTicketToPlace,
            .chooseMeal, .choosePrivacy, .chooseGuess, .seatFull, .choosePost:
            "explain.list"
        case .chooseSession(let offers, _): offers.count > 1 ? "explain.list" : "explain.yes"
        default: takesYes ? "explain.yes" : "explain.words"
        }
    }
}
