import LinliTestKit
import Synchronization
import Testing

/// A disk that fills up while messages come in: what was answered 200 is there afterwards, and nothing is
/// there by half.
@Suite(.timeLimit(.minutes(5))) struct FullDiskTests {
    static let residents = 16

    @Test func nothingAcknowledgedIsMissingAndNothingIsHalfThere() async throws {
        try await LivingLinli.with { linli in
            // The store of the demo has 360 KiB and its log grows to 4 MiB before it is emptied: the log hits
            // the limit while several messages share a commit.
            try await linli.start(fileKilobytes: 2_500)
            try await linli.untilLoaded()
            let heard = Heard()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for resident in 0..<Self.residents {
                    group.addTask { try await Self.report(as: resident, to: linli, heard) }
                }
                try await group.waitForAll()
            }
            let acknowledged = heard.acknowledged.withLock { $0 }
            #expect(heard.refused.count > 0, "the disk never became full")
            #expect(acknowledged.count > Self.residents)
            try await linli.kill()
            try await expectAllOfIt(acknowledged, in: linli)
        }
    }

    /// What the daemon answered, over all residents.
    final class Heard: Sendable {
        let acknowledged = Mutex<[String]>([])
        let refused = Tally()
    }

    private static let things = ["电梯坏了", "门禁坏了", "楼道灯不亮", "楼道垃圾没人清"]

    private static func report(as resident: Int, to linli: LivingLinli, _ heard: Heard) async throws {
        for number in 0..<40 where heard.refused.count < 40 {
            // Each says a thing once: who says it again is told how far it is, and gets no second ticket.
            let words = "\(number % 11 + 1)栋1单元\(things[number / 11])，第\(number)条"
            let answer = try await linli.say(words, from: Residents.number(resident))
            #expect([200, 503].contains(answer.status))
            if answer.status == 200 {
                heard.acknowledged.withLock { $0.append("\(resident) \(words)") }
            } else {
                heard.refused.add()
            }
        }
    }

    private func expectAllOfIt(_ acknowledged: [String], in linli: LivingLinli) async throws {
        try await linli.start()
        for number in 0..<Self.residents {
            #expect(try await linli.say("进度", from: Residents.number(number)).body == "success")
        }
        let census = try await linli.atRest(within: 120)
        #expect(census.quarantined.isEmpty)
        let names = (0..<Self.residents).map { Residents.number($0) }
        let reports = census.tickets.map { "\(names.firstIndex(of: $0.sender) ?? -1) \($0.text)" }
        #expect(Set(reports).count == reports.count)
        let missing = Set(acknowledged).subtracting(reports)
        #expect(missing.isEmpty)
        // What was refused with 503 may be on disk or not, but then with all that belongs to it.
        #expect(census.done.count == census.tickets.count + Self.residents)
        #expect(census.pushes.count == census.done.count)
    }
}
