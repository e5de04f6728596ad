import LinliSQL
import LinliTestKit
import Testing

@testable import LinliPostgres

/// What `linli store check` says of a server on whose settings the promises rest.
@Suite struct PostgresCheckTests {
    private static let sound = [
        "fsync": "on", "full_page_writes": "on", "synchronous_commit": "on",
        "synchronous_standby_names": "ANY 1 (*)", "data_checksums": "on",
    ]

    private func words(_ changes: [String: String], collation: String = "C") -> [String] {
        let settings = Self.sound.merging(changes) { $1 }
        return PostgresDatabase.findings(settings, collation: collation) + PostgresDatabase.notes(settings)
    }

    @Test func aSoundServerIsNotSpokenOf() {
        #expect(words([:]) == [])
        #expect(words(["synchronous_commit": "remote_apply"], collation: "C.UTF-8") == [])
    }

    @Test func whatMayLoseIsSaid() {
        #expect(words(["fsync": "off"]).first?.hasPrefix("fsync is off") == true)
        #expect(words(["synchronous_commit": "off"]).first?.hasPrefix("synchronous_commit is off") == true)
        #expect(words([:], collation: "de_DE.UTF-8").first?.contains("LC_COLLATE 'C'") == true)
        // Without a replica that is waited for, or without waiting for it.
        for changes in [
            ["synchronous_standby_names": ""], ["synchronous_commit": "local"], ["synchronous_commit": "off"],
        ] {
            #expect(words(changes).contains { $0.hasPrefix("no synchronous replica") }, "\(changes)")
        }
    }

    /// The settings are those that the daemons' own connections have.
    @Test(.enabled(if: Engines.all.contains(.postgres))) func aRealServerIsAsked() async throws {
        let cluster = try PostgresCluster.shared
        let name = try cluster.create()
        try cluster.command("ALTER DATABASE \(name) SET synchronous_commit = 'local'")
        let database = PostgresDatabase(try cluster.url(of: name))
        let check = try await database.check()
        await database.close()
        try cluster.drop(name)
        #expect(check.findings.contains { $0.hasPrefix("fsync is off") })
        #expect(!check.findings.contains { $0.hasPrefix("synchronous_commit") })
        #expect(check.notes.contains { $0.hasPrefix("no synchronous replica") })
        #expect(check.bytes > 0 && check.serverVersion.first?.isNumber == true)
    }
}
