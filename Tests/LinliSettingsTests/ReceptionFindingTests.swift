import LinliModel
import LinliSettings
import Testing

@Suite("Receptions of an estate, and files that are older than a register")
struct ReceptionFindingTests {
    private static let weekly = "weekday: 4, start: \"15:00\", place: 议事亭"

    @Test(
        "A rhythm is a day of the week or of the month, at a kind that there is",
        arguments: [
            ("kind: weekly, start: \"15:00\", place: 议事亭", "weekday (1 to 7) or month_day"),
            ("kind: weekly, month_day: 15, \(weekly)", "one of them"),
            ("kind: weekly, month_day: 31, start: \"15:00\", place: 议事亭", "28"),
            ("kind: monthly, \(weekly)", "a kind of receptions.yaml"),
            ("kind: weekly, weekday: 4, start: \"25:00\", place: 议事亭", "a time of day"),
        ])
    func refused(entry: String, words: String) throws {
        let fixture = try SettingsFixture()
        let line = try fixture.edit("demo/estate.yaml", "receptions:\n", "receptions:\n  - {\(entry)}\n")
        let findings = fixture.check().filter { $0.file.hasSuffix("demo/estate.yaml") }
        #expect(findings.first?.line == line + 1, "\(findings)")
        #expect(findings.first?.message.contains(words) == true, "\(findings)")
    }

    @Test("A kind is named by its name or one of its words")
    func kinds() throws {
        let rules = try CheckoutTests.settings().receptions
        #expect(rules.kind(namedIn: "小区支部的接待日我爸想去一趟")?.code == "day")
        #expect(rules.kind(namedIn: "约个律师问继承")?.code == "legal")
        #expect(rules.kind(namedIn: "茶桌会能去吗")?.code == "talk")
        #expect(rules.kind(namedIn: "预约接访") == nil)
    }

    @Test("A file from before visits and activities has none of them")
    func olderRegisters() throws {
        let fixture = try SettingsFixture()
        let text = try fixture.text("registers.yaml")
        let before = try #require(text.range(of: "visits:\n"))
        try fixture.write("registers.yaml", String(text[..<before.lowerBound]))
        let registers = try fixture.load().registers
        #expect(registers.visits.knockDays == 0 && registers.activities.planByDay == 0)
        #expect(registers.inspections.kinds.isEmpty)
        #expect(registers.needs.open == 5, "what it says counts")
    }
}
