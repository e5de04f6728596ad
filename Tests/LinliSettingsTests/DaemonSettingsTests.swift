import LinliModel
import LinliSettings
import Testing

@Suite struct DaemonSettingsTests {
    @Test func defaultsAreThoseOfTheInterface() throws {
        let fixture = try SettingsFixture()
        try fixture.write("linli.yaml", "http: {}\n")
        let daemon = try fixture.load().daemon
        #expect(daemon.httpHost == "127.0.0.1" && daemon.httpPort == 8080)
        #expect(
            daemon.adminHost == "127.0.0.1" && daemon.adminPort == nil
                && daemon.effectiveAdminPort == 8081)
        #expect(daemon.storeURL == "sqlite:var/linli.sqlite" && daemon.dataDirectory == "var")
        #expect(daemon.intentsDirectory == "Intents" && daemon.publicURL == nil)
        #expect(daemon.push.proxy == nil && daemon.push.allowPrivate.isEmpty)
        let days: [RetentionClass: Int64] = [
            .message: 90, .attachment: 180, .ticket: 1095, .ledger: 1095, .booking: 365, .vote: 730,
            .audit: 365,
        ]
        for kind in RetentionClass.allCases {
            #expect(days[kind].map(TimeSpan.days) == daemon.retention.span(of: kind), "\(kind)")
        }
    }

    @Test func checkoutSaysTheDefaults() throws {
        let shipped = try CheckoutTests.settings().daemon
        #expect(String(describing: shipped) == String(describing: DaemonSettings.standard))
    }

    @Test func environmentWinsOverTheFile() throws {
        let fixture = try SettingsFixture()
        try fixture.write("linli.yaml", "http.port: 9000\nstore: {url: \"sqlite:a.sqlite\"}\n")
        let daemon = try fixture.load([
            "LINLI_HTTP_PORT": "0", "LINLI_STORE_URL": "postgres://linli@db/linli",
            "LINLI_LOG_LEVEL": "debug",
            "LINLI_PUSH_ALLOW_PRIVATE": "http://127.0.0.1:9, http://10.0.0.5:8090",
            "LINLI_ADMIN_HOST": "",
        ]).daemon
        #expect(daemon.httpPort == 0 && daemon.effectiveAdminPort == 0)
        #expect(daemon.storeURL == "postgres://linli@db/linli" && daemon.logLevel == "debug")
        #expect(daemon.push.allowPrivate == ["http://127.0.0.1:9", "http://10.0.0.5:8090"])
        #expect(daemon.adminHost == "127.0.0.1")
    }

    @Test func portsBesideEachOther() throws {
        let fixture = try SettingsFixture()
        #expect(try fixture.load(["LINLI_HTTP_PORT": "9000"]).daemon.effectiveAdminPort == 9001)
        #expect(try fixture.load(["LINLI_HTTP_PORT": "65535"]).daemon.effectiveAdminPort == 0)
        let both = ["LINLI_HTTP_PORT": "9000", "LINLI_ADMIN_PORT": "7"]
        #expect(try fixture.load(both).daemon.effectiveAdminPort == 7)
    }

    @Test(arguments: [
        ("LINLI_HTTP_PORT", "99999", "from 0 to 65535"), ("LINLI_HTTP_PORT", "http", "from 0 to 65535"),
        ("LINLI_STORE_URL", "mysql://x", "sqlite:PATH"), ("LINLI_STORE_URL", "sqlite:", "sqlite:PATH"),
        ("LINLI_LOG_LEVEL", "loud", "one of trace"),
        ("LINLI_WEB_PUBLIC_URL", "example.org", "an address like"),
        ("LINLI_RETENTION_AUDIT", "30", "from 183"),
        ("LINLI_PUSH_ALLOW_PRIVATE", "http://a/b", "without a path"),
        ("LINLI_PUSH_PROXY", "file:/nowhere/proxy", "missing"),
    ])
    func wrongVariablesAreNamed(variable: String, value: String, words: String) throws {
        let findings = try SettingsFixture().check([variable: value])
        expectOne(findings, file: "environment", line: 0, variable, words)
    }

    @Test func unknownSettingsAreFindings() throws {
        let fixture = try SettingsFixture()
        let inner = try fixture.edit("linli.yaml", "  port: 8080", "  prot: 8080")
        let outer = try fixture.append("linli.yaml", "colour: red\n")
        let findings = fixture.check()
        #expect(findings.map(\.line) == [inner, outer])
        #expect(
            findings.first?.message.hasPrefix(
                "unknown setting http.prot; known here: http.host, http.port") == true)
    }

    @Test func aSettingStandsOnce() throws {
        let fixture = try SettingsFixture()
        let line = try fixture.append("linli.yaml", "http.port: 9000\n")
        expectOne(fixture.check(), file: "linli.yaml", line: line, "http.port stands here twice")
    }

    @Test func passwordsDoNotStandInTheFile() throws {
        let fixture = try SettingsFixture()
        let line = try fixture.edit(
            "linli.yaml", "sqlite:var/linli.sqlite", "postgres://linli:hunter2@db/linli")
        let findings = fixture.check()
        expectOne(findings, file: "linli.yaml", line: line, "store.url", "env:NAME or file:PATH")
        #expect(findings.allSatisfy { !$0.message.contains("hunter2") })
        try fixture.edit("linli.yaml", "postgres://linli:hunter2@db/linli", "env:LINLI_DB")
        let daemon = try fixture.load(["LINLI_DB": "postgres://linli:hunter2@db/linli"]).daemon
        #expect(daemon.storeURL == "postgres://linli:hunter2@db/linli")
    }

    @Test func everyKeyHasItsVariableAndMeaning() {
        let keys = SettingKey.all.map(\.key)
        #expect(Set(keys).count == keys.count)
        #expect(SettingKey.named("http.port")?.variable == "LINLI_HTTP_PORT")
        #expect(SettingKey.named("push.allow_private")?.variable == "LINLI_PUSH_ALLOW_PRIVATE")
        #expect(SettingKey.all.allSatisfy { $0.meaning.hasSuffix(".") || $0.meaning.hasSuffix(").") })
    }
}
