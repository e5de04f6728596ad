import LinliModel

/// Measures the understanding against labelled lines. A pure value: lines and answers go in, a report
/// comes out; it runs nothing itself.
package struct Evaluation: Sendable {
    private var total = 0
    private var right = 0
    private var perIntent: [String: Tally] = [:]
    private var confusion: [String: [String: Int]] = [:]
    private var exactSlots = Tally()
    private var gistSlots = Tally()
    private var categories = (total: 0, right: 0)
    private var urgencies = (total: 0, right: 0)
    private var emergencies = (total: 0, found: 0, wrong: 0, others: 0)
    private var also = Tally()
    private var insideScores: [Float] = []
    private var outsideScores: [Float] = []
    private var micros: [Int] = []
    private var bins = [(confidence: Double, right: Double)](repeating: (0, 0), count: 10)
    /// What came out wrong, line by line, for `--errors`.
    package private(set) var misses: [Miss] = []

    /// What of an answer is held against its label.
    package enum Aspect: String, Codable, Sendable, CaseIterable {
        case intent, category, urgency, slots
    }

    package struct Miss: Codable, Sendable, Equatable {
        package let text: String
        package let aspect: Aspect
        /// Of a slot `name=value`; `none` where there is nothing.
        package let expected: String
        package let got: String
        package let confidence: Double
    }

    /// Counts of right, of wrongly given and of missed answers.
    package struct Tally: Codable, Sendable, Equatable {
        package var right = 0
        package var wrong = 0
        package var missed = 0

        package var precision: Double { ratio(right, right + wrong) }
        package var recall: Double { ratio(right, right + missed) }
        package var f1: Double {
            precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
        }
    }

    package init() {}

    package mutating func add(_ line: EvaluationLine, _ match: IntentMatch, micros: Int) {
        total += 1
        self.micros.append(micros)
        addIntent(line, match)
        addSlots(line, match)
        if let category = line.category, category != IntentSource.Example.unnamed {
            categories.total += 1
            if match.main.category == category {
                categories.right += 1
            } else {
                miss(.category, line, match, category, match.main.category)
            }
        }
        addUrgency(line, match)
        addAlso(line, match)
    }

    private mutating func addIntent(_ line: EvaluationLine, _ match: IntentMatch) {
        let isOutside = line.intent == Intent.outOfScope.rawValue
        if isOutside {
            outsideScores.append(Evaluation.inwardness(match))
        } else {
            insideScores.append(Evaluation.inwardness(match))
        }
        let found = match.main.intent.rawValue
        let expected = line.accepts(found) ? found : line.intent
        confusion[expected, default: [:]][found, default: 0] += 1
        let bin = min(9, max(0, Int(match.confidence * 10)))
        bins[bin].confidence += match.confidence
        bins[bin].right += found == expected ? 1 : 0
        if found == expected {
            right += 1
            perIntent[found, default: Tally()].right += 1
        } else {
            perIntent[expected, default: Tally()].missed += 1
            perIntent[found, default: Tally()].wrong += 1
            miss(.intent, line, match, line.intent, found)
        }
    }

    private mutating func miss(
        _ aspect: Aspect, _ line: EvaluationLine, _ match: IntentMatch, _ expected: String?, _ got: String?
    ) {
        misses.append(
            Miss(
                text: line.text, aspect: aspect, expected: expected ?? Evaluation.nothing,
                got: got ?? Evaluation.nothing, confidence: match.confidence))
    }

    private static let nothing = "none"

    /// -1 … 1: how sure the answer is that the message belongs to the estate.
    private static func inwardness(_ match: IntentMatch) -> Float {
        guard match.main.intent != .outOfScope else { return -Float(match.confidence) }
        let against = match.alternatives.first { $0.intent == .outOfScope }?.confidence ?? 0
        return Float(match.confidence - against)
    }

    /// The exact group must be equal; free words count as right when one contains the other.
    private mutating func addSlots(_ line: EvaluationLine, _ match: IntentMatch) {
        guard let expected = line.slots else { return }
        var found: [String: SlotValue] = match.main.slots.reduce(into: [:]) {
            $0[$1.key.rawValue] = $1.value
        }
        for (name, value) in expected {
            let isGist = SlotName(rawValue: name).map(Evaluation.gist.contains) ?? false
            let answer = found.removeValue(forKey: name)
            let agrees = answer.map { Evaluation.agrees($0.text, value.text, isGist: isGist) } ?? false
            if !agrees, !isGist {
                miss(.slots, line, match, "\(name)=\(value.text)", answer.map { "\(name)=\($0.text)" })
            }
            count(isGist: isGist) { tally in
                if agrees {
                    tally.right += 1
                } else {
                    tally.missed += 1
                    if answer != nil { tally.wrong += 1 }
                }
            }
        }
        for (name, value) in found.sorted(by: { $0.key < $1.key }) {
            let isGist = SlotName(rawValue: name).map(Evaluation.gist.contains) ?? false
            if !isGist { miss(.slots, line, match, nil, "\(name)=\(value.text)") }
            count(isGist: isGist) { $0.wrong += 1 }
        }
    }

    private mutating func count(isGist: Bool, _ change: (inout Tally) -> Void) {
        if isGist { change(&gistSlots) } else { change(&exactSlots) }
    }

    private static func agrees(_ found: String, _ expected: String, isGist: Bool) -> Bool {
        found == expected || (isGist && (found.contains(expected) || expected.contains(found)))
    }

    private mutating func addUrgency(_ line: EvaluationLine, _ match: IntentMatch) {
        guard let expected = line.urgency else { return }
        let found = ParsedMessage.urgency(of: match)
        urgencies.total += 1
        if found.rawValue == expected {
            urgencies.right += 1
        } else {
            miss(.urgency, line, match, expected, found.rawValue)
        }
        if expected == Urgency.p0.rawValue {
            emergencies.total += 1
            if found == .p0 { emergencies.found += 1 }
        } else {
            emergencies.others += 1
            if found == .p0 { emergencies.wrong += 1 }
        }
    }

    private mutating func addAlso(_ line: EvaluationLine, _ match: IntentMatch) {
        var found = match.also.map(\.intent.rawValue)
        for expected in line.also ?? [] {
            if let index = found.firstIndex(of: expected.intent) {
                found.remove(at: index)
                also.right += 1
            } else {
                also.missed += 1
            }
        }
        also.wrong += found.count
    }

    /// Words of the resident's own (`domain.md` part 3, gist group).
    static let gist: Set<SlotName> = [
        .object, .symptom, .place, .matter, .topic, .motion, .item, .activity, .reason, .person, .official,
        .staff, .diet, .remark, .since, .timeText, .wants,
    ]

    package var report: EvaluationReport {
        var all = exactSlots
        all.right += gistSlots.right
        all.wrong += gistSlots.wrong
        all.missed += gistSlots.missed
        let sorted = micros.sorted()
        return EvaluationReport(
            messages: total, accuracy: ratio(right, total),
            intents: perIntent.mapValues(EvaluationReport.Scores.init), confusion: confusion,
            slots: EvaluationReport.Scores(all), exactSlots: EvaluationReport.Scores(exactSlots),
            gistSlots: EvaluationReport.Scores(gistSlots),
            categoryAccuracy: ratio(categories.right, categories.total),
            urgencyAccuracy: ratio(urgencies.right, urgencies.total),
            emergencyRecall: ratio(emergencies.found, emergencies.total), emergencies: emergencies.total,
            falseEmergencies: emergencies.wrong,
            outOfScope: EvaluationReport.Scores(perIntent[Intent.outOfScope.rawValue] ?? Tally()),
            auroc: Ranks.auroc(inside: insideScores, outside: outsideScores),
            outOfScopeRecall: Ranks.recall(inside: insideScores, outside: outsideScores, refused: 0.03),
            also: EvaluationReport.Scores(also),
            calibrationError: total == 0
                ? 0 : bins.reduce(0) { $0 + abs($1.confidence - $1.right) } / Double(total),
            microsMedian: sorted.isEmpty ? 0 : sorted[sorted.count / 2],
            micros99: sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, sorted.count * 99 / 100)])
    }
}

/// What `linli intent evaluate` prints. Shares are from 0 to 1; 0 where there was nothing to count.
package struct EvaluationReport: Codable, Sendable, Equatable {
    package struct Scores: Codable, Sendable, Equatable {
        package let precision: Double
        package let recall: Double
        package let f1: Double
        /// How many there were to find.
        package let support: Int

        init(_ tally: Evaluation.Tally) {
            precision = tally.precision
            recall = tally.recall
            f1 = tally.f1
            support = tally.right + tally.missed
        }
    }

    package let messages: Int
    package let accuracy: Double
    package let intents: [String: Scores]
    /// Expected → got → how often.
    package let confusion: [String: [String: Int]]
    package let slots: Scores
    package let exactSlots: Scores
    package let gistSlots: Scores
    package let categoryAccuracy: Double
    package let urgencyAccuracy: Double
    package let emergencyRecall: Double
    package let emergencies: Int
    package let falseEmergencies: Int
    package let outOfScope: Scores
    /// Chance that a message in scope is held for that more than one out of scope; nil without both.
    package let auroc: Double?
    /// Share of messages out of scope that are refused where three in a hundred in scope are.
    package let outOfScopeRecall: Double?
    package let also: Scores
    /// Expected calibration error of the confidences in the main intent, ten bins.
    package let calibrationError: Double
    package let microsMedian: Int
    package let micros99: Int
}

private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }
