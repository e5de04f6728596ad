import LinliModel

/// A kind of meeting as residents name it.
package struct MeetingWords: Sendable, Hashable {
    package var code: String
    package var name: String
    /// Its names, the longest first.
    package var words: [String]
    package var takesResidents: Bool
    /// How the words begin: most messages hold none of these, and are looked through once for all.
    private let beginnings: [Unicode.Scalar]

    package init(code: String, name: String, words: [String], takesResidents: Bool) {
        self.code = code
        self.name = name
        self.words = words
        self.takesResidents = takesResidents
        beginnings = Set(words.compactMap(\.unicodeScalars.first)).sorted { $0.value < $1.value }
    }

    func isNamed(in text: String) -> Bool {
        text.unicodeScalars.contains(where: beginnings.contains) && words.contains(where: text.contains)
    }
}

/// Meetings: a matter is put forward, their date or their decisions are asked for. It needs the meeting's
/// name and a word of talk beside it, so that 议事厅的灯坏了 stays a report.
extension Turn {
    mutating func speakOfMeeting(_ understood: Understood) -> Bool {
        let text = understood.text
        guard let meeting = policy.meetings.first(where: { $0.isNamed(in: text) }) else {
            return askAnyMinutes(understood)
        }
        if Self.resultWords.contains(where: text.contains) {
            commands.append(.meeting(.minutes(kind: meeting.code, words: text)))
            return true
        }
        if meeting.takesResidents, proposeCase(understood, meeting) { return true }
        if meeting.takesResidents, Self.proposalWords.contains(where: text.contains) {
            let title = meeting.title(in: text, cues: Self.proposalWords)
            if title.isEmpty {
                enter(.agendaMatter(kind: meeting.code))
                say("meeting.ask_matter", ["meeting": meeting.name])
                askFor([.matter])
            } else {
                commands.append(.meeting(.propose(kind: meeting.code, title: title, words: text.limited)))
            }
            return true
        }
        guard Self.dateWords.contains(where: text.contains) else { return false }
        commands.append(.meeting(.ask(kind: meeting.code)))
        return true
    }

    /// "把这事提到议事厅": the case just spoken of, or the one whose number he gives; without one he is asked. A
    /// matter in words of its own is no case.
    private mutating func proposeCase(_ understood: Understood, _ meeting: MeetingWords) -> Bool {
        let text = understood.text
        guard Self.carryWords.contains(where: text.contains) else { return false }
        if case .number = understood.main.reference {
            commands.append(.meeting(.proposeCase(kind: meeting.code, understood.main.reference)))
            return true
        }
        let rest = text.without(Self.caseWords, leaving: " ")
        guard rest != text, meeting.title(in: rest, cues: Self.carryWords).isEmpty else { return false }
        if let number = lastTicket(within: .hours(Limits.draftRecoveryHours)) {
            commands.append(.meeting(.proposeCase(kind: meeting.code, .number(number))))
        } else {
            enter(.agendaMatter(kind: meeting.code))
            askMeetingMatter(meeting.code)
        }
        return true
    }

    /// "上次会上停车位怎么定的": any meeting's minutes. Where they know nothing a person is asked.
    private mutating func askAnyMinutes(_ understood: Understood) -> Bool {
        guard understood.main.intent == .disclosureQuery,
            Self.meetingWords.contains(where: understood.text.contains)
        else { return false }
        commands.append(.meeting(.minutes(kind: nil, words: understood.text)))
        return true
    }

    mutating func answerAgendaMatter(_ kind: String, _ understood: Understood) -> Bool {
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("meeting.dropped") }
        let talks: [Intent] = [.infoQuery, .disclosureQuery, .vote, .receptionBook]
        let intent = understood.main.intent
        if understood.isRequest, !intent.opensTicket, !talks.contains(intent) { return false }
        if understood.isBare {
            repeatQuestion(.agendaMatter(kind: kind))
            return true
        }
        enter(nil)
        let title = String(understood.text.prefix(Limits.agendaTitleCharacters))
        commands.append(.meeting(.propose(kind: kind, title: title, words: understood.text.limited)))
        return true
    }

    mutating func askMeetingMatter(_ kind: String) {
        let name = policy.meetings.first { $0.code == kind }?.name ?? ""
        say("meeting.ask_matter", ["meeting": name])
        askFor([.matter])
    }

    mutating func tell(meeting outcome: Outcome) {
        switch outcome {
        case .agendaNoted(let summary, let isNew):
            var values = ["item": "\(summary.item)", "title": summary.title, "meeting": summary.meeting.name]
            values["when"] = summary.meeting.when?.spoken(from: facts.now) ?? ""
            values["place"] = summary.meeting.place
            state.taken = Taken(.agenda, at: facts.now)
            say(isNew ? "meeting.proposed" : "meeting.proposed_before", values.present)
            acts.append(.ack)
        case .agendaFull(let meeting, let open):
            say("meeting.too_many", ["meeting": meeting, "count": "\(open)"])
            acts.append(.refuse)
        case .meetingDate(let date):
            let values = [
                "meeting": date.name, "when": date.when?.spoken(from: facts.now) ?? "", "place": date.place,
                "rhythm": date.rhythm,
            ]
            say(date.when == nil ? "meeting.no_date" : "meeting.date", values.present)
            acts.append(.answer)
        case .minutes(let lines):
            say("meeting.minutes", ["list": lines.text])
            acts.append(.answer)
        case .minutesNone(let meeting):
            say("meeting.no_minutes", ["meeting": meeting])
            acts.append(.answer)
        case .meetingUnknown(let words):
            forward(
                WaitingRequest(
                    intent: .disclosureQuery, category: nil, urgency: .none, slots: [:], text: words),
                origin: .forwarded, joins: true)
        default:
            break
        }
    }

    static let proposalWords = [
        "讲一讲", "讲讲", "说一说", "说说", "谈一谈", "谈谈", "聊聊", "议一议", "议议", "议一下", "讨论一下", "讨论讨论", "讨论",
        "提一提", "提一下", "提个议题", "提议题", "列入", "列上", "排进", "上会", "加个议题", "反映一下", "反映",
    ]
    static let carryWords =
        ["提到", "拿到", "放到", "交到", "送到", "报到", "搬到", "转到", "提交", "排进", "上到"] + proposalWords
    static let caseWords = [
        "这件事情", "这件事", "这个事情", "这个事", "这个问题", "这事", "刚才那个", "刚才的", "刚报的", "这个工单", "我的工单", "这张单", "这单",
    ]
    static let resultWords = [
        "决定", "决议", "纪要", "结果", "怎么说", "怎么定", "定了", "说了什么", "说了啥", "讲了什么", "讲了啥", "议了什么", "议了啥",
        "议定", "通过了",
    ]
    static let dateWords = ["什么时候", "几号", "哪天", "何时", "时间", "几点", "啥时候", "还开吗", "下次"]
    static let meetingWords = ["会议", "纪要", "联席", "议题", "开会", "会上"]
}

extension MeetingWords {
    /// What is to be talked about: behind the last word of talk, or between 把 and it; else what is left.
    func title(in text: String, cues: [String]) -> String {
        let ranges = cues.compactMap { text.ranges(of: $0).last }
        if let last = ranges.max(by: { $0.upperBound < $1.upperBound }) {
            let behind = bare(String(text[last.upperBound...]))
            if !behind.isEmpty { return behind }
            let before = String(text[..<last.lowerBound])
            if let mark = before.ranges(of: "把").last { return bare(String(before[mark.upperBound...])) }
        }
        return bare(text.without(cues, leaving: " "))
    }

    private func bare(_ text: String) -> String {
        var rest = text.without(words, leaving: " ")
        rest = rest.without(Self.fillers, leaving: " ")
        rest = String(rest.filter { !"，。？！?!、,：:“”\"".contains($0) })
        var parts = rest.split(whereSeparator: \.isWhitespace).map(String.init).joined()
        for start in Self.starts where parts.hasPrefix(start) { parts = String(parts.dropFirst(start.count)) }
        for end in Self.ends where parts.hasSuffix(end) && parts.count > end.count {
            parts = String(parts.dropLast(end.count))
        }
        return parts.count < 2 ? "" : String(parts.prefix(Limits.agendaTitleCharacters))
    }

    private static let fillers = [
        "能不能", "可不可以", "可以", "下次会议", "下次会", "下次", "这次", "会上", "开会", "我想", "我要", "想要", "希望", "建议",
        "麻烦", "你们", "一下", "关于", "帮我", "我们", "议题",
    ]
    private static let starts = ["在", "请", "把", "让", "也"]
    private static let ends = ["吗", "呢", "吧", "啊", "的事情", "的事", "的问题", "这件事", "问题", "上", "里"]
}

extension [MinutesLine] {
    /// "4月12日四方联席会：停车位——新增20个车位（物业）".
    fileprivate var text: String {
        map { line in
            let owner = line.owner.isEmpty ? "" : "（\(line.owner)）"
            return "\(line.heldAt.spokenDay)\(line.meeting)：\(line.title)——\(line.decision)\(owner)"
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate var limited: String { String(prefix(Limits.messageCharacters)) }
}
