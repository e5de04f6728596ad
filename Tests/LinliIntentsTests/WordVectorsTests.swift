import Foundation
import LinliModel
import Testing

@testable import LinliIntents

/// Words by their neighbours: the file, the point of a text, and what learns from it.
@Suite final class WordVectorsTests {
    private let folder = FileManager.default.temporaryDirectory
        .appendingPathComponent("vectors-\(UUID().uuidString)").path

    init() throws {
        try FileManager.default.createDirectory(
            atPath: folder + "/vectors", withIntermediateDirectories: true)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            Issue.record(error)
        }
    }

    private struct Word {
        var text: String
        var worth: Float
        /// Two or four numbers from -8 to 7.
        var steps: [Int]
    }

    /// 电梯 and 升降机 lie together, 积分 and 分值 somewhere else; 分 stands alone.
    private let lift = [
        Word(text: "电梯", worth: 0.5, steps: [7, 0, 0, -1]), Word(text: "升降机", worth: 1, steps: [7, 1, 0, 0]),
        Word(text: "积分", worth: 1, steps: [0, 0, 7, 1]), Word(text: "分值", worth: 1, steps: [0, -1, 7, 0]),
        Word(text: "分", worth: 2, steps: [-8, 3, 0, 0]),
    ]

    private static func key(_ word: String) -> UInt32 {
        let packed = word.codes.enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (16 * $1.offset) }
        return FeatureTable.key(packed)
    }

    /// A file as the script writes it. `count`: what its head says.
    private func file(_ words: [Word], places: Int = 4, longest: Int = 4, count: Int? = nil) -> Data {
        let words = words.sorted { Self.key($0.text) < Self.key($1.text) }
        var data = Data()
        func put<Number: FixedWidthInteger>(_ number: Number) {
            withUnsafeBytes(of: number) { data.append(contentsOf: $0) }
        }
        for number in [count ?? words.count, places, longest, 0] { put(UInt32(number)) }
        for word in words { put(Self.key(word.text)) }
        for word in words { put(word.worth.bitPattern) }
        for word in words {
            for place in 0..<places / 2 {
                put(UInt8(word.steps[place] & 15 | (word.steps[places / 2 + place] & 15) << 4))
            }
        }
        data.append(Data(count: -data.count & 7))
        let sum = data.withUnsafeBytes { bytes in
            bytes.bindMemory(to: UInt64.self).reduce(0xCBF2_9CE4_8422_2325 as UInt64) {
                ($0 ^ $1) &* 0x0000_0100_0000_01B3
            }
        }
        return [0x3156_574C_4E49_4C00 as UInt64, sum].withUnsafeBytes { Data($0) } + data
    }

    private func read(_ data: Data) throws -> WordVectors? {
        try data.write(to: URL(fileURLWithPath: WordVectors.path(in: folder)), options: .atomic)
        return WordVectors(path: WordVectors.path(in: folder))
    }

    private func vectors() throws -> WordVectors { try #require(try read(file(lift))) }

    // MARK: the file

    @Test func anAbsentFileIsNoVectors() {
        #expect(WordVectors(path: folder + "/none") == nil)
        #expect(WordVectors(directory: folder).isEmpty)
        #expect(WordVectors.finding(in: folder)?.message.contains("absent") == true)
        #expect(WordVectors.finding(in: Fixture.root + "/Intents") == nil)
        #expect(WordVectors(directory: folder).vector(of: "电梯".codes) == [])
    }

    /// One bit anywhere, an end that is missing, an empty one: all as good as absent.
    @Test func aDamagedFileIsNotRead() throws {
        let whole = file(lift)
        for position in whole.indices {
            var damaged = whole
            damaged[position] ^= 0x04
            #expect(try read(damaged) == nil, "byte \(position)")
        }
        #expect(WordVectors.finding(in: folder)?.message.contains("damaged") == true)
        for length in 0..<whole.count { #expect(try read(whole.prefix(length)) == nil, "\(length) bytes") }
        #expect(try read(whole)?.places == 4)
    }

    /// Its sum is right, and what it says of itself is not.
    @Test func aFileThatSaysTooMuchIsNotRead() throws {
        #expect(try read(file(lift, count: 6)) == nil)
        #expect(try read(file(lift, count: Int(UInt32.max))) == nil)
        #expect(try read(file([], places: 3)) == nil)
        #expect(try read(file([], places: 0)) == nil)
        #expect(try read(file([], places: 1 << 20)) == nil)
        #expect(try read(file(lift, longest: 5)) == nil)
        #expect(try read(file([lift[0], lift[0]])) == nil)
        #expect(try read(file([Word(text: "电梯", worth: .infinity, steps: [1, 0, 0, 0])])) == nil)
        #expect(try read(file([]))?.vector(of: "电梯".codes) == [])
    }

    @Test func theShippedFileKnowsWhatStandsTogether() throws {
        let vectors = WordVectors(directory: Fixture.root + "/Intents")
        #expect(vectors.places == 64)
        func nearness(_ one: String, _ other: String) -> Float {
            zip(vectors.vector(of: one.codes), vectors.vector(of: other.codes)).reduce(0) { $0 + $1.0 * $1.1 }
        }
        #expect(abs(nearness("电梯坏了", "电梯坏了") - 1) < 0.0001)
        #expect(nearness("火车", "飞机") > nearness("火车", "音乐") + 0.2)
        #expect(nearness("电梯", "楼梯") > nearness("电梯", "股票") + 0.2)
        #expect(vectors.vector(of: "the lift".codes) == [])
    }

    // MARK: the point of a text

    @Test func thePointIsTheMeanOfItsLongestWords() throws {
        let vectors = try vectors()
        // 积分 and not 积, 分: (0, 0, 7, 1); 电梯 counts half: (3.5, 0, 0, -0.5). Together (3.5, 0, 7, 0.5).
        let norm = Float(3.5 * 3.5 + 7 * 7 + 0.5 * 0.5).squareRoot()
        let expected: [Float] = [3.5 / norm, 0, 7 / norm, 0.5 / norm]
        for (left, right) in zip(vectors.vector(of: "电梯的积分".codes), expected) {
            #expect(abs(left - right) < 0.0001)
        }
        // 分值 is not there for 分: the longest from the left is 积分, then 值 that nobody knows.
        #expect(vectors.vector(of: "积分值".codes) == vectors.vector(of: "积分".codes))
        let alone = vectors.vector(of: "分".codes)
        #expect(abs(alone[0] + 8 / Float(73).squareRoot()) < 0.0001)
        #expect(vectors.vector(of: "".codes) == [])
        #expect(vectors.vector(of: "lift is broken".codes) == [])
    }

    @Test func wordsAreFoundInsideEachOther() throws {
        let vectors = try vectors()
        func word(_ text: String) -> UInt64 {
            let packed = text.codes.enumerated().reduce(UInt64(0)) {
                $0 | UInt64($1.element) << (16 * $1.offset)
            }
            return FeatureExtractor.feature(word: packed)
        }
        // 积分 and 分值 share a character, and 分 alone says no more than the character does.
        #expect(vectors.words(of: "积分值，升降机".codes) == [word("积分"), word("分值"), word("升降机")])
        #expect(vectors.words(of: "电梯电梯".codes) == [word("电梯"), word("电梯")])
        #expect(vectors.words(of: "the lift 分😂".codes) == [] && WordVectors.none.words(of: "电梯".codes) == [])
        let other = Set(FeatureExtractor.features("积分值，升降机".codes, sounds: true, wide: true))
        #expect(other.isDisjoint(with: [word("积分"), word("分值"), word("升降机")]))
    }

    @Test func whatIsLongOrNoChineseIsReadToItsEnd() throws {
        let vectors = try vectors()
        let long = String(repeating: "电梯😂a\u{20000}", count: 20_000).codes
        #expect(abs(vectors.vector(of: long)[0] - vectors.vector(of: "电梯".codes)[0]) < 0.001)
        #expect(vectors.vector(of: [UInt32](repeating: .max, count: 1_000)) == [])
        #expect(vectors.vector(of: String(repeating: "😂", count: 25_000).codes) == [])
        // What stands against each other has no direction.
        let against = try #require(
            try read(
                file([
                    Word(text: "上", worth: 1, steps: [7, 0, 0, 0]),
                    Word(text: "下", worth: 1, steps: [-7, 0, 0, 0]),
                ])))
        #expect(against.vector(of: "上下".codes) == [])
    }

    // MARK: learning

    private func lines() -> [ClassifierBenchmark.Line] {
        [("电梯卡住", "repair"), ("积分多少", "points"), ("电梯不动", "repair"), ("积分明细", "points")]
            .map { ClassifierBenchmark.Line(text: $0.0, intent: $0.1) }
    }

    /// No character of these stands in any example.
    private let unseen = [
        ClassifierBenchmark.Line(text: "升降机", intent: "repair"),
        ClassifierBenchmark.Line(text: "升降机呢", intent: "repair"),
        ClassifierBenchmark.Line(text: "奖励", intent: "points"),
    ]

    @Test func wordsNeverMetAreKnownByTheirNeighbours() throws {
        let before = ClassifierBenchmark().run(train: lines(), test: unseen) { 0 }
        // 奖励 lies where 积分 does, and shares no character with it as 分值 would.
        let words = lift + [Word(text: "奖励", worth: 1, steps: [0, 0, 7, 0])]
        let vectors = try #require(try read(file(words)))
        let now = ClassifierBenchmark(vectors: vectors).run(train: lines(), test: unseen) { 0 }
        #expect(before.accuracy < 1)
        #expect(now.accuracy == 1)
    }

    private func examples(_ texts: [String], _ vectors: WordVectors) -> TrainingSet {
        var examples = TrainingSet(places: vectors.places)
        for (place, text) in texts.enumerated() {
            examples.add(
                FeatureExtractor.features(text.codes), label: place % 2,
                vector: vectors.vector(of: text.codes))
        }
        return examples
    }

    private let chinese = (0..<25).flatMap { ["电梯坏了\($0)", "积分还有\($0)"] }

    @Test func trainingWithVectorsIsTheSameEveryTime() throws {
        let vectors = try vectors()
        let examples = examples(chinese, vectors)
        let first = ClassifierTrainer().train(examples, labels: ["a", "b"])
        #expect(first == ClassifierTrainer().train(examples, labels: ["a", "b"]))
        #expect(first.usesVectors && first.blocks.count == 8)
        for place in [0, 1, 7] {
            let codes = chinese[place].codes
            #expect(
                first.margins(FeatureExtractor.features(codes), vector: vectors.vector(of: codes))
                    == first.margins(examples, place))
        }
    }

    @Test func withoutAKnownWordNothingChanges() throws {
        let english = (0..<25).flatMap { ["the lift is broken \($0)", "how many points have I \($0)"] }
        let plain = ClassifierTrainer().train(examples(english, .none), labels: ["a", "b"])
        let model = ClassifierTrainer().train(examples(english, try vectors()), labels: ["a", "b"])
        #expect(model == plain && !model.usesVectors)
        // Among Chinese ones an English message is what its letters say.
        let mixed = ClassifierTrainer().train(
            examples(chinese + ["the lift is broken", "how many points"], try vectors()), labels: ["a", "b"])
        let margins = mixed.margins(FeatureExtractor.features("the lift is broken".codes), vector: [])
        #expect(margins[0] > margins[1])
    }

    @Test func aLargeSetLearnsFromItsCharactersAlone() throws {
        var trainer = ClassifierTrainer()
        trainer.calibrates = false
        trainer.epochs = 1
        let vectors = try vectors()
        let texts = (0...ClassifierTrainer.smallSet).map { $0 % 2 == 0 ? "电梯" : "积分" }
        #expect(!trainer.train(examples(texts, vectors), labels: ["a", "b"]).usesVectors)
        #expect(trainer.train(examples(texts.dropLast(), vectors), labels: ["a", "b"]).usesVectors)
    }

    // MARK: words as features

    /// Neither a character nor a pair tells these apart, and all lie at the same point: only the whole word.
    private let crossed = [("东路口", "a"), ("西路尾", "a"), ("东路尾", "b"), ("西路口", "b")]

    private func crossed(_ numbers: Range<Int>) -> [ClassifierBenchmark.Line] {
        numbers.flatMap { number in
            crossed.map { ClassifierBenchmark.Line(text: "\($0.0)\(number)", intent: $0.1) }
        }
    }

    @Test func aSetThatWordsTellApartLearnsFromThem() throws {
        let words = crossed.map { Word(text: $0.0, worth: 1, steps: [7, 0, 0, 0]) }
        let benchmark = ClassifierBenchmark(vectors: try #require(try read(file(words))))
        let report = benchmark.run(train: crossed(0..<20), test: crossed(100..<120)) { 0 }
        #expect(report.accuracy == 1)
        #expect(report == benchmark.run(train: crossed(0..<20), test: crossed(100..<120)) { 0 })
        // The same points, and no such word.
        let others = [Word(text: "路", worth: 1, steps: [7, 0, 0, 0])]
        let without = ClassifierBenchmark(vectors: try #require(try read(file(others))))
        #expect(without.run(train: crossed(0..<20), test: crossed(100..<120)) { 0 }.accuracy < 0.8)
    }

    private func choice(_ texts: [String], _ vectors: WordVectors) -> WordChoice {
        var worded = TrainingSet(places: vectors.places)
        for (place, text) in texts.enumerated() {
            worded.add(
                (FeatureExtractor.features(text.codes) + vectors.words(of: text.codes)).sorted(),
                label: place % 2, vector: vectors.vector(of: text.codes))
        }
        return WordChoice(plain: examples(texts, vectors), worded: worded)
    }

    @Test func aSetThatCharactersTellApartLearnsAsBefore() throws {
        let vectors = try vectors()
        var trainer = ClassifierTrainer()
        trainer.balance = .root
        let learnt = choice(chinese, vectors).train(labels: ["a", "b"])
        #expect(!learnt.usesWords)
        #expect(learnt.model == trainer.train(examples(chinese, vectors), labels: ["a", "b"]))
    }

    @Test func aHandfulOfExamplesAndAMissingListDoNotChoose() throws {
        let words = crossed.map { Word(text: $0.0, worth: 1, steps: [7, 0, 0, 0]) }
        let vectors = try #require(try read(file(words)))
        let texts = (0..<10).flatMap { number in
            [0, 2, 1, 3].map { "\(crossed[$0].0)\(number)" }
        }
        #expect(choice(texts, vectors).train(labels: ["a", "b"]).usesWords)
        #expect(!choice(texts.dropLast(2), vectors).train(labels: ["a", "b"]).usesWords)
        let plain = examples(texts, vectors)
        #expect(!WordChoice(plain: plain, worded: nil).train(labels: ["a", "b"]).usesWords)
    }

    @Test func rareLabelsCountByHowRareTheyAreAtMostFourfold() {
        var examples = TrainingSet()
        for place in 0..<100 { examples.add([UInt64(place)], label: place < 80 ? 0 : place < 99 ? 1 : 2) }
        var byRoot = examples
        byRoot.balance(3, by: .root)
        examples.balance(3, by: .full)
        // A third of hundred each would be even: 80 of them count 1/2.4, 19 of them 1.75.
        #expect(abs(examples.weights[0] - 100.0 / 240) < 0.001)
        #expect(abs(examples.weights[80] - 100.0 / 57) < 0.001)
        #expect(examples.weights[99] == 4 && byRoot.weights[99] == 2)
        #expect(abs(byRoot.weights[80] - Float(100.0 / 57).squareRoot()) < 0.001)
    }

    @Test func aModelWithVectorsComesBackFromItsFile() throws {
        let model = ClassifierTrainer().train(examples(chinese, try vectors()), labels: ["a", "b"])
        var writer = ModelLayout.Writer()
        let parts = model.parts(in: &writer)
        let kept = try PropertyListDecoder().decode(
            Classifier.Parts.self, from: try PropertyListEncoder().encode(parts))
        let block = NumberBlock(copying: [UInt8](writer.finish(Data())))
        #expect(Classifier(kept, in: block) == model)
        var short = kept
        short.blocks?.count -= 1
        #expect(Classifier(short, in: block) == nil)
    }

    private func examples(_ texts: ArraySlice<String>, _ vectors: WordVectors) -> TrainingSet {
        examples(Array(texts), vectors)
    }
}
