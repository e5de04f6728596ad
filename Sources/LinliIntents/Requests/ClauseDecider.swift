import LinliModel

/// Decides what one text asks for. The order is fixed: emergency, injection, a bare answer, template,
/// what a short phrase does in a dialogue, classifier (`understanding.md` 2).
final class ClauseDecider: Sendable {
    enum Source: String, Sendable {
        case empty, emergency, pattern, answer, template, act, classifier
    }

    struct Decision: Sendable {
        var request: Request
        var act: DialogueAct?
        var confidence: Double
        var alternatives: [IntentMatch.Alternative] = []
        var source: Source
        /// What decided, for `explain`: the template's text, the emergency's words.
        var reason: String
        var urgencyReason = ""
    }

    let product: IntentCompiler.Product
    let classifier: IntentClassifier
    let head: CategoryClassifier
    let values: ValueClassifier
    let features: MessageFeatures

    init(product: IntentCompiler.Product, models: Models, features: MessageFeatures) {
        self.product = product
        classifier = models.classifier
        head = models.head
        values = models.values
        self.features = features
    }

    func decide(_ reading: MessageReading) -> Decision {
        guard
            reading.text.codes.contains(where: {
                CodeClass.isHan($0) || CodeClass.isLetter($0) || CodeClass.isDigit($0)
            })
        else { return outside(.empty, reading, source: .empty, reason: "nothing to read") }
        let categories = product.categories.matches(reading)
        if let emergency = product.emergencies.match(reading) {
            return emergencyDecision(emergency, reading)
        }
        if let subtype = pattern(reading, .injection) {
            return outside(subtype, reading, source: .pattern, reason: "a pattern of \(subtype.rawValue)")
        }
        var act = product.acts.read(reading)
        if let start = act?.correctionStart, namesRecord(reading.text.codes[..<start]) { act = nil }
        if let answer = answer(reading, act, categories) { return answer }
        if let match = template(reading) { return templateDecision(match, reading, categories, act) }
        if let act, act.act != .chooseOption { return actDecision(act, reading) }
        if Negation.isSupplyBack(reading.text.codes) { return supplyBack(reading) }
        return classified(reading, categories, act)
    }

    /// 来水了, 有电了: what was cut is back, which is no fault.
    private func supplyBack(_ reading: MessageReading) -> Decision {
        var decision = request(.rateFeedback, reading, [], isTemplate: true)
        decision.request.slots[.resolved] = .flag(true)
        decision.confidence = 0.95
        decision.reason = "what was cut is back"
        return decision
    }

    /// What a clause asks for of which the message says that its danger is over.
    func calm(_ reading: MessageReading) -> Decision {
        let categories = product.categories.matches(reading)
        return classified(reading, categories, nil, isCalm: true)
    }

    // MARK: Emergency

    private func emergencyDecision(_ emergency: EmergencyRules.Match, _ reading: MessageReading) -> Decision {
        var slots = product.slots.slots(of: reading, intent: emergency.intent)
        if emergency.category == EmergencyRules.trapped { slots[.trapped] = .flag(true) }
        holds(reading, &slots)
        var category = emergency.category
        // 吊顶塌了一半, 雨棚吊着: the part that falls, where the words name it.
        if category == ClauseDecider.wall {
            let parts = product.categories.matches(reading).filter { $0.code.hasPrefix("building.") }
            category = product.categories.best(parts, for: emergency.intent)?.code ?? category
        }
        if category == "injury" {
            let cause = cause(reading)?.code
            let isLesser = Negation.tellsOfSuffering(reading.text.codes) && !ClauseDecider.hurts(cause)
            category = isLesser ? ClauseDecider.person : cause ?? ClauseDecider.person
        }
        var intent = emergency.intent
        // 五个人关在里头，左边那部: what holds them is named, though no rule knows both words.
        if category == ClauseDecider.person, isShutIn(emergency), Negation.namesCabin(reading.text.codes) {
            category = EmergencyRules.trapped
            intent = .reportRepair
            slots[.trapped] = .flag(true)
        }
        let request = Request(intent: intent, category: category, urgency: .p0, slots: slots)
        return Decision(
            request: request, confidence: 0.99, source: .emergency,
            reason: emergency.words.joined(separator: " + "),
            urgencyReason: "emergency: \(emergency.category)")
    }

    private static let wall = "building.exterior_wall"
    /// Somebody is in danger of life, and no thing that staff would have to see to is named.
    static let person = "security.person"
    private static let visit = "care.visit"
    /// What hurts or holds somebody, where the examples are sure of it: who reads 扶手 or 树 in the ticket knows
    /// what to bring along. The words that name it are among what they know and do not decide alone:
    /// of nine messages that were read and where both disagreed the words were right in none (花盆砸到人:
    /// it fell, and no storm is near).
    private func cause(_ reading: MessageReading) -> CategoryRules.Match? {
        let matches = product.categories.matches(reading).filter { ClauseDecider.mayHurt($0.code) }
        let margins = head.model.margins(features.features(reading, matches, wide: false))
        let learnt = head.decide(margins, intent: .reportHazard, matches: [], rules: product.categories)
        // 老伴喘不上气 is like many in a lift: what has an advice of its own must be named.
        return learnt.flatMap { match in
            let isDeadly = product.categories.categories.contains {
                $0.code == match.code && $0.urgency == .p0
            }
            return !isDeadly && isGrounded(match.code, matches, margins) ? match : nil
        }
    }

    /// A lift, a wire, a tree; no bill and no lunch, and no car that stands in the way (我的车还在里面).
    private static func mayHurt(_ code: String) -> Bool {
        !harmless.contains(code.prefix { $0 != "." }) && code != "parking.blocking"
    }

    private static let harmless: Set<Substring> = [
        "care", "service", "finance", "governance", "info", "home", "facility", "municipal", "resource",
    ]

    private func pattern(_ reading: MessageReading, _ subtype: OutOfScope) -> OutOfScope? {
        product.patterns.first { $0.subtype == subtype && reading.has($0.symbol) }?.subtype
    }

    // MARK: Answers

    /// A bare address, number, telephone or plate, a choice or a correction.
    private func answer(
        _ reading: MessageReading, _ act: ActReader.Reading?, _ categories: [CategoryRules.Match]
    ) -> Decision? {
        if let act, act.act == .correctSlot, let start = act.correctionStart {
            let corrected = reading.text.slice(start..<reading.text.count)
            let fresh = MessageReading(
                corrected, at: reading.now.instant, register: nil, lexicon: product.lexicon,
                holidays: reading.holidays)
            var decision = outside(.empty, fresh, source: .answer, reason: "a correction")
            decision.act = .correctSlot
            return decision
        }
        if let act, act.act == .chooseOption, let choice = act.choice {
            var decision = outside(.empty, reading, source: .answer, reason: "a choice")
            decision.act = .chooseOption
            decision.request.slots[.choice] = .text(choice)
            return decision
        }
        // 消防门锁了 says what has become of the door.
        let isEvent = reading.text.codes.last { !CodeClass.isMark($0) }.map { $0 == "了" } == true
        guard isBare(reading), !(isEvent && categories.contains { $0.words.count > 1 }) else { return nil }
        var decision = outside(.empty, reading, source: .answer, reason: "only what has a form of its own")
        decision.act = .provideSlot
        // 4栋旁边: who comes must not look for it inside.
        if decision.request.slots[.place] == nil, let side = ClauseDecider.sides(reading).first,
            let address = reading.addresses.first(where: { $0.range.upperBound == side.lowerBound })
        {
            let place = reading.text.string(address.range.lowerBound..<side.upperBound)
            decision.request.slots[.place] = .text(place)
        }
        return decision
    }

    private func outside(
        _ subtype: OutOfScope, _ reading: MessageReading, source: Source, reason: String
    ) -> Decision {
        var slots = product.slots.exactSlots(of: reading)
        // "水管": a piece of a message, of which the next one may say what is the matter.
        if subtype == .empty, let object = product.slots.object(of: reading),
            slots[.place]?.text.contains(object.text) != true
        {
            slots[.object] = object
        }
        let request = Request(intent: .outOfScope, slots: slots, subtype: subtype)
        return Decision(request: request, confidence: 0.95, source: source, reason: reason)
    }

    private func actDecision(_ act: ActReader.Reading, _ reading: MessageReading) -> Decision {
        var decision = outside(.chitchat, reading, source: .act, reason: "an answer: \(act.act.rawValue)")
        decision.act = act.act
        return decision
    }

    // MARK: Templates

    private func template(_ reading: MessageReading) -> TemplateMatcher.Match? {
        var edges: [TemplateMatcher.Edge] = []
        reading.spans.forEach { symbol, spans in
            guard product.edges.contains(symbol.rawValue) else { return }
            for span in spans {
                edges.append(
                    TemplateMatcher.Edge(start: span.lowerBound, end: span.upperBound, symbol: symbol))
            }
        }
        for (name, range) in typed(reading) {
            guard let symbol = product.typed[name] else { continue }
            edges.append(
                TemplateMatcher.Edge(start: range.lowerBound, end: range.upperBound, symbol: symbol))
        }
        edges.sort { ($0.start, $0.end, $0.symbol) < ($1.start, $1.end, $1.symbol) }
        return product.matcher.match(
            reading.text.codes, edges: edges, skips: Array(reading.spans[product.acts.fillers]))
    }

    private func typed(_ reading: MessageReading) -> [(String, Range<Int>)] {
        var spans: [(String, Range<Int>)] = []
        for address in reading.addresses {
            spans.append(("address", address.range))
            if address.place != nil { spans.append(("place", address.range)) }
        }
        for finding in reading.identifiers {
            let name =
                switch finding.kind {
                case .phone: "phone"
                case .plate: "plate"
                case .ticketNumber: "ticket_no"
                case .ticketTail: "ticket_tail"
                }
            spans.append((name, finding.range))
        }
        spans += reading.dates.map { ("date", $0.range) }
        spans += reading.times.map { ("time", $0.range) }
        for quantity in reading.quantities {
            let name =
                switch quantity.kind {
                case .qty: "qty"
                case .points: "points"
                case .score: "score"
                case .headcount: "headcount"
                case .age: "age"
                }
            spans.append((name, quantity.range))
        }
        spans += reading.landmarks.map { ("place", $0) }
        return spans
    }

    private func templateDecision(
        _ match: TemplateMatcher.Match, _ reading: MessageReading, _ categories: [CategoryRules.Match],
        _ act: ActReader.Reading?
    ) -> Decision {
        let template = product.matcher.templates[match.template]
        var captures: Slots = [:]
        for capture in match.captures {
            let text = reading.text.string(capture.range)
            if !text.isEmpty { captures[capture.slot] = .text(text) }
        }
        // "墙砖松动了" has the form of a repair and is a danger: its category knows.
        let usual = categories.first?.intent
        let isDanger = template.intent == .reportRepair && usual == .reportHazard
        let intent = isDanger ? .reportHazard : template.intent
        var decision = request(intent, reading, categories, captures: captures, isTemplate: true)
        let request = decision.request
        // 报修, and nothing that says of what: the examples would guess.
        let isNameless = categories.isEmpty && request.slots[.object] == nil && request.slots[.symptom] == nil
        if isNameless, intent == .reportRepair || intent == .reportHazard {
            decision.request.category = nil
            decision.request.urgency = CategoryRules.fallback(intent)
        }
        decision.confidence = 0.97
        decision.source = .template
        decision.reason = template.text
        decision.act = act?.act
        return decision
    }

    // MARK: Classifier

    private func classified(
        _ reading: MessageReading, _ categories: [CategoryRules.Match], _ act: ActReader.Reading?,
        isCalm: Bool = false
    ) -> Decision {
        let vector = features.features(reading, categories)
        let opinion = HeadOpinion(of: head, on: FeatureExtractor.narrow(vector))
        let verdict = classifier.decide(
            vector, evidence: evidence(reading, categories),
            isOfEstate: reading.has(product.categories.estate),
            lean: { head.lean(opinion.margins, to: $0) },
            isKnown: { _ in head.knows(opinion.margins, matches: categories) })
        if !isCalm, isAlarming(verdict, reading, categories) {
            return dangerDecision(verdict, reading, categories, opinion)
        }
        let isWeak = verdict.label.intent == .outOfScope || (verdict.confidence < 0.5 && categories.isEmpty)
        if isWeak, let abuse = pattern(reading, .abuse) {
            return outside(abuse, reading, source: .pattern, reason: "a pattern of abuse")
        }
        var decision: Decision
        if verdict.label.intent == .outOfScope {
            decision = outside(
                verdict.label.subtype ?? .otherDomain, reading, source: .classifier, reason: "")
            // Dates and counts of chit-chat fill nothing; a bare answer keeps them, and telephones and
            // plates stand.
            if decision.request.subtype != .empty {
                decision.request.slots = decision.request.slots.filter {
                    $0.key == .phone || $0.key == .plate
                }
            }
        } else {
            decision = request(verdict.label.intent, reading, categories, opinion: opinion)
            // 爸妈家里没电了，麻烦派个人去看看: to be looked at is the fault, not the parents.
            let isFault = categories.first?.intent == .reportRepair
            if decision.request.category == ClauseDecider.visit, isFault {
                decision = request(.reportRepair, reading, categories, opinion: opinion)
            }
        }
        decision.confidence = verdict.confidence
        decision.source = .classifier
        decision.reason = "scores"
        decision.act = act?.act
        decision.alternatives = verdict.ranking.filter {
            $0.label.intent != verdict.label.intent && $0.probability >= 0.02
        }
        .prefix(3).map { IntentMatch.Alternative(intent: $0.label.intent, confidence: $0.probability) }
        return decision
    }

    private func isAlarming(
        _ verdict: IntentClassifier.Decision, _ reading: MessageReading, _ categories: [CategoryRules.Match]
    ) -> Bool {
        let isShort =
            reading.text.codes.count { !CodeClass.isMark($0) } <= IntentClassifier.short
        func least(_ doubt: EmergencyRules.Doubt) -> Float {
            IntentClassifier.alarming(
                verdict.label.intent, doubt, isShort: isShort,
                isNuisance: categories.first?.isNuisance == true)
        }
        guard verdict.danger >= least(.none), !isEmptyLift(reading),
            !Negation.isOfKinElsewhere(reading.text.codes)
        else { return false }
        return verdict.danger >= least(product.emergencies.doubt(reading))
    }

    /// 电梯卡住了，里头没有人困着: said so, and nothing else; or somebody works there.
    private func isEmptyLift(_ reading: MessageReading) -> Bool {
        if Negation.isBusyLift(reading.text.codes) { return true }
        return product.slots.values(of: reading, intent: .reportRepair)[.trapped] == .flag(false)
            && product.categories.matches(reading).contains { $0.code.hasPrefix("lift.") }
            && Negation.tellsOnlyOfLift(reading.text.codes)
    }

    /// An emergency without a word that the rules know. What is broken or dangerous stays so; anything else
    /// that is told of it is a danger.
    private func dangerDecision(
        _ verdict: IntentClassifier.Decision, _ reading: MessageReading, _ categories: [CategoryRules.Match],
        _ opinion: HeadOpinion
    ) -> Decision {
        var intent = verdict.label.intent
        if ![.reportRepair, .reportHazard, .urge].contains(intent) {
            let usual = head.decide(
                opinion.margins, intent: .reportHazard, matches: categories, rules: product.categories)
            intent = usual?.intent == .reportRepair ? .reportRepair : .reportHazard
        }
        let isOfPerson = Negation.tellsOfSuffering(reading.text.codes)
        if isOfPerson, intent == .reportRepair { intent = .reportHazard }
        var decision = request(intent, reading, categories, opinion: opinion)
        decision.request.urgency = .p0
        let isLesser = isOfPerson && !ClauseDecider.hurts(decision.request.category)
        if isLesser || !isGrounded(decision.request.category, categories, opinion.margins) {
            decision.request.category = ClauseDecider.person
        }
        let isHeld = Negation.tellsOfHeld(reading.text.codes)
        if isHeld, decision.request.category == ClauseDecider.person, Negation.namesCabin(reading.text.codes)
        {
            decision.request.intent = .reportRepair
            decision.request.category = EmergencyRules.trapped
        }
        if decision.request.category == EmergencyRules.trapped {
            decision.request.slots[.trapped] = .flag(true)
        }
        holds(reading, &decision.request.slots)
        decision.confidence = max(verdict.confidence, 0.8)
        decision.source = .emergency
        decision.reason = "told like other emergencies"
        decision.urgencyReason = "emergency: learnt"
        return decision
    }

    /// Whether the category says by itself what holds, burns or shocks somebody; beside 漏水 one who groans is
    /// the matter.
    private static func hurts(_ code: String?) -> Bool {
        guard let group = code?.prefix(while: { $0 != "." }) else { return false }
        return ["lift", "gas", "fire", "power", "security", "throwing", "building", "weather", "green"]
            .contains(group)
    }

    /// Whether a thing that hurts people is named, or the examples are sure of it. Wrong advice (不要扒门 to
    /// somebody with a pain in the chest) is worse than general advice.
    private func isGrounded(
        _ code: String?, _ matches: [CategoryRules.Match], _ margins: [Float]
    ) -> Bool {
        guard let code, ClauseDecider.mayHurt(code) else { return false }
        let group = code.prefix { $0 != "." }
        if group == "security" || matches.contains(where: { $0.code.prefix { $0 != "." } == group }) {
            return true
        }
        return head.model.labels.firstIndex(of: code).map { margins[$0] > ClauseDecider.grounded } ?? false
    }

    /// From this margin on the examples are believed about what hurts somebody.
    private static let grounded: Float = -0.25

    /// The intent that the words speak for: that of a category, or a repair where a thing and what is wrong
    /// with it are both named.
    private func evidence(_ reading: MessageReading, _ categories: [CategoryRules.Match]) -> Intent? {
        if let best = categories.first, best.score >= 4 { return best.intent }
        let named = [SlotName.object, .symptom].allSatisfy { slot in
            product.slots.lexical[slot].map(reading.has) ?? false
        }
        return named ? .reportRepair : nil
    }

    /// 说好来看墙面渗水的，一拖再拖: what is pressed is the wall, and the delay is why.
    private func asked(
        _ best: CategoryRules.Match?, _ categories: [CategoryRules.Match]
    ) -> CategoryRules.Match? {
        guard best?.code.hasPrefix("service.") == true else { return best }
        return categories.first { !$0.code.hasPrefix("service.") } ?? best
    }

    /// Intents whose requests have a category that the second head knows.
    private static let about = IntentSet([
        .reportRepair, .reportHazard, .complain, .suggestNeed, .orderService, .infoQuery, .disclosureQuery,
        .queryStatus, .urge,
    ])

    /// The whole request for an intent that was decided. The few words of a template ("取消") give slots the
    /// values that stand in its file; what is said freely is read by the examples.
    func request(
        _ intent: Intent, _ reading: MessageReading, _ categories: [CategoryRules.Match],
        captures: Slots = [:], opinion known: HeadOpinion? = nil, isTemplate: Bool = false
    ) -> Decision {
        let isLearnt = !isTemplate && values.knows(intent)
        let isHeard = isLearnt || ClauseDecider.about.contains(intent)
        let opinion =
            known
            ?? HeadOpinion(of: head, on: isHeard ? features.features(reading, categories, wide: false) : [])
        let learnt =
            isLearnt
            ? values.values(
                opinion.features, intent: intent,
                words: product.slots.values(of: reading, intent: intent)) : [:]
        let slots = product.slots.slots(of: reading, intent: intent, captures: captures, learnt: learnt)
        var request = Request(intent: intent, slots: slots)
        func matter(_ intent: Intent, isSpokenOf: Bool = false) -> CategoryRules.Match? {
            head.decide(
                opinion.margins, intent: intent, matches: categories,
                rules: product.categories, isSpokenOf: isSpokenOf)
        }
        var reason = ""
        var best = product.categories.best(categories, for: intent)
        switch intent {
        case .reportRepair, .reportHazard, .complain, .suggestNeed, .orderService:
            best = matter(intent)
            // A fault at somebody's who needs care is the fault.
            let isReport = intent == .reportRepair || intent == .reportHazard
            if isReport, best?.code == ClauseDecider.visit {
                best = categories.first { $0.intent == intent } ?? best
            }
            request.category = best?.code
            let injury = slots[.injury]?.isTrue == true
            (request.urgency, reason) = product.categories.urgency(
                of: best, intent: intent, injury: injury, reading)
            if intent == .suggestNeed { request.urgency = .p3 }
        case .infoQuery, .disclosureQuery: request.category = matter(intent, isSpokenOf: true)?.code
        case .rateFeedback: request.category = best?.code == "service.praise" ? best?.code : nil
        case .queryStatus: request.category = asked(matter(.reportRepair, isSpokenOf: true), categories)?.code
        case .urge:
            // 催T0203: the ticket knows what it is about.
            let isByNumber = categories.isEmpty && (slots[.ticketNumber] ?? slots[.ticketTail]) != nil
            best = isByNumber ? nil : asked(matter(.reportRepair, isSpokenOf: true), categories)
            request.category = best?.code
            request.urgency = best.map(\.urgency) ?? .p2
            if request.urgency == .none { request.urgency = .p2 }
        default: break
        }
        // 电梯里有师傅在检修: the advice for those who are held would be wrong.
        if request.category == EmergencyRules.trapped, Negation.isBusyLift(reading.text.codes) {
            request.category = nil
            request.urgency = CategoryRules.fallback(intent)
        }
        request.slots = product.slots.accused(slots, of: reading, intent: intent, category: request.category)
        return Decision(
            request: request, confidence: 0, source: .template, reason: "", urgencyReason: reason)
    }
}
