import LinliTestKit
import Testing

/// The disk of the PostgreSQL server is full: messages are answered 503 and not lost, and when there is room
/// again everything drains by itself.
@Suite(
    .timeLimit(.minutes(5)), .enabled(if: Engines.all.contains(.postgres)),
    .enabled(if: PostgresCluster.mayMount, "mounting a small disk takes root and a machine that allows it"))
struct FullServerTests {
    @Test func theTablesHaveNoRoom() async throws {
        let cluster = try PostgresCluster(keepsCommits: true, disk: .smallForTables)
        try await LivingLinli.with(on: .postgres, daemons: 3, cluster: cluster) { linli in
            let figures = try await FleetTrial.run("the disk of the tables is full", on: linli) { trial in
                try cluster.suffer(.fill)
                try await trial.refused(60)
                #expect(cluster.isUp)
                try cluster.suffer(.free)
            }
            figures.expectAllOnce()
        }
    }

    /// Without room for its log PostgreSQL stops, and has to be started again when there is some.
    @Test func theLogHasNoRoom() async throws {
        let cluster = try PostgresCluster(keepsCommits: true, disk: .small)
        try await LivingLinli.with(on: .postgres, daemons: 3, cluster: cluster) { linli in
            let figures = try await FleetTrial.run("the server's whole disk is full", on: linli) { trial in
                try cluster.suffer(.fill)
                try await Patience.until("the server has stopped") {
                    // The rest of the log's file is given up, until a new one is needed: some may lie ready.
                    try? cluster.command("SELECT pg_switch_wal()")
                    return !cluster.isUp
                }
                try await trial.refused(20)
                try cluster.suffer(.free)
                try cluster.suffer(.start)
            }
            figures.expectAllOnce()
        }
    }
}
