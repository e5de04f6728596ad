import LinliModel
import LinliSettings
import Testing

/// Where the ladder leads to nobody, found before anybody rings there.
@Suite struct RosterGapTests {
    private static func gaps(_ fixture: SettingsFixture, from today: String = "2026-03-16") throws
        -> [Finding]
    {
        try fixture.load().gaps(from: try #require(CivilDate(today)))
    }

    private static func write(_ fixture: SettingsFixture, _ rows: String...) throws {
        try fixture.write("leave.yaml", "leave:\n" + rows.map { "  - \($0)\n" }.joined())
    }

    @Test func theShippedEstateHasNone() throws {
        #expect(try Self.gaps(try SettingsFixture()) == [])
    }

    @Test func aLevelWithoutAnybody() throws {
        let fixture = try SettingsFixture()
        try fixture.edit(
            "demo/estate.yaml", "  - {code: cadre, role: cadre,", "  - {code: cadre, role: street,")
        let gaps = try Self.gaps(fixture)
        #expect(gaps.count == 1)
        #expect(gaps.first?.message.hasPrefix("a gap: nobody works on L5 (cadre)") == true)
        #expect(gaps.first?.file.hasSuffix("demo/estate.yaml") == true)
        #expect(gaps.first?.line ?? 0 > 1)
    }

    @Test func aBuildingInNoGridAndAGridWithoutASteward() throws {
        let fixture = try SettingsFixture()
        try fixture.edit("demo/estate.yaml", #""10", "11", "12"]}"#, #""10", "11"]}"#)
        try fixture.edit(
            "demo/estate.yaml", #"第2网格管家, grid: "2""#, #"第2网格管家, grid: "1""#)
        #expect(
            try Self.gaps(fixture).map(\.message).sorted() == [
                "a gap: building 12 lies in no grid; add it to one",
                "a gap: no steward works in grid 2; add a post to the roster",
            ])
    }

    @Test func nobodyStandsInForTheCommittee() throws {
        let fixture = try SettingsFixture()
        try fixture.edit("demo/estate.yaml", "kind: committee", "kind: mediation")
        #expect(try Self.gaps(fixture) == [], "the community does")
        try fixture.edit("demo/estate.yaml", "kind: community", "kind: mediation")
        #expect(
            try Self.gaps(fixture).map(\.message) == [
                "a gap: nobody stands in for the committee; name a body that does"
            ])
    }

    @Test func hoursWithoutAnybodyOnTheFirstLevel() throws {
        let fixture = try SettingsFixture()
        try fixture.edit("demo/estate.yaml", #"{daily: "19:00-07:00"}"#, #"{daily: "19:00-01:00"}"#)
        try fixture.edit("demo/estate.yaml", #"{daily: "20:00-08:00"}"#, #"{daily: "20:00-23:00"}"#)
        let gaps = try Self.gaps(fixture).map(\.message)
        #expect(gaps == ["a gap: from 01:00 to 07:00 nobody of L1 is on duty every day; add a post"])
    }

    @Test func leaveThatTakesTheLastOneAway() throws {
        let fixture = try SettingsFixture()
        try Self.write(
            fixture, "{estate: HTL, post: street, from: 2026-03-16, until: 2026-03-18}",
            "{estate: HTL, post: manager, from: 2026-03-16, until: 2026-03-18}")
        let gaps = try Self.gaps(fixture)
        #expect(gaps.count == 1, "L2 has others: \(gaps)")
        #expect(gaps.first?.line == 2)
        #expect(gaps.first?.message.contains("from 2026-03-16 to 2026-03-18") == true)
        #expect(gaps.first?.message.contains("L4") == true)
        #expect(try Self.gaps(fixture, from: "2026-03-18").first?.message.contains("on 2026-03-18") == true)
        #expect(try Self.gaps(fixture, from: "2026-03-19").isEmpty, "leave that is over is no gap")
    }

    @Test func aStandInClosesTheGap() throws {
        let fixture = try SettingsFixture()
        try fixture.edit(
            "demo/estate.yaml", "  - {code: cadre,",
            "  - {code: street-2, role: street, name: 街道值班二, windows: {daily: \"18:00-20:00\"}}\n"
                + "  - {code: cadre,")
        try Self.write(
            fixture,
            "{estate: HTL, post: street, from: 2026-03-16, until: 2026-03-18, stand_in: street-2}")
        #expect(try Self.gaps(fixture) == [])
    }

    @Test(arguments: [
        ("{estate: HTL, post: mayor, from: 2026-03-16, until: 2026-03-18}", "has no post mayor"),
        ("{estate: XYZ, post: manager, from: 2026-03-16, until: 2026-03-18}", "there is no estate XYZ"),
        ("{estate: HTL, post: manager, from: 2026-03-16, until: 2026-03-15}", "ends before it begins"),
        (
            "{estate: HTL, post: manager, from: 2026-03-16, until: 2026-03-18, stand_in: street}",
            "another post of the role manager"
        ),
        (
            "{estate: HTL, post: steward-1, from: 2026-03-16, until: 2026-03-18, stand_in: steward-1}",
            "another post of the role steward"
        ),
        ("{estate: HTL, post: manager, from: 2026-02-30, until: 2026-03-18}", "a day like"),
    ])
    func leaveThatIsWrong(row: String, words: String) throws {
        let fixture = try SettingsFixture()
        try Self.write(fixture, row)
        let findings = fixture.check()
        #expect(findings.contains { $0.message.contains(words) && $0.line == 2 }, "\(findings)")
    }

    @Test func leaveTwiceAndAStandInWhoIsAwayToo() throws {
        let fixture = try SettingsFixture()
        try Self.write(
            fixture,
            "{estate: HTL, post: steward-1, from: 2026-03-16, until: 2026-03-18, stand_in: steward-2}",
            "{estate: HTL, post: steward-2, from: 2026-03-18, until: 2026-03-20}",
            "{estate: HTL, post: steward-2, from: 2026-03-20, until: 2026-03-21}")
        let findings = fixture.check()
        #expect(findings.map(\.line) == [2, 4], "\(findings)")
    }

    @Test func withoutTheFileNobodyIsAway() throws {
        let fixture = try SettingsFixture()
        try fixture.remove("leave.yaml")
        #expect(try fixture.load().leave.isEmpty)
    }
}
