import LinliModel
import LinliSettings
import Testing

/// Ladders that could not work, each found at its line.
@Suite struct LadderFindingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let old: String
        let new: String
        let words: String
        var testDescription: String { new }
    }

    /// Rules that replace one of the shipped ones and are wrong by themselves.
    @Test(arguments: [
        Case(
            old: "{when: not_settled, after: 3wd, to: L4}",
            new: "{when: not_settled, after: 3wd, from: L4, to: L4}", words: "a loop: this rule leads from L4"
        ),
        Case(
            old: "{when: second_urge, from: L1, to: L2}", new: "{when: second_urge, from: L3, to: L2}",
            words: "a loop: this rule leads from L3 to L2"),
        Case(
            old: "{urgency: P2, when: accept_overdue, to: L2}",
            new: "{urgency: P2, when: accept_overdue, to: L1}", words: "where every matter begins"),
        Case(
            old: "{urgency: P1, when: not_arrived, after: 45m, to: L2}",
            new: "{urgency: P1, when: not_accepted, after: 15m, to: L2}", words: "already"),
        // Nobody has arrived after ten minutes where nobody has accepted after fifteen.
        Case(
            old: "{urgency: P1, when: not_arrived, after: 45m, to: L2}",
            new: "{urgency: P1, when: not_arrived, after: 10m, to: L2}", words: "never reached"),
        Case(
            old: "{urgency: P0, when: first_breach, to: L2}",
            new: "{urgency: P0, when: first_breach, to: L2, notice: true}", words: "say created"),
    ])
    func aRuleThatCannotAct(_ one: Case) throws {
        let fixture = try SettingsFixture()
        try fixture.edit("ladder.yaml", one.old, one.new)
        let findings = fixture.check().filter { $0.file.hasSuffix("ladder.yaml") }
        #expect(findings.contains { $0.message.contains(one.words) && $0.line > 0 }, "\(findings)")
    }

    @Test func anUrgencyThatNothingLiftsIsAGap() throws {
        let fixture = try SettingsFixture()
        try fixture.edit("ladder.yaml", "  - {urgency: P3, when: first_breach, to: L2}\n", "")
        for level in 1...3 {
            try fixture.edit(
                "ladder.yaml", "  - {when: second_urge, from: L\(level), to: L\(level + 1)}\n", "")
        }
        let findings = fixture.check()
        #expect(findings.map(\.message).contains { $0.contains("no rule lifts P3 from L1") }, "\(findings)")
        #expect(findings.allSatisfy { $0.file.hasSuffix("ladder.yaml") })
    }

    @Test func aLevelThatNothingLeadsToIsAGap() throws {
        let fixture = try SettingsFixture()
        try fixture.edit("ladder.yaml", "  - {when: not_settled, after: 10wd, to: L5}\n", "")
        #expect(fixture.check().map(\.message).contains { $0.contains("no rule leads to L5") })
    }

    /// Five other names (domain.md C09), the same levels: names are data.
    @Test func otherNamesAreNoMatter() throws {
        let fixture = try SettingsFixture()
        for (old, new) in [
            ("小区·物业", "党员中心户"), ("小区·党支部/业委会", "楼院党小组"), ("name: 社区", "name: 网格党组织"),
            ("街道与部门（吹哨报到）", "社区大党委"), ("区/市“大党委”联席会议", "街道大党工委"),
        ] {
            try fixture.edit("ladder.yaml", old, new)
        }
        #expect(fixture.check().isEmpty)
        #expect(try fixture.load().ladder.rung(.l5)?.name == "街道大党工委")
    }

    @Test func aLadderWithoutSilenceTellsOnce() throws {
        let fixture = try SettingsFixture()
        let text = try fixture.text("ladder.yaml")
        let start = try #require(text.range(of: "silence:\n"))
        let end = try #require(text.range(of: "# How soon departments"))
        try fixture.write("ladder.yaml", String(text[..<start.lowerBound]) + text[end.lowerBound...])
        #expect(try fixture.load().ladder.silence == nil)
    }
}
