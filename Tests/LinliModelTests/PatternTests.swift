import LinliModel
import Testing

@Suite struct PatternTests {
    private static let mark = Pattern(/(.+?)([1-5])分/, needs: ["分"])
    private static let anything = Pattern(/[水电]/)

    @Test(arguments: ["师傅5分", "水龙头2分，门3分", "分", "五星", "", "再给一次5 分"])
    func findsWhatTheExpressionFinds(text: String) {
        let regex = Self.mark.regex
        #expect(text.contains(Self.mark) == (text.firstMatch(of: regex) != nil))
        #expect(text.firstMatch(of: Self.mark)?.output.0 == text.firstMatch(of: regex)?.output.0)
        #expect(text.prefixMatch(of: Self.mark)?.output.0 == text.prefixMatch(of: regex)?.output.0)
        #expect(text.wholeMatch(of: Self.mark)?.output.0 == text.wholeMatch(of: regex)?.output.0)
        #expect(text.firstRange(of: Self.mark) == text.firstRange(of: regex))
        #expect(text.matches(of: Self.mark).map(\.range) == text.matches(of: regex).map(\.range))
        #expect(text.replacing(Self.mark, with: "·") == text.replacing(regex, with: "·"))
    }

    @Test func readsEveryTextWhereNothingIsNeeded() {
        #expect("停水了".contains(Self.anything))
        #expect("停气了".replacing(Self.anything, with: "") == "停气了")
    }
}
