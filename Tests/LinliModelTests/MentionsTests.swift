import LinliModel
import Testing

@Suite("Words inside a text")
struct MentionsTests {
    @Test(
        "A word is found wherever it stands",
        arguments: [
            ("先别派人", "先别派", true), ("那就先别派", "先别派", true), ("先先别派", "先别派", true),
            ("先别", "先别派", false), ("", "派", false), ("先别派", "", true), ("", "", true),
            ("a\u{0}先别派", "先别派", true), ("先别排", "先别派", false),
        ])
    func found(text: String, word: String, isThere: Bool) {
        #expect(text.mentions(word) == isThere)
        #expect(text.mentionsAny(["不在里面", word]) == isThere)
    }

    @Test("It says what the standard library says, for every piece of a sentence and some that are none")
    func sameAsContains() {
        let sentence = Array("3栋2单元的电梯又坏了，先别派人来，改天再来")
        let text = String(sentence)
        for from in sentence.indices {
            for end in from...sentence.count where end - from <= 5 {
                let piece = String(sentence[from..<end])
                #expect(text.mentions(piece) && text.contains(piece) || piece.isEmpty)
                let twisted = String(piece.reversed())
                #expect(text.mentions(twisted) == (twisted.isEmpty || text.contains(twisted)))
                #expect(text.mentionsAny(["不在里面", twisted]) == text.mentions(twisted))
            }
        }
    }

    @Test("One of many words is found at every place of the list")
    func foundAmongMany() {
        let words = ["修", "abc", "ab", "9栋", "，", "é", "楼道灯"]
        for word in words {
            #expect("前面\(word)后面".mentionsAny(words))
            #expect("前面后面\(word)".mentionsAny(words.reversed()))
        }
        #expect(!"前面后面".mentionsAny(words))
        #expect(!"前面后面".mentionsAny([]))
    }

    @Test(
        "Letters are those that the standard library calls letters",
        arguments: [
            "修好了，谢谢！", "3栋2单元501", "WiFi不通？？", "", "，。", "好的～😊", "二〇二六年", "ｗｉｆｉ", "e\u{301}te",
            "家\u{200D}里", "好的👍🏻1", "１２栋", "\r\n好", "“不是”——是…", "3️⃣号楼", "ㄅㄆ", "家", "栋\u{FE0F}", "㐀",
        ])
    func letters(text: String) {
        #expect(text.letters == text.filter(\.isLetter))
        #expect(text.lettersAndNumbers == text.filter { $0.isLetter || $0.isNumber })
        #expect(text.dropFirst().letters == text.dropFirst().filter(\.isLetter))
    }

    @Test("What stands in the place of words")
    func without() {
        #expect("和老王，和老李".without(["和", "，"], leaving: " ") == " 老王  老李")
        #expect("路灯坏了".without(["水管"]) == "路灯坏了")
    }
}
