import LinliModel
import Testing

@testable import LinliServices

@Suite("Rewards in words")
struct RewardWordsTests {
    private static let names = [
        (name: "理发券", words: ["理发券", "理发"]), (name: "洗衣液", words: ["洗衣液"]), (name: "抽纸1提", words: ["抽纸"]),
    ]

    struct Case: Sendable {
        var words: String
        var wanted: [String]
        var refused: Set<String> = []
    }

    private static let cases: [Case] = [
        Case(words: "换一张理发券和两瓶洗衣液", wanted: ["理发券×1", "洗衣液×2"]),
        Case(words: "不要理发券 要洗衣液", wanted: ["洗衣液×1"], refused: ["理发券"]),
        Case(words: "是洗衣液不是抽纸", wanted: ["洗衣液×1"], refused: ["抽纸1提"]),
        Case(words: "把抽纸换成洗衣液", wanted: ["洗衣液×1"], refused: ["抽纸1提"]),
        Case(words: "要洗衣液不要抽纸", wanted: ["洗衣液×1"], refused: ["抽纸1提"]),
        Case(words: "抽纸不要了换3张理发券", wanted: ["理发券×3"], refused: ["抽纸1提"]),
        Case(words: "不要理发券", wanted: [], refused: ["理发券"]),
        Case(words: "换点什么", wanted: []),
    ]

    @Test("What is wanted is named in order with its number, what is not is left out", arguments: cases)
    func read(reading: Case) {
        let read = RewardWords.read(reading.words, names: Self.names)
        #expect(read.wanted.map { "\($0.name)×\($0.quantity)" } == reading.wanted, "\(reading.words)")
        #expect(read.refused == reading.refused, "\(reading.words)")
    }
}
