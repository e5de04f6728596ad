import LinliModel

/// A lift has stopped (`domain.md` G03): whoever reports it is asked once whether somebody is inside. 没人 is
/// the answer and no danger, 有人 is one; neither is a matter of its own.
extension Turn {
    static let stopped = "lift.fault"
    static let trapped = "lift.trapped"

    /// A report that says itself who is inside is not asked.
    mutating func expectInside(_ draft: RepairDraft) {
        guard draft.category == Self.stopped, draft.urgency > .p0,
            draft.words.allSatisfy({ $0.saysInside == nil })
        else { return }
        state.inside = InsideQuestion(at: facts.now)
    }

    mutating func askInside(_ summary: TicketSummary) {
        guard let asked = state.inside, asked.ticket == nil, summary.category == Self.stopped else { return }
        state.inside = InsideQuestion(ticket: summary.number, at: facts.now)
        say("lift.ask_inside")
        askFor([.trapped])
    }

    /// 2号梯也停了, right behind the lift beside it: in the same house.
    func fillFromLift(_ draft: inout RepairDraft) {
        guard draft.category.hasPrefix("lift."), draft.address.building == nil,
            draft.words.contains(where: \.isOfLiftBeside),
            let beside = recent(within: .minutes(Limits.draftMinutes))
                .last(where: { $0.ticket.category.hasPrefix("lift.") })?.address, beside.building != nil
        else { return }
        draft.address = draft.address.filled(from: Address(building: beside.building, unit: beside.unit))
    }

    /// The answer, before the words could be taken for a danger, a grievance or a greeting.
    mutating func hearInside(_ understood: Understood) -> Bool {
        guard let asked = state.inside, let ticket = asked.ticket,
            facts.now - asked.at <= .minutes(Limits.draftMinutes)
        else { return false }
        // Where another thing has been asked since, a bare 没有 is about that.
        guard state.flow == nil || understood.text.mentions("人"), understood.text.isOnlyOfInside,
            let answer = understood.text.saysInside
        else { return false }
        state.inside = nil
        state.fragments = []
        switch answer {
        case .somebody:
            say(policy.advice[Self.trapped] ?? "emergency.general")
            acts.append(.safetyAdvice)
            state.unfound = WaitingRequest(
                intent: .reportHazard, category: Self.trapped, urgency: .p0, slots: [:], text: understood.text
            )
            commands.append(
                .addToDanger(
                    ticket: ticket, text: understood.text, address: Address(),
                    news: .rises(category: Self.trapped)))
        case .nobody, .unknown:
            commands.append(.correctTicket(.number(ticket), text: understood.text, address: Address()))
        }
        state.isAside = state.flow != nil
        return true
    }
}

extension String {
    /// 2号梯也停了, 旁边那部也不动, 两部都停: in the same house. 我妈那边电梯也停了 is in another.
    fileprivate var isOfLiftBeside: Bool {
        (contains(/[0-9一二三四两](号|部|台|个)?(电?梯|轿厢)|[0-9一二三四]号/)
            || mentionsAny(["另一部", "另一台", "另外一部", "另一个", "旁边", "隔壁那", "那部", "两部", "两台", "货梯", "客梯"]))
            && attendee == nil
            && !mentionsAny(["那边", "那栋", "那幢", "隔壁栋", "隔壁楼", "别的", "单位", "公司", "对面", "他家", "她家", "父母"])
    }
}

private enum Inside {
    case nobody, somebody, unknown
}

extension String {
    private static let fillers = [
        "电梯", "轿厢", "里面", "里头", "里边", "在里", "现在", "目前", "应该", "好像", "估计", "是的", "是", "在", "里", "面", "了", "啊",
        "呀", "吧", "的", "哦", "我看", "看了",
    ]
    private static let empty: Set<String> = [
        "没", "没有", "没人", "没有人", "无人", "空", "都没人", "都没有人", "一个人都没有", "一个人也没有", "没困人", "没有困人", "没人被困", "没有人被困",
        "没困住人", "没关人", "没关着人", "没有关人", "没被困", "没人困",
    ]
    private static let filled: Set<String> = ["有", "有人", "有人困住", "有人被困", "有人困", "困人", "困住人"]
    private static let persons = ["人", "个", "孩", "老", "阿姨", "阿公", "奶奶", "爷爷", "邻居"]
    private static let unsure: Set<String> = ["不知道", "不清楚", "不晓得", "看不到", "没看到", "没看见", "看不见", "不确定", "不知"]

    /// What a few words say of who is in a lift; nil where they speak of something else. 没人来修 is no answer.
    fileprivate var saysInside: Inside? {
        guard !mentionsAny(["吗", "?", "？", "有没有"]) else { return nil }
        let answers = liftClauses.compactMap(\.insideOfClause)
        if answers.contains(where: { $0 == .somebody }) { return .somebody }
        return answers.first
    }

    /// Nothing else is said with it.
    fileprivate var isOnlyOfInside: Bool {
        liftClauses.allSatisfy { $0.insideOfClause != nil || ["谢谢", "放心", "不是", "我"].contains($0) }
    }

    private var liftClauses: [String] { split { !$0.isLetter && !$0.isNumber }.map(String.init) }

    private var insideOfClause: Inside? {
        guard count <= Limits.answerCharacters else { return nil }
        if Self.unsure.contains(self) { return .unknown }
        var rest = self
        for word in Self.fillers { rest = rest.replacing(word, with: "") }
        if Self.empty.contains(rest) { return .nobody }
        if Self.filled.contains(rest) { return .somebody }
        // 有两个小孩.
        let isPerson = rest.hasPrefix("有") && mentionsAny(Self.persons)
        return isPerson && !mentionsAny(["没", "不", "来", "修", "管", "报", "说", "看"]) ? .somebody : nil
    }
}
