import Foundation

/// The statistical classifier alone on any labelled set: no templates, no rules, and of the word lists only
/// the courtesies at the edges of a message.
/// Lines are `{"text","intent"}`; the intent `oos` means out of scope.
package struct ClassifierBenchmark: Sendable {
    package struct Line: Decodable, Sendable {
        package let text: String
        package let intent: String

        package init(text: String, intent: String) {
            self.text = text
            self.intent = intent
        }
    }

    package struct Report: Codable, Sendable, Equatable {
        package let trained: Int
        package let tested: Int
        package let labels: Int
        /// Share of in-scope messages with the right label, nothing refused.
        package let accuracy: Double
        /// Share of `oos` messages that were refused; 0 where there are none.
        package let outOfScopeRecall: Double
        /// Expected calibration error of the confidences, ten bins; in-scope messages only.
        package let calibrationError: Double
        /// Chance that an in-scope message scores above an `oos` one; nil where there are none.
        package let auroc: Double?
        package let trainSeconds: Double
        package let modelBytes: Int
        /// Text in, label out: mean, the one in the middle, the ninety-ninth of a hundred.
        package let microsPerMessage: Double
        package let microsMedian: Double
        package let microsP99: Double
    }

    static let outside = "oos"

    private let normalizer = Normalizer()
    private let courtesies: Courtesies
    private let vectors: WordVectors

    package init(courtesies: Courtesies = .none, vectors: WordVectors = .none) {
        self.courtesies = courtesies
        self.vectors = vectors
    }

    /// `elapsed` gives seconds on a clock that never goes back.
    package func run(train: [Line], test: [Line], elapsed: () -> Double) -> Report {
        let start = elapsed()
        let labels = Array(Set(train.map(\.intent))).sorted()
        let (model, usesWords) = model(train, labels)
        let trained = elapsed()
        var tally = Tally(
            outside: labels.firstIndex(of: ClassifierBenchmark.outside), calibration: model.calibration)
        var micros: [Double] = []
        micros.reserveCapacity(test.count)
        var before = elapsed()
        for line in test {
            let (features, vector) = features(
                line.text, model.usesVectors ? vectors : .none, withWords: usesWords)
            let margins = model.margins(features, vector: vector)
            let after = elapsed()
            micros.append((after - before) * 1_000_000)
            tally.add(margins, line, labels)
            before = elapsed()
        }
        micros.sort()
        return Report(
            trained: train.count, tested: test.count, labels: labels.count, accuracy: tally.accuracy,
            outOfScopeRecall: tally.recall, calibrationError: tally.calibrationError, auroc: tally.auroc,
            trainSeconds: trained - start,
            modelBytes: model.bytes,
            microsPerMessage: micros.reduce(0, +) / Double(max(1, micros.count)),
            microsMedian: micros.isEmpty ? 0 : micros[micros.count / 2],
            microsP99: micros.isEmpty ? 0 : micros[micros.count * 99 / 100])
    }

    private func model(
        _ train: [Line], _ labels: [String]
    ) -> (model: Classifier, usesWords: Bool) {
        let index = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($0.element, $0.offset) })
        // A large set learns nothing from them.
        let vectors = train.count <= ClassifierTrainer.smallSet ? self.vectors : .none
        func examples(withWords: Bool) -> TrainingSet {
            var examples = TrainingSet(places: vectors.places)
            for line in train {
                guard let label = index[line.intent] else { continue }
                let (features, vector) = features(line.text, vectors, withWords: withWords)
                examples.add(features, label: label, vector: vector)
            }
            return examples
        }
        let choice = WordChoice(
            plain: examples(withWords: false), worded: vectors.isEmpty ? nil : examples(withWords: true))
        return choice.train(labels: labels)
    }

    /// Of what is left of a message without the courtesies.
    private func features(
        _ text: String, _ vectors: WordVectors, withWords: Bool
    ) -> (features: [UInt64], vector: [Float]) {
        let codes = normalizer.normalize(text).codes
        let range = courtesies.matter(of: codes)
        let matter = range.count == codes.count ? codes : Array(codes[range])
        var features = FeatureExtractor.features(matter)
        if withWords {
            for word in vectors.words(of: matter) {
                features += repeatElement(word, count: WordChoice.times)
            }
            features.sort()
        }
        return (features, vectors.vector(of: matter))
    }

    private struct Tally {
        let outside: Int?
        var right = 0
        var inside = 0
        var refused = 0
        var insideScores: [Float] = []
        var outsideScores: [Float] = []

        private let calibration: Calibration
        private var bins = [(count: Int, confidence: Double, right: Int)](repeating: (0, 0, 0), count: 10)

        init(outside: Int?, calibration: Calibration) {
            self.outside = outside
            self.calibration = calibration
        }

        /// Mean distance of confidence and accuracy over the bins, weighted by their size.
        var calibrationError: Double {
            let gaps = bins.reduce(0) { $0 + abs($1.confidence - Double($1.right)) }
            return inside == 0 ? 0 : gaps / Double(inside)
        }

        private mutating func calibrate(_ margins: [Float], isRight: Bool) {
            guard let (_, margin, lead) = Calibration.lead(margins) else { return }
            let confidence = calibration.confidence(margin: margin, lead: lead)
            let bin = min(9, Int(confidence * 10))
            bins[bin].count += 1
            bins[bin].confidence += confidence
            bins[bin].right += isRight ? 1 : 0
        }

        mutating func add(_ margins: [Float], _ line: Line, _ labels: [String]) {
            var best = -1
            for label in margins.indices
            where label != outside && (best < 0 || margins[label] > margins[best]) {
                best = label
            }
            guard best >= 0 else { return }
            let against = outside.map { margins[$0] } ?? 0
            let score = margins[best] - (outside == nil ? 0 : against)
            if line.intent == ClassifierBenchmark.outside {
                outsideScores.append(score)
                if score < 0 { refused += 1 }
            } else {
                inside += 1
                insideScores.append(score)
                if labels[best] == line.intent { right += 1 }
                calibrate(margins, isRight: labels[best] == line.intent)
            }
        }

        var accuracy: Double { inside == 0 ? 0 : Double(right) / Double(inside) }
        var recall: Double { outsideScores.isEmpty ? 0 : Double(refused) / Double(outsideScores.count) }

        var auroc: Double? { Ranks.auroc(inside: insideScores, outside: outsideScores) }
    }
}
