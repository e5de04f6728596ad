/// Rules of the form "one word of each group, close together, and none of these": emergencies and
/// categories are both written so. All groups are phrases of the one lexicon, so that a rule costs
/// nothing where none of its words stands.
struct WordRules: Sendable {
    struct Rule: Sendable {
        /// One symbol per group; a word of every group must be there.
        let groups: [Symbol]
        /// A word of this group anywhere in the clause voids the rule.
        let unless: Symbol?
        /// Characters from the first word's start to the last word's end.
        let reach: Int
    }

    struct Match: Sendable {
        let rule: Int
        /// Characters of the matched words: the more, the more certain.
        let score: Int
        let spans: [Range<Int>]
    }

    let rules: [Rule]
    /// By the number of a symbol.
    private let byFirstGroup: [[Int]]

    init(_ rules: [Rule]) {
        self.rules = rules
        let last = rules.compactMap { $0.groups.first?.rawValue }.max() ?? 0
        var index = [[Int]](repeating: [], count: Int(last) + 1)
        for (position, rule) in rules.enumerated() {
            if let first = rule.groups.first { index[Int(first.rawValue)].append(position) }
        }
        byFirstGroup = index
    }

    /// Every rule that holds, best first; equal ones in the order of the file. Words inside `masked`
    /// (idioms) do not count, nor do those that `isDenied` names. `isVoidable`: `unless` counts, but
    /// for words of it that speak of something else than the words of the match (`isApart`).
    func matches(
        in reading: MessageReading, masked: Spans, isVoidable: Bool = true,
        isDenied: (Range<Int>) -> Bool = { _ in false },
        isApart: (Range<Int>, [Range<Int>]) -> Bool = { _, _ in false }
    ) -> [Match] {
        var matches: [Match] = []
        reading.spans.forEach { symbol, _ in
            guard symbol.rawValue < byFirstGroup.count else { return }
            for index in byFirstGroup[Int(symbol.rawValue)] {
                guard let match = match(index, reading, masked, isDenied) else { continue }
                if isVoidable, isVoid(index, reading, { isApart($0, match.spans) }) { continue }
                matches.append(match)
            }
        }
        return matches.sorted { ($0.score, -$0.rule) > ($1.score, -$1.rule) }
    }

    private func isVoid(_ index: Int, _ reading: MessageReading, _ isApart: (Range<Int>) -> Bool) -> Bool {
        guard let unless = rules[index].unless, reading.has(unless) else { return false }
        return !reading.spans[unless].allSatisfy(isApart)
    }

    private func match(
        _ index: Int, _ reading: MessageReading, _ masked: Spans, _ isDenied: (Range<Int>) -> Bool
    ) -> Match? {
        let rule = rules[index]
        guard rule.groups.allSatisfy(reading.has) else { return nil }
        var candidates: [[Range<Int>]] = []
        for group in rule.groups {
            let spans = reading.spans[group].filter { span in
                !masked.contains { $0.lowerBound <= span.lowerBound && $0.upperBound >= span.upperBound }
                    && !isDenied(span)
            }
            guard !spans.isEmpty else { return nil }
            candidates.append(spans)
        }
        var best: (score: Int, spans: [Range<Int>])?
        for first in candidates[0] {
            guard let rest = nearest(to: first, candidates.dropFirst(), rule.reach) else { continue }
            let spans = [first] + rest
            let score = weight(spans)
            if best == nil || score > best!.score { best = (score, spans) }
        }
        return best.map { Match(rule: index, score: $0.score, spans: $0.spans) }
    }

    /// Two for each character; a pair beats a single word of the same length, and words that touch beat
    /// words apart: "垃圾亭旁的井盖松了" is about the lid.
    private func weight(_ spans: [Range<Int>]) -> Int {
        let characters = spans.reduce(0) { $0 + $1.count }
        guard let first = spans.map(\.lowerBound).min(), let last = spans.map(\.upperBound).max(),
            spans.count > 1
        else { return characters * 2 }
        return max(1, characters * 2 + 1 - min(8, max(0, last - first - characters)))
    }

    /// Of each further group the longest word within reach.
    private func nearest(
        to first: Range<Int>, _ groups: ArraySlice<[Range<Int>]>, _ reach: Int
    ) -> [Range<Int>]? {
        var chosen: [Range<Int>] = []
        for group in groups {
            let near = group.filter { span in
                max(span.upperBound, first.upperBound) - min(span.lowerBound, first.lowerBound) <= reach
                    && !span.overlaps(first)
            }
            guard let longest = near.max(by: { $0.count < $1.count }) else { return nil }
            chosen.append(longest)
        }
        return chosen
    }
}
