import LinliModel

/// What a booking points at: the report that was spoken of before (约接访说这个事), and whichever session comes
/// first (约最近那场).
extension Turn {
    /// 约接访说这个事: the report that he has spoken of last, in the words of its category. One that hides who has
    /// made it is not told with a name beside it: he says it himself, or nothing.
    func matterPointedAt(in request: WaitingRequest) -> String? {
        let said = request.matter.map { [$0] } ?? request.text.wholeClauses
        guard said.contains(where: { $0.onlyPointsBack || $0.endsPointingBack }) else { return nil }
        guard let last = recent(within: .hours(Limits.draftRecoveryHours)).last?.ticket,
            last.isUnnamed != true, last.number == state.lastTicket
        else { return nil }
        return [last.categoryName, last.place].filter { !$0.isEmpty }.joined(separator: "，")
    }
}

extension Understood {
    /// The clause that says so, of several: which session he wants is no matter.
    var matterClause: String {
        let clauses = text.wholeClauses
        guard clauses.count > 1, text.wantsSoonest else { return text }
        return clauses.last { !$0.wantsSoonest } ?? text
    }
}

extension WaitingRequest {
    /// 听说这周有领导来接访？啥时候: whether and when there is one, and nothing to be spoken of there.
    var asksForSessionAlone: Bool {
        guard let matter, matter.mentionsAny(["接访", "接待日", "恳谈", "坐班", "领导来", "领导要来"]) else { return false }
        return text.mentionsAny(["啥时候", "什么时候", "几点", "哪天", "几号", "有没有", "是不是"])
            && !text.mentionsAny(["反映", "说说", "讲讲", "谈谈", "投诉"])
    }
}

extension String {
    private static let soonest = [
        "最近那", "最近的", "最近一", "最早那", "最早的", "最早一", "最快那", "最快的", "第一场", "头一场", "近的那",
    ]
    /// 约最近那场: whichever comes first of those that were offered.
    var wantsSoonest: Bool { mentionsAny(Self.soonest) && !mentionsAny(["不", "吗", "?", "？", "哪"]) }

    private static let endsPointingBackPattern = Pattern(
        /(说|讲|反映|谈|聊)(一下)?(这|那|刚才那|刚刚那|上面那)(个|件)?(事情|事儿|事|问题|个|件)(吧|啊|呀)?$/,
        needs: ["反映", "聊", "讲", "说", "谈"])

    /// 约接访说这个事: it ends with what was spoken of.
    fileprivate var endsPointingBack: Bool {
        guard count <= Limits.visitCharacters else { return false }
        return letters.contains(Self.endsPointingBackPattern)
    }
}
