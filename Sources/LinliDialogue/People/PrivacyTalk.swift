import LinliModel

/// What he says right after he has asked what is kept of him, or for it to be deleted or put right: not yet
/// after all, after all yes, a copy of it.
extension Turn {
    mutating func speakOfPrivacy(_ understood: Understood) -> Bool {
        guard let asked = state.privacy, let ticket = asked.ticket,
            facts.now - asked.at <= .hours(Limits.draftRecoveryHours)
        else { return false }
        let text = understood.text.letters
        guard text.count <= Limits.pointingCharacters, understood.main.address.isEmpty else { return false }
        if case .confirmCancel = state.flow, text.insistsOnPrivacy { return giveUp("cancel.kept") }
        guard state.flow == nil else { return false }
        if text.wantsAllDeleted {
            var request = understood.main
            request.intent = .privacyRequest
            request.slots[.action] = .text("delete")
            answerPrivacy(request)
        } else if text.asksHowLongItTakes {
            commands.append(.ticketStatus(.number(ticket)))
        } else if text.takesPrivacyBack {
            commands.append(.findCancellable(.ticket, .number(ticket)))
        } else if text.wantsCopy {
            commands.append(.correctTicket(.number(ticket), text: understood.text, address: Address()))
        } else {
            return false
        }
        return true
    }

    /// 把我刚发的号删了: what he has sent about himself, and no ticket that is to be given up.
    mutating func deleteWhatWasSent(_ understood: Understood) -> Bool {
        guard understood.text.wantsSentDeleted,
            [.cancel, .outOfScope, .privacyRequest, .infoQuery].contains(understood.main.intent)
        else { return false }
        var request = understood.main
        request.intent = .privacyRequest
        request.slots[.action] = .text("delete")
        answerPrivacy(request)
        state.isAside = state.flow != nil
        return true
    }

    /// The ticket on which his wish stands is open.
    mutating func tellPrivacyQueued(_ summary: TicketSummary) -> Bool {
        guard let asked = state.privacy, asked.ticket == nil else { return false }
        state.privacy = SpokenPrivacy(ticket: summary.number, at: facts.now)
        say("privacy.queued", summary.values(at: facts.now))
        return true
    }
}

/// What he wants done with his data, and the ticket on which that stands; nil until it is open.
package struct SpokenPrivacy: Sendable, Hashable, Codable {
    package var ticket: String?
    package var at: Instant
}

extension String {
    private static let ofHimself = [
        "身份证", "证件", "号码", "串号", "电话号", "手机号", "照片", "图片", "刚发的", "刚才发的", "我发的", "我的信息", "个人信息", "我的名字",
        "我的地址",
    ]
    /// 那你把我刚发的那串号删了.
    fileprivate var wantsSentDeleted: Bool {
        count <= Limits.visitCharacters && mentions("删") && mentionsAny(Self.ofHimself) && !takesPrivacyBack
            && !mentionsAny(["工单", "报修", "单子", "投诉", "预约", "报名", "别删", "吗", "?", "？"])
    }

    private static let takesPrivacyBackPattern = Pattern(
        /(先不|暂时不|不用|不要|不|别|甭)(用|要)?(删|改|查|看|注销)/, needs: ["删", "改", "查", "注销", "看"])

    /// 先不删, 算了不删了, 别改了.
    fileprivate var takesPrivacyBack: Bool {
        contains(Self.takesPrivacyBackPattern) && !mentionsAny(["删不", "改不了", "看不"])
    }

    private static let wantsAllDeletedPattern = Pattern(
        /(那|就|把|我|你们|的|信息|资料|记录|给)*(全|都|全部|通通|统统)(部)?(给我)?(删|清)(了|掉|除|空)(吧|啊|好了)?/,
        needs: ["删", "清"])

    /// 那全删了吧, right behind what is kept of him: his data, and no ticket.
    fileprivate var wantsAllDeleted: Bool {
        wholeMatch(of: Self.wantsAllDeletedPattern) != nil && !takesPrivacyBack
    }

    private static let howLong: Set = [
        "那要几天", "要几天", "要多久", "那要多久", "几天能好", "几天", "多久", "多久能好", "什么时候能好", "什么时候给我", "几号能给我",
    ]
    fileprivate var asksHowLongItTakes: Bool { Self.howLong.contains(self) }

    private static let insistsOnPrivacyPattern = Pattern(/(还是|要|就)(删|改|查|注销)/, needs: ["删", "改", "查", "注销"])

    /// 那还是删吧.
    fileprivate var insistsOnPrivacy: Bool { contains(Self.insistsOnPrivacyPattern) && !takesPrivacyBack }

    /// 给我发一份, 能导出来吗.
    fileprivate var wantsCopy: Bool {
        mentionsAny(["导出", "一份", "复印", "打印", "拷贝", "拷给", "发给我", "发我"])
    }
}
