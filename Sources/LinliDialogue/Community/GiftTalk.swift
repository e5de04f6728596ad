import LinliModel

/// Goods that somebody gives to the estate, and what he says of them afterwards (`domain.md` C10): a need of
/// the others, and never an order of his own.
extension Turn {
    mutating func speakOfGift(_ understood: Understood) -> Bool {
        guard state.flow == nil, !understood.requests.contains(where: \.isUrgentMatter) else { return false }
        let text = understood.text
        if text.offersGoods {
            offerGoods(text)
            return true
        }
        guard let offered = state.offered, text.saysWhenBrought, !text.namesMeal,
            facts.now - offered.at <= .minutes(Limits.recentTicketMinutes)
        else { return false }
        offerGoods("\(offered.words)，\(text)")
        return true
    }

    mutating func offerGoods(_ words: String) {
        state.offered = SpokenOffer(words: words, at: facts.now)
        commands.append(.offerResource(words: words))
    }
}

/// What he has offered a moment ago, in his words.
package struct SpokenOffer: Sendable, Hashable, Codable {
    package var words: String
    package var at: Instant
}

extension WaitingRequest {
    fileprivate var isUrgentMatter: Bool { urgency <= .p1 && intent.opensTicket }
}

extension String {
    private static let giving = [
        "想捐", "要捐", "捐点", "捐一", "捐几", "捐两", "捐二", "捐三", "捐十", "来捐", "捐给", "捐赠", "赞助",
    ]
    private static let noGoods = ["捐积分", "积分", "捐款", "捐钱", "吗", "?", "？", "怎么捐", "哪里", "谁捐", "没捐", "捐了"]
    /// 我想给小区捐二十袋大米.
    fileprivate var offersGoods: Bool { mentionsAny(Self.giving) && !mentionsAny(Self.noGoods) }

    /// 十箱，下礼拜送来; 下周一送到物业.
    fileprivate var saysWhenBrought: Bool {
        mentionsAny(["送来", "送到", "送过来", "送过去", "拿来", "拿过来", "带过来", "来拉", "来拿", "来取"])
            && !mentionsAny(["我家", "给我", "吗", "?", "？"]) && count <= Limits.answerCharacters
    }
}
