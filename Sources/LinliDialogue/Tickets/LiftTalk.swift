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
        let before = state.inside.flatMap {
            facts.now - $0.at <= .minutes(Limits.draftMinutes) ? $0.open : nil
        }
        state.inside = InsideQuestion(others: before ?? [], at: facts.now)
    }

    mutating func askInside(_ summary: TicketSummary) {
        guard let asked = state.inside, asked.ticket == nil, summary.category == Self.stopped else { return }
        let others = (asked.others ?? []).filter { $0 != summary.number }
        state.inside = InsideQuestion(ticket: summary.number, others: others, at: facts.now)
        say(others.isEmpty ? "lift.ask_inside" : "lift.ask_inside_each")
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

    /// The answer, before the words could be taken for a danger, a grievance or a greeting. Of several lifts
    /// each has its own: 6栋没人 says nothing of the one in 4栋.
    mutating func hearInside(_ understood: Understood) -> Bool {
        guard let asked = state.inside, asked.ticket != nil,
            facts.now - asked.at <= .minutes(Limits.draftMinutes)
        else { return false }
        // Where another thing has been asked since, a bare 没有 is about that.
        guard state.flow == nil || understood.text.mentions("人"), understood.text.isOnlyOfInside,
            let answers = insideAnswers(understood.text, asked.open)
        else { return false }
        state.fragments = []
        for (ticket, said) in answers { tellInside(said.answer, of: ticket, said.words) }
        let left = asked.open.filter { ticket in !answers.contains { $0.ticket == ticket } }
        state.inside = left.first.map {
            InsideQuestion(ticket: $0, others: Array(left.dropFirst()), at: facts.now)
        }
        if let next = left.first {
            let place = lift(next)?.ticket.place ?? ""
            say(place.isEmpty ? "lift.ask_inside_each" : "lift.ask_inside_of", ["place": place].present)
            askFor([.trapped])
        }
        state.isAside = state.flow != nil
        return true
    }

    /// Which lift each clause answers for. A clause without a house is about the only one, about all of them
    /// (都没人), and where somebody is inside it is better taken for all than for none. Nil where a house is
    /// named that no lift was asked about: that is another matter.
    private func insideAnswers(_ text: String, _ open: [String]) -> [(ticket: String, said: InsideSaid)]? {
        var answers: [(ticket: String, said: InsideSaid)] = []
        for said in text.insideSaid {
            var meant: [String]
            if let building = said.building {
                meant = open.filter { number in
                    guard let address = lift(number)?.address, address.building == building else {
                        return false
                    }
                    return said.unit == nil || address.unit == nil || said.unit == address.unit
                }
                guard !meant.isEmpty else { return nil }
            } else {
                meant = open.count == 1 || said.answer == .somebody || text.isOfAllLifts ? open : []
            }
            answers += meant.filter { ticket in !answers.contains { $0.ticket == ticket } }.map { ($0, said) }
        }
        return text.insideSaid.isEmpty ? nil : answers
    }

    private func lift(_ number: String) -> RecentTicket? {
        recent(within: .minutes(Limits.draftMinutes)).last { $0.ticket.number == number }
    }

    private mutating func tellInside(_ answer: Inside, of ticket: String, _ words: String) {
        switch answer {
        case .somebody:
            say(policy.advice[Self.trapped] ?? "emergency.general")
            acts.append(.safetyAdvice)
            state.unfound = WaitingRequest(
                intent: .reportHazard, category: Self.trapped, urgency: .p0, slots: [:], text: words)
            commands.append(
                .addToDanger(
                    ticket: ticket, text: words, address: Address(), news: .rises(category: Self.trapped)))
        case .nobody, .unknown:
            commands.append(.correctTicket(.number(ticket), text: words, address: Address()))
        }
    }
}

extension String {
    private static let isOfLiftBesidePattern = Pattern(
        /[0-9一二三四两](号|部|台|个)?(电?梯|轿厢)|[0-9一二三四]号/, needs: ["号", "梯", "轿厢"])

    /// 2号梯也停了, 旁边那部也不动, 两部都停: in the same house. 我妈那边电梯也停了 is in another.
    fileprivate var isOfLiftBeside: Bool {
        (contains(Self.isOfLiftBesidePattern)
            || mentionsAny(["另一部", "另一台", "另外一部", "另一个", "旁边", "隔壁那", "那部", "两部", "两台", "货梯", "客梯"]))
            && attendee == nil
            && !mentionsAny(["那边", "那栋", "那幢", "隔壁栋", "隔壁楼", "别的", "单位", "公司", "对面", "他家", "她家", "父母"])
    }
}

/// What one clause says of who is in a lift, and of which: 6栋没人.
private struct InsideSaid {
    var building: String?
    var unit: String?
    var answer: Inside
    var words: String
}

private enum Inside {
    case nobody, somebody, unknown
}

extension String {
    private static let fillers = [
        "电梯", "轿厢", "里面", "里头", "里边", "在里", "现在", "目前", "应该", "好像", "估计", "是的", "是", "在", "里", "面", "了", "啊",
        "呀", "吧", "的", "哦", "我看", "看了",
        "也", "两部", "两台", "那部", "这部",
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
        let answers = insideSaid.map(\.answer)
        if answers.contains(where: { $0 == .somebody }) { return .somebody }
        return answers.first
    }

    /// The same, clause by clause.
    fileprivate var insideSaid: [InsideSaid] {
        guard !mentionsAny(["吗", "?", "？", "有没有"]) else { return [] }
        return wordRuns.compactMap { clause in
            let (building, unit, rest) = clause.ofLift
            guard let answer = rest.insideOfClause else { return nil }
            return InsideSaid(building: building, unit: unit, answer: answer, words: clause)
        }
    }

    /// Nothing else is said with it.
    fileprivate var isOnlyOfInside: Bool {
        wordRuns.allSatisfy {
            $0.ofLift.rest.insideOfClause != nil || ["谢谢", "放心", "不是", "我"].contains($0)
        }
    }

    /// 两部都没人.
    fileprivate var isOfAllLifts: Bool { mentionsAny(["都", "两部", "两台", "两个", "全"]) }

    private static let ofLiftPattern = Pattern(
        /([0-9A-Za-z]{1,3})(?:栋|幢|号楼)(?:([0-9]{1,2})单元)?(?:的|那部|这部|那个|那台|那边|倒是)*/, needs: ["号楼", "幢", "栋"])

    /// The house at the beginning of a clause, and what is left: 6栋2单元那部也没人.
    private var ofLift: (building: String?, unit: String?, rest: String) {
        guard let found = prefixMatch(of: Self.ofLiftPattern) else { return (nil, nil, self) }
        return (
            String(found.output.1), found.output.2.map(String.init), String(self[found.range.upperBound...])
        )
    }

    private var insideOfClause: Inside? {
        guard count <= Limits.answerCharacters else { return nil }
        if Self.unsure.contains(self) { return .unknown }
        var rest = self
        rest = rest.without(Self.fillers)
        if Self.empty.contains(rest) { return .nobody }
        if Self.filled.contains(rest) { return .somebody }
        // 有两个小孩.
        let isPerson = rest.hasPrefix("有") && mentionsAny(Self.persons)
        return isPerson && !mentionsAny(["没", "不", "来", "修", "管", "报", "说", "看"]) ? .somebody : nil
    }
}
