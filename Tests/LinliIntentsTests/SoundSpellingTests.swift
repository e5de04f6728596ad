import LinliModel
import Testing

@testable import LinliIntents

@Suite struct SoundSpellingTests {
    private let sounds = SoundSpelling(
        keywords: ["电梯".codes, "报修".codes, "煤气味".codes], known: ["保修期多久".codes, "打火机没气了".codes])

    @Test(arguments: [
        ("电剃坏了", "电梯坏了"), ("我要报秀", "我要报修"), ("有煤七味", "有煤气味"), ("电梯坏了", "电梯坏了"),
        // Known as written, nothing shared with the keyword, or another sound.
        ("保修期", "保修期"), ("店提", "店提"), ("电视坏了", "电视坏了"), ("", ""), ("电", "电"),
    ])
    func putsRightWhatOnlySoundsRight(text: String, expected: String) {
        #expect(String(codes: sounds.corrected(text.codes)) == expected)
    }

    /// What was written for `Intents/` is never rewritten: it is right as it is. Its tables hold what people
    /// typed, misspellings and all.
    @Test func leavesTheFilesAlone() throws {
        let sources = try IntentLoader.load(directory: Fixture.root + "/Intents")
        let plain = Normalizer(spellings: sources.spellings)
        let normalizer = sources.normalizer
        for source in sources.intents.values {
            for example in source.examples where !example.isOfCorpus {
                let text = example.source.text
                #expect(normalizer.normalize(text) == plain.normalize(text), "\(text)")
            }
        }
    }

    @Test func findsDangerByItsSound() throws {
        #expect(try Fixture.understand("电剃里面有人被困").main.urgency == .p0)
        #expect(try Fixture.understand("厨房有煤七味").main.urgency == .p0)
    }

    /// The sound of a keyword across the border of two words is no keyword: 处|电 is no 触电.
    @Test(arguments: ["管理处电话打不通", "收费处电脑死机了", "叫你们主任听电话", "讲座是上午场还是下午场", "这个空调店家包安装"])
    func wordsSideBySideAreNoKeyword(text: String) throws {
        let sources = try IntentLoader.load(directory: Fixture.root + "/Intents")
        #expect(sources.normalizer.normalize(text) == Normalizer().normalize(text))
        #expect(try Fixture.understand(text).main.urgency != .p0)
    }

    @Test func aFireByItsSoundAlone() throws {
        #expect(try Fixture.understand("七栋起货了").main.urgency == .p0)
    }
}
