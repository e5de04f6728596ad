import Foundation
import LinliTestKit
import Testing

/// The primary dies and its replica is promoted. A synchronous replica has everything that was answered 200;
/// another one has what reached it.
@Suite(.timeLimit(.minutes(5)), .enabled(if: Engines.all.contains(.postgres)))
struct PromotionTests {
    /// A primary and its replica, and the way of the daemons to whichever writes.
    private struct Couple {
        let primary: PostgresCluster
        let replica: PostgresCluster

        init() throws {
            primary = try PostgresCluster(keepsCommits: true)
            replica = try PostgresCluster(keepsCommits: true, following: primary)
        }

        var route: ServerRoute {
            let hosts = [primary.host, replica.host]
            return ServerRoute(daemons: hosts, eyes: hosts)
        }

        func beSynchronous() async throws {
            try primary.command("ALTER SYSTEM SET synchronous_standby_names = '*'")
            try primary.command("SELECT pg_reload_conf()")
            try await Patience.until("the replica is synchronous") {
                try primary.answer(to: "SELECT sync_state FROM pg_stat_replication") == "sync"
            }
        }

        /// The replica hears the primary no more, or again.
        func cutOff() async throws {
            try replica.command("ALTER SYSTEM SET primary_conninfo = ''")
            try replica.command("SELECT pg_reload_conf()")
            try await Patience.until("the replica is cut off") {
                try primary.answer(to: "SELECT count(*) FROM pg_stat_replication") == "0"
            }
        }

        func promote(_ trial: FleetTrial) async throws {
            try primary.suffer(.crash)
            try await trial.refused(12)
            try replica.command("SELECT pg_promote()")
        }
    }

    private static let warning = "no synchronous replica"
    /// The test kit's servers run without `fsync`, and the check says that too.
    private static let unsafe: Int32 = 1

    @Test func aSynchronousReplicaLosesNothing() async throws {
        let couple = try Couple()
        try await couple.beSynchronous()
        try await LivingLinli.with(
            on: .postgres, daemons: 3, cluster: couple.primary, route: couple.route
        ) { linli in
            let check = try await linli.tool("store", "check", code: Self.unsafe)
            #expect(!check.contains(Self.warning))
            let figures = try await FleetTrial.run("a synchronous replica is promoted", on: linli) {
                trial in try await couple.promote(trial)
            }
            figures.expectAllOnce()
        }
    }

    /// While its replica is away the primary keeps everybody waiting: 503, also for what is delivered again.
    @Test func withoutItsReplicaNothingIsAcknowledged() async throws {
        let couple = try Couple()
        try await couple.beSynchronous()
        try await LivingLinli.with(
            on: .postgres, daemons: 3, cluster: couple.primary, route: couple.route
        ) { linli in
            let name = "a synchronous replica is lost, then promoted"
            let figures = try await FleetTrial.run(name, on: linli) { trial in
                try await couple.cutOff()
                try await trial.refused(30)
                #expect(try await linli.client.get("/readyz").status == 503)
                try await couple.promote(trial)
            }
            figures.expectAllOnce()
        }
    }

    /// Measures a loss, so with `LINLI_LONG_TESTS=1` only.
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["LINLI_LONG_TESTS"] == "1", "LINLI_LONG_TESTS=1 runs it"),
        arguments: [false, true])
    func anotherReplicaLosesWhatDidNotReachIt(isCutOff: Bool) async throws {
        let couple = try Couple()
        try await LivingLinli.with(
            on: .postgres, daemons: 3, cluster: couple.primary, route: couple.route
        ) { linli in
            let check = try await linli.tool("store", "check", code: Self.unsafe)
            #expect(check.contains(Self.warning))
            let name = "a replica is promoted that is not synchronous" + (isCutOff ? ", cut off before" : "")
            let figures = try await FleetTrial.run(name, on: linli) { trial in
                if isCutOff {
                    try await couple.cutOff()
                    try await trial.taken(30)
                }
                try await couple.promote(trial)
            }
            #expect(figures.doubled == 0)
            #expect(figures.found + figures.lost == figures.acknowledged)
            if isCutOff { #expect(figures.lost >= 30, "then the warning warns of nothing") }
        }
    }
}
