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
            }
        }
    }
}
