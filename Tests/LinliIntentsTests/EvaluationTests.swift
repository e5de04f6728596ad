import LinliModel
import Testing

@testable import LinliIntents

@Suite struct EvaluationTests {
    private func line(_ json: String) throws -> EvaluationLine {
        try EvaluationLine.parse(json, number: 1, file: "f")
    }

    private func match(
        _ intent: Intent, _ slots: Slots = [:], category: String? = nil, urgency: Urgency = .none,
        also: [Request] = []
    ) -> IntentMatch {
        IntentMatch(
            text: "", normalized: "",
            main: Request(intent: intent, category: category, urgency: urgency, slots: slots), also: also,
            confidence: 1)
    }

    @Test func countsByHand() throws {
        var evaluation = Evaluation()
        evaluation.add(
            try line(#"{"text":"a","intent":"redeem","slots":{"item":"抽纸","qty":2}}"#),
            match(.redeem, [.item: .text("抽纸"), .qty: .integer(3), .points: .integer(9)]), micros: 10)
        evaluation.add(try line(#"{"text":"b","intent":"redeem"}"#), match(.outOfScope), micros: 30)
        evaluation.add(
            try line(
                #"{"text":"c","intent":"complain","alt":["report_hazard"],"category":"x.y","urgency":"P0"}"#
            ),
            match(.reportHazard, category: "x.y", urgency: .p0), micros: 20)
        evaluation.add(
            try line(#"{"text":"d","intent":"out_of_scope","category":"none","urgency":"none"}"#),
            match(.outOfScope, urgency: .p0),
            micros: 40)
        let report = evaluation.report
        #expect(report.messages == 4 && report.accuracy == 0.75)
        #expect(report.intents["redeem"]?.recall == 0.5 && report.intents["redeem"]?.precision == 1)
        #expect(report.outOfScope.recall == 1 && report.outOfScope.precision == 0.5)
        // item is right; qty is wrong and missed; points is wrong: precision 1/3, recall 1/2.
        #expect(report.slots.precision == 1.0 / 3 && report.slots.recall == 0.5)
        #expect(report.gistSlots.f1 == 1 && report.exactSlots.f1 == 0)
        #expect(report.categoryAccuracy == 1)
        #expect(report.emergencyRecall == 1 && report.falseEmergencies == 1)
        #expect(report.confusion["redeem"] == ["redeem": 1, "out_of_scope": 1])
        #expect(report.microsMedian == 30)
        #expect(evaluation.misses.filter { $0.aspect == .intent }.map(\.text) == ["b"])
    }

    @Test func missesNameWhatWasWrong() throws {
        var evaluation = Evaluation()
        evaluation.add(
            try line(
                #"{"text":"a","intent":"redeem","category":"x.y","urgency":"P2","slots":{"qty":2}}"#
            ),
            match(.redeem, [.qty: .integer(3), .points: .integer(9)]), micros: 1)
        #expect(
            evaluation.misses.map { [$0.aspect.rawValue, $0.expected, $0.got] } == [
                ["slots", "qty=2", "qty=3"], ["slots", "none", "points=9"], ["category", "x.y", "none"],
                ["urgency", "P2", "none"],
            ])
    }

    @Test func scopeIsToldByRank() {
        let inside: [Float] = [0.1, 0.5, 0.8, 0.9]
        #expect(Ranks.auroc(inside: inside, outside: [-0.5, 0.05]) == 1)
        #expect(Ranks.auroc(inside: inside, outside: [0.5]) == 2.5 / 4)
        #expect(Ranks.auroc(inside: inside, outside: []) == nil)
        // A quarter of those in scope refused: the border stands at 0.5.
        #expect(Ranks.recall(inside: inside, outside: [0.2, 0.6], refused: 0.25) == 0.5)
        #expect(Ranks.recall(inside: [], outside: [0.2], refused: 0.03) == nil)
    }

    /// 灯坏 and 坏灯 share what stands near; neighbours are pairs already, and far is far.
    @Test func nearCharactersAreSharedInEitherOrder() {
        func wide(_ text: String) -> Set<UInt64> {
            Set(FeatureExtractor.features(text.codes, wide: true))
                .subtracting(FeatureExtractor.features(text.codes))
        }
        #expect(wide("灯又坏") == wide("坏了灯"))
        #expect(wide("灯坏").isEmpty && wide("灯，坏").isEmpty == false)
        #expect(wide("灯，，，，，，，，坏").isEmpty)
        #expect(wide(String(repeating: "灯坏", count: 1_000)).count <= 3)
    }

    @Test func countsFurtherRequests() throws {
        var evaluation = Evaluation()
        evaluation.add(
            try line(#"{"text":"a","intent":"complain","also":[{"intent":"vote"},{"intent":"urge"}]}"#),
            match(.complain, also: [Request(intent: .vote), Request(intent: .redeem)]), micros: 1)
        #expect(evaluation.report.also.precision == 0.5 && evaluation.report.also.recall == 0.5)
    }

    @Test(arguments: ["", "{}", "[1]", #"{"text":"a"}"#, "{\"text\":\"秘密\",\"intent\":1}"])
    func refusesWhatIsNoLine(json: String) throws {
        do {
            _ = try EvaluationLine.parse(json, number: 7, file: "f")
            Issue.record("read \(json)")
        } catch {
            #expect(error.line == 7 && !error.message.contains("秘密"))
        }
    }

    @Test func nothingCountedIsZero() {
        #expect(Evaluation().report.accuracy == 0)
    }

    @Test func benchmarkLearnsWhatCanBeLearnt() {
        var train: [ClassifierBenchmark.Line] = []
        for index in 0..<40 {
            train.append(.init(text: "电梯坏了第\(index)次", intent: "repair"))
            train.append(.init(text: "积分还有多少\(index)", intent: "points"))
            train.append(.init(text: "天气真好啊\(index)", intent: "oos"))
        }
        let test: [ClassifierBenchmark.Line] = [
            .init(text: "电梯又坏了", intent: "repair"), .init(text: "还有多少积分", intent: "points"),
            .init(text: "今天天气好", intent: "oos"),
        ]
        var seconds = 0.0
        let report = ClassifierBenchmark().run(train: train, test: test) {
            seconds += 1
            return seconds
        }
        #expect(report.accuracy == 1 && report.outOfScopeRecall == 1 && report.auroc == 1)
        #expect(report.labels == 3 && report.trainSeconds == 1)
        #expect(report.microsMedian == 1_000_000 && report.microsP99 == 1_000_000)
    }

    @Test(arguments: [
        ("师傅你好，路灯不亮，谢谢您", "路灯不亮"), ("路灯不亮", "路灯不亮"), ("谢谢你们修好路灯", "修好路灯"),
        ("您好，有人没，谢谢", "您好，有人没，谢谢"), ("谢谢", "谢谢"), ("", ""),
        ("麻烦问一下路灯归谁管辛苦了！", "路灯归谁管"),
    ])
    func courtesyIsLookedPast(text: String, matter: String) {
        let courtesies = Courtesies(["师傅你好", "您好", "谢谢", "谢谢您", "谢谢你们", "麻烦", "麻烦问一下", "辛苦了"])
        let codes = text.codes
        #expect(String(codes: Array(codes[courtesies.matter(of: codes)])) == matter)
    }

    @Test func lettersAmongChineseAreCharacters() {
        func shared(_ left: String, _ right: String) -> Int {
            Set(FeatureExtractor.features(left.codes)).intersection(FeatureExtractor.features(right.codes))
                .count
        }
        // The beginning, a市 and 市: nothing that reaches into what follows.
        #expect(shared("a市出租车涨价", "a市学校") == 3)
        #expect(shared("k市到m市", "m") == 0)
        #expect(shared("call k m", "k m now") > 0)
    }

    @Test func ofTwoCloseOnesTheCheaperIsTaken() {
        func taken(_ scores: [(Intent, Double)]) -> Intent? {
            IntentClassifier.preferred(scores.map { (IntentClassifier.Label($0.0), $0.1) })?.label.intent
        }
        #expect(taken([(.redeem, 0.45), (.pointsQuery, 0.4)]) == .pointsQuery)
        #expect(taken([(.redeem, 0.6), (.pointsQuery, 0.4)]) == .redeem)
        #expect(taken([(.pointsQuery, 0.45), (.redeem, 0.4)]) == .pointsQuery)
        #expect(taken([(.cancel, 0.4), (.redeem, 0.38), (.queryStatus, 0.1)]) == .cancel)
        #expect(taken([(.outOfScope, 0.5), (.complain, 0.4)]) == .complain)
        #expect(taken([(.outOfScope, 0.9)]) == nil)
    }

    @Test func trainingIsTheSameEveryTime() {
        var examples = TrainingSet()
        for index in 0..<30 {
            examples.add(FeatureExtractor.features("句子\(index)".codes), label: index % 3)
        }
        let first = ClassifierTrainer().train(examples, labels: ["a", "b", "c"])
        let second = ClassifierTrainer().train(examples, labels: ["a", "b", "c"])
        let features = FeatureExtractor.features("句子7".codes)
        #expect(first == second)
        #expect(first.margins(features) == first.margins(examples, 7))
        #expect(first.scores(features).first?.label == 1)
    }
}
