import LinliModel
import Testing

@testable import LinliDialogue

/// A sender who repeats one character as often as a message holds must not keep the others waiting.
@Suite(.serialized) struct LongMessageTests {
    /// Four times the words cost about four times as long; where a flow's cost goes with the square it is
    /// sixteen times.
    @Test(arguments: ["水", "一", "不", "改", "别", "1", "，", "分", "我", "第", "的", "要"])
    func aMessageCostsWhatItsLengthCosts(word: String) {
        let short = cost(of: word, times: Limits.messageCharacters / 4)
        let long = cost(of: word, times: Limits.messageCharacters)
        #expect(long < short * 9, "\(short) and \(long)")
    }

    @Test func whatStandsBeyondTheLimitIsNotHeard() {
        let understood = Said.words(String(repeating: "水", count: Limits.messageCharacters * 10), [])
        #expect(understood.text.count == Limits.messageCharacters)
        let marked = Said.words("电" + String(repeating: "\u{301}", count: 60_000), [])
        #expect(marked.text.unicodeScalars.count == Limits.messageCharacters)
    }

    @Test func whoWritesMoreIsToldOnceAndInDangerAskedForNothing() {
        let words = String(repeating: "停", count: Limits.messageCharacters)
        var talk = Talk()
        #expect(!talk.say(words).keys.contains("message.cut"))
        #expect(talk.say(words + "车").keys.filter { $0 == "message.cut" }.count == 1)
        let fire = Request(intent: .reportHazard, category: "fire.smoke", urgency: .p0)
        let keys = talk.say(words + "火", [fire]).keys
        #expect(keys.contains("message.cut_danger") && !keys.contains("message.cut"))
    }

    /// The least of three, since the machine does other things too.
    private func cost(of word: String, times: Int) -> Duration {
        let text = "电梯坏了" + String(repeating: word, count: times - 4)
        let request = Request(intent: .reportRepair, category: "lift.fault", urgency: .p1)
        let clock = ContinuousClock()
        let costs = (0..<3).map { _ in
            clock.measure {
                for requests in [[request], []] {
                    var talk = Talk()
                    talk.say(text, requests)
                    talk.say(text, requests)
                }
            }
        }
        return costs.min() ?? .zero
    }
}
