import LinliModel
import Testing

@testable import LinliIntents

/// What is taught anew shall move what it is about and nothing else.
@Suite struct TrainingOrderTests {
    private func fingerprints(_ examples: [[UInt64]]) -> [UInt64] {
        var set = TrainingSet()
        for features in examples { set.add(features, label: 0) }
        set.close()
        return set.fingerprints
    }

    @Test func anExampleKeepsItsFingerprintWhateverStandsBeforeIt() {
        let (lamp, lift, pipe): ([UInt64], [UInt64], [UInt64]) = ([11, 12, 13], [21, 22], [31, 32, 33])
        let before = fingerprints([lamp, pipe])
        let after = fingerprints([lift, lamp, pipe])
        #expect(Array(after.dropFirst()) == before)
        #expect(Set(after).count == 3)
    }

    @Test func aPartOfASetKeepsThemToo() {
        var set = TrainingSet()
        for features: [UInt64] in [[1, 2], [3, 4], [5, 6]] { set.add(features, label: 0) }
        set.close()
        let lessons = [nil, set.lesson(of: 1), set.lesson(of: 2)]
        #expect(set.taught(lessons, isNarrow: false).fingerprints == Array(set.fingerprints.dropFirst()))
    }

    /// One with a place before it, one with a character lost.
    @Test func aFaultIsTaughtWithAPlaceAndWithALoss() throws {
        let text = "楼道的灯坏了三天没人修"
        let variants = Variants.of(text, .reportRepair)
        try #require(variants.count == 2)
        #expect(variants[0].hasSuffix(text) && variants[0].count > text.count)
        #expect(variants[1].count == text.count - 1)
    }
}
