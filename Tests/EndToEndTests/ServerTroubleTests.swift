import Foundation
import LinliTestKit
import Synchronization
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
    }

    private static let writers = 6

    /// What the platform heard.
    private struct Heard: Sendable {
        var acknowledged: [String] = []
        var refused = 0
        var unanswered = 0
        var isOver = false
    }

    private final class Platform: Sendable {
        private let state = Mutex(Heard())

        var heard: Heard { state.withLock { $0 } }

        func note(_ change: (inout Heard) -> Void) {
            state.withLock { change(&$0) }
        }
    }

    @Test(arguments: Trouble.allCases)
    func whatWasAnsweredIsDoneOnce(_ trouble: Trouble) async throws {
        let cluster = try PostgresCluster(keepsCommits: true)
        try await LivingLinli.with(on: .postgres, daemons: 3, cluster: cluster) { linli in
            try await linli.startAll()
            try await linli.untilLoaded()
            let platform = Platform()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<Self.writers {
                    group.addTask { try await Self.write(writer, to: linli, platform) }
                }
                try await Self.bring(trouble, cluster, platform)
                platform.note { $0.isOver = true }
                try await group.waitForAll()
            }
            let census = try await linli.atRest(within: 120)
            let result = platform.heard
            let done = Dictionary(grouping: census.done, by: { $0 }).mapValues(\.count)
            let lost = result.acknowledged.filter { done[$0] == nil }.count
            let doubled = done.values.filter { $0 > 1 }.count
            #expect(lost == 0 && doubled == 0 && census.quarantined.isEmpty)
            #expect(census.done.count == result.acknowledged.count)
            // Everybody writes once: one turn, one reply, at most one ticket.
            #expect(Set(census.pushes.map(\.recipient)).count == census.pushes.count, "a second reply")
            #expect(census.pushes.count == result.acknowledged.count)
            #expect(Set(census.tickets.map(\.sender)).count == census.tickets.count, "a second ticket")
            #expect(result.refused > 0 || trouble == .cut, "the trouble was not felt")
            let figures =
                "\(trouble.rawValue): acknowledged \(result.acknowledged.count), found \(census.done.count), "
                + "doubled \(doubled), lost \(lost), 503 \(result.refused), unanswered \(result.unanswered)\n"
            // For Docs/Reliability.md.
            FileHandle.standardError.write(Data(figures.utf8))
        }
    }

    /// One resident after the other reports one thing each, until 200 is heard, as a platform delivers.
    private static func write(
        _ writer: Int, to linli: LivingLinli, _ platform: Platform
    ) async throws {
        var number = 0
        while !platform.heard.isOver {
            number += 1
            let id = linli.nextID
            let who = "oT6_linliEndToEnd-Writer\(writer)x\(number)"
            let words = "\(number % 12 + 1)栋\(writer + 1)0\(number)室厨房水管漏水"
            while true {
                do {
                    let answer = try await linli.say(words, from: who, id: id)
                    if answer.status == 200 {
                        platform.note { $0.acknowledged.append("\(id)") }
                        break
                    }
                    platform.note { $0.refused += 1 }
                } catch is LoopbackClient.NoAnswer {
                    platform.note { $0.unanswered += 1 }
                }
                await Patience.pause(milliseconds: 20)
            }
        }
    }

    private static func bring(
        _ trouble: Trouble, _ cluster: PostgresCluster, _ platform: Platform
    ) async throws {
        switch trouble {
        case .crash:
            for _ in 0..<3 {
                try await after(20, platform)
                try cluster.suffer(.crash)
                try await untilRefused(20, platform)
                try cluster.suffer(.start)
            }
        case .standstill:
            try await after(20, platform)
            try cluster.suffer(.stop)
            try await untilRefused(12, platform)
            try cluster.suffer(.go)
        case .cut:
            for _ in 0..<30 {
                try await after(2, platform)
                try cluster.command(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'linli'")
            }
        }
        try await after(20, platform)
    }

    /// Waits for so many more messages that were taken.
    private static func after(_ count: Int, _ platform: Platform) async throws {
        let goal = platform.heard.acknowledged.count + count
        try await Patience.until("\(count) messages more are taken", within: 120) {
            platform.heard.acknowledged.count >= goal
        }
    }

    private static func untilRefused(_ count: Int, _ platform: Platform) async throws {
        let goal = platform.heard.refused + count
        try await Patience.until("\(count) messages more are refused", within: 120) {
            platform.heard.refused >= goal
        }
    }
}
