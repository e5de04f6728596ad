import LinliModel

/// What comes right behind a deed that was noted: the picture of it, and the same on another day (昨天也守了).
extension Turn {
    /// A picture behind a claim is its evidence, and no report.
    mutating func attachEvidence(_ media: String) -> Bool {
        guard state.flow == nil, let claimed = freshClaim else { return false }
        commands.append(.attachEvidence(claimed.claim, media: media))
        return true
    }

    mutating func claimAgain(_ understood: Understood) -> Bool {
        guard state.flow == nil, let item = freshClaim?.item, understood.requests.count == 1,
            !understood.main.isEmergency, understood.main.slots[.object] == nil, understood.text.doesItToo
        else { return false }
        let said = understood.main.slots[.date].flatMap { CivilDate($0.text) }
        let today = facts.now.civil.date
        let day = said ?? understood.text.daysAgo.map { today.adding(days: -$0) }
        // The name of the item says which deed 也 is.
        commands.append(.claimPoints(text: "\(understood.text)（\(item)）", attachment: nil, day: day))
        return true
    }

    /// The claim of a moment ago, unless a ticket was made since.
    private var freshClaim: SpokenClaim? {
        guard let claimed = state.claimed, facts.now - claimed.at <= .minutes(Limits.recentTicketMinutes),
            state.lastTicketAt.map({ $0 < claimed.at }) ?? true
        else { return nil }
        return claimed
    }
}

/// A deed that was noted last, with the name of its item; nil where a person says which it is.
package struct SpokenClaim: Sendable, Hashable, Codable {
    package var claim: ClaimID
    package var item: String?
    package var at: Instant
}

extension String {
    /// 昨天也守了, 前天晚上也去了: the same, and nothing else.
    fileprivate var doesItToo: Bool {
        filter(\.isLetter).wholeMatch(
            of: /(我|还有)?(今天|昨天|前天|昨晚|今早|早上|上午|中午|下午|晚上|上周|上个月|周|星期|礼拜|[一二三四五六日]){1,4}(我)?(也|又).{0,8}了.{0,4}/)
            != nil && !asksSomething && count <= Limits.answerCharacters
    }

    fileprivate var daysAgo: Int? {
        [("前天", 2), ("昨", 1), ("今", 0)].first { mentions($0.0) }?.1
    }
}
