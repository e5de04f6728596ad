import LinliModel
import Testing

@testable import LinliServices

@Suite("Rewards in words")
struct RewardWordsTests {
    private static let names = [
        (name: "理发券", words: ["理发券", "理发"]), (name: "洗衣液", words: ["洗衣液"]), (name: "抽纸1提", words: ["抽纸"]),
    ]

    @Test(
        "What is wanted is named in order with its number, what is not is left out",
        arguments: [
            ("换一张理发券和两瓶洗衣液", ["理发券×1", "洗衣液×2"], false), ("不要理发券 要洗衣液", ["洗衣液×1"], true),
            ("是洗衣液不是抽纸", ["洗衣液×1"], true), ("把抽纸换成洗衣液", ["洗衣液×1"], true),
            ("要洗衣液不要抽纸", ["洗衣液×1"], true), ("抽纸不要了换3张理发券", ["理发券×3"], true), ("不要理发券", [], true),
            ("换点什么", [], false),
        ])
    func read(words: String, wanted: [String], refusesOther: Bool) {
        let read = RewardWords.read(words, names: Self.names)
        #expect(read.wanted.map { "\($0.name)×\($0.quantity)" } == wanted)
        #expect(read.refusesOther == refusesOther)
    }
}
