import Foundation
import LinliTestKit
import Testing

/// Two daemons on one PostgreSQL: what the one has stored the other takes up at once. The first only accepts,
/// so that nothing but the word between them, or the other's own look, brings the work over.
@Suite(.timeLimit(.minutes(3)), .enabled(if: Engines.all.contains(.postgres))) struct HintTests {
    private static let messages = 8

    /// One message after the other through the daemon that does not answer; how long each reply took, the
    /// shortest first.
    private static func ask(
        _ linli: LivingLinli, _ name: String, before: () throws -> Void = {}
    ) async throws -> [Duration] {
        var times: [Duration] = []
        for number in 1...messages {
            let who = "oT6_linliEndToEnd-\(name)\(number)"
            linli.wechat.personWrote(who)
            let call = try linli.caller.text("你好", from: who, id: linli.nextID, at: LivingLinli.seconds)
            try before()
            let start = ContinuousClock.now
            #expect(try await linli.post(call, to: 0).status == 200)
            _ = try await linli.reply(1, to: who)
            times.append(ContinuousClock.now - start)
        }
        return times.sorted()
    }

    @Test func theOtherDaemonHearsAtOnceAlsoAfterItsConnectionWasCut() async throws {
        let cluster = try PostgresCluster(keepsCommits: false)
        try await LivingLinli.with(on: .postgres, daemons: 2, cluster: cluster) { linli in
            try await linli.start(0, "--accept-only")
            try await linli.start(1)
            try await linli.running(1).errors.line("understanding loaded")
            let heard = try await Self.ask(linli, "Heard")
            // By its own look alone the other begins after a second, as each message comes when the last one
            // is answered.
            #expect(heard[Self.messages / 2] < .milliseconds(500), "\(heard)")

            let cut = try await Self.ask(linli, "Cut") {
                try cluster.command(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE application_name = 'linli-bell'
                    """)
            }
            #expect(cut.count == Self.messages, "without the word it takes longer, and that is all")

            let again = try await Self.ask(linli, "Again")
            #expect(again[Self.messages / 2] < .milliseconds(500), "\(again)")
            let middle = Self.messages / 2
            let figures = "hints: \(heard[middle]), cut \(cut[middle]), again \(again[middle])\n"
            FileHandle.standardError.write(Data(figures.utf8))
        }
    }
}
