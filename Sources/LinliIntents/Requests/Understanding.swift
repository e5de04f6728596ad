import LinliModel

/// Everything under `Intents/`, loaded, checked, compiled and trained: it understands residents'
/// messages.
///
/// Promise: immutable and safe to use from many threads; the same message, clock and register always
/// give the same answer; any text gets one. No I/O after `load`.
package struct Understanding: Sendable {
    package let replies: ReplyTemplates
    /// Of all files; changes when any of them does.
    package let digest: String
    let normalizer: Normalizer
    let decider: ClauseDecider
    private let holidays: Holidays
    private let sampler: TemplateSampler

    /// Reads and compiles the folder. Every mistake in it is in the findings, with file and line.
    ///
    /// - Parameters:
    ///   - holidays: of the years whose notice is known; of another nothing is said.
    ///   - models: where trained models are kept; without it they are trained with every load.
    package static func load(
        directory: String, holidays: Holidays, models: ModelFile? = nil
    ) throws(Findings) -> Understanding {
        FreedMemory.keepLittle()
        let understanding = Understanding(
            try IntentLoader.load(directory: directory), holidays: holidays, models: models)
        FreedMemory.giveBack()
        FreedMemory.giveBackCode()
        return understanding
    }

    init(_ sources: IntentSources, holidays: Holidays = Holidays(), models: ModelFile? = nil) {
        var compiler = IntentCompiler(sources)
        let product = compiler.compile()
        let features = MessageFeatures(
            categories: product.categories, slots: product.slots, cues: product.cues)
        let models =
            Understanding.kept(sources, product, models)
            ?? Understanding.written(sources, product, features, models)
            ?? Understanding.trained(sources, product, features)
        decider = ClauseDecider(product: product, models: models, features: features)
        normalizer = product.normalizer
        self.holidays = holidays
        sampler = product.sampler
        replies = sources.replies
        digest = sources.digest
    }

    private static func kept(
        _ sources: IntentSources, _ product: IntentCompiler.Product, _ models: ModelFile?
    ) -> Models? {
        guard let kept = models?.read(digest: sources.digest),
            let classifier = IntentClassifier.kept(kept),
            let head = CategoryClassifier.kept(kept, rules: product.categories),
            let values = ValueClassifier.kept(kept, sources)
        else { return nil }
        return Models(classifier: classifier, head: head, values: values)
    }

    /// Trains, writes the models and reads them again, so that a first start holds hardly more memory than
    /// a later one. Nil where they cannot be written.
    private static func written(
        _ sources: IntentSources, _ product: IntentCompiler.Product, _ features: MessageFeatures,
        _ models: ModelFile?
    ) -> Models? {
        guard let models else { return nil }
        func write() -> Bool {
            models.write(trained(sources, product, features), digest: sources.digest)
        }
        guard write() else { return nil }
        FreedMemory.giveBack()
        return kept(sources, product, models)
    }

    private static func trained(
        _ sources: IntentSources, _ product: IntentCompiler.Product, _ features: MessageFeatures
    ) -> Models {
        let instant = CivilTime(date: CivilDate(daysSinceEpoch: 20_530), hour: 10).instant
        let valued = ValueClassifier.learning(sources)
        let lessons = Lessons(sources, sampler: product.sampler) { sentence in
            let reading = MessageReading(
                product.normalizer.normalize(sentence.text), at: instant, register: nil,
                lexicon: product.lexicon, holidays: Holidays())
            let matches = product.categories.matches(reading)
            var study = Lessons.Study()
            study.features = features.features(reading, matches, wide: sentence.isWritten)
            guard !sentence.isVariant else { return study }
            study.isAlarming = product.emergencies.match(reading) != nil
            study.category = product.categories.best(matches, for: sentence.intent)?.code
            if valued.contains(sentence.intent) {
                study.words = product.slots.values(of: reading, intent: sentence.intent)
            }
            return study
        }
        let (examples, labels) = IntentClassifier.examples(lessons, sources)
        return Models(
            classifier: IntentClassifier.train(examples, labels: labels),
            head: CategoryClassifier.train(lessons, examples, rules: product.categories),
            values: ValueClassifier.train(sources, lessons, examples))
    }

    /// What the message asks for. `register` ranks readings of addresses; nil where no estate is known.
    package func understand(
        _ text: String, at now: Instant, register: (any PlaceRegister)? = nil
    ) -> IntentMatch {
        let normalized = normalizer.normalize(text)
        let full = reading(normalized, now, register)
        let (main, also) = decide(full, now, register)
        let taken = full.identifiers.map(\.range) + full.addresses.map(\.range) + full.retracted
        return IntentMatch(
            text: text, normalized: normalized.text, main: main.request, also: also.map(\.request),
            act: main.act, confidence: main.confidence, alternatives: main.alternatives,
            days: NamedDays.read(normalized, on: now.civil.date, holidays: holidays, beside: taken))
    }

    /// Distinct sentences that the templates of an intent can say.
    package func sentences(of intent: Intent, limit: Int, seed: UInt64) -> [String] {
        sampler.sentences(of: intent, limit: limit, seed: seed)
    }

    /// What the trained model takes in memory.
    package var modelBytes: Int {
        decider.classifier.model.bytes + decider.head.model.bytes + decider.values.model.bytes
    }

    func reading(_ text: NormalizedText, _ now: Instant, _ register: (any PlaceRegister)?) -> MessageReading {
        MessageReading(
            text, at: now, register: register, lexicon: decider.product.lexicon, holidays: holidays)
    }

    private func composer(
        _ full: MessageReading, _ now: Instant, _ register: (any PlaceRegister)?
    ) -> RequestComposer {
        RequestComposer(readings: MessageReadings(of: full, by: self, at: now, register: register))
    }

    func decide(
        _ text: NormalizedText, _ now: Instant, _ register: (any PlaceRegister)?
    ) -> (main: ClauseDecider.Decision, also: [ClauseDecider.Decision]) {
        decide(reading(text, now, register), now, register)
    }

    /// `known`: what the whole message asks for, where that was decided before.
    private func decide(
        _ full: MessageReading, known: ClauseDecider.Decision? = nil, _ now: Instant,
        _ register: (any PlaceRegister)?
    ) -> (main: ClauseDecider.Decision, also: [ClauseDecider.Decision]) {
        let text = full.text
        if let decisions = corrected(text, full, now, register) { return decisions }
        if let decisions = openly(text, full, now, register) { return decisions }
        let whole = known ?? decider.decide(full)
        if whole.source != .emergency, let danger = behindThanks(full, now, register) { return (danger, []) }
        let start =
            whole.source == .answer || whole.source == .emergency
            ? 0 : RequestSplitter.afterDenial(text.codes)
        if start > 0, start + 2 <= text.count {
            return decide(text.slice(start..<text.count), now, register)
        }
        if let (rest, decision) = beforeCourtesy(text, whole, now, register) {
            return decide(rest, known: decision, now, register)
        }
        // A report may stand beside abuse: 物业都是一群废物，电梯坏了三天了.
        let isClosed = whole.source == .pattern && whole.request.subtype != .abuse
        guard text.count >= 8, text.count <= RequestSplitter.longest, whole.source != .answer, !isClosed
        else { return (whole, []) }
        let composer = composer(full, now, register)
        let things = decider.product.slots.things(of: full)
        let cuts =
            Coordination.cuts(text.codes, things: things)
            + Coordination.cuts(text.codes, places: full.addresses.map(\.range))
        let clauses = RequestSplitter.clauses(text.codes, cuts: cuts)
        let composed = clauses.count > 1 ? composer.compose(whole: whole, clauses: clauses) : (whole, [])
        return composer.reachable(
            composer.parted(composed) ?? composer.namelessly(composed) ?? composed)
    }

    /// 2栋，不对，5栋的灯坏了 asks for what it asks for without the words that were taken back; only the slots need
    /// all of it (3栋501，不对，502). Nil where nothing was, or where the message is nothing but a correction.
    private func corrected(
        _ text: NormalizedText, _ full: MessageReading, _ now: Instant, _ register: (any PlaceRegister)?
    ) -> (main: ClauseDecider.Decision, also: [ClauseDecider.Decision])? {
        guard !full.retracted.isEmpty, decider.product.acts.read(full)?.act != .correctSlot else {
            return nil
        }
        let plain = text.without(full.retracted)
        guard plain.count < text.count, !plain.isEmpty else { return nil }
        var (main, also) = decide(plain, now, register)
        if main.source == .answer {
            main.request.slots.merge(decider.product.slots.exactSlots(of: full)) { _, all in all }
        } else if main.source == .emergency {
            let places = decider.product.slots.exactSlots(of: full)
            // Without the words taken back a flat that corrects one stands alone, like somebody else's.
            main.request.slots[.targetRoom] = nil
            main.request.slots.merge(places) { _, all in all }
        } else if also.isEmpty, main.request.intent != .outOfScope {
            main = composer(full, now, register).rebuilt(main, over: 0..<text.count)
        }
        return (main, also)
    }

    /// 投诉保洁，不需要匿名: who may be named asks for nothing with these words. Nil where they are all that is said.
    private func openly(
        _ text: NormalizedText, _ full: MessageReading, _ now: Instant, _ register: (any PlaceRegister)?
    ) -> (main: ClauseDecider.Decision, also: [ClauseDecider.Decision])? {
        let ranges = Understanding.openness(text.codes)
        guard !ranges.isEmpty else { return nil }
        let rest = text.without(ranges)
        // One decision more, however often it is said.
        guard rest.codes.count(where: { !CodeClass.isMark($0) }) >= 4,
            Understanding.openness(rest.codes).isEmpty
        else { return nil }
        var (main, also) = decide(rest, now, register)
        guard RequestComposer.reports.contains(main.request.intent) else { return nil }
        if main.source != .emergency, also.isEmpty {
            main = composer(full, now, register).rebuilt(main, over: 0..<text.count)
        }
        main.request.slots[.anonymous] = .flag(false)
        return (main, also)
    }

    /// Where somebody says that he need not stay unnamed; 用不用匿名 asks.
    private static func openness(_ codes: [UInt32]) -> [Range<Int>] {
        codes.indices.compactMap { start in
            var cursor = TextCursor(codes, at: start)
            guard cursor.acceptAny(["不需要", "不用", "不必", "无需", "不要求", "没必要", "不想"]),
                cursor.acceptAny(["给我匿名", "匿名", "保密", "隐名"]),
                !TextCursor(codes, at: start).follows(["用", "需要"])
            else { return nil }
            return start..<cursor.position
        }
    }

    /// 谢谢昨天赶来，二楼有人要跳: what was hides nothing that is told behind the thanks for it. Nil where that is no
    /// danger.
    private func behindThanks(
        _ full: MessageReading, _ now: Instant, _ register: (any PlaceRegister)?
    ) -> ClauseDecider.Decision? {
        guard let start = Negation.behindThanks(full.text.codes) else { return nil }
        var danger = decider.decide(reading(full.text.slice(start..<full.text.count), now, register))
        guard danger.source == .emergency else { return nil }
        danger.request.slots.merge(decider.product.slots.exactSlots(of: full)) { told, _ in told }
        return danger
    }

    /// What stands before thanks and haste behind a report, a complaint, a wish or what is none of the
    /// estate's business: it decides alone, since 麻烦尽快 by itself would press a matter that nobody has
    /// reported yet. Nil where it is not so.
    private func beforeCourtesy(
        _ text: NormalizedText, _ whole: ClauseDecider.Decision, _ now: Instant,
        _ register: (any PlaceRegister)?
    ) -> (rest: MessageReading, decision: ClauseDecider.Decision)? {
        guard whole.source == .classifier || whole.source == .template else { return nil }
        let end = RequestSplitter.beforeCourtesy(text.codes)
        guard end < text.count, end >= 4 else { return nil }
        let rest = reading(text.slice(0..<end), now, register)
        let decision = decider.decide(rest)
        // 对面失火，多亏邻居扑灭了，感谢: the thanks say that it is over.
        if decision.source == .emergency, Negation.isThanked(text.codes) { return nil }
        let isMeant: Bool
        if decision.request.intent == .outOfScope {
            let isPressed = whole.request.intent == .urge || whole.request.intent == .outOfScope
            isMeant = isPressed && decision.confidence >= Understanding.foreign
        } else {
            isMeant =
                RequestComposer.reports.contains(decision.request.intent) && decision.confidence >= 0.5
        }
        return isMeant ? (rest, decision) : nil
    }

    /// From here on a message is held for none of the estate's business, whatever haste stands behind it.
    private static let foreign = 0.6
}

/// What is learnt from `Intents/`.
struct Models: Sendable {
    /// What a message asks for.
    let classifier: IntentClassifier
    /// What it is about.
    let head: CategoryClassifier
    /// What it says of slots that have no form.
    let values: ValueClassifier
}
