import Foundation
import LinliModel
import Testing

@testable import LinliIntents

/// A sender who says one thing as often as a message holds costs what its length costs, and keeps nobody
/// waiting.
@Suite(.serialized) struct LongMessagesTests {
    /// Four times the words cost about four times as long; where a reader's cost goes with the square it is
    /// sixteen times.
    @Test(arguments: [
        "一", "三五七", "两天内", "不用匿名，", "6号候选人，", "手滑，4号，", "9 of ", "十点不对，", "2栋不，", "里面没人，",
    ])
    func aMessageCostsWhatItsLengthCosts(words: String) throws {
        let short = try cost(of: words, characters: Limits.messageCharacters / 4)
        let long = try cost(of: words, characters: Limits.messageCharacters)
        #expect(long < short * 9, "\(short) and \(long)")
    }

    /// Nanoseconds of this thread's own time, the least of three: the machine does other things too.
    private func cost(of words: String, characters: Int) throws -> UInt64 {
        let text = "支持他，路灯坏了，" + String(repeating: words, count: characters / words.count)
        let costs = try (0..<3).map { _ in
            let start = ownTime
            _ = try Fixture.understand(text)
            return ownTime - start
        }
        return costs.min() ?? 0
    }

    private var ownTime: UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}
