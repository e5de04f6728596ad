import LinliModel

/// Where one matter of a message ends and another begins.
struct MatterBorder {
    let readings: MessageReadings

    var decider: ClauseDecider { readings.understanding.decider }
    var text: NormalizedText { readings.text }

    /// With 也 a clause far from the one before is believed from here on.
    private static let likelyBeside = 0.7
    /// Behind a semicolon a clause is believed from here on.
    private static let parted = 0.6
    /// Said about a matter more often than they are one.
    private static let remarks: Set<Intent> = [
        .urge, .humanHandoff, .queryStatus, .rateFeedback, .infoQuery, .privacyRequest, .cancel,
    ]
    /// So far from every report that one clause about them is a matter of its own.
    private static let distant: Set<Intent> = [
        .pointsQuery, .pointsClaim, .redeem, .receptionBook, .activitySignup, .disclosureQuery,
    ]

    /// Whether a clause alone could be a request: it asks for something, and is sure enough of itself.
    /// `isFollowed`: the next clause announces another matter.
    func isRequest(
        _ decision: ClauseDecider.Decision, _ clause: RequestSplitter.Clause, isFollowed: Bool = false
    ) -> Bool {
        guard decision.source != .act, decision.source != .answer, clause.range.count >= 3,
            !clause.isHeading
        else { return false }
        switch decision.request.intent {
        case .outOfScope, .greetHelp: return false
        // 门卡刷不进，不是欠费: what it is not.
        case .reportRepair where isDenied(clause), .reportHazard where isDenied(clause),
            .complain where isDenied(clause):
            return false
        // 楼道的灯不亮，我妈八十五岁: who somebody is, and nothing asked for him.
        case .activitySignup
        where decision.request.slots[.activity] == nil && decision.request.slots[.age] != nil: return false
        // 麻烦登记一下 asks for what was said before it to be written down.
        case .pointsClaim
        where clause.range.count <= MatterBorder.shortClaim && asksToNote(clause):
            return false
        // 一楼不同意加装电梯 tells of a neighbour and casts no vote.
        case .vote where decision.request.slots[.action] == .text("cast") && !speaksOfVote(clause):
            return false
        default:
            let isParted = clause.isAnnounced || isFollowed
            return decision.confidence >= (isParted ? 0.45 : RequestComposer.certain)
        }
    }

    /// 麻烦登记一下 has six characters.
    private static let shortClaim = 7

    private func asksToNote(_ clause: RequestSplitter.Clause) -> Bool {
        clause.range.contains { TextCursor(text.codes, at: $0).seesAny(["登记一下", "登记下", "记一下"]) }
    }

    private func isDenied(_ clause: RequestSplitter.Clause) -> Bool {
        let cursor = TextCursor(text.codes, at: clause.range.lowerBound)
        return !clause.isAnnounced && cursor.seesAny(["不是", "并不是", "也不是"]) && !cursor.seesAny(["不是说", "不是报"])
    }

    private func speaksOfVote(_ clause: RequestSplitter.Clause) -> Bool {
        clause.range.contains {
            TextCursor(text.codes, at: $0).seesAny(["投", "票", "表决", "我同意", "我反对", "我赞成", "弃权", "选"])
        }
    }

    /// 说周一修好，到今天还漏: what was said of the same thing has not come true.
    func goesOn(_ clause: RequestSplitter.Clause) -> Bool {
        TextCursor(text.codes, at: clause.range.lowerBound).seesAny([
            "到今天", "到现在", "到目前", "至今", "现在还", "今天还", "结果还", "还是", "照样", "依然", "依旧",
        ])
    }

    /// Whether a clause opens a request beside the one before, or only says more about it. People divide
    /// one matter with commas far more often than they put two side by side, so without a word that
    /// announces another matter both must be sure and far apart. `lead`: where the one before was said.
    func startsAnother(
        _ decision: ClauseDecider.Decision, _ clause: RequestSplitter.Clause,
        after last: ClauseDecider.Decision?, at lead: Range<Int>
    ) -> Bool {
        guard let last else { return true }
        let (before, after) = (last.request, decision.request)
        // "预约周四的接访，反映外墙渗水": what shall be talked about, not a report; so is 顺便说下是停车的事.
        if before.intent == .receptionBook, clause.isTopic, !clause.isAnnounced || namesTopic(clause) {
            return false
        }
        let reports = RequestComposer.reports
        let bothReport = reports.contains(before.intent) && reports.contains(after.intent)
        if isFurtherThing(before, after, clause) { return true }
        if areOfTwoHouses(decision, clause, after: last) { return true }
        if bothReport, isSameElsewhere(before, after, clause) { return true }
        if clause.isNumbered, bothReport {
            return after.category != nil
                && (before.category != after.category || standElsewhere(before, after))
        }
        if clause.isParted, decision.confidence > MatterBorder.parted,
            after.category != before.category
                || (before.intent != after.intent && !bothReport)
        {
            return !bothHasten(before, after, clause)
        }
        if clause.isAnnounced {
            return isAnother(before, after, clause, at: lead)
        }
        if bothReport {
            let isSure = decision.confidence > 0.75 && last.confidence > 0.75
            let isCaused = bringsAbout(before.category ?? "", after.category ?? "")
            return
                (differ(before, after) && !isCaused
                && ((clause.isLikewise && after.slots[.object] != nil && decision.confidence > 0.6)
                    || (clause.isFurther && isSure && isNamed(after, clause))))
                || areTwoReports(decision, clause, after: last, at: lead)
        }
        if standsBeside(decision, clause, after: last, at: lead) { return true }
        if areSureOfTwo(decision, clause, after: last, at: lead) { return true }
        // "灯修好了很满意，就是厕所又堵了": praise for one thing and a report of another.
        if before.intent == .rateFeedback, before.slots[.resolved] != .flag(false),
            reports.contains(after.intent)
        {
            return !goesOn(clause) && !isOfTheWork(before, after, clause)
                && after.category?.hasPrefix("service.") == false && decision.confidence > 0.6
                && (decision.confidence > 0.8 || isNamed(after, clause))
        }
        // 有家政券的话给我换一张，下个月想打扫一下: what the thing is for.
        if before.intent == .redeem, after.intent == .orderService { return false }
        let remarks = MatterBorder.remarks
        let isRemark = remarks.contains(after.intent) && after.intent != .cancel
        if decision.source == .template, last.source == .template, before.intent != after.intent, !isRemark {
            return true
        }
        if isExchange(before, after), min(decision.confidence, last.confidence) > 0.85 {
            return isAskedBeside(after.intent, clause)
        }
        if MatterBorder.remarks.contains(after.intent) || MatterBorder.remarks.contains(before.intent) {
            return false
        }
        if RequestComposer.reports.contains(after.intent), after.category == nil { return false }
        if after.intent == .suggestNeed { return false }
        let isDistant =
            MatterBorder.distant.contains(after.intent) != MatterBorder.distant.contains(before.intent)
        // 约主任，楼上吵了半年了: why he wants to see him.
        if before.intent == .receptionBook, after.intent == .complain { return false }
        // 扶手断了一截，积分也帮我查: 也 sets it beside the other.
        let least = clause.isLikewise ? MatterBorder.likelyBeside : 0.85
        return isDistant && decision.confidence > least && last.confidence > 0.65 && isApart(after, clause)
    }

    /// Whether what 还有 or 另外 announces is another matter than the one before.
    private func isAnother(
        _ before: Request, _ after: Request, _ clause: RequestSplitter.Clause, at lead: Range<Int>
    ) -> Bool {
        // 还要上班，快点: haste about nothing named belongs to what was said.
        if bothHasten(before, after, clause) { return false }
        if isOfOne(before, after) { return false }
        if isOther(of: before, after, clause, at: lead) { return true }
        let isOtherTarget = before.intent == .cancel && before.slots[.target] != after.slots[.target]
        return before.intent != after.intent || isOtherTarget || before.category != after.category
    }

    /// 说下是停车的事: what the one thing is about.
    private func namesTopic(_ clause: RequestSplitter.Clause) -> Bool {
        TextCursor(text.codes, at: clause.range.lowerBound).seesAny([
            "说下是", "说一下是", "说是", "主要是", "说的是", "谈的是",
        ])
    }

    /// 我要订饭，再加一份, 物业费怎么交，还有能用微信吗: more of what was asked for.
    private func isOfOne(_ before: Request, _ after: Request) -> Bool {
        switch (before.intent, after.intent) {
        case (.orderService, .suggestNeed): before.category == after.category
        case (.infoQuery, .infoQuery): after.category == nil
        default: false
        }
    }

    /// 再加一提抽纸 behind something that is had for points: alone it would ask for nothing of the kind. Nil where
    /// the clause names nothing that is had so, or asks for something else beside.
    func furtherThing(
        _ reading: MessageReading, _ clause: RequestSplitter.Clause, after last: ClauseDecider.Decision?
    ) -> ClauseDecider.Decision? {
        guard clause.isAnnounced, last?.request.intent == .redeem,
            TextCursor(reading.text.codes).seesAny([
                "再加", "再来", "再换", "再兑", "再给", "还要", "加", "要", "换", "兑", "领",
            ])
        else { return nil }
        var decision = decider.request(.redeem, reading, [], isTemplate: true)
        guard decision.request.slots[.item] != nil else { return nil }
        decision.confidence = 0.9
        decision.reason = "one thing more"
        return decision
    }

    /// 洗衣液一瓶，再加一提抽纸: two things for points.
    private func isFurtherThing(
        _ before: Request, _ after: Request, _ clause: RequestSplitter.Clause
    ) -> Bool {
        guard clause.isAnnounced, before.intent == .redeem, after.intent == .redeem else { return false }
        return after.slots[.item] != nil && after.slots[.item] != before.slots[.item]
    }

    /// 抽纸来两提，扣我的分 says what it is paid with, and 有多少分，够换米吗 asks one thing.
    private func isAskedBeside(_ intent: Intent, _ clause: RequestSplitter.Clause) -> Bool {
        switch intent {
        case .redeem: !says(["够", "吗", "能不能", "可以", "要几", "多少"], in: clause.range)
        case .pointsQuery: says(["多少", "几", "剩", "余", "查", "够"], in: clause.range)
        default: true
        }
    }

    /// 取消明天的饭，后天改订两份; 兑换停车券三张，剩下的分还有多少; 查下余额，换一袋米.
    private func isExchange(_ before: Request, _ after: Request) -> Bool {
        switch (before.intent, after.intent) {
        case (.cancel, .orderService): before.slots[.target] == .text("order")
        case (.redeem, .pointsQuery): true
        case (.pointsQuery, .redeem): after.slots[.item] != nil
        default: false
        }
    }

    /// The clause has words of its category, not only a likeness to other messages.
    func isNamed(_ request: Request, _ clause: RequestSplitter.Clause) -> Bool {
        return decider.product.categories.matches(readings.clause(clause.range)).contains {
            $0.code == request.category
        }
    }

    /// 1、3栋的灯不亮 2、5栋的灯也不亮.
    private func standElsewhere(_ before: Request, _ after: Request) -> Bool {
        [SlotName.building, .unit, .room, .place].contains { slot in
            guard let first = before.slots[slot], let second = after.slots[slot] else { return false }
            return first != second
        }
    }

    /// Two reports are two when they are of different groups of the taxonomy.
    func differ(_ before: Request, _ after: Request) -> Bool {
        guard let first = before.category, let second = after.category else { return false }
        return first.prefix { $0 != "." } != second.prefix { $0 != "." }
    }
}
