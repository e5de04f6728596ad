import LinliModel
import Testing

@testable import LinliChannels

@Suite("A channel that is not complete does not start")
struct ChannelCatalogueTests {
    private func finding(_ kind: ChannelConfiguration.Kind, _ fields: [String: String]) -> Finding? {
        do {
            _ = try ChannelCatalogue.make(
                ChannelConfiguration(
                    name: "c", kind: kind, estate: "HTL", fields: fields, file: "channels.yaml", line: 7))
            return nil
        } catch { return error }
    }

    private static let wechat = [
        "app_id": "wx1", "app_secret": "s3cr3t", "token": "t0k3n",
        "encoding_aes_key": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    ]

    @Test func complete() {
        #expect(finding(.wechat, Self.wechat) == nil)
        #expect(finding(.web, [:]) == nil)
    }

    @Test(arguments: ["app_id", "app_secret", "token", "encoding_aes_key"])
    func aMissingFieldIsNamed(name: String) {
        for value in [nil, "", "  \n"] as [String?] {
            var fields = Self.wechat
            fields[name] = value
            let finding = finding(.wechat, fields)
            #expect(finding?.file == "channels.yaml" && finding?.line == 7)
            #expect(finding?.message.hasPrefix("channel c: set \(name)") == true)
        }
    }

    @Test func theSecretSentence() {
        let finding = finding(.wechat, Self.wechat.filter { $0.key != "app_secret" })
        #expect(finding?.description == "channels.yaml:7: channel c: set app_secret (env:NAME or file:PATH)")
    }

    @Test func plainModeIsAskedFor() {
        let fields = Self.wechat.filter { $0.key != "encoding_aes_key" }
        #expect(finding(.wechat, fields) != nil)
        #expect(finding(.wechat, fields.merging(["mode": "plain"]) { $1 }) == nil)
        let open = finding(.wechat, Self.wechat.merging(["mode": "open"]) { $1 })
        #expect(open?.message.contains("mode") == true)
    }

    @Test func pastedWhiteSpaceIsNoMistake() {
        #expect(finding(.wechat, Self.wechat.mapValues { " \($0)\n" }) == nil)
    }

    @Test(arguments: [
        ("encoding_aes_key", "short"), ("api_base", "ftp://x"), ("api_base", "https://"),
        ("api_base", "https://u:p@h"), ("api_base", "https://h?x=1"), ("api_base", "https://h:99999"),
        ("api_base", "https://h h"), ("token", "two words"), ("tokn", "x"),
    ])
    func malformedFieldsAreNamedAndNotRepeated(name: String, value: String) {
        let finding = finding(.wechat, Self.wechat.merging([name: value]) { $1 })
        #expect(finding?.message.contains(name) == true)
        if value != "x" { #expect(finding?.message.contains(value) == false) }
        for secret in Self.wechat.values { #expect(finding?.message.contains(secret) == false) }
    }

    @Test func bridgesNeedASecretAndAnAddress() {
        let fields = ["secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "push_url": "https://h/x"]
        #expect(finding(.standard, fields) == nil)
        #expect(finding(.standard, fields.merging(["secret": "whsec_AAAA"]) { $1 }) != nil)
        #expect(finding(.standard, ["secret": fields["secret"] ?? ""])?.message.contains("push_url") == true)
        #expect(finding(.standard, ["push_url": "https://h"])?.message.contains("secret") == true)
    }

    private static let others: [(ChannelConfiguration.Kind, [String: String])] = [
        (.telegram, ["bot_token": "12:abc", "secret_token": "w0rd"]),
        (.line, ["channel_secret": "s3cr3t", "access_token": "t0k3n"]),
        (
            .whatsapp,
            [
                "phone_number_id": "1065", "app_secret": "s3cr3t", "access_token": "t0k3n",
                "verify_token": "w0rd",
            ]
        ),
        (.slack, ["signing_secret": "s3cr3t", "bot_token": "xoxb-1"]),
    ]

    @Test(arguments: others)
    func everyFieldIsNeeded(kind: ChannelConfiguration.Kind, fields: [String: String]) {
        #expect(finding(kind, fields) == nil)
        for name in fields.keys {
            let finding = finding(kind, fields.filter { $0.key != name })
            #expect(finding?.message.hasPrefix("channel c: set \(name)") == true)
        }
    }

    @Test(
        arguments: [
            (.telegram, "bot_token", "12/abc"), (.telegram, "bot_token", "abc"),
            (.telegram, "secret_token", "a.b"), (.whatsapp, "phone_number_id", "+86"),
            (.slack, "api_base", "slack.com"), (.line, "token", "x"),
        ] as [(ChannelConfiguration.Kind, String, String)])
    func malformed(kind: ChannelConfiguration.Kind, name: String, value: String) throws {
        let fields = try #require(Self.others.first { $0.0 == kind }).1
        #expect(finding(kind, fields.merging([name: value]) { $1 })?.message.contains(name) == true)
    }

    @Test func robotsBelongElsewhere() {
        #expect(finding(.wecomRobot, [:])?.message.contains("staff_robots") == true)
    }

    @Test(arguments: [
        ("https://api.weixin.qq.com", true), ("http://127.0.0.1:8080", true), ("http://[::1]:80/x", true),
        ("http://localhost/a/b", true), ("https://h:0", false), ("https://h:", false), ("//h", false),
        ("https:///x", false), ("file:///etc/passwd", false), ("https://a\"b", false), ("https://ü", false),
    ])
    func addresses(text: String, isGood: Bool) {
        #expect(PlatformAddress.isWellFormed(text) == isGood)
    }

    @Test func origins() {
        let address = PlatformAddress(text: "http://127.0.0.1:9/a/", isConfigured: true)
        #expect(address.text == "http://127.0.0.1:9/a" && address.origin == "http://127.0.0.1:9")
        #expect(PlatformAddress(text: "https://h", isConfigured: true).configuredOrigins == ["https://h"])
        #expect(PlatformAddress(text: "https://h", isConfigured: false).configuredOrigins.isEmpty)
    }
}
