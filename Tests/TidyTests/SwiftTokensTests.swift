import Testing

@Suite("Swift is read without its comments and strings")
struct SwiftTokensTests {
    private func words(_ source: String) -> [String] {
        SwiftTokens(source).tokens.map(\.text)
    }

    @Test(
        arguments: [
            ("a // b", ["a"]),
            ("a /* b /* c */ d */ e", ["a", "e"]),
            (#"a "b \" c" d"#, ["a", "\"\"", "d"]),
            (#"a "b \(c("d", e)) f" g"#, ["a", "\"\"", "g"]),
            ("a \"\"\"\n b \" c\n \"\"\" d", ["a", "\"\"", "d"]),
            (##"a #"b " \(c)"# d"##, ["a", "\"\"", "d"]),
            ("a/b", ["a", "/", "b"]),
        ])
    func reads(_ source: String, _ expected: [String]) {
        #expect(words(source) == expected)
    }

    @Test("Lines are counted through comments and strings")
    func lines() {
        let code = SwiftTokens("/* 1\n2 */ a\n\"\"\"\n x\n \"\"\" + b")
        #expect(code.tokens.map(\.line) == [2, 3, 5, 5])
    }

    @Test("An unclosed literal ends with the file")
    func unclosed() {
        for source in ["a \"b", "a /* b", "a \"\\(", "a #\"b\"", "a \"\\", "a \"\"\"\nb\""] {
            #expect(words(source).first == "a")
        }
    }
}
