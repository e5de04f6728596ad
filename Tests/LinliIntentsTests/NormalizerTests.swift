import LinliModel
import Testing

@testable import LinliIntents

@Suite struct NormalizerTests {
    let normalizer = Normalizer(spellings: ["投述": "投诉"])

    @Test(arguments: [
        ("３棟２單元５０１", "3栋2单元501"), ("電梯壞了！！！", "电梯坏了！"), ("3 栋 2 单元", "3栋2单元"),
        ("路灯[微笑]坏了😀", "路灯坏了"), ("我要投述", "我要投诉"), ("哈哈哈哈哈", "哈哈"), ("①号楼", "1号楼"), ("①3栋灯坏", "1、3栋灯坏"),
        ("hello world", "hello world"), ("坏了,快来", "坏了，快来"), ("15：30", "15:30"), ("1333888", "1333888"),
        ("3.5元.", "3.5元。"), ("灯坏了\n门也坏了", "灯坏了，门也坏了"), ("停\u{0}水\u{200B}了", "停水了"), ("1️⃣", "1"),
        ("兩張抽紙", "两张抽纸"), ("请[3栋]看看", "请3栋看看"), ("6-1 五楼", "6-1，五楼"), ("十点二十 8栋", "十点二十，8栋"),
    ])
    func bringsToOneForm(text: String, expected: String) {
        #expect(normalizer.normalize(text).text == expected)
    }

    @Test(arguments: ["", "   ", "😀😀😀", "\u{0}\u{1}\u{7}", "[微笑]", "，，。。"])
    func leavesNothingOfNothing(text: String) {
        #expect(normalizer.normalize(text).codes.allSatisfy(CodeClass.isMark))
    }

    @Test func cutsWhatIsTooLong() {
        let text = String(repeating: "灯坏", count: 50_000)
        #expect(normalizer.normalize(text).count == Limits.messageCharacters)
    }

    @Test func isDoneAfterOneTime() {
        for text in ["３棟２單元！！", "a  b，，c", "[ok]灯…坏了～", "3—5楼"] {
            let once = normalizer.normalize(text).text
            #expect(normalizer.normalize(once).text == once)
        }
    }

    @Test func tablesAreWellFormed() {
        for pair in TraditionalCharacters.pairs {
            #expect(pair.traditional.unicodeScalars.count == pair.simplified.unicodeScalars.count)
        }
    }
}
