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

/// What was not understood, and that nothing of whom it came from is shown.
@Suite struct ReviewQueueTests {
    private func entries(_ said: [(sender: String, text: String, second: Int64)]) throws -> [ReviewQueue
        .Entry]
    {
        let messages = said.map {
            ReviewQueue.Message(sender: $0.sender, text: $0.text, at: Fixture.now + .seconds($0.second))
        }
        return ReviewQueue.entries(of: messages, understanding: try Fixture.understanding.get(), below: 0.5)
    }

    @Test func whatIsUnderstoodDoesNotWait() throws {
        #expect(
            try entries([
                ("a", "3栋2单元501水管爆了", 0), ("a", "好的", 9), ("a", "3-2-501", 20), ("b", "转人工", 30),
                ("b", "嗯", 40), ("c", "查一下我的积分", 50),
            ]) == [])
    }

    @Test func nothingWaitsAndTheSameWordsWaitOnce() throws {
        let found = try entries([
            ("a", "股票今天跌了多少", 0), ("b", "股票今天跌了多少", 50), ("c", "高铁票怎么改签", 100),
        ])
        #expect(found.map(\.text) == ["股票今天跌了多少", "高铁票怎么改签"])
        #expect(found.map(\.times) == [2, 1] && found.allSatisfy { $0.reason == .nothing })
    }

    @Test func whatIsTakenBackOrAsksForAPersonWaits() throws {
        let taken = try entries([("a", "楼道灯坏了", 0), ("a", "不是报修，是想问楼道灯归谁管", 60)])
        #expect(taken.map(\.reason) == [.corrected] && taken.first?.text == "楼道灯坏了")
        let asked = try entries([("a", "楼道灯坏了", 0), ("a", "转人工", 60)])
        #expect(asked.map(\.reason) == [.person])
    }

    @Test func othersAndMuchLaterSayNothingAboutIt() throws {
        #expect(try entries([("a", "楼道灯坏了", 0), ("b", "转人工", 60), ("a", "转人工", 3_600)]) == [])
    }

    @Test(arguments: [
        ("我叫陈大文，电话13812345678", ["陈大文", "13812345678"]), ("3栋2单元501漏水，闽D12345挡路", ["3栋", "501", "D12345"]),
        ("身份证350203199001011234查一下", ["350203199001011234", "19900101"]),
        ("联系人：林小妹 0592-5551234", ["林小妹", "5551234"]),
        ("LL260318-0007到哪了", ["260318"]), ("水表号88123456不走", ["88123456"]),
        ("１３８１２３４５６７８打我", ["13812345678", "１３８１２３４５６７８"]),
    ])
    func maskLeavesNobody(text: String, gone: [String]) throws {
        let mask = PersonalMask(try Fixture.understanding.get())
        let masked = mask.masked(text)
        for piece in gone { #expect(!masked.contains(piece), "\(masked)") }
        #expect(masked.count > 3)
    }

    @Test func maskKeepsWhatIsSaid() throws {
        let understanding = try Fixture.understanding.get()
        let mask = PersonalMask(understanding)
        #expect(mask.masked("楼道里黑咕隆咚的，摔了一跤") == "楼道里黑咕隆咚的，摔了一跤")
        let masked = mask.masked("3栋2单元501厨房的水管爆了")
        #expect(masked == "1栋1单元101厨房的水管爆了")
        let match = understanding.understand(masked, at: Fixture.now)
        #expect(match.main.category == "water.burst" && match.main.slots[.room] == .text("101"))
    }

    @Test func aPhraseWithACategoryTeachesTheCategory() throws {
        let phrase = ReviewedPhrase(
            text: "灯瞎了呀", intent: .reportRepair, category: "power.public_lighting")
        let file =
            "examples:\n  - 灯坏\nmatters:\n  water.leak: [漏]\n  power.public_lighting: [路灯坏了,\n    灯灭]\n"
        let added = try #require(phrase.added(toExamples: file))
        #expect(
            added
                == "examples:\n  - 灯坏\nmatters:\n  water.leak: [漏]\n"
                + "  power.public_lighting: [\"灯瞎了呀\", 路灯坏了,\n    灯灭]\n")
        #expect(phrase.added(toExamples: added) == nil)
    }
}
