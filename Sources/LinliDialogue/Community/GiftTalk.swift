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
        guard let offered = state.offered, !text.namesMeal,
            facts.now - offered.at <= .minutes(Limits.recentTicketMinutes)
        else { return false }
        if text.asksWhenFetched {
            say("resource.when")
            acts.append(.answer)
            return true
        }
        guard text.saysWhenBrought || text.addsGoods else { return false }
        offerGoods("\(offered.words)，\(text)", insteadOf: offered.words)
        return true
    }

    /// - Parameter before: his words so far, whose row these take the place of.
    mutating func offerGoods(_ words: String, insteadOf before: String? = nil) {
        state.offered = SpokenOffer(words: words, at: facts.now)
        commands.append(.register(.offer(words: words, before: before)))
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

    private static let addingStart = Pattern(
        /^(还有|再加|再捐|再送|另外还有|外加|加上|也有)/, needs: ["也有", "再加", "再捐", "再送", "加上", "外加", "还有"])
    private static let countedGoods = Pattern(/[0-9一二两三四五六七八九十百几]+(把|包|提|瓶|箱|袋|斤|本|张|个|件|套|盒|桶|条|台|双|册)/)

    /// 还有十包抽纸, 再加五把伞: more of the same gift, and nothing that he wants.
    fileprivate var addsGoods: Bool {
        contains(Self.addingStart)
            && contains(Self.countedGoods)
            && count <= Limits.visitCharacters
            && !mentionsAny(["吗", "?", "？", "坏", "漏", "堵", "换", "兑", "要", "想"])
    }

    /// 什么时候来拿.
    fileprivate var asksWhenFetched: Bool {
        mentionsAny(["什么时候", "啥时候", "几时", "哪天", "几点", "怎么"]) && count <= Limits.answerCharacters
            && mentionsAny(["来拿", "来取", "来拉", "来收", "送来", "送过去", "拿过去", "交给", "送到哪", "拿到哪"])
    }
}
