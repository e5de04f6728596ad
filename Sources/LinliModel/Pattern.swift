/// A regular expression that is compiled once, and not run where it cannot match.
///
/// A literal inside a function is parsed and compiled whenever the function runs, tens of microseconds each
/// time; as a static constant it is compiled at its first use. `TidyTests` find literals that are not. A run
/// over one sentence takes ten to thirty microseconds still, and to see that no word of `needs` occurs takes
/// less than one, so a text without any of them is not read by the expression.
package final class Pattern<Output>: RegexComponent, @unchecked Sendable {
    /// Whatever matches holds one of these; empty where nothing is known of what matches.
    private let needs: [String]
    // The reason: a literal has no closures of ours, and its program is compiled once, atomically.
    package let regex: Regex<Output>

    /// Matches by scalars: the texts are normalised, and by grapheme clusters it takes twice as long.
    package init(_ regex: Regex<Output>, needs: [String] = []) {
        self.regex = regex.matchingSemantics(.unicodeScalar)
        self.needs = needs
    }

    /// False where no part of the text can match. A debug build holds the promise of `needs` against the
    /// expression itself, for texts that are short enough to be read by it each time.
    fileprivate func mayMatch(_ text: String) -> Bool {
        if needs.isEmpty || text.mentionsAny(needs) { return true }
        assert(
            text.utf8.count > Limits.longMessageCharacters || text.firstMatch(of: regex) == nil,
            "matches without a word that it needs")
        return false
    }
}

extension String {
    package func contains<Output>(_ pattern: Pattern<Output>) -> Bool {
        firstMatch(of: pattern) != nil
    }

    package func firstMatch<Output>(of pattern: Pattern<Output>) -> Regex<Output>.Match? {
        pattern.mayMatch(self) ? firstMatch(of: pattern.regex) : nil
    }

    package func prefixMatch<Output>(of pattern: Pattern<Output>) -> Regex<Output>.Match? {
        pattern.mayMatch(self) ? prefixMatch(of: pattern.regex) : nil
    }

    package func wholeMatch<Output>(of pattern: Pattern<Output>) -> Regex<Output>.Match? {
        pattern.mayMatch(self) ? wholeMatch(of: pattern.regex) : nil
    }

    package func firstRange<Output>(of pattern: Pattern<Output>) -> Range<Index>? {
        pattern.mayMatch(self) ? firstRange(of: pattern.regex) : nil
    }

    package func matches<Output>(of pattern: Pattern<Output>) -> [Regex<Output>.Match] {
        pattern.mayMatch(self) ? matches(of: pattern.regex) : []
    }

    package func replacing<Output>(_ pattern: Pattern<Output>, with replacement: String) -> String {
        pattern.mayMatch(self) ? replacing(pattern.regex, with: replacement) : self
    }
}
