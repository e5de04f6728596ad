import LinliModel
import Testing

@testable import LinliIntents

/// Labelled messages as a table, and what several heads learn from the same messages.
@Suite struct CorpusTests {
    private func corpus(_ lines: String...) -> CorpusReader {
        CorpusReader(([CorpusReader.header] + lines).joined(separator: "\n"), name: "corpus/a.tsv")
    }

    @Test func linesAreExamples() throws {
        let read = corpus(
            "report_repair\twater.leak\t三角阀滋水", "", "# a remark",
            "report_hazard\tlift.trapped danger\t镜子上都是我哈的气",
            "points_query\tscope=ledger\t怎么又扣掉三十", "out_of_scope\tspam\t贷款秒批", "urge\t\t都第三回了")
        #expect(read.findings.isEmpty)
        let examples = read.examples
        try #require(examples.count == 5)
        #expect(
            examples.map(\.intent) == [.reportRepair, .reportHazard, .pointsQuery, .outOfScope, .urge])
        #expect(examples.map(\.example.source.line) == [2, 5, 6, 7, 8])
        #expect(examples[0].example.category == "water.leak" && !examples[0].example.isDanger)
        #expect(examples[1].example.category == "lift.trapped" && examples[1].example.isDanger)
        #expect(examples[2].example.meanings == [IntentSource.Meaning(slot: .scope, value: "ledger")])
        #expect(examples[3].example.subtype == .spam && examples[3].example.category == nil)
        #expect(examples[4].example.source.text == "都第三回了" && examples[4].example.category == nil)
    }

    /// As a spreadsheet writes it.
    @Test func returnsAreLookedPast() {
        let read = CorpusReader("intent\tlabels\ttext\r\nvote\t\t我投反对\r\n", name: "corpus/a.tsv")
        #expect(read.findings.isEmpty && read.examples.map(\.example.source.text) == ["我投反对"])
    }

    @Test(arguments: [
        ("vote\t我投反对", "two tabs"), ("vote\t\t", "two tabs"), ("voting\t\t我投反对", "unknown intent"),
        ("vote\tnothing=cast\t我投反对", "unknown slot"), ("out_of_scope\t\t吃了吗", "needs a subtype"),
        ("out_of_scope\twater.leak\t吃了吗", "one subtype"), ("out_of_scope\tempty spam\t吃了吗", "one subtype"),
        ("out_of_scope\tnothing spam\t吃了吗", "one subtype"),
        ("urge\twater.leak lift.door\t快点", "one category"),
    ])
    func mistakesHaveAPlace(line: String, message: String) {
        let read = corpus("urge\t\t都第三回了", line)
        #expect(read.examples.count == 1)
        #expect(read.findings.count == 1)
        #expect(read.findings.first?.line == 3 && read.findings.first?.file == "corpus/a.tsv")
        #expect(read.findings.first?.message.contains(message) == true)
    }

    @Test func columnsMustBeNamed() {
        let read = CorpusReader("vote\t\t我投反对\n", name: "corpus/a.tsv")
        #expect(read.examples.isEmpty && read.findings.map(\.line) == [1])
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
