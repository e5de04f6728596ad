import LinliModel
import LinliSettings
import Testing

/// Mistakes in single files: each is one finding, where it stands.
@Suite struct FindingTests {
    struct Spoilt: Sendable, CustomTestStringConvertible {
        var file: String
        var old: String
        var new: String
        var words: String
        /// How many lines below the spoilt text the finding stands.
        var below = 0

        var testDescription: String { "\(file): \(new)" }
    }

    @Test(arguments: [
        Spoilt(
            file: "sla.yaml", old: "warnings_percent: [50, 80]",
            new: "warnings_percent: [50, 80]\ncolour: red",
            words: "unknown key colour", below: 1),
        Spoilt(
            file: "sla.yaml", old: "{target: 5m, clock: wall}", new: "{target: 5 minutes, clock: wall}",
            words: "90s, 5m, 2h"),
        Spoilt(
            file: "sla.yaml", old: "target: 24h, clock: wall}", new: "target: 3wd, clock: wall}",
            words: "working days need clock: business"),
        Spoilt(
            file: "sla.yaml", old: "{target: 30m, clock: business, windows: service}",
            new: "{target: 30m, clock: business}", words: "needs windows"),
        Spoilt(
            file: "sla.yaml", old: "category: lift.trapped", new: "category: lift.traped",
            words: "no category lift.traped"),
        Spoilt(file: "sla.yaml", old: "[50, 80]", new: "[50, 180]", words: "from 1 to 99"),
        Spoilt(
            file: "categories.yaml", old: "burst: {name: 爆管, urgency: P1}",
            new: "burst: {name: 爆管, urgency: P9}", words: "one of P0, P1, P2, P3, none"),
        Spoilt(
            file: "categories.yaml", old: "burst: {name: 爆管, urgency: P1}", new: "burst: {name: 爆管}",
            words: "the key urgency is missing"),
        Spoilt(
            file: "categories.yaml", old: "own: engineer", new: "own: plumber",
            words: "one of building_lead"),
        Spoilt(
            file: "categories.yaml", old: "urgency: P0, advice: gas}", new: "urgency: P0}",
            words: "gas.leak is P0 and has no advice"),
        Spoilt(
            file: "points.yaml", old: "cap: 1/day, evidence: 照片或见证人", new: "cap: often, evidence: 照片或见证人",
            words: "a cap like 2/day"),
        Spoilt(
            file: "points.yaml", old: "category: 平安守护, name: 上报隐患经核实",
            new: "category: 平安, name: 上报隐患经核实", words: "not among the categories"),
        Spoilt(
            file: "points.yaml",
            old: "points: 6, cap: 2/month, evidence: 签到, approvers: [community], approvals: 2",
            new: "points: 6, cap: 2/month, evidence: 签到, approvers: [community]", words: "approvals: 2"),
        Spoilt(
            file: "points.yaml", old: "points: 2, cap: 2/day, evidence: 被帮扶人确认",
            new: "points: 11, cap: 2/day, evidence: 被帮扶人确认", words: "from 1 to 10"),
        Spoilt(
            file: "points.yaml", old: "number: 7, code: visit_elder", new: "number: 7, code: small_wish",
            words: "small_wish is listed twice", below: 1),
        Spoilt(
            file: "rewards.yaml", old: "aliases: [伞]", new: "aliases: [抽纸]", words: "抽纸 is used twice"),
        Spoilt(
            file: "points.yaml", old: "aliases: [夜间巡逻", new: "aliases: [献血", words: "献血 is used twice"),
        Spoilt(
            file: "points.yaml", old: ", branch: 小区党支部", new: "", words: "the key branch is missing"),
        Spoilt(
            file: "rewards.yaml", old: "code: umbrella", new: "code: tissue",
            words: "tissue is listed twice"),
        Spoilt(
            file: "receptions.yaml", old: "closes_at: \"17:00\"", new: "closes_at: \"25:00\"",
            words: "a time of day like 17:00"),
        Spoilt(
            file: "receptions.yaml", old: "walk_in_percent: 30", new: "walk_in_percent: thirty",
            words: "from 0 to 100"),
        Spoilt(
            file: "roles.yaml",
            old: "[list, show, open, accept, arrive, resolve, return, note, reply, acknowledge]",
            new: "[list, show, open, arrive, sing]",
            words: "no act ticket.sing"),
        Spoilt(
            file: "ladder.yaml", old: "when: created", new: "when: forgotten", words: "one of created"),
        Spoilt(
            file: "ladder.yaml", old: "roles: [cadre]", new: "roles: [mayor]",
            words: "one of building_lead"),
        Spoilt(
            file: "calendars/2026.yaml", old: "\"date\": \"2026-01-04\"", new: "\"date\": \"2026-02-30\"",
            words: "a day like"),
        Spoilt(
            file: "calendars/2026.yaml", old: "\"date\": \"2026-01-04\"", new: "\"date\": \"2025-01-04\"",
            words: "not in 2026"),
        Spoilt(
            file: "calendars/2026.yaml", old: "\"date\": \"2026-01-04\"", new: "\"date\": \"2026-01-03\"",
            words: "2026-01-03 is listed twice"),
        Spoilt(
            file: "calendars/2026.yaml", old: "\"date\": \"2026-01-04\"", new: "\"date\": \"2026-01-05\"",
            words: "ordinary working day already"),
        Spoilt(
            file: "calendars/2026.yaml", old: "\"year\": 2026", new: "\"year\": 2025",
            words: "make them equal"),
        Spoilt(
            file: "demo/data.yaml", old: "home: 3-2-501", new: "home: 3-2-1501",
            words: "a home of the register"),
        Spoilt(
            file: "demo/data.yaml", old: "reward: tissue", new: "reward: gold",
            words: "a reward of rewards.yaml"),
        Spoilt(
            file: "demo/data.yaml", old: "kind: talk", new: "kind: chat",
            words: "a kind of receptions.yaml"),
        Spoilt(
            file: "demo/estate.yaml", old: "\"11\", \"12\"]", new: "\"11\", \"13\"]",
            words: "no building 13"),
        Spoilt(
            file: "demo/estate.yaml", old: "buildings: [\"6\"", new: "buildings: [\"5\", \"6\"",
            words: "building 5 is in the grids 1 and 2"),
        Spoilt(file: "demo/estate.yaml", old: "grid: \"2\"", new: "grid: \"9\"", words: "no grid 9"),
        Spoilt(
            file: "demo/estate.yaml", old: "floors: 1-28", new: "floors: 28-1", words: "a range of floors"
        ),
        Spoilt(
            file: "demo/estate.yaml", old: "areas: [\"128.60\", ", new: "areas: [",
            words: "4 areas are expected"),
        Spoilt(
            file: "demo/estate.yaml", old: "daily: \"08:00-20:00\"", new: "daily: \"08:00-08:00\"",
            words: "no length"),
        Spoilt(
            file: "demo/estate.yaml", old: "daily: \"08:00-20:00\"",
            new: "daily: \"08:00-20:00,19:00-22:00\"",
            words: "08:00-20:00 and 19:00-22:00 overlap"),
        // The night desk reaches into the next day's hours.
        Spoilt(
            file: "demo/estate.yaml", old: "daily: \"08:00-20:00\"",
            new: "daily: \"08:00-20:00,21:00-09:00\"",
            words: "21:00-09:00 and 08:00-20:00 overlap"),
        Spoilt(
            file: "ladder.yaml", old: "result: {P0: 2wd", new: "result: {P0: soon",
            words: "90s, 5m, 2h"),
        Spoilt(
            file: "demo/estate.yaml", old: "daily: \"08:00-20:00\"", new: "daily: \"8-20\"",
            words: "windows like 09:00-12:00"),
    ])
    func standsWhereTheMistakeIs(spoilt: Spoilt) throws {
        let fixture = try SettingsFixture()
        let line = try fixture.edit(spoilt.file, spoilt.old, spoilt.new) + spoilt.below
        let findings = fixture.check().filter { !$0.message.contains("calendars/2025.yaml") }
        // A spoilt year also leaves its place in the table; what counts is the line of the mistake.
        let here = findings.filter { $0.file.hasSuffix(spoilt.file) && $0.line == line }
        #expect(here.count == 1, "\(findings)")
        #expect(here.first?.message.contains(spoilt.words) == true, "\(findings)")
        #expect(findings.allSatisfy { $0.file.hasSuffix(spoilt.file) }, "\(findings)")
    }

    @Test func areAllCollected() throws {
        let fixture = try SettingsFixture()
        let sla = try fixture.edit("sla.yaml", "target: 5s", "target: soon")
        let rewards = try fixture.edit("rewards.yaml", "points: 15", "points: 0")
        let http = try fixture.edit("linli.yaml", "port: 8080", "port: 80800")
        let again = try fixture.edit("linli.yaml", "level: info", "level: loud")
        let findings = fixture.check(["LINLI_PUSH_TIMEOUT": "soon"])
        let places = findings.map { "\($0.file.split(separator: "/").last ?? ""):\($0.line)" }
        #expect(
            Set(places) == [
                "sla.yaml:\(sla)", "rewards.yaml:\(rewards)", "linli.yaml:\(http)",
                "linli.yaml:\(again)", "environment:0",
            ])
        #expect(throws: Findings.self) { try fixture.load() }
    }

    @Test func schemeKeepsItsShape() throws {
        let fixture = try SettingsFixture()
        let text = try fixture.text("points.yaml")
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter {
            !$0.contains("number: 35,")
        }
        try fixture.write("points.yaml", lines.joined(separator: "\n"))
        #expect(fixture.check().map(\.message) == ["the scheme has 35 items; 34 are listed"])
    }

    @Test(arguments: [
        "linli.yaml", "channels.yaml", "categories.yaml", "sla.yaml", "ladder.yaml", "points.yaml",
        "rewards.yaml",
        "receptions.yaml", "roles.yaml",
    ])
    func missingFilesAreNamed(name: String) throws {
        let fixture = try SettingsFixture()
        try fixture.remove(name)
        expectOne(fixture.check(), file: name, line: 0, "missing")
    }

    @Test func calendarsAreNeeded() throws {
        let fixture = try SettingsFixture()
        try fixture.remove("calendars")
        expectOne(fixture.check(), file: "calendars", line: 0, "add calendars/YEAR.yaml")
    }

    @Test func directoryIsNeeded() {
        expectOne(
            Settings.check(directory: "/nowhere/at/all", environment: [:]), file: "/nowhere/at/all",
            line: 0, "--config")
    }

    @Test func demoMayBeRemoved() throws {
        let fixture = try SettingsFixture()
        try fixture.remove("demo")
        try fixture.edit("channels.yaml", "  - {name: web, kind: web, estate: HTL}", "  []")
        let settings = try fixture.load()
        #expect(settings.demo == nil && settings.estates.isEmpty && settings.channels.isEmpty)
    }
}
