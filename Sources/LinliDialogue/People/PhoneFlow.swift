import LinliModel

/// Who cannot write, or writes slowly (`domain.md` G09): his voice will do, or somebody rings him.
extension Turn {
    mutating func hearWithoutWriting(_ understood: Understood) -> Bool {
        let main = understood.main
        guard understood.text.findsWritingHard, !main.reportsFault || understood.text.isShortMessage,
            facts.person?.isActive != true
        else { return false }
        offerCall(CallOffer(words: understood.text), "plain.voice")
        return true
    }

    /// A recording in which the platform has recognised nothing.
    mutating func hearNothing(_ media: String) {
        offerCall(CallOffer(words: "", media: media), "plain.unheard")
    }

    /// What is being asked stays asked; a report in the making waits.
    private mutating func offerCall(_ offer: CallOffer, _ key: String) {
        if let flow = state.flow, !flow.isCall, !(flow.isRepair && offer.media == nil) {
            say(key)
            acts.append(.answer)
            return repeatQuestion(flow)
        }
        enter(.call(offer))
        say(key)
        askToCall()
    }

    mutating func askToCall() {
        say("plain.ask_call")
        acts.append(.confirmAsk)
    }

    mutating func answerCall(_ offer: CallOffer, _ understood: Understood) -> Bool {
        let text = understood.text
        if understood.act == .cancelFlow || understood.act == .deny { return giveUp("plain.no_call") }
        let isYes = understood.act == .confirm || text.wantsCall || text.givesNumber
        guard isYes, !understood.main.reportsFault else {
            return understood.isRequest ? false : askOnceMore(.call(offer))
        }
        enter(nil)
        let home = facts.homes.first(where: \.isProven)?.address
        let words = [offer.words, text].filter { !$0.isEmpty }
        commands.append(
            .openTicket(
                TicketDraft(
                    category: "info.contact", urgency: .p2, text: (["请回电"] + words).joined(separator: "\n"),
                    address: home ?? Address(), origin: .handoff, intent: .humanHandoff,
                    attachments: [offer.media].compactMap { $0 })))
        return true
    }
}

/// He is to be rung: what he has said, or the recording that nobody could read.
package struct CallOffer: Sendable, Hashable, Codable {
    package var words: String
    package var media: String?

    package init(words: String, media: String? = nil) {
        self.words = words
        self.media = media
    }
}

extension Flow {
    fileprivate var isCall: Bool {
        if case .call = self { true } else { false }
    }
}

extension String {
    private static let unwritten = [
        "不会写字", "不识字", "不认字", "不认识字", "不会打字", "打不来字", "打字慢", "不太会打字", "字写不来", "写字慢", "不会拼音", "没读过书",
        "看不清字", "不会用手机打字",
    ]

    /// 俺不会写字; of somebody else it is only told.
    fileprivate var findsWritingHard: Bool {
        mentionsAny(Self.unwritten) && !mentionsAny(["他不", "她不", "保安不", "师傅不"])
            && count <= Limits.visitCharacters
    }

    fileprivate var isShortMessage: Bool { count <= Limits.answerCharacters }

    fileprivate var wantsCall: Bool {
        (mentionsAny(["打电话", "打给我", "回电", "来电话", "打过来", "打我电话"])
            || ["要", "要的", "行", "可以", "好", "好的", "打吧"].contains(self))
            && !mentionsAny(["不要", "不用", "别", "不打"])
    }

    fileprivate var givesNumber: Bool { hasMobileNumber }
}
