import LinliModel

/// Whose account it is (`domain.md` E14): a resident hears of his own, and of nobody else's.
extension Turn {
    /// 楼下401的呢, 那我家还剩多少, right behind words about fees or the maintenance fund: neither a complaint of
    /// that household nor points.
    mutating func speakOfAccounts(_ understood: Understood) -> Bool {
        let text = understood.text
        guard state.flow == nil, understood.requests.count == 1, !understood.main.isEmergency,
            text.count <= Limits.visitCharacters, let category = spokenAccount
        else { return false }
        if text.asksOfOthersAccount {
            say("account.only_own")
            acts.append(.refuse)
            return true
        }
        guard text.asksOfOwnAccount, understood.main.intent == .pointsQuery else { return false }
        var request = understood.main
        request.intent = .disclosureQuery
        request.category = category
        ask(request)
        return true
    }

    /// The account that was spoken of a moment ago; nil where it was something else.
    private var spokenAccount: String? {
        let asked = state.question.flatMap { question in
            facts.now - question.askedAt <= .minutes(Limits.draftMinutes) ? question.category : nil
        }
        let told = recent(within: .minutes(Limits.draftMinutes)).last?.ticket
        let newest = told.flatMap { $0.number == state.lastTicket ? $0.category : nil } ?? asked
        return newest.flatMap { $0.hasPrefix("finance.") ? $0 : nil }
    }
}

extension String {
    private static let others = Pattern(
        /(^|楼上|楼下|隔壁|对门|那)([0-9]{3,4})(家|室|户)?的?呢|(楼上|楼下|隔壁|对门|邻居|别人)(家)?的?(呢|交了没|交了吗|交没交|欠了?多少|还剩多少)/,
        needs: ["呢", "交", "欠", "剩"])
    /// 楼下401的呢.
    fileprivate var asksOfOthersAccount: Bool { contains(Self.others) }

    /// 那我家还剩多少, and no word of points.
    fileprivate var asksOfOwnAccount: Bool {
        mentionsAny(["我家", "我们家", "自家", "我这户"]) && mentionsAny(["剩", "余额", "多少"]) && !mentionsAny(["分", "奖"])
    }
}
