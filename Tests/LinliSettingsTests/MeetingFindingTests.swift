import LinliSettings
import Testing

/// Meetings that could not work, each found at its line.
@Suite struct MeetingFindingTests {
    @Test func theShippedMeetingsAreThose() throws {
        let meetings = try SettingsFixture().load().meetings
        #expect(meetings.kinds.map(\.code) == ["four_party", "hall", "street", "big_committee"])
        #expect(meetings.kind("四方联席")?.period == .month)
        #expect(meetings.kind("大党委")?.level == .l5)
        #expect(meetings.itemClass("急事")?.way == .ask)
    }

    @Test(arguments: [
        ("period: month", "period: week", "one of"),
        ("classes: [big, important, urgent]", "classes: [big, huge]", "there is no class huge"),
        ("way: ask, answer: 2h", "way: ask", "answer belongs to way: ask"),
        ("words: [议事厅]", "words: [四方联席]", "names both four_party and hall"),
        ("words: [大党委]", "words: [党]", "too short"),
        ("code: hall", "code: four_party", "listed twice"),
        ("calls: [street]", "calls: [mayor]", "one of"),
    ])
    func aMeetingThatCannotWork(old: String, new: String, words: String) throws {
        let fixture = try SettingsFixture()
        let line = try fixture.edit("meetings.yaml", old, new)
        let findings = fixture.check().filter { $0.file.hasSuffix("meetings.yaml") }
        #expect(findings.contains { $0.message.contains(words) && abs($0.line - line) <= 9 }, "\(findings)")
    }

    @Test func anEstateThatIsNotThere() throws {
        let fixture = try SettingsFixture()
        try fixture.edit("meetings.yaml", "residents: false", "residents: false\n    estates: [XYZ]")
        #expect(fixture.check().contains { $0.message.contains("there is no estate XYZ") })
    }
}
