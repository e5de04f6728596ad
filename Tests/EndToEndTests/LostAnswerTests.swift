import LinliTestKit
import Testing

/// A cable that is cut exactly between COMMIT and its answer: nobody knows whether it is done, and it is done
/// once all the same.
@Suite(.timeLimit(.minutes(5)), .enabled(if: Engines.all.contains(.postgres)))
struct LostAnswerTests {
    @Test func whatMayHaveBeenCommittedIsDoneOnce() async throws {
        let cluster = try PostgresCluster(keepsCommits: true)
        let thief = try AnswerThief(before: cluster)
        defer { thief.close() }
        let route = ServerRoute(daemons: [thief.host], eyes: [cluster.host])
        try await LivingLinli.with(on: .postgres, daemons: 3, cluster: cluster, route: route) { linli in
            let figures = try await FleetTrial.run("COMMIT without its answer", on: linli) { trial in
                thief.cut(oneOf: 7)
                try await thief.cuts.reaches(60, of: "cut", within: 120)
                thief.cut(oneOf: 0)
                try await trial.taken(20)
            }
            figures.expectAllOnce()
        }
    }
}
