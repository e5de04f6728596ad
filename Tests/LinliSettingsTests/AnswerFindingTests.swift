import LinliModel
import LinliSettings
import Testing

@Suite("Published answers of an estate")
struct AnswerFindingTests {
    private static let rest =
        "name: 车位费, words: [车位费], answer: 每月300元, source: 公示, published: 2026-01-05"

    @Test(
        "An answer has a topic that there is, words, a source and its days",
        arguments: [
            ("topic: water.leak, \(rest), until: 2026-12-31", "info, finance or governance"),
            ("topic: info.cars, \(rest), until: 2026-12-31", "info, finance or governance"),
            ("topic: info.fee, \(rest)", "until"),
            ("topic: info.fee, \(rest), until: 2026-01-04", "before it is published"),
            (
                "topic: info.fee, name: 车位费, words: [], answer: 300, source: 公示, published: 2026-01-05, "
                    + "until: 2026-12-31", "no words"
            ),
        ])
    func refused(entry: String, words: String) throws {
        let fixture = try SettingsFixture()
        let line = try fixture.edit("demo/estate.yaml", "answers:\n", "answers:\n  - {\(entry)}\n")
        let findings = fixture.check().filter { $0.file.hasSuffix("demo/estate.yaml") }
        #expect(findings.first?.line == line + 1, "\(findings)")
        #expect(findings.first?.message.contains(words) == true, "\(findings)")
    }

    @Test("An estate without answers has none, and no day on which accounts are due")
    func none() throws {
        let fixture = try SettingsFixture()
        let text = try fixture.text("demo/estate.yaml")
        let before = try #require(text.range(of: "accounts_days:"))
        try fixture.write("demo/estate.yaml", String(text[..<before.lowerBound]))
        let estate = try #require(try fixture.load().estates["HTL"])
        #expect(estate.answers.isEmpty && estate.accountsDays == nil && estate.ballot.isEmpty)
    }
}
