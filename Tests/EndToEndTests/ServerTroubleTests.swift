import LinliTestKit
import Testing

/// Bad days of a PostgreSQL under three daemons, with residents who write all the time: nothing that was
/// answered 200 is lost or done twice, nothing is answered 200 that could not be stored, and everything
/// drains by itself afterwards.
@Suite(.timeLimit(.minutes(10)), .enabled(if: Engines.all.contains(.postgres)))
struct ServerTroubleTests {
    enum Trouble: String, CaseIterable, Sendable {
        /// The server crashes and begins again after a while, three times.
        case crash
        /// The server stands still with its connections open, longer than a lease.
        case standstill
        /// Every connection is cut in whatever it does, thirty times.
        case cut
        /// One of the three daemons is killed and does not come back.
        case daemon
    }

    @Test(arguments: Trouble.allCases)
    func whatWasAnsweredIsDoneOnce(_ trouble: Trouble) async throws {
        let cluster = try PostgresCluster(keepsCommits: true)
        try await LivingLinli.with(on: .postgres, daemons: 3, cluster: cluster) { linli in
            let figures = try await FleetTrial.run(trouble.rawValue, on: linli) { trial in
                try await Self.bring(trouble, cluster, linli, trial)
            }
            figures.expectAllOnce()
            switch trouble {
            case .crash, .standstill: #expect(figures.refused > 0, "the trouble was not felt")
            case .daemon: #expect(figures.unanswered > 0, "the trouble was not felt")
            case .cut: break
            }
        }
    }

    private static func bring(
        _ trouble: Trouble, _ cluster: PostgresCluster, _ linli: LivingLinli, _ trial: FleetTrial
    ) async throws {
        switch trouble {
        case .crash:
            for _ in 0..<3 {
                try cluster.suffer(.crash)
                try await trial.refused(20)
                try cluster.suffer(.start)
                try await trial.taken(20)
            }
        case .standstill:
            try cluster.suffer(.stop)
            try await trial.refused(12)
            try cluster.suffer(.go)
        case .cut:
            for _ in 0..<30 {
                try await trial.taken(2)
                try cluster.command(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'linli'")
            }
        case .daemon:
            try await linli.kill(1)
            try await trial.taken(60)
        }
    }
}
