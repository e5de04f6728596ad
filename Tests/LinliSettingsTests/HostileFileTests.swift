import LinliModel
import LinliSettings
import Testing

/// Files that no honest hand writes: each ends in one finding, quickly, and nothing is expanded.
@Suite struct HostileFileTests {
    private func check(_ text: String) throws -> [Finding] {
        let fixture = try SettingsFixture()
        try fixture.write("rewards.yaml", text)
        return fixture.check().filter { $0.file.hasSuffix("rewards.yaml") }
    }

    /// "Billion laughs": ten levels of ten would be ten thousand million entries.
    @Test func aliasesAreNotExpanded() throws {
        var text = "a0: &a0 [lol, lol]\n"
        for level in 1...10 {
            let inner = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(inner)]\n"
        }
        expectOne(try check(text), file: "rewards.yaml", line: 2, "aliases")
    }

    /// Behind a comment that is none, behind the line breaks of YAML 1.1, as a key, in a merge.
    @Test(arguments: [
        "  - *x", "  [*x]", "  ? *x\n  : 1", "  *x", "  <<: *x", "  [\"a #\", *x]", "  [\u{85}*x]",
        "  [\u{2028}*x]",
        "  # no comment\u{2028}  *x",
    ])
    func anAliasIsFoundWhereverItStands(text: String) throws {
        expectOne(try check("a: &x 1\nitems:\n\(text)\n"), file: "rewards.yaml", line: 3, "aliases")
    }

    @Test func anAliasNeedsAnAnchor() throws {
        expectOne(try check("items:\n  - *x\n"), file: "rewards.yaml", line: 2, "undefined alias")
    }

    @Test func starsInCommentsAndWordsAreHarmless() throws {
        let fixture = try SettingsFixture()
        try fixture.edit("rewards.yaml", "items:", "# see *below*\nitems:")
        try fixture.edit("rewards.yaml", "name: 雨伞", "name: 雨伞*大号")
        #expect(try fixture.load().rewards.contains { $0.name == "雨伞*大号" })
    }

    @Test func nestingIsBounded() throws {
        #expect(try check("items: " + String(repeating: "[", count: 100_000)).count == 1)
        #expect(try check(String(repeating: "- ", count: 100_000) + "x").count == 1)
        #expect(try check(String(repeating: "{a: ", count: 100_000)).count == 1)
    }

    @Test func keysStandOnce() throws {
        let fixture = try SettingsFixture()
        let line = try fixture.append("rewards.yaml", "items: []\n")
        let findings = fixture.check()
        #expect(findings.count == 1)
        #expect(findings.first?.message.contains("the key items stands here twice") == true)
        #expect([3, line].contains(findings.first?.line ?? 0), "\(findings)")
    }

    @Test(arguments: [
        ("", 0), ("# nothing\n", 0), ("items: [1, 2\n", 0), ("a: b: c\n", 1), ("items:\n\t- x\n", 2),
        ("--- 1\n--- 2\n", 0), ("just words\n", 1), ("- a\n- b\n", 1),
    ])
    func notOneTableIsOneFinding(text: String, line: Int) throws {
        let findings = try check(text)
        #expect(findings.count == 1, "\(findings)")
        if line > 0 { #expect(findings.first?.line == line, "\(findings)") }
    }

    @Test func bytesThatAreNoText() throws {
        let fixture = try SettingsFixture()
        try fixture.write("rewards.yaml", bytes: [0xFF, 0xFE, 0x00, 0x41])
        expectOne(
            fixture.check().filter { $0.file.hasSuffix("rewards.yaml") }, file: "rewards.yaml", line: 0,
            "UTF-8")
    }

    @Test func tooLong() throws {
        let fixture = try SettingsFixture()
        try fixture.write("rewards.yaml", String(repeating: "#", count: Limits.settingsFileBytes) + "\n")
        expectOne(
            fixture.check().filter { $0.file.hasSuffix("rewards.yaml") }, file: "rewards.yaml", line: 0,
            "longer than")
    }

    @Test func aRegisterCannotAskForTheWorld() throws {
        let fixture = try SettingsFixture()
        var text = try fixture.text("demo/estate.yaml")
        let units = (1...8).map { "      - {code: \"\($0)\", floors: 1-200, doors: 99}" }.joined(
            separator: "\n")
        text = text.replacing("grids:\n", with: "  - code: \"99\"\n    units:\n\(units)\ngrids:\n")
        try fixture.write("demo/estate.yaml", text)
        let findings = fixture.check()
        #expect(!findings.isEmpty)
        #expect(findings.allSatisfy { $0.message.contains("more than 100000 rooms") }, "\(findings)")
    }
}
