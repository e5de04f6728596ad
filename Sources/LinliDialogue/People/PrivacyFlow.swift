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
            say("privacy.who_sees")
            acts.append(.answer)
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
        say("privacy.who_sees")
        acts.append(.answer)
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
    private static let back = ["那个", "那件", "那单", "那事", "刚才", "刚刚", "上面", "前面", "之前"]
    fileprivate var pointsBack: Bool { mentionsAny(Self.back) }

    /// 会不会让他家知道, 他会知道是我吗.
    fileprivate var asksWhoKnows: Bool {
        count <= Limits.visitCharacters
            && mentionsAny([
                "知道是我", "让他知道", "让他家知道", "让他们知道", "让她知道", "告诉他", "告诉她", "跟他说", "他会知道", "他们会知道", "查到我", "报复",
                "看到是我", "看见是我", "看出是我", "晓得是我", "认出我", "认得出我", "知道谁", "知道我讲", "知道我说",
            ])
            && mentionsAny(["会不会", "会", "吗", "?", "？"])
            && !mentionsAny(["别", "不要", "不想", "千万"])
    }
}
