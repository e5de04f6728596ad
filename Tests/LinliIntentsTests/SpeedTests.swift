import Foundation
import LinliModel
import Testing

@testable import LinliIntents

/// What keeps a parse short; its time itself is measured by `linli intent evaluate` and the benchmark.
@Suite struct SpeedTests {
    /// Twenty thousand messages of the sets in the usual run; ten million with `LINLI_LONG_TESTS=1`.
    private static var rounds: Int {
        ProcessInfo.processInfo.environment["LINLI_LONG_TESTS"] == "1" ? 20_400 : 40
    }

    /// What is made for one message is gone with it: two hundred bytes kept each time would be seen.
    @Test func memoryDoesNotGrowWithMessages() throws {
        let understanding = try Fixture.understanding.get()
        let texts = try ["hand", "slots"].flatMap { try Fixture.lines($0).map(\.text) }
        #expect(texts.count >= 490)
        func run(_ rounds: Int) {
            for _ in 0..<rounds {
                for text in texts { _ = understanding.understand(text, at: Fixture.now) }
            }
        }
        run(4)
        let before = try residentBytes()
        run(Self.rounds)
        #expect(try residentBytes() - before < 4_000_000)
    }

    /// A feature that stands twice counts once among the documents; the fewer examples, the heavier.
    @Test func trainingSetKeepsWhatItWasGiven() {
        var examples = TrainingSet()
        let first = FeatureExtractor.features("水管水管".codes)
        examples.add(first, label: 0)
        examples.add(FeatureExtractor.features("积分".codes), label: 1, weight: 0.5)
        examples.add([], label: TrainingSet.none)
        examples.close()
        var distinct = 0
        var times = 0
        examples.withFeatures(of: 0) { _, count in
            distinct += 1
            times += count
        }
        #expect(distinct == Set(first).count && times == first.count && distinct < times)
        #expect(examples.count == 3 && examples.features(of: 2).isEmpty)
        examples.balance(2, by: .root)
        #expect(examples.weights[0] == Float(0.75).squareRoot() && examples.weights[2] == 1)
        #expect(examples.weights[1] == 0.5 * Float(1.5).squareRoot())
    }

    /// The mark is a label beside the others: it may hold for examples of any of them.
    @Test func markStandsBesideLabels() {
        var examples = TrainingSet()
        let texts = [("水管漏水", 0, false), ("水管爆了救命", 0, true), ("积分查询", 1, false), ("积分救命", 1, true)]
        for (text, label, isMarked) in texts {
            examples.add(FeatureExtractor.features(text.codes), label: label, isMarked: isMarked)
        }
        var trainer = ClassifierTrainer()
        trainer.mark = "mark"
        let model = trainer.train(examples, labels: ["water", "points"])
        #expect(model.labels == ["water", "points", "mark"])
        for (text, label, isMarked) in texts {
            let margins = model.margins(FeatureExtractor.features(text.codes))
            #expect((margins[0] > margins[1]) == (label == 0) && (margins[2] > 0) == isMarked, "\(text)")
        }
    }

    /// Near characters are many: they must stand in four examples, all others in two.
    @Test func nearCharactersAreKeptFromFourExamplesOn() {
        func rows(_ count: Int) -> Int {
            var examples = TrainingSet()
            for _ in 0..<count { examples.add(FeatureExtractor.features("灯又坏".codes, wide: true), label: 0) }
            var trainer = ClassifierTrainer()
            trainer.rarest = 2
            return trainer.train(examples, labels: ["light"]).rows.count
        }
        #expect(rows(3) == rows(2) && rows(4) == rows(2) + 1)
    }

    private func residentBytes() throws -> Int {
        let statm = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8)
        let pages = try #require(statm.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        return pages * Int(getpagesize())
    }

    /// Left out are weights that are next to nothing; the others lose less than half a step of 127.
    @Test func sparseWeightsSayWhatTheFullOnesSay() {
        var generator = SeededGenerator(seed: 5)
        let labels = 300
        let full = (0..<(labels * 4)).map { index -> Float in
            index % 3 == 0 ? Float.random(in: -1...1, using: &generator) : 0.001
        }
        let width = LabelMachine.width
        let columns = stride(from: 0, to: labels, by: width).flatMap { base in
            let count = min(width, labels - base)
            let rows = (0..<4).map { row in
                LabelMachine.Lanes((0..<width).map { $0 < count ? full[row * labels + base + $0] : 0 })
            }
            return SparseWeights.Column.columns(rows, rows: [0, 1, 2, 3], count: count)
        }
        let sparse = SparseWeights(columns, rows: 4)
        #expect(sparse.count == 4 && sparse.entries.count <= labels * 4 / 3 + 4)
        for row in 0..<4 {
            var margins = [Float](repeating: 0, count: labels)
            margins.withUnsafeMutableBufferPointer { sparse.add(row: row, times: 2, to: $0) }
            for label in 0..<labels {
                let weight = full[row * labels + label]
                #expect(abs(margins[label] - 2 * weight) <= 2 * max(0.0201, 0.5 / 127))
                #expect(abs(sparse.weight(row: row, label: label) - weight) <= max(0.0201, 0.5 / 127))
            }
        }
    }

    /// Two threads take the parts as they come; the results stand in the order of the parts.
    @Test func partsComeBackInTheirOrder() {
        let squares = Cores.map(500, start: { 0 }) { (done: inout Int, part) in
            done += 1
            return part * part
        }
        #expect(squares == (0..<500).map { $0 * $0 })
        #expect(Cores.map(0, start: { 0 }) { _, part in part } == [])
    }

    /// Same sentences, same model: neither the cores nor the order in which they end leave a trace.
    @Test func trainingTwiceGivesTheSameModel() {
        func model() -> Classifier {
            var examples = TrainingSet()
            for (label, texts) in [["灯不亮了", "路灯坏了", "灯又灭了"], ["查下积分", "我有几分", "积分多少"]].enumerated() {
                for text in texts { examples.add(FeatureExtractor.features(text.codes), label: label) }
            }
            // More labels than one machine has places for.
            let others = (0..<40).map(String.init)
            for (label, text) in others.enumerated() {
                examples.add(FeatureExtractor.features(text.codes), label: label + 2)
            }
            return ClassifierTrainer().train(examples, labels: ["repair", "points"] + others)
        }
        let (one, two) = (model(), model())
        #expect(one.weights == two.weights && one.biases == two.biases && one.rows == two.rows)
        let margins = one.margins(FeatureExtractor.features("楼道灯坏了".codes))
        #expect(margins[0] > margins[1])
    }

    /// Points that a line parts without an error drive a whole Newton step away; the fit must not follow.
    @Test func calibrationStaysSaneWhereEverythingIsRight() {
        var fit = LogisticFit(inputs: 2)
        for step in 0..<400 {
            let lead = Double(step) / 40
            fit.add([lead - 2, lead], step > 20)
        }
        let weights = fit.solve(start: [40, -30, 25])
        func chance(_ lead: Double) -> Double {
            1 / (1 + exp(-(weights[0] * (lead - 2) + weights[1] * lead + weights[2])))
        }
        #expect(chance(8) > 0.9 && chance(0) < 0.5)
    }

    @Test func weightsThatDoNotFitAreRefused() {
        func made(_ starts: [UInt32], upperLabels: [UInt8] = []) -> SparseWeights? {
            SparseWeights(
                rows: Numbers(starts.map { SparseWeights.Row(start: $0, scale: 1) }),
                entries: Numbers([1, 2].map { SparseWeights.Entry(label: UInt8($0), step: 1) }),
                upperLabels: Numbers(upperLabels))
        }
        #expect(made([0, 2]) != nil && made([0, 2], upperLabels: [1, 1]) != nil)
        #expect(made([0, 1]) == nil)
        #expect(made([]) == nil)
        #expect(made([0, 2], upperLabels: [1]) == nil)
    }
}
