import LinliModel
import Testing

@testable import LinliIntents

/// The second layer, what it learns from and how it is fitted.
@Suite struct SecondLayerTests {
    /// Twenty labels, so that two machines work side by side.
    private func examples(_ texts: [[String]]) -> TrainingSet {
        var examples = TrainingSet()
        for (label, texts) in texts.enumerated() {
            for text in texts { examples.add(FeatureExtractor.features(text.codes), label: label) }
        }
        return examples
    }

    private static let many = (0..<20).map { label in
        let sign = String(UnicodeScalar(UInt32(0x4E00 + label * 7)) ?? "一")
        return ["\(sign)坏了", "\(sign)又坏", "修\(sign)"]
    }

    @Test func whatIsLeftOutIsLessSure() {
        let trained = ClassifierTrainer().learn(
            examples(Self.many), labels: (0..<20).map(String.init), leavingOut: true)
        #expect(trained.leftOut.count == 60)
        for (place, seen) in trained.leftOut.enumerated() {
            let features = FeatureExtractor.features(Self.many[place / 3][place % 3].codes)
            let known = trained.model.margins(features)
            #expect(seen.example == place && seen.margins.count == 20)
            for label in 0..<20 where label == place / 3 {
                #expect(seen.margins[label] < known[label] - 0.05, "\(place)")
            }
            #expect(seen.margins.enumerated().allSatisfy { $0.offset == place / 3 || $0.element < 0 })
        }
    }

    /// A variant says what its sentence says: both are left out, so the sentence loses more than alone.
    @Test func variantsAreLeftOutWithTheirSentence() {
        func loss(isVariant: Bool) -> Float {
            var examples = TrainingSet()
            for (text, label) in [("灯不亮", 0), ("灯也不亮", 0), ("查积分", 1), ("有几分", 1)] {
                examples.add(
                    FeatureExtractor.features(text.codes), label: label,
                    isVariant: isVariant && text == "灯也不亮")
            }
            let trained = ClassifierTrainer().learn(examples, labels: ["light", "points"], leavingOut: true)
            let known = trained.model.margins(FeatureExtractor.features("灯不亮".codes))
            return known[0] - trained.leftOut[0].margins[0]
        }
        #expect(loss(isVariant: true) > loss(isVariant: false) + 0.02)
    }

    /// With nothing to see the chances are how often each outcome came, weights counted.
    @Test func chancesFollowWhatCame() {
        var fit = SoftmaxFit(inputs: 1, outputs: 3)
        for (outcome, count) in [(0, 50), (1, 30), (2, 10)] {
            for _ in 0..<count { fit.add([0], outcome: outcome, weight: outcome == 2 ? 2 : 1) }
        }
        let weights = fit.solve(start: [Double](repeating: 0, count: 6), pull: 1, steps: 50)
        #expect(weights[0] == 0 && weights[2] == 0 && weights[4] == 0)
        #expect(abs(weights[1] - weights[3] - 0.5108) < 0.01)
        #expect(abs(weights[3] - weights[5] - 0.4055) < 0.01)
    }

    /// What cannot be told apart by the start is told apart by the fit, also beyond sixteen outcomes.
    @Test func fitLearnsMoreThanItsStart() {
        let outputs = 18
        var fit = SoftmaxFit(inputs: outputs, outputs: outputs)
        for round in 0..<1_500 {
            let outcome = round % outputs
            var inputs = [Float](repeating: 0, count: outputs)
            inputs[(outcome + 1) % outputs] = 1
            fit.add(inputs, outcome: outcome, weight: 1)
        }
        let start = [Double](repeating: 0, count: outputs * (outputs + 1))
        let weights = fit.solve(start: start, pull: 0.1, steps: 30)
        for outcome in 0..<outputs {
            let scores = (0..<outputs).map { weights[$0 * (outputs + 1) + (outcome + 1) % outputs] }
            #expect(scores.max() == scores[outcome] && scores[outcome] > 2)
        }
        #expect(fit.solve(start: start, pull: 0.1, steps: 30) == weights)
    }

    @Test func chancesSumToOne() throws {
        let classifier = try Fixture.understanding.get().decider.classifier
        let inputs = SecondLayer.inputs(
            [Float](repeating: -1, count: classifier.labels.count + 1),
            [Float](repeating: -9, count: SecondLayer.leaning.count))
        let chances = classifier.layer.probabilities(inputs)
        #expect(chances.count == classifier.labels.count && abs(chances.reduce(0, +) - 1) < 1e-9)
        #expect(SecondLayer(classifier.layer.weights, labels: classifier.labels.count) == classifier.layer)
        #expect(SecondLayer(classifier.layer.weights, labels: classifier.labels.count - 1) == nil)
    }

    /// Another head learns from some of the messages, and sees no characters that stand near each other.
    @Test func anotherHeadSharesTheMessages() {
        var examples = TrainingSet()
        for text in ["灯又坏", "灯也坏", "查积分"] {
            examples.add(FeatureExtractor.features(text.codes, wide: true), label: 0)
        }
        examples.close()
        let lessons = [TrainingSet.Lesson(label: 1, weight: 0.5), nil, TrainingSet.Lesson(label: 2)]
        let narrow = examples.taught(lessons, isNarrow: true)
        #expect(narrow.count == 2 && narrow.labels == [1, 2] && narrow.weights == [0.5, 1])
        #expect(narrow.families == [0, 2] && narrow.keys == examples.keys)
        #expect(narrow.features(of: 0).count == FeatureExtractor.features("灯又坏".codes).count)
        #expect(examples.taught(lessons, isNarrow: false).features(of: 0) == examples.features(of: 0))
    }
}
