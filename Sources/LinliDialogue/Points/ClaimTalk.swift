import LinliModel

/// What comes right behind a deed that was noted: the picture of it, and the same on another day (昨天也守了).
extension Turn {
    /// A picture behind a claim is its evidence, and no report; what comes behind that one is none.
    mutating func attachEvidence(_ media: String) -> Bool {
        guard state.flow == nil, let claimed = freshClaim, claimed.hasPicture != true else { return false }
        state.claimed?.hasPicture = true
        state.sentPicture = SentPicture(media: media, at: facts.now)
        commands.append(.points(.attach(claimed.claim, media: media)))
        return true
    }

    /// Where the claim has one already or was decided, the picture is of something else.
    mutating func tellEvidence(isNew: Bool) {
        let sent = state.sentPicture
        state.sentPicture = nil
        if !isNew, let sent { return advance(RepairDraft(picture: sent.media)) }
        acts.append(.ack)
        say(isNew ? "claim.evidence" : "claim.evidence_before")
    }

    mutating func claimAgain(_ understood: Understood) -> Bool {
        let picture = state.flow?.pictureAlone
        guard state.flow == nil || picture != nil, let item = freshClaim?.item,
            understood.requests.count == 1, !understood.main.isEmergency,
            understood.main.slots[.object] == nil, understood.main.slots[.symptom] == nil,
            [.pointsClaim, .outOfScope].contains(understood.main.intent) || !understood.namesOwnMatter,
            understood.text.doesToo(item)
        else { return false }
        // 上周也扫了 names no day: it would count for today.
        guard let day = understood.otherDay(upTo: facts.now.civil.date) else { return false }
        // A picture that came before these words shows what they tell.
        if picture != nil { state.flow = nil }
        // The name of the item says which deed 也 is.
        commands.append(.points(.read(text: "\(understood.text)（\(item)）", attachment: picture, day: day)))
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
    /// A picture of his was handed to it.
    package var hasPicture: Bool?
}

extension Flow {
    /// A report of which nothing is known but a picture.
    fileprivate var pictureAlone: String? {
        guard case .repair(let draft) = self, draft.isPicture else { return nil }
        return draft.attachments.last
    }
}

extension String {
    private static let dayOfDoing = Pattern(
        /(我|还有)?(今天|昨天|大?前天|昨晚|今早|早上|上午|中午|下午|晚上|上周|上个月|周|星期|礼拜|[一二三四五六日天]){1,4}我?/)
    private static let doneToo = Pattern(/[也又](.{0,8})了.{0,4}/, needs: ["也", "又"])

    /// 昨天也守了, 前天晚上也去了: the same, and nothing else. What was done is one of the words of the item
    /// (清扫楼道: 扫了), or none that says more than that it was done; 昨天也漏水了 is no deed.
    fileprivate func doesToo(_ item: String) -> Bool {
        let days =
            Self.dayOfDoing
        let words = letters
        guard !asksSomething, count <= Limits.answerCharacters, let named = words.prefixMatch(of: days),
            let found = words[named.range.upperBound...].wholeMatch(of: Self.doneToo)
        else { return false }
        let deed = found.output.1.filter { !"去来又也还再帮着".contains($0) }
        guard let verb = deed.first else { return true }
        return item.contains(verb) || deed.contains(where: "做干守扫劝捡巡值".contains)
    }
}

extension Understood {
    /// 昨天, 周一, 上周三, and 晚上 of today; nil where no day is named. 周一 on a Monday is the one before: what was
    /// done today is claimed already.
    fileprivate func otherDay(upTo today: CivilDate) -> CivilDate? {
        if let day = days.dayGone(by: today) {
            let isWeekday = days.contains { $0.former == day && !$0.weekdays.isEmpty }
            return isWeekday && day == today ? day.adding(days: -7) : day
        }
        let isOfToday = text.mentionsAny(["早上", "上午", "中午", "下午", "晚上"])
        return isOfToday && !text.mentionsAny(["周", "月", "星期", "礼拜"]) ? today : nil
    }
}
