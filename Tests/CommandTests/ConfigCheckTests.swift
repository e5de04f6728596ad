import Foundation
import Testing

@testable import linli

/// Settings that are well written and that the daemon would refuse all the same.
@Suite struct ConfigCheckTests {
    private func refused(secret: String) throws -> [String] {
        let folder = NSTemporaryDirectory() + "linli-config-" + UUID().uuidString
        try FileManager.default.copyItem(atPath: Checkout.find("Config"), toPath: folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let channels = """
            channels:
              - name: bridge
                kind: standard
                estate: HTL
                secret: env:BRIDGE
                push_url: "https://bridge.example/in"
            """
        try Data(channels.utf8).write(to: URL(fileURLWithPath: folder + "/channels.yaml"))
        return ConfigCommand.Check.refused(directory: folder, environment: ["BRIDGE": secret])
            .map(\.description)
    }

    @Test func aSecretThatIsNoneIsNamed() throws {
        let findings = try refused(secret: "abc")
        #expect(findings.count == 1)
        #expect(findings.first?.contains("whsec_") == true)
        #expect(findings.first?.contains("abc") == false)
    }

    @Test func aSoundSecretIsTaken() throws {
        #expect(try refused(secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").isEmpty)
    }
}
