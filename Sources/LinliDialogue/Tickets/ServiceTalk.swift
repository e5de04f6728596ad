import LinliModel

/// Nobody heard him before: 又没热水了，打了三次电话前台没人接. The fault becomes the ticket, and what he says of
/// the service stands on it, for whoever handles it, and is answered with a word (`domain.md` A22).
extension Turn {
    /// 你们是不是不管, behind what he has reported: it is urged, and nobody is told that it is not our business.
    mutating func hearNeglect(_ understood: Understood) -> Bool {
        guard state.flow == nil, understood.requests.count == 1, understood.main.intent == .outOfScope,
            understood.text.count <= Limits.answerCharacters, understood.text.speaksOfNeglect,
            lastTicket(within: .hours(Limits.draftRecoveryHours)) != nil
        else { return false }
        commands.append(.urgeTicket(.latest))
        return true
    }

    /// Said under the first ticket of the message: once, whatever else is opened beside it.
    mutating func tellUnheard() {
        guard let words = state.unheard else { return }
        state.unheard = nil
        say("ticket.unheard", ["words": words])
    }
}

extension Understood {
    /// Each report with what stands beside it about the service; a complaint of its own says it already.
    static func noting(_ requests: [WaitingRequest], _ text: String) -> [WaitingRequest] {
        let isComplaint = requests.contains { $0.intent.opensTicket && $0.isAboutService }
        guard !isComplaint, let words = text.unheard else { return requests }
        return requests.map { request in
            guard request.intent.opensTicket else { return request }
            var request = request
            request.unheard = words
            return request
        }
    }
}

extension WaitingRequest {
    fileprivate var isAboutService: Bool {
        category.map { $0.hasPrefix("service.") } ?? (intent == .complain)
    }
}

extension String {
    private static let turnedTo = [
        "打了", "打过", "打电话", "电话", "前台", "客服", "管家", "服务中心", "值班室", "物业", "你们", "报了", "报过", "报修", "反映", "说了",
        "说过",
        "找了", "找过", "投诉", "发了", "催了", "跟",
    ]
    private static let unanswered = [
        "没人接", "没有人接", "无人接", "不接电话", "打不通", "没打通", "没人理", "没有人理", "无人理", "不理人", "不理我", "没人管", "没有人管", "不管",
        "没人回", "没人应", "没人来", "没反应", "没动静", "没下文", "没结果", "不当回事", "推来推去", "踢皮球", "互相推",
    ]
    private static let neglect = ["不管", "管不管", "没人管", "没人理", "不理人", "不当回事"]
    /// They do nothing, and nothing else is said.
    fileprivate var speaksOfNeglect: Bool {
        mentionsAny(Self.neglect) && !mentionsAny(["不管怎", "不管是", "不管什"])
    }

    private static let asking = ["管不管", "吗", "谁管", "怎么办"]

    /// What he says of those whom he turned to, in his own words; nil where he says nothing of them.
    var unheard: String? {
        let heard = clausesAndItems.filter { clause in
            clause.mentionsAny(Self.unanswered) && clause.mentionsAny(Self.turnedTo)
                && !clause.mentionsAny(Self.asking)
        }
        guard let first = heard.first else { return nil }
        // 又没热水了打了三次电话前台没人接: in one breath, and the fault stands in front of it.
        let start = Self.turnedTo.compactMap { first.firstRange(of: $0)?.lowerBound }.min()
        let words =
            first.count > Limits.remarkCharacters ? String(first[(start ?? first.startIndex)...]) : first
        return String(words.prefix(Limits.remarkCharacters))
    }
}
