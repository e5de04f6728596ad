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
        return PostgresDatabase.findings(settings, collation: collation)
            + PostgresDatabase.notes(settings, replicas: 1)
    }

    @Test func replicasAreSpokenOfWhereTheyDoNotHelp() {
        func note(_ changes: [String: String], replicas: Int) -> String? {
            PostgresDatabase.replicaNote(Self.sound.merging(changes) { $1 }, replicas: replicas)
        }
        #expect(note([:], replicas: 1) == nil)
        #expect(note([:], replicas: 0)?.contains("none is attached") == true)
        #expect(note(["synchronous_standby_names": ""], replicas: 0) == nil, "a server alone promises none")
        #expect(note(["synchronous_standby_names": ""], replicas: 2)?.contains("no replica is") == true)
        #expect(note(["synchronous_commit": "local"], replicas: 1)?.contains("no replica is") == true)
        let alone = PostgresDatabase.notes(Self.sound, replicas: 0)
        #expect(alone.count == 1 && alone[0].contains("none is attached"))
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
        #expect(try await database.replicaNote() == nil)
        await database.close()
        try cluster.drop(name)
        #expect(check.findings.contains { $0.hasPrefix("fsync is off") })
        #expect(!check.findings.contains { $0.hasPrefix("synchronous_commit") })
        #expect(check.notes.contains { $0.hasPrefix("no synchronous replica") })
        #expect(check.bytes > 0 && check.serverVersion.first?.isNumber == true)
    }

    @Test(.enabled(if: Engines.all.contains(.postgres))) func aRealReplicaIsSeen() async throws {
        let primary = try PostgresCluster(keepsCommits: true)
        let replica = try PostgresCluster(keepsCommits: true, following: primary)
        let database = PostgresDatabase(try primary.url(of: "postgres"))
        try await Patience.until("the replica is spoken of") { try await database.replicaNote() != nil }
        try primary.command("ALTER SYSTEM SET synchronous_standby_names = '*'")
        try primary.command("SELECT pg_reload_conf()")
        try await Patience.until("the replica is waited for") { try await database.replicaNote() == nil }
        await database.close()
        withExtendedLifetime(replica) {}
    }
}
