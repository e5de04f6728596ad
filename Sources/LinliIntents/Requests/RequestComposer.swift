import LinliModel

/// Puts the clauses of a message together again: which of them are requests of their own, and what
/// belongs to which.
struct RequestComposer {
    let understanding: Understanding
    let text: NormalizedText
    let now: Instant
    let register: (any PlaceRegister)?

    private struct Part {
        var range: Range<Int>
        var decision: ClauseDecider.Decision
        /// What the decision was made on.
        let decided: Range<Int>
        /// It begins with a word that announces another matter.
        var isAnnounced = false
    }

    /// A clause is a request of its own only when it is this sure of itself.
    private static let certain = 0.55
    /// A fault beside a remark that speaks of something else.
    private static let sure = 0.7
    /// A fault whose category is named is believed from here on where else there would be no ticket at all.
    private static let faint = 0.4

    func compose(
        whole: ClauseDecider.Decision, clauses: [RequestSplitter.Clause]
    ) -> (main: ClauseDecider.Decision, also: [ClauseDecider.Decision]) {
        var parts: [Part] = []
        var requests: [Part] = []
        var best: ClauseDecider.Decision?
        var pending: Int?
        for clause in clauses {
            let decision = understanding.decider.decide(
                understanding.reading(text.slice(clause.range), now, register))
            let isRequest = isRequest(decision, clause)
            if isRequest, best == nil || decision.confidence > best!.confidence { best = decision }
            let isFaint = decision.confidence >= RequestComposer.faint && decision.request.category != nil
            if isRequest || isFaint {
                requests.append(Part(range: clause.range, decision: decision, decided: clause.range))
            }
            guard isRequest, startsAnother(decision, clause, after: parts.last?.decision) else {
                if parts.isEmpty {
                    pending = pending ?? clause.range.lowerBound
                } else {
                    parts[parts.count - 1].range =
                        parts[parts.count - 1].range.lowerBound..<clause.range.upperBound
                }
                continue
            }
            let lower = parts.isEmpty ? pending ?? clause.range.lowerBound : clause.range.lowerBound
            parts.append(
                Part(
                    range: lower..<clause.range.upperBound, decision: decision, decided: clause.range,
                    isAnnounced: clause.isAnnounced))
        }
        guard parts.count > 1 else {
            return besideRemark(whole, requests) ?? (single(whole, best), [])
        }
        // In a list a place that is said in one item belongs to that item, unless it is the writer's home.
        let isOfItem =
            clauses.contains(where: \.isNumbered)
            && parts.contains {
                $0.decision.request.slots[.building] != nil && $0.decision.request.slots[.room] == nil
            }
        let wide = parts.map { widened($0) }
        let decisions = isOfItem ? wide : placed(wide)
        // Danger that only the whole message tells ("电梯停了，里面有人") stays the main request.
        if whole.source == .emergency, !decisions.contains(where: { $0.source == .emergency }) {
            // 电梯又停着抬不下来: a second fault that whoever comes has to know of.
            let group = whole.request.category?.prefix { $0 != "." }
            return (
                whole,
                decisions.filter { decision in
                    let other = decision.request.category?.prefix { $0 != "." }
                    let isFault = decision.request.intent == .reportRepair && decision.confidence > 0.8
                    return !RequestComposer.reports.contains(decision.request.intent)
                        || (isFault && other != nil && other != group
                            && RequestComposer.supplies.contains(other ?? ""))
                }
            )
        }
        if decisions.count == 2, let only = ofOneMatter(decisions, parts) { return (only, []) }
        return (decisions[0], Array(decisions.dropFirst()))
    }

    /// Two clauses of which one only leads to the other: 真是谢谢你们，半夜还在施工 (no praise); 家里伞坏了，换两把雨伞 (no report).
    private func ofOneMatter(
        _ decisions: [ClauseDecider.Decision], _ parts: [Part]
    ) -> ClauseDecider.Decision? {
        let (first, second) = (decisions[0].request, decisions[1].request)
        let isReport = RequestComposer.reports.contains(second.intent)
        if first.intent == .rateFeedback, first.slots[.staff] == nil, first.slots[.score] == nil, isReport,
            !parts[1].isAnnounced, !tellsOfWork(parts[0].range)
        {
            return rebuilt(decisions[1], over: text)
        }
        // 消防通道有人停车，我劝他挪走了: it is done, and told for the points.
        if isFault(first), second.intent == .pointsClaim, !parts[1].isAnnounced, tellsOfDone(parts[1].range) {
            return rebuilt(decisions[1], over: text)
        }
        let isOwnThing = first.category == nil || first.category?.hasPrefix("home.") == true
        if first.intent == .reportRepair, isOwnThing, second.intent == .redeem {
            return rebuilt(decisions[1], over: text)
        }
        return nil
    }

    private func isFault(_ request: Request) -> Bool {
        [.reportRepair, .reportHazard, .complain].contains(request.intent) && request.urgency != .p0
    }

    private func tellsOfDone(_ range: Range<Int>) -> Bool {
        range.contains {
            TextCursor(text.codes, at: $0).seesAny([
                "劝走", "劝他挪走", "劝她挪走", "挪走了", "挪开了", "移走了", "移开了", "拦下", "劝住", "劝他推出", "扶起来", "关好了", "关上了",
                "清掉了",
                "清干净", "扫干净", "搬开了", "搬走了", "捡走", "捡起来", "挪正", "盖好了",
            ])
        }
    }

    /// Thanks that say for what or to whom: 灯修好了, 谢谢师傅.
    private func tellsOfWork(_ range: Range<Int>) -> Bool {
        range.contains {
            TextCursor(text.codes, at: $0).seesAny([
                "修好", "修得", "修了", "来修", "维修", "换好", "弄好", "装好", "通了", "亮了", "好了", "走了", "解决", "处理", "师傅",
                "管家",
                "保安", "保洁", "满意", "及时", "清掉", "搬走", "办好", "送",
            ])
        }
    }

    /// A place that is said once belongs to everything that somebody has to come for.
    private func placed(_ decisions: [ClauseDecider.Decision]) -> [ClauseDecider.Decision] {
        let parts: Set<SlotName> = [.zone, .building, .unit, .floor, .room]
        let named = decisions.filter { $0.request.slots[.building] != nil }
        guard named.count == 1, let address = named.first?.request.slots.filter({ parts.contains($0.key) })
        else { return decisions }
        return decisions.map { decision in
            let isTold = decision.request.slots.keys.contains { parts.contains($0) || $0 == .place }
            guard !isTold, RequestComposer.visited.contains(decision.request.intent) else { return decision }
            var placed = decision
            placed.request.slots.merge(address) { said, _ in said }
            return placed
        }
    }

    /// What a rescue depends on.
    private static let supplies: Set<Substring> = ["lift", "power", "water"]
    private static let visited: Set<Intent> = [.reportRepair, .reportHazard, .complain, .orderService]

    /// A fault that stands beside what is said of another matter, of the service, or of who may know: the
    /// ticket comes first, or nobody would come. 又没热水了，打了三通电话前台都没人接; 楼上漏水，别讲是我报的;
    /// 电梯又停了，上次报的道闸修到哪了. Nil where the message is about one thing.
    private func besideRemark(
        _ whole: ClauseDecider.Decision, _ requests: [Part]
    ) -> (main: ClauseDecider.Decision, also: [ClauseDecider.Decision])? {
        let faults: Set<Intent> = [.reportRepair, .reportHazard, .complain]
        let least =
            switch whole.request.intent {
            case .privacyRequest: RequestComposer.faint
            case .complain: RequestComposer.certain
            default: RequestComposer.sure
            }
        guard whole.source == .classifier || whole.source == .template,
            let fault = requests.first(where: { part in
                faults.contains(part.decision.request.intent)
                    && part.decision.confidence >= least
                    && part.decision.request.category.map { !$0.hasPrefix("service.") } == true
            })
        else { return nil }
        var main = rebuilt(fault.decision, over: text)
        switch whole.request.intent {
        case .privacyRequest:
            if whole.request.slots[.action] == .text("anonymity") {
                main.request.slots[.anonymous] = .flag(true)
            }
            return (main, [whole])
        case .complain:
            // Told angrily it stays a fault; a complaint about the service stands beside it.
            let isOfService = whole.request.category?.hasPrefix("service.") == true
            let isSame = whole.request.category == fault.decision.request.category
            guard fault.decision.request.intent != .complain, isOfService || isSame else { return nil }
            return (main, isOfService ? [whole] : [])
        case .humanHandoff: return (whole, [main])
        case .cancel, .queryStatus:
            let earlier = requests.first { part in
                part.decision.request.intent == whole.request.intent
                    && part.decision.confidence >= RequestComposer.certain
                    && part.range.lowerBound > fault.range.lowerBound && speaksOfEarlier(part.range)
            }
            guard let earlier, isAnother(earlier, than: fault) else { return nil }
            return (widened(fault), [earlier.decision])
        default: return nil
        }
    }

    /// 电梯和门禁都坏了: one report about several things is one for each of those who come. Nil where the same come
    /// for all, or where a half alone is no sure report.
    func parted(
        _ composed: (main: ClauseDecider.Decision, also: [ClauseDecider.Decision]), _ full: MessageReading
    ) -> (main: ClauseDecider.Decision, also: [ClauseDecider.Decision])? {
        let faults: Set<Intent> = [.reportRepair, .reportHazard]
        guard composed.also.isEmpty, composed.main.source != .emergency,
            faults.contains(composed.main.request.intent),
            let things = Coordination(
                text.codes, things: understanding.decider.product.slots.things(of: full))
        else { return nil }
        let each = things.others.map { others in
            understanding.decider.decide(understanding.reading(text.without(others), now, register))
        }
        let areSure = each.allSatisfy { decision in
            faults.contains(decision.request.intent) && decision.source != .emergency
                && decision.confidence >= RequestComposer.certain && decision.request.category != nil
        }
        var told: Set<String> = []
        let parts = each.filter { told.insert($0.request.category ?? "").inserted }
        guard areSure, parts.count > 1 else { return nil }
        return (parts[0], Array(parts.dropFirst()))
    }

    private func speaksOfEarlier(_ range: Range<Int>) -> Bool {
        range.contains {
            TextCursor(text.codes, at: $0).seesAny(["上次", "上回", "之前", "以前", "前几天", "上周", "那张", "另一张"])
        }
    }

    /// Whether an earlier ticket is about something else than the fault that is told now: it is named.
    private func isAnother(_ earlier: Part, than fault: Part) -> Bool {
        let reading = understanding.reading(text.slice(earlier.range), now, register)
        let named = understanding.decider.product.categories.matches(reading).map(\.code)
        let object = earlier.decision.request.slots[.object]
        let says = text.slice(earlier.range).codes
        let isTold = says.indices.contains { TextCursor(says, at: $0).seesAny(["的单子", "的工单", "的单"]) }
        let isNamed = !named.isEmpty || object != nil || isTold
        return isNamed && !named.contains(fault.decision.request.category ?? "")
            && (object == nil || object != fault.decision.request.slots[.object])
    }

    /// One request: the whole message decides, unless it came out as nothing and a clause is sure.
    private func single(_ whole: ClauseDecider.Decision, _ best: ClauseDecider.Decision?)
        -> ClauseDecider.Decision
    {
        guard let best, whole.source == .classifier || whole.source == .pattern else { return whole }
        if whole.source == .pattern {
            let isReport = RequestComposer.reports.contains(best.request.intent) && best.confidence > 0.6
            if best.request.intent == .humanHandoff, best.confidence > RequestComposer.sure { return best }
            return isReport && best.request.category != nil ? rebuilt(best, over: text) : whole
        }
        let isLost = whole.request.intent == .outOfScope || whole.request.intent == .greetHelp
        let isSurer = best.source == .template && whole.confidence < 0.75
        // "我公司停电，怎么办": four characters do not speak against the whole.
        let isBetter = best.confidence > 0.6 && (whole.confidence < 0.75 || best.source == .template)
        guard (isLost && isBetter) || isSurer, best.request.intent != whole.request.intent
        else {
            return whole
        }
        return rebuilt(best, over: text)
    }

    private func isRequest(_ decision: ClauseDecider.Decision, _ clause: RequestSplitter.Clause) -> Bool {
        guard decision.source != .act, decision.source != .answer, clause.range.count >= 3,
            !clause.isHeading
        else { return false }
        switch decision.request.intent {
        case .outOfScope, .greetHelp: return false
        // 楼道的灯不亮，我妈八十五岁: who somebody is, and nothing asked for him.
        case .activitySignup
        where decision.request.slots[.activity] == nil && decision.request.slots[.age] != nil: return false
        // 麻烦登记一下 asks for what was said before it to be written down.
        case .pointsClaim
        where clause.range.count <= RequestComposer.shortClaim && asksToNote(clause):
            return false
        // 一楼不同意加装电梯 tells of a neighbour and casts no vote.
        case .vote where decision.request.slots[.action] == .text("cast") && !speaksOfVote(clause):
            return false
        default: return decision.confidence >= (clause.isAnnounced ? 0.45 : RequestComposer.certain)
        }
    }

    /// 麻烦登记一下 has six characters.
    private static let shortClaim = 7

    private func asksToNote(_ clause: RequestSplitter.Clause) -> Bool {
        clause.range.contains { TextCursor(text.codes, at: $0).seesAny(["登记一下", "登记下", "记一下"]) }
    }

    private func speaksOfVote(_ clause: RequestSplitter.Clause) -> Bool {
        clause.range.contains {
            TextCursor(text.codes, at: $0).seesAny(["投", "票", "表决", "我同意", "我反对", "我赞成", "弃权", "选"])
        }
    }

    static let reports: Set<Intent> = [.reportRepair, .reportHazard, .complain, .suggestNeed]
    /// Said about a matter more often than they are one.
    private static let remarks: Set<Intent> = [
        .urge, .humanHandoff, .queryStatus, .rateFeedback, .infoQuery, .privacyRequest, .cancel,
    ]
    /// So far from every report that one clause about them is a matter of its own.
    private static let distant: Set<Intent> = [
        .pointsQuery, .pointsClaim, .redeem, .receptionBook, .activitySignup, .disclosureQuery,
    ]

    /// Whether a clause opens a request beside the one before, or only says more about it. People divide
    /// one matter with commas far more often than they put two side by side, so without a word that
    /// announces another matter both must be sure and far apart.
    private func startsAnother(
        _ decision: ClauseDecider.Decision, _ clause: RequestSplitter.Clause,
        after last: ClauseDecider.Decision?
    ) -> Bool {
        guard let last else { return true }
        let (before, after) = (last.request, decision.request)
        // "预约周四的接访，反映外墙渗水": what shall be talked about, not a report.
        if before.intent == .receptionBook, !clause.isAnnounced, clause.isTopic { return false }
        let reports = RequestComposer.reports
        let bothReport = reports.contains(before.intent) && reports.contains(after.intent)
        if clause.isNumbered, bothReport {
            return after.category != nil
                && (before.category != after.category || standElsewhere(before, after))
        }
        if clause.isAnnounced {
            let isSame = before.intent == after.intent || bothReport
            let isOtherTarget = before.intent == .cancel && before.slots[.target] != after.slots[.target]
            return !isSame || isOtherTarget || before.category != after.category
                || before.intent != after.intent
        }
        if bothReport {
            let isSure = decision.confidence > 0.75 && last.confidence > 0.75
            return differ(before, after)
                && ((clause.isLikewise && after.slots[.object] != nil && decision.confidence > 0.6)
                    || (clause.isFurther && isSure && isNamed(after, clause)))
        }
        // "灯修好了很满意，就是厕所又堵了": praise for one thing and a report of another.
        if before.intent == .rateFeedback, before.slots[.resolved] != .flag(false),
            reports.contains(after.intent)
        {
            return after.category?.hasPrefix("service.") == false && decision.confidence > 0.6
        }
        // 有家政券的话给我换一张，下个月想打扫一下: what the thing is for.
        if before.intent == .redeem, after.intent == .orderService { return false }
        let remarks = RequestComposer.remarks
        let isRemark = remarks.contains(after.intent) && after.intent != .cancel
        if decision.source == .template, last.source == .template, before.intent != after.intent, !isRemark {
            return true
        }
        if isExchange(before, after), min(decision.confidence, last.confidence) > 0.85 { return true }
        if RequestComposer.remarks.contains(after.intent) || RequestComposer.remarks.contains(before.intent) {
            return false
        }
        if RequestComposer.reports.contains(after.intent), after.category == nil { return false }
        if after.intent == .suggestNeed { return false }
        let isDistant =
            RequestComposer.distant.contains(after.intent) != RequestComposer.distant.contains(before.intent)
        return isDistant && decision.confidence > 0.85 && last.confidence > 0.8
    }

    /// 取消明天的饭，后天改订两份; 兑换停车券三张，剩下的分还有多少.
    private func isExchange(_ before: Request, _ after: Request) -> Bool {
        switch (before.intent, after.intent) {
        case (.cancel, .orderService): before.slots[.target] == .text("order")
        case (.redeem, .pointsQuery): true
        default: false
        }
    }

    /// The clause has words of its category, not only a likeness to other messages.
    private func isNamed(_ request: Request, _ clause: RequestSplitter.Clause) -> Bool {
        let reading = understanding.reading(text.slice(clause.range), now, register)
        return understanding.decider.product.categories.matches(reading).contains {
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
    private func differ(_ before: Request, _ after: Request) -> Bool {
        guard let first = before.category, let second = after.category else { return false }
        return first.prefix { $0 != "." } != second.prefix { $0 != "." }
    }

    private func widened(_ part: Part) -> ClauseDecider.Decision {
        part.range == part.decided
            ? part.decision : rebuilt(part.decision, over: text.slice(part.range))
    }

    /// The same intent, with slots and category read over more words.
    func rebuilt(_ decision: ClauseDecider.Decision, over text: NormalizedText)
        -> ClauseDecider.Decision
    {
        guard decision.source != .emergency else { return decision }
        let reading = understanding.reading(text, now, register)
        let decider = understanding.decider
        let categories = decider.product.categories.matches(reading)
        let captures = decision.request.slots.filter {
            $0.key == .matter || $0.key == .reason || $0.key == .wants
        }
        let wider = decider.request(
            decision.request.intent, reading, categories, captures: captures,
            isTemplate: decision.source == .template)
        var rebuilt = decision
        let category = decision.request.category ?? wider.request.category
        rebuilt.request.slots = wider.request.slots
        if category != decision.request.category {
            rebuilt.request.category = category
            rebuilt.request.urgency = wider.request.urgency
        } else if wider.request.category == category, wider.request.urgency < rebuilt.request.urgency,
            wider.request.urgency != .none
        {
            // 我今年八十一岁，门口台阶松了: who is in need is said elsewhere.
            rebuilt.request.urgency = wider.request.urgency
        }
        return rebuilt
    }
}
