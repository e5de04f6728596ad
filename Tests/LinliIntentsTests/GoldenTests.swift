import LinliModel
import Testing

@testable import LinliIntents

@Suite struct GoldenTests {
    @Test func everyGoldenSentenceComesOutRight() throws {
        let results = try GoldenFiles.run(
            directory: Fixture.root + "/Tests/Intents/zh", understanding: Fixture.understanding.get())
        for miss in results.filter({ !$0.passed }) { Issue.record("\(miss.description)") }
        #expect(results.count >= 9 * 12 + 12 * 5)
    }

    /// What the templates of one intent can say, another must not steal.
    @Test(arguments: Intent.allCases.filter { $0 != .outOfScope })
    func templatesAreNotStolen(intent: Intent) throws {
        let understanding = try Fixture.understanding.get()
        let sentences = understanding.sentences(of: intent, limit: 40, seed: 3)
        #expect(!sentences.isEmpty)
        let stolen = sentences.filter { sentence in
            let match = understanding.understand(sentence, at: Fixture.now)
            return match.main.intent != intent && match.main.urgency != .p0 && match.main.subtype != .empty
        }
        #expect(stolen.count * 20 <= sentences.count, "\(stolen)")
    }

    @Test func samplingFollowsFromTheSeed() throws {
        let understanding = try Fixture.understanding.get()
        let first = understanding.sentences(of: .redeem, limit: 20, seed: 5)
        #expect(first == understanding.sentences(of: .redeem, limit: 20, seed: 5))
        #expect(first != understanding.sentences(of: .redeem, limit: 20, seed: 6))
        #expect(Set(first).count == first.count)
    }
}
