import LinliModel
import Testing

@testable import LinliIntents

@Suite struct ReviewTests {
    private let phrase = ReviewedPhrase(
        text: "灯瞎了呀", intent: .reportRepair, category: "power.public_lighting")

    @Test func writesAnExampleAndItsGuard() {
        let file = "intent: report_repair\nexamples:\n  - 灯坏\nmatters:\n  a: [b]\n"
        #expect(
            phrase.added(toExamples: file)
                == "intent: report_repair\nexamples:\n  - \"灯瞎了呀\"\n  - 灯坏\nmatters:\n  a: [b]\n")
        #expect(
            phrase.added(toGolden: "intent: report_repair\ncases:\n")
                == "intent: report_repair\ncases:\n  - text: \"灯瞎了呀\"\n    category: power.public_lighting\n")
    }

    @Test func putsNothingTwice() throws {
        let file = try #require(phrase.added(toExamples: "examples:\n  - 灯坏\n"))
        #expect(phrase.added(toExamples: file) == nil)
        #expect(phrase.added(toExamples: "intent: vote\n") == nil)
    }

    @Test func outOfScopeGoesUnderItsKind() {
        let stray = ReviewedPhrase(text: "今天\"累\"", intent: .outOfScope, subtype: .chitchat)
        #expect(
            stray.added(toExamples: "examples:\n  chitchat:\n    - 哈哈\n  spam:\n    - 砍价\n")
                == "examples:\n  chitchat:\n    - \"今天\\\"累\\\"\"\n    - 哈哈\n  spam:\n    - 砍价\n")
    }
}
