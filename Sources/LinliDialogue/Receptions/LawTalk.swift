import LinliModel

/// Questions of law (`domain.md` F09): no advice from here, but a seat with the lawyer, offered and never
/// taken without a yes.
extension Turn {
    mutating func speakOfLaw(_ understood: Understood) -> Bool {
        guard state.isFree, understood.requests.count == 1, !understood.main.isEmergency,
            understood.isOfLaw
        else { return false }
        let asksAdvice = understood.text.asksForAdvice
        if asksAdvice { say("law.no_advice") }
        let named = understood.main.matter.flatMap(SessionMatter.read)
        var purpose = SeatPurpose(matter: asksAdvice ? SessionMatter.read(understood.text) : named)
        purpose.isOffered = true
        enter(.chooseSession([], purpose))
        commands.append(
            .seat(.list(SessionWish(date: understood.main.sessionDay, words: String.lawyer))))
        return true
    }
}

extension Understood {
    private static let asking = [
        "想问", "问问", "问一下", "问下", "咨询", "请教", "咋", "怎么", "哪天", "什么时候", "几点", "几号", "有没有", "约", "找", "在不在", "帮",
        "能不能", "可以", "能赢", "会赢", "打得赢", "赢不赢", "会不会判", "想请", "来不来", "在吗",
    ]
    private static let threats = ["告你们", "我就告", "我要告", "就找律师", "律师函", "告物业", "不然"]

    /// 想问律师, 律师哪天在, 邻居欠我钱咋告他. Where a seat is spoken of already, the sessions know.
    var isOfLaw: Bool {
        switch main.intent {
        case .receptionBook, .cancel, .urge, .queryStatus, .rateFeedback, .humanHandoff:
            guard main.intent == .queryStatus, text.mentions(String.lawyer) else { return false }
        default: break
        }
        guard !text.mentionsAny(Self.threats) else { return false }
        if main.category == "care.legal" { return true }
        return text.mentionsAny(String.lawWords) && text.mentionsAny(Self.asking)
    }
}

extension String {
    static let lawyer = "律师"
    fileprivate static let lawWords = [
        "律师", "法律咨询", "懂法律", "懂法", "法律援助", "法律顾问", "打官司", "起诉", "告他", "告她", "告他们", "上法院", "法律上",
    ]

    private static let advice = [
        "告他", "告她", "起诉", "打官司", "怎么告", "咋告", "合法吗", "违法吗", "犯法", "算不算违", "能赔多少", "上法院", "法律上",
    ]
    /// An answer would be advice.
    fileprivate var asksForAdvice: Bool { mentionsAny(Self.advice) }
}
