import Foundation
import LinliModel
import LinliSettings
import Testing

@Suite struct ChannelSettingsTests {
    private static let wechat = """
        channels:
          - {name: oa, kind: wechat, estate: HTL, mode: safe, app_id: wx1, app_secret: env:OA_SECRET,
             token: env:OA_TOKEN, encoding_aes_key: env:OA_AES, api_base: "http://127.0.0.1:9"}

        """
    private static let secrets = ["OA_SECRET": "s3cret", "OA_TOKEN": "t0ken", "OA_AES": "a3s"]

    private func check(_ text: String, _ environment: [String: String] = [:]) throws -> [Finding] {
        let fixture = try SettingsFixture()
        try fixture.write("channels.yaml", text)
        return fixture.check(environment)
    }

    @Test func shipsTheWebChatOnly() throws {
        let channels = try CheckoutTests.settings().channels
        #expect(channels.map(\.name) == ["web"])
        #expect(channels.first?.kind == .web && channels.first?.estate == "HTL")
    }

    /// The commented examples of the shipped file are right too, once their secrets are there.
    @Test func examplesAreRight() throws {
        let fixture = try SettingsFixture()
        let text = try fixture.text("channels.yaml")
        let lines = text.split(separator: "\n").map { line in
            line.hasPrefix("  # - ")
                ? "  " + line.dropFirst(4)
                : line.hasPrefix("# staff_robots") || line.hasPrefix("#   - ")
                    ? String(line.dropFirst(2)) : String(line)
        }
        try fixture.write("channels.yaml", lines.joined(separator: "\n"))
        let names = text.matches(of: /env:([A-Z_]+)/).map { String($0.1) }
        let environment = Dictionary(names.map { ($0, "x") }) { first, _ in first }
        // 24 secrets of eleven kinds, and the NAME of the first line.
        #expect(names.count == 25)
        let settings = try fixture.load(environment)
        let kinds = Set(settings.channels.map(\.kind))
        #expect(kinds == Set(ChannelConfiguration.Kind.allCases).subtracting([.wecomRobot]))
        #expect(settings.staffRobots.first?.topics == [.p0, .p1, .escalation])
        #expect(settings.staffRobots.first?.channel.fields["key"] == "x")
    }

    @Test("Two channels cannot pull from one account")
    func oneChannelAnAccount() throws {
        func entry(_ name: String, _ account: String) -> String {
            "  - {name: \(name), kind: wecom-kf, estate: HTL, corp_id: ww1, open_kfid: \(account),"
                + " secret: env:S, token: env:S, encoding_aes_key: env:S}\n"
        }
        let secret = ["S": "x"]
        #expect(try check("channels:\n" + entry("a", "wk1") + entry("b", "wk2"), secret).isEmpty)
        let findings = try check("channels:\n" + entry("a", "wk1") + entry("b", "wk1"), secret)
        #expect(findings.map(\.line) == [3])
        #expect(findings.first?.message.contains("open_kfid of b") == true)
    }

    @Test func resolvesTheEnvironment() throws {
        let fixture = try SettingsFixture()
        try fixture.write("channels.yaml", Self.wechat)
        let channel = try #require(try fixture.load(Self.secrets).channels.first)
        #expect(
            channel.fields == [
                "mode": "safe", "app_id": "wx1", "app_secret": "s3cret", "token": "t0ken",
                "encoding_aes_key": "a3s",
                "api_base": "http://127.0.0.1:9",
            ])
        #expect(channel.line == 2 && channel.file.hasSuffix("channels.yaml"))
    }

    @Test func namesChannelFieldAndVariable() throws {
        var environment = Self.secrets
        environment["OA_TOKEN"] = nil
        let findings = try check(Self.wechat, environment)
        expectOne(findings, file: "channels.yaml", line: 3, "channel oa", "token", "OA_TOKEN", "set it")
    }

    @Test func commandsWithoutChannelsNeedNoSecrets() throws {
        let fixture = try SettingsFixture()
        try fixture.write("channels.yaml", Self.wechat)
        #expect(throws: Findings.self) { try fixture.load() }
        let settings = try Settings.load(
            directory: fixture.directory, environment: [:], includingChannels: false)
        #expect(settings.channels.isEmpty && settings.estates.keys.contains("HTL"))
        try fixture.remove("sla.yaml")
        #expect(Set(try Settings.calendars(directory: fixture.directory).keys) == [2025, 2026])
        try fixture.edit("calendars/2026.yaml", "off\": true", "off\": maybe")
        #expect(throws: Findings.self) { try Settings.calendars(directory: fixture.directory) }
    }

    @Test func readsSecretsFromFiles() throws {
        let fixture = try SettingsFixture()
        let secret = fixture.path("secret")
        try fixture.write("secret", "s3cret\r\n")
        let text = Self.wechat.replacing("env:OA_SECRET", with: "file:\(secret)")
        try fixture.write("channels.yaml", text)
        #expect(try fixture.load(Self.secrets).channels.first?.fields["app_secret"] == "s3cret")
        try fixture.write("secret", "\n")
        expectOne(fixture.check(Self.secrets), file: "channels.yaml", line: 2, "app_secret", "is empty")
        try fixture.remove("secret")
        expectOne(fixture.check(Self.secrets), file: "channels.yaml", line: 2, "app_secret", "missing")
    }

    @Test func secretsDoNotStandInTheFile() throws {
        let findings = try check(Self.wechat.replacing("env:OA_SECRET", with: "hunter2"), Self.secrets)
        expectOne(
            findings, file: "channels.yaml", line: 2, "channel oa: app_secret",
            "write env:NAME or file:PATH")
        #expect(findings.allSatisfy { !$0.message.contains("hunter2") })
    }

    @Test(arguments: [
        ("estate: HTL", "estate: ABC", "no estate ABC", 2),
        ("kind: wechat", "kind: qq", "one of wechat", 2),
        ("name: oa", "name: OA!", "a name of a-z", 2),
        ("mode: safe", "modus: safe", "unknown key modus", 2),
        ("mode: safe", "bot_token: env:OA_AES", "unknown key bot_token", 2),
        ("http://127.0.0.1:9", "127.0.0.1", "api_base must be an address", 3),
        ("kind: wechat", "kind: wecom-robot", "under staff_robots", 2),
    ])
    func entriesAreChecked(old: String, new: String, words: String, line: Int) throws {
        let findings = try check(Self.wechat.replacing(old, with: new), Self.secrets)
        let here = findings.filter { $0.line == line && $0.message.contains(words) }
        #expect(here.count == 1, "\(findings)")
    }

    @Test func namesAreUsedOnce() throws {
        let text = """
            channels:
              - {name: web, kind: web, estate: HTL}
              - {name: web, kind: web, estate: HTL}
            staff_robots:
              - {name: web, kind: wecom-robot, key: env:KEY, for: [P0]}
            """
        let findings = try check(text, ["KEY": "k"])
        #expect(findings.map(\.line) == [3, 5])
        #expect(findings.allSatisfy { $0.message.contains("used twice") })
    }

    @Test func robotsServeSomething() throws {
        let text = """
            channels: []
            staff_robots:
              - {name: duty, kind: wecom-robot, key: env:KEY, for: []}
            """
        expectOne(try check(text, ["KEY": "k"]), file: "channels.yaml", line: 3, "at least one")
    }
}
