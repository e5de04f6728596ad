import LinliModel

/// Puts the clauses of a message together again: which of them are requests of their own, and what
/// belongs to which.
struct RequestComposer {
    let readings: MessageReadings

    private var decider: ClauseDecider { readings.understanding.decider }
    private var text: NormalizedText { readings.text }
    private var all: Range<Int> { 0..<text.count }

    private struct Part {
        var range: Range<Int>
        var decision: ClauseDecider.Decision
        /// What the decision was made on.
        let decided: Range<Int>
        /// It begins with a word that announces another matter.
        var isAnnounced = false
    }

    /// A clause is a request of its own only when it is this sure of itself.
    static let certain = 0.55
    /// A fault beside a remark that speaks of something else.
    private static let sure = 0.7
    /// A fault whose category is named is believed from here on where else there would be no ticket at all.
    private static let faint = 0.4

    func compose(
        whole: ClauseDecider.Decision, clauses: [RequestSplitter.Clause]
    ) -> (main: ClauseDecider.Decision, also: [ClauseDecider.Decision]) {
        let border = MatterBorder(readings: readings)
        var parts: [Part] = []
        var requests: [Part] = []
        var best: ClauseDecider.Decision?
        var pending: Int?
        for (place, clause) in clauses.enumerated() {
            let decision = decide(clause, whole, border, after: parts.last?.decision)
            let isFollowed = parts.isEmpty && place + 1 < clauses.count && clauses[place + 1].isAnnounced
            let isRequest = border.isRequest(decision, clause, isFollowed: isFollowed)
            if isRequest, best == nil || decision.confidence > best!.confidence { best = decision }
            let isFaint = decision.confidence >= RequestComposer.faint && decision.request.category != nil
            if isRequest || isFaint {
                requests.append(Part(range: clause.range, decision: decision, decided: clause.range))
            }
            guard isRequest,
                border.startsAnother(
                    decision, clause, after: parts.last?.decision, at: parts.last?.decided ?? clause.range)
            else {
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
        if let told = unnamed(parts) {
            parts = told
            if parts.count == 1, whole.source != .emergency { return (widened(parts[0]), []) }
        }
        guard parts.count > 1, !isTold(parts, in: whole, border, clauses) else {
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
            return (whole, zip(decisions, parts).filter { isBesideDanger($0, $1, whole) }.map(\.0))
        }
        if let led = ledByDanger(decisions) { return led }
        if decisions.count == 2 {
            let (first, second) = (decisions[0].request, decisions[1].request)
            let isLed = Leading(text: text).leads(
                first, at: parts[0].range, to: second, at: parts[1].range, isAnnounced: parts[1].isAnnounced)
            if isLed { return (rebuilt(decisions[1], over: all), []) }
        }
        var main = decisions[0]
        // Where the other one is heard wrongly the border may be wrong too; by the root, measured: what is
        // said then comes out as often as it is right.
        main.confidence *= (decisions.dropFirst().map(\.confidence).min() ?? 1).squareRoot()
        return (main, Array(decisions.dropFirst()))
    }

    /// 谢谢你们平时辛苦，顺便说下那台梯里有人在拍门: thanks or a question before a danger ask for nothing beside it, unless work is
    /// judged. Nil where no danger stands behind such words.
    private func ledByDanger(
        _ decisions: [ClauseDecider.Decision]
    ) -> (main: ClauseDecider.Decision, also: [ClauseDecider.Decision])? {
        guard decisions[0].source != .emergency, RequestComposer.civil.contains(decisions[0].request.intent),
            let danger = decisions.firstIndex(where: { $0.source == .emergency })
        else { return nil }
        var others = decisions
        others.remove(at: danger)
        let judged = others[0].request.slots
        let isJudged = judged[.satisfied] != nil || judged[.resolved] != nil
        return (decisions[danger], isJudged ? others : Array(others.dropFirst()))
    }

    /// What one clause asks for; a danger that the rest says is over is none.
    private func decide(
        _ clause: RequestSplitter.Clause, _ whole: ClauseDecider.Decision, _ border: MatterBorder,
        after previous: ClauseDecider.Decision?
    ) -> ClauseDecider.Decision {
        let reading = readings.clause(clause.range)
        let decision = decider.decide(reading)
        if decision.source == .emergency, whole.source != .emergency,
            decider.product.emergencies.isSettled(clause.range, in: readings.full)
        {
            return decider.calm(reading)
        }
        return border.furtherThing(reading, clause, after: previous)
            ?? border.sameElsewhere(decision, reading, clause, after: previous) ?? decision
    }

    /// What stands beside a danger that the whole message tells: what is asked or called off, and a second
    /// fault that whoever comes has to know of (电梯又停着抬不下来).
    private func isBesideDanger(
        _ decision: ClauseDecider.Decision, _ part: Part, _ danger: ClauseDecider.Decision
    ) -> Bool {
        let intent = decision.request.intent
        guard RequestComposer.reports.contains(intent) else {
            return part.isAnnounced || RequestComposer.ending.contains(intent)
        }
        let group = danger.request.category?.prefix { $0 != "." }
        let other = decision.request.category?.prefix { $0 != "." }
        return intent == .reportRepair && decision.confidence > 0.8 && other != nil && other != group
            && RequestComposer.supplies.contains(other ?? "")
    }

    private static let civil: Set<Intent> = [.rateFeedback, .infoQuery, .outOfScope, .greetHelp]
    private static let ending: Set<Intent> = [.cancel, .humanHandoff, .privacyRequest, .disclosureQuery]

    /// 昨天献了血，证在手里，报个分: what only the likeness of its words makes a report, before what the whole message
    /// surely asks for; 业主都在问，合同能不能公开: what is less sure than the whole message, which asks for the second.
    private func isTold(
        _ parts: [Part], in whole: ClauseDecider.Decision, _ border: MatterBorder,
        _ clauses: [RequestSplitter.Clause]
    ) -> Bool {
        guard parts.count == 2, !parts[1].isAnnounced, whole.confidence > RequestComposer.clear,
            whole.source != .emergency, whole.request.intent == parts[1].decision.request.intent
        else { return false }
        let first = parts[0].decision
        let isDoubtful =
            first.source == .classifier && first.confidence < RequestComposer.doubtful
            && first.request.intent != whole.request.intent
        if isDoubtful, whole.confidence > RequestComposer.assured, whole.request.intent != .humanHandoff {
            return true
        }
        guard [.pointsClaim, .privacyRequest].contains(whole.request.intent),
            RequestComposer.reports.contains(first.request.intent),
            let clause = clauses.first(where: { $0.range == parts[0].decided })
        else { return false }
        return !border.isNamed(first.request, clause)
    }

    /// 楼下打隔断出租，莫讲是我说的: who is not to be named with what he reports asks for nothing beside it, unless it is
    /// announced or speaks of what was reported before. Nil where nothing of the kind is said.
    private func unnamed(_ parts: [Part]) -> [Part]? {
        guard !says(["举报的事", "反映的事", "投诉的事", "报的事", "那件事"], in: all) else { return nil }
        func isOfReport(_ part: Part) -> Bool {
            part.decision.request.intent == .privacyRequest && !part.isAnnounced
                && part.decision.request.slots[.action] == .text("anonymity")
                && !speaksOfEarlier(part.range)
        }
        var told = parts.filter { !isOfReport($0) }
        guard told.count < parts.count,
            told.contains(where: { RequestComposer.reports.contains($0.decision.request.intent) })
        else { return nil }
        for index in told.indices where RequestComposer.reports.contains(told[index].decision.request.intent)
        {
            told[index].decision.request.slots[.anonymous] = .flag(true)
        }
        return told
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

    /// The writer's telephone, where one is said: who sees to any of the matters may have to ring.
    func reachable(
        _ composed: (main: ClauseDecider.Decision, also: [ClauseDecider.Decision])
    ) -> (main: ClauseDecider.Decision, also: [ClauseDecider.Decision]) {
        let phones = readings.full.identifiers.filter { $0.kind == .phone }
        guard phones.count == 1, let phone = phones.first,
            RequestComposer.visited.contains(composed.main.request.intent),
            composed.main.request.slots[.phone] == nil,
            // 把我登记的手机号改成…: a number that belongs to that request.
            !composed.also.contains(where: { $0.request.intent == .privacyRequest })
        else { return composed }
        var composed = composed
        composed.main.request.slots[.phone] = .text(phone.value)
        return composed
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
        func main() -> ClauseDecider.Decision { rebuilt(fault.decision, over: all) }
        switch whole.request.intent {
        case .privacyRequest:
            guard whole.request.slots[.action] == .text("anonymity") else { return (main(), [whole]) }
            var main = main()
            main.request.slots[.anonymous] = .flag(true)
            return (main, speaksOfEarlier(all) ? [whole] : [])
        case .complain:
            // Told angrily it stays a fault; a complaint about the service stands beside it.
            let isOfService = whole.request.category?.hasPrefix("service.") == true
            let isSame = whole.request.category == fault.decision.request.category
            guard fault.decision.request.intent != .complain, isOfService || isSame,
                whole.confidence < RequestComposer.certainly
            else { return nil }
            return (main(), isOfService ? [whole] : [])
        case .humanHandoff: return (whole, [main()])
        case .rateFeedback where isSarcasm(fault): return (main(), [])
        case .cancel, .queryStatus, .rateFeedback, .urge:
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

    /// 我要匿名反映9栋902群租: who does not want to be named reports something, where the words say what. Nil where
    /// they speak of what was reported before, or name nothing that somebody would come for.
    func namelessly(
        _ composed: (main: ClauseDecider.Decision, also: [ClauseDecider.Decision])
    ) -> (main: ClauseDecider.Decision, also: [ClauseDecider.Decision])? {
        let request = composed.main.request
        let faults: Set<Intent> = [.reportRepair, .reportHazard, .complain]
        guard request.intent == .privacyRequest, request.slots[.action] == .text("anonymity"),
            composed.main.source == .classifier, accuses(all),
            !speaksOfEarlier(all),
            !composed.also.contains(where: { faults.contains($0.request.intent) })
        else { return nil }
        let matches = decider.product.categories.matches(readings.full)
        let named = matches.first { faults.contains($0.intent) && !$0.code.hasPrefix("service.") }
        guard
            var decision = named.map({ decider.request($0.intent, readings.full, matches) })
                ?? accused()
        else { return nil }
        decision.request.slots[.anonymous] = .flag(true)
        decision.confidence = composed.main.confidence
        decision.source = .classifier
        decision.reason = "a report whose writer is not to be named"
        return (decision, composed.also)
    }

    /// 我举报楼下充电瓶，别让人知道是我: no rule knows the words, but the examples know what the clause is about.
    private func accused() -> ClauseDecider.Decision? {
        let clause = RequestSplitter.clauses(text.codes).first {
            accuses($0.range)
        }
        guard let clause, clause.range.count < text.count else { return nil }
        let reading = readings.clause(clause.range)
        // 投诉保安打瞌睡，别让他知道是我: people are complained of, and nothing is broken.
        let told = decider.decide(reading)
        if told.request.intent == .complain, told.request.category != nil,
            told.confidence > RequestComposer.sure
        {
            return rebuilt(told, over: all)
        }
        let matches = decider.product.categories.matches(reading)
        let found = decider.request(.reportHazard, reading, matches)
        let usual = decider.product.categories.categories.first {
            $0.code == found.request.category
        }
        guard let usual, [.reportHazard, .reportRepair, .complain].contains(usual.intent) else { return nil }
        return rebuilt(
            decider.request(usual.intent, reading, matches), over: all)
    }

    /// 举报9栋; 我举报的事 and 反映事情的时候 speak of it, and 怕楼上报复 does not.
    private func accuses(_ range: Range<Int>) -> Bool {
        range.contains { position in
            var cursor = TextCursor(text.codes, at: position)
            return cursor.acceptAny(["举报", "反映", "投诉", "上报"])
                && !cursor.seesAny(["的事", "的时候", "的那", "的单", "事", "过", "那", "复"])
        }
    }

    /// 电梯和门禁都坏了: one report about several things is one for each of those who come. Nil where the same come
    /// for all, or where a half alone is no sure report.
    func parted(
        _ composed: (main: ClauseDecider.Decision, also: [ClauseDecider.Decision])
    ) -> (main: ClauseDecider.Decision, also: [ClauseDecider.Decision])? {
        let faults: Set<Intent> = [.reportRepair, .reportHazard]
        guard composed.also.isEmpty, composed.main.source != .emergency,
            faults.contains(composed.main.request.intent),
            let things = Coordination(
                text.codes, things: decider.product.slots.things(of: readings.full))
        else { return nil }
        let each = things.others.map { others in
            decider.decide(readings.without(others))
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

    /// 你们可真行啊，道闸又砸下来了，太贴心了: praise in mockery, and a fault that is told plainly.
    private func isSarcasm(_ fault: Part) -> Bool {
        fault.decision.confidence > RequestComposer.clear && says(RequestComposer.mockery, in: all)
            && !says(["修好", "弄好", "解决了", "换好", "通了", "就到", "师傅来", "师傅今天来", "来换", "来修", "来人了"], in: all)
    }

    private static let clear = 0.85
    /// A clause that is less sure than this is not the main request where the whole message is assured of
    /// another (measured on the sets that were read: 10 of 12 such messages asked for one thing).
    private static let doubtful = 0.9
    private static let assured = 0.95
    /// From here on a complaint stays one, though a clause of it alone would be a fault.
    private static let certainly = 0.97
    private static let mockery: [StaticString] = [
        "真行啊", "可真行", "真有你们的", "太贴心", "真贴心", "谢谢你们哦", "了不起", "真厉害啊", "服了你们", "佩服佩服", "真棒啊",
        "效率真高", "真够快的", "太好了呢", "给你们鼓掌",
    ]

    private func speaksOfEarlier(_ range: Range<Int>) -> Bool {
        says(["上次", "上回", "之前", "以前", "前几天", "上周", "那张", "另一张", "昨天", "报过", "反映过"], in: range)
    }

    private func says(_ words: [StaticString], in range: Range<Int>) -> Bool {
        range.contains { TextCursor(text.codes, at: $0).seesAny(words) }
    }

    /// Whether an earlier ticket is about something else than the fault that is told now: it is named.
    private func isAnother(_ earlier: Part, than fault: Part) -> Bool {
        let reading = readings.clause(earlier.range)
        let named = decider.product.categories.matches(reading).map(\.code)
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
            return isReport && best.request.category != nil ? rebuilt(best, over: all) : whole
        }
        let isLost = whole.request.intent == .outOfScope || whole.request.intent == .greetHelp
        let isSurer = best.source == .template && whole.confidence < 0.75
        // "我公司停电，怎么办": four characters do not speak against the whole.
        let isBetter =
            best.confidence > 0.6
            && (whole.confidence < 0.75 || (best.source == .template && !isBareWish(best, in: whole)))
        guard (isLost && isBetter) || isSurer, best.request.intent != whole.request.intent
        else {
            return whole
        }
        return rebuilt(best, over: all)
    }

    /// 快递三天没到，帮我投诉: who wants to complain and names nothing in that clause does not make the
    /// estate's what the whole message surely is not.
    private func isBareWish(_ best: ClauseDecider.Decision, in whole: ClauseDecider.Decision) -> Bool {
        RequestComposer.reports.contains(best.request.intent)
            && whole.confidence > RequestComposer.assured
            && best.request.slots[.object] == nil && best.request.slots[.symptom] == nil
    }

    static let reports: Set<Intent> = [.reportRepair, .reportHazard, .complain, .suggestNeed]

    private func widened(_ part: Part) -> ClauseDecider.Decision {
        guard part.range != part.decided else { return part.decision }
        guard part.decision.source == .emergency else {
            var wide = rebuilt(part.decision, over: part.range)
            if part.decision.request.slots[.anonymous] == .flag(true) {
                wide.request.slots[.anonymous] = .flag(true)
            }
            return wide
        }
        return told(part.decision, where: part.range)
    }

    /// 电梯里关着人！7栋！: a danger whose clause names no house is at the one that its other clauses name.
    private func told(
        _ danger: ClauseDecider.Decision, where range: Range<Int>
    ) -> ClauseDecider.Decision {
        let parts: Set<SlotName> = [.zone, .building, .unit, .floor, .room]
        guard !danger.request.slots.keys.contains(where: parts.contains) else { return danger }
        let slots = decider.product.slots.exactSlots(of: readings.clause(range))
        var danger = danger
        danger.request.slots.merge(slots.filter { parts.contains($0.key) }) { said, _ in said }
        return danger
    }

    /// The same intent, with slots and category read over more words.
    func rebuilt(_ decision: ClauseDecider.Decision, over range: Range<Int>) -> ClauseDecider.Decision {
        guard decision.source != .emergency else { return decision }
        let reading = readings.clause(range)
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
