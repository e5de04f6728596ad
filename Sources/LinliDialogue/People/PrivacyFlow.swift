import LinliModel

/// What is kept of him, and who reads whose report it is (`domain.md` 2.10, part 4 trap 7).
extension Turn {
    // MARK: The keyword

    /// "隐私", as the notice says: what is kept, and what he may have done with it.
    mutating func openPrivacy(_ understood: Understood) -> Bool {
        guard ["隐私", "隐私权", "我的隐私", "隐私说明"].contains(understood.text.letters) else {
            return false
        }
        guard let flow = state.flow, flow != .choosePrivacy else {
            enter(.choosePrivacy)
            askPrivacy()
            return true
        }
        say("privacy.menu")
        acts.append(.answer)
        repeatQuestion(flow)
        return true
    }

    mutating func askPrivacy() {
        say("privacy.menu")
        acts.append(.offerOptions)
        ask.append(.choice)
    }

    private static let choices: [(act: String, number: Int, words: [String])] = [
        ("access", 1, ["查看", "看看", "查阅", "查一下", "看一下"]), ("correct", 2, ["更正", "改正", "修改", "改一下"]),
        ("delete", 3, ["删除", "删掉", "删了", "注销"]),
    ]

    mutating func answerPrivacyChoice(_ understood: Understood) -> Bool {
        let text = understood.text
        let isShort = text.count <= Limits.shrugCharacters
        let chosen = Self.choices.first { choice in
            understood.choice == choice.number || (isShort && text.mentionsAny(choice.words))
        }
        enter(nil)
        guard let chosen else { return false }
        var request = understood.main
        request.text = "隐私：\(text)"
        say("privacy.\(chosen.act)")
        request.intent = .privacyRequest
        state.privacy = SpokenPrivacy(ticket: nil, at: facts.now)
        forward(request, origin: .forwarded)
        return true
    }

    // MARK: Anonymity

    /// A matter told with the wish to stay unnamed is that matter; the wish alone is about one that he has
    /// told before.
    mutating func answerPrivacy(_ request: WaitingRequest) {
        guard request.privacyAct == "anonymity" || request.wantsNoName else {
            if let act = request.privacyAct {
                say("privacy.\(act)")
                state.privacy = SpokenPrivacy(ticket: nil, at: facts.now)
            }
            return forward(request, origin: .forwarded)
        }
        if request.text.isAccusation {
            var matter = request
            matter.intent = .complain
            return startRepair(matter)
        }
        // Only by his own words: a reporter who is hidden by a misreading cannot be called back.
        guard request.text.wantsNoName else {
            guard freshTicket != nil else { return promiseNoName(request) }
            // 他要是知道我讲的，我怕: who sees it, and by which word nobody does.
            sayWhoSees()
            return
        }
        commands.append(
            .talk(
                .hideReporter(
                    words: request.text, last: lastTicket(within: .hours(Limits.draftRecoveryHours)))))
    }

    private mutating func promiseNoName(_ request: WaitingRequest) {
        say("privacy.anonymity")
        forward(request, origin: .forwarded)
    }

    /// "麻将那个别说是我说的": about a report that there is, where it reads like a new one.
    mutating func hideNamed(_ understood: Understood) -> Bool {
        let main = understood.main
        let isFresh = lastTicket(within: .minutes(Limits.draftMinutes)) != nil
        let isAlone = isFresh && understood.text.count <= Limits.answerCharacters
        guard understood.text.wantsNoName, understood.text.pointsBack || isAlone,
            understood.requests.count == 1,
            [.complain, .outOfScope, .rateFeedback].contains(main.intent), main.slots[.symptom] == nil,
            let last = lastTicket(within: .hours(Limits.draftRecoveryHours))
        else { return false }
        commands.append(.talk(.hideReporter(words: understood.text, last: last)))
        return true
    }

    /// 会不会让他家知道, behind a report: nobody who is complained of hears from whom.
    mutating func tellWhoSees(_ understood: Understood) -> Bool {
        guard state.flow == nil, understood.text.asksWhoKnows,
            lastTicket(within: .hours(Limits.draftRecoveryHours)) != nil, !understood.main.isEmergency
        else { return false }
        sayWhoSees()
        return true
    }

    /// Whoever was promised that nobody sees his name is not told by which word he may ask for it.
    private mutating func sayWhoSees() {
        let last = state.recent?.last { $0.ticket.number == state.lastTicket }?.ticket
        say(last?.isUnnamed == true ? "privacy.is_hidden" : "privacy.who_sees")
        acts.append(.answer)
    }

    /// 是不是7楼那家, 车主电话给我: whose doing it is, and how others are reached, is told to nobody.
    mutating func keepOthersPrivate(_ understood: Understood) -> Bool {
        guard understood.requests.count == 1, !understood.main.isEmergency else { return false }
        if understood.text.asksForOthersNumber {
            say("privacy.no_numbers")
        } else if understood.text.asksWhoseDoing, !understood.main.intent.opensTicket,
            lastTicket(within: .days(Limits.whoseDoingDays)) != nil
        {
            say("privacy.no_names")
        } else {
            return false
        }
        acts.append(.refuse)
        state.isAside = state.flow != nil
        resume()
        return true
    }

    mutating func tellHidden(_ summaries: [TicketSummary], _ words: String) {
        guard let first = summaries.first else {
            return promiseNoName(
                WaitingRequest(
                    intent: .privacyRequest, category: nil, urgency: .none,
                    slots: [.action: .text("anonymity")], text: words))
        }
        acts.append(.updateTicket)
        guard summaries.count > 1 else {
            let isWorkedIn = first.address?.room != nil && policy.inHome.contains(first.category)
            return say(isWorkedIn ? "privacy.hidden_home" : "privacy.hidden", first.values(at: facts.now))
        }
        say("privacy.hidden_several", ["list": summaries.numbered])
    }
}

extension String {
    private static let whoseDoing = Pattern(
        /是不是.{0,6}(那家|那户|那一家|他家|她家|他们家|的人|那个人|干的|丢的|扔的|弄的)/, needs: ["是不是"])
    /// 是不是7楼那家: whether a certain household has done it.
    fileprivate var asksWhoseDoing: Bool {
        contains(Self.whoseDoing) && count <= Limits.visitCharacters
            && !mentionsAny(["物业", "你们", "我家", "师傅", "社区"])
    }

    private static let othersNumber = Pattern(
        #/
        (车主|户主|屋主|住户|家属|房东|租客|那家|那户|他家|她家|邻居|对门|隔壁
        |[他她]们?的?(女儿|儿子|家人|老婆|老公|爱人|孩子)|[0-9]{3,4}(室|的)?(那家|那户|业主|的人|住户))
        (的|家|家里|人)?的?(手机|电话|联系)
        /#, needs: ["电话", "手机", "联系"])
    private static let asksFor = ["给我", "给个", "多少", "告诉我", "发我", "发给我", "有没有", "有吗", "知道吗", "查一下", "要一下"]

    /// 车主电话给我, 对门手机号多少.
    fileprivate var asksForOthersNumber: Bool {
        contains(Self.othersNumber) && mentionsAny(Self.asksFor) && !mentionsAny(["我的", "打不通", "没人接"])
            && !hasMobileNumber && count <= Limits.visitCharacters
    }

    private static let back = ["那个", "那件", "那单", "那事", "刚才", "刚刚", "上面", "前面", "之前"]
    fileprivate var pointsBack: Bool { mentionsAny(Self.back) }

    /// 会不会让他家知道, 他会知道是我吗.
    fileprivate var asksWhoKnows: Bool {
        count <= Limits.visitCharacters
            && mentionsAny([
                "知道是我", "让他知道", "让他家知道", "让他们知道", "让她知道", "告诉他", "告诉她", "跟他说", "他会知道", "他们会知道", "查到我", "报复",
                "看到是我", "看见是我", "谁看得到", "谁能看到", "谁看得见", "谁能看见", "看出是我", "晓得是我", "认出我", "认得出我", "知道谁", "知道我讲",
                "知道我说",
            ])
            && mentionsAny(["会不会", "会", "吗", "?", "？", "有谁", "哪些人", "都谁", "谁看得", "谁能看"])
            && !mentionsAny(["别", "不要", "不想", "千万"])
    }
}
